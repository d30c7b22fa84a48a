"""Lines that are laid out for the width there is."""

from textual.app import App
from textual.containers import VerticalScroll
from textual.content import Content

from quizapp.tui.widgets.sheet import SheetView


class Page(App):
    def compose(self):
        with VerticalScroll():
            yield SheetView(lambda _width: [Content("above")] * 3)
            yield SheetView(id="below")


async def test_what_is_shown_has_its_height_in_the_first_layout():
    async with Page().run_test(size=(40, 10)) as pilot:
        # As after a scroll: the place of each widget is found out when it is next asked for.
        pilot.app.screen._compositor._full_map_invalidated = True
        pilot.app.query_one("#below").show(lambda _width: [Content("below")] * 20)
        await pilot.pause()
        assert pilot.app.query_one(VerticalScroll).virtual_size.height == 23
