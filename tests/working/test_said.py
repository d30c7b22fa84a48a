from itertools import islice

import pytest

from quizapp.questions.numeric import NumericQuestion
from tests.benchmarks.slips import said, untrue, variants


def _question(answer, unit="nats", **fields):
    return NumericQuestion(
        id="a", bank="b", topic="c", level=1, stem="", answer=answer, unit=unit, **fields
    )


def _feedback(answer, typed, unit="nats", **fields):
    variant = _question(answer, unit, **fields).variant()
    return variant.grade(variant.read(typed))


@pytest.mark.thorough
def test_nothing_untrue_is_said_of_mistakes_in_a_third_of_the_shipped_questions():
    found = [
        f"{variant.id}: {sentence.text}"
        for variant in islice(variants((3,)), 0, None, 3)
        for mistake in variant.diagnosis.mistakes
        for sentence in [said(variant.diagnosis, mistake)]
        for _ in untrue(sentence)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("answer", "typed", "slip", "says"),
    [
        ("kl_divergence([0.5, 0.5], [0.9, 0.1])", "-0.5108", "missing_minus", "never negative"),
        ("js_divergence([0.5, 0.5], [0.9, 0.1])", "-0.1017", "missing_minus", "never negative"),
        (
            "mutual_information([[0.4, 0.1], [0.1, 0.4]])",
            "-0.1927",
            "difference_reversed",
            "subtraction is reversed",
        ),
        (
            "information_gain([7, 7], [[6, 1], [1, 6]])",
            "-0.283",
            "difference_reversed",
            "subtraction is reversed",
        ),
        ("entropy([0.5, 0.5])", "-0.6931", "missing_minus", "leading minus"),
        ("mean(surprisal([0.5, 0.25]))", "-1.04", "missing_minus", "leading minus"),
        ("ln(95)", "-4.554", "wrong_sign", "The sign is wrong: the answer is positive."),
        ("2.5 * ln(2)", "-1.733", "wrong_sign", "The sign is wrong: the answer is positive."),
    ],
)
def test_a_wrong_sign_gets_what_really_leads_to_it(answer, typed, slip, says):
    grade = _feedback(answer, typed)
    assert grade.slips == (slip,)
    assert says in grade.feedback


@pytest.mark.parametrize(
    ("answer", "typed", "says"),
    [
        (
            "surprisal(0.06) + surprisal(0.3)",
            "0.06 - ln(0.3)",
            "For the surprisal of 0.06, you took 0.06. That's the probability itself",
        ),
        (
            "binary_cross_entropy([1, 0, 1], [0.7, 0.8, 0.9])",
            "(-ln(0.7) - ln(0.8) - ln(0.9)) / 3",
            "In entry 2, you took 0.2231 for the binary cross-entropy. For y = 0",
        ),
        (
            "exp(entropy([0.2, 0.3, 0.5]))",
            "exp(exp(1.0297))",
            "For the entropy, you took 2.800. That's the perplexity",
        ),
        (
            "cross_entropy(one_hot(2, 3), [0.1, 0.2, 0.7])",
            "1.609",
            "You took the second class, but the true class is the third.",
        ),
        ("surprisal(0.06)", "0.06", "This may be the reason. That's the probability itself"),
    ],
)
def test_a_mistake_in_one_part_is_told_of_that_part(answer, typed, says):
    assert says in _feedback(answer, typed).feedback


def test_names_that_are_words_name_the_parts():
    question = _question(
        "kl_divergence(production, training) + kl_divergence(training, production)",
        let={"production": "[0.6, 0.4]", "training": "[0.8, 0.2]"},
    )
    texts = [question.variant().diagnosis.says(one) for one in question.variant().mistakes]
    assert any("the KL divergence of production and training, you took" in one for one in texts)
