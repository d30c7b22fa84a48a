"""A whole session line by line, as a screen reader or a pipe has it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC

import pytest

from quizapp.answers.words.points import Point
from quizapp.history import History
from quizapp.history.remarks import Remarks
from quizapp.plain import practice as plain
from quizapp.practice.session import Practice
from quizapp.questions.choice import ChoiceQuestion, Option
from quizapp.questions.numeric import AuthorSlip, NumericQuestion, Tolerance
from quizapp.questions.open import OpenQuestion
from quizapp.questions.order import OrderQuestion
from quizapp.questions.parts import Part, PartsQuestion
from tests.stubs import FakeClock

SIGNS = set("─│┌┐└┘├┤┬┴┼╶╴╷╵┰┸▐╸╺━┃✓✗◐½")
NUMERIC = NumericQuestion(
    id="loss",
    bank="b",
    topic="surprisal",
    level=2,
    stem="What is the surprisal of $p = 0.7$?\n\n$$s = \\frac{1}{1}$$",
    answer="surprisal(0.7)",
    unit="nats",
    hints=("The faint one.", "Take $-\\ln p$."),
    solution="Before **it**.\n\n{{ working }}\n\nAfter it.",
)
TIGHT = replace(NUMERIC, tolerance=Tolerance(relative=0.005))
DRAWN = NumericQuestion(
    id="drawn",
    bank="b",
    topic="entropy",
    level=2,
    draw={"k": "integer(2, 900)"},
    stem="What is twice {{ k }}?",
    answer="2 * k",
)
VECTOR = NumericQuestion(
    id="vector", bank="b", topic="softmax", level=3, stem="Softmax?", answer="softmax([0, 1])"
)
CHOICE = ChoiceQuestion(
    id="choice",
    bank="b",
    topic="entropy",
    level=1,
    stem="Which?",
    options=(
        Option("right", correct=True, why="It is so."),
        Option("wrong", why="It tempts."),
        Option("silent"),
    ),
    solution="All told.",
)
SEVERAL = ChoiceQuestion(
    id="several",
    bank="b",
    topic="entropy",
    level=1,
    stem="Which ones?",
    options=(Option("one", correct=True), Option("two", correct=True), Option("three", why="No.")),
)
ORDER = OrderQuestion(
    id="order", bank="b", topic="entropy", level=1, stem="Sort.", lines=("first", "then", "last")
)
OPEN = OpenQuestion(
    id="open",
    bank="b",
    topic="entropy",
    level=1,
    stem="Explain.",
    rubric=(Point("x", "Says *x*."), Point("y", "Says y."), Point("z", "Says z.", 2)),
    model_answer="Model words.",
)


class SlowClock(FakeClock):
    """A clock by which each look at it takes a while."""

    def seconds(self):
        self.wait(45)
        return self.monotonic


def held(*questions, typed, clock=None, count=None, remarks=None, asks=False, habits=tuple):
    """Hold a session; return all that was said, and what was recorded."""
    recorded, said = [], []
    practice = Practice(
        questions,
        clock=clock or FakeClock(),
        recorder=recorded.append,
        seed=1,
        count=count or len(questions),
        in_order=True,
    )
    source = io.StringIO(typed)
    plain.run(practice, source, said.append, remarks, asks_confidence=asks, habits=habits)
    return "\n".join(said), recorded


def letters(question, *texts):
    shown = [option.text for option in question.variant(_seed(question)).options]
    return ",".join("abc"[shown.index(text)] for text in texts)


def _seed(question):
    practice = Practice(
        [question], clock=FakeClock(), recorder=lambda _: None, seed=1, count=1, in_order=True
    )
    return practice.next().variant.seed


# Aloud


def test_an_open_question_is_answered_by_speaking():
    said, (attempt,) = held(OPEN, typed="Aloud\n\ny\nn\n\n", clock=SlowClock())
    assert "Speak now." in said
    assert "Spoken in 45 s." in said
    assert "You wrote" not in said
    assert attempt.response == "(spoken, 45 s)"
    assert attempt.value["confirmed"] == ["x"]


# Commands


@pytest.mark.parametrize("typed", ["show", "Show", "idk", "I don’t know.", "no idea"])
def test_the_solution_is_shown_to_who_doesnt_know(typed):
    said, recorded = held(NUMERIC, CHOICE, typed=f"{typed}\nstop\n")
    assert "The answer is 0.3567 nats." in said
    assert "Before it." in said
    assert "Question 2 of 2" in said
    assert [(one.verdict, one.score, one.response) for one in recorded] == [("shown", 0.0, "")]


def test_after_the_solution_come_new_numbers_or_the_next_question():
    said, recorded = held(DRAWN, NUMERIC, typed="show\n7\nnew\nshow\n\nstop\n")
    assert said.count("Press Enter for the next question, or type new") == 3
    assert said.count("Question 1 of 2") == 2
    assert said.count("Question 2 of 2") == 1
    assert [one.verdict for one in recorded] == ["shown", "shown"]
    assert recorded[0].parameters != recorded[1].parameters


def test_the_solution_after_an_imprecise_answer_leaves_its_points():
    said, recorded = held(TIGHT, typed="0.36\nshow\n")
    assert "The answer is 0.3567 nats." in said
    assert [one.verdict for one in recorded] == ["imprecise"]


def test_a_mistyped_answer_is_taken_back():
    said, recorded = held(NUMERIC, CHOICE, typed="mistyped\n7\nmistyped\nmistyped\n")
    assert said.count("You have no answer to take back.") == 2
    assert "Your answer 7 doesn't count." in said
    assert "Nothing answered this time." in said
    assert len(recorded) == 1


def test_every_step_of_the_last_solution_is_told_on_request():
    spread = replace(NUMERIC, answer="entropy(softmax([0, 1]))", unit="nats")
    said, _ = held(spread, CHOICE, typed="steps\n0.2\nsteps\nstop\n")
    before, short, long = said.split("Before it.")
    assert "Answer a question first." in before
    assert "z = [0, 1]" not in short
    assert "z = [0, 1]" in long
    assert "no more steps" in held(NUMERIC, CHOICE, typed="0.2\nsteps\nstop\n")[0]


def test_stars_notes_and_doubts_are_kept():
    history = History.in_memory(FakeClock(), UTC)
    typed = "doubt\nstar\nnote\n weigh  by p \n7\ndoubt\nit is 2\nstar\nnote\n\nnote\nx\n"
    said, recorded = held(NUMERIC, CHOICE, typed=typed, remarks=Remarks(lambda: history, dict))
    assert "Answer a question first." in said
    assert said.count("Starred.") == 2
    assert [(one.kind, one.question, one.seed, one.text) for one in history.remarks()] == [
        ("doubt", "b/loss", recorded[0].seed, "it is 2"),
        ("note", "b/choice", None, "x"),
        ("note", "b/loss", None, "weigh by p"),
        ("star", "b/choice", None, ""),
        ("star", "b/loss", None, ""),
    ]


def test_how_sure_somebody_is_is_asked_before_the_verdict():
    said, recorded = held(CHOICE, NUMERIC, typed="b\n10\n50 %\n0.357\n97\n", asks=True)
    assert said.count("How sure are you, in %? Type 50, 70, 90 or 97; ") == 2
    assert said.count("How sure are you, in %? Type 10, 30, 50, 70, 90 or 97; ") == 1
    assert [one.confidence for one in recorded] == [0.5, 0.97]
    said, recorded = held(CHOICE, typed="b\n\n", asks=True)
    assert [one.confidence for one in recorded] == [None], "nobody has to say it"
    said, recorded = held(OPEN, typed="Says x.\n\ny\ny\ny\n", asks=True)
    assert [one.confidence for one in recorded] == [None]
    assert "How sure" not in said


def test_help_tells_of_all_commands():
    said, _ = held(NUMERIC, typed="help\n")
    for word in ("hint", "show", "skip", "new", "stop", "mistyped", "doubt", "star", "note"):
        assert word in said


# Each type


def test_a_number_is_asked_for_graded_and_worked():
    said, recorded = held(NUMERIC, typed="0.357\n")
    assert "Question 1 of 1. Surprisal, level 2." in said
    assert "Type a number or a calculation, such as 0.36 or -ln(0.7), in nats, ±1%:" in said
    assert "Read as: 0.357 → 0.357 nats\nCorrect.\nRight." in said
    assert [attempt.verdict for attempt in recorded] == ["correct"]


PARTS = PartsQuestion(
    id="parts",
    bank="b",
    topic="x",
    level=1,
    stem="Two numbers?",
    parts=(Part("one", "1"), Part("two", "2"), Part("three", "3")),
    solution="Count.",
)


def test_parts_are_asked_for_one_by_one_or_typed_at_once():
    said, recorded = held(PARTS, typed="1\nmany\n2\n4\n")
    assert said.count("\ntwo (±1%):") == 2
    assert "I couldn't read that (it doesn't count). two: " in said
    assert "\nthree (±1%):" in said
    (attempt,) = recorded
    assert attempt.value == [1, 2, 4]
    said, recorded = held(PARTS, typed="1, 2, 3\n")
    assert "\ntwo (±1%):" not in said
    assert recorded[0].score == 1


def test_an_open_answer_without_a_rubric_is_rated_as_a_whole():
    told = replace(OPEN, rubric=())
    said, recorded = held(told, typed="My words\n\nfine\nPartly\n")
    assert said.count("How well did you do? Type again, partly or well.") == 2
    (attempt,) = recorded
    assert (attempt.score, attempt.value["confirmed"]) == (0.5, ["partly"])


def test_the_authors_words_stand_around_the_working():
    said, _ = held(NUMERIC, typed="0.357\n")
    places = [said.index(part) for part in ("Before it.", "= −ln 0.7", "Answer: 0.35", "After it.")]
    assert places == sorted(places)
    assert "working }}" not in said


def test_formulas_take_one_line():
    said, _ = held(NUMERIC, VECTOR, typed="0.357\n0.2689 0.7311\n")
    assert "s = −ln p" in said
    assert "qₖ = exp(zₖ)/" in said
    assert "s = 1/1" in said
    assert not SIGNS & set(said)


def test_a_list_is_asked_for_with_its_length():
    said, recorded = held(VECTOR, typed="0.2689, 0.7311\n")
    assert "Type a list of 2 numbers, such as 0.2, 0.5, ±1%:" in said
    assert recorded[0].verdict == "correct"


def test_rows_are_asked_for_with_their_number():
    said, _ = held(replace(VECTOR, answer="softmax([[0, 1], [1, 0], [0, 0]])"), typed="\n")
    assert "Type 3 rows of 2 numbers, such as 0.2, 0.5, ±1%:" in said


def test_a_whole_number_is_asked_for_as_one():
    users = replace(VECTOR, answer="23170", tolerance=Tolerance(0, 0))
    said, recorded = held(users, typed="23,170\n")
    assert "Type a whole number, such as 250, exact:" in said
    assert recorded[0].verdict == "correct"


def test_a_list_that_is_too_short_is_counted_and_asked_for_again():
    said, recorded = held(VECTOR, typed="0.2689\n0.2689, 0.7311\n")
    assert "1 of 2 numbers. The question asks for a list of 2 numbers." in said
    assert [attempt.verdict for attempt in recorded] == ["correct"]


def test_a_wrong_number_has_its_slip_and_both_lines():
    said, recorded = held(NUMERIC, typed="-0.357\n")
    assert "Incorrect.\n" in said
    assert "minus" in said
    assert "The answer is 0.3567 nats." in said
    assert "Mistake to watch for: Minus sign missing, once." in said
    assert recorded[0].slips == ("missing_minus",)


def test_a_habit_is_named_at_the_end_with_the_way_to_unlearn_it():
    habits = ("missing_minus", "swapped_p_and_q")
    said, _ = held(NUMERIC, typed="-0.357\n", habits=lambda: habits)
    assert (
        "Mistake to watch for: Minus sign missing, once, a habit. To unlearn it: "
        "quizapp practice --slip missing_minus" in said
    )
    assert "wapped" not in said


def test_a_choice_says_why_of_each_option_once():
    said, recorded = held(CHOICE, typed=f"{letters(CHOICE, 'wrong')}\n")
    assert "Type one letter:" in said
    assert recorded[0].verdict == "incorrect"
    assert f"The answer is {letters(CHOICE, 'right')}." in said
    assert f"{letters(CHOICE, 'right')} is right. It is so." in said
    assert said.count("It tempts.") == 1
    assert said.count("It is so.") == 1
    assert "All told." in said


def test_a_choice_of_several_says_so():
    said, recorded = held(SEVERAL, typed=f"{letters(SEVERAL, 'one')}\n")
    assert "Type one or more letters, such as a, c:" in said
    assert "Partly correct.\nYou found 1 of the 2 correct options." in said
    assert recorded[0].score == 0.5


def test_an_order_is_read_out_where_it_was_wrong():
    said, recorded = held(ORDER, typed="a\na b c\n")
    assert "Type all letters in order, such as c a b:" in said
    assert "I couldn't read that (it doesn't count)." in said
    if recorded[0].verdict != "correct":
        assert ") first\n" in said


def test_an_open_answer_is_judged_point_by_point():
    said, recorded = held(OPEN, typed="My words\nin two lines.\n\ny\nN\n YES \n")
    assert "Type your answer. End with an empty line:" in said
    assert "Model answer:\nModel words." in said
    assert "• Says x." in said
    assert "You made 2 of 3 points." in said
    (attempt,) = recorded
    assert attempt.response == "My words\nin two lines."
    assert (attempt.verdict, attempt.score) == ("partial", 0.75)


def test_the_end_of_input_ends_an_open_answer_but_grades_nothing_unjudged():
    said, recorded = held(OPEN, typed="My words")
    assert "Model answer:\nModel words." in said
    assert recorded == []


# Instead of an answer


def test_hints_come_one_by_one():
    said, _ = held(NUMERIC, typed="hint\nHINT\nhint\n")
    assert "Hint 1 of 2: The faint one.\nHint 2 of 2: Take −ln p.\nNo more hints." in said


def test_a_question_without_hints_says_so():
    assert "This question has no hints." in held(CHOICE, typed="hint\n")[0]


def test_skipping_records_nothing_and_goes_on():
    said, recorded = held(CHOICE, ORDER, typed="skip\nskip\n")
    assert "Question 2 of 2." in said
    assert "Nothing answered this time." in said
    assert recorded == []


def test_another_asks_the_same_with_other_numbers():
    said, recorded = held(DRAWN, typed="another\n0\n")
    first, second = (line for line in said.splitlines() if line.startswith("What is twice"))
    assert first != second
    assert said.count("Question 1 of 1.") == 2
    assert len(recorded) == 1


def test_another_of_a_fixed_question_is_refused_kindly():
    said, recorded = held(NUMERIC, typed="another\n0.357\n")
    assert "This question always has the same numbers. Type your answer, or skip." in said
    assert len(recorded) == 1


def test_help_is_there_at_any_time():
    assert held(NUMERIC, typed="?\nhelp\n")[0].count(plain.HELP) == 3


@pytest.mark.parametrize("word", ["stop", "quit", "exit", " STOP "])
def test_a_session_can_be_stopped_with_its_sum(word):
    said, recorded = held(NUMERIC, CHOICE, typed=f"0.357\n{word}\na\n")
    assert "1 of 1 point, in 0 s." in said
    assert len(recorded) == 1


def test_an_interrupt_stops_with_the_sum():
    class Interrupted(io.StringIO):
        def readline(self, *_):
            raise KeyboardInterrupt

    said = []
    practice = Practice([NUMERIC], clock=FakeClock(), recorder=said.append, seed=1)
    plain.run(practice, Interrupted(), said.append)
    assert "Nothing answered this time. Come back soon." in said


# Responses


def test_an_unreadable_response_is_asked_for_again_and_recorded_nowhere():
    said, recorded = held(NUMERIC, typed="\nwhat\n\x1b[31m\n0.357\n")
    assert said.count("I couldn't read that (it doesn't count).") == 3
    assert len(recorded) == 1


def test_an_imprecise_response_is_asked_for_again_once():
    said, recorded = held(TIGHT, CHOICE, typed="0.36\n0.36\nskip\n")
    assert said.count("Try again with more digits:") == 1
    assert [attempt.verdict for attempt in recorded] == ["imprecise"] * 2
    assert "0.5 of 1 point," in said


def test_an_imprecise_response_made_precise_is_right():
    said, _ = held(TIGHT, typed="0.36\n0.357\n")
    assert "1 of 1 point," in said


def test_what_was_answered_is_recorded_before_the_next_line_is_read():
    recorded = []

    class Watching(io.StringIO):
        def readline(self, *_):
            counts.append(len(recorded))
            return super().readline()

    counts = []
    practice = Practice(
        [NUMERIC, ORDER], clock=FakeClock(), recorder=recorded.append, seed=1, in_order=True
    )
    plain.run(practice, Watching("0.357\n"), lambda _: None)
    assert counts == [0, 1]


def test_a_question_that_breaks_on_the_way_is_left():
    broken = NumericQuestion(
        id="broken",
        bank="b",
        topic="x",
        level=1,
        stem="?",
        answer="1",
        slips=(AuthorSlip("late", "2", "{{ [1][5] }}"),),
    )
    said, recorded = held(broken, NUMERIC, typed="2\n0.357\n")
    assert "Skipping this question, which can't be shown: " in said
    assert "1 of 1 point," in said
    assert len(recorded) == 1


# The sum


def test_the_sum_counts_points_topics_and_slips():
    said, _ = held(
        NUMERIC, VECTOR, CHOICE, typed="-0.357\n0.2689 0.7311\nskip\n", clock=SlowClock()
    )
    assert said.endswith(
        "1 of 2 points, in 2 min 15 s.\n"
        "You missed 1 question. It comes again until you get it right.\n"
        "Surprisal: 0 of 1.\nSoftmax: 1 of 1.\nMistake to watch for: Minus sign missing, once."
    )


def test_no_line_but_the_unbreakable_is_wider_than_a_screen():
    said, _ = held(NUMERIC, CHOICE, ORDER, OPEN, typed="1\na\na b c\nwords\n\ny\ny\ny\n")
    assert all(len(line) < 80 for line in said.splitlines() if line != plain.HELP)


def test_the_interviewer_asks_on_after_an_answer():
    first = NumericQuestion(
        id="first",
        bank="b",
        topic="x",
        level=1,
        stem="{{ k }}?",
        answer="k",
        draw={"k": "integer(7, 7)"},
    )
    said = []
    practice = Practice(
        [first],
        clock=FakeClock(),
        recorder=lambda _: None,
        seed=1,
        count=1,
        follow_ups=lambda one: [DRAWN] if one.id == "first" else [],
    )
    plain.run(practice, io.StringIO("7\n14\n"), said.append)
    text = "\n".join(said)
    assert "Question 1 of 1. " in text
    assert "Follow-up, question 1 of 1. Entropy, level 2." in text
    assert "What is twice 7?" in text
    assert "2 of 2 points" in text
