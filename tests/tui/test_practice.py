import threading
from dataclasses import replace

import pytest
from textual import events
from textual.widgets import Input

from quizapp.errors import UsageError
from quizapp.practice.selection import Selection
from quizapp.questions.base import Verdict
from quizapp.system.settings import SettingsFile
from quizapp.text.blocks import WorkedStep
from quizapp.tui import typeset
from tests.stubs import shipped_banks
from tests.tui.conftest import banks


async def test_a_right_answer_is_recorded_as_typed(sit):
    async with sit("dog") as sitting:
        sitting.clock.monotonic = 12.5
        await sitting.answer("-ln(0.7) nats")
        (attempt,) = sitting.recorded
        assert attempt.response == "-ln(0.7) nats"
        assert attempt.verdict is Verdict.CORRECT
        assert attempt.seconds == 12.5
        assert "✓ Correct" in sitting.shown()


async def test_a_wrong_answer_is_named_with_both_lines(sit):
    async with sit("dog", size=(80, 60)) as sitting:
        await sitting.answer("0.5146")
        (attempt,) = sitting.recorded
        assert attempt.slips == ("bits_vs_nats",)
        shown = sitting.shown()
        assert "½ Right number, wrong unit" in shown
        assert "yours  0.5146 bits" in shown
        assert "0.3567" not in shown
        await sitting.press("w")
        assert "right  0.5146 bits = 0.3567 nats" in sitting.shown()


async def test_the_right_line_stays_when_a_star_is_given(sit):
    async with sit("dog", size=(80, 60)) as sitting:
        await sitting.answer("0.5146")
        await sitting.press("w", "asterisk")
        assert "★ Starred" in sitting.shown()
        assert "right  0.5146 bits = 0.3567 nats" in sitting.shown()


@pytest.mark.parametrize(
    ("name", "wrong", "spoils"),
    [
        ("dog", "0.5146", "0.3567 nats"),
        ("dog", "0.3", "0.3567 nats"),
        ("dog", "77", "−(1·ln 0.7"),
        ("steps", "77", "0.665"),
    ],
)
async def test_a_retry_is_not_spoilt_and_one_key_tells_the_answer(sit, name, wrong, spoils):
    async with sit(name, size=(80, 60)) as sitting:
        await sitting.answer(wrong)
        assert spoils not in sitting.shown()
        await sitting.press("w")
        shown = sitting.shown()
        assert "right  " in shown
        assert spoils in shown
        await sitting.press("r")
        assert spoils not in sitting.shown()


async def test_what_cannot_be_read_costs_nothing(sit):
    async with sit("dog") as sitting:
        await sitting.answer("seven")
        assert sitting.recorded == []
        assert sitting.practice.current.grade is None
        assert isinstance(sitting.app.focused, Input)


async def test_an_imprecise_answer_is_asked_for_again_and_the_second_counts(sit):
    async with sit("precise") as sitting:
        await sitting.answer("0.36")
        assert "≈ " in sitting.shown()
        await sitting.answer("0.3567")
        assert [attempt.verdict for attempt in sitting.recorded] == [
            Verdict.IMPRECISE,
            Verdict.CORRECT,
        ]
        assert sitting.practice.summary().score == 1


@pytest.mark.parametrize("typed", ["0.36", "seven", "9,,9"])
async def test_typing_replaces_what_has_to_be_given_again_and_arrows_keep_it(sit, typed):
    async with sit("precise") as sitting:
        field = sitting.app.screen.query_one(Input)
        await sitting.answer(typed)
        await sitting.press("end", "7")
        assert field.value == f"{typed}7"
        await sitting.press("backspace", "enter", "8")
        assert field.value == "8"


async def test_how_a_response_is_read_is_shown_before_enter(sit):
    async with sit("dog") as sitting:
        await sitting.type("-ln(0.7")
        assert "-ln(0.7) → 0.3567 nats" in sitting.shown()
        assert sitting.recorded == []


