"""Calculations as people write them: spelled in the expression language, and their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite, isinf, isnan
from typing import Any, Final, NamedTuple, NoReturn

import numpy as np

from quizapp.errors import ExpressionError
from quizapp.expressions.evaluate import Evaluator
from quizapp.expressions.functions import Compute
from quizapp.expressions.grammar import Binary, Call, Node, Unary, parse
from quizapp.expressions.notation.words import (
    CONSTANTS,
    EXAMPLE,
    FORMULA,
    FUNCTIONS,
    meaning_of,
    refuse,
    shown,
)

_TOKEN = re.compile(
    r" *(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>log_?(?:2|10|e)(?![\d.\w])|log_?(?:2|10)(?=[a-z(])|[^\W\d]+)"
    r"|(?P<sign>[-+*/^()\[\]%]))",
    re.I,
)
_ADJACENT: Final = (
    (r"(?:\+ ?/? ?-|±|∓|- ?\+)", "Write one number, without a margin of error."),
    (r"- ?-", "There are two minus signs in a row: write one, or none."),
    (r"\d_\d", "Write the number without '_', as in 1000."),
    (r"\d'\d|\d[;:]\d", "Write a point for the decimals, as in 0.357."),
    (
        r"(?<=[\d.])[eE] ?(?![\w(^])|\d [eE] ?[+-]? ?\d",
        "Write the power of ten right after the number, as in 3.57e-1.",
    ),
    (
        r"(?<![^\W\d])[oO](?=[.,]\d|\d)|\d\.?[oO]\b",
        "Type the digit 0, not the letter O.",
    ),
    (
        r"^[-+]? ?(?:\d+(?:\.\d*)?|\.\d+) ?[*xX] ?10 ?- ?\d+$",
        "The power of ten has two readings: write 1.2e-3, or brackets around the difference.",
    ),
    (r"\b(?i:log)_?(?:2|10)(?:\d|\.\d)", "Write log(…) or log2(…) with brackets."),
)
_TIMES = re.compile(r"(?<=[\d)\]%]) ?[xX] ?(?=[\d.(]|[a-z]{2})")


def spelled(text: str) -> tuple[str, bool]:
    """Return a calculation in the expression language, and whether log was read as ln."""
    tokens = _tokens(text)
    return _Spelling(tokens).text(), ("function", "log") in tokens


class _Token(NamedTuple):
    kind: str
    """number, constant, function, sign, open, close, percent, or end."""
    text: str


def _tokens(text: str) -> list[_Token]:
    for pattern, message in _ADJACENT:
        if re.search(pattern, text):
            refuse(message)
    text = _TIMES.sub("*", text)
    found = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _refuse_character(text[position:].strip()[0])
        position = match.end()
        kind, written = match.lastgroup or "", match[match.lastgroup or 0]
        found.append(_word(written, text[position:]) if kind == "word" else _symbol(kind, written))
    return found


def _symbol(kind: str, written: str) -> _Token:
    if kind == "number" and isinf(float(written)):
        refuse("That number is too large to calculate with.")
    return _Token(_BRACKET_KINDS.get(written, kind), written)


_BRACKET_KINDS: Final = {"(": "open", "[": "open", ")": "close", "]": "close", "%": "percent"}


def _word(written: str, rest: str) -> _Token:
    word = written.lower()
    if word in FUNCTIONS:
        return _Token("function", word)
    if word in CONSTANTS and written != "E":
        return _Token("constant", CONSTANTS[word])
    if says := meaning_of(word):
        refuse(says)
    if not word.isascii():
        refuse(FORMULA)
    if rest.lstrip().startswith("("):
        known = "ln, log, log2, log10, exp and sqrt"
        refuse(f"I don't know the function {shown(written)}: there are {known}.")
    refuse(f"I can't read {shown(written)}: {EXAMPLE}")


def _refuse_character(character: str) -> NoReturn:
    if character in ",;":
        refuse(f"'{character}' has no meaning here: write one number, with a point for decimals.")
    refuse(f"{shown(character)} has no meaning here: {EXAMPLE}")


class _Spelling:
    """One pass over a calculation that puts in the signs and brackets that people leave out."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = [*tokens, _END, _END, _END]
        self._out: list[str] = []
        self._divided = [False]
        """For each open bracket whether a division came before, in the same product."""

    def text(self) -> str:
        place = 0
        while self._tokens[place] != _END:
            place = self._take(place)
        return "".join(self._out)

    def _take(self, place: int) -> int:
        """Write one token, or a function with its number; return the place after it."""
        kind, written = self._tokens[place]
        before = self._tokens[place - 1].kind if place else ""
        if before in _OPERAND_ENDS and kind in _OPERAND_STARTS:
            self._multiply(before, kind)
        if kind == "function" and self._tokens[place + 1].kind != "open":
            return self._take_bare_function(place)
        if kind == "number" and self._tokens[place + 1].kind == "percent":
            if self._divided[-1] and self._tokens[place - 2].kind == "number":
                refuse("Put brackets around the division.")
            self._out.append(f"({written}/100)")
            return place + 2
        if kind == "percent" and before != "close":
            refuse("Write the percent sign right after a number, as in 35.7%.")
        self._count_divisions(kind, written)
        self._out.append(FUNCTIONS.get(written) or _IN_LANGUAGE.get(written, written))
        return place + 1

    def _multiply(self, before: str, kind: str) -> None:
        if kind == "number" and before != "close":
            refuse("There are two numbers in a row: write one number, or a sign between them.")
        if self._divided[-1]:
            refuse("Write * for times, and brackets around all that you divide by.")
        self._out.append("*")

    def _count_divisions(self, kind: str, written: str) -> None:
        if kind == "open":
            self._divided.append(False)
        elif kind == "close":
            self._divided.pop()
        elif written in ("+", "-", "/"):
            self._divided[-1] = written == "/"

    def _take_bare_function(self, place: int) -> int:
        """Write a function of the number right after it, as in ``ln 0.7``."""
        name = self._tokens[place].text
        sign = self._tokens[place + 1].text
        place += 2 if sign in ("+", "-") else 1
        kind, operand = self._tokens[place]
        if kind not in ("number", "constant"):
            refuse(f"Write {name} with brackets, as in {name}(0.7).")
        if self._tokens[place + 1].kind == "percent":
            place, operand = place + 1, f"({operand}/100)"
        after, beyond = self._tokens[place + 1 : place + 3]
        divided = after.text == "/" and beyond.kind == "number"
        if divided or after.text == "^" or after.kind in ("open", "number", "constant"):
            refuse(f"Write {name} with brackets around all that it applies to.")
        self._out.append(f"{FUNCTIONS[name]}({sign if sign in ('+', '-') else ''}{operand})")
        return place + 1


