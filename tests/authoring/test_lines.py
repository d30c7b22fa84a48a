"""Finding a place in the text of a bank."""

from __future__ import annotations

import pytest

from quizapp.authoring.lines import found, next_indent

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


@pytest.mark.parametrize(
    ("line", "indent"),
    [
        ("", 0),
        ("questions:", 2),
        ("  - id: a", 4),
        ("    stem: |", 6),
        ("    draw:   # what varies", 6),
        ("      What is it? Say: now", 6),
        ("      - cat", 6),
        ("    level: 2", 4),
    ],
)
def test_the_next_line_stands_where_the_next_field_would(line, indent):
    assert next_indent(line) == indent
