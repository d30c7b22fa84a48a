"""Numbers as Python and its array libraries print them: ``tensor(0.3567, dtype=torch.float64)``."""

from __future__ import annotations

import re
from typing import Final

from quizapp.answers.numbers.notation.words import CONSTANTS, FUNCTIONS

_MODULE: Final = r"(?:math|np|numpy|jnp|jax|torch|tf|mx|cp|cupy|mpmath|decimal|fractions)"
_OF_LIBRARY: Final = re.compile(
    rf"(?<![\w.]){_MODULE}(?:\.\w+)*\.(?=(?:{'|'.join((*FUNCTIONS, *CONSTANTS))})\b)", re.I
)
_WRAPPER: Final = re.compile(
    rf"(?<![\w.])(?:{_MODULE}(?:\.\w+)*\.(?:(?:long)?double|half|single|matrix|variable|constant)"
    r"|(?:[a-z_]\w*\.)*(?:u?int\d*|b?float\d*_?|decimal|fraction|mpf|parameter"
    r"|[a-z]*(?:array|tensor))) ?\(",
    re.I,
)
_TENSORFLOW: Final = re.compile(r"<tf\.\w+[^<>]*?\bnumpy=([^<>]*)>", re.S)
_BEFORE: Final = re.compile(r"^(?:out ?\[\d+\]:|>>>|parameter containing:)\s*", re.I)
"""A prompt, or what torch says before a parameter."""
_KEYWORD: Final = re.compile(r"\s*[a-z_]+ ?=(?!=)")
_TYPE: Final = re.compile(r"\s*(?:[\w.]+\.)?[a-z]+\d*\s*", re.I)
_QUOTED: Final = re.compile(r"(['\"])(.*)\1")


def without_wrappers(text: str) -> str:
    """Return the text with what libraries print around numbers taken off."""
    text = _TENSORFLOW.sub(r"\1", _BEFORE.sub("", text))
    text = _OF_LIBRARY.sub("", text)
    start = 0
    while found := _WRAPPER.search(text, start):
        start = found.start()
        parts, end = _arguments(text, found.end())
        held = _held(parts, found.group())
        if end is None or held is None:
            start = found.end()
        else:
            text = f"{text[:start]}({held}){text[end:]}"
    return text


def _arguments(text: str, start: int) -> tuple[list[str], int | None]:
    """Return the arguments of a call, and where it ends; no end when it is never closed."""
    parts, begun, depth = [], start, 0
    for place in range(start, len(text)):
        character = text[place]
        if depth == 0 and character in ",)":
            parts.append(text[begun:place])
            begun = place + 1
        if depth == 0 and character == ")":
            return parts, place + 1
        depth += (character in "([") - (character in ")]")
    return parts, None


def _held(parts: list[str], wrapper: str) -> str | None:
    """Return the number or the list among the arguments; None when it isn't clear which it is."""
    first, *others = [part.strip() for part in parts if not _KEYWORD.match(part)] or [""]
    quoted = _QUOTED.fullmatch(first)
    first = quoted[2] if quoted else first
    if not first:
        return None
    if "fraction" in wrapper.lower() and len(others) == 1:
        return f"({first})/({others[0]})"
    return first if all(_TYPE.fullmatch(other) for other in others if other) else None
