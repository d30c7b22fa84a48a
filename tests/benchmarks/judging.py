"""Say how well and how fast open answers are judged, on answers whose writers saw no pattern.

``python tests/benchmarks/judging.py [FILE]``, with quizapp installed or ``PYTHONPATH=.``, judges
the answers of tests/cases/open_answers*.json and prints precision, recall and κ over all points,
how many traps were taken for points (the words are there, the claim is denied or reversed), and
how many misconceptions were found; then the milliseconds of an answer and of 20,000 characters,
with the ratio to the floor, finding the words of the same text with one regular expression; and
the CPU that 20,000 characters take at most, by any shipped rubric and by rubrics made to be slow.

The patterns of the shipped questions were mended with open_answers.json and with
open_answers_unseen.json. Nothing was mended for open_answers_blind.json, but whoever wrote those
answers wrote patterns later that day, so they flatter; answers of somebody else tell more.
When open_answers_fresh.json was first judged, precision was .93, recall .85 and κ .79, and 17 of
196 points that were wrongly put were ticked; patterns were mended with it since.
When open_answers_spoken.json was first judged, precision was .93, recall .85 and κ .79, 11 of 84
points that were wrongly put were ticked, and 17 of 28 misconceptions were found, none invented;
patterns and rules were mended with it. Nothing was mended for open_answers_other.json, whose
questions are others: precision was 1.00, recall .90, κ .88, none of 37 points that were wrongly put
was ticked and 12 of 14 misconceptions were found, by the hand that had mended the rules.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizapp.bank import reader
from quizapp.bank.sources import shipped
from quizapp.questions.base import Question
from quizapp.questions.open import OpenQuestion
from tests.cases.rubrics import HOSTILE, repeated

CASES = Path(__file__).parents[1] / "cases"
FILES = tuple(
    f"open_answers{which}.json"
    for which in ("", "_unseen", "_blind", "_fresh", "_spoken", "_other")
)
_ROUNDS = 5


@dataclass
class Tally:
    """How often the judge and an examiner agreed."""

    both: int = 0
    judge_only: int = 0
    examiner_only: int = 0
    neither: int = 0
    asked: int = 0
    """Points that were made, and asked about."""
    traps: int = 0
    trapped: int = 0
    off_topic: int = 0
    stated: int = 0
    """Misconceptions in the answers, by the examiner."""
    found: int = 0
    invented: int = 0
    answers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the ticks that are right."""
        return self.both / (self.both + self.judge_only)

    @property
    def recall(self) -> float:
        """Share of the points made that are ticked."""
        return self.both / (self.both + self.examiner_only)

    @property
    def recall_with_unsure(self) -> float:
        """Share of the points made that are ticked or asked about."""
        return (self.both + self.asked) / (self.both + self.examiner_only)

    @property
    def kappa(self) -> float:
        """Agreement beyond chance (Cohen's κ)."""
        total = self.both + self.judge_only + self.examiner_only + self.neither
        ticked, made = self.both + self.judge_only, self.both + self.examiner_only
        chance = (ticked * made + (total - ticked) * (total - made)) / total**2
        return ((self.both + self.neither) / total - chance) / (1 - chance)


def tally(cases: list[dict[str, Any]]) -> Tally:
    """Judge answers, and compare with what an examiner found."""
    questions = open_questions()
    found = Tally()
    for case in cases:
        question = questions[case["question"]]
        findings = question.judge.judge(case["answer"])
        found.answers.append((case["question"], case["answer"]))
        for one in findings.points:
            examiner = case["points"][one.id]
            if examiner == "hedged":
                continue
            made, ticked = examiner == "yes", one.id in findings.covered
            found.both += made and ticked
            found.judge_only += ticked and not made
            found.examiner_only += made and not ticked
            found.neither += not (made or ticked)
            found.asked += made and one.id in findings.unsure
            if one.id in case.get("traps", ()):
                found.traps += 1
                found.trapped += ticked
            found.off_topic += ticked and case["kind"] == "off"
        stated = {one.id for one in findings.misconceptions}
        found.stated += len(case["misconceptions"])
        found.found += len(stated & set(case["misconceptions"]))
        found.invented += len(stated - set(case["misconceptions"]))
    return found


def open_questions() -> dict[str, OpenQuestion]:
    """Return the shipped open questions by name."""
    questions = reader.load([shipped()]).questions
    return {one.name: one for one in questions if isinstance(one, OpenQuestion)}


def main() -> None:
    """Print quality and time."""
    paths = [Path(one) for one in sys.argv[1:]] or [CASES / one for one in FILES]
    for path in paths:
        found = tally(json.loads(path.read_text("utf-8")))
        print(f"{path.name}: {len(found.answers)} answers")
        _print_quality(found)
    _print_times(found.answers)
    _print_worst(found.answers)


def _print_quality(found: Tally) -> None:
    print(f"  precision {found.precision:.2f} (at least .92), recall {found.recall:.2f} (.72),")
    print(f"  with unsure {found.recall_with_unsure:.2f}, κ {found.kappa:.2f} (.65)")
    print(f"  traps taken for points: {found.trapped} of {found.traps} (at most 5%)")
    print(f"  points in answers off the topic: {found.off_topic} (0)")
    print(f"  misconceptions: {found.found} of {found.stated} (60%), invented {found.invented} (0)")


def _print_times(answers: list[tuple[str, str]]) -> None:
    questions = open_questions()
    long = " ".join(answer for _, answer in answers)
    long = (long * (20_000 // len(long) + 1))[:20_000]
    name = answers[0][0]
    for what, texts in (("an answer", answers), ("20,000 characters", [(name, long)])):
        judged = _shortest(
            lambda texts=texts: [questions[one].judge.judge(text) for one, text in texts]
        )
        floor = _shortest(lambda texts=texts: [re.findall(r"\w+", text) for _, text in texts])
        each = judged / len(texts) * 1e3
        print(f"  {what}: {each:.1f} ms, {judged / floor:.0f} times the floor")


def _print_worst(answers: list[tuple[str, str]]) -> None:
    joined = " ".join(answer for _, answer in answers)
    shipped_ones = {name: (one, repeated(joined)) for name, one in open_questions().items()}
    hostile = {
        name: (reader.read_text(text, Path("hostile.yaml")).questions[0], answer)
        for name, (text, answer) in HOSTILE.items()
    }
    for what, bar, cases in (("shipped", 100, shipped_ones), ("hostile", 200, hostile)):
        # The first time, with all that is made only once.
        times = [(_cpu(question, answer), name) for name, (question, answer) in cases.items()]
        worst, name = max(times)
        print(f"  at most, {what}: {worst:.0f} ms of CPU (below {bar}): {name}")


def _cpu(question: Question, answer: str) -> float:
    assert isinstance(question, OpenQuestion)
    began = time.process_time()
    question.judge.judge(answer)
    return (time.process_time() - began) * 1e3


def _shortest(do: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        do()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main()
