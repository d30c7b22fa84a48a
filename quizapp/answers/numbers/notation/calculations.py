"""Calculations as people write them: spelled in the expression language, and their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite, isinf, isnan
from typing import Any, ClassVar, Final, NamedTuple, NoReturn
from unicodedata import category

import numpy as np

from quizapp.answers.numbers.notation.words import (
    CONSTANTS,
    EXAMPLE,
    FORMULA,
    FUNCTIONS,
    meaning_of,
    named,
    refuse,
    shown,
)
from quizapp.errors import ExpressionError
from quizapp.expressions.by_engine import Evaluator
from quizapp.expressions.functions import Compute
from quizapp.expressions.grammar import Binary, Call, Node, Unary, parse

_TOKEN = re.compile(
    r" *(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>log_?(?:2|10|e)(?![\d.\w])|log_?(?:2|10)(?=[a-z(])|[^\W\d]+)"
    r"|(?P<sign>[-+*/^()\[\]%]))",
    re.I,
)
_NUMBER: Final = r"(?<![\d.])(?:\d+(?:\.\d*)?|\.\d+)"
_POWER_OF_TEN: Final = "Write the power of ten right after the number, as in 3.57e-1."
_ADJACENT: Final = (
    (r"(?:\+ ?/? ?-|±|∓|- ?\+)", "Write one number, without a margin of error."),
    (r"- ?-", "Two minus signs in a row: use one, or none."),
    (r"\d_\d", "Write the number without '_', as in 1000."),
    (r"\d:\d", "Write a ratio as a fraction, as in 1/4."),
    (r"(?<![\d.])[1-9]\d{0,2}'\d{3}(?!\d)", "Write the number without apostrophes, as in 35000."),
    (r"\d['\";]\d", "Use a decimal point, as in 0.357."),
    (rf"{_NUMBER} ?(?:[*xX] ?)?[eE] ?[(\[] ?[+-]? ?\d+ ?[)\]]", _POWER_OF_TEN),
    (rf"{_NUMBER} ?[*xX] ?[eE] ?[+-] ?\d+(?![\d.])", _POWER_OF_TEN),
    (rf"{_NUMBER} ?[*xX] ?10[eE][+-]?\d", "10e-3 is 0.01: write 1.2e-3, or 1.2 * 0.01."),
    (rf"{_NUMBER} ?[*xX] ?10 ?[(\[] ?[+-]? ?\d+ ?[)\]]", _POWER_OF_TEN),
    (r"(?<=[\d.])[eE] ?(?!\w|[+-]\d|[(^])|\d [eE] ?[+-]? ?\d", _POWER_OF_TEN),
    (
        r"(?<![\d.])[1-9]\d*\.10 ?\^",
        "The point is ambiguous: write 3e-1 for a power of ten, or 3.1^2.",
    ),
    (r"\^ ?-? ?1 ?/ ?\d", "Put the exponent in parentheses, as in 2^(1/2)."),
    (r"(?<![^\W\d])[eE] ?[(\[]", "Write exp(2) or e^2 for a power of e, and e * 2 for a product."),
    (
        r"(?<![^\W\d])[oO](?=[.,]\d|\d)|\d\.?[oO]\b",
        "Type the digit 0, not the letter O.",
    ),
    (
        rf"{_NUMBER}[eE] ?\^ ?[(\[]? ?[-+] ?\d+(?![\d.])",
        "The e is ambiguous: write 3.57e-1 for a power of ten, or 3.57 * e^-1 for a power of e.",
    ),
    (
        r"^[-+]? ?(?:\d+(?:\.\d*)?|\.\d+) ?[*xX] ?10 ?- ?\d+$",
        "The power of ten is ambiguous: write 1.2e-3, or put the difference in parentheses.",
    ),
    (
        r"(?:\d\.\d*|(?<!\d)\.\d+) ?[(\[]\d+[)\]]|(?<![\w.])[\d.]+ [(\[] ?[\d.]+ ?[)\]]",
        "A number in parentheses after another is ambiguous: write one number, or * between them.",
    ),
    (
        rf"(?<![\d.%])(?!1(?:\.0*)? ?[-+]){_NUMBER} ?[-+] ?{_NUMBER} ?%",
        "A percentage added to a number is ambiguous: write both as decimals, as in 0.5 + 0.1.",
    ),
    (r"\b(?i:log)_?(?:2|10)(?:\d|\.\d)", "Write log(…) or log2(…) with parentheses."),
    (
        r"\b(?i:log)_(?!(?:2|10|e)(?![\d.\w])|(?:2|10)[a-zA-Z(])",
        "For another base, write the number and then the base, as in log(9, 3).",
    ),
)
_INNER: Final = r"(?:[^(),;]|\([^(),;]*\))*"
_LOG_WITH_BASE = re.compile(rf"\blog ?\(({_INNER}), ?(?:base ?= ?)?([\d.]+|e) ?\)", re.I)
_TIMES = re.compile(r"(?<=[\d)\]%]) ?[xX] ?(?=[\d.(]|[a-z]{2})")


def spelled(text: str) -> tuple[str, bool]:
    """Return a calculation in the expression language, and whether log was read as ln."""
    tokens = _tokens(_with_bases(text))
    return _Spelling(tokens).text(), ("function", "log") in tokens


def _with_bases(text: str) -> str:
    """Return the text with Python's logarithms to a base, as in ``log(8, 2)``, in other words."""
    while found := _LOG_WITH_BASE.search(text):
        number, base = found.groups()
        name = {"2": "log2", "10": "log10", "e": "ln"}.get(base)
        worked = f"{name}({number})" if name else f"(ln({number})/ln({base}))"
        text = text[: found.start()] + worked + text[found.end() :]
    return text


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
            _refuse_character(text[position:].strip()[0], text)
        position = match.end()
        kind, written = match.lastgroup or "", match[match.lastgroup or 0]
        found.append(_word(written, text[position:]) if kind == "word" else _symbol(kind, written))
    return found


