"""The banks that are there, with their questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, TypeAlias

from quizapp.errors import Problem, UsageError
from quizapp.system import garbage
from quizapp.text.commands import quoted
from quizapp.text.phrases import listed
from quizapp.text.suggestions import nearest

if TYPE_CHECKING:
    from quizapp.quantities.quantity import Quantity
    from quizapp.questions.base import Question

Place: TypeAlias = tuple[int, int]
"""A line and a column, counted from 1."""

_LONGEST_SHOWN: Final = 40


class References(NamedTuple):
    """The questions that a field of a question names."""

    id: str
    """Whose field it is."""
    field: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Bank:
    """One file of questions."""

    name: str
    title: str
    path: Path
    questions: tuple[Question, ...]
    revision: str
    """A short hash of the file."""
    canonical: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Token → phrases that open answers may say for it."""
    lexicon: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name → synonyms that patterns may use as ``@NAME``."""
    quantities: tuple[Quantity, ...] = ()
    """Those that it declares."""
    used: tuple[Quantity, ...] = ()
    """Those of the banks that it uses."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Id that a question had → the id, or the full name, that it has now."""
    retired: tuple[str, ...] = ()
    """Ids of questions that are no longer asked."""
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict, repr=False)
    """Where the value of each field stands, by question id and name of the field."""

    listed: ClassVar[tuple[str, ...]] = (
        *("name", "title", "path", "questions", "ids", "references", "revision"),
        *("renamed", "retired", "places"),
    )
    """What is needed of all banks; of one that was kept all else is looked up later."""
    shared: ClassVar[tuple[str, ...]] = ("canonical", "lexicon", "quantities", "used")
    """What its questions may have too."""

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """Id of a question → its place among them."""
        return {question.id: place for place, question in enumerate(self.questions)}

    @cached_property
    def references(self) -> tuple[References, ...]:
        """What its questions say of others."""
        return tuple(
            References(question.id, name, found)
            for question in self.questions
            for name, found in (("after", question.after), ("follow_ups", question.follow_ups))
            if found
        )

    def problem(self, question: Question, name: str, message: str) -> Problem:
        """Return a warning at the place of a question's field, of its answer, or of its id."""
        fields = (name, question.answer_field, "id")
        places = (self.places.get((question.id, field)) for field in fields)
        found = next(filter(None, places), (1, 1))
        return Problem(self.path, *found, message, "warning")

    def without_places(self) -> Bank:
        """Return the bank without the places that only a check of the bank itself needs."""
        wanted = {(one.id, name) for one in self.references for name in ("id", one.field)}
        there = {name: self.places[name] for name in wanted & self.places.keys()}
        return replace(self, places=there)


