"""Check banks over many variants: what an author can't see by reading.

Errors are what would be wrong for a learner: a key that can't be typed back, a working that ends
elsewhere, a draw that is hardly ever fair. Warnings are what is legal and unwise.
"""

from __future__ import annotations

import os
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import e
from operator import attrgetter
from typing import Any, Final

import numpy as np

from quizapp.bank.checking import across, articles, given, keys, options, written
from quizapp.bank.collection import Bank, Banks
from quizapp.errors import Problem, QuizappError
from quizapp.quantities.units import BASES
from quizapp.questions import letters
from quizapp.questions.base import Question, Variant, Verdict
from quizapp.questions.choice import ChoiceQuestion, ChoiceVariant
from quizapp.questions.numeric import NumericQuestion, NumericVariant
from quizapp.questions.open import OpenQuestion
from quizapp.questions.order import OrderVariant
from quizapp.text import prose
from quizapp.text.formulas import set_formula
from quizapp.text.suggestions import one_of
from quizapp.working.derivation import unit_of_expression

WIDTH: Final = 76
"""Columns that a stem has on a screen of 80."""
MOST_LINES: Final = 12
"""Lines that a stem has on a screen of 24."""
LEAST_FAIR: Final = 0.2
"""Share of first draws that must be fair."""
LEAST_EXAMPLES: Final = 3
LEAST_WRONG: Final = 2
"""Answers that show whether the patterns of a point are right."""
MOST_GUESSED: Final = 0.5
"""Share of variants that a blind guess may get right."""
_LEAST_DIFFERENT: Final = 10
"""Variants that a generated question needs."""

_MOST_WHOLE: Final = 2**53
"""From here on not every whole number can be told from the next."""
MOST_TOLERANCE: Final = 0.2
"""Tolerance above which most mistakes would pass."""
_TEX: Final = re.compile(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]+\$", re.DOTALL)
_OPENING: Final = re.compile(r"\$\$|\$(?=-?[A-Za-z\\])")
"""A dollar sign where a formula would start."""
_HIDDEN: Final = "\N{REPLACEMENT CHARACTER}"
"""What is shown in the place of an invisible character."""
_LONG_NUMBER: Final = re.compile(r"\d*\.\d{9,}")

_WORTH_A_PROCESS: Final = 1_000
"""Variants below which starting processes takes longer than it saves."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Finding:
    """What checking one question over its variants found."""

    question: str
    type: str
    variants: int = 0
    different: int = 0
    fair: float = 1.0
    """Share of first draws that neither the author, nor a slip too near the key, nor two options
    that read alike refuse."""
    undiagnosable: tuple[str, ...] = ()
    """Slips too near the key in most draws; they are not held against a draw."""
    guessable: float | None = None
    """Share of variants that the best blind guess gets right."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Report:
    """What checking banks found."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = field(default=())
    """Of files that could not be read, and references to what isn't there."""
    strict: bool = False
    """Whether warnings fail it too."""
    interviews: int = 0
    """Mock interviews that were checked beside the banks."""

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem, in the order of the files."""
        own = (problem for finding in self.findings for problem in finding.problems)
        known = dict.fromkeys((*self.problems, *own))
        return tuple(sorted(known, key=attrgetter("path", "line", "column")))

    @property
    def failed(self) -> bool:
        """Whether there is any error; in a strict report, or any warning."""
        return any(self.strict or problem.severity == "error" for problem in self.all_problems)


def check(
    banks: Banks,
    variants: int,
    progress: Progress | None = None,
    also: Iterable[Problem] = (),
    *,
    strict: bool = False,
    interviews: int = 0,
) -> Report:
    """Check every question of some banks over a number of variants.

    Parameters
    ----------
    banks
        What was read; the problems of reading are part of the report.
    variants
        How many of each generated question.
    progress
        Told after each question how many of how many are done.
    also
        Problems found elsewhere that belong into the report, such as those of blueprints.
    strict
        Whether warnings fail the report too.
    interviews
        How many mock interviews were checked elsewhere.
    """
    findings = []
    for finding in _findings(banks, variants):
        findings.append(finding)
        if progress:
            progress(len(findings), len(banks.questions))
    problems = (*banks.problems, *across.problems(banks), *also)
    return Report(tuple(findings), problems, strict, interviews)


def _findings(banks: Banks, variants: int) -> Iterator[Finding]:
    """Yield each question's finding in order, from several processes where there is much to do."""
    processes = os.cpu_count() or 1
    work = [(bank, question) for bank in banks.banks for question in bank.questions]
    if processes == 1 or len(work) * variants < _WORTH_A_PROCESS:
        for bank, question in work:
            yield _Check(bank, question, variants).finding()
        return
    started = partial(_begin, banks, variants)
    with ProcessPoolExecutor(processes, initializer=started) as pool:
        yield from pool.map(_finding, range(len(work)))