async def test_how_a_long_text_is_read_is_not_said_at_each_of_its_letters(sit, monkeypatch):
    async with sit("dog") as sitting:
        read = []
        variant = sitting.practice.current.variant
        monkeypatch.setattr(type(variant), "read", lambda _, raw: read.append(raw) or told(raw))
        told = variant.question.variant()._calculated.read
        for character in "0." + "3" * 200:
            sitting.app.post_message(events.Key(character, character))
        await sitting.settled()
        assert sitting.app.screen.query_one(Input).value == read[-1]
        assert len(read) < 50


async def test_unit_and_tolerance_stand_beside_the_field(sit):
    async with sit("dog") as sitting:
        assert "in nats, ±1%" in sitting.shown()


async def test_hints_come_one_by_one(sit):
    async with sit("dog") as sitting:
        await sitting.press("f2")
        assert "counts less" in sitting.shown()
        assert sitting.practice.current.hints_shown == 0
        await sitting.press("f2")
        assert "counts less" not in sitting.shown()
        assert "Hint 1 of 2" in sitting.shown()
        assert "Take −ln q" not in sitting.shown()
        await sitting.press("f2", "f2")
        assert "Take −ln q" in sitting.shown()
        assert sitting.practice.current.hints_shown == 2


@pytest.mark.parametrize("key", ["enter", "f5"])
async def test_what_a_hint_costs_is_no_longer_told_once_it_is_too_late_for_one(sit, key):
    async with sit("dog") as sitting:
        await sitting.press("f2")
        await sitting.type("0.3567")
        assert "counts less" in sitting.shown()
        await sitting.press(key)
        assert "counts less" not in sitting.shown()


async def test_the_working_comes_step_by_step_or_at_once(sit):
    async with sit("steps", size=(80, 60)) as sitting:
        await sitting.answer("3")
        await sitting.press("s")
        assert sitting.app.screen.steps_shown == 1
        assert "Answer  0.4076 nats" not in sitting.shown()
        await sitting.press("w")
        assert "Answer  0.4076 nats" in sitting.shown()
        assert "z = " not in sitting.shown()
        await sitting.press("s", "s")
        assert "Answer  0.4076 nats" in sitting.shown()
        assert "z = " in sitting.shown()


async def test_a_short_solution_has_no_steps_of_its_own(sit):
    async with sit("dog") as sitting:
        await sitting.answer("3")
        assert not sitting.practice.current.variant.has_more_steps
        assert "Step" not in sitting.shown()
        await sitting.press("s")
        assert sitting.app.screen.steps_shown == 0


async def test_the_authors_words_stand_around_the_working(sit):
    async with sit("dog", size=(80, 60)) as sitting:
        await sitting.answer("3")
        await sitting.press("w")
        shown = sitting.shown()
        assert shown.index("Look at the dog") < shown.index("Answer") < shown.index("The cats")


async def test_another_variant_has_other_numbers(sit):
    async with sit("fresh") as sitting:
        first = sitting.practice.current.variant
        await sitting.press("f3")
        second = sitting.practice.current.variant
        assert second.question is first.question
        assert second.parameters != first.parameters
        assert sitting.practice.position == 1


async def test_a_skipped_question_leads_to_the_next(sit):
    async with sit("pick", "dog") as sitting:
        await sitting.press("f4")
        assert sitting.practice.position == 2
        assert sitting.practice.summary().asked[0].skipped


async def test_the_next_number_is_asked_in_the_same_field_with_nothing_left_in_it(sit):
    async with sit("list", "dog", "precise", seed=3) as sitting:
        field = sitting.app.screen.query_one(Input)
        assert "type 3 numbers" in sitting.shown()
        await sitting.type("0.25, 0.5")
        await sitting.press("f4")
        assert sitting.app.screen.query_one(Input) is field is sitting.app.focused
        assert field.value == ""
        shown = sitting.shown()
        assert "0.25" not in shown
        assert "type a number" in shown
        await sitting.press("enter")
        assert "Type a number first" in sitting.shown()
        await sitting.press("f4")
        assert "Type a number first" not in sitting.shown()
        await sitting.answer("0.357")
        assert len(sitting.recorded) == 1


async def test_trying_again_does_not_change_what_counts(sit):
    async with sit("dog") as sitting:
        await sitting.answer("3")
        await sitting.press("r")
        await sitting.answer("0.3567")
        assert len(sitting.recorded) == 2
        assert sitting.practice.summary().score == 0
        assert "your first answer counts" in sitting.shown()


