"""Answers of a word or a few, forgiven what doesn't matter."""

from __future__ import annotations

import pytest

from quizapp.errors import UnreadableError
from quizapp.questions.base import Verdict
from quizapp.questions.short import ShortQuestion, WrongText
from quizapp.reports.slip_meanings import meanings


def question(*accepts, wrong=(), **more):
    return ShortQuestion(
        id="q",
        bank="b",
        topic="x",
        level=1,
        stem="?",
        accepts=accepts,
        wrong=tuple(WrongText(*one) for one in wrong),
        **more,
    )


def graded(raw, *accepts, **more):
    variant = question(*accepts, **more).variant(0)
    return variant.grade(variant.read(raw))


@pytest.mark.parametrize(
    ("raw", "accepted"),
    [
        ("softmax", "softmax"),
        ("  The Softmax ", "softmax"),
        ("soft-max", "softmax"),
        ("SOFT MAX", "softmax"),
        ("crossentropy", "cross-entropy"),
        ("Cross–Entropy.", "cross-entropy"),
        ("cross entropy", "the cross-entropy"),
        ("naive bayes", "naïve Bayes"),
        ("Poincare", "Poincaré"),
        ("Bessels correction", "Bessel's correction"),
        ("`argmax`", "$argmax$"),
        ("softmx", "softmax"),
        ("sotfmax", "softmax"),
        ("stochastik gradient decent", "stochastic gradient descent"),
        ("crosentropy", "cross-entropy"),
        ("logits", "logit"),
        ("bit", "bits"),
        ("10,000", "10000"),
        ("C++", "c++"),
        ("L2 norm", "L2-norm"),
        ("It's the softmax", "softmax"),
        ("its softmax", "softmax"),
        ("I think that’s sofmax.", "softmax"),
        ("I'd say: softmax", "softmax"),
        ("softmax, I guess", "softmax"),
        ("maybe softmax?", "softmax"),
        ("um, we call it softmax I think", "softmax"),
        ("It is what it is", "it is what it is"),
    ],
)
def test_what_does_not_matter_is_forgiven(raw, accepted):
    assert graded(raw, "something else", accepted).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        ("recall (sensitivity)", Verdict.CORRECT),
        ("sensitivity/recal", Verdict.CORRECT),
        ("recall, or sensitivity", Verdict.CORRECT),
        ("recall (?)", Verdict.CORRECT),
        ("recall (precision)", Verdict.INCORRECT),
        ("recall or precision", Verdict.INCORRECT),
        ("precision, recall", Verdict.INCORRECT),
        ("(), ;", None),
    ],
)
def test_several_names_are_right_where_each_of_them_is(raw, verdict):
    if verdict is None:
        with pytest.raises(UnreadableError):
            graded(raw, "recall")
    else:
        assert graded(raw, "recall", "sensitivity").verdict is verdict


@pytest.mark.parametrize(
    ("raw", "accepted"),
    [
        ("L1 norm", "L2 norm"),
        ("type II error", "type I error"),
        ("typeii error", "type I error"),
        ("unsupervised", "supervised"),
        ("decrease", "increase"),
        ("minimum", "maximum"),
        ("minimization", "maximization"),
        ("not softmax", "softmax"),
        ("10", "-10"),
        ("1.5", "15"),
        ("vitamin", "vitamin A"),
        ("soft", "softmax"),
        ("nat", "bat"),
        ("C", "C++"),
        ("it's not softmax", "softmax"),
        ("I think it isn't softmax", "softmax"),
        ("I think it is", "softmax"),
        ("I'd say softmax, not sigmoid", "softmax"),
    ],
)
def test_another_answer_is_no_typo(raw, accepted):
    grade = graded(raw, accepted)
    assert (grade.verdict, grade.score) == (Verdict.INCORRECT, 0)
    assert grade.feedback == "That isn't it."


