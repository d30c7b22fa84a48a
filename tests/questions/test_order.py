"""Putting lines in order by their letters."""

from __future__ import annotations

from itertools import permutations

import pytest

from quizapp.errors import UnreadableError, UsageError
from quizapp.questions.order import OrderQuestion, OrderVariant


def question(*lines, **more):
    return OrderQuestion(
        id="q",
        bank="b",
        topic="x",
        level=1,
        stem="?",
        lines=lines or ("one", "two", "three"),
        **more,
    )


@pytest.mark.parametrize(
    "raw", ["c a b", "cab", "C,A,B", "c, a, b", "c → a → b", "c > a > b", "c) a) b)"]
)
def test_an_order_is_read_as_people_type_it(raw):
    assert question().variant(0).read(raw).value == ("c", "a", "b")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "Type all letters in order, such as c a b"),
        ("a b d", "Type all letters in order, such as c a b"),
        ("1 2 3", "Type all letters in order, such as c a b"),
        ("a a b", "You typed a letter twice"),
        ("a b", "Use every line: c is missing"),
        ("a", "Use every line: b and c are missing"),
    ],
)
def test_what_is_no_order_of_all_lines_is_unreadable(raw, says):
    with pytest.raises(UnreadableError, match=says):
        question().variant(0).read(raw)


def test_no_variant_shows_the_same_line_twice():
    asked = question("{{ a }}", "{{ b }}", draw=dict.fromkeys("ab", "integer(1, 3)"))
    assert all(len(set(asked.variant(seed).entries)) == 2 for seed in range(40))
    with pytest.raises(UsageError, match="two options or lines always read alike"):
        question("{{ 2 }}", "{{ 1 + 1 }}").variant(0)


@pytest.mark.parametrize("seed", range(20))
def test_lines_are_never_shown_in_the_right_order(seed):
    for lines in (("one", "two"), ("one", "two", "three")):
        variant = question(*lines).variant(seed)
        assert variant.lines != lines
        assert sorted(variant.lines) == sorted(lines)


@pytest.mark.parametrize("seed", range(10))
def test_only_the_key_is_correct(seed):
    variant = question().variant(seed)
    for letters in permutations("abc"):
        found = variant.grade(variant.read(" ".join(letters)))
        assert found.score == (letters == variant.key)
        assert found.value == list(letters)
    shown = dict(zip("abc", variant.lines, strict=True))
    assert [shown[letter] for letter in variant.key] == ["one", "two", "three"]


def test_a_wrong_order_names_the_first_line_out_of_place():
    variant = question().variant(0)
    first, second, third = variant.key
    found = variant.grade(variant.read(f"{first} {third} {second}"))
    assert found.verdict == "incorrect"
    assert found.feedback == (
        f"Line 2 should be **{second}**, not {third}. 2 of 3 pairs are in the right order."
    )


def test_the_seed_decides_the_order():
    orders = {question("1", "2", "3", "4", "5").variant(seed).lines for seed in range(20)}
    assert len(orders) > 10
    assert question().variant(3).lines == question().variant(3).lines


def test_lines_show_what_was_drawn():
    variant = question("{{ k }}", "b", draw={"k": "choice([7])"}).variant(0)
    assert set(variant.lines) == {"7", "b"}


def test_what_is_missing_of_many_lines_is_listed():
    with pytest.raises(UnreadableError, match="line: a, c and d are missing"):
        question("one", "two", "three", "four").variant(0).read("b")


@pytest.mark.parametrize("again", ["swap", "**swap**"])
def test_lines_that_read_alike_may_stand_in_either_order(again):
    variant = OrderVariant(question("swap", "check", again, "stop"), 0, {})
    places = {letter: place for place, letter in enumerate(variant.key)}
    for order, verdict in (
        ((0, 1, 2, 3), "correct"),
        ((2, 1, 0, 3), "correct"),
        ((0, 2, 1, 3), "incorrect"),
        ((2, 1, 3, 0), "incorrect"),
    ):
        typed = " ".join(variant.key[place] for place in order)
        grade = variant.grade(variant.read(typed))
        assert grade.verdict == verdict
        assert [places[letter] for letter in grade.value] == list(order)
