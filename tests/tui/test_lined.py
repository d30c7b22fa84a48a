"""Widgets that are lines: they look as if Textual had rendered them."""

import pytest
from textual.app import App
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from quizapp.tui.widgets.keys import KeyLine
from quizapp.tui.widgets.menu import Menu, MenuEntry
from quizapp.tui.widgets.sheet import SheetView

LINES = [
    Content.assemble(("a sum", "bold $text-accent"), " of ", ("terms", "$foreground 30%")),
    Content(""),
    Content.styled("漢字", "italic"),
]

ENTRIES = [
    MenuEntry("first", "What is done first", "┌─ ", 3),
    MenuEntry("", "Between", right=(("here", "$text-success"),)),
    MenuEntry("none", "Nothing is behind it", questions=0),
    *(MenuEntry(f"more {place}", "More of it", urgent=place == 2) for place in range(9)),
]


class Page(App):
    CSS = "Menu { height: 4; }"
    BINDINGS = [("x", "cross", "Cross")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, css=""):
        super().__init__()
        self.stylesheet.add_source(f"SheetView {{ color: #aabbcc; {css} }}")

    def compose(self):
        yield SheetView(lambda _width: LINES)
        yield Menu(ENTRIES, id="menu")
        yield KeyLine()


def seen(strips):
    """Return what is to be seen of each cell: of a blank, no more than what is behind it."""
    return [
        [
            (
                text,
                part.style.bgcolor,
                *((part.style.color, part.style.bold) if text != " " else ()),
            )
            for part in strip
            for text in part.text
        ]
        for strip in strips
    ]


@pytest.mark.parametrize(
    "css",
    [
        "",
        "background: #203040;",
        "padding: 0 2;",
        "padding: 1 2;",
        "border: round red;",
        "border-top: solid red; padding: 0 1;",
    ],
)
@pytest.mark.parametrize("without", [False, True])
@pytest.mark.parametrize("wide", [30, 11])
async def test_lines_look_as_textual_renders_them(monkeypatch, css, without, wide):
    monkeypatch.setenv("NO_COLOR", "1") if without else monkeypatch.delenv("NO_COLOR", False)
    async with Page(css).run_test(size=(wide, 12)) as pilot:
        menu = pilot.app.query_one(Menu)
        menu.scroll_to(y=1, animate=False)
        for widget in (pilot.app.query_one(SheetView), menu, pilot.app.query_one(KeyLine)):
            width, height = widget.outer_size
            for crop in (Region(0, 0, width, height), Region(3, 0, width - 5, height)):
                expected = Widget.render_lines(widget, crop)
                strips = widget.render_lines(crop)
                assert seen(strips) == seen(expected)
                assert [strip.cell_length for strip in strips] == [crop.width] * height


async def test_lines_are_rendered_anew_only_where_they_are_others():
    async with Page().run_test(size=(30, 10)) as pilot:
        sheet = pilot.app.query_one(SheetView)
        crop = Region(0, 0, 30, 3)
        before = sheet.render_lines(crop)
        sheet.lay_out(lambda _width: [LINES[0], Content("another"), LINES[2]])
        after = sheet.render_lines(crop)
        assert [new is old for new, old in zip(after, before, strict=True)] == [True, False, True]
        sheet.styles.color = "red"
        assert not any(new is old for new, old in zip(sheet.render_lines(crop), after, strict=True))