def test_a_typo_is_told_as_it_is_written():
    assert graded("softmx", "softmax").feedback == "Right. It's written: softmax."
    assert graded("SOFTMAX", "softmax").feedback == "Right."


def test_a_wrong_answer_that_was_expected_is_told_why():
    wrong = [("recalls", "That's of the positives."), ("perdicsion", "No.")]
    assert graded("RECALL", "precision", wrong=wrong).feedback == "That's of the positives."
    assert graded("precision", "precision", wrong=wrong).verdict is Verdict.CORRECT
    # One typo from each: it isn't taken for the right one.
    assert graded("I think it's recall", "precision", wrong=wrong).slips == ("answered-recalls",)
    assert graded("perdiction", "prediction", wrong=wrong).feedback == "No."


def test_a_pattern_accepts_what_it_covers():
    pattern = {"all": ["@MINUS", "log"], "not": ["plus"]}
    asked = question("negative log", pattern)
    wording = type(asked.wording)({}, {"MINUS": ("minus", "negative")})
    variant = asked.worded(wording).variant(0)
    assert variant.grade(variant.read("minus the log of p")).verdict is Verdict.CORRECT
    assert variant.grade(variant.read("the log of p")).verdict is Verdict.INCORRECT


def test_texts_are_filled_in_and_the_first_is_shown():
    asked = question(
        "{{ colour[k] }}",
        "the {{ colour[k] }} one",
        draw={"k": "index(2)"},
        words={"colour": ("red", "blue")},
    )
    variants = [asked.variant(seed) for seed in range(10)]
    assert {variant.key_text for variant in variants} == {"red", "blue"}
    for variant in variants:
        assert variant.grade(variant.read(f"the {variant.key_text} one")).score == 1


@pytest.mark.parametrize("raw", ["", "   ", "?!", "x" * 300])
def test_what_holds_no_word_or_too_many_is_unreadable(raw):
    with pytest.raises(UnreadableError):
        question("softmax").variant(0).read(raw)


def test_a_pattern_ends_soon_on_any_answer():
    asked = question("a", {"seq": ["a", "a", "a", "a", "a", "a"], "within": 200}).variant(0)
    assert asked.grade(asked.read("a " * 99)).verdict is Verdict.CORRECT


def test_what_an_author_should_mend_is_told():
    def told(one):
        variants = [one.variant(0)]
        return {
            message.split(":")[0] for _, message in (*one.faults(variants), *one.remarks(variants))
        }

    assert told(question("softmax", wrong=[("sigmoid", "No.")])) == set()
    assert told(question("softmax", wrong=[("Softmax", "No.")])) == {"a wrong answer is accepted"}
    assert told(question("softmax", "?")) == {"a text has no word to compare"}
    hint = ("It begins like soft max.",)
    assert told(question("soft max", hints=hint)) == {"a hint gives away the answer"}


@pytest.mark.parametrize(
    ("wrong", "slip"),
    [
        (("Softmax", "No."), "answered-softmax"),
        (("the soft max", "No."), "answered-soft-max"),
        (("softmax", "No.", "one-for-all"), "one-for-all"),
        (("π", "No."), None),
        (("{{ 1 + 1 }}", "No."), None),
    ],
)
def test_a_wrong_text_is_a_mistake_that_can_become_a_habit(wrong, slip):
    one = question("sigmoid", wrong=[wrong])
    variant = one.variant(0)
    grade = variant.grade(variant.read(variant.fill(wrong[0])))
    assert grade.verdict is Verdict.INCORRECT
    assert grade.slips == ((slip,) if slip else ())
    assert one.slip_ids == set(grade.slips)
    assert graded("tanh", "sigmoid", wrong=[wrong]).slips == ()


def test_what_a_wrong_text_means_is_told_of_the_mistake():
    assert meanings([question("sigmoid", wrong=[("Softmax", "It shares.")])])[
        "answered-softmax"
    ] == ("It shares.")