_given: list[_Check] = []
"""A process's own checks, in the order of the questions."""


def _begin(banks: Banks, variants: int) -> None:
    # The process that waits for this one is told of Ctrl+C, and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for bank in banks.banks:
        _given.extend(_Check(bank, question, variants) for question in bank.questions)


def _finding(place: int) -> Finding:
    return _given[place].finding()


class _Check:
    """One question's check."""

    def __init__(self, bank: Bank, question: Question, variants: int) -> None:
        self._bank = bank
        self._question = question
        self._count = variants if question.varies else 1
        self._problems: dict[tuple[str, str], Problem] = {}
        self._templates = "\n".join(written.templates(question))
        self._asked: set[tuple[str, ...]] = set()
        """What a learner sees of each variant that differs."""

    def finding(self) -> Finding:
        variants = list(self._variants())
        readable = [variant for variant in variants if self._check_texts(variant)]
        if isinstance(self._question, NumericQuestion):
            return self._numeric([v for v in variants if isinstance(v, NumericVariant)])
        if isinstance(self._question, OpenQuestion):
            self._check_rubric(self._question)
        for variant in readable:
            if isinstance(variant, ChoiceVariant | OrderVariant):
                self._check_doubles(variant)
        if isinstance(self._question, ChoiceQuestion):
            self._tell_all(options.written(self._question))
            self._tell_all(options.remarks([v for v in readable if isinstance(v, ChoiceVariant)]))
        return Finding(
            self._question.name,
            self._question.type,
            len(variants),
            len(self._asked),
            self._check_fair(variants),
            problems=tuple(self._problems.values()),
        )

    def _check_fair(self, variants: Sequence[Variant]) -> float:
        """Return the share of first draws that are used; none is refused of what isn't drawn."""
        drawn = NumericVariant | ChoiceVariant | OrderVariant
        attempts = [variant.attempt for variant in variants if isinstance(variant, drawn)]
        if not self._question.generated or not attempts:
            return 1.0
        fair = attempts.count(0) / len(attempts)
        if fair < LEAST_FAIR and len(attempts) >= _LEAST_DIFFERENT:
            self._tell("draw", f"only a few draws are usable: {fair:.0%}; draw from a wider range")
        return fair

    def _check_doubles(self, variant: ChoiceVariant | OrderVariant) -> None:
        """Check that no two texts under letters read alike as they are shown."""
        field_name = "options" if isinstance(variant, ChoiceVariant) else "lines"
        for double in sorted(letters.doubles(variant.entries)):
            message = f"two {field_name} read alike: '{double}' in {variant.id}; change one"
            self._tell(field_name, message, error=True)

    def _tell(self, field_name: str, message: str, *, error: bool = False) -> None:
        """Keep a problem, once for each kind, at its place in the file."""
        key = (field_name, message.split(":")[0])
        problem = self._bank.problem(self._question, field_name, message)
        if error:
            problem = Problem(problem.path, problem.line, problem.column, message)
        self._problems.setdefault(key, problem)

    def _tell_all(self, remarks: Iterable[given.Remark]) -> None:
        for field_name, message in remarks:
            self._tell(field_name, message)

    def _variants(self) -> Iterator[Variant]:
        for seed in range(self._count):
            try:
                variant = self._question.variant(seed)
                if isinstance(variant, NumericVariant):
                    self._check_numeric(variant)
                yield variant
            except QuizappError as error:
                unfair = "no usable draw" in str(error)
                place = "reject" if unfair and self._question.reject else ""
                place = place or ("draw" if unfair else _answer_field(self._question))
                self._tell(place, f"no variant: {error}", error=True)
                return

    def _check_texts(self, variant: Variant) -> bool:
        """Check all that a learner reads; return whether all of it can be filled in."""
        name = variant.id
        readable = True
        for field_name, texts in written.texts(self._question):
            try:
                for text in map(variant.fill, texts):
                    self._check_formulas(field_name, text)
                    self._check_characters(field_name, text)
                    self._check_articles(field_name, text, name)
            except QuizappError as error:
                self._tell(field_name, f"a text can't be filled in: {error}", error=True)
                readable = False
                if field_name == "stem":
                    return False
        if readable:
            self._asked.add((variant.stem, *sorted(variant.entries)))
        self._check_shown(variant)
        lines = prose.plain(variant.stem, WIDTH).splitlines()
        if any(len(line) > WIDTH for line in lines):
            self._tell("stem", f"the stem is wider than {WIDTH} columns: {name}")
        if len(lines) > MOST_LINES:
            self._tell("stem", f"the stem has more than {MOST_LINES} lines: {len(lines)} in {name}")
        if self._question.level >= 4 and not self._question.hints:
            self._tell("level", "level 4 and 5 questions should have a hint: add 'hints'")
        return readable

    def _check_shown(self, variant: Variant) -> None:
        """Check that the stem shows its numbers, and shows them as they are computed with."""
        for name in variant.parameters:
            if re.search(
                rf"(?<![{{\\\w^]){{ *{re.escape(name)} *}}(?!}})", _outside_tex(variant.stem)
            ):
                braces = f"{{{{ {name} }}}}"
                self._tell(
                    "stem", f"'{name}' is in single braces, so it's shown as text: write {braces}"
                )
        long = _LONG_NUMBER.search(variant.stem)
        if long:
            self._tell(
                "stem",
                f"a number is shown with all its digits: {long[0]} in {variant.id}; wrap it "
                "in round(…, 3) under 'let', so the answer is computed from the number shown",
            )

    def _check_formulas(self, field_name: str, text: str) -> None:
        if _unclosed(text):
            self._tell(
                field_name,
                "a formula isn't closed: add the closing '$', or write \\$ for a dollar sign",
            )
        for block in prose.parse(text):
            if isinstance(block, prose.FormulaBlock) and set_formula(block.tex, WIDTH).fallback:
                message = f"a formula can't be displayed and will appear as raw TeX: {block.tex}"
                self._tell(field_name, message)

    def _check_characters(self, field_name: str, text: str) -> None:
        if text.isascii():
            return
        hidden = [char for char in text if prose.safe(char) == _HIDDEN != char]
        if hidden and prose.safe(text).count(_HIDDEN) > text.count(_HIDDEN):
            self._tell(
                field_name,
                f"an invisible character is shown as {_HIDDEN}: U+{ord(hidden[0]):04X}; delete it",
            )

    def _check_articles(self, field_name: str, text: str, name: str) -> None:
        for found, wanted in articles.misfits(text, self._templates):
            self._tell(
                field_name,
                f"a word filled in doesn't fit its article: '{found}' in {name} should be "
                f"'{wanted}'; put the article into the words, or write the sentence without it",
            )

    def _check_numeric(self, variant: NumericVariant) -> None:
        """Check that a learner can arrive at the key, type it, and is told how."""
        name = variant.id
        _ = variant.diagnosis  # met here, where what is wrong with a slip is told
        working = variant.working
        if any(step.formula and set_formula(step.formula).fallback for step in working.steps):
            self._tell("answer", f"a formula in the solution can't be displayed: {name}")
        question = variant.question
        if not working.steps and not question.solution:
            message = "no worked solution can be computed for this answer: write a 'solution'"
            self._tell("answer", message)
        unit = unit_of_expression(question.trees.expression(question.answer), e)
        if question.unit == "none" and unit != "none":
            self._tell(
                "unit" if (question.id, "unit") in self._bank.places else "answer",
                f"this answer depends on the base of a logarithm: add a unit, {one_of(BASES)}",
            )
        typed = _typed(variant.key)
        grade = variant.grade(variant.read(typed))
        if grade.verdict is not Verdict.CORRECT:
            self._tell(
                "answer",
                f"the answer typed back isn't graded as correct: {typed} in {name}; "
                f"{_to_accept(variant)}",
                error=True,
            )
        for hint in variant.hints:
            if _gives_away(hint, variant.key_text):
                self._tell("hints", f"a hint gives away the answer: {name}")

    def _numeric(self, variants: Sequence[NumericVariant]) -> Finding:
        question = self._question
        assert isinstance(question, NumericQuestion)
        hidden = tuple(given.remarks(variants))
        self._tell_all(hidden)
        self._tell_all(keys.remarks(question, variants))
        fair = self._check_fair(variants)
        undiagnosable: tuple[str, ...] = ()
        if question.generated and variants:
            undiagnosable = tuple(sorted("+".join(ids) for ids in question.undiagnosable))
            own = {(slip.id,) for slip in question.slips} & question.undiagnosable
            for ids in sorted(own):
                if all(ids in {mistake.ids for mistake in one.unfair} for one in variants):
                    self._tell(
                        "slips", f"the mistake '{ids[0]}' always gives the right answer: change it"
                    )
        elif variants:
            self._check_fixed(variants[0])
        if question.tolerance.relative > MOST_TOLERANCE:
            share = f"{question.tolerance.relative:.0%}"
            self._tell("tolerance", f"a tolerance of {share} would accept mistakes: 1% is usual")
        different = len(self._asked)
        few = different < _LEAST_DIFFERENT <= len(variants) / 3
        if question.generated and few and not hidden:
            self._tell("draw", f"there are few different variants: {different}; widen the draws")
        guessable = _guessable(variants) if len(variants) >= _LEAST_DIFFERENT else 0.0
        if guessable > MOST_GUESSED:
            self._tell(
                "answer",
                f"a blind guess would be right too often: in {guessable:.0%} of variants; "
                "widen the draws",
            )
        return Finding(
            question.name,
            question.type,
            len(variants),
            different,
            fair,
            undiagnosable,
            guessable,
            tuple(self._problems.values()),
        )

    def _check_fixed(self, variant: NumericVariant) -> None:
        for mistake in variant.unfair:
            slip = " + ".join(mistake.ids)
            self._tell(
                "tolerance",
                f"the tolerance accepts the mistake '{slip}': use other numbers or a tighter "
                "tolerance",
            )

    def _check_rubric(self, question: OpenQuestion) -> None:
        """Check that each point is found where it is made, and not where it is not."""
        if not any(point.weight for point in question.rubric):
            self._tell("rubric", "every point has weight 0: give at least one a weight", error=True)
        for point in question.rubric:
            if not point.match:
                continue
            if len(point.examples) < LEAST_EXAMPLES or len(point.wrong) < LEAST_WRONG:
                self._tell(
                    "rubric",
                    f"the patterns of '{point.id}' are barely tested: add at least "
                    f"{LEAST_EXAMPLES} examples and {LEAST_WRONG} wrong answers",
                )
            for example in point.examples:
                if point.id not in question.judge.judge(example).covered:
                    self._tell(
                        "rubric",
                        f"no pattern of '{point.id}' covers its example {_shortened(example)}: "
                        "add one that does",
                        error=True,
                    )
            for wrong in point.wrong:
                if point.id in question.judge.judge(wrong).covered:
                    self._tell(
                        "rubric",
                        f"a pattern of '{point.id}' matches a wrong answer, {_shortened(wrong)}: "
                        "make it narrower, or add 'refute'",
                        error=True,
                    )