async def test_the_same_wrong_answer_is_noticed_and_not_graded_again(sit):
    async with sit("dog") as sitting:
        await sitting.answer("3")
        await sitting.press("r")
        await sitting.answer("3")
        assert len(sitting.recorded) == 1
        assert "You already tried 3" in sitting.shown()


async def test_escape_goes_home_and_keeps_the_session(sit):
    async with sit("pick", "dog", home=False) as sitting:
        await sitting.press("a", "enter", "enter", "escape")
        assert sitting.screen == "HomeScreen"
        assert "Continue: Everything, 2 of 2" in sitting.shown()
        await sitting.press("u")
        assert sitting.screen == "SummaryScreen"
        await sitting.press("escape", "enter")
        assert sitting.practice.position == 2
        await sitting.answer("0.357")
        assert len(sitting.practice.summary().answered) == 2


@pytest.mark.parametrize(
    ("name", "keys", "written"),
    [
        ("dog", "-ln(0.", "-ln(0."),
        ("words", "a mean", "a mean"),
        ("several", "ab", "a, b"),
        ("chain", "cab", "c a b"),
    ],
)
async def test_what_was_written_is_there_again_when_the_session_goes_on(sit, name, keys, written):
    async with sit(name) as sitting:
        await sitting.type(keys)
        await sitting.press("escape")
        assert sitting.screen == "HomeScreen"
        await sitting.press("enter")
        await sitting.pilot.pause()
        assert sitting.app.screen._response.written == written
        assert sitting.recorded == []


async def test_time_spent_at_home_does_not_count(sit):
    async with sit("dog") as sitting:
        sitting.clock.monotonic = 10
        await sitting.press("escape")
        sitting.clock.monotonic = 500
        await sitting.press("enter")
        sitting.clock.monotonic = 505
        await sitting.answer("0.357")
        assert sitting.recorded[0].seconds == 15


async def test_a_third_response_does_not_count_after_two_imprecise_ones(sit):
    async with sit("precise") as sitting:
        await sitting.answer("0.36")
        await sitting.answer(".36")
        await sitting.press("r")
        await sitting.answer("0.3567")
        assert [attempt.score for attempt in sitting.recorded] == [0.5, 0.5, 1]
        assert sitting.practice.summary().score == 0.5


async def test_question_marks_open_help_while_a_field_has_the_focus(sit):
    async with sit("dog") as sitting:
        await sitting.press("question_mark")
        assert sitting.screen == "HelpScreen"
        await sitting.press("escape")
        assert sitting.app.screen.query_one(Input).value == ""


async def test_a_long_stem_is_shown_whole_after_a_short_one(sit):
    shipped = shipped_banks().questions
    asked = [one for one in shipped if (one.topic, one.type) == ("entropy", "choice")]
    async with sit(*asked, size=(50, 16), seed=5) as sitting:
        for _ in asked:
            stem = sitting.app.screen.query_one("#stem")
            assert stem.size.height == len(stem.lines(stem.size.width))
            await sitting.press("a", "b", "enter")
            await sitting.press("enter")


async def test_the_field_shows_an_example_in_the_unit_that_is_asked(sit):
    async with sit("fresh") as sitting:
        field = sitting.app.screen.query_one(Input)
        assert field.placeholder == "type a number, e.g. 0.19 or -log2(7/8)"
        await sitting.type("-log2(7/8)")
        assert "0.1926 bits" in sitting.shown()


async def test_the_title_is_told_once_the_question_is_answered(sit):
    (dog,) = banks("dog").questions
    async with sit(replace(dog, title="Meeting a dog")) as sitting:
        assert "Meeting a dog" not in sitting.shown()
        await sitting.answer("0.35667")
        assert "Cross-entropy loss  level 2  Meeting a dog" in sitting.shown()


async def test_beside_the_model_answer_nothing_is_hinted_skipped_or_shown(sit):
    async with sit("words") as sitting:
        assert "F5 Show me" in sitting.shown()
        await sitting.type("the mean")
        await sitting.press("ctrl+s")
        last = sitting.shown().splitlines()[-1]
        assert "Confirm" in last
        assert not any(key in last for key in ("Hint", "Skip", "Show me"))
        await sitting.press("f4", "f5")
        assert sitting.recorded == []
        assert sitting.screen == "PracticeScreen"


