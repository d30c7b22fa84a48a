from pathlib import Path

from quizapp.errors import Problem
from quizapp.settings import SettingsFile
from quizapp.tui import themes


async def test_a_topic_of_the_chain_starts_a_session_on_it(sit):
    async with sit("fresh", "pick", "dog", home=True) as sitting:
        assert "Surprisal" in sitting.shown()
        await sitting.press("down", "enter")
        assert sitting.practice.current.variant.question.topic == "entropy"


async def test_a_bank_can_be_picked_by_its_title(sit):
    async with sit("pick", home=True) as sitting:
        await sitting.press("end", "enter")
        assert sitting.app.sitting.title == "Test bank"


async def test_a_topic_without_questions_does_not_start(sit):
    async with sit("pick", home=True) as sitting:
        await sitting.press("enter")
        assert sitting.screen == "HomeScreen"
        assert "No questions on this yet" in sitting.shown()


async def test_home_says_which_bank_was_left_out_and_why(sit):
    problem = Problem(Path("mine.yaml"), 3, 1, "[b]bad[/b] key")
    async with sit("pick", home=True, problems=[problem]) as sitting:
        assert "mine.yaml was left out: line 3: [b]bad[/b] key" in sitting.shown()
        await sitting.press("l")
        assert sitting.screen == "ProblemsScreen"


async def test_the_summary_has_score_slips_and_questions_and_leads_on(sit):
    async with sit("pick", "dog") as sitting:
        await sitting.press("f4")
        await sitting.answer("0.5146")
        await sitting.press("enter")
        shown = sitting.shown()
        assert "0.5 of 1" in shown
        assert "bits vs nats" in shown
        assert "Skipped" in shown
        first = sitting.practice
        await sitting.press("enter")
        assert sitting.practice is not first
        assert sitting.screen == "PracticeScreen"


async def test_a_session_without_answers_ends_in_an_invitation(sit):
    async with sit("pick") as sitting:
        await sitting.press("f4")
        assert sitting.screen == "SummaryScreen"
        assert "Nothing answered this time" in sitting.shown()


async def test_a_selection_that_fits_nothing_ends_the_app_with_a_usage_error(sit):
    from quizapp.selection import Selection

    async with sit("pick", start_at=Selection(topic="nowhere")) as sitting:
        assert sitting.app.return_code == 2


async def test_the_theme_changes_between_dark_and_light(sit):
    async with sit("pick", home=True) as sitting:
        assert sitting.app.current_theme.dark
        await sitting.press("ctrl+t")
        assert not sitting.app.current_theme.dark


async def test_the_theme_is_remembered(sit, tmp_path):
    path = tmp_path / "settings.toml"
    async with sit("pick", home=True, settings=SettingsFile(path)) as sitting:
        await sitting.press("ctrl+t")
    async with sit("pick", home=True, settings=SettingsFile(path)) as sitting:
        assert not sitting.app.current_theme.dark
        assert sitting.app.screen.styles.background.hex.lower() == themes.LIGHT.background
        await sitting.press("ctrl+t")
    assert path.read_text() == 'theme = "ink"\n'


async def test_settings_that_cannot_be_read_are_told_and_cost_nothing_else(sit, tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("theme = 'pink'")
    async with sit("pick", home=True, settings=SettingsFile(path), size=(110, 34)) as sitting:
        (told,) = sitting.app._notifications
        assert 'theme must be "ink" or "paper"' in told.message
        assert sitting.app.current_theme.dark
        await sitting.press("ctrl+t")
        assert not sitting.app.current_theme.dark
    assert path.read_text() == "theme = 'pink'"


async def test_an_app_that_is_being_left_offers_no_interview(sit):
    async with sit("dog", home=True) as sitting:
        app = sitting.app
    app._offer_interview()
    assert not app.screen_stack


async def test_what_a_narrow_home_says_of_a_topic_is_never_cut_off(sit):
    async with sit("fresh", "dog", home=True, size=(50, 16)) as sitting:
        for _ in range(4):
            about = [line for line in sitting.shown().splitlines()[11:15] if line.strip()]
            assert about[-1].rstrip().endswith("."), about
            await sitting.press("down")
