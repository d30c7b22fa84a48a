"""Turn a blueprint, the banks and a seed into one interview: the same on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from quizapp.bank.collection import Banks
from quizapp.errors import Problem, QuizappError, UsageError
from quizapp.expressions.chance import Chance
from quizapp.interview.blueprints import Blueprint, Blueprints, Section
from quizapp.questions.base import Question, Variant, follow_up_to
from quizapp.questions.names import read_name
from quizapp.system.hashing import blake2b
from quizapp.text.phrases import counted
from quizapp.text.suggestions import nearest

SEEDS: Final = 1_000_000
_RANKS: Final = 1 << 40


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One question of an interview, with its numbers drawn."""

    variant: Variant
    section: str
    """Title of the section."""
    seconds: float
    """Time that the plan gives it."""
    follows: int | None = None
    """Place in the interview of the question after whose answer it is asked."""
    is_pitch: bool = False

    @property
    def name(self) -> str:
        """The variant's name, ``bank/id@seed``."""
        return self.variant.name


@dataclass(frozen=True)
class Code:
    """What names an interview: ``phone-screen@17``, or with a fingerprint ``phone-screen@17#…``."""

    blueprint: str
    seed: int | None = None
    fingerprint: str = ""

    @classmethod
    def parse(cls, text: str) -> Code:
        """Return what a code says; the seed may be left out.

        Raises
        ------
        UsageError
            When the seed is no number.
        """
        rest, _, fingerprint = text.strip().partition("#")
        name, seed = read_name(rest)
        return cls(name, seed, fingerprint)

    def __str__(self) -> str:
        return self.blueprint if self.seed is None else f"{self.blueprint}@{self.seed}"

    @property
    def shared(self) -> str:
        """The code with its fingerprint, to be shared with someone else."""
        return f"{self}#{self.fingerprint}" if self.fingerprint else str(self)


class Gap(NamedTuple):
    """Something that the banks don't have and a section asks for."""

    section: int
    field: str
    message: str


def assemble(blueprint: Blueprint, banks: Banks, seed: int) -> tuple[Planned, ...]:
    """Return the questions of an interview in order, each follow-up right after its question.

    Raises
    ------
    UsageError
        When the banks can't fill the blueprint, with what each section lacks.
    """
    excluded: set[str] = set()
    while True:
        filling = _Filling(blueprint, banks, seed, excluded)
        if filling.gaps:
            lacks = "; ".join(gap.message for gap in filling.gaps)
            raise UsageError(f"there aren't enough questions for '{blueprint.name}': {lacks}")
        try:
            return filling.planned()
        except _UndrawableError as error:
            # A question without variants is chosen no more, unless the blueprint names it.
            if error.name in filling.named:
                raise UsageError(str(error)) from error
            excluded.add(error.name)


def freshest(
    blueprint: Blueprint, banks: Banks, seeds: Iterable[int], before: Sequence[Sequence[str]]
) -> int:
    """Return the seed whose interview asks least again of what interviews before it asked.

    How an interview begins counts as much as half of it, and each interview before counts less
    than the one after it.

    Parameters
    ----------
    seeds
        Some; of those as good as each other the first is returned.
    before
        Full names of what each interview asked, the latest last.
    """

    def asked_again(seed: int) -> float:
        names = _Filling(blueprint, banks, seed, ()).names
        again = 0.0
        for age, earlier in enumerate(reversed(before), start=1):
            known = frozenset(earlier)
            again += sum(name in known for name in names) / age
            again += (names[:1] == list(earlier[:1])) * len(names) / 2 / age
        return again

    return min(seeds, key=asked_again)


def gaps(blueprint: Blueprint, banks: Banks) -> tuple[Gap, ...]:
    """Return what the sections ask for and the banks lack, whatever the seed."""
    return tuple(_Filling(blueprint, banks, 0, set()).gaps)


def check(blueprints: Blueprints, banks: Banks) -> tuple[Problem, ...]:
    """Return all that is wrong with blueprints, each problem at its place."""
    found = list(blueprints.problems)
    for blueprint in blueprints.blueprints:
        lacking = gaps(blueprint, banks)
        found += [blueprint.problem(*gap) for gap in lacking]
        if lacking:
            continue
        needed = sum(
            planned.seconds for planned in assemble(blueprint, banks, 0) if planned.follows is None
        )
        if needed > 60 * blueprint.minutes + 1:
            message = (
                f"the questions need {needed / 60:.0f} minutes but the interview has "
                f"{blueprint.minutes:g}; allow less time per question, or ask fewer"
            )
            found.append(blueprint.problem(0, "", message, "warning"))
    return tuple(found)


def revisions(blueprint: Blueprint, banks: Banks) -> dict[str, str]:
    """Return the banks that could be asked from, each with its revision."""
    asked = {question.bank for question in _Filling(blueprint, banks, 0, set()).askable()}
    return {bank.name: bank.revision for bank in banks.banks if bank.name in asked}