async def test_a_long_key_leaves_its_room_to_a_short_one(sit):
    async with sit("fresh", size=(45, 16)) as sitting:
        last = sitting.shown().splitlines()[-1]
        assert "New numbers" not in last
        assert "F5 Show me" in last
        assert "Esc Home" in last


async def test_help_tells_the_keys_that_work_now_before_the_others(sit):
    async with sit("dog", size=(80, 60)) as sitting:
        await sitting.press("question_mark")
        now, later = sitting.shown().split("Not available right now")
        assert "Skip" in now
        assert "New numbers" not in now
        assert "Try again" in later
        await sitting.press("escape")
        await sitting.answer("9")
        await sitting.press("question_mark")
        now, later = sitting.shown().split("Not available right now")
        assert "Try again" in now
        assert "Skip" in later


async def test_a_small_terminal_keeps_the_field_in_sight(sit):
    async with sit("dog") as sitting:
        await sitting.press("f2", "f2", "f2")
        await sitting.pilot.resize_terminal(50, 16)
        await sitting.pilot.pause()
        field = sitting.app.screen.query_one(Input)
        assert field.region.bottom <= 15
        assert field.region.height == 3
        await sitting.answer("0.357")
        assert sitting.recorded[0].verdict is Verdict.CORRECT


async def test_an_answer_is_asked_on_with_its_numbers(sit):
    easy = Selection(levels=(1, 1))
    async with sit("asked-on", "later", start_at=easy, count=1, seed=3) as sitting:
        parameters = sitting.practice.current.variant.parameters
        assert "Follow-up" not in sitting.shown()
        await sitting.answer("7")
        await sitting.press("enter")
        shown = sitting.shown()
        assert "Follow-up" in shown
        assert "in nats?" in shown
        assert "1 of 1" in shown
        assert sitting.practice.current.variant.parameters == parameters
        await sitting.press("f3")
        assert sitting.practice.current.variant.parameters != parameters
        assert "Follow-up" in sitting.shown()
        await sitting.press("f4")
        assert sitting.screen == "SummaryScreen"
        assert "↳" in sitting.shown()


@pytest.mark.parametrize(("columns", "below"), [(39, True), (45, False)])
async def test_unit_and_tolerance_stand_below_the_field_where_there_is_no_room(sit, columns, below):
    async with sit("dog", size=(columns, 24)) as sitting:
        await sitting.pilot.pause()
        field, lines = sitting.app.screen.query_one(Input), sitting.shown().splitlines()
        (line,) = (place for place, one in enumerate(lines) if "in nats, " in one)
        assert (line >= field.region.bottom) is below
        assert field.region.contains(lines[line].index("in nats, "), line) is False


@pytest.mark.parametrize("size", [(80, 24), (50, 16)])
async def test_a_notice_leaves_the_field_free(sit, size):
    async with sit("dog", size=size, notifications=True) as sitting:
        sitting.app.notify("The disk is full: what you answer is saved as soon as that works.")
        await sitting.settled()
        (notice,) = sitting.app.screen.query("Toast")
        assert notice.region.height
        assert not notice.region.overlaps(sitting.app.screen.query_one(Input).region)


async def test_the_steps_that_were_shown_are_not_counted_for_the_next_question(sit):
    async with sit("dog", "steps", size=(80, 60)) as sitting:
        await sitting.answer("99")
        await sitting.press("w", "enter")
        assert sitting.practice.position == 2
        await sitting.answer("99")
        await sitting.press("s")
        assert sitting.app.screen.steps_shown == 1
        assert " more" in sitting.shown()


@pytest.mark.parametrize(("name", "in_reading"), [("pick", True), ("chain", True), ("dog", False)])
async def test_the_text_leaves_room_for_a_field_below_it_and_for_no_list_in_it(
    sit, name, in_reading
):
    async with sit(name) as sitting:
        screen = sitting.app.screen
        height = screen.query_one("#column").content_size.height
        head = screen.query_one("QuestionHead").outer_size.height
        room = screen.query_one("#reading").styles.max_height.value
        assert (room == height - head) is in_reading


