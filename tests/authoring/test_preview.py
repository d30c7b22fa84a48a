"""What a text comes to while it is written, whatever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.authoring import preview, templates
from quizapp.authoring.insertions import insertions, matching

PATH = Path("mine.yaml")
TEXT = templates.starter("mine")
HOSTILE = Path(__file__).parent.parent / "hostile"


def test_the_question_at_a_line_is_the_one_it_belongs_to():
    found = preview.read(TEXT, PATH)
    first, second, *_, last = [question.id for question in found.questions]
    assert (first, second) == ("likely-rain", "even-guess")
    for number, line in enumerate(TEXT.split("\n"), start=1):
        if line.strip().startswith("- id: even-guess"):
            assert found.at(number).id == "even-guess"
            assert found.at(number - 1).id == "likely-rain"
    assert found.at(1).id == "likely-rain"
    assert found.at(10_000).id == last


def test_the_preview_tells_the_key_and_every_slip_with_its_number():
    question = preview.read(TEXT, PATH).questions[0]
    text = "\n".join(preview.preview(question, 0))
    assert "Answer: 0.2231 nats" in text
    assert "0.3219  bits_vs_nats" in text


def test_within_a_quantity_the_preview_works_one_of_its_examples():
    text = templates.quantity("mine")
    found = preview.read(text, PATH)
    lines = text.split("\n")
    slip = next(place for place, line in enumerate(lines, 1) if "id: gave-the-precision" in line)
    second = next(place for place, line in enumerate(lines, 1) if "gives: 0.75" in line)
    shown = preview.preview(found.at(slip), 0)
    assert shown[:3] == ["F1 score, example 1", "", "What is `f1_score(tp=40, fp=20, fn=10)`?"]
    assert "Answer: 0.7273" in shown
    assert any("0.6667  gave-the-precision" in line for line in shown)
    assert preview.preview(found.at(second), 0)[0] == "F1 score, example 2"
    assert found.at(10_000).id == "one-score"
    tried = found.at(slip).variant(0)
    assert tried.grade(tried.read("0.6667")).slips == ("gave-the-precision",)


def test_mistakes_are_told_with_their_place():
    found = preview.read(TEXT.replace("surprisal(0.8)", "surprise(0.8)"), PATH)
    (problem,) = found.problems
    assert "'surprisal'" in problem.message
    assert TEXT.split("\n")[problem.line - 1].strip().startswith("answer: surprisal(0.8)")
    assert found.at(1) is None


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.yaml")), ids=lambda path: path.stem)
def test_hostile_texts_are_read_or_refused(path):
    found = preview.read(path.read_bytes().decode("utf-8", "replace"), path)
    assert found.problems or found.questions


@pytest.mark.parametrize("text", ["", "\0", "a: b: c", "\t", "[" * 5000, "schema: 1\nquestions:\n"])
def test_no_text_is_too_broken(text):
    assert preview.read(text, PATH).problems


def test_what_is_inserted_is_found_by_its_beginning_first():
    assert matching("prob")[0].name == "probabilities"
    assert matching("cross_entropy")[0].text == "cross_entropy(p, q)"
    assert matching("choice")[0].kind == "question"
    assert matching("nothing like it") == ()
    assert matching("") == insertions()
    assert all(one.help for one in insertions())


def test_what_a_bank_declares_can_be_inserted():
    text = """\
schema: 1
quantities:
  - name: half_of
    title: half
    takes: x
    means: x / 2
    source: by hand
    examples:
      - x: 1
        gives: 0.5
      - x: 4
        gives: 2
"""
    (declared,) = preview.read(text, Path("mine.yaml")).quantities
    found = matching("half", [declared])
    assert [(one.text, one.help) for one in found[:1]] == [("half_of(x)", "half")]
    assert matching("")[0].kind == "question"


def test_variants_stand_side_by_side_with_what_the_stem_shows_and_the_key(tmp_path):
    text = (
        "schema: 1\nquestions:\n- id: a\n  type: numeric\n  topic: t\n  level: 1\n"
        "  draw:\n    n: integer(2, 90)\n  words:\n    pet: [cat, dog]\n"
        "  stem: What is {{ n }} {{ pet[mod(n, 2)] }}s and half of {{ n }}, {{ n / 2:1 }}?\n"
        "  answer: n + n / 2\n"
    )
    (question,) = preview.read(text, tmp_path / "a.yaml").questions
    columns, rows = preview.side_by_side(question)
    assert columns == ("key", "n", "pet[mod(n, 2)]", "n / 2:1")
    assert [row.seed for row in rows] == list(range(10))
    for row in rows:
        key, n, pet, half = row.cells
        assert pet == ("dog" if int(n) % 2 else "cat")
        assert float(half) == int(n) / 2
        assert float(key) == int(n) * 1.5
