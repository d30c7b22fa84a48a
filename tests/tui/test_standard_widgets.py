"""What Textual's own widgets are spared: lines and entries that have gone meanwhile."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual import events
from textual.app import App

from quizapp.tui.widgets.bank_text import BankText
from quizapp.tui.widgets.open import AnswerArea
from quizapp.tui.widgets.standard import OptionList


@pytest.mark.parametrize("kind", [AnswerArea, BankText])
async def test_lines_that_filled_a_field_are_undone_and_made_again(kind):
    class Writes(App):
        def compose(self):
            area = kind()
            area.styles.height = 5
            yield area

    app = Writes()
    async with app.run_test(size=(40, 10)) as pilot:
        area = app.query_one(kind)
        area.undo()
        area.insert("first\n")
        area.history.checkpoint()
        area.insert("word " * 60 + "\n" * 30)
        written = area.text
        await pilot.pause()
        area.undo()
        await pilot.pause()
        assert area.text == "first\n"
        assert area.cursor_location == (1, 0)
        area.redo()
        area.move_cursor((20, 0))
        area.redo()
        area.undo()
        area.undo()
        assert (area.text, area.cursor_location) == ("", (0, 0))
        area.redo()
        area.redo()
        await pilot.pause()
        assert area.text == written


async def test_a_click_on_an_entry_that_has_gone_chooses_nothing():
    class Lists(App):
        def compose(self):
            yield OptionList("one", "two", "three")

    app = Lists()
    async with app.run_test(size=(40, 10)) as pilot:
        listed = app.query_one(OptionList)
        listed.clear_options()
        listed.add_option("four")
        click = events.Click(listed, 1, 2, 0, 0, 1, False, False, False, 1, 2)
        click.style = Style(meta={"option": 2})
        listed.post_message(click)
        await pilot.pause()
        assert listed.highlighted != 2
        await pilot.click(listed, offset=(3, 1))
        assert listed.highlighted == 0


async def test_pages_of_a_list_without_room_are_not_turned():
    class Lists(App):
        def compose(self):
            yield OptionList("one", "two", "three")

    app = Lists()
    async with app.run_test(size=(40, 10)) as pilot:
        listed = app.query_one(OptionList)
        listed.styles.height = 0
        await pilot.pause()
        listed.clear_options()
        listed.add_options(["four", "five"])
        listed.highlighted = 0
        await pilot.press("pagedown", "pageup")
        assert listed.highlighted == 0
