"""How the app starts: what it has before its first question, and what it does with garbage."""

from __future__ import annotations

import gc

from quizapp.errors import UsageError
from quizapp.questions.numeric import NumericQuestion
from tests.tui.conftest import banks


def ready():
    (question,) = banks("fresh").questions
    return question.made_ready(range(4))


async def test_the_first_question_is_asked_without_drawing(sit, monkeypatch):
    def undrawn(*_):
        raise UsageError("it can't be drawn yet")

    question = ready()
    monkeypatch.setattr(NumericQuestion, "drawn", undrawn)
    async with sit(question) as it:
        assert it.screen == "PracticeScreen"
        assert "What is its surprisal, in bits?" in it.shown()
        assert it.practice.current.variant.seed == 3


async def test_numbers_are_new_as_soon_as_they_can_be_drawn(sit):
    async with sit(ready(), home=True) as it:
        await it.press("enter")
        assert it.practice.current.variant.seed not in range(4)


async def test_who_chooses_a_seed_gets_what_it_draws(sit):
    async with sit(ready(), seed=3) as it:
        assert it.practice.current.variant.seed not in range(4)


async def test_garbage_of_a_run_can_be_collected_after_it(sit):
    async with sit("fresh", home=True) as it:
        it.app.settled()
        assert gc.get_freeze_count()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