async def test_the_verdict_on_a_choice_is_in_sight_in_a_small_terminal(sit):
    async with sit("several", size=(50, 7)) as sitting:
        await sitting.press("down", "down", "down", "space", "enter")
        await sitting.settled()
        assert any(words in sitting.shown() for words in ("Correct", "Partly", "Incorrect"))


async def test_other_numbers_that_there_are_not_are_told(sit):
    async with sit("fresh") as sitting:
        question = sitting.practice.current

        def refuse():
            raise UsageError("no more of these")

        sitting.practice.another = refuse
        await sitting.press("f3")
        assert sitting.practice.current is question
        assert [one.message for one in sitting.app._notifications] == ["No more of these."]


# Giving in, taking back, and saying something about a question


@pytest.mark.parametrize("name", ["dog", "several", "chain", "words", "parts", "name", "pairs"])
async def test_one_key_shows_the_solution_to_who_doesnt_know(sit, name):
    async with sit(name, "dog", size=(80, 60), seed=3) as sitting:
        await sitting.press("f5")
        (attempt,) = sitting.recorded
        assert (attempt.verdict, attempt.score, attempt.response) == (Verdict.SHOWN, 0.0, "")
        assert "Not answered, solution shown" in sitting.shown()
        assert "w Solution" not in sitting.shown()
        await sitting.press("f5", "r", "m")
        assert len(sitting.recorded) == 1
        await sitting.press("enter")
        assert sitting.practice.position == 2


@pytest.mark.parametrize("name", ["chain", "parts", "pairs"])
async def test_what_nobody_answered_is_not_marked_as_wrong(sit, name):
    async with sit(name, size=(80, 60), seed=3) as sitting:
        await sitting.press("f5")
        assert "✗" not in sitting.shown()


async def test_a_correct_answer_is_not_offered_as_mistyped(sit):
    async with sit("dog") as sitting:
        await sitting.answer("0.3567")
        assert "Mistyped" not in sitting.shown()
        await sitting.press("m")
        assert len(sitting.recorded) == 1


async def test_whoever_saw_a_long_solution_goes_on_with_enter(sit):
    """What is said above it is in sight too: Enter counts from when that was seen."""
    async with sit("fresh", "dog", size=(80, 12)) as sitting:
        await sitting.press("f5")
        assert "Not answered, solution shown" in sitting.shown()
        await sitting.press("enter")
        assert sitting.practice.position == 2


async def test_whoever_has_no_words_is_shown_a_model_answer(sit):
    async with sit("words", size=(80, 60)) as sitting:
        await sitting.press("f5")
        assert "Model answer" in sitting.shown()
        assert "Ctrl+S" not in sitting.shown()


async def test_after_the_solution_come_new_numbers(sit):
    async with sit("fresh") as sitting:
        first = sitting.practice.current.variant
        await sitting.press("f5", "v")
        assert sitting.practice.current.variant.parameters != first.parameters
        assert sitting.practice.position == 1


async def test_the_solution_after_an_imprecise_answer_leaves_its_points(sit):
    async with sit("precise", size=(80, 60)) as sitting:
        await sitting.answer("0.36")
        await sitting.press("f5")
        assert [one.verdict for one in sitting.recorded] == [Verdict.IMPRECISE]
        assert "0.3567 nats" in sitting.shown()


async def test_a_mistyped_answer_is_changed_and_counts_no_more(sit):
    async with sit("dog") as sitting:
        await sitting.answer("0.53567")
        await sitting.press("m")
        assert sitting.app.focused.value == "0.53567"
        assert "Incorrect" not in sitting.shown()
        await sitting.press("ctrl+u")
        await sitting.answer("0.3567")
        history = sitting.app._history._history
        assert [one.counts for one in history.attempts(withdrawn=True)] == [False, True]
        assert history.tallies().questions[0].score == 1


