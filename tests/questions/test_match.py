"""Pairing lefts with rights by their numbers and letters."""

from __future__ import annotations

import pytest

from quizapp.errors import UnreadableError, UsageError
from quizapp.questions.base import Verdict
from quizapp.questions.match import MatchQuestion, Pair


def question(*pairs, **more):
    pairs = pairs or (("one", "uno"), ("two", "due"), ("three", "tre"))
    return MatchQuestion(
        id="q",
        bank="b",
        topic="x",
        level=1,
        stem="?",
        pairs=tuple(Pair(*pair) for pair in pairs),
        **more,
    )


@pytest.mark.parametrize(
    "raw",
    [
        "b c a",
        "bca",
        "B, C, A",
        "1b 2c 3a",
        "3a 1b 2c",
        "1-b, 2-c, 3-a",
        "1: b; 2: c; 3: a",
        "1 → b 2 → c 3 → a",
        "(1) b (2) c (3) a",
        "1b2c3a",
        "[b, c, a]",
        "b) c) a)",
        "1. b\n2. c\n3. a",
    ],
)
def test_pairs_are_read_as_people_type_them(raw):
    reading = question().variant(0).read(raw)
    assert reading.value == ("b", "c", "a")
    assert reading.echo == "1b 2c 3a"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", "Type a letter from a to c for each number, such as 1b 2a 3c."),
        ("uno", "Type a letter from a to c"),
        ("1 2 3", "Type a letter from a to c"),
        ("1d 2a 3b", "Type a letter from a to c"),
        ("1b 1c 2a", "You typed a number twice"),
        ("a b c a", "There are 3 numbers to match"),
        ("4a", "There are 3 numbers to match"),
        ("1b", "Each number needs a letter. Still missing: 2, 3."),
    ],
)
def test_what_is_no_letter_for_each_number_is_unreadable(raw, says):
    with pytest.raises(UnreadableError, match=says):
        question().variant(0).read(raw)


@pytest.mark.parametrize("seed", range(20))
def test_rights_are_shuffled_and_distractors_stand_among_them(seed):
    variant = question(distractors=("quattro",)).variant(seed)
    assert sorted(variant.rights) == ["due", "quattro", "tre", "uno"]
    assert variant.rights != ("uno", "due", "tre", "quattro")
    assert variant.lefts == ("one", "two", "three")
    shown = dict(zip("abcd", variant.rights, strict=True))
    assert [shown[letter] for letter in variant.key] == ["uno", "due", "tre"]
    assert variant.grade(variant.read(variant.key_text)).verdict is Verdict.CORRECT
    assert variant.grade(variant.read(" ".join(variant.key))).score == 1


def test_a_right_of_several_lefts_is_offered_once():
    variant = question(("4", "even"), ("6", "even"), ("5", "odd"), distractors=("odd ",)).variant(1)
    assert sorted(variant.rights) == ["even", "odd"]
    assert variant.key[0] == variant.key[1] != variant.key[2]
    assert variant.grade(variant.read(variant.key_text)).verdict is Verdict.CORRECT


def test_the_score_is_the_share_of_right_pairs_and_each_wrong_one_is_mended():
    variant = question(("one", "uno", "It is Italian."), ("two", "due"), ("three", "tre")).variant(
        0
    )
    first, second, third = variant.key
    grade = variant.grade(variant.read(f"{second} {first} {third}"))
    assert (grade.verdict, grade.value) == (Verdict.PARTIAL, [second, first, third])
    assert grade.score == pytest.approx(1 / 3)
    assert grade.feedback == (
        f"1 of 3 pairs is right. 1 goes with **{first}**, not {second}: It is Italian. "
        f"2 goes with **{second}**, not {first}."
    )
    none = variant.grade(variant.read(f"{second} {third} {first}"))
    assert (none.verdict, none.score) == (Verdict.INCORRECT, 0)


def test_no_two_lefts_of_a_variant_read_alike():
    asked = question(("{{ a }}", "x"), ("{{ b }}", "y"), draw=dict.fromkeys("ab", "integer(1, 3)"))
    assert all(len(set(asked.variant(seed).lefts)) == 2 for seed in range(40))
    with pytest.raises(UsageError, match="always read alike"):
        question(("{{ 2 }}", "x"), ("{{ 1 + 1 }}", "y")).variant(0)


def test_what_an_author_should_mend_is_told():
    def told(one):
        variants = [one.variant(seed) for seed in range(2)]
        return {
            message.split(":")[0] for _, message in (*one.faults(variants), *one.remarks(variants))
        }

    assert told(question()) == set()
    assert told(question(("4", "even"), ("6", "even"))) == {"every left has the same right"}
    assert told(question(("4", "even"), ("5", "odd"), distractors=("even",))) == {
        "a distractor is right"
    }
    assert told(question(("4", "even"), ("4 ", "odd"))) == {"two lefts read alike"}
