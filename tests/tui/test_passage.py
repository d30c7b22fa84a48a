"""What is read, and the scrollbar beside it."""

import pytest
from rich.style import Style
from textual.app import App
from textual.content import Content

from quizapp.tui.widgets.passage import Passage
from quizapp.tui.widgets.sheet import SheetView


class Page(App):
    CSS = "Passage { background: #102030; scrollbar-color: red; scrollbar-size-vertical: 1; }"

    def compose(self):
        with Passage():
            yield SheetView(lambda _width: [Content(f"line {place}") for place in range(40)])

    def styles_shown(self) -> set[Style]:
        strips = self.screen._compositor.render_strips()
        return {part.style for strip in strips for part in strip if part.style}


async def test_the_scrollbar_shows_where_the_text_is_and_moves_it():
    async with Page().run_test(size=(20, 10)) as pilot:
        passage = pilot.app.query_one(Passage)
        bar = passage.vertical_scrollbar
        coloured = [
            place
            for place, line in enumerate(bar.render_lines(bar.size.region))
            if any(part.style.color and part.style.color.name == "#ff0000" for part in line)
        ]
        assert coloured[0] == 0
        assert len(coloured) < 5
        await pilot.mouse_down(bar, offset=(0, 8))
        await pilot.mouse_up(bar, offset=(0, 8))
        await pilot.pause()
        assert passage.scroll_target_y > 0


@pytest.mark.parametrize("without", [False, True])
async def test_nothing_is_coloured_where_no_colours_are_wanted(monkeypatch, without):
    monkeypatch.setenv("NO_COLOR", "1") if without else monkeypatch.delenv("NO_COLOR", False)
    async with Page().run_test(size=(20, 10)) as pilot:
        shown = [
            colour.triplet
            for style in pilot.app.styles_shown()
            for colour in (style.color, style.bgcolor)
            if colour and colour.triplet
        ]
        assert all(one.red == one.green == one.blue for one in shown) is without
