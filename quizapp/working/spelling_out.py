"""Functions of lists, spelled out as the arithmetic that people do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any, Final

import numpy as np

from quizapp.expressions.grammar import Array, Binary, Call, Node, NumberLiteral

MOST_TERMS: Final = 8
"""A sum or product of more terms is not written out."""
_MOST_PRODUCTS: Final = 12
"""A product of matrices that takes more products is not written out."""


def spelled_out(function: str, values: tuple[Any, ...]) -> Node | None:
    """Return the arithmetic behind a call of a function; None where a call says it as well.

    Parameters
    ----------
    function
        Its name.
    values
        What it is called with: numbers and lists.
    """
    first: Any = values[0] if values else None
    if function == "matmul":
        return _products(*values)
    if np.ndim(first) != 1 or not 1 < np.size(first) <= MOST_TERMS:
        return None
    match function, values[1:]:
        case "prod", ():
            return product(map(_number, first))
        case "var", others:
            return _variance(first, *others)
        case "std", others:
            return Call("sqrt", (_variance(first, *others),))
        case _:
            return None


def product(factors: Iterable[Node]) -> Node:
    """Return the product of some factors."""
    return reduce(lambda left, right: Binary("*", left, right), factors)


def _variance(values: Any, less: Any = 0.0) -> Node:  # noqa: ANN401 - values of the language
    """Return the sum of the squares of how far each one is from their mean, over their number."""
    centre = _number(np.mean(values))
    listed = Array(tuple(map(_number, values)))
    squares = Binary("**", Binary("-", listed, centre), NumberLiteral(2))
    return Binary("/", Call("sum", (squares,)), _number(np.size(values) - less))


def _products(first: Any, second: Any) -> Node | None:  # noqa: ANN401 - values of the language
    """Return each entry of a product as the sum of its products; None where they are many."""
    rows = np.atleast_2d(first)
    columns = np.atleast_2d(second) if np.ndim(second) == 1 else np.transpose(second)
    if rows.shape[1] < 2 or rows.shape[0] * columns.shape[0] * rows.shape[1] > _MOST_PRODUCTS:
        return None
    entries = [[_sum_of_products(row, column) for column in columns] for row in rows]
    listed = [Array(tuple(row)) if np.ndim(second) > 1 else row[0] for row in entries]
    return Array(tuple(listed)) if np.ndim(first) > 1 else listed[0]


def _sum_of_products(first: Any, second: Any) -> Node:  # noqa: ANN401 - values of the language
    pairs = zip(first, second, strict=True)
    return Call("sum", (Array(tuple(Binary("*", _number(a), _number(b)) for a, b in pairs)),))


def _number(value: Any) -> Node:  # noqa: ANN401 - a value of the language
    return NumberLiteral(float(value))
