"""All questions in a table: narrowed while typing, previewed, practised."""

from dataclasses import replace

from textual.widgets import DataTable, Input

from quizapp.questions.numeric import NumericQuestion
from quizapp.tui.screens.browse import BrowseScreen


def many(count):
    return [
        NumericQuestion(
            id=f"q{place}",
            bank="tests",
            topic="entropy",
            level=place % 5 + 1,
            stem=f"Number {place}?",
            answer="1",
        )
        for place in range(count)
    ]


async def test_typing_narrows_the_table_and_escape_widens_it_and_goes_home(sit):
    async with sit("dog", "fresh", "pick", home=True) as sitting:
        await sitting.press("b")
        assert "3 questions" in sitting.shown()
        await sitting.type("SURPRISAL")
        assert "1 of 3" in sitting.shown()
        assert "An event has probability" in sitting.shown()
        await sitting.press("escape")
        assert "3 questions" in sitting.shown()
        await sitting.press("escape")
        assert sitting.screen == "HomeScreen"


async def test_stars_and_notes_are_shown_and_can_be_looked_for(sit):
    async with sit("dog", "pick", size=(110, 30)) as sitting:
        await sitting.press("a", "enter", "asterisk", "n", *"mine", "enter", "escape", "b")
        starred = next(line for line in sitting.shown().splitlines() if "★ pick" in line)
        assert "Entropy" in starred
        assert "★ dog" not in sitting.shown()
        await sitting.type("is:starred")
        shown = sitting.shown()
        assert "1 of 2" in shown
        assert "★ Starred" in shown
        assert "Your note: mine" in shown


async def test_words_that_match_nothing_say_so_and_start_nothing(sit):
    async with sit("dog", home=True) as sitting:
        await sitting.press("b")
        await sitting.type("zzz")
        assert "No question matches" in sitting.shown()
        await sitting.press("enter", "f2", "f3", "f5", "down", "up")
        assert sitting.screen == "BrowseScreen"


async def test_the_key_is_shown_only_when_asked_for_and_hidden_for_the_next(sit):
    async with sit("pick", "words", home=True, size=(110, 40)) as sitting:
        await sitting.press("b")
        assert "the right one" in sitting.shown()
        assert "because it is" not in sitting.shown()
        await sitting.press("f5")
        assert "because it is" in sitting.shown()
        await sitting.press("down")
        assert "The mean surprisal of" not in sitting.shown()
        await sitting.press("up")
        assert "because it is" not in sitting.shown()


async def test_every_step_of_a_solution_comes_after_its_short_form(sit):
    async with sit("steps", home=True, size=(110, 60)) as sitting:
        await sitting.press("b", "f5")
        assert "Answer  0.4076 nats" in sitting.shown()
        assert "z = " not in sitting.shown()
        await sitting.press("f5")
        assert "z = " in sitting.shown()
        await sitting.press("f5")
        assert "Answer  0.4076 nats" not in sitting.shown()


async def test_enter_practises_the_question_and_leads_back_with_what_came_of_it(sit):
    async with sit("dog", "pick", home=True, size=(110, 30)) as sitting:
        await sitting.press("b")
        await sitting.type("dog")
        await sitting.press("enter")
        assert sitting.screen == "PracticeScreen"
        assert sitting.practice.count == 1
        assert sitting.practice.current.variant.question.id == "dog"
        assert "Esc Back" in sitting.shown()
        await sitting.press("escape")
        assert sitting.screen == "BrowseScreen"
        assert sitting.app.screen.query_one(Input).value == "dog"


async def test_all_that_match_can_be_practised(sit):
    async with sit("dog", "pick", "several", home=True) as sitting:
        await sitting.press("b")
        await sitting.type("type:choice")
        await sitting.press("f2")
        assert sitting.practice.count == 2


async def test_all_that_match_are_asked_however_many(sit):
    async with sit(*many(25), home=True) as sitting:
        await sitting.press("b", "f2")
        assert sitting.practice.count == 25


async def test_the_keys_to_the_answer_and_back_are_named_in_a_narrow_terminal(sit):
    async with sit("dog", "fresh", home=True, size=(50, 16)) as sitting:
        await sitting.press("b")
        last = "\n".join(sitting.shown().splitlines()[-2:])
        for says in ("Enter Start", "F2 All", "F5 Show", "Esc Back", "F1 Help"):
            assert says in last


async def test_another_variant_has_other_numbers(sit):
    async with sit("fresh", home=True, size=(110, 30)) as sitting:
        await sitting.press("b")
        before = sitting.shown()
        await sitting.press("f3")
        assert sitting.shown() != before


async def test_a_hostile_question_is_plain_text(sit):
    hostile = replace(
        many(1)[0], id="[red]x", topic="[b]topic", stem="[bold]loud[/bold] \x1b[31m {{ nothing( }}"
    )
    async with sit(hostile, replace(hostile, id="plain", stem="[/x] \x1b[31m"), home=True) as s:
        await s.press("b")
        assert "[red]x" in s.shown()
        await s.press("f5", "f3", "down", "f5")
        assert "[/x] ␛[31m" in s.shown()
        assert "\x1b" not in s.shown()


