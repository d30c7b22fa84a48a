"""The tree that TeX is read into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Atom:
    """A symbol, number, word or operator; its kind decides the spaces around it."""

    text: str
    kind: str = "letter"


@dataclass(frozen=True)
class Group:
    """Nodes between braces; its kind is that of a symbol."""

    body: Nodes
    kind: str = "letter"


@dataclass(frozen=True)
class Fraction:
    """One formula over another."""

    top: Nodes
    bottom: Nodes


@dataclass(frozen=True)
class Root:
    """A root; a square root has no degree."""

    body: Nodes
    degree: Nodes


@dataclass(frozen=True)
class Scripts:
    """A node with what is lowered and raised beside it."""

    base: TexNode
    lower: Nodes = ()
    upper: Nodes = ()


@dataclass(frozen=True)
class Accent:
    """Nodes below a combining mark."""

    mark: str
    body: Nodes


@dataclass(frozen=True)
class Fenced:
    """Nodes between brackets as tall as they are; a bracket may be empty."""

    left: str
    body: Nodes
    right: str


@dataclass(frozen=True)
class Grid:
    """Cases, a matrix or aligned steps, by the name of the environment."""

    name: str
    rows: tuple[tuple[Nodes, ...], ...]


TexNode: TypeAlias = Atom | Group | Fraction | Root | Scripts | Accent | Fenced | Grid
Nodes: TypeAlias = tuple[TexNode, ...]


class CannotSetError(Exception):
    """The formula has something that can't be set."""
