r"""What a displayed formula comes to, for the TeX that quantities use.

A formula is read as mathematics, by itself: products stand side by side, a sum reaches to the next
plus or minus, and an index that nothing sums over is free, so that the value is a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\[^a-zA-Z]|\d+(?:\.\d+)?|[a-zA-Z]|[^\s]")
_SKIPPED = {r"\,", r"\ ", r"\left", r"\right", r"\quad", r"\cdot"}
_LETTERS = {
    r"\lambda": "λ",
    r"\gamma": "γ",
    r"\alpha": "α",
    r"\varepsilon": "ε",
    r"\ell": "ℓ",
    r"\sigma": "σ",
}
_LOGARITHMS: Mapping[str, Callable[[float], float]] = {
    r"\ln": np.log,
    r"\log": np.log,
    r"\log_2": np.log2,
    r"\log_{10}": np.log10,
}
_FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    r"\exp": np.exp,
    "σ": lambda z: 1 / (1 + np.exp(-z)),
}


def value(tex: str, names: Mapping[str, Any]) -> Any:
    """Return what the right side of a formula comes to, a list where an index is free."""
    _, _, right = tex.partition("=") if "=" in tex else ("", "", tex)
    reader = _Reader(right)
    tree = reader.total()
    assert not reader.left, f"not read: {reader.left}"
    free = sorted(_free(tree))
    sizes = [_size(tree, index, names) for index in free]
    values = [
        tree.value(names, dict(zip(free, place, strict=True))) for place in np.ndindex(*sizes)
    ]
    return np.reshape(values, sizes) if free else values[0]


@dataclass(frozen=True)
class _Node:
    kind: str
    parts: tuple[Any, ...] = ()
    text: str = ""

    def value(self, names: Mapping[str, Any], at: Mapping[str, int]) -> float:
        """Return what it comes to at the places of its indices."""
        done = [part.value(names, at) for part in self.parts] if self.kind not in _LAZY else []
        match self.kind:
            case "number":
                return float(self.text)
            case "symbol":
                return float(_entry(self.text, names, at))
            case "sum":
                return float(np.sum(done))
            case "minus":
                return -done[0]
            case "product":
                return 0.0 if 0 in done else prod(done)
            case "fraction":
                return done[0] / done[1] if done[1] else float(np.inf)
            case "power":
                return done[0] ** done[1]
            case "size":
                return abs(done[0])
            case "function":
                return float(_FUNCTIONS[self.text](done[0]))
            case "log":
                return float(_LOGARITHMS[self.text](done[0])) if done[0] else -1e300
            case "largest":
                last = names[self.parts[0].text]
                return max(np.ravel(last), default=0) if len(self.parts) == 1 else 0
            case "least":
                return max(part.value(names, at) for part in self.parts)
            case "total":
                body, *indices = self.parts
                sizes = [_size(body, one.text, names) for one in indices]
                named = [one.text for one in indices]
                return sum(
                    body.value(names, {**at, **dict(zip(named, place, strict=True))})
                    for place in np.ndindex(*sizes)
                )
        raise AssertionError(self.kind)


_LAZY = {"largest", "least", "total"}


def _entry(symbol: str, names: Mapping[str, Any], at: Mapping[str, int]) -> float:
    if symbol in names:
        return names[symbol]
    name, _, indices = symbol.partition("_")
    found = np.asarray(names[name])
    for index in re.findall(r"[a-zA-Z]", indices):
        found = found[at[index] if index in at else int(names[index])]
    return found


def _symbols(node: _Node) -> list[str]:
    own = [node.text] if node.kind == "symbol" else []
    return own + [text for part in node.parts for text in _symbols(part)]


def _free(node: _Node) -> set[str]:
    """Return the indices that nothing sums over; t is the true class."""
    if node.kind == "symbol":
        return {one for one in node.text.partition("_")[2] if one in "ijk"}
    found = {one for part in node.parts for one in _free(part)}
    return found - {one.text for one in node.parts[1:]} if node.kind == "total" else found


def _size(node: _Node, index: str, names: Mapping[str, Any]) -> int:
    for symbol in _symbols(node):
        name, _, indices = symbol.partition("_")
        if index in indices and name in names:
            return np.shape(names[name])[indices.index(index)]
    raise AssertionError(f"nothing has the index {index}")


class _Reader:
    def __init__(self, tex: str) -> None:
        tex = re.sub(r",\s*\\quad.*", "", tex)  # a definition that comes after it
        tex = re.sub(r"\\math(rm|bf)\{(\w+)\}", r"\2", tex)
        tokens = [one for one in _TOKEN.findall(tex) if one not in _SKIPPED]
        self.left = [_LETTERS.get(one, one) for one in tokens]

    def _next(self) -> str:
        return self.left[0] if self.left else ""

    def _take(self, wanted: str = "") -> str:
        token = self.left.pop(0)
        assert not wanted or token == wanted, (wanted, token, self.left)
        return token

    def total(self) -> _Node:
        terms = []
        sign = self._take() if self._next() == "-" else "+"
        while True:
            term = self.product()
            terms.append(_Node("minus", (term,)) if sign == "-" else term)
            if self._next() not in ("+", "-"):
                return terms[0] if len(terms) == 1 else _Node("sum", tuple(terms))
            sign = self._take()

    def product(self) -> _Node:
        factors = [self.factor()]
        while self._next() and self._next() not in ("+", "-", ")", "}", ",", "|", "/"):
            factors.append(self.factor())
        whole = factors[0] if len(factors) == 1 else _Node("product", tuple(factors))
        if self._next() != "/":
            return whole
        self._take()
        return _Node("fraction", (whole, self.product()))

    def factor(self) -> _Node:
        base = self._base()
        if self._next() == "^":
            self._take()
            return _Node("power", (base, self._argument()))
        return base

    def _argument(self) -> _Node:
        if self._next() != "{":
            return self._base()
        self._take()
        inner = self.total()
        self._take("}")
        return inner

    def _base(self) -> _Node:
        token = self._take()
        if token == r"\frac":
            return _Node("fraction", (self._argument(), self._argument()))
        if token == "(":
            inner = self.total()
            self._take(")")
            return inner
        if token == "|":
            inner = self.total()
            self._take("|")
            return _Node("size", (inner,))
        if token == r"\sum":
            self._take("_")
            indices = tuple(_Node("index", (), one) for one in self._script())
            return _Node("total", (self.product(), *indices))
        if token in (r"\ln", r"\log"):
            if self._next() == "_":
                self._take()
                script = self._script()
                token += f"_{script}" if len(script) == 1 else f"_{{{script}}}"
            return _Node("log", (self.factor(),), token)
        if token == r"\max":
            if self._next() != "(":
                return _Node("largest", (self._base(),))
            self._take()
            first = self.total()
            self._take(",")
            second = self.total()
            self._take(")")
            return _Node("least", (first, second))
        if token in _FUNCTIONS:
            return _Node("function", (self.factor(),), token)
        if token[0].isdigit():
            return _Node("number", (), token)
        name = token
        if self._next() == "_":
            self._take()
            name += f"_{self._script()}"
        if name in _CALLED and self._next() == "(":
            depth, inside = 0, ""
            while not inside or depth:
                token = self._take()
                depth += (token == "(") - (token == ")")
                inside += token
            name += inside
        return _Node("symbol", (), name)

    def _script(self) -> str:
        if self._next() != "{":
            return self._take()
        self._take()
        inside = ""
        while self._next() != "}":
            inside += self._take()
        self._take()
        return inside


_CALLED = {"H", "D"}
"""What is called as a whole: its value has a name of its own, such as ``H(X,Y)``."""
