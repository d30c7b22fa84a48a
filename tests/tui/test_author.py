"""Writing questions on the screen, as an author does."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from textual import events
from textual.widgets import Input, OptionList, Static, TextArea

from quizapp.bank import reader
from quizapp.bank.sources import shipped
from quizapp.interview.blueprints import Blueprints
from quizapp.questions.types import TYPES
from quizapp.system import folders
from quizapp.system.settings import SettingsFile
from quizapp.tui import drafting
from quizapp.tui.app import QuizApp
from quizapp.tui.screens import author
from quizapp.tui.screens.author import AuthorScreen
from quizapp.tui.screens.dialog import Dialog
from quizapp.tui.screens.palette import EntriesScreen, LinesScreen, VariantsScreen
from quizapp.tui.services import Services
from quizapp.tui.widgets.bank_text import CompletionList
from tests.stubs import TRACKS
from tests.tui.conftest import FakeClock, FakeHistory

THEIRS = """\
schema: 1
bank: theirs
questions:
  - id: first
    type: numeric
    topic: entropy
    level: 1
    stem: One?
    answer: '1'
  - id: second
    type: numeric
    topic: entropy
    level: 1
    stem: Two?
    answer: '2'
"""


async def writing(sitting, folder):
    path = folder / "mine.yaml"
    sitting.app.write(str(path))
    await sitting.settled()
    assert isinstance(sitting.app.screen, AuthorScreen)
    return path, sitting.app.screen


async def change(sitting, screen, text):
    screen.query_one(TextArea).text = text
    await sitting.pilot.pause(0.3)
    await sitting.settled()


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


async def test_backspace_goes_back_one_level_in_an_indentation(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        text = screen.query_one(TextArea)
        text.text = "questions:\n       - x"
        text.move_cursor((1, 7))
        lengths = []
        for _ in range(5):
            await sitting.press("backspace")
            lengths.append(len(text.text.partition("\n")[2]))
        assert lengths == [9, 7, 5, 3, 0]
        assert text.text == "questions:- x"


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
        await sitting.settled()
        sitting.app.write(str(tmp_path / "mine.yaml"))
        await sitting.settled()
        assert isinstance(sitting.app.screen, Dialog)
        await sitting.press("enter")
        await sitting.settled()
        assert sitting.app.screen.query_one(TextArea).text == f"{text}# half"


@pytest.fixture
def unread(monkeypatch):
    """Let nothing happen a while after a key."""
    monkeypatch.setattr(author, "_PAUSE", 1000.0)


def drafts(sitting):
    folder = sitting.app._history.folder / "drafts"
    return [one.read_text("utf-8") for one in folder.iterdir()] if folder.is_dir() else []


async def type_ahead(sitting, screen, text):
    screen.query_one(TextArea).insert(text)
    await sitting.pilot.pause()


@pytest.mark.usefixtures("unread")
async def test_unsaved_work_is_kept_while_it_is_typed(sit, tmp_path, monkeypatch):
    monkeypatch.setattr(drafting, "_REST", 1000.0)
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        await type_ahead(sitting, screen, "# first\n")
        assert drafts(sitting)[0].startswith("# first\n")
        await type_ahead(sitting, screen, "# second\n")
        assert "# second" not in drafts(sitting)[0], "which waits for the others"
        screen._drafting.keep()  # as its timer does
        assert drafts(sitting)[0].startswith("# first\n# second\n")
        await type_ahead(sitting, screen, "# third\n")
        await sitting.press("ctrl+q")
    assert drafts(sitting)[0].startswith("# first\n# second\n# third\n")


@pytest.mark.usefixtures("unread")
async def test_work_that_is_dropped_is_not_kept(sit, tmp_path, monkeypatch):
    monkeypatch.setattr(drafting, "_REST", 1000.0)
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        await type_ahead(sitting, screen, "# first\n")
        await type_ahead(sitting, screen, "# second\n")
        await sitting.press("escape", "d")
        await sitting.settled()
        assert drafts(sitting) == []


async def test_unsaved_work_stays_while_it_is_offered(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        await type_ahead(sitting, screen, "# first\n")
        sitting.app.pop_screen()
        await sitting.settled()
        sitting.app.write(str(tmp_path / "mine.yaml"))
        await sitting.settled()
        assert isinstance(sitting.app.screen, Dialog)
        assert drafts(sitting)[0].startswith("# first\n")


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


@pytest.mark.parametrize(
    ("key", "screen", "typed", "line"),
    [
        ("f7", EntriesScreen, "second", 10),
        ("f7", EntriesScreen, "", 4),
        ("ctrl+f", LinesScreen, "two", 14),
        ("ctrl+g", LinesScreen, "3", 3),
    ],
)
async def test_a_question_words_or_a_line_are_gone_to(sit, tmp_path, key, screen, typed, line):
    async with sit("dog") as sitting:
        _, writes = await writing(sitting, tmp_path)
        await change(sitting, writes, THEIRS)
        text = writes.query_one(TextArea)
        await sitting.press(key)
        assert isinstance(sitting.app.screen, screen)
        await sitting.type(typed)
        await sitting.press("enter")
        assert text.cursor_location == (line - 1, 0)
        assert text.has_focus


async def test_the_next_line_with_the_words_found_last_is_gone_to(sit, tmp_path):
    async with sit("dog") as sitting:
        _, writes = await writing(sitting, tmp_path)
        await change(sitting, writes, THEIRS)
        text = writes.query_one(TextArea)
        hits = [row for row, line in enumerate(THEIRS.split("\n")) if "type" in line]
        await sitting.press("ctrl+f")
        await sitting.type("type")
        await sitting.press("enter")
        met = [text.cursor_location[0]]
        for _ in hits:
            await sitting.press("ctrl+g")
            met.append(text.cursor_location[0])
        assert len(hits) > 1
        assert met == [*hits, hits[0]]


async def test_questions_are_copied_moved_deleted_and_brought_back(sit, tmp_path):
    async with sit("dog") as sitting:
        path, screen = await writing(sitting, tmp_path)
        await change(sitting, screen, THEIRS)
        text = screen.query_one(TextArea)

        def ids():
            return [one.id for one in reader.read_text(text.text, path).questions]

        await sitting.press("f7", "f5")
        assert ids() == ["first", "first-2", "second"]
        await sitting.press("shift+down")
        assert ids() == ["first", "second", "first-2"]
        await sitting.press("f8")
        assert isinstance(sitting.app.screen, Dialog)
        await sitting.press("enter")
        assert ids() == ["first", "second", "first-2"]
        await sitting.press("f8", "d")
        assert ids() == ["first", "second"]
        await sitting.press("shift+up", "shift+up")
        assert ids() == ["second", "first"]
        for _ in range(4):
            await sitting.press("ctrl+z")
        assert text.text == THEIRS
        await sitting.press("f3")
        await sitting.type("match")
        await sitting.press("enter", "escape")
        assert len(ids()) == 3
        assert sitting.app.screen is screen


async def test_what_is_listed_is_left_as_it_is_where_the_text_changed_meanwhile(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        await change(sitting, screen, THEIRS)
        text = screen.query_one(TextArea)
        await sitting.press("f7")
        text.load_text("schema: 1\nquestions:\n")
        await sitting.press("f5")
        assert sitting.app.failure is None
        assert text.text == "schema: 1\nquestions:\n"
        assert not sitting.app.screen._entries
        await sitting.press("f8", "shift+up", "escape")
        assert sitting.app.screen is screen


async def test_ten_variants_are_compared_and_one_is_previewed(sit, tmp_path):
    async with sit("dog", size=(120, 36)) as sitting:
        _, screen = await writing(sitting, tmp_path)
        text = screen.query_one(TextArea)
        place = text.text[: text.text.index("even-guess")].count("\n")
        text.move_cursor((place, 0))
        await sitting.pilot.pause()
        await sitting.press("f5")
        assert isinstance(sitting.app.screen, VariantsScreen)
        assert sitting.app.screen.query_one(OptionList).option_count == 10
        await sitting.press("down", "down", "enter")
        assert "even-guess@2" in shown(screen, "preview")


async def at_the_end(sitting, screen, text):
    await change(sitting, screen, text)
    await sitting.press("ctrl+end")
    return screen.query_one(TextArea)


async def test_what_can_stand_there_is_offered_and_taken(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        area = await at_the_end(sitting, screen, THEIRS)
        offered = screen.query_one(CompletionList)
        await sitting.type("  - id: third")
        await sitting.press("enter")
        await sitting.type("ty")
        assert [one.name for one in offered.found.offered] == ["type"]
        await sitting.press("tab")
        await sitting.type("num")
        await sitting.press("enter")
        assert offered.found is None
        await sitting.press("enter")
        await sitting.type("ans")
        await sitting.press("tab")
        await sitting.type("log")
        assert offered.found is None, "a complete word begins no list"
        await sitting.press("backspace")
        await sitting.type("gi")
        assert [one.name for one in offered.found.offered] == ["logit"]
        await sitting.press("backspace", "backspace", "backspace", "backspace")
        await sitting.type("en")
        assert offered.chosen.name == "entropy"
        await sitting.press("tab")
        await sitting.type("q")
        assert area.text == (f"{THEIRS}  - id: third\n    type: numeric\n    answer: entropy(q)")


async def test_the_list_is_never_in_the_way(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        area = await at_the_end(sitting, screen, f"{THEIRS}    ")
        offered = screen.query_one(CompletionList)
        await sitting.type("so")
        assert offered.chosen.name == "solution"
        await sitting.press("down")
        assert offered.chosen.name == "source"
        await sitting.press("escape")
        assert sitting.app.screen is screen
        assert not offered.display
        await sitting.press("up")
        assert area.cursor_location[0] == THEIRS.count("\n") - 1
        assert area.text == f"{THEIRS}    so"


async def test_a_whole_quantity_is_inserted_before_the_questions(sit, tmp_path):
    async with sit("dog") as sitting:
        path, screen = await writing(sitting, tmp_path)
        await change(sitting, screen, THEIRS)
        await sitting.press("f3")
        await sitting.type("quantity")
        await sitting.press("enter")
        bank = reader.read_text(screen.query_one(TextArea).text, path)
        assert [one.name for one in bank.quantities] == ["f1_score"]
        assert len(bank.questions) == 2


async def test_an_inserted_question_fits_the_bank(sit, tmp_path):
    async with sit("dog") as sitting:
        path, screen = await writing(sitting, tmp_path)
        text = screen.query_one(TextArea).text
        await change(sitting, screen, re.sub("topic: .*", "topic: sql", text))
        for _ in range(2):
            await sitting.press("f3")
            await sitting.type("numeric")
            await sitting.press("enter")
        text = screen.query_one(TextArea)
        line = text.document.get_line(text.cursor_location[0])
        assert line.strip() == "- id: likely-rain-3"
        questions = reader.read_text(text.text, path).questions
        assert [question.id for question in questions[-2:]] == ["likely-rain-2", "likely-rain-3"]
        assert {question.topic for question in questions} == {"sql"}


@pytest.mark.parametrize("size", [(80, 24), (50, 16)])
async def test_what_can_be_inserted_has_a_line_each(sit, tmp_path, size):
    async with sit("dog", size=size) as sitting:
        await writing(sitting, tmp_path)
        await sitting.press("f3")
        inside = [
            line.split("│")[1].split() for line in sitting.shown().splitlines() if "│" in line
        ]
        names = [words[0] for words in inside if words]
        first = names.index("numeric")
        assert names[first : first + len(TYPES) + 1] == [*TYPES, "quantity"]
        assert "Enter Insert" in sitting.shown()


async def test_a_narrow_terminal_names_the_key_of_the_side_that_is_hidden(sit, tmp_path):
    async with sit("dog", size=(50, 16)) as sitting:
        await writing(sitting, tmp_path)
        for _ in range(2):
            last = sitting.shown().splitlines()[-1]
            assert "F6 Preview" in last
            assert "Esc Leave" in last
            await sitting.press("f6")
        await sitting.press("z", "z")
        assert "zz" in sitting.shown(), "back in the text, what is typed goes there"


@pytest.mark.parametrize("columns", [80, 110, 140, 200])
async def test_the_preview_is_as_wide_as_a_learner_sees_it(sit, tmp_path, columns):
    async with sit("dog", size=(columns, 24)) as sitting:
        _, screen = await writing(sitting, tmp_path)
        if columns < 140:
            await sitting.press("f6")
        assert screen._width == 76
        assert screen.query_one("#preview").size.width >= 76


async def test_the_field_to_try_a_question_is_in_sight_below_a_long_preview(sit, tmp_path):
    async with sit("dog", size=(50, 16)) as sitting:
        await writing(sitting, tmp_path)
        await sitting.press(*["down"] * 9, "f4")
        await sitting.pilot.pause()
        assert "press Enter" in sitting.shown()


async def test_a_question_that_is_not_ones_own_is_copied_when_asked(sit, tmp_path):
    async with sit("dog") as sitting:
        await sitting.press("ctrl+e")
        assert isinstance(sitting.app.screen, Dialog)
        await sitting.press("escape")
        assert sitting.practice.position == 1
        assert not list(tmp_path.glob("banks/*"))


@pytest.mark.parametrize("built_in", [True, False])
async def test_a_question_is_edited_in_its_file_or_where_it_is_built_in_in_one_copy(
    tmp_path, monkeypatch, built_in
):
    folder, own = tmp_path / "theirs", tmp_path / "banks"
    folder.mkdir()
    source = folder / "theirs.yaml"
    source.write_text(THEIRS, "utf-8")
    if built_in:
        monkeypatch.setattr("quizapp.authoring.draft.shipped", lambda: folder)
    clock = FakeClock()
    app = QuizApp(
        Services(
            banks=lambda: reader.load([source, *([own] if own.is_dir() else [])]),
            clock=clock,
            history=FakeHistory([], clock, tmp_path),
            blueprints=lambda: Blueprints((), ()),
            chance=lambda: 3,
            settings=SettingsFile(),
            tracks=TRACKS,
        )
    )
    async with app.run_test() as pilot:
        for _ in range(2):
            app.write("theirs/second")
            await pilot.pause()
            area = app.screen.query_one(TextArea)
            assert area.document.get_line(area.cursor_location[0]) == "  - id: second"
            await pilot.press("escape")
            await pilot.pause()
        copies = ["theirs-own.yaml"] if built_in else []
        assert [path.name for path in own.glob("*")] == copies


async def test_an_own_copy_among_several_is_found(tmp_path):
    source, own = tmp_path / "theirs.yaml", tmp_path / "banks"
    source.write_text(THEIRS, "utf-8")
    own.mkdir()
    head, first, second = re.split("(?=  - id: )", THEIRS)
    for name, body in (("theirs-own", first), ("theirs-own-2", second)):
        text = head.replace("bank: theirs", f"bank: {name}") + body
        (own / f"{name}.yaml").write_text(text, "utf-8")
    clock = FakeClock()
    app = QuizApp(
        Services(
            banks=lambda: reader.load([source, own]),
            clock=clock,
            history=FakeHistory([], clock, tmp_path),
            blueprints=lambda: Blueprints((), ()),
            chance=lambda: 3,
            settings=SettingsFile(),
            tracks=TRACKS,
        )
    )
    async with app.run_test() as pilot:
        app.write("theirs/second")
        await pilot.pause()
        assert isinstance(app.screen, AuthorScreen)
        assert len(list(own.iterdir())) == 2


async def test_the_first_of_ones_own_banks_is_opened(sit, tmp_path):
    (tmp_path / "banks").mkdir()
    for name in "hbgdfcea":
        text = THEIRS.replace("bank: theirs", f"bank: {name}")
        (tmp_path / "banks" / f"{name}.yaml").write_text(text, "utf-8")
    async with sit("dog", home=True) as sitting:
        sitting.app.write("")
        await sitting.settled()
        assert sitting.app.screen.query_one(TextArea).text.startswith("schema: 1\nbank: a\n")


async def test_what_acts_on_a_terminal_is_not_pasted(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        area = screen.query_one(TextArea)
        area.post_message(events.Paste("# \x1b[2Jred\x07\n"))
        await sitting.settled()
        assert area.text.startswith("# [2Jred\n")


async def test_the_text_is_coloured_for_the_theme(sit, tmp_path):
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        assert screen.query_one(TextArea).theme == "ink"
        sitting.app.action_toggle_theme()
        await sitting.settled()
        assert screen.query_one(TextArea).theme == "paper"


async def test_lines_are_coloured_where_they_are_seen_as_a_whole_text_would_be(sit, tmp_path):
    bank = shipped() / "metrics.yaml"
    (tmp_path / "mine.yaml").write_text(bank.read_text("utf-8"), "utf-8")
    async with sit("dog") as sitting:
        _, screen = await writing(sitting, tmp_path)
        area = screen.query_one(TextArea)
        ours = area._highlights
        assert 0 < len(ours) < area.document.line_count / 2
        area._highlights = whole = defaultdict(list)
        TextArea._build_highlight_map(area)
        rows = range(area.document.line_count)
        assert [sorted(ours[row], key=str) for row in rows] == [
            sorted(whole[row], key=str) for row in rows
        ]


async def test_without_a_home_there_is_nowhere_to_write():
    clock = FakeClock()
    app = QuizApp(
        Services(
            banks=lambda: reader.Banks((), ()),
            clock=clock,
            history=FakeHistory([], clock, folders.NOWHERE),
            blueprints=lambda: Blueprints((), ()),
            chance=lambda: 3,
            settings=SettingsFile(),
            tracks=TRACKS,
        )
    )
    told = []
    async with app.run_test() as pilot:
        app.notify = lambda message, **_: told.append(message)
        await pilot.press("a")
        await pilot.pause()
        assert not isinstance(app.screen, AuthorScreen)
    assert told == [folders.NO_HOME]


@pytest.mark.parametrize(
    ("editor", "says"),
    [
        ("", "Set the EDITOR environment variable first"),
        ("no-such-editor -w", "I can't find no-such-editor; set EDITOR"),
        ("'unclosed", "I can't read EDITOR: 'unclosed"),
        ("true", "I couldn't start true"),  # a test has no terminal to leave to it
    ],
)
async def test_an_editor_that_cannot_be_started_is_told(sit, tmp_path, monkeypatch, editor, says):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    async with sit("dog", home=True) as sitting:
        await writing(sitting, tmp_path)
        await sitting.press("f9")
        assert says in list(sitting.app._notifications)[-1].message


async def test_a_notice_leaves_the_field_to_try_a_question_free(sit, tmp_path):
    async with sit("dog", home=True, notifications=True) as sitting:
        _, screen = await writing(sitting, tmp_path)
        await change(sitting, screen, THEIRS)
        sitting.app.notify("This is a copy of your own, with a name that is rather long: some.yaml")
        await sitting.press("f4")
        await sitting.settled()
        notices = [notice.region for notice in screen.query("Toast")]
        assert notices
        field = screen.query_one("#answer").region.union(screen.query_one("#verdict").region)
        assert not any(notice.overlaps(field) for notice in notices)
