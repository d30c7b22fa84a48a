"""What every question, variant and grade has, whatever the type."""

from __future__ import annotations

from collections import Counter
from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self, TypeAlias

from quizapp import questions
from quizapp.errors import ExpressionError, QuizappError, UsageError
from quizapp.expressions.effort import Effort
from quizapp.text.blocks import ANSWER, Labelled, Text

if TYPE_CHECKING:
    from quizapp.answers.words.findings import Findings
    from quizapp.answers.words.points import Point, Wording
    from quizapp.quantities.quantity import Quantity
    from quizapp.questions.columns import Column
    from quizapp.questions.figure import Figure
    from quizapp.questions.kinds import Field, Rule
    from quizapp.questions.parameters import Scope
    from quizapp.questions.trees import Trees
    from quizapp.text.blocks import Block
    from quizapp.working.mistakes import Mistake
    from quizapp.working.steps import Working


class Verdict(StrEnum):
    """The outcome of a response, looked for in this order; unreadable is none of them."""

    CORRECT = "correct"
    WRONG_UNIT = "wrong_unit"
    IMPRECISE = "imprecise"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    SHOWN = "shown"
    """The learner asked for the solution instead of answering; no grading comes to it."""


class Grade(NamedTuple):
    """What a response was worth, and why."""

    verdict: Verdict
    score: float
    """From 0 to 1."""
    feedback: str
    """One or two sentences for the learner, in marked-up text."""
    slips: tuple[str, ...] = ()
    """Ids of the mistakes that explain the response; several are alternatives or two at once."""
    your_line: str = ""
    """The learner's own calculation, where a slip explains it."""
    right_line: str = ""
    """The right calculation at the same step."""
    value: Any = None
    """The response as read: a number, a list of numbers, letters, or for an open answer the ids of
    the points confirmed, and of those whose words were found in it."""


FieldRemark: TypeAlias = tuple[str, str]
"""A field of a question, and what is wrong with it or unwise about it."""


class Reading(NamedTuple):
    """A response that could be read."""

    raw: str
    value: Any
    echo: str
    """How it was read, such as ``-ln(0.7) → 0.3567 nats``."""


class Drawn(NamedTuple):
    """A variant as far as it takes to ask it."""

    seed: int
    attempt: int
    """How many draws of this seed were refused before."""
    parameters: Mapping[str, Any]
    stem: str
    """Filled in."""
    shape: tuple[int, ...]
    """The shape of the key."""
    whole: bool
    """Whether nothing but whole numbers is correct."""


