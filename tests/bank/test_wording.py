"""Rubrics that would take too long are refused at their line, and those at the bounds aren't."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank.reader import read_text
from quizapp.bank.reading import by_schema
from quizapp.errors import BankError
from tests.cases.rubrics import bank


def problem(text: str) -> tuple[int, str]:
    with pytest.raises(BankError) as caught:
        read_text(text, Path("b.yaml"))
    first = caught.value.problems[0]
    return first.line, first.message


def test_a_name_that_leads_to_itself_is_refused_where_it_does():
    text = bank(["@a"], lexicon={"a": ["x"], "b": ["y"]}).replace(
        "lexicon: {a: ['x'], b: ['y']}", "lexicon:\n  a:\n    - x\n    - 'z|@b'\n  b:\n    - '@a'"
    )
    line, message = problem(text)
    assert line == 6 or line == 8
    assert "leads back to itself" in message
    assert "@a → @b → @a" in message or "@b → @a → @b" in message


def test_a_name_may_lead_to_another():
    assert read_text(bank(["@a"], lexicon={"a": ["@b"], "b": ["x"]}), Path("b.yaml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (bank([{"all": ["a"] * 13}]), "all has 13 entries; the maximum is 12"),
        (bank([{"seq": ["a"] * 13}]), "seq has 13 entries; the maximum is 12"),
        (bank([{"seq": ["a"], "not": ["b"] * 13}]), "not has 13 entries; the maximum is 12"),
        (bank(["a"] * 501), "the rubric has 501 patterns; it can have 500 at most"),
        (bank(["|".join("a" * 2_001)]), "this stands for more than 2,000 phrases; shorten it"),
        (
            bank(["b"], lexicon={"a": ["x"] * 2_001}),
            "'@a' stands for more than 2,000 phrases; shorten it",
        ),
        (
            bank(["@a|@b"], lexicon={"a": ["x"] * 1_500, "b": ["y"] * 1_500}),
            "this stands for more than 2,000 phrases; shorten it",
        ),
        (
            bank(["b"], lexicon={f"n{at}": ["x"] * 1_001 for at in range(10)}),
            "the lexicon stands for more than 10,000 phrases in all; shorten it",
        ),
        (
            bank(["x " * 7_400, "y " * 7_700]),
            "the rubric's phrases, with their synonyms, are longer than 30,000 characters "
            "from here on; shorten them",
        ),
        (
            bank(["b"], canonical={"t": ["x"] * 1_001}),
            "canonical has 1,001 phrases; it can have 1,000 at most",
        ),
        (
            bank(["b"], canonical={"t": ["x" * 10_001] * 2}),
            "canonical has 20,002 characters; it can have 20,000 at most",
        ),
    ],
)
def test_what_is_too_much_is_refused_at_its_line(text, message):
    line, found = problem(text)
    assert found == message
    assert line in (2, 3, 6)


def test_what_is_as_much_as_may_be_is_read():
    text = bank(
        [{"all": ["a"] * 12}, *["b"] * 498, "|".join("a" * 2_000)],
        lexicon={f"n{at}": ["x"] * 1_000 for at in range(10)},
        canonical={"t": ["x"] * 1_000},
    )
    assert len(read_text(text, Path("b.yaml")).questions[0].rubric[0].match) == 500


def test_a_name_may_stand_for_as_many_phrases_as_there_may_be():
    text = bank(["@a"], lexicon={"a": ["x"] * 2_000})
    assert read_text(text, Path("b.yaml"))
    line, message = problem(bank(["@a"], lexicon={"a": ["x"] * 2_001}))
    assert (line, message) == (3, "'@a' stands for more than 2,000 phrases; shorten it")


@pytest.mark.parametrize(("length", "fits"), [(14_999, True), (15_000, False)])
def test_the_phrases_of_a_rubric_are_counted_to_the_character(length, fits):
    # Each phrase counts one more than it has.
    text = bank(["x" * 14_999, "y" * length])
    if fits:
        assert read_text(text, Path("b.yaml"))
    else:
        assert "longer than 30,000 characters" in problem(text)[1]


def test_what_stands_for_too_much_is_told_where_its_first_text_stands():
    many = "|".join("x" * 2_001)
    text = bank(["@a"], lexicon={"a": ["LEXICON"]}).replace(
        "{a: ['LEXICON']}", f"\n  a:\n    - x\n    - '{many}'"
    )
    assert problem(text)[0] == 5


def test_a_phrase_that_is_looked_for_again_counts_once():
    assert read_text(bank(["x " * 7_400] * 9), Path("b.yaml"))


def test_names_that_the_lexicon_lacks_are_told_with_the_nearest_for_the_first_of_them(monkeypatch):
    looked_up = []
    nearest = by_schema.nearest
    monkeypatch.setattr(
        by_schema, "nearest", lambda name, known: (looked_up.append(name), nearest(name, known))[1]
    )
    text = bank(
        ["@gratr|@other", *[f"@{chr(97 + at)}unknown{at}" for at in range(25)]],
        lexicon={"grater": ["x"]},
    )
    with pytest.raises(BankError) as caught:
        read_text(text, Path("b.yaml"))
    messages = [problem.message for problem in caught.value.problems]
    assert messages[0] == "the lexicon has no 'gratr'; did you mean 'grater'?"
    assert messages[-1] == "the lexicon has no 'yunknown24'; add it there, with its synonyms"
    assert len(messages) == 27
    assert len(looked_up) == 20


def test_of_one_text_not_all_unknown_names_are_told():
    text = bank(["|".join(f"@n{at}" for at in range(99))], lexicon={"a": ["x"]})
    with pytest.raises(BankError) as caught:
        read_text(text, Path("b.yaml"))
    assert len(caught.value.problems) == 20
