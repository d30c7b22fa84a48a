"""A screen is left once, and what it had still to do is no fault."""

from __future__ import annotations

from contextlib import suppress

from textual import events
from textual.css.query import NoMatches
from textual.geometry import Region
from textual.widgets import OptionList

from quizapp.tui.screens.home import HomeScreen
from quizapp.tui.screens.line import LineScreen
from quizapp.tui.screens.palette import InsertionsScreen
from quizapp.tui.screens.problems import ProblemsScreen


async def test_a_sheet_that_is_left_twice_takes_no_other_screen_with_it(sit):
    given = []
    async with sit("fresh") as it:
        sheet = LineScreen("Note", "")
        await it.app.push_screen(sheet, given.append)
        sheet.dismiss("one")
        sheet.dismiss("two")
        await it.pilot.pause()
        assert (it.screen, given) == ("PracticeScreen", ["one"])


async def test_a_screen_under_another_is_not_left(sit):
    async with sit("fresh") as it:
        practice = it.app.screen
        await it.app.push_screen(ProblemsScreen(()))
        practice.dismiss(True)
        await it.pilot.pause()
        assert it.screen == "ProblemsScreen"


async def test_what_a_screen_looks_for_may_have_gone_with_it(sit):
    async with sit("fresh") as it:
        sheet = LineScreen("Note", "")
        await it.app.push_screen(sheet)
        sheet.call_next(lambda: sheet.query_one("#gone"))
        sheet.dismiss(None)
        await it.pilot.pause()
        assert it.app.failure is None


async def test_what_is_left_for_another_screen_looks_for_nothing(sit):
    async with sit("fresh") as it:
        left = LineScreen("Note", "")
        await it.app.push_screen(left)
        left.dismiss(None)
        it.app.screen.call_after_refresh(left.call_after_refresh, left.query_one, "#gone")
        await it.pilot.pause()
        await it.pilot.pause()
        assert it.app.failure is None


async def test_what_was_taken_off_a_screen_can_be_pointed_at(sit):
    async with sit("fresh") as it:
        stem = it.app.screen.query_one("#stem")
        await stem.remove()
        assert [line.text for line in stem.render_lines(Region(0, 0, 3, 2))] == ["   ", "   "]


async def test_keys_wait_until_a_screen_is_laid_out(sit):
    async with sit("fresh") as it:
        it.app.push_screen(InsertionsScreen())
        it.app.post_message(events.Key("down", None))
        it.app.post_message(events.Key("down", None))
        await it.pilot.pause()
        await it.pilot.pause()
        assert it.app.screen.query_one(OptionList).highlighted == 2


async def test_what_was_chosen_before_a_list_was_narrowed_is_not_taken_for_another(sit):
    async with sit("fresh") as it:
        await it.app.push_screen(InsertionsScreen())
        lines = it.app.screen.query_one(OptionList)
        chosen = OptionList.OptionSelected(lines, lines.options[9], 9)
        await it.press(*"softmax")
        lines.post_message(chosen)
        await it.pilot.pause()
        assert it.screen == "InsertionsScreen"


async def test_what_a_screen_looks_for_may_have_gone_with_the_app(sit):
    async with sit("fresh") as it:
        it.app.exit()
        it.app.screen.call_next(it.app.screen.query_one, "#gone")
        await it.pilot.pause()
        assert it.app.failure is None


async def fault(sit, do):
    """Return what ends the app when something is done in it."""
    with suppress(Exception):  # the test harness raises it again
        async with sit("fresh") as it:
            do(it.app)
            await it.app.workers.wait_for_complete()
            await it.pilot.pause()
    return it.app.failure


async def test_what_a_screen_lacks_is_a_fault_while_it_is_there(sit):
    found = await fault(sit, lambda app: app.screen.call_next(app.screen.query_one, "#gone"))
    assert isinstance(found, NoMatches)


async def test_what_fails_in_a_thread_is_the_fault_itself(sit):
    found = await fault(sit, lambda app: app.run_worker(lambda: 1 // 0, thread=True))
    assert isinstance(found, ZeroDivisionError)


async def test_what_was_offered_may_have_gone_when_it_is_chosen(sit):
    async with sit("fresh", home=True) as it:
        for name in ("left:7", "open:2", "interview:9"):
            it.app.post_message(HomeScreen.Continued(name))
        await it.pilot.pause()
        assert it.app.failure is None
        assert it.screen == "HomeScreen"


async def test_a_summary_with_room_for_nothing_can_be_marked(sit):
    async with sit("pick") as it:
        await it.answer("a")
        await it.press("enter")
        assert it.screen == "SummaryScreen"
        it.app.screen.query_one("SheetView").styles.width = 4
        await it.pilot.pause()
        await it.press("down", "down", "up")
        assert it.app.failure is None
