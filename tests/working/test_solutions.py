"""Worked solutions to the letter: what a learner reads, kept in ``solutions.txt`` beside this file.

A text there that differs has to be read before it is replaced: it is what the screen shows.
"""

from pathlib import Path

import pytest

from quizapp.reports.calculation import calculate

_SECTIONS = (Path(__file__).parent / "solutions.txt").read_text("utf-8").split("$ ")[1:]
SOLUTIONS = dict(section.strip().split("\n", 1) for section in _SECTIONS)


@pytest.mark.parametrize("asked", SOLUTIONS)
def test_a_solution_reads_as_it_is_kept(asked):
    expression, _, unit = asked.partition("  in ")
    assert "\n".join(calculate(expression, unit or None).lines()) == SOLUTIONS[asked]
