"""One spelling of every character, for what has many."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final
from unicodedata import category, decimal, decomposition, normalize

from quizapp.answers.numbers.notation.printed import without_wrappers
from quizapp.answers.numbers.notation.tex import without_tex
from quizapp.answers.numbers.notation.words import EXAMPLE, named, refuse

MAXIMUM_LENGTH: Final = 2_000

_FRACTION: Final = "([0-9] ?)?([¼½¾⅐-⅞↉])"
_PERCENT: Final = r"(?<![^\W\d])(?:per ?cent|pct)\b"
_BASE: Final = r"\blog_ ?[{\[(](\d+|e)[}\])] ?"
_DOTTED: Final = r"(?<![\d.,])(\d+) ?[·∙⋅•] ?(\d+)(?![\d.,]| ?\^| ?\*\*)"
_PASTED: Final = "\u200b\u200c\u200d\u200e\u2060\ufeff\u00ad\u202a\u202c\u2066\u2069\ufe0e\ufe0f"
"""Characters without a width that pasted text brings along, and that leave its order as it is."""
_PASTED_INSIDE: Final = rf"(?<=[\w.,'])[{_PASTED}]+(?=[\w.,'])"
_UNSEEN: Final = "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0d]"
"""Further characters that show nothing, though Unicode counts them as letters, marks or signs."""
_SPELLINGS: Final = str.maketrans(
    {
        **dict.fromkeys("−–—‐‒―", "-"),
        **dict.fromkeys("×·∙⋅•∗✕✖", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("≈≅≃≐∼~→⇒", "="),
        **dict.fromkeys("’‘ʼ′٬", "'"),
        "∞": " inf ",
        "π": " pi ",
        "√": " sqrt ",
        "⊤": "T",
        "٫": ".",
        "、": ", ",
        "{": "[",
        "}": "]",
    }
)


def cleaned(raw: str) -> str:
    """Return the text in one spelling of every character."""
    text = raw.strip()
    _check_length(text)
    text = without_tex(_visible(text))
    text = re.sub(_FRACTION, _fraction, _level(text))
    text = normalize("NFKC", text)
    _check_length(text)
    if dotted := re.search(_DOTTED, text):
        whole, rest = dotted.groups()
        refuse(f"The dot is ambiguous: write {whole}.{rest}, or {whole} * {rest}.")
    text = text.translate(_SPELLINGS).replace("**", "^")
    text = "".join(str(decimal(mark, mark)) for mark in text)
    text = without_wrappers(text)
    text = re.sub(_BASE, r"log_\1 ", text, flags=re.I)
    text = re.sub(_PERCENT, "%", text, flags=re.I)
    text = re.sub(r"[^\S\n]+", " ", text).strip().rstrip(" .")
    if "..." in text:
        refuse("Type all the numbers, instead of '...'.")
    return text or refuse(EXAMPLE.capitalize())


def _check_length(text: str) -> None:
    if len(text) > MAXIMUM_LENGTH:
        refuse(f"That's too long for an answer: {EXAMPLE}")


def _visible(text: str) -> str:
    """Return the text with plain spaces, and without the unseen characters that do no harm."""
    text = "".join(_character(character) for character in text)
    if unseen := re.search(f"{_PASTED_INSIDE}|{_UNSEEN}", text):
        _refuse_unseen(unseen.group()[0])
    return re.sub(f"[{_PASTED}]", "", text)


def _character(character: str) -> str:
    """Return a character as it is, and plain space for any space."""
    if character.isascii() and character.isprintable():
        return character
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85\v\f":
        return "\n" if character in "\n\r\u2028\u2029" else " "
    if category(character).startswith("C") and character not in _PASTED:
        _refuse_unseen(character)
    return character


def _refuse_unseen(character: str) -> None:
    seen = named(character)
    refuse(f"Your answer contains an invisible character ({seen}). Type it again without it.")


def _level(text: str) -> str:
    """Return the text on one line: what stands above it as powers, what below it as bases."""
    if text.isascii():
        return text
    found = ""
    for height, run in groupby(text, _height):
        written = "".join(run)
        if height == "<super>":
            found += f"^({written})"
        elif height != "<sub>":
            found += written
        elif found[-3:].lower() == "log":
            found += f"_{written} "
        elif found[-1:].isalpha():
            found += written
        else:
            refuse("Only names and log have subscripts. Write the number on the line.")
    return found


def _height(character: str) -> str:
    kind = "" if character.isascii() else decomposition(character).partition(" ")[0]
    return kind if kind in ("<super>", "<sub>") else ""


def _fraction(match: re.Match[str]) -> str:
    if match[1]:
        refuse(f"Write {match.group()} as a decimal number, such as 1.5.")
    return f"({match[2]})"