class Ready(NamedTuple):
    """What a question is asked with as long as nothing can be drawn."""

    undiagnosable: frozenset[tuple[str, ...]]
    """The slips that are not held against a draw."""
    variants: tuple[Drawn, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the author wrote; drawing its parameters makes a variant of it.

    Texts are templates: ``{{ expression }}`` is filled in, the rest stands as it is.
    """

    type: ClassVar[str]
    shuffled: ClassVar[bool] = False
    """Whether a seed also decides in which order things are offered."""
    stepwise: ClassVar[bool] = False
    """Whether its solution may say where the computed steps stand."""
    always_explained: ClassVar[bool] = False
    """Whether there is an explanation also where the author wrote none."""
    marks_offered: ClassVar[bool] = False
    """Whether its answer shows again all that was offered, marked."""
    in_words: ClassVar[bool] = False
    """Whether it is answered by a text, of several lines perhaps."""
    usual_seconds: ClassVar[float] = 75.0
    """What it takes somebody of the usual pace, where its author sets no limit."""
    quick: ClassVar[bool] = False
    """Whether it is answered soon enough to find out by it where a learner begins."""
    answer_field: ClassVar[str] = "id"
    """The field that is to blame where no variant can be made."""

    id: str
    bank: str
    topic: str
    level: int
    stem: str
    title: str = ""
    draw: Mapping[str, str] = field(default_factory=dict)
    """Parameter name → draw, such as ``probabilities(3, step=0.05)``, in the author's order."""
    let: Mapping[str, str] = field(default_factory=dict)
    """Name → expression over parameters and earlier names."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reject: str = ""
    """Draws for which this expression is true are drawn again."""
    after: tuple[str, ...] = ()
    figure: Figure | None = None
    """What is drawn beside the words."""
    hints: tuple[str, ...] = ()
    solution: str = ""
    follow_ups: tuple[str, ...] = ()
    source: str = ""
    known: tuple[Quantity, ...] = field(default=(), repr=False)
    """The quantities that its bank declares or uses, beside the built-in ones."""
    ready: Ready | None = field(default=None, compare=False, repr=False)
    """What was worked out about it before, so that it is asked at once."""

    listed: ClassVar[tuple[str, ...]] = (
        *("id", "bank", "name", "type", "topic", "level", "stem", "title", "after", "follow_ups"),
        *("generated", "in_words", "quick", "time_limit", "seconds", "slip_ids"),
    )
    """What lists of questions need; of one that was kept all else is looked up later."""
    shared: ClassVar[tuple[str, ...]] = ("known",)
    """Fields that are the same for the questions of a bank."""
    examples: ClassVar[tuple[str, ...]]
    """Entries of a bank to begin with, with what the fields are for."""
    columns: ClassVar[Mapping[str, Column]] = {}
    """The columns of a spreadsheet that hold what only this type has."""

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the fields of a bank that only this type has."""
        raise NotImplementedError

    @classmethod
    def rules(cls) -> tuple[Rule, ...]:
        """Return what must hold between these fields."""
        return ()

    @classmethod
    def written(cls, bank: str, fields: dict[str, Any]) -> Self:
        """Return the question that the fields of a bank make."""
        return cls(bank=bank, **fields)

    def worded(self, wording: Wording) -> Self:  # noqa: ARG002 - for those answered in words
        """Return the question with the wording of its bank."""
        return self

    @property
    def name(self) -> str:
        """The full name, ``bank/id``."""
        return f"{self.bank}/{self.id}"

    @property
    def varies(self) -> bool:
        """Whether variants look different."""
        return self.generated or self.shuffled

    @property
    def has_explanation(self) -> bool:
        """Whether there is something to explain."""
        drawn = self.figure is not None and self.figure.shown == "solution"
        return self.always_explained or bool(self.solution) or drawn

    @property
    def entries(self) -> tuple[str, ...]:
        """The texts offered under letters, as written."""
        return ()

    @property
    def time_limit(self) -> float | None:
        """Seconds that an interviewer would give it, where the author says so."""
        return None

    @property
    def seconds(self) -> float:
        """What it takes somebody of the usual pace."""
        return self.time_limit or self.usual_seconds

    @property
    def unit(self) -> str:
        """What its answer is in."""
        return "none"

    @property
    def computed(self) -> str:
        """The expression that its answer is the value of; nothing where there is not one."""
        return ""

    @property
    def spoken(self) -> str:
        """What a good answer in words says; nothing where it isn't answered so."""
        return ""

    @property
    def slip_ids(self) -> frozenset[str]:
        """The slips that its answer gives a chance for."""
        return frozenset(self.own_slips)

    @property
    def own_slips(self) -> Mapping[str, str]:
        """The author's own slips, each with what it means."""
        return {}

    @property
    def generated(self) -> bool:
        """Whether variants differ."""
        return bool(self.draw)

    def faults(self, variants: Sequence[Any]) -> Iterator[FieldRemark]:  # noqa: ARG002 - by type
        """Yield what is wrong with it, seen over some of its variants."""
        yield from ()

    def remarks(self, variants: Sequence[Any]) -> Iterator[FieldRemark]:  # noqa: ARG002 - by type
        """Yield what is unwise about it, seen over some of its variants."""
        yield from ()

    def guessable(self, variants: Sequence[Any]) -> float | None:  # noqa: ARG002 - by type
        """Return the share of some variants that the best blind guess gets right, if known."""
        return None

    @property
    def undiagnosable(self) -> frozenset[tuple[str, ...]]:
        """The slips too near the key in most draws, which are not held against a draw."""
        return frozenset()

    def left_out(self) -> Mapping[str, int]:
        """Return what none of its columns holds, and how often."""
        return {}

    @property
    def gives_itself_away(self) -> bool | None:
        """Whether the right one stands out by its length; None where that can't be."""
        return None

    @cached_property
    def trees(self) -> Trees:
        """The author's expressions, each parsed once, when it is first needed."""
        return questions.trees.Trees(self.let, self.known)

    def variant(self, seed: int = 0) -> Variant:
        """Return the question with its parameters drawn; the same for the same seed, everywhere."""
        raise NotImplementedError

    def made_ready(self, seeds: Iterable[int]) -> Self:  # noqa: ARG002 - for those that draw numbers
        """Return the question with the variants of some seeds that can be asked at once."""
        return self

    def ready_variant(self, chance: int) -> Variant | None:  # noqa: ARG002 - for those that draw numbers
        """Return one of the variants that were drawn before; None where none were."""
        return None

    def with_parameters(self, parameters: Mapping[str, Any], seed: int = 0) -> Variant:
        """Return a variant in which parameters of these names have these values.

        Follow-ups inherit by it, and an interview that goes on is restored by it.

        Raises
        ------
        UsageError
            When the author rejects the values.
        """
        given = {name: value for name, value in parameters.items() if name in self.draw}
        if not given:
            return self.variant(seed)
        fixed = {name: f"choice([{value!r}])" for name, value in given.items()}
        return self._with_draws({**self.draw, **fixed}).variant(seed)

    def _with_draws(self, draw: Mapping[str, str]) -> Self:
        """Return the question with other draws, its other texts parsed already if they were."""
        changed = replace(self, draw=draw, ready=None)
        if "trees" in self.__dict__:
            changed.__dict__["trees"] = self.trees.copy()
        return changed

    def draw_parameters(self, seed: int) -> Mapping[str, Any]:
        """Return the parameters of a seed, drawn again until the author accepts them.

        Raises
        ------
        UsageError
            When every draw is rejected.
        """
        return next(self.draws(seed))[1]

    def draws(self, seed: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield what a seed draws and the author accepts, with how many draws came before each.

        Raises
        ------
        UsageError
            When every draw is rejected.
        """
        if not self.generated:
            yield 0, {}
            return

        accepted = False
        spent = Effort(MOST_STEPS)
        for attempt in range(MOST_ATTEMPTS):
            try:
                with spent:
                    drawn = questions.parameters.draw_parameters(self, seed, attempt)
            except ExpressionError:
                if spent.is_spent:
                    break
                raise
            if drawn is not None:
                accepted = True
                yield attempt, drawn
        if not accepted:
            raise UsageError(f"{self.name}@{seed}: 'reject' refuses {attempt + 1} draws in a row")


def unusable(question: Question, seed: int, tries: int) -> UsageError:
    """Return the error that no draw was found in which no mistake gives the right answer."""
    return UsageError(
        f"{question.name}@{seed}: no usable draw in {tries} {'try' if tries == 1 else 'tries'}; "
        "reject fewer draws, or draw from wider ranges, so that no mistake gives the right answer"
    )


def slip_counts(grades: Iterable[Grade | None]) -> dict[str, int]:
    """Return the slips in grades and how often each was made, the most frequent first."""
    slips = Counter(slip for grade in grades if grade for slip in grade.slips)
    return dict(slips.most_common())


MOST_ATTEMPTS: Final = 200
"""Draws after which a question is given up."""
MOST_STEPS: Final = 80_000
"""Steps of calculating after which likewise, so that a draw takes a tenth of a second at most."""


def follow_up_to(
    variant: Variant,
    follow_ups: Iterable[Question],
    seed: Callable[[Question], int],
    *,
    taken: Container[str] = (),
) -> Variant | None:
    """Return the first follow-up that fits the numbers of a variant; None without one.

    Parameters
    ----------
    variant
        What was answered.
    follow_ups
        What its author would ask on, the first that can be asked first.
    seed
        Returns what a question draws from that the variant does not hand on.
    taken
        Full names of questions that are not to be asked.
    """
    for question in follow_ups:
        if question.name in taken:
            continue
        try:
            found = question.with_parameters(variant.parameters, seed(question))
            _ = found.stem, found.hints  # an inherited index may point past its own words
        except QuizappError:
            continue  # it doesn't suit these numbers
        return found
    return None


class Variant:
    """A variant with the face that most types have: a stem, a key and the author's solution."""

    question: Question
    seed: int
    parameters: Mapping[str, Any]
    attempt: int = 0
    """How many draws of this seed were refused before."""

    @property
    def id(self) -> str:
        """What the variant is called within its bank, ``id@seed``."""
        return f"{self.question.id}@{self.seed}"

    @property
    def name(self) -> str:
        """What the variant is called anywhere, ``bank/id@seed``."""
        return f"{self.question.name}@{self.seed}"

    @property
    def chance(self) -> float:
        """The probability that a blind guess is right, where it is not next to nothing."""
        return 0.0

    def forget(self) -> None:
        """Let go of what was calculated; where it is needed again, it is calculated again."""
        fields: Mapping[str, Any] = getattr(self, "__dataclass_fields__", {})
        for name in self.__dict__.keys() - fields.keys():
            self.__dict__.pop(name, None)

    def fill(self, text: str) -> str:
        """Return one of the question's texts with its values in."""
        if "{{" not in text:
            return text
        return self._scope.fill(text)

    @cached_property
    def _scope(self) -> Scope:
        """The names with their values, each text and value of which is calculated once."""
        return questions.parameters.Scope(self.question, self.parameters, self.question.unit)

    @property
    def stem(self) -> str:
        """The text that asks, filled in."""
        return self.fill(self.question.stem)

    @property
    def hints(self) -> tuple[str, ...]:
        """Hints, filled in, from the faintest to the plainest."""
        return tuple(self.fill(hint) for hint in self.question.hints)

    @property
    def solution(self) -> str:
        """The author's solution, filled in."""
        return self.fill(self.question.solution)

    @property
    def key_text(self) -> str:
        """The right answer as shown, with its unit."""
        raise NotImplementedError

    @property
    def key(self) -> Any:  # noqa: ANN401 - a number, letters, or a text
        """The right answer for programs."""
        return self.key_text

    @property
    def entries(self) -> tuple[str, ...]:
        """The texts offered under letters, as shown."""
        return ()

    @property
    def points(self) -> tuple[Point, ...]:
        """What the learner confirms, after answering, to have said."""
        return ()

    @property
    def rates(self) -> bool:
        """Whether the points are ratings of the whole answer, one of which is confirmed."""
        return False

    @property
    def confirmation(self) -> str:
        """What is asked after answering."""
        return "Which of these points did you make?"

    @property
    def working(self) -> Working | None:
        """The computed steps of the solution."""
        return None

    @property
    def mistakes(self) -> Sequence[Mistake]:
        """The mistakes that are foreseen, each with the value that it gives."""
        return ()

    @property
    def unfair(self) -> Sequence[Mistake]:
        """The mistakes whose value could pass for the key."""
        return ()

    @property
    def prompt(self) -> str:
        """What to type, for those who see no field."""
        return "Type your answer:"

    def asks_next(self, raw: str) -> str:  # noqa: ARG002 - for those of several parts
        """Return what to ask for next where only a part was typed; nothing when it is whole.

        Raises
        ------
        UnreadableError
            When what was typed can't be read.
        """
        return ""

    def asked(self) -> tuple[Block, ...]:
        """Return what is asked."""
        return (Text(self.stem), *self._drawn("question"))

    def offered(self) -> tuple[Block, ...]:
        """Return what stands under it."""
        return ()

    def answered(self, made: Collection[str] | None = None) -> tuple[Block, ...]:  # noqa: ARG002 - for those with points
        """Return the right answer."""
        return (Labelled(ANSWER, self.key_text),)

    def explained(self) -> tuple[Block, ...]:
        """Return the author's words."""
        return (*((Text(self.solution),) if self.solution else ()), *self._drawn("solution"))

    def explained_at_length(self) -> tuple[Block, ...]:
        """Return the explanation with every step of a computed working."""
        return self.explained()

    @property
    def has_more_steps(self) -> bool:
        """Whether the computed working has more steps than its explanation shows."""
        return False

    def _around(self, working: Iterable[Block]) -> tuple[Block, ...]:
        """Return a computed working, with what is drawn, between the author's words."""
        before, after = questions.template.around_working(self.solution)
        parts = (Text(before), *working, *self._drawn("solution"), Text(after))
        return tuple(part for part in parts if part != Text(""))

    def _drawn(self, place: str) -> tuple[Block, ...]:
        """Return what is drawn somewhere; nothing where it has no value, as a check tells."""
        try:
            return self.figure(place)
        except QuizappError:
            return ()

    def figure(self, place: str) -> tuple[Block, ...]:
        """Return what is drawn with the question, or with its solution.

        Raises
        ------
        QuizappError
            When it has no value.
        """
        if self.question.figure is None:
            return ()  # before anything is loaded that computes
        return questions.figures.shown(self.question.figure, place, self._scope)

    @property
    def takeaway(self) -> str:
        """What to take away from the question: the last paragraph that the author wrote."""
        return questions.template.around_working(self.solution)[1].rpartition("\n\n")[2]

    def solved(
        self, made: Collection[str] | None = None, *, at_length: bool = False
    ) -> tuple[Block, ...]:
        """Return the right answer and its explanation, nothing twice."""
        explained = self.explained_at_length() if at_length else self.explained()
        answered = (block for block in self.answered(made) if block not in explained)
        return (*answered, *explained)

    def facts(self) -> dict[str, Any]:
        """Return what only this type has, for programs."""
        return {"key": self.key}

    def cells(self) -> Mapping[str, str | Sequence[str]]:
        """Return what only this type has, by the column of a spreadsheet."""
        return {}

    def faults(self) -> Iterator[FieldRemark]:
        """Yield what keeps a learner from a right answer; raise where that can't be calculated."""
        yield from ()

    def remarks(self) -> Iterator[FieldRemark]:
        """Yield what is unwise; raise where that can't be calculated."""
        yield from ()

    def read(self, raw: str) -> Reading:
        """Read what was typed; raise `UnreadableError` when that can't be done."""
        raise NotImplementedError

    def read_again(self, raw: str, value: Any) -> Reading:  # noqa: ANN401, ARG002 - a grade's value
        """Read a response of which a grade's value is kept."""
        return self.read(raw)

    def found(self, reading: Reading) -> Findings | None:  # noqa: ARG002 - for those with points
        """Return which points the words of a response seem to make."""
        return None

    def judged(self, reading: Reading, made: tuple[str, ...]) -> Reading:  # noqa: ARG002 - for those with points
        """Return a reading with the points that the learner confirms were made."""
        return reading

    def unattended(self, reading: Reading) -> Reading:
        """Return a reading with what holds where nobody is there to confirm anything.

        Raises
        ------
        UnreadableError
            When only the learner can say it, and the response doesn't.
        """
        return reading

    def corrections(self, found: Findings) -> list[str]:  # noqa: ARG002 - for those with points
        """Return what is right in the place of wrong claims that were found."""
        return []

    def grade(self, reading: Reading) -> Grade:
        """Say what a readable response is worth."""
        raise NotImplementedError