_END: Final = _Token("end", "")
_IN_LANGUAGE: Final = {"[": "(", "]": ")", "^": "**", "%": "/100"}
_OPERAND_ENDS: Final = frozenset(("number", "constant", "close", "percent"))
_OPERAND_STARTS: Final = frozenset(("number", "constant", "function", "open"))


class _Arithmetic(Evaluator):
    """Values of calculations, in which overflow is not infinity and 0·log 0 is 0."""

    def _combine(self, compute: Compute, node: Node, *operands: Any) -> Any:  # noqa: ANN401 - numpy floats
        value = super()._combine(compute, node, *operands)
        if isnan(value) and _is_nothing_times_log(node, operands):
            return np.float64(0)
        if isinf(value) and all(isfinite(operand) and operand for operand in operands):
            refuse("That gets too large to calculate with.")
        return value


def _is_nothing_times_log(node: Node, operands: Sequence[float]) -> bool:
    match node:
        case Binary(operator="*", left=left, right=right) if 0 in operands:
            other = right if operands[0] == 0 else left
            other = other.operand if isinstance(other, Unary) else other
            return isinstance(other, Call) and other.function.startswith(("ln", "log"))
    return False


def calculated(calculation: str) -> float:
    """Return the value of a calculation that is spelled in the expression language."""
    try:
        value = float(_Arithmetic({}).value(parse(calculation)))
    except ExpressionError:
        if calculation[-1:] in "+-*/":
            refuse("The calculation ends too early.")
        if "()" in calculation:
            refuse(f"There is nothing in the brackets: {EXAMPLE}")
        refuse("I can't read this calculation: check its signs and brackets, as in -ln(0.7).")
    if isnan(value):
        refuse("This has no value: look for 0/0, or a log or root of a negative number.")
    return value + 0.0
