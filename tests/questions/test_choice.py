"""Choosing by letters: how it is read, graded and shuffled."""

from __future__ import annotations

import pytest

from quizapp.errors import UnreadableError, UsageError
from quizapp.questions.choice import ChoiceQuestion, ChoiceVariant, Option


def question(*correct, wrong=2, **more):
    options = [Option(f"right {place}", correct=True, why=f"yes {place}") for place in correct]
    options += [Option(f"wrong {place}", why=f"no {place}") for place in range(wrong)]
    return ChoiceQuestion(
        id="q", bank="b", topic="x", level=1, stem="?", options=tuple(options), **more
    )


def letters(variant, *texts):
    shown = [option.text for option in variant.options]
    return ["abcdefgh"[shown.index(text)] for text in texts]


def grade(variant, *texts):
    return variant.grade(variant.read(" ".join(letters(variant, *texts))))


def drawn(right, wrong, **more):
    return ChoiceQuestion(
        id="q",
        bank="b",
        topic="x",
        level=1,
        stem="?",
        options=(Option(right, correct=True), Option(wrong), Option("none")),
        **more,
    )


def test_no_variant_offers_the_same_text_twice():
    """Precision and recall, say, are often the same number."""
    asked = drawn(
        "{{ round(a / (a + b), 2) }}",
        "{{ round(a / (a + c), 2) }}",
        draw=dict.fromkeys("abc", "integer(1, 4)"),
    )
    variants = [asked.variant(seed) for seed in range(60)]
    assert all(len(set(variant.entries)) == 3 for variant in variants)
    assert 10 < sum(variant.attempt > 0 for variant in variants) < 40
    assert [asked.variant(seed).parameters for seed in range(60)] == [
        variant.parameters for variant in variants
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("{{ a + 2 }}", "{{ a * 2 }}"), ("{{ a:2 }}", "{{ a }}"), ("of  {{ a }}", "of {{ a }}")],
)
@pytest.mark.parametrize("more", [{"draw": {"a": "choice([2])"}}, {"let": {"a": "2"}}])
def test_options_that_always_read_alike_are_refused(right, wrong, more):
    with pytest.raises(UsageError, match="b/q@3: no usable draw: two options or lines always read"):
        drawn(right, wrong, **more).variant(3)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("10", "1"), ("{{ a }}0", "{{ a }}"), ("0.05", "0.5"), ("{{ [1][a] }}", "2")],
)
def test_options_that_read_differently_are_asked(right, wrong):
    assert drawn(right, wrong, let={"a": "2"}).variant(3).attempt == 0


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("b", ("b",)),
        (" B ", ("b",)),
        ("(b)", ("b",)),
        ("b)", ("b",)),
        ("b.", ("b",)),
        ("a,c", ("a", "c")),
        ("c, a", ("a", "c")),
        ("a c", ("a", "c")),
        ("ac", ("a", "c")),
        ("a and c", ("a", "c")),
        ("a & c", ("a", "c")),
        ("a;c", ("a", "c")),
        ("a) c)", ("a", "c")),
    ],
)
def test_letters_are_read_as_people_type_them(raw, read):
    assert question(1, 2).variant(0).read(raw).value == read


@pytest.mark.parametrize(
    "raw", ["", " ", "e", "z", "1", "abz", "a,,e", "aa", "a a", "the first", "é", "İ", "()"]
)
def test_what_names_no_options_is_unreadable(raw):
    with pytest.raises(UnreadableError, match="Type letters from a to d"):
        question(1, 2).variant(0).read(raw)


def test_several_letters_are_unreadable_where_one_is_correct():
    with pytest.raises(UnreadableError, match="Type one letter"):
        question(1).variant(0).read("a b")


def test_the_right_letter_is_correct_and_says_why():
    variant = question(1).variant(0)
    found = grade(variant, "right 1")
    assert (found.verdict, found.score) == ("correct", 1)
    assert found.feedback == "Right. yes 1"
    assert found.value == list(variant.key)


def test_a_wrong_letter_says_why_it_tempts():
    found = grade(question(1).variant(0), "wrong 1")
    assert (found.verdict, found.score, found.feedback) == ("incorrect", 0, "no 1")