def fingerprint(blueprint: Blueprint, banks: Banks) -> str:
    """Return a short hash that is the same where the interview is the same."""
    parts = [blueprint.revision]
    parts += [
        f"{name} {revision}" for name, revision in sorted(revisions(blueprint, banks).items())
    ]
    return blake2b("\n".join(parts).encode(), digest_size=4).hexdigest()


def difference(code: Code, blueprint: Blueprint, banks: Banks) -> str:
    """Return that an interview may differ from the one of a code; nothing when it is the same."""
    if code.fingerprint in ("", fingerprint(blueprint, banks)):
        return ""
    there = ", ".join(f"{name} {part}" for name, part in revisions(blueprint, banks).items())
    return (
        f"this interview may differ from {code.shared}: your copy of the blueprint or the banks is "
        f"different (yours: {blueprint.name} {blueprint.revision}, {there})"
    )


def changes(recorded: Mapping[str, str], banks: Banks) -> tuple[str, ...]:
    """Return which banks have changed or gone since their revisions were recorded."""
    now = {bank.name: bank.revision for bank in banks.banks}
    told = {
        name: "has changed" if name in now else "is gone"
        for name, revision in recorded.items()
        if now.get(name) != revision
    }
    return tuple(f"the bank '{name}' {what}" for name, what in told.items())


class _UndrawableError(QuizappError):
    """No variant of a question can be drawn."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class _Filling:
    """Which questions go into which section of a blueprint."""

    def __init__(
        self, blueprint: Blueprint, banks: Banks, seed: int, excluded: Iterable[str]
    ) -> None:
        self._blueprint = blueprint
        self._banks = banks
        self._seed = seed
        self._excluded = frozenset(excluded)
        self.gaps: list[Gap] = []
        self.named: dict[str, int] = {}
        """Questions that sections name, by full name, with the section."""
        self._listed = [self._resolved(place) for place in range(len(blueprint.sections))]
        self._pools = [self._pool(place) for place in range(len(blueprint.sections))]
        self._chosen = self._matched()
        self.gaps.sort()

    @property
    def names(self) -> list[str]:
        """Full names of what is asked, each followed by what may be asked after it."""
        return [
            one.name
            for section, asked in zip(self._blueprint.sections, self._questions(), strict=True)
            for question in asked
            for one in (question, *self._follow_ups(section, question))
        ]

    def _questions(self) -> list[list[Question]]:
        return [
            [*listed, *chosen] for listed, chosen in zip(self._listed, self._chosen, strict=True)
        ]

    def askable(self) -> Iterator[Question]:
        """Yield all questions that some seed could ask."""
        for place, section in enumerate(self._blueprint.sections):
            chosen = [*self._listed[place], *(self._candidates(place) if section.count else ())]
            for question in chosen:
                yield question
                yield from self._follow_ups(section, question)

    def planned(self) -> tuple[Planned, ...]:
        """Return the interview, once there are no gaps."""
        questions = self._questions()
        taken = {question.name for section in questions for question in section}
        found: list[Planned] = []
        for section, asked in zip(self._blueprint.sections, questions, strict=True):
            for count, question in enumerate(asked):
                is_pitch = bool(section.pitch) and count == 0
                planned = Planned(
                    variant=self._variant(question),
                    section=section.title,
                    seconds=_plan(section, question),
                    is_pitch=is_pitch,
                )
                found.append(planned)
                follow_ups = self._follow_ups(section, question)
                variant = follow_up_to(planned.variant, follow_ups, self._draw, taken=taken)
                if variant is not None:
                    taken.add(variant.question.name)
                    place = len(found) - 1
                    found.append(replace(planned, variant=variant, follows=place, is_pitch=False))
        return _shared_out(found, 60 * self._blueprint.minutes)

    def _lack(self, section: int, field: str, message: str) -> None:
        self.gaps.append(Gap(section, field, message))

    def _resolved(self, place: int) -> list[Question]:
        """Return the questions that a section asks by name, and note those that aren't there."""
        section = self._blueprint.sections[place]
        references = [("pitch", section.pitch)] if section.pitch else []
        references += [] if section.count else _numbered(section.questions)
        found = []
        for field, reference in references:
            question = self._found(place, field, reference)
            if question is None:
                continue
            if question.name in self.named:
                first = self._blueprint.sections[self.named[question.name]].title
                message = f"'{reference}' is already asked in section '{first}'; choose another"
                self._lack(place, field, f"section '{section.title}': {message}")
                continue
            if field == "pitch" and question.time_limit is None:
                message = f"the pitch '{reference}' must be an open question with a limit"
                self._lack(place, field, f"section '{section.title}': {message}")
            self.named[question.name] = place
            found.append(question)
        return found

    def _pool(self, place: int) -> list[Question]:
        """Return what a section says it chooses from: what it names, or what it describes."""
        section = self._blueprint.sections[place]
        if not section.count:
            return []
        if section.questions:
            named = (self._found(place, *one) for one in _numbered(section.questions))
            return list({one.name: one for one in named if one is not None}.values())
        low, high = section.levels
        return [
            question
            for question in self._banks.questions
            if section.bank in ("", question.bank)
            and section.topic in ("", question.topic)
            and (not section.topics or question.topic in section.topics)
            and section.type in ("", question.type)
            and low <= question.level <= high
        ]

    def _found(self, place: int, field: str, reference: str) -> Question | None:
        try:
            return self._banks.find(reference)
        except UsageError as error:
            title = self._blueprint.sections[place].title
            self._lack(place, field, f"section '{title}': {error}")
            return None

    def _candidates(self, place: int) -> list[Question]:
        """Return what a section can choose from, those it would rather ask first."""
        fitting = [
            question
            for question in self._pools[place]
            if question.name not in self.named and question.name not in self._excluded
        ]
        ranked = sorted(fitting, key=lambda question: self._rank(place, question))
        return _spread(ranked, lambda question: question.topic)

    def _follow_ups(self, section: Section, question: Question) -> list[Question]:
        """Return what a section may ask after a question, at no level but its own."""
        if not section.follow_ups:
            return []
        low, high = section.levels
        return [one for one in self._banks.follow_ups(question) if low <= one.level <= high]

    def _rank(self, place: int, question: Question) -> int:
        return Chance("rank", self._blueprint.name, self._seed, place, question.name).below(_RANKS)

    def _matched(self) -> list[list[Question]]:
        """Return the questions of each section that chooses, none in two of them.

        Sections compete for questions; a question goes to another section when the first finds a
        different one, so that an interview is found whenever there is one.
        """
        sections = self._blueprint.sections
        candidates = [
            self._candidates(place) if section.count else []
            for place, section in enumerate(sections)
        ]
        taken: dict[str, tuple[int, int]] = {}
        questions = {question.name: question for among in candidates for question in among}

        def seat(slot: tuple[int, int], visited: set[str]) -> bool:
            among = [
                question.name for question in candidates[slot[0]] if question.name not in visited
            ]
            free = next((name for name in among if name not in taken), None)
            if free is not None:
                taken[free] = slot
                return True
            for name in among:
                if name in visited:
                    continue
                visited.add(name)
                if taken[name][0] != slot[0] and seat(taken[name], visited):
                    taken[name] = slot
                    return True
            return False

        for place, section in enumerate(sections):
            seated = [seat((place, count), set()) for count in range(section.count)]
            if section.bank and section.bank not in self._banks.revisions:
                hint = nearest(section.bank, self._banks.revisions) or "; load it with --bank PATH"
                message = f"section '{section.title}': no bank called '{section.bank}'{hint}"
                self._lack(place, "bank", message)
            elif not all(seated):
                self._lack(place, "count", _lacking(section, sum(seated), len(candidates[place])))
        chosen: list[list[Question]] = [[] for _ in sections]
        for name, (place, _) in taken.items():
            chosen[place].append(questions[name])
        return [
            sorted(asked, key=lambda question: (question.level, self._rank(place, question)))
            for place, asked in enumerate(chosen)
        ]

    def _variant(self, question: Question) -> Variant:
        try:
            return question.variant(self._draw(question))
        except QuizappError as error:
            raise _UndrawableError(question.name, str(error)) from error

    def _draw(self, question: Question) -> int:
        return Chance("variant", self._blueprint.name, self._seed, question.name).below(SEEDS)


