"""Which points an answer seems to make, by the phrases in it and what stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.answers.words.findings import Status
from quizapp.answers.words.judging import Judge
from quizapp.answers.words.points import Misconception, Point, Wording
from quizapp.questions.open import OpenQuestion
from tests.stubs import ANY_CHARACTER, shipped_banks

WORDING = Wording(
    {"crossentropy": ("cross entropy",), "entropy": ("entropy",), "kl": ("kl divergence", "kl")},
    {"GE": ("greater|larger|at least",), "CE": ("crossentropy",), "LOOP": ("@LOOP",)},
)
OPEN = {
    question.name: question
    for question in shipped_banks().questions
    if isinstance(question, OpenQuestion)
}


def judged(answer, *match, refute=(), misconceptions=()):
    judge = Judge([Point("it", "", 1, match, refute)], misconceptions, WORDING)
    return judge.judge(answer)


def finding(answer, *match, refute=()):
    (found,) = judged(answer, *match, refute=refute).points
    return found


def status(answer, *match, refute=()):
    return finding(answer, *match, refute=refute).status


BOUND = {"seq": ["@CE", "@GE", "entropy"], "within": 8}


def test_a_sequence_is_found_in_its_order_alone():
    assert status("Cross-entropy is at least the entropy.", BOUND) == "covered"
    assert status("Entropy is at least the cross-entropy.", BOUND) == "not found"


def test_entropy_is_not_found_inside_cross_entropy():
    assert status("The cross-entropy is large.", "entropy") == "not found"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("The KL is the gap to the entropy.", "covered"),
        ("To the entropy the gap is the KL.", "covered"),
        ("The KL is the gap. There is entropy.", "not found"),
        ("The KL is, in a way that takes me a long time to say, the gap to entropy.", "not found"),
    ],
)
def test_all_is_found_in_any_order_within_a_sentence(answer, expected):
    assert status(answer, {"all": ["kl", "gap", "entropy"], "within": 9}) == expected


def test_a_wider_scope_reaches_over_sentences():
    answer = "The KL is the gap. I mean to the entropy. That is more."
    pattern = {"all": ["kl", "entropy"], "within": 20}
    assert status(answer, pattern) == "not found"
    assert status(answer, {**pattern, "scope": "pair"}) == "covered"
    assert status(answer, {"all": ["kl", "more"], "scope": "answer"}) == "covered"


@pytest.mark.parametrize("kind", ["seq", "all"])
def test_in_the_whole_answer_it_may_span_anything_unless_within_says(kind):
    pattern = {kind: ["left join", "is null"], "scope": "answer"}
    columns = ", ".join(f"column{number}" for number in range(40))
    answer = f"Take a left join of the two. Then list {columns}. Keep what is null."
    assert status(answer, pattern) == "covered"
    assert status(answer, {**pattern, "within": 30}) == "not found"
    assert status(answer.replace(". ", ", "), {**pattern, "scope": "sentence"}) == "not found"


def test_one_word_does_not_stand_for_two():
    assert status("an average", {"all": ["average|mean", "average|weight"]}) == "not found"
    assert status("a weighted average", {"all": ["average|mean", "average|weight*"]}) == "covered"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Cross-entropy is never at least the entropy.", "unsure"),
        ("Cross-entropy isn't at least the entropy.", "unsure"),
        ("It is not true that the cross-entropy is at least the entropy.", "unsure"),
        ("Cross-entropy is at least the entropy, which is wrong.", "unsure"),
        ("I'm not sure, but cross-entropy is at least the entropy.", "unsure"),
        ("Where a model is not sure, cross-entropy is at least the entropy.", "covered"),
        ("Not sure: cross-entropy is at least the entropy.", "unsure"),
        ("Not only is the cross-entropy at least the entropy, it is more.", "covered"),
        ("It has no unit, but cross-entropy is at least the entropy.", "covered"),
        ("Cross-entropy is at least the entropy where the model is wrong.", "covered"),
        ("It is no distance. Cross-entropy is at least the entropy.", "covered"),
    ],
)
def test_a_negation_or_a_doubt_is_asked_about(answer, expected):
    assert status(answer, BOUND) == expected


LONG = " ".join(["word"] * 30)
"""Makes a sentence so long that only what is near to a match is looked at."""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (f"Maybe {'x ' * 11}gap {LONG}", "unsure"),
        (f"Maybe {'x ' * 12}gap {LONG}", "covered"),
        (f"{LONG} gap {'x ' * 7}maybe", "unsure"),
        (f"{LONG} gap {'x ' * 8}maybe", "covered"),
        (f"Maybe {'x ' * 20}gap", "unsure"),
        (f"Maybe gap {LONG}", "unsure"),
        (f"It is not true that {'x ' * 7}gap {LONG}", "unsure"),
        (f"It is not true that {'x ' * 30}gap {LONG}", "unsure"),
        (f"A gap {'x ' * 6}which is wrong", "unsure"),
        (f"A gap {'x ' * 7}which is wrong", "unsure"),
        (f"A gap {'x ' * 8}which is wrong", "covered"),
        ("Which is wrong, the gap", "covered"),
        ("A gap, not true that it is", "covered"),
    ],
)
def test_a_doubt_or_a_denial_is_heard_as_far_as_it_reaches(answer, expected):
    assert status(answer, "gap") == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (f"It does not {'x ' * 7}gap", "unsure"),
        (f"It does not {'x ' * 8}gap", "covered"),
        ("It does not, gap", "covered"),
        ("It does not matter, but the gap", "covered"),
        ("A gap is not there", "covered"),
        ("The gap. It is not", "covered"),
        ("Not only the gap", "covered"),
        ("Why not the gap", "covered"),
        ("Or not the gap", "covered"),
        ("Not the gap", "unsure"),
    ],
)
def test_a_negation_reaches_some_words_of_its_own_clause(answer, expected):
    assert status(answer, "gap") == expected


def test_only_the_part_that_was_asked_for_is_looked_around():
    answer = "It is not true. A gap is the kl."
    assert status(answer, {"all": ["gap", "kl"]}) == "covered"
    assert status("Maybe it is. A gap is the kl.", {"all": ["gap", "kl"]}) == "covered"
    assert status("Maybe it is. A gap is it.", {"all": ["gap", "is"], "scope": "pair"}) == (
        "unsure"
    )


@pytest.mark.parametrize(("within", "expected"), [(3, "not found"), (4, "covered"), (5, "covered")])
@pytest.mark.parametrize("order", ["seq", "all"])
def test_a_pattern_spans_as_many_tokens_as_it_says(order, within, expected):
    assert status("a gap is the kl now", {order: ["gap", "kl"], "within": within}) == expected


def test_the_first_of_several_places_that_is_close_enough_is_quoted():
    found = finding("the kl a gap the kl is a gap", {"seq": ["kl", "gap"], "within": 3})
    assert found.quote == "kl a gap"
    found = finding("gap it is long kl gap", {"all": ["kl", "gap"], "within": 3})
    assert found.quote == "kl gap"


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence_unless_its_pattern_does():
    assert status("It is the loss. Function of it.", "loss function") == "not found"
    wide = {"all": ["loss function"], "scope": "answer"}
    assert status("It is the loss. Function of it.", wide) == "covered"


def test_a_beginning_is_found_in_a_word_and_in_its_stem():
    assert status("they classified it", "classif*") == "covered"
    assert status("the losses", "losse*") == "covered"
    assert status("the loss", "losse*") == "not found"
    assert status("an eloss", "loss*") == "not found"


def test_a_phrase_is_found_around_the_rarest_of_its_words():
    answer = "the the the loss of the the gap of the loss"
    assert finding(answer, "the gap of").quote == "the gap of"
    assert status(answer, "the gap of gap") == "not found"
    assert status(answer, "loss gap") == "not found"


def test_a_clear_statement_outweighs_an_unsure_one():
    answer = "Maybe cross-entropy is at least the entropy. Yes: cross-entropy is at least entropy."
    found = finding(answer, BOUND)
    assert (found.status, found.quote) == (Status.COVERED, "cross-entropy is at least entropy")


def test_a_negation_in_the_pattern_belongs_to_it():
    assert status("It does not vanish.", {"seq": ["not", "vanish"]}) == "covered"


def test_what_must_be_negated_is_found_negated_alone():
    pattern = {"all": ["gradient", "vanish*"], "polarity": "negative"}
    assert status("The gradient does not vanish.", pattern) == "covered"
    assert status("The gradient vanishes.", pattern) == "not found"
    assert status("It is not true that the gradient does not vanish.", pattern) == "unsure"


def test_what_may_not_stand_there_keeps_a_pattern_out():
    pattern = {"seq": ["kl", "is", "distance"], "not": ["squared"]}
    assert status("KL is like a distance.", pattern) == "covered"
    assert status("KL is like a squared distance.", pattern) == "not found"


def test_the_reversed_claim_makes_a_point_unsure():
    reversed_ = {"seq": ["@CE", "less", "entropy"]}
    answer = "Cross-entropy is at least the entropy, and cross-entropy is less than the entropy."
    assert status(answer, BOUND, refute=[reversed_]) == "unsure"


def test_a_misconception_is_quoted_and_blocks_its_points():
    wrong = Misconception("metric", "It is none.", ({"seq": ["kl", "is a", "metric"]},), ("it",))
    found = judged("Its gap is the KL. The KL is a metric.", "gap", misconceptions=[wrong])
    assert [(one.id, one.quote) for one in found.misconceptions] == [("metric", "KL is a metric")]
    assert found.points[0].status is Status.UNSURE
    assert found.covered == ()
    denied = judged("The KL is not a metric.", "gap", misconceptions=[wrong])
    assert denied.misconceptions == ()


def test_a_name_of_the_lexicon_that_leads_to_itself_finds_nothing():
    assert status("anything", "@LOOP", "@MISSING") == "not found"


def test_the_quote_is_what_was_written():
    quote = finding("So,  the Cross-Entropy\nis AT LEAST the entropy!", BOUND).quote
    assert quote == ""
    assert finding("So the Cross-Entropy  is AT LEAST the entropy!", BOUND).quote == (
        "Cross-Entropy is AT LEAST the entropy"
    )


@pytest.mark.thorough
@given(st.text(ANY_CHARACTER, max_size=300))
def test_whatever_is_written_is_judged_and_quoted_from_it(answer):
    for question in OPEN.values():
        found = question.judge.judge(answer)
        assert [one.id for one in found.points] == [point.id for point in question.rubric]
        for one in found.points:
            assert set(one.quote.split()) <= set(answer.split()) or one.quote in " ".join(
                answer.split()
            )


@pytest.mark.parametrize("name", OPEN)
def test_examples_are_covered_and_their_denials_are_not(name):
    question = OPEN[name]
    for point in question.rubric:
        for example in point.examples:
            for answer, covered in (
                (example, True),
                (f"It is not true that {example[0].lower()}{example[1:]}", False),
            ):
                found = {one.id: one for one in question.judge.judge(answer).points}
                assert (found[point.id].status is Status.COVERED) == covered, answer
        for wrong in point.wrong:
            assert point.id not in question.judge.judge(wrong).covered, wrong


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Some people say the KL has a gap.", "unsure"),
        ("Some people say otherwise, but the KL has a gap.", "covered"),
        ("They wrongly claim that the KL is there; and it has a gap.", "unsure"),
        ("I used to think this: the KL has a gap. All of that is wrong.", "unsure"),
        ("The KL has a gap. A word. None of that is true.", "unsure"),
        ("The KL has a gap. That is wrong.", "unsure"),
        (
            "The KL, as I would put it in a long sentence, is a gap between two things. "
            "But that is a mistake.",
            "unsure",
        ),
        ("My colleague claims that the KL has a gap.", "unsure"),
        ("I read somewhere that the KL has a gap.", "unsure"),
        ("I have heard of the gap.", "unsure"),
        ("I don't think that the KL has a gap.", "unsure"),
        ("It is never the case that the KL has a gap.", "unsure"),
        ("The gap is large when it is wrong.", "covered"),
        ("They say two things:\n- of entropy\n- the KL has a gap", "unsure"),
        ("- they say little of entropy\n- the KL has a gap", "covered"),
        ("Is it that the KL has a gap?", "unsure"),
        ("And the KL? It has a gap.", "covered"),
        ("The KL has a gap, right?", "covered"),
    ],
)
def test_what_others_say_or_the_learner_asks_or_no_longer_thinks_is_asked(answer, expected):
    assert status(answer, "gap") == expected


def test_a_verb_is_no_average():
    assert status("Multi-label means that each label has a loss.", "mean") == "not found"
    assert status("The mean over the labels.", "mean") == "covered"


def test_a_formula_keeps_its_sign():
    signed = {"seq": ["minus|negative", "sum", "p", "log", "p"], "within": 8}
    for answer in ("-∑ p log p", "H = -sum p log p", "it is - sum_i p_i log p_i", "−∑ p log p"):
        assert status(answer, signed) == "covered", answer
    for answer in (
        "sum p log p",
        "- sum p log p\n- a list",
        "The KL - sum p log p",
        "one-sum p log p",
    ):
        assert status(answer, signed) != "covered", answer
    assert status("It is q - y.", "q minus y") == "covered"
    assert status("It is (q-y).", "q - y") == "covered"
    assert status("y log p + (1-y) log(1-p)", {"seq": ["1 minus y", "1 minus p"]}) == "covered"


def test_what_may_not_stand_there_may_stand_far_away():
    pattern = {"all": ["kl", "metric"], "not": ["no"]}
    assert status("No KL is a metric.", pattern) == "not found"
    assert (
        status("KL is a metric: so in which direction makes no difference.", pattern) == "covered"
    )


def test_the_reverse_counts_only_where_nothing_nearer_explains_it():
    match = {"all": ["largest", "uniform"], "within": 12}
    refute = {"seq": ["largest", "certain"], "within": 12}
    both = "It is largest for uniform ones and zero if one is certain."
    assert status(both, match, refute=[refute]) == "covered"
    reversed_ = "It is largest for certain ones and zero for uniform ones."
    assert status(reversed_, match, refute=[refute]) == "unsure"


def test_nobody_is_accused_of_what_fits_the_point_itself():
    wrong = Misconception("below", "Never below.", ({"all": ["@CE", "lower", "entropy"]},), ("it",))
    match = {"seq": ["lower", "bounded", "entropy"]}
    found = judged(
        "Cross-entropy, as we know and saw, is lower bounded by entropy.",
        match,
        misconceptions=[wrong],
    )
    assert (found.misconceptions, found.unsure) == ((), ("it",))


def test_a_bare_mention_is_asked():
    point = Point("it", "It is the gap between cross-entropy and entropy.", 1, ("kl",))
    for answer, expected in (
        ("KL.", "unsure"),
        ("The KL reminds me of my teacher.", "unsure"),
        ("That is the KL.", "covered"),
        ("The gap: KL.", "covered"),
    ):
        (found,) = Judge([point], (), WORDING).judge(answer).points
        assert found.status == expected, answer


def test_an_answer_that_states_a_misconception_is_asked_point_by_point():
    wrong = Misconception("metric", "It is no metric.", ("kl is a metric",), ())
    found = judged("There is a gap. KL is a metric.", "gap", misconceptions=[wrong])
    assert (found.covered, found.unsure) == ((), ("it",))


def test_an_answer_that_says_the_reverse_of_several_points_is_asked_point_by_point():
    points = [
        Point("gap", "", 1, ("gap",), ("no bridge",)),
        Point("sign", "The sign is minus.", 1, ("sign",), examples=("The sign is minus.",)),
        Point("base", "", 1, ("base",)),
    ]
    judge = Judge(points, (), WORDING)
    assert judge.judge("A gap. The sign is plus. The base is 2.").covered == ("gap", "base")
    wrong = judge.judge("A gap, no bridge. The sign is plus. The base is 2.")
    assert (wrong.covered, wrong.unsure) == ((), ("gap", "sign", "base"))


def test_the_nearest_sentence_stands_beside_what_is_not_found():
    point = Point("it", "The gap between cross-entropy and entropy is the KL.", 1, ("never",))
    answer = "Hello there. The entropy leaves a gap. A third one."
    (found,) = Judge([point], (), WORDING).judge(answer).points
    assert (found.status, found.quote, found.nearest) == (
        "not found",
        "",
        "The entropy leaves a gap",
    )
    (far,) = Judge([point], (), WORDING).judge("Hello there. A gap.").points
    assert far.nearest == ""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("The gradient is the output minus the target.", "covered"),
        ("The gradient is the output plus the target.", "unsure"),
        ("The gradient is the target minus the output.", "unsure"),
    ],
)
def test_opposites_and_roles_in_each_others_place_are_asked(answer, expected):
    match = ({"all": ["gradient", "output", "target"], "within": 12},)
    examples = ("The gradient is output minus target.",)
    point = Point("it", "It is the output minus the target.", 1, match, examples=examples)
    (found,) = Judge([point], (), WORDING).judge(answer).points
    assert found.status == expected
