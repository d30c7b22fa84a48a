"""Answers worked out by hand: computed from what is shown, and accepted."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import parse
from quizapp.questions.base import Verdict
from quizapp.questions.numeric import NumericQuestion, Tolerance
from quizapp.text import lines as plain_lines
from quizapp.working import by_hand
from tests.stubs import shipped_banks, shipped_variants

NAMES = {"ln": "ln", "log₂": "log2", "log₁₀": "log10"}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
ROUGH = {"rel": 0.005, "abs": 0.006}
"""What ln(1 + x) ≈ x and logarithms of three decimals may be off."""


def question(answer, unit="nats", tolerance=0.01):
    return NumericQuestion(
        id="q",
        bank="b",
        topic="x",
        level=1,
        stem="?",
        answer=answer,
        unit=unit,
        tolerance=Tolerance(relative=tolerance),
    )


def value(text):
    """Return what one side of a line comes to."""
    text = re.sub(r" (nat|bit|ban)s?$", "", text)
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: f"**{power[0].translate(RAISED)}", text)
    text = re.sub(r"\|(.+)\|", r"abs(\1)", text).translate(str.maketrans("−·", "-*"))
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(
        r"(log₁₀|log₂|ln) ?(\([^()]*(?:\([^()]*\)[^()]*)*\)|[\d.]+)",
        lambda found: f"{NAMES[found[1]]}({found[2]})",
        text,
    )
    return Engine({}).value(parse(text))


def follows(line):
    """Assert that each side of a line follows from the one before it."""
    line = re.sub(r"^(row|entry) [^:]*: ", "", line)
    for claim in re.split(r"; |, so ", line):
        first, *others = re.split(r" ([=≈]) ", claim)
        before = value(first)
        for sign, text in zip(others[::2], others[1::2], strict=True):
            after = value(text)
            exact = sign == "=" and ("·" in text or "ln" in text or "log" in text)
            assert after == pytest.approx(before, **({"rel": 1e-6} if exact else ROUGH)), claim
            if sign == "=" and not exact:
                assert after == pytest.approx(before, abs=0.00051), claim
            before = after
    return before


SHIPPED = [bank.name for bank in shipped_banks().banks]


@pytest.mark.parametrize("bank", SHIPPED)
def test_an_estimate_of_a_shipped_question_follows_line_by_line_and_is_correct(bank):
    for first in shipped_variants(bank):
        for variant in (first, first.question.variant(2)) if first.question.generated else (first,):
            found = variant.by_hand
            ends = [follows(line) for line in found.lines]
            if ends and not variant.shape:
                assert ends[-1] == pytest.approx(value(found.number), abs=1e-9)
            if ends:
                grade = variant.grade(variant.read(found.number))
                assert grade.verdict is Verdict.CORRECT
            assert len(found.lines) <= by_hand.MOST_LINES


@pytest.mark.parametrize(
    ("answer", "unit", "tolerance", "number"),
    [
        ("cross_entropy([0, 1], [0.3, 0.7])", "nats", 0.01, "0.357"),
        ("surprisal(0.7)", "nats", 1e-3, "0.357"),
        ("surprisal(0.7)", "nats", 5e-4, ""),
        ("2 * surprisal(0.2)", "nats", 0.01, "3.218"),
        ("surprisal(0.2) + surprisal(0.5)", "nats", 0.01, "2.302"),
        ("surprisal(0.2) - surprisal(0.25)", "nats", 0.01, "0.223"),
        ("entropy([0.2, 0.8])", "bits", 0.01, "0.722"),
        ("entropy([0.25, 0.75])", "bans", 0.01, "0.244"),
        ("entropy([0.5, 0.5])", "bits", 0.01, ""),
        ("surprisal([0.2, 0.25])", "nats", 0.01, "[1.609, 1.386]"),
        ("exp(surprisal(0.2))", "none", 0.01, ""),
        ("2 ** surprisal(0.2)", "none", 0.01, ""),
        ("cross_entropy_logits([2, 1], 0)", "nats", 0.01, ""),
        ("3 * 4", "none", 0.01, ""),
    ],
)
def test_an_estimate_is_shown_where_it_needs_no_calculator_and_is_correct(
    answer, unit, tolerance, number
):
    variant = question(answer, unit, tolerance).variant(0)
    assert variant.by_hand.number == (number if variant.by_hand.lines else "")
    assert bool(variant.by_hand.lines) == bool(number)
    shown = [line for line in plain_lines.lines(variant.explained()) if line.startswith("By hand:")]
    assert len(shown) == bool(number)


def test_each_logarithm_is_taken_once_and_short_ones_share_a_line():
    found = question("mean(surprisal([0.5, 0.2, 0.5]))").variant(0).by_hand
    assert found.lines == (
        "−ln 0.5 = ln 2 ≈ 0.693; −ln 0.2 = ln 5 ≈ 1.609",
        "(0.693 + 1.609 + 0.693) / 3 ≈ 0.998 nats",
    )


def test_an_estimate_is_not_longer_than_the_working():
    variant = question("entropy([0.15, 0.2, 0.3, 0.35])").variant(0)
    assert variant.by_hand.lines
    calculated = variant._calculated
    taken = by_hand.by_hand(
        calculated._scope.textbook,
        calculated.question.trees.expression(calculated.question.answer),
        "nats",
        lambda _: True,
        3,
    )
    assert taken == by_hand.Estimate()


def test_the_closest_logarithms_are_taken_where_the_simplest_are_refused():
    asked = question("surprisal(0.62)")
    exact = float(-np.log(0.62))
    simple, close = (replace(asked, tolerance=Tolerance(one)) for one in (0.01, 0.001))
    off = [abs(float(one.variant(0).by_hand.number) - exact) for one in (simple, close)]
    assert off[1] < off[0]
