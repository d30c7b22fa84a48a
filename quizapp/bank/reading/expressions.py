"""Check the expressions, templates and draws in a bank's texts, without evaluating anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, TypeAlias

from quizapp.errors import ExpressionError
from quizapp.expressions import draws, grammar
from quizapp.expressions.grammar import parsed
from quizapp.expressions.size import check_extent
from quizapp.expressions.vocabulary import CONSTANTS, check_call
from quizapp.quantities import QUANTITIES, Quantities
from quizapp.questions.template import FORMAT, WORKING
from quizapp.text.suggestions import nearest

Fault: TypeAlias = tuple[int, str]
"""Where in a text something is wrong, counted from 0, and what."""

MOST_DECIMALS: Final = 12
_FORMULA = re.compile(r"\{\{([^{}]*)\}\}|\{\{")
_FORMAT = re.compile(r":([^\[\]()]*)$")
_WORD = re.compile(r"\w+")
_PROSE = re.compile(r"[\"'“”‘’]?[^\W\d][\w\s'’.,!?-]*[\"'“”‘’]?")


@dataclass
class KnownNames:
    """The names that the expressions of one question may use, as far as they are defined yet."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Parameters and lets, with the line that defines each."""
    words: dict[str, int] = field(default_factory=dict)
    """Lists of texts, likewise."""
    later: set[str] = field(default_factory=set)
    """Names whose definition comes further down."""
    working: bool = False
    """Whether the question has a computed working."""
    quantities: Quantities = QUANTITIES
    """What may be called."""

    place: str = "draw or let"
    """Where an author defines names of numbers."""

    def with_numbers(self, names: Iterable[str]) -> KnownNames:
        """Return the same with further names of numbers."""
        return replace(self, numbers={**self.numbers, **dict.fromkeys(names, 0)})


def expression_faults(text: str, scope: KnownNames) -> Iterator[Fault]:
    """Yield what is wrong with an expression."""
    try:
        found = _looked_at(text, scope.quantities)
    except ExpressionError as error:
        yield _fault(error)
        return
    yield from _told(found, scope)


def is_prose(text: str, scope: KnownNames) -> bool:
    """Whether an expression is words, none of which is a name known here or near one."""
    words = _WORD.findall(text)
    known = [*scope.numbers, *scope.later, *CONSTANTS]
    return (
        any(len(word) > 2 for word in words)
        and _PROSE.fullmatch(text.strip()) is not None
        and not any(word in known or nearest(word[:60], known) for word in words)
    )


@lru_cache(maxsize=4096)
def _looked_at(text: str, quantities: Quantities) -> tuple[grammar.Name | Fault, ...]:
    """Return the names that an expression uses, and what is wrong with its calls, as they come."""
    found: list[grammar.Name | Fault] = []
    tree = parsed(text)
    for node in grammar.walk(tree):
        if isinstance(node, grammar.Name):
            found.append(node)
        elif isinstance(node, grammar.Call):
            try:
                check_call(node, quantities)
            except ExpressionError as error:
                found.append(_fault(error))
    try:
        check_extent(tree, quantities)
    except ExpressionError as error:
        found.append(_fault(error))
    return tuple(found)


def _told(found: Iterable[grammar.Name | Fault], scope: KnownNames) -> Iterator[Fault]:
    """Yield what is wrong with what was found in an expression: of its names, the unknown ones."""
    for one in found:
        if not isinstance(one, grammar.Name):
            yield one
        elif one.name not in scope.numbers and one.name not in CONSTANTS:
            yield one.column - 1, _unknown(one.name, scope)


def template_faults(text: str, scope: KnownNames, *, working: bool) -> Iterator[Fault]:
    """Yield what is wrong with the ``{{ … }}`` of a text."""
    for match in _FORMULA.finditer(text):
        formula = match.group(1)
        if formula is None:
            message = "this '{{' isn't closed; add '}}'"
            yield match.start(), message + _about_tex(text, match.start())
        elif not formula.strip():
            yield match.start(), "no expression between '{{' and '}}'; write {{ name }}"
        else:
            for offset, message in _formula_faults(formula, scope, working=working):
                yield match.start(1) + offset, message + _about_tex(text, match.start())


