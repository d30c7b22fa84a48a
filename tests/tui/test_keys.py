"""The line of keys shows those that do something now."""

from __future__ import annotations

from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from quizapp.tui.widgets.keys import KeyLine


class Doing(Screen):
    """A screen on which one thing can be done, and then another."""

    BINDINGS = [  # noqa: RUF012 - as Textual declares it
        Binding("f2", "first", "First"),
        Binding("f3", "second", "Second"),
    ]
    now = "first"

    def compose(self):
        yield Input()
        yield KeyLine()

    def check_action(self, action, parameters):  # noqa: ARG002
        return action == self.now


async def test_keys_are_shown_that_a_painting_of_something_else_has_found_out(monkeypatch):
    async with App().run_test(size=(40, 10)) as pilot:
        screen = Doing()
        await pilot.app.push_screen(screen)
        await pilot.pause()
        line = screen.query_one(KeyLine)
        painted = []
        monkeypatch.setattr(line, "refresh", lambda *_, **__: painted.append(line))
        screen.now = "second"
        screen.set_focus(None)
        # Textual asks all widgets for their lines, whichever of them are to be painted.
        [strip] = line.render_lines(line.size.region)
        assert "Second" in strip.text
        screen.refresh_bindings()
        await pilot.pause()
        assert painted == [line]


async def test_keys_that_stay_the_same_are_not_painted_again(monkeypatch):
    async with App().run_test(size=(40, 10)) as pilot:
        screen = Doing()
        await pilot.app.push_screen(screen)
        await pilot.pause()
        line = screen.query_one(KeyLine)
        painted = []
        monkeypatch.setattr(line, "refresh", lambda *_, **__: painted.append(line))
        screen.refresh_bindings()
        await pilot.pause()
        assert not painted
