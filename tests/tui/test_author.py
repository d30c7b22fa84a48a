"""Writing questions on the screen, as an author does."""

from __future__ import annotations

from textual.widgets import Input, Static, TextArea

from quizapp.tui.screens.author import AuthorScreen
from quizapp.tui.screens.dialog import Dialog


async def settle(sitting):
    for _ in range(3):
        await sitting.app.workers.wait_for_complete()
        await sitting.pilot.pause()


async def writing(sitting, folder):
    path = folder / "mine.yaml"
    sitting.app.write(str(path))
    await settle(sitting)
    assert isinstance(sitting.app.screen, AuthorScreen)
    return path, sitting.app.screen


async def change(sitting, screen, text):
    screen.query_one(TextArea).text = text
    await sitting.pilot.pause(0.3)
    await settle(sitting)


def shown(screen, name):
    return str(screen.query_one(f"#{name}", Static).render())


async def test_the_preview_follows_the_text_and_survives_a_mistake(sit, tmp_path):
    async with sit("dog", size=(120, 36)) as sitting:
        _, screen = await writing(sitting, tmp_path)
        assert "Answer: 0.2231 nats" in shown(screen, "preview")
        text = screen.query_one(TextArea).text
        await change(sitting, screen, text.replace("surprisal(0.8)", "surprisal(0.5)"))
        assert "Answer: 0.6931 nats" in shown(screen, "preview")
        await change(sitting, screen, text.replace("surprisal(0.8)", "surprise(0.5)"))
        assert "Answer: 0.6931 nats" in shown(screen, "preview")
        assert "'surprisal'" in shown(screen, "problems")
        await sitting.press("f8")
        line = screen.query_one(TextArea).cursor_location[0]
        assert "surprise(0.5)" in text.replace("surprisal(0.8)", "surprise(0.5)").split("\n")[line]


async def test_what_is_saved_can_be_asked_at_once(sit, tmp_path):
    async with sit("dog") as sitting:
        path, screen = await writing(sitting, tmp_path)
        await sitting.press("ctrl+s")
        assert path.read_text("utf-8") == screen.query_one(TextArea).text
        await sitting.press("escape")
        assert sitting.app.screen is not screen


async def test_it_can_be_tried_and_nothing_is_recorded(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        await sitting.press("f4")
        assert screen.query_one("#answer", Input).has_focus
        await sitting.type("0.3219")
        await sitting.press("enter")
        assert "bits" in shown(screen, "verdict")
        assert sitting.recorded == []


async def test_leaving_asks_about_what_is_not_saved(sit, tmp_path):
    async with sit("dog") as sitting:
        path, screen = await writing(sitting, tmp_path)
        await sitting.press("escape")
        assert isinstance(sitting.app.screen, Dialog)
        await sitting.press("escape")
        assert sitting.app.screen is screen
        await sitting.press("escape", "s")
        assert path.exists()
        assert sitting.app.screen is not screen


async def test_unsaved_work_of_an_earlier_time_is_offered(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        text = screen.query_one(TextArea).text
        await change(sitting, screen, f"{text}# half")
        sitting.app.pop_screen()
        await settle(sitting)
        sitting.app.write(str(tmp_path / "mine.yaml"))
        await settle(sitting)
        assert isinstance(sitting.app.screen, Dialog)
        await sitting.press("enter")
        await settle(sitting)
        assert sitting.app.screen.query_one(TextArea).text == f"{text}# half"


async def test_a_file_changed_underneath_is_asked_about(sit, tmp_path):
    async with sit("dog") as sitting:
        path, screen = await writing(sitting, tmp_path)
        await sitting.press("ctrl+s")
        path.write_text("schema: 1\n# theirs\n", "utf-8")
        await sitting.press("ctrl+s")
        assert isinstance(sitting.app.screen, Dialog)
        await sitting.press("t")
        assert screen.query_one(TextArea).text == "schema: 1\n# theirs\n"


async def test_something_is_inserted_by_its_name(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        await sitting.press("f3")
        await sitting.type("kl_d")
        await sitting.press("enter")
        assert screen.query_one(TextArea).text.startswith("kl_divergence(p, q)")


async def test_a_question_that_is_not_ones_own_is_copied_when_asked(sit, tmp_path):
    async with sit("dog") as sitting:
        await sitting.press("ctrl+e")
        assert isinstance(sitting.app.screen, Dialog)
        await sitting.press("escape")
        assert sitting.practice.position == 1
        assert not list(tmp_path.glob("banks/*"))