def _shortened(text: str) -> str:
    return f"'{prose.first_line(text, 50)}'"


def _outside_tex(text: str) -> str:
    """Return a text without its formulas and code, where braces mean something else."""
    return _TEX.sub(" ", text)


def _unclosed(text: str) -> bool:
    """Whether a dollar sign that is no money is left when all formulas are taken out."""
    return _OPENING.search(_outside_tex(text.replace("\\$", ""))) is not None


def _answer_field(question: Question) -> str:
    return "answer" if isinstance(question, NumericQuestion) else "id"


def _to_accept(variant: NumericVariant) -> str:
    """Return what makes a key that is typed with six digits count."""
    key = variant.key
    if variant.question.tolerance.exact and not np.all(np.equal(key, np.round(key))):
        return "a tolerance of 0 accepts only whole numbers; use a wider one, or round the answer"
    return "loosen the tolerance"


def _typed(key: Any) -> str:  # noqa: ANN401 - a number or an array
    """Return a key as somebody careful would type it."""
    if np.ndim(key) == 0:
        whole = float(key).is_integer() and abs(key) < _MOST_WHOLE
        return str(int(key)) if whole else f"{float(key):.6g}"
    if np.ndim(key) == 1:
        return "[" + ", ".join(_typed(entry) for entry in key) + "]"
    return "[" + ", ".join(_typed(row) for row in key) + "]"


def _gives_away(hint: str, key_text: str) -> bool:
    """Whether a hint contains the key as shown; short keys stand in many texts by chance."""
    number = key_text.split(" ")[0].replace(",", "")
    return len(number) >= len("0.123") and number in prose.plain(hint).replace(",", "")


def _guessable(variants: Sequence[NumericVariant]) -> float:
    """Return how often the better of two blind guesses is right.

    One guess is the key met most often, the other the largest number that the stem shows.
    """
    texts = Counter(variant.key_text for variant in variants)
    frequent = texts.most_common(1)[0][1] / len(variants)
    largest = sum(_is_largest_shown(variant) for variant in variants) / len(variants)
    return max(frequent, largest)


def _is_largest_shown(variant: NumericVariant) -> bool:
    numbers = [
        float(entry)
        for value in variant.parameters.values()
        for entry in np.ravel(np.asarray(value, dtype=float))
    ]
    return bool(np.ndim(variant.key) == 0 and numbers and max(numbers) == float(variant.key))
