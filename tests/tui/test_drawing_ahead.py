"""While nobody types, the app draws what its next session begins with."""

from __future__ import annotations

import gc

from quizapp.errors import UsageError
from quizapp.questions.numeric import NumericQuestion


async def test_the_next_session_is_asked_without_drawing(sit, monkeypatch):
    async with sit("fresh", "steps", home=True) as it:
        it.clock.elapsed += 5
        for _ in range(3):
            it.app._draw_ahead()
        monkeypatch.setattr(NumericQuestion, "drawn", None)
        await it.press("enter")
        assert it.screen == "PracticeScreen"
        assert "What is its surprisal, in bits?" in it.shown()


async def test_a_key_never_waits_for_a_draw(sit, monkeypatch):
    draws = []

    def draw(question, _):
        draws.append(question.name)
        raise UsageError("none")

    monkeypatch.setattr(NumericQuestion, "variant", draw)
    async with sit("fresh", "steps", home=True) as it:
        it.clock.elapsed += 5
        await it.press("down")
        it.app._draw_ahead()
        it.clock.elapsed += 0.9
        it.app._draw_ahead()
        assert not draws
        it.clock.elapsed += 0.2
        it.app._draw_ahead()
        assert draws


class Drawing:
    """The timer that draws ahead, with what was asked of it."""

    def __init__(self, timer):
        self.asked = []
        timer.stop()

    def pause(self):
        self.asked.append("pause")

    def resume(self):
        self.asked.append("resume")


async def test_drawing_rests_when_all_is_drawn_and_goes_on_when_there_is_more(sit):
    async with sit("fresh", "steps", home=True) as it:
        drawing = it.app._drawing = Drawing(it.app._drawing)
        it.clock.elapsed += 5
        while not drawing.asked:
            it.app._draw_ahead()
        assert drawing.asked == ["pause"]
        await it.press("enter")
        assert drawing.asked == ["pause", "resume"]
        it.app._reload()
        assert drawing.asked == ["pause", "resume", "resume"]


async def test_banks_can_be_reloaded_before_anything_is_drawn(sit):
    async with sit("fresh", home=True) as it:
        it.app._drawing, timer = None, it.app._drawing
        it.app._reload()
        it.app._drawing = timer


async def test_what_was_drawn_is_kept_for_the_next_run(sit, monkeypatch):
    async with sit("fresh", "steps", home=True) as it:
        saved = []
        monkeypatch.setattr(it.app.ahead, "save", lambda: saved.append(True))
    assert saved


async def test_garbage_of_a_run_can_be_collected_after_it(sit):
    async with sit("fresh", home=True) as it:
        it.app.settled()
        assert gc.get_freeze_count()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
