"""However much a rubric asks to be looked for, looking soon ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.answers.words import search, tokens
from quizapp.answers.words.findings import Status
from quizapp.answers.words.judging import Judge
from quizapp.answers.words.lexicon import MOST_IN_ALL, MOST_PHRASES, Lexicon
from quizapp.answers.words.points import Point, Wording
from quizapp.answers.words.said import Element, Said, Word
from quizapp.answers.words.steps import Steps
from quizapp.answers.words.tokens import Nearby, Phrases, alike, sentences
from quizapp.bank.reader import read_text
from tests.cases.rubrics import HOSTILE


def status(answer, *match):
    judge = Judge([Point("it", "", 1, match)], (), Wording({}, {}))
    return judge.judge(answer).points[0].status


@pytest.mark.thorough
@pytest.mark.parametrize("name", HOSTILE)
def test_judging_by_a_hostile_rubric_ends(name):
    text, answer = HOSTILE[name]
    (question,) = read_text(text, Path("hostile.yaml")).questions
    assert [one.id for one in question.judge.judge(answer).points] == ["it"]


def test_what_is_not_found_in_as_many_steps_is_not_found(monkeypatch):
    answer = "a b. " * 20 + "c."
    assert status(answer, "c") is Status.COVERED
    assert status(answer, {"seq": ["b", "a"]}, "c") is Status.COVERED
    monkeypatch.setattr(search, "MOST_STEPS", 50)
    assert status(answer, "c") is Status.COVERED
    assert status(answer, {"seq": ["b", "a"]}, "c") is Status.NOT_FOUND


def test_what_was_found_with_a_but_is_asked_about_when_the_steps_are_spent(monkeypatch):
    monkeypatch.setattr(search, "MOST_STEPS", 60)
    assert status("maybe a. maybe a. maybe a. a.", "a") is Status.UNSURE


@pytest.mark.parametrize(
    ("answer", "pattern"),
    [
        ("a " * 70 + "b", {"seq": ["a", "b"], "within": 100}),  # many places of one word
        ("a " * 30 + "b", "a b"),  # many beginnings of a phrase
        ("a b. " * 15 + "b a", {"seq": ["b", "a"]}),  # many sentences
        ("a. " * 15 + "b a", {"seq": ["b", "a"], "scope": "pair"}),  # many pairs of them
        (
            "entropy " + " ".join(f"entrop{one}" for one in "abcdefghijklmnopqrstuvwxz") * 3,
            "entropy",
        ),
        ("a b " * 6 + "c", {"all": ["a|b", "a|b", "c"], "within": 50}),  # many ways to choose
        ("not a. " * 3 + "a.", "a"),  # many that have to be looked around
    ],
)
def test_all_that_takes_time_takes_steps(answer, pattern, monkeypatch):
    assert status(answer, pattern) is Status.COVERED
    monkeypatch.setattr(search, "MOST_STEPS", 65)
    assert status(answer, pattern) is not Status.COVERED


def test_each_stretch_is_looked_at_once_and_only_where_something_is():
    read = sentences("a b. c. a. a a. c. c.", Phrases({}))
    said = Said(read, Steps(1_000))
    spans = said.spans(Element(((Word("a", prefix=False),),)))
    assert list(said.stretches("sentence", spans)) == [(0, 2), (3, 4), (4, 6)]
    assert list(said.stretches("pair", spans)) == [(0, 3), (2, 4), (3, 6), (4, 7)]
    assert list(said.stretches("answer", spans)) == [(0, 8)]
    alone = Said(sentences("a b", Phrases({})), Steps(1_000))
    spans = alone.spans(Element(((Word("b", prefix=False),),)))
    assert list(alone.stretches("pair", spans)) == [(0, 2)]


def test_phrases_are_found_in_as_many_comparisons_as_may_be_and_the_rest_is_as_it_was(monkeypatch):
    phrases = Phrases({"ab": ["a b"]})

    def read():
        return [token.word for one in sentences("a b. a b.", phrases) for token in one.tokens]

    assert read() == ["ab", "ab"]
    monkeypatch.setattr(tokens, "MOST_COMPARED", 6)
    assert read() == ["ab", "a", "b"]


def test_each_name_is_resolved_once_whatever_the_order():
    lexicon = Lexicon({"a": ["@b|x", "@c"], "b": ["@c|y"], "c": ["z"]})
    assert lexicon.phrases("@a | word") == ("z", "y", "x", "z", "word")
    assert lexicon.size("@a | word") == (5, 8)
    assert lexicon.cycle == ()


def test_a_deep_chain_of_names_is_followed_to_its_end():
    names = {f"n{place}": [f"@n{place + 1}"] for place in range(3_000)}
    assert Lexicon({**names, "n3000": ["end"]}).phrases("@n0") == ("end",)


def test_names_that_lead_to_themselves_stand_for_nothing_and_others_for_what_they_did():
    lexicon = Lexicon({"a": ["@b"], "b": ["x|@a"], "c": ["y"]})
    assert set(lexicon.cycle) == {"a", "b"}
    assert lexicon.phrases("@a|@c|@none") == ("y",)


def test_a_name_stands_for_one_phrase_more_than_it_may_at_most():
    lexicon = Lexicon({"a": ["x"] * 60, "b": ["@a"] * 60, "c": ["@b"] * 60})
    assert len(lexicon.phrases("@b")) == len(lexicon.phrases("@c")) == MOST_PHRASES + 1
    assert not lexicon.is_too_large
    many = Lexicon({f"n{place}": ["x"] * 1_000 for place in range(MOST_IN_ALL // 1_000)})
    assert not many.is_too_large
    assert Lexicon({"a": ["x"], **{f"n{at}": ["x"] * 1_000 for at in range(10)}}).is_too_large


@pytest.mark.parametrize(
    "typed", ["entropy", "entrpy", "entroppy", "entorpy", "entrapy", "entropyy", "netropy", "trope"]
)
def test_all_that_is_alike_is_among_the_candidates(typed):
    known = ["entropy", "entrope", "gradient", "trope", "abc"]
    found = Nearby(known).candidates(typed)
    assert {one for one in known if alike(one, typed)} <= set(found)
    assert "gradient" not in found