async def test_a_star_a_note_and_a_doubt_are_kept(sit):
    async with sit("dog") as sitting:
        await sitting.answer("9")
        history = sitting.app._history._history
        await sitting.press("asterisk", "n", *"why", "enter", "d", *"2 bits", "enter")
        told = {one.kind: (one.seed, one.text) for one in history.remarks()}
        seed = sitting.practice.current.variant.seed
        assert told == {"star": (None, ""), "note": (None, "why"), "doubt": (seed, "2 bits")}
        await sitting.press("n", "escape", "n", "ctrl+u", "enter", "d", "ctrl+u", "enter")
        assert [one.kind for one in history.remarks()] == ["star"]


async def test_a_star_is_kept_though_help_was_asked_for_at_once(sit):
    async with sit("dog") as sitting:
        await sitting.answer("9")
        sitting.app.screen.action_remark("star")
        sitting.app.action_help()
        await sitting.pilot.pause()
        assert sitting.screen == "HelpScreen"
        assert [one.kind for one in sitting.app._history._history.remarks()] == ["star"]


async def test_the_star_and_the_note_stand_below_the_result(sit):
    async with sit("pick", count=1) as sitting:
        await sitting.press("a", "enter")
        assert "Starred" not in sitting.shown()
        await sitting.press("asterisk", "n", *"mine", "enter")
        assert "★ Starred" in sitting.shown()
        assert "Your note: mine" in sitting.shown()
        await sitting.press("enter", "enter")
        assert "Your note" not in sitting.shown()  # it may say too much before the answer
        await sitting.press("a", "enter")
        assert "Your note: mine" in sitting.shown()
        await sitting.press("asterisk")
        assert "★" not in sitting.shown()


async def test_the_topic_on_one_page_is_a_key_away_once_an_answer_was_given(sit):
    async with sit("pick") as sitting:
        await sitting.press("t")
        assert sitting.screen == "PracticeScreen"  # it would say too much
        await sitting.press("a", "enter")
        before = sitting.shown()
        await sitting.press("t")
        assert sitting.screen == "TopicSheetScreen"
        assert "Entropy" in sitting.shown()
        await sitting.press("escape")
        assert (sitting.screen, sitting.shown()) == ("PracticeScreen", before)


@pytest.mark.parametrize("wide", [80, 200])
async def test_every_screen_begins_at_the_same_column(sit, wide):
    async with sit("dog", size=(wide, 40)) as sitting:

        def edge(name):
            return sitting.app.screen.query_one(name).content_region.x

        edges = {edge("#column")}
        await sitting.answer("9")
        await sitting.press("enter")
        assert sitting.screen == "SummaryScreen"
        edges.add(edge("#column"))
        await sitting.press("escape")
        edges.add(edge("#title"))
        await sitting.press("p")
        edges.add(edge("#column"))
        assert edges == {3}


# How sure the learner is


async def test_how_sure_somebody_is_is_asked_before_the_verdict(sit):
    settings = SettingsFile()
    settings.change(confidence=True)
    async with sit("dog", "pick", settings=settings) as sitting:
        await sitting.press("a", "enter")
        assert "10%" not in sitting.shown()
        assert "Press Enter" not in sitting.shown()
        await sitting.press("1")
        assert sitting.recorded == []
        await sitting.press("6")
        assert [one.confidence for one in sitting.recorded] == [0.97]
        assert "97% sure" in sitting.shown()
        await sitting.press("enter")
        await sitting.answer("0.36")
        assert "How sure are you?" in sitting.shown()
        assert "10%" in sitting.shown()
        await sitting.press("enter", "f5", "r", "7")
        assert len(sitting.recorded) == 1
        await sitting.press("5")
        assert [one.confidence for one in sitting.recorded] == [0.97, 0.9]
        assert "How sure" not in sitting.shown()


async def test_a_second_try_is_not_rated_and_can_be_typed_at_once(sit):
    settings = SettingsFile()
    settings.change(confidence=True)
    async with sit("precise", settings=settings) as sitting:
        await sitting.answer("0.36")
        await sitting.press("2")
        await sitting.answer("0.3567")
        assert [one.confidence for one in sitting.recorded] == [0.3, None]


async def test_an_answer_in_words_is_not_rated_once_its_points_were_seen(sit):
    settings = SettingsFile()
    settings.change(confidence=True)
    async with sit("words", settings=settings, size=(80, 60)) as sitting:
        await sitting.type("a mean")
        await sitting.press("ctrl+s", "enter")
        assert [one.confidence for one in sitting.recorded] == [None]


