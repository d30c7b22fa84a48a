"""Finding a place in the text of a bank."""

from __future__ import annotations

import pytest

from quizapp.authoring.lines import found

TEXT = """\
schema: 1
quantities:
  - name: lift
    slips:
      - id: upside-down
questions:
  - id: first
    slips:
      - id: too-much
    stem: What is the Lift?
  - id: 'second'
    stem: [broken
"""


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("", []),
        ("9", [9]),
        ("lift", [3, 10]),
        ("LIFT what", [10]),
        ("99", []),
        ("0", []),
        ("²", []),
    ],
)
def test_a_number_is_a_line_and_words_are_looked_for(typed, lines):
    assert [one.number for one in found(TEXT, typed)] == lines
