"""The little TeX that answers are pasted in: fractions, roots, functions and signs."""

from __future__ import annotations

import re
from typing import Final

from quizapp.answers.numbers.notation.words import refuse

_COMMANDS: Final = {
    **{name: f" {name}" for name in ("ln", "log", "exp")},
    **dict.fromkeys(("times", "cdot", "ast"), "*"),
    **dict.fromkeys(("approx", "simeq", "to"), "="),
    **dict.fromkeys(("left", "right", "displaystyle", "limits", "!"), ""),
    **dict.fromkeys(("quad", "qquad", ",", ";", ":", " "), " "),
    "div": "/",
    "infty": " inf ",
    "pi": " pi ",
    "top": "T",
    "%": "%",
    "{": "{",
    "}": "}",
}
"""Command → what is typed for it."""
_MATHS: Final = re.compile(r"(\$\$?|\\\(|\\\[)(.*?)(\$\$?|\\\)|\\\])", re.S)
_FRACTION: Final = re.compile(r"\\[dt]?frac *(?={)")
_ROOT: Final = re.compile(r"\\sqrt *(?={)")
_TEXT: Final = re.compile(r"\\(?:text|mathrm|mathbf|operatorname) *{([^{}\\]*)}")
_COMMAND: Final = re.compile(r"\\([a-zA-Z]+|.)?", re.S)


def without_tex(text: str) -> str:
    """Return the text with its TeX written as people type it."""
    if (maths := _MATHS.fullmatch(text)) and "$" not in maths[2]:
        text = maths[2].strip()
    if "\\" not in text:
        return text
    text = _TEXT.sub(r" \1 ", text)
    while found := _FRACTION.search(text):
        above, middle = _group(text, found.end())
        below, end = _group(text, middle)
        text = f"{text[: found.start()]}(({above})/({below})){text[end:]}"
    while found := _ROOT.search(text):
        inner, end = _group(text, found.end())
        text = f"{text[: found.start()]} sqrt({inner}){text[end:]}"
    return _COMMAND.sub(_typed, text)


def _group(text: str, start: int) -> tuple[str, int]:
    """Return what the braces at a place hold, and where they end."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            if text[place] != "}":
                break
            return text[start + 1 : place], place + 1
    refuse(r"A brace of your TeX is missing: write a fraction as 1/2, or \frac{1}{2}.")


def _typed(command: re.Match[str]) -> str:
    typed = _COMMANDS.get(command[1] or "")
    if typed is None:
        refuse(f"I don't know '{command.group()[:20]}'. Write plain text, as in 1/2 or -ln(0.7).")
    return typed
