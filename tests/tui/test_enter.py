"""One Enter, one answer: an Enter pressed again before the reply is seen does nothing."""

import pytest
from textual import events
from textual.widgets import Input

from quizapp.questions.base import Verdict

TIMES = [2, 3, 5]
CHARACTERS = {"enter": "\r", "space": " ", "backspace": "\x7f"}


async def at_once(sitting, *keys):
    """Press keys in one go, as a terminal hands them on after a delay."""
    for key in keys:
        character = CHARACTERS.get(key, key)
        sitting.app.post_message(events.Key(key, character if len(character) == 1 else None))
    await sitting.settled()


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize(
    ("name", "keys"),
    [("dog", "0.357"), ("dog", "9"), ("pick", "a"), ("several", "ab"), ("chain", "cab")],
)
async def test_one_answer_is_given_and_its_verdict_stays(sit, name, keys, times):
    async with sit(name) as sitting:
        await at_once(sitting, *keys, *["enter"] * times)
        assert len(sitting.recorded) == 1
        assert sitting.screen == "PracticeScreen"
        assert any(sign in sitting.shown() for sign in ("✓ ", "✗ ", "◐ "))
        await sitting.press("enter")
        assert sitting.screen == "SummaryScreen"


@pytest.mark.parametrize("times", TIMES)
async def test_an_open_answer_is_given_once(sit, times):
    async with sit("words") as sitting:
        await sitting.type("a mean")
        await at_once(sitting, "ctrl+s", *["enter"] * times)
        assert sitting.recorded == []
        await at_once(sitting, *["enter"] * times)
        assert len(sitting.recorded) == 1
        assert sitting.screen == "PracticeScreen"


async def test_points_are_ticked_and_confirmed_in_one_go(sit):
    async with sit("words") as sitting:
        await sitting.type("an average?")
        await sitting.press("ctrl+s")
        await at_once(sitting, "down", "space", "enter")
        assert [attempt.value["confirmed"] for attempt in sitting.recorded] == [["surprise"]]


async def test_a_second_imprecise_answer_is_not_given_by_a_second_enter(sit):
    async with sit("precise") as sitting:
        await at_once(sitting, *"0.36", "enter", "enter")
        assert [attempt.verdict for attempt in sitting.recorded] == [Verdict.IMPRECISE]
        assert isinstance(sitting.app.focused, Input)


@pytest.mark.parametrize(("name", "key"), [("dog", "7"), ("pick", "a"), ("chain", "c")])
async def test_keys_after_enter_do_what_they_do_after_the_verdict(sit, name, key):
    async with sit(name) as sitting:
        await at_once(sitting, key, "enter", "enter", "escape")
        assert len(sitting.recorded) == 1
        assert sitting.screen == "HomeScreen"


@pytest.mark.parametrize("name", ["dog", "pick", "several", "chain"])
async def test_the_next_question_is_not_answered_before_it_is_seen(sit, name):
    async with sit("fresh", name) as sitting:
        await sitting.answer("9")
        await at_once(sitting, *["enter"] * 5)
        (first,) = sitting.recorded
        assert sitting.practice.position == 2 or first.question != "tests/fresh"
        assert len(sitting.recorded) == 1
        assert "You haven't moved" not in sitting.shown()


async def test_a_session_is_not_begun_again_before_its_summary_is_seen(sit):
    async with sit("dog") as sitting:
        await sitting.answer("9")
        await at_once(sitting, *["enter"] * 3)
        assert sitting.screen == "SummaryScreen"
        await sitting.press("enter")
        assert sitting.screen == "PracticeScreen"


async def test_the_question_that_is_marked_at_once_is_the_one_that_is_opened(sit):
    async with sit("dog", "precise") as sitting:
        for _ in range(2):
            await sitting.answer("7")
            await sitting.press("enter")
        assert sitting.screen == "SummaryScreen"
        await at_once(sitting, "down", "down", "enter")
        await sitting.settled()
        assert sitting.screen == "ReviewScreen"
        assert "2 of 2" in sitting.shown()


async def test_an_order_nobody_touched_is_not_given_by_a_second_enter(sit):
    async with sit("chain") as sitting:
        await at_once(sitting, *["enter"] * 5)
        assert sitting.recorded == []
        await sitting.press("enter")
        assert len(sitting.recorded) == 1


@pytest.mark.parametrize(
    ("name", "keys", "response"),
    [
        ("dog", ["3", "4", "backspace", "enter"], "3"),
        ("dog", ["3", "4", "left", "1", "enter"], "314"),
        ("several", ["a", "down", "space", "enter"], "a, b"),
        ("chain", ["space", "down", "space", "enter"], "b a c"),
        ("chain", ["c", "a", "backspace", "b", "enter"], "c b a"),
    ],
)
async def test_keys_do_their_work_in_the_order_in_which_they_were_pressed(
    sit, name, keys, response
):
    async with sit(name) as sitting:
        await at_once(sitting, *keys)
        assert [attempt.response for attempt in sitting.recorded] == [response]


async def test_a_text_is_corrected_in_the_order_in_which_it_was_typed(sit):
    async with sit("words") as sitting:
        await at_once(sitting, *"me", "backspace", *"ean", "left", *"e")
        assert sitting.app.screen._response.written == "meaen"


@pytest.mark.parametrize(
    "pasted",
    ["\n2.7", "2.7\n\n", "\r\n  \r\n2.7\r\n", "  2.7  "],
)
async def test_blank_lines_around_a_paste_are_left_out(sit, pasted):
    async with sit("dog") as sitting:
        await paste(sitting, pasted)
        assert sitting.app.screen.query_one(Input).value == "2.7"


async def paste(sitting, text):
    sitting.app.post_message(events.Paste(text))
    await sitting.settled()


async def test_lines_of_a_paste_become_one_line(sit):
    async with sit("dog") as sitting:
        await sitting.type("(")
        await paste(sitting, "[0.1 0.2\n 0.3]\n\n4")
        assert sitting.app.screen.query_one(Input).value == "([0.1 0.2 0.3] 4"
        await sitting.press("home", "shift+end")
        await paste(sitting, "5\n6")
        assert sitting.app.screen.query_one(Input).value == "5 6"


async def test_a_paste_that_has_no_room_is_told_and_leaves_the_field_as_it_was(sit):
    async with sit("dog") as sitting:
        await sitting.type("1")
        await paste(sitting, "7" * 2000)
        assert sitting.app.screen.query_one(Input).value == "1"
        assert "That's too long: 2,000 characters at most." in sitting.shown()
        await paste(sitting, "7" * 1999)
        assert len(sitting.app.screen.query_one(Input).value) == 2000


async def test_a_list_whose_lines_are_typed_one_by_one_is_not_given_by_halves(sit):
    async with sit("list") as sitting:
        await at_once(sitting, *"[1/3,", "enter", *"1/3,", "enter", *"1/3]")
        assert sitting.recorded == []
        assert sitting.app.screen.query_one(Input).value == "[1/3, 1/3, 1/3]"
        await sitting.press("enter")
        assert len(sitting.recorded) == 1


@pytest.mark.parametrize("key", ["f4", "f3"])
async def test_a_key_pressed_twice_in_one_go_acts_once_on_what_was_seen(sit, key):
    async with sit("fresh", "fresh", count=6, seed=3) as sitting:
        await at_once(sitting, *[key] * 3)
        assert len(sitting.practice.asked) == 2
        await sitting.press(key)
        assert len(sitting.practice.asked) == 3