async def test_an_answer_left_before_its_rating_is_still_there(sit):
    settings = SettingsFile()
    settings.change(confidence=True)
    async with sit("dog", settings=settings) as sitting:
        await sitting.answer("0.36")
        await sitting.press("escape")
        assert sitting.recorded == []
        assert sitting.app.practising.sitting.practice.current.typed == "0.36"


async def test_one_key_lets_it_be_asked(sit):
    async with sit("dog", "dog", seed=3) as sitting:
        await sitting.answer("9")
        await sitting.press("c", "enter")
        await sitting.answer("9")
        assert "How sure are you?" in sitting.shown()


# After the answer


async def test_a_right_answer_earns_what_to_take_away_and_its_time(sit):
    async with sit("dog") as sitting:
        sitting.clock.monotonic += 12
        await sitting.answer("0.3567")
        assert "✓ Correct   0:12, usually 1:15" in sitting.shown()
        assert "The cats don't matter." in sitting.shown()


async def test_a_choice_tells_first_of_the_chosen_and_the_right_option(sit):
    async with sit("pick") as sitting:
        texts = [one.text for one in sitting.practice.current.variant.options]
        await sitting.press("abc"[texts.index("the first wrong one")], "enter")
        shown = sitting.shown()
        assert "it only tempts" in shown
        assert "because it is" in shown
        assert "it is small" not in shown
        assert "1 more option: press w to see why." in shown
        await sitting.press("w")
        assert "it is small" in sitting.shown()
        assert "1 more option" not in sitting.shown()


async def test_a_verdict_takes_one_layout(sit):
    async with sit("dog") as sitting:
        await sitting.press(*"0.9")
        screen, layouts = sitting.app.screen, []
        screen.screen_layout_refresh_signal.subscribe(screen, layouts.append, immediate=True)
        await sitting.press("enter")
        assert "✗ Incorrect" in sitting.shown()
        assert len(layouts) == 1


async def test_a_question_after_a_scrolled_solution_is_shown_from_its_beginning(sit):
    async with sit("fresh", size=(50, 16)) as sitting:
        await sitting.answer("0.9")
        await sitting.press("w", "pagedown", "pagedown")
        reading, tops = sitting.app.screen.query_one("#reading"), []
        assert reading.scroll_y > 0
        sitting.app.screen.screen_layout_refresh_signal.subscribe(
            reading, lambda _: tops.append(reading.scroll_y), immediate=True
        )
        await sitting.press("f3")
        assert set(tops) == {0}


async def test_a_solution_is_noted_as_seen_before_the_question_is_left(sit):
    async with sit("dog") as sitting:
        await sitting.answer("9")
        for key in ("w", "escape"):  # both before the solution is painted
            sitting.app.post_message(events.Key(key, None))
        await sitting.settled()
        history = sitting.app._history._history
        (session,) = history.sessions()
        kinds = [one.kind for one in history.events(session.number)]
        assert kinds[-3:] == ["answered", "explained", "paused"]


async def test_a_solution_is_put_together_while_its_question_is_read(sit, monkeypatch):
    set_in = []
    whole = typeset.laid_out

    def laid_out(blocks, width):
        blocks = tuple(blocks)
        if any(isinstance(block, WorkedStep) for block in blocks):
            set_in.append(threading.current_thread())
        return whole(blocks, width)

    monkeypatch.setattr(typeset, "laid_out", laid_out)
    async with sit("dog") as sitting:
        await sitting.app.workers.wait_for_complete()
        await sitting.answer("9")
        await sitting.press("w")
        assert "−(1·ln 0.7" in sitting.shown()
    assert set_in
    assert threading.main_thread() not in set_in


async def test_a_solution_is_noted_as_seen_once(sit):
    async with sit("dog") as sitting:
        await sitting.answer("9")
        await sitting.press("w", "w", "r", "8", "enter", "w")
        history = sitting.app._history._history
        (session,) = history.sessions()
        kinds = [one.kind for one in history.events(session.number)]
        assert kinds.count("explained") == 1
