"""What a quantity and a slip are: plain data, readable at a glance."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

_ANY_RANK = 99


class Slip(NamedTuple):
    """A wrong method that people really use, as an expression over the quantity's parameters."""

    id: str
    instead: str
    """What is computed in place of the quantity. In a logarithmic quantity `log` and `xlog` are
    in the unit asked, `base` is the base of that unit and `ln` is always natural."""
    says: str
    """The remedy, in one or two sentences."""
    when: str = ""
    """A condition over the parameters without which the slip makes no sense."""
    each: str = ""
    """How many ways there are to slip; in `instead`, `way` counts them from 1."""
    inside: str = ""
    """A quantity that one of the arguments must call."""
    unless_inside: str = ""
    """A quantity that none of the arguments may call."""
    whole: bool = False
    """Whether it is a slip of the reduced batch instead of each row."""
    common: bool = False
    """Common enough to be named when only two digits were typed."""
    first: bool = False
    """Whether it explains a value before the slips that come to the same by chance."""
    infinite: bool = False
    """Whether an infinite value is meant, and not an accident of the arithmetic."""
    negates: bool = False
    """Whether it is what leads to minus the value, other than a forgotten sign."""
    here: str = ""
    """The remedy where the slip takes one class for another, with ``{}`` for each of them."""
    classes: tuple[str, str] = ("", "")
    """The class taken and the right one, as expressions that count from 0."""


class Case(NamedTuple):
    """A definition that holds under a condition over the parameters."""

    when: str
    means: str
    formula: str = ""
    """TeX for this case, unless as the quantity's own."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a quantity, as its signature declares it."""

    name: str
    kind: str
    """``vector``, ``matrix``, ``number``, ``index``, ``count``, ``flag``, ``target`` (an index or
    a vector), ``option``, or ``any``: whatever a bank's own definition takes, as a whole."""
    default: str | None = None
    """As written; ``none`` when the parameter may be left out without a default value."""
    keyword: bool = False

    @cached_property
    def rank(self) -> int:
        """The rank of one row's argument; beyond all ranks when any shape is one row."""
        return {"vector": 1, "matrix": 2, "index": 0}.get(self.kind, _ANY_RANK)

    @property
    def entangles(self) -> bool:
        """Whether the entries of what it is given depend on each other in the result."""
        return self.kind in ("vector", "any")


class Example(NamedTuple):
    """What a quantity comes to for some arguments, as a source says."""

    given: tuple[tuple[str, str], ...]
    """Parameters, each with the expression that it is given."""
    gives: str
    """The value as written; its digits say how exact it is."""
    unit: str = "nats"
    """What a logarithmic quantity's value is in."""


@dataclass(frozen=True)
class Quantity:
    """Something that can be computed: what it means and how people get it wrong."""

    name: str
    signature: str
    """``parameter: kind = default``, separated by commas; those after ``*`` are options."""
    title: str
    formula: str
    """TeX, for the working."""
    means: str | tuple[Case, ...]
    """The textbook definition; calling other quantities makes it a rewriting into them."""
    meaning: str
    """One sentence on what it is, for help and authors."""
    slips: tuple[Slip, ...] = ()
    logarithmic: bool = False
    """Whether it has the unit of the question: nats, bits or bans."""
    absent_when: str = ""
    """A condition under which the quantity is its first argument, as if it were not there."""
    result: str = ""
    """A name for the result in the working, in TeX-free text."""
    reductions: tuple[Case, ...] = ()
    """Reductions that are more than a mean or a sum of the rows, tried first."""
    reduces_rows: bool = True
    """Whether its `reduction` is of the rows, and not part of the definition."""
    checks: tuple[tuple[str, str], ...] = field(default=())
    """Conditions that any right result, named `result`, fulfils, with what to say when a
    response breaks one."""
    where: str = ""
    """A condition over the parameters outside of which there is no value."""
    source: str = ""
    """Where the examples come from."""
    examples: tuple[Example, ...] = ()

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The declared parameters, in order."""
        found = []
        keyword = False
        for part in self.signature.split(","):
            declaration = part.strip()
            if declaration == "*":
                keyword = True
                continue
            head, _, default = declaration.partition("=")
            name, _, kind = head.partition(":")
            found.append(
                Parameter(name.strip(), kind.strip() or "number", default.strip() or None, keyword)
            )
        return tuple(found)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each parameter."""
        return {parameter.name: parameter.kind for parameter in self.parameters}

    @cached_property
    def row_parameters(self) -> tuple[Parameter, ...]:
        """The parameters of which a batch has one for each row."""
        return tuple(parameter for parameter in self.parameters if parameter.rank < _ANY_RANK)

    @cached_property
    def reduces(self) -> bool:
        """Whether it takes `reduction`, so that rows are worked first and reduced after."""
        return self.reduces_rows and any(p.name == "reduction" for p in self.parameters)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The definition as cases, the first whose condition holds counting."""
        return (Case("", self.means),) if isinstance(self.means, str) else self.means
