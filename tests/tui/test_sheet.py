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

    def on_mount(self):
        self.below = self.query_one("#below", SheetView)


async def test_what_is_shown_has_its_height_in_the_first_layout():
    async with Page().run_test(size=(40, 10)) as pilot:
        # As after a scroll: the place of each widget is found out when it is next asked for.
        pilot.app.screen._compositor._full_map_invalidated = True
        pilot.app.below.show(lambda _width: [Content("below")] * 20)
        await pilot.pause()
        assert pilot.app.query_one(VerticalScroll).virtual_size.height == 23


async def test_only_lines_that_are_seen_are_rendered(monkeypatch):
    rendered = []
    render = Content.render
    async with Page().run_test(size=(40, 10)) as pilot:
        monkeypatch.setattr(
            Content, "render", lambda self, *a, **k: rendered.append(self) or render(self, *a, **k)
        )
        pilot.app.below.show(lambda _width: [Content(f"line {place}") for place in range(500)])
        await pilot.pause()
    assert Content("line 6") in rendered
    assert len(rendered) < 20


async def test_a_word_that_is_too_long_is_folded():
    async with Page().run_test(size=(40, 10)) as pilot:
        pilot.app.below.show(lambda _width: [Content("é" * 50), Content("end")])
        await pilot.pause()
        assert [line.plain for line in pilot.app.below.lines(20)] == [
            *["é" * 20] * 2,
            "é" * 10,
            "end",
        ]


async def test_the_mouse_selects_what_it_is_drawn_over():
    async with Page().run_test(size=(40, 10)) as pilot:
        pilot.app.below.show(lambda _width: [Content("an answer"), Content("a reason")])
        await pilot.pause()
        await pilot.mouse_down("#below", offset=(3, 0))
        await pilot.hover("#below", offset=(2, 1))
        await pilot.mouse_up("#below", offset=(2, 1))
        assert pilot.app.screen.get_selected_text() == "answer\na r"
        reached = pilot.app.screen.get_component_rich_style("screen--selection").bgcolor
        shown = [
            "".join(part.text for part in line if part.style and part.style.bgcolor == reached)
            for line in pilot.app.below.render_lines(pilot.app.below.size.region)
        ]
        assert shown == ["answer", "a r"]
