"""Sentences turned round, for testing that they aren't taken for what they were."""

from __future__ import annotations

import pytest

from quizapp.answers.words.opposites import (
    is_reverse,
    is_turned,
    opposed,
    orders,
    reversals,
    unsigned,
)
from quizapp.answers.words.tokens import stem


def test_a_word_stands_for_its_opposite_and_roles_change_places():
    assert list(reversals("The largest output minus the target.")) == [
        "The smallest output minus the target.",
        "The largest output plus the target.",
        "The largest target minus the output.",
    ]
    assert list(reversals("Nothing to turn.")) == []


@pytest.mark.parametrize(
    ("signed", "without"),
    [
        ("It is -∑ p log p.", "It is ∑ p log p."),
        ("It is minus the sum of p log p.", "It is the sum of p log p."),
        ("The negative log-likelihood.", "The negative log-likelihood."),
        ("log-sum-exp", "log-sum-exp"),
    ],
)
def test_the_first_minus_before_a_sum_or_logarithm_is_left_out(signed, without):
    assert unsigned(signed) == without


def test_opposites_are_those_that_are_not_there_too():
    assert opposed({stem("large"), "minus"}) == {stem("small"), "plus"}
    assert opposed({"minus", "plus"}) == frozenset()


def test_an_order_counts_where_all_sentences_have_it():
    assert orders([["q", "minus", "y"], ["q", "y"]]) == {("q", "y")}
    assert orders([["q", "minus", "y"], ["y", "q"]]) == frozenset()
    assert is_turned(["y", "minus", "q"], {("q", "y")})
    assert not is_turned(["q", "minus", "y"], {("q", "y")})
    assert not is_turned(["y", "minus", "y"], {("q", "y")})


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lower threshold more alarm", False),
        ("higher threshold fewer alarm", False),
        ("lower threshold less alarm", True),
        ("higher threshold more alarm", True),
    ],
)
def test_one_opposite_turns_an_example_round_and_two_do_not(words, expected):
    example = frozenset(map(stem, ("lower", "threshold", "more", "alarm")))
    assert is_reverse(frozenset(map(stem, words.split())), [example]) == expected


def test_a_sentence_that_says_much_more_is_no_reverse():
    example = frozenset({"softmax", "exclusive", "class"})
    assert is_reverse({"sigmoid", "exclusive", "class"}, [example])
    more = {"as", "each", "label", "may", "hold", "by", "itself"}
    assert not is_reverse({"sigmoid", "exclusive", "class", *more}, [example])


def test_an_example_as_it_is_outweighs_the_reverse_of_another():
    examples = [
        frozenset({"kl", "infinit", "overlap"}),
        frozenset({"emd", "finit", "overlap", "kl"}),
    ]
    assert not is_reverse(frozenset({"kl", "infinit", "overlap"}), examples)
