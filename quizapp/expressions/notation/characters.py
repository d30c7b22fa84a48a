"""One spelling of every character, for what has many."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, decimal, normalize

from quizapp.expressions.notation.words import EXAMPLE, refuse

MAXIMUM_LENGTH: Final = 2_000

_FRACTION: Final = "([0-9] ?)?([¼½¾⅐-⅞↉])"
_PYTHON: Final = r"\b(?:math|np|numpy|torch)\.(?=[a-z])|\b(?:array|tensor)(?=\()"
_PERCENT: Final = r"(?<![^\W\d])(?:per ?cent|pct)\b"
_SUPERSCRIPTS: Final = "[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+"
_SUBSCRIPT_BASE: Final = "(?<=log)(₁₀|₂|ₑ)"
_DOTTED: Final = r"(?<![\d.])(\d+) ?[·∙⋅•] ?(\d+)(?![\d.]| ?\^| ?\*\*)"
_SPELLINGS: Final = str.maketrans(
    {
        **dict.fromkeys("−–—‐‒―", "-"),
        **dict.fromkeys("×·∙⋅•∗✕✖", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("≈≅≃≐∼~→⇒", "="),
        "∞": " inf ",
        "π": " pi ",
        "√": " sqrt ",
        "٫": ".",
        "{": "[",
        "}": "]",
    }
)


def cleaned(raw: str) -> str:
    """Return the text in one spelling of every character."""
    text = raw.strip()
    _check_length(text)
    text = "".join(_character(character) for character in text)
    text = re.sub(_SUBSCRIPT_BASE, r"_\1 ", text, flags=re.I)
    text = re.sub(_SUPERSCRIPTS, lambda match: f"^({match.group()})", text)
    text = normalize("NFKC", re.sub(_FRACTION, _fraction, text))
    _check_length(text)
    if dotted := re.search(_DOTTED, text):
        whole, rest = dotted.groups()
        refuse(f"The dot has two readings: write {whole}.{rest}, or {whole} * {rest}.")
    text = text.translate(_SPELLINGS).replace("**", "^")
    text = "".join(str(decimal(mark, mark)) for mark in text)
    text = re.sub(_PERCENT, "%", text, flags=re.I)
    text = re.sub(_PYTHON, "", text, flags=re.I)
    text = re.sub(r"[^\S\n]+", " ", text).strip().rstrip(" .")
    return text or refuse(EXAMPLE.capitalize())


def _check_length(text: str) -> None:
    if len(text) > MAXIMUM_LENGTH:
        refuse(f"That is too long for an answer: {EXAMPLE}")


def _character(character: str) -> str:
    """Return a character as it is, plain space for any space, and nothing for no width."""
    if character.isascii() and character.isprintable():
        return character
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85\v\f":
        return "\n" if character in "\n\r\u2028\u2029" else " "
    kind = category(character)
    if kind == "Cf":
        return ""
    if kind.startswith("C"):
        refuse(f"It holds an invisible character (U+{ord(character):04X}): {EXAMPLE}")
    return character


def _fraction(match: re.Match[str]) -> str:
    if match[1]:
        refuse(f"Write {match.group()} as a decimal number, such as 1.5.")
    return f"({match[2]})"