async def test_of_many_questions_the_first_rows_are_built_and_all_are_looked_up(sit, monkeypatch):
    built = []
    row = BrowseScreen._row

    def counted(screen, question):
        built.append(question.id)
        return row(screen, question)

    monkeypatch.setattr(BrowseScreen, "_row", counted)
    async with sit(*many(5_000), home=True) as sitting:
        await sitting.press("b")
        assert len(built) == 200
        assert "5,000 questions" in sitting.shown()
        await sitting.type("q4999")
        assert sitting.app.screen.query_one(DataTable).row_count == 1
        assert "Number 4999?" in sitting.shown()


async def test_the_last_of_many_questions_is_reached_with_the_keys(sit):
    async with sit(*many(453), home=True) as sitting:
        await sitting.press("b")
        screen, table = sitting.app.screen, sitting.app.screen.query_one(DataTable)
        pages = 0
        while screen.chosen.id != "q452":
            await sitting.press("pagedown")
            pages += 1
            assert pages < 453
        assert table.row_count == 453
        assert "tests/q452" in sitting.shown()
        assert "453 questions" in sitting.shown()
        await sitting.press("down")
        assert screen.chosen.id == "q452"


async def test_the_last_of_many_questions_is_reached_by_scrolling(sit):
    async with sit(*many(453), home=True) as sitting:
        await sitting.press("b")
        table = sitting.app.screen.query_one(DataTable)
        for _ in range(3):
            table.scroll_end(animate=False, immediate=True)
            await sitting.pilot.pause()
        assert table.row_count == 453


async def test_the_list_stays_as_far_as_the_learner_had_come(sit):
    async with sit(*many(453), home=True) as sitting:
        await sitting.press("b")
        screen = sitting.app.screen
        for _ in range(60):
            await sitting.press("pagedown")
        chosen = screen.chosen
        assert chosen.id == "q452"
        await sitting.pilot.resize_terminal(110, 34)
        await sitting.pilot.pause()
        assert screen.chosen == chosen
        await sitting.type("q1")
        assert screen.query_one(DataTable).row_count == 111
        await sitting.press("escape")
        assert screen.query_one(DataTable).row_count == 200


async def test_the_small_terminal_and_the_way_back_keep_the_choice(sit):
    async with sit("dog", "fresh", "pick", home=True) as sitting:
        await sitting.press("b", "down")
        chosen = sitting.app.screen.chosen
        for size in ((50, 16), (110, 34), (80, 24)):
            await sitting.pilot.resize_terminal(*size)
            await sitting.pilot.pause()
            assert sitting.app.screen.chosen == chosen
            assert chosen.id in sitting.shown()


async def test_the_key_comes_into_sight_where_the_question_fills_the_preview(sit):
    async with sit("several", "dog", home=True, size=(50, 16)) as sitting:
        await sitting.press("b")
        await sitting.type("several")
        assert "✓" not in sitting.shown()
        await sitting.press("f5")
        assert "✓ " in sitting.shown()
        assert "it does" in sitting.shown()
        await sitting.press("f5")
        assert "✓" not in sitting.shown()
        assert "tests/several" in sitting.shown()


async def test_the_column_of_what_was_right_comes_with_the_first_answer(sit):
    async with sit("dog", home=True, size=(140, 30)) as sitting:
        await sitting.press("b")
        assert "right" not in sitting.shown()
        sitting.app._history.opened(lambda _: None)
        await sitting.press("enter")
        await sitting.answer("0.357")
        await sitting.press("escape")
        while sitting.screen != "BrowseScreen":
            await sitting.press("escape")
        # In its row and its preview.
        assert sitting.shown().count("1 of 1") == 2


async def test_a_key_right_after_an_arrow_shows_the_key_of_the_next_question(sit):
    async with sit("pick", "chain", home=True, size=(80, 24)) as sitting:
        await sitting.press("b")
        screen = sitting.app.screen
        screen.action_move(1)  # both before the table tells of its cursor, as in quick typing
        screen.action_key()
        await sitting.settled()
        assert "tests/pick" not in sitting.shown()
        assert "Answer  " in sitting.shown()


async def test_a_question_can_be_changed_and_is_shown_as_it_is_then(sit, monkeypatch):
    async with sit("dog", "pick", home=True) as sitting:
        opened = []
        monkeypatch.setattr(sitting.app, "write", opened.append)
        await sitting.press("b")
        await sitting.type("dog")
        await sitting.press("ctrl+e")
        assert opened == ["tests/dog"]
        assert sitting.app.screen.query_one(Input).value == "dog"
        before = sitting.app.banks
        changed = replace(before.questions[0], stem="Now it says this.")
        bank = replace(before.banks[0], questions=(changed, before.questions[1]))
        sitting.app._banks = replace(before, banks=(bank,))
        await sitting.press("f1", "escape")
        assert "Now it says this." in sitting.shown()
        assert "1 of 2" in sitting.shown()