def _numbered(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the questions that a section names, each with the field where it stands."""
    return [(f"questions.{place}", name) for place, name in enumerate(names)]


def _spread(questions: Sequence[Question], group: Callable[[Question], str]) -> list[Question]:
    """Return questions with the groups taken in turn, in the order in which they first come."""
    turns: dict[str, int] = {}
    placed = []
    for question in questions:
        turn = turns.get(group(question), 0)
        turns[group(question)] = turn + 1
        placed.append((turn, question))
    return [question for _, question in sorted(placed, key=lambda pair: pair[0])]


def _plan(section: Section, question: Question) -> float:
    """Return the seconds planned for a question; 0 when it takes a share of what is left."""
    return section.seconds or question.time_limit or 0.0


def _shared_out(planned: Sequence[Planned], seconds: float) -> tuple[Planned, ...]:
    """Return a plan in which those without seconds share what the others leave."""
    without = [one for one in planned if not one.seconds]
    rest = max(seconds - sum(one.seconds for one in planned), 0.0)
    share = rest / len(without) if without else 0.0
    return tuple(one if one.seconds else replace(one, seconds=share) for one in planned)


def _lacking(section: Section, found: int, fitting: int) -> str:
    """Return what a section asks for and doesn't get."""
    low, high = section.levels
    kind = f"{section.type} " if section.type else ""
    topics = " or ".join(filter(None, (section.topic, *section.topics)))
    about = f" about {topics}" if topics else ""
    about += f" from the bank '{section.bank}'" if section.bank else ""
    levels = "" if (low, high) == (1, 5) else f" of level {low}" + (f"-{high}" * (low < high))
    there = f"only {fitting} match{'es' * (fitting == 1)}" if fitting else "none match"
    wanted = counted(section.count, f"{kind}question")
    taken = f", and other sections use {fitting - found} of those" if fitting > found else ""
    return f"section '{section.title}' needs {wanted}{about}{levels}, but {there}{taken}"