@pytest.mark.parametrize(
    ("chosen", "verdict", "score"),
    [
        (["right 1", "right 2"], "correct", 1),
        (["right 1"], "partial", 0.5),
        (["right 1", "right 2", "wrong 0"], "partial", 0.5),
        (["right 1", "wrong 0"], "incorrect", 0),
        (["right 1", "right 2", "wrong 0", "wrong 1"], "incorrect", 0),
        (["wrong 0"], "incorrect", 0),
    ],
)
def test_of_several_correct_a_share_counts_less_what_is_wrong(chosen, verdict, score):
    found = grade(question(1, 2).variant(0), *chosen)
    assert (found.verdict, found.score) == (verdict, score)


def test_choosing_everything_never_pays():
    for wrong in range(1, 5):
        variant = question(1, 2, wrong=wrong).variant(0)
        everything = variant.grade(variant.read("abcdefgh"[: 2 + wrong]))
        assert everything.score < 1


def test_the_seed_decides_the_order_and_nothing_else_does():
    one = question(1, 2, 3)
    orders = [tuple(option.text for option in one.variant(seed).options) for seed in range(20)]
    again = [tuple(option.text for option in one.variant(seed).options) for seed in range(20)]
    assert orders == again
    assert len(set(orders)) > 10
    assert all(sorted(order) == sorted(orders[0]) for order in orders)


@pytest.mark.parametrize("seed", range(10))
def test_every_variant_grades_its_own_key_as_correct(seed):
    variant = question(1, 2).variant(seed)
    assert variant.grade(variant.read(variant.key_text)).score == 1


def test_options_show_what_was_drawn():
    options = (Option("{{ k }}", correct=True, why="{{ k + 1 }}"), Option("-{{ k }}", why="no"))
    drawn = ChoiceQuestion(
        id="q", bank="b", topic="x", level=1, stem="?", options=options, draw={"k": "choice([7])"}
    )
    variant = drawn.variant(0)
    assert {option.text for option in variant.options} == {"7", "-7"}
    assert grade(variant, "7").feedback == "Right. 8"


def alike(*texts, correct=("4",)):
    options = tuple(
        Option(text, correct=text in correct and place < 2, why=f"{text} at {place}")
        for place, text in enumerate(texts)
    )
    asked = ChoiceQuestion(id="q", bank="b", topic="x", level=1, stem="?", options=options)
    return ChoiceVariant(asked, 0, {})


def lettered(variant, place):
    """Return the letter of the option that the author wrote at a place."""
    whys = [option.why[-1] for option in variant.options]
    return "abcdefgh"[whys.index(str(place))]


def test_options_with_the_same_text_are_graded_alike():
    variant = alike("4", "3", "4")
    for place, verdict in ((0, "correct"), (2, "correct"), (1, "incorrect")):
        assert variant.grade(variant.read(lettered(variant, place))).verdict == verdict


def test_options_that_differ_in_markup_alone_are_graded_alike():
    variant = alike("1/2", "2", "$\\frac{1}{2}$", correct=("1/2",))
    for place, verdict in ((0, "correct"), (2, "correct"), (1, "incorrect")):
        assert variant.grade(variant.read(lettered(variant, place))).verdict == verdict


def test_a_draw_in_which_options_differ_in_markup_alone_is_refused():
    options = (Option("{{ a }}", correct=True), Option("${{ b }}$", why="no"))
    drawn = ChoiceQuestion(
        id="q",
        bank="b",
        topic="x",
        level=1,
        stem="?",
        options=options,
        draw={"a": "integer(1, 2)", "b": "integer(1, 2)"},
    )
    for seed in range(10):
        parameters = drawn.variant(seed).parameters
        assert parameters["a"] != parameters["b"]


def test_a_text_counts_once_however_many_options_have_it():
    variant = alike("4", "6", "4", "3", correct=("4", "6"))
    for places, score in (((0, 1), 1), ((2, 1), 1), ((0, 2, 1), 1), ((0, 2), 0.5), ((2, 3), 0)):
        typed = " ".join(lettered(variant, place) for place in places)
        assert variant.grade(variant.read(typed)).score == score
