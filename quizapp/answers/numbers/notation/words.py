"""The words that a response may have, and what is said about others."""

from __future__ import annotations

import re
from typing import Final, NoReturn
from unicodedata import name

from quizapp.errors import UnreadableError
from quizapp.quantities import units
from quizapp.text.phrases import counted

UNITS: Final = units.words("")
"""Unit of information as written → its name; percent is written with its sign."""

FUNCTIONS: Final = {
    **dict.fromkeys(("ln", "log", "loge", "log_e"), "ln"),
    **dict.fromkeys(("log2", "log_2", "ld", "lb"), "log2"),
    **dict.fromkeys(("log10", "log_10"), "log10"),
    **{name: name for name in ("exp", "sqrt", "abs")},
}
"""Function as written → function of the language."""

CONSTANTS: Final = {
    **dict.fromkeys(("inf", "infinity", "infinite", "infty", "oo"), "inf"),
    "e": "e",
    "pi": "pi",
}

EXAMPLE: Final = "type a number, such as 0.36 or -ln(0.7)."
TWO_ANSWERS: Final = "That looks like two answers. Type just one."
FORMULA: Final = "That's a formula: put the numbers in, as in -ln(0.7)."

_MEANINGS: Final = (
    ("lg", "lg is base 2 in some books and base 10 in others: write log2 or log10."),
    ("nan|none|null|undefined", f"That isn't a number: {EXAMPLE}"),
    ("or|and|between|to", TWO_ANSWERS),
    ("sum|mean|max|min|prod|softmax|sigmoid|argmax|entropy|ce|kl|[^ai]", FORMULA),
    (
        "zero|one|two|three|four|five|six|seven|eight|nine|ten|point|half|third|quarter|hundred",
        "Use digits, such as 0.357.",
    ),
    ("|".join(UNITS), "Write the unit once, at the end."),
)
"""Words that are no part of a calculation, and what to do about them."""


def meaning_of(word: str) -> str:
    """Return what to do about a word that is no part of a calculation; nothing if unknown."""
    return next((says for words, says in _MEANINGS if re.fullmatch(words, word)), "")


def refuse(message: str) -> NoReturn:
    """Refuse to read, and say what to change."""
    raise UnreadableError(message)


def shown(text: str) -> str:
    """Return the beginning of a typed text in quotes, for a message."""
    return f"'{text[:20]}{'…' if len(text) > 20 else ''}'"


def named(character: str) -> str:
    """Return the number and the name of a character that is not seen, or hardly known."""
    return f"U+{ord(character):04X} {name(character, '').lower()}".strip()


def described(shape: tuple[int, ...]) -> str:
    """Return how many numbers something of a shape holds, in words."""
    if len(shape) < 2:
        return f"a list of {counted(shape[0], 'number')}" if shape else "one number"
    return f"{counted(shape[0], 'row')} of {counted(shape[1], 'number')}"