def _symbol(kind: str, written: str) -> _Token:
    if kind == "number" and isinf(float(written)):
        refuse("That number is too large.")
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
        refuse(f"I don't know the function {shown(written)}. You can use {known}.")
    refuse(f"I can't read {shown(written)}: {EXAMPLE}")


def _refuse_character(character: str, text: str) -> NoReturn:
    if character in ",;" and "[" in text:
        refuse("I can't calculate with a list. Work out each of its numbers.")
    if character in ",;":
        refuse(f"I can't use '{character}' inside a number. Use a decimal point, as in 0.357.")
    if character == "\\":
        refuse("I don't read TeX here. Write plain text, as in 1/2 or -ln(0.7).")
    seen = named(character) if category(character)[0] in "MCZ" else shown(character)
    refuse(f"I can't use {seen} here: {EXAMPLE}")


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
                refuse("Put the division in parentheses.")
            self._out.append(f"({written}/100)")
            return place + 2
        if kind == "percent" and before != "close":
            refuse("Write the percent sign right after a number, as in 35.7%.")
        self._count_divisions(kind, written)
        self._out.append(FUNCTIONS.get(written) or _IN_LANGUAGE.get(written, written))
        return place + 1

    def _multiply(self, before: str, kind: str) -> None:
        if kind == "number" and before == "close":
            refuse("Use * to multiply, and ^ for a power, as in (0.3)^2.")
        if kind == "number":
            refuse("Two numbers in a row: write one, or put an operator between them.")
        if self._divided[-1]:
            refuse("Use * to multiply, and put everything you divide by in parentheses.")
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
        place += 2 if sign == "-" else 1
        kind, operand = self._tokens[place]
        if kind not in ("number", "constant"):
            refuse(f"Write {name} with parentheses, as in {name}(0.7).")
        if self._tokens[place + 1].kind == "percent":
            place, operand = place + 1, f"({operand}/100)"
        after, beyond = self._tokens[place + 1 : place + 3]
        goes_on = after.text in ("*", "/") and beyond.kind in _OPERAND_STARTS - {"function"}
        if goes_on or after.text == "^" or after.kind in ("open", "number", "constant"):
            refuse(f"Put everything {name} applies to in parentheses, as in ln(0.7 + 0.1).")
        self._out.append(f"{FUNCTIONS[name]}({sign if sign == '-' else ''}{operand})")
        return place + 1


_END: Final = _Token("end", "")
_IN_LANGUAGE: Final = {"[": "(", "]": ")", "^": "**", "%": "/100"}
_OPERAND_ENDS: Final = frozenset(("number", "constant", "close", "percent"))
_OPERAND_STARTS: Final = frozenset(("number", "constant", "function", "open"))


class _Arithmetic(Evaluator):
    """Values of calculations, in which overflow is not infinity and 0·log 0 is 0."""

    _plain: ClassVar[bool] = False

    def _combine(self, compute: Compute, node: Node, *operands: Any) -> Any:  # noqa: ANN401 - numpy floats
        value = super()._combine(compute, node, *operands)
        if isnan(value) and _is_nothing_times_log(node, operands):
            return np.float64(0)
        if isinf(value) and all(isfinite(operand) and operand for operand in operands):
            refuse("The result is too large.")
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
            refuse("The calculation isn't finished.")
        if "()" in calculation:
            refuse(f"There is nothing in the parentheses: {EXAMPLE}")
        refuse("I can't read this calculation: check its signs and parentheses, as in -ln(0.7).")
    if isnan(value):
        refuse(
            "This can't be computed. Look for 0/0, or the log or square root of a negative number."
        )
    return value + 0.0
