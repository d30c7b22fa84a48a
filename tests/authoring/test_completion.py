"""What is offered while a bank is typed."""

from __future__ import annotations

import pytest

from quizapp.authoring import completion
from quizapp.authoring.preview import read
from quizapp.bank import schema
from quizapp.bank.sources import shipped

BANK = """\
schema: 1
quantities:
  - name: lift
    takes: shown, bought=1
    means: |
      sho¦mean
    slips:
      - id: upside
        instead: res¦instead
        sa¦slip
questions:
  - id: first-one
    type: numeric
    topic: lifts
    draw:
      count: int¦draw
    let:
      half: cou¦let
    words:
      animal:
        - cat
    stem: |
      How: many {{ ani¦slot }}? pro¦text
        le¦deeper
    hints:
      - Think of {{ hal¦hint }}.
      - |
        And {{ hal¦block hint }}.
    answer: lif¦answer + 1
    un¦field
    unit: bi¦unit
    solution: "{{ wor¦solution }}"
  - id: second
    type: ma¦type
    topic: li¦topic
    pairs:
      - le¦pair
    after:
      - fir¦after
  # an¦comment
  - type: choice
    stem: What?
    options:
      - text: ye¦option
        correct: t¦correct
        wh¦why
  - ¦id: third
    le¦unknown
ca¦end
"""


def offered(mark, text=BANK, declared=()):
    place = text.index(f"¦{mark}")
    before = text[:place]
    # The other marks go, and so does the name of this one.
    clean = completion.re.sub(r"¦[a-z ]*", "", before)
    rest = completion.re.sub(r"¦[a-z ]*", "", text[place:])
    row = clean.count("\n")
    column = len(clean) - clean.rfind("\n") - 1
    found = completion.at(clean + rest, row, column, declared)
    return None if found is None else [one.name for one in found.offered]


@pytest.mark.parametrize(
    ("mark", "names"),
    [
        ("mean", ["shown"]),
        ("instead", ["result"]),
        ("slip", ["says"]),
        ("draw", ["integer", "integers"]),
        ("let", ["count"]),
        ("slot", ["animal"]),
        ("text", None),
        ("deeper", None),
        ("hint", ["half"]),
        ("block hint", ["half"]),
        ("field", None),
        ("unit", ["bits"]),
        ("solution", ["working"]),
        ("type", ["match"]),
        ("topic", ["lifts"]),
        ("pair", ["left"]),
        ("after", ["first-one"]),
        ("comment", None),
        ("option", None),
        ("correct", ["true"]),
        ("why", ["why"]),
        ("unknown", ["level", "let"]),
        ("end", ["canonical"]),
    ],
)
def test_what_can_stand_there_is_offered(mark, names):
    assert offered(mark) == names


def test_the_banks_own_quantities_are_offered_before_those_built_in(tmp_path):
    text = """\
schema: 1
quantities:
  - name: softness
    takes: x
    means: x / 2
    source: by hand
    examples:
      - x: 1
        gives: 0.5
      - x: 4
        gives: 2
questions:
  - id: a
    type: numeric
    topic: t
    level: 1
    stem: What?
    answer: soft
"""
    row = text[: text.index("answer: ")].count("\n")
    declared = read(text.replace("answer: soft", "answer: 1"), tmp_path / "a.yaml").quantities
    found = completion.at(text, row, len("    answer: soft"), declared)
    assert [one.name for one in found.offered] == ["softness", "softmax"]
    assert found.offered[1].text == "softmax(z)"


def test_a_complete_word_offers_nothing_so_that_enter_begins_a_line():
    text = "schema: 1\nquestions:\n  - id: a\n    type: numeric\n    answer: log\n"
    assert completion.at(text, 4, len("    answer: log")) is None
    assert completion.at(text, 4, len("    answer: lo")) is None  # in the middle of a word


def test_fields_are_offered_where_the_built_in_banks_have_them():
    """Each field of a real bank, taken out and typed again, is among what is offered."""
    path = shipped() / "metrics.yaml"
    lines = path.read_text("utf-8").split("\n")
    fields = {one.name for one in (*schema.BANK.fields, *schema.COMMON)} - {"bank", "schema"}
    seen = 0
    for row in range(0, len(lines), 7):
        name, colon, _ = lines[row].strip().removeprefix("- ").partition(":")
        if not colon or name not in fields:
            continue
        typed = lines[row][: lines[row].index(name) + len(name) - 1]
        text = "\n".join([*lines[:row], typed, *lines[row + 1 :]])
        found = completion.at(text, row, len(typed))
        if name in ("title", "source", "slips"):  # may be of an entry in the list
            continue
        assert found is not None, (row, lines[row])
        assert name in [one.name for one in found.offered], (row, lines[row])
        seen += 1
    assert seen > 20
