"""The commands that work on one expression or one question."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import IO, TYPE_CHECKING, Final

from quizapp import cli, reports
from quizapp.cli.output import DONE, USAGE, WRONG, complain, standard_input, write, write_result
from quizapp.errors import UsageError
from quizapp.questions.names import read_name
from quizapp.system import garbage

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.cli.sources import Options
    from quizapp.quantities.quantity import Quantity

_LONGEST: Final = 1_000_000
"""Bytes of a line of a batch, and characters of an answer."""


def calc(options: Options) -> int:
    """Calculate an expression."""

    def declared() -> Iterator[Quantity]:
        for bank in cli.sources.loaded(options).banks:
            yield from bank.quantities

    with garbage.paused():  # while what calculates is loaded, which stays
        result = reports.calculation.calculate(options.expression, options.unit, declared)
        write_result(result.structure() if options.json else None, result.lines)
    return DONE


def show(options: Options) -> int:
    """Show a question with its answer."""
    banks = cli.sources.loaded(options)
    variant = reports.grading.find(banks, options.question)
    _tell_which(banks, options.question)
    write_result(
        reports.grading.shown(variant) if options.json else None,
        lambda: reports.grading.shown_lines(variant, at_length=options.long),
    )
    return DONE


def grade(options: Options) -> int:
    """Grade one answer, or a batch of them."""
    if options.batch:
        if options.question is not None:
            raise UsageError(
                "--batch reads questions and answers from the file; leave ID and ANSWER out"
            )
        return _grade_batch(options)
    if options.question is None or options.response is None:
        raise UsageError("give a question and an answer, or --batch FILE")
    raw = options.response
    if raw == "-":
        raw = standard_input().read(_LONGEST + 1).removesuffix("\n")
        if len(raw) > _LONGEST:
            raise UsageError("the answer is longer than 1 MB; shorten it")
    banks = cli.sources.loaded(options)
    outcome = reports.grading.graded(banks, options.question, raw)
    _tell_which(banks, options.question)
    readable = outcome["verdict"] != "unreadable"
    if options.json or readable:
        write_result(
            outcome if options.json else None, lambda: reports.grading.graded_lines(outcome)
        )
    if not readable:
        complain(f"quizapp: {outcome['feedback']}")
        return USAGE
    return DONE if outcome["verdict"] == "correct" else WRONG


def _tell_which(banks: Banks, name: str) -> None:
    if note := banks.note_on(read_name(name)[0]):
        complain(f"quizapp: {note}")


def _grade_batch(options: Options) -> int:
    banks = cli.sources.loaded(options)
    code = DONE
    with cli.sources.opened(options.batch) as lines:
        for outcome in reports.grading.graded_batch(banks, _lines(lines)):
            if "error" in outcome:
                code = WRONG
            write(reports.json.as_json(outcome))
    return code


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file, as far as they have an end."""
    for place in count(1):
        line = file.readline(_LONGEST + 1)
        if len(line) > _LONGEST:
            raise UsageError(
                f"line {place} of the batch is longer than 1 MB, so I stopped there; shorten it"
            )
        if not line:
            return
        yield line