def _about_tex(text: str, place: int) -> str:
    """Say what to do where braces probably belong to TeX."""
    before = text[:place]
    tex = before.count("$") % 2 and not before[-1].isspace()
    return "; in TeX, put a space between the braces: '{ {'" if tex else ""


def _formula_faults(formula: str, scope: KnownNames, *, working: bool) -> Iterator[Fault]:
    said = _FORMAT.search(formula)
    expression = formula[: said.start()] if said else formula
    if said and not _is_format(said.group()):
        yield (
            said.start(),
            f"after ':' give the number of decimals, 0 to {MOST_DECIMALS}, as in {{{{ x:3 }}}}, "
            "a comma for thousands, as in {{ x:, }}, both, as in {{ x:,2 }}, or a percentage, as "
            "in {{ x:1% }}",
        )
    if expression.strip() == WORKING:
        if not (working and scope.working):
            yield (
                formula.index(WORKING),
                "{{ working }} belongs in the solution of a numeric or parts question; delete it",
            )
        return
    try:
        found = _looked_at(expression, scope.quantities)
    except ExpressionError as error:
        yield _fault(error)
        return
    if scope.words and (words := _list_of_words(expression)) in scope.words:
        if said:
            yield said.start(), f"'{words}' is a list of words, so it can't have decimals"
        found = found[1:]
    yield from _told(found, scope)


def _list_of_words(expression: str) -> str:
    """Return the name of which an expression takes one entry; nothing where it doesn't."""
    tree = parsed(expression)
    target = tree.target if isinstance(tree, grammar.Index) else None
    return target.name if isinstance(target, grammar.Name) else ""


def _is_format(text: str) -> bool:
    """Whether this can stand after an expression, to say how its value is written."""
    said = FORMAT.fullmatch(text)
    if said is None or not any(said.groups()):
        return False
    return int(said["decimals"][:9] or 0) <= MOST_DECIMALS


def _unknown(name: str, scope: KnownNames) -> str:
    if name in scope.later:
        return f"'{name}' is defined further down; move its line above this one"
    if name in scope.words:
        return (
            f"'{name}' is a list of words, which can only be shown, one at a time, as in "
            f"{{{{ {name}[0] }}}}"
        )
    hint = nearest(name[:60], [*scope.numbers, *scope.words, *CONSTANTS])
    known = f" (known names: {', '.join([*scope.numbers][:12])})" if scope.numbers else ""
    return f"unknown name '{name[:60]}'{hint or f'; define it under {scope.place}{known}'}"


def _fault(error: ExpressionError) -> Fault:
    return max(error.column - 1, 0), error.message


def draw_faults(text: str, scope: KnownNames) -> Iterator[Fault]:
    """Yield what is wrong with a draw; drawing once is the check, unless it uses earlier draws."""
    faults, used = _drawn(text)
    yield from faults
    for name, column in used:
        if name not in scope.numbers:
            message = f"a draw takes numbers and names drawn above it, not '{name[:60]}'"
            if name in scope.later:
                message += "; move its line above this one"
            else:
                message += nearest(name[:60], scope.numbers) or "; for anything else use let"
            yield column - 1, message


@lru_cache(maxsize=1024)
def _drawn(text: str) -> tuple[tuple[Fault, ...], tuple[tuple[str, int], ...]]:
    """Return what is wrong with a draw, and the names that it uses with their columns."""
    try:
        call = draws.arguments_of(text)
        used = tuple((name.name, name.column) for name in draws.names_in(call))
        if not used:
            draws.drawn(call)
        return (), used
    except ExpressionError as error:
        offset, message = _fault(error)
        if message.startswith("unexpected"):
            message = f"{message.partition(': ')[0]}; a draw looks like integer(1, 6)"
        elif message.startswith("a quoted word"):
            message = "a draw takes numbers; list the words under 'words', and draw with index(3)"
        elif message.startswith("a draw must be one of"):
            message += "; put a fixed value under let"
        return ((offset, message),), ()
    except (ArithmeticError, TypeError):
        return ((0, "a draw takes numbers of ordinary size, such as integer(1, 6)"),), ()
