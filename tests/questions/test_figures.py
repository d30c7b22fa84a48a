"""Figures that a question draws from expressions, and the same in words."""

from __future__ import annotations

import pytest

from quizapp.bank import reader
from quizapp.bank.checking import questions
from quizapp.errors import BankError
from quizapp.text.lines import lines
from quizapp.tui import typeset

HEAD = """\
schema: 1
questions:
  - id: one
    type: numeric
    topic: t
    level: 1
    draw:
      p: choice([0.25])
    stem: What is the loss at {{ p }}?
    answer: surprisal(p)
    unit: nats
    figure:
"""
CURVE = """\
      shown: solution
      title: Loss at {{ p }}
      x: probability
      y: loss, in nats
      low: 0
      high: 1
      lines:
        - of: -ln(x)
          label: the log loss
        - of: surprisal(x)
          label: again
      points:
        - x: p
          y: -ln(p)
          label: this one
"""
BARS = """\
      title: A class
      bars:
        - of: 3
          label: yes it is
        - of: p
          label: no
      matrix: '[[1, 2], [3, 1 / p]]'
      rows: [spam, ham]
      columns: [called spam, called ham]
"""


@pytest.fixture
def asked(tmp_path):
    def variant(figure):
        (tmp_path / "b.yaml").write_text(HEAD + figure)
        return reader.read(tmp_path / "b.yaml").questions[0].variant()

    return variant


def test_a_line_is_drawn_with_a_point_on_it(asked):
    variant = asked(CURVE)
    assert len(variant.asked()) == 1
    shown = lines(variant.explained(), 70)
    drawn = shown[shown.index("   Loss at 0.25") :]
    assert any("●" in line for line in drawn[2:10])
    assert drawn[-1] == "   ● this one: 1.39 at 0.25"
    assert drawn[11].split() == ["0.0208", "1"]  # the loss is infinite at 0
    assert max(map(len, drawn)) <= 70


def test_a_figure_is_said_in_words_to_be_read_aloud(asked):
    said = "\n".join(lines(asked(CURVE).explained(), flat=True))
    assert "Figure: Loss at 0.25.\nProbability to the right, loss, in nats upwards." in said
    assert "this one: 1.39 at 0.25." in said
    assert "0.693 at 0.5" in said
    assert not any(0x2800 <= ord(character) < 0x2900 for character in said)


def test_bars_and_a_matrix_stand_with_the_question(asked):
    variant = asked(BARS)
    assert lines(variant.asked(), 40)[2:] == [
        "   A class",
        "   yes it is  ████████████████████ 3",
        "          no  █▋ 0.25",
        "",
        "         called spam  called ham",
        "   ────  ───────────  ──────────",
        "   spam            1           2",
        "   ham             3           4",
    ]
    said = lines(variant.asked(), flat=True)
    assert "yes it is: 3." in said
    assert "spam: called spam 1, called ham 2" in said


def test_the_screen_shows_the_same_in_colours(asked):
    shown = typeset.laid_out(asked(CURVE).explained(), 70)
    assert lines(asked(CURVE).explained(), 70)[-12:] == [
        line.plain.rstrip() for line in shown[-12:]
    ]
    assert len({span.style for line in shown[-12:] for span in line.spans}) > 3


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("      title: none\n", "13:7: this figure shows nothing; add lines"),
        (CURVE.replace("      low: 0\n", ""), "18:7: 'lines' needs 'low' beside it"),
        (BARS.replace("      rows: [spam, ham]\n", ""), "19:7: 'matrix' needs 'rows'"),
        (CURVE.replace("-ln(x)", "-ln(z)"), "unknown name 'z'"),
    ],
)
def test_what_is_wrong_with_a_figure_is_told_at_its_place(asked, figure, told):
    with pytest.raises(BankError) as error:
        asked(figure)
    assert told in "\n".join(map(str, error.value.problems))


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (CURVE.replace("high: 1", "high: 0 * p"), "'low' must be below its 'high'"),
        (BARS.replace("of: p", "of: 1 / 0"), "must be a finite number"),
        (BARS.replace("[spam, ham]", "[spam]"), "a name for each row and each column"),
        (CURVE.replace("x: p\n", "x: '[p, 1]'\n"), "as many numbers"),
        (CURVE.replace("surprisal(x)", "surprisal(x - 2)"), "'again' has no value"),
    ],
)
def test_a_figure_that_has_no_value_is_left_out_and_a_check_tells(tmp_path, asked, figure, told):
    variant = asked(figure)
    assert lines((*variant.asked(), *variant.explained()))
    found = questions.check(reader.load([tmp_path]), variants=2)
    assert told in "\n".join(one.message for one in found.all_problems)
