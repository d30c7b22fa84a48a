"""Tables in marked-up text."""

from __future__ import annotations

import pytest

from quizapp.text.prose import Preformatted, TextTable, first_line, parse, plain

JOINT = """\
How much is known?

| $X$ | rain | no rain |
| :- | -: | -: |
| `clouds` | 0.3 | 0.125 |
| **sun** | 0.05 | 0.525 |
"""


def test_columns_are_aligned_under_their_head():
    assert plain(JOINT).splitlines()[2:] == [
        "   X         rain  no rain",
        "   ────────  ────  ───────",
        "   `clouds`   0.3    0.125",
        "   sun       0.05    0.525",
    ]


def test_a_flat_table_is_said_row_by_row():
    assert plain(JOINT, flat=True).splitlines()[2:] == [
        "X `clouds`: rain 0.3, no rain 0.125",
        "X sun: rain 0.05, no rain 0.525",
    ]


def test_a_table_too_wide_for_the_screen_is_said_too():
    wide = f"| a | b |\n|-|-|\n| {'x' * 30} | {'y ' * 30}|"
    assert "─" not in plain(wide, 40)
    assert all(len(line) <= 40 for line in plain(wide, 40).splitlines())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("| a | 1 |\n| bb | 22 |", ["   a    1", "   bb  22"]),
        ("| a | $|x|$ |\n| b | c\\|d |", ["   a  |x|", "   b  c|d"]),
        ("|a|b|\n|-|-|", ["   a  b", "   ─  ─"]),
        ("| 神 | 1 |\n| a | 2 |", ["   神  1", "   a   2"]),
    ],
)
def test_a_table_without_a_head_is_aligned_too(text, shown):
    assert plain(text).splitlines() == shown


@pytest.mark.parametrize("text", ["| a | b |\n| c |", "|", "|x", "||"])
def test_every_line_with_a_bar_has_a_reading(text):
    (block,) = parse(text)
    assert isinstance(block, TextTable | Preformatted)
    assert plain(text, flat=True) is not None
    assert first_line(text, 40) is not None
