"""Check banks over many variants: what an author can't see by reading.

Errors are what would be wrong for a learner: a key that can't be typed back, a working that ends
elsewhere, a draw that is hardly ever fair. Warnings are what is legal and unwise.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Final

from quizapp.bank.checking import across, articles, quantities, written
from quizapp.bank.collection import Bank, Banks
from quizapp.errors import ExpressionError, Problem, QuizappError
from quizapp.expressions.effort import Effort
from quizapp.questions.base import MOST_STEPS, FieldRemark, Question, Variant
from quizapp.text import prose
from quizapp.text.formulas import set_formula
from quizapp.text.phrases import percent
from quizapp.text.visible import safe

WIDTH: Final = 76
"""Columns that a stem has on a screen of 80."""
MOST_LINES: Final = 12
"""Lines that a stem has on a screen of 24."""
LEAST_FAIR: Final = 0.2
"""Share of first draws that must be fair."""
_LEAST_DRAWS: Final = 10
"""Draws below which few that are fair may be chance."""
_FENCE: Final = re.compile(r"^ *```", re.MULTILINE)
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
class CheckedQuestion:
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
class CheckReport:
    """What checking banks found."""

    findings: tuple[CheckedQuestion, ...]
    problems: tuple[Problem, ...] = field(default=())
    """Of files that could not be read, and references to what isn't there."""
    strict: bool = False
    """Whether warnings fail it too."""
    others: tuple[tuple[str, int], ...] = ()
    """What else was checked beside the banks, such as mock interviews, and how many."""

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
    others: tuple[tuple[str, int], ...] = (),
) -> CheckReport:
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
    others
        What else was checked elsewhere, such as mock interviews, and how many.
    """
    findings = []
    for finding in _findings(banks, variants):
        findings.append(finding)
        if progress:
            progress(len(findings), len(banks.questions))
    declared = (problem for bank in banks.banks for problem in quantities.problems(bank))
    problems = (*banks.problems, *declared, *across.problems(banks), *also)
    return CheckReport(tuple(findings), problems, strict, others)


def _findings(banks: Banks, variants: int) -> Iterator[CheckedQuestion]:
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


def _finding(place: int) -> CheckedQuestion:
    return _given[place].finding()


class _Check:
    """One question's check."""

    def __init__(self, bank: Bank, question: Question, variants: int) -> None:
        self._bank = bank
        self._question = question
        self._count = variants if question.varies else 1
        self._problems: dict[tuple[str, str], Problem] = {}
        self._texts = tuple(written.texts(question))
        self._templates = "\n".join(written.templates(question))
        self._checked: set[tuple[str, str]] = set()
        """Fields and texts in them that were checked: the same in many variants."""
        self._asked: set[tuple[object, ...]] = set()
        """What a learner sees of each variant that differs."""

    def finding(self) -> CheckedQuestion:
        question = self._question
        try:
            variants = list(self._variants())
        except QuizappError as error:
            self._tell_undrawn(error)
            variants = []  # what else would be told follows from that
        readable = [variant for variant in variants if self._check_texts(variant)]
        faulty = variants and any(
            problem.severity == "error" for problem in self._problems.values()
        )
        remarks = () if faulty else question.remarks(readable)
        self._tell_first(question.faults(readable), remarks)
        undiagnosable = question.undiagnosable if question.generated and variants else ()
        return CheckedQuestion(
            question.name,
            question.type,
            len(variants),
            len(self._asked),
            self._check_fair(variants),
            tuple(sorted("+".join(ids) for ids in undiagnosable)),
            question.guessable(readable),
            tuple(self._problems.values()),
        )

    def _check_fair(self, variants: Sequence[Variant]) -> float:
        """Return the share of first draws that are used; none is refused of what isn't drawn."""
        attempts = [variant.attempt for variant in variants]
        if not self._question.generated or not attempts:
            return 1.0
        fair = attempts.count(0) / len(attempts)
        if fair < LEAST_FAIR and len(attempts) >= _LEAST_DRAWS:
            self._tell(
                "draw", f"only a few draws are usable: {percent(fair)}; draw from a wider range"
            )
        return fair

    def _tell(self, field_name: str, message: str, *, error: bool = False) -> None:
        """Keep a problem, once for each kind, at its place in the file."""
        key = (field_name, message.split(":")[0])
        problem = self._bank.problem(self._question, field_name, message)
        if error:
            problem = Problem(problem.path, problem.line, problem.column, message)
        self._problems.setdefault(key, problem)

    def _tell_first(self, faults: Iterable[FieldRemark], remarks: Iterable[FieldRemark]) -> None:
        """Keep faults as errors; where there are none, remarks, which may follow from them."""
        found = tuple(faults)
        for field_name, message in found or remarks:
            self._tell(field_name, message, error=bool(found))

    def _variants(self) -> Iterator[Variant]:
        for seed in range(self._count):
            variant = self._question.variant(seed)
            self._tell_first(variant.faults(), variant.remarks())
            yield variant

    def _tell_undrawn(self, error: QuizappError) -> None:
        """Report why a variant can't be made, and what to do where others can."""
        unfair = "no usable draw" in str(error)
        place = "reject" if unfair and self._question.reject else ""
        place = place or ("draw" if unfair else self._question.answer_field)
        message = error.message if isinstance(error, ExpressionError) else str(error)
        with Effort(MOST_STEPS):  # for all of them: those that take as long as this one are many
            others = not unfair and any(map(self._can_be_drawn, range(self._count)))
        if others:
            message += "; exclude such draws with 'reject', or draw from another range"
        self._tell(place, f"no variant: {message}", error=True)

    def _can_be_drawn(self, seed: int) -> bool:
        try:
            self._question.variant(seed)
        except QuizappError:
            return False
        return True

    def _check_texts(self, variant: Variant) -> bool:
        """Check all that a learner reads; return whether all of it can be filled in."""
        name = variant.id
        readable = True
        for field_name, texts in self._texts:
            try:
                for text in map(variant.fill, texts):
                    if (field_name, text) not in self._checked:
                        self._checked.add((field_name, text))
                        self._check_formulas(field_name, text)
                        self._check_characters(field_name, text)
                        self._check_articles(field_name, text, name)
            except QuizappError as error:
                self._tell(field_name, f"a text can't be filled in: {error}", error=True)
                readable = False
                if field_name == "stem":
                    return False
        try:
            _ = variant.figure("question"), variant.figure("solution")
        except QuizappError as error:
            self._tell("figure", f"the figure can't be drawn: {error}", error=True)
            readable = False
        if readable:
            self._asked.add((*variant.asked(), *sorted(variant.entries)))
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
        plain = _outside_tex(variant.stem) if "{" in variant.stem else ""
        for name in variant.parameters if plain else ():
            if re.search(rf"(?<![{{\\\w^]){{ *{re.escape(name)} *}}(?!}})", plain):
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
        tex = "$" in text
        if tex and _unclosed(text):
            self._tell(
                field_name,
                "a formula isn't closed: add the closing '$', or write \\$ for a dollar sign",
            )
        if len(_FENCE.findall(text)) % 2:
            self._tell(field_name, "code isn't closed: add a line with three backticks below it")
        for block in prose.parse(text) if tex else ():
            if isinstance(block, prose.FormulaBlock) and set_formula(block.tex, WIDTH).fallback:
                message = f"a formula can't be displayed and will appear as raw TeX: {block.tex}"
                self._tell(field_name, message)

    def _check_characters(self, field_name: str, text: str) -> None:
        if text.isascii():
            return
        hidden = [char for char in text if safe(char) == _HIDDEN != char]
        if hidden and safe(text).count(_HIDDEN) > text.count(_HIDDEN):
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


def _outside_tex(text: str) -> str:
    """Return a text without its formulas and code, where braces mean something else."""
    return _TEX.sub(" ", text)


def _unclosed(text: str) -> bool:
    """Whether a dollar sign that is no money is left when all formulas are taken out."""
    return _OPENING.search(_outside_tex(text.replace("\\$", ""))) is not None