@dataclass(frozen=True)
class Banks:
    """All banks that could be loaded, and what was wrong with the others."""

    banks: tuple[Bank, ...]
    problems: tuple[Problem, ...]
    """Errors of the files left out, and warnings about those that are in."""
    preferred: frozenset[str] = frozenset()
    """Banks that are meant where a bare id is in others as well."""

    @classmethod
    def of(cls, banks: tuple[Bank, ...], problems: tuple[Problem, ...]) -> Banks:
        """Return banks with their problems, and with warnings of what they name and isn't there."""
        return cls(banks, (*problems, *cls(banks, ()).dangling()))

    @property
    def left_out(self) -> tuple[Path, ...]:
        """The files that have errors."""
        errors = (problem.path for problem in self.problems if problem.severity == "error")
        return tuple(dict.fromkeys(errors))

    def with_problems(self, problems: Iterable[Problem]) -> Banks:
        """Return the same banks, with more problems."""
        more = tuple(problems)
        return replace(self, problems=(*self.problems, *more)) if more else self

    def preferring(self, paths: Iterable[Path]) -> Banks:
        """Return the same banks; a bare id means the question of those at these paths first."""
        places = set(paths)
        found = (bank.name for bank in self.banks if places & {bank.path, *bank.path.parents})
        return replace(self, preferred=frozenset(found)) if places else self

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all banks, in order."""
        with garbage.paused():  # as those of banks that were kept are made now
            return tuple(question for bank in self.banks for question in bank.questions)

    @cached_property
    def by_topic(self) -> Mapping[str, Sequence[Question]]:
        """Topic → its questions."""
        found: dict[str, list[Question]] = {}
        for question in self.questions:
            found.setdefault(question.topic, []).append(question)
        return found

    @cached_property
    def by_bank(self) -> Mapping[str, Sequence[Question]]:
        """Bank → its questions."""
        return {bank.name: bank.questions for bank in self.banks}

    @cached_property
    def revisions(self) -> Mapping[str, str]:
        """Bank → the short hash of its file."""
        return {bank.name: bank.revision for bank in self.banks}

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """Full name that a question had → the one that it has now."""
        said = {
            f"{bank.name}/{old}": new if "/" in new else f"{bank.name}/{new}"
            for bank in self.banks
            for old, new in bank.renamed.items()
        }
        found = {}
        for old in (old for old in said if not self._named(old)):
            now, steps = said[old], 0
            while now in said and not self._named(now) and steps < len(said):
                now, steps = said[now], steps + 1
            if self._named(now):
                found[old] = now
        return found

    def find(self, name: str) -> Question:
        """Return the question with a full name, or with an id that no other bank has.

        Of several banks with an id the preferred one is meant. A name that a question had before
        serves where no question has it now.

        Raises
        ------
        UsageError
            With the candidates, or with the nearest name.
        """
        found = self._called(name)
        meant = self._meant(found)
        if len(meant) == 1:
            return meant[0]
        if found:
            names = " or ".join(question.name for question in found)
            raise UsageError(f"several banks have a question called '{name}'; use {names}")
        if name in self._retired:
            raise UsageError(f"the question '{name}' was retired: it is no longer asked")
        known = {one: None for question in self.questions for one in (question.id, question.name)}
        hint = nearest(name[:130], known) or f"; {quoted('bank', 'list')} shows them all"
        raise UsageError(f"no question called '{_printable(name)}'{hint}")

    def note_on(self, name: str) -> str:
        """Return which question a name means, where that isn't plain: renamed, or of two banks."""
        found = self._called(name)
        meant = self._meant(found)
        if len(meant) != 1:
            return ""
        if len(found) > 1:
            others = listed(question.name for question in found if question is not meant[0])
            return f"'{name}' is taken as '{meant[0].name}'; there is also {others}"
        return "" if self._named(name) else f"'{name}' is now called '{meant[0].name}'"

    def follow_ups(self, question: Question) -> Iterator[Question]:
        """Yield what may be asked after a question; a bare id means its own bank's first."""
        for reference in question.follow_ups:
            for name in (f"{question.bank}/{reference}", reference):
                found = self._called(name)
                if len(found) == 1:
                    yield found[0]
                    break

    def _called(self, name: str) -> tuple[Question, ...]:
        return self._named(name) or self._earlier.get(name, ())

    def _meant(self, found: tuple[Question, ...]) -> tuple[Question, ...]:
        """Return those of the preferred banks, where there are several and some of these."""
        first = tuple(question for question in found if question.bank in self.preferred)
        return first if first and len(found) > 1 else found

    def _named(self, name: str) -> tuple[Question, ...]:
        """Return the question that has a full name now, or those that have an id."""
        said, _, own = name.rpartition("/")
        among = self._banks.values() if not said else filter(None, [self._banks.get(said)])
        return tuple(bank.questions[bank.ids[own]] for bank in among if own in bank.ids)

    @cached_property
    def _banks(self) -> Mapping[str, Bank]:
        return {bank.name: bank for bank in self.banks}

    @cached_property
    def _earlier(self) -> Mapping[str, tuple[Question, ...]]:
        """Full name or id that questions had before → those questions."""
        named: dict[str, tuple[Question, ...]] = {}
        for old, now in sorted(self.renamed.items()):
            for name in (old, old.partition("/")[2]):
                named[name] = (*named.get(name, ()), *self._named(now))
        return named

    @cached_property
    def _retired(self) -> frozenset[str]:
        """Full names and ids of the questions that are no longer asked."""
        pairs = [(bank.name, one) for bank in self.banks for one in bank.retired]
        return frozenset(name for bank, one in pairs for name in (one, f"{bank}/{one}"))

    def dangling(self) -> Iterator[Problem]:
        """Yield a warning for each question named in `after` or `follow_ups` that isn't there."""
        for bank in self.banks:
            for one in bank.references:
                for name in one.names:
                    is_there = name in bank.ids and name != one.id
                    if not is_there and (message := self._wrong_reference(bank, one.id, name)):
                        question = bank.questions[bank.ids[one.id]]
                        yield bank.problem(question, one.field, message)

    def _wrong_reference(self, bank: Bank, question: str, reference: str) -> str:
        """Return what is wrong with a reference; a bare id means its own bank's question first."""
        if reference in (question, f"{bank.name}/{question}"):
            return f"'{reference}' is this question itself; choose another"
        own = f"{bank.name}/{reference}"
        if self._named(own):
            return ""
        for name in (own, reference):
            if note := self.note_on(name):
                return f"{note}; write that"
        try:
            self.find(own if own in self._retired else reference)
        except UsageError as error:
            return str(error)
        return ""


def _printable(name: str) -> str:
    """Return the beginning of a name, without what a terminal would obey."""
    cut = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
    return "".join(character if character.isprintable() else "�" for character in cut)
