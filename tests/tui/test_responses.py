import pytest

from quizapp.questions.base import Verdict
from quizapp.questions.choice import ChoiceQuestion, Option
from quizapp.system.settings import SettingsFile
from quizapp.tui.widgets.speaking import SpeakingClock

HOSTILE = ChoiceQuestion(
    id="hostile",
    bank="tests",
    topic="entropy",
    level=1,
    title="[red]titled[/red] \x1b[31m",
    stem="[bold red]stem[/] [@click=app.quit]quit[/] \x1b[2J\u202e",
    options=(
        Option("[link=https://example.org]option[/link]", True, "[blink]reason[/blink] \x1b]0;x\a"),
        Option("other", False, "no [/]"),
    ),
    hints=("[reverse]hint",),
)


def letter_of(sitting, text):
    places = [option.text for option in sitting.practice.current.variant.options]
    return "abc"[places.index(text)]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("dog", "type a number, e.g. 0.13"),
        ("list", "type 3 numbers, e.g. 0.5, -1, 1/4"),
        ("rows", "type 2 rows of 2 numbers, e.g. [0.5, -1], …"),
        ("users", "type a whole number"),
    ],
)
async def test_an_empty_field_says_how_many_numbers_are_wanted(sit, question, asks):
    async with sit(question) as sitting:
        assert asks in sitting.shown()


async def test_numbers_of_a_list_are_counted_while_they_are_typed(sit):
    async with sit("list") as sitting:
        await sitting.type("1")
        assert "1 of 3 numbers" in sitting.shown()
        await sitting.type("/3, 1/3")
        assert "2 of 3 numbers" in sitting.shown()
        await sitting.press("enter")
        assert "? 2 of 3 numbers" in sitting.shown()
        assert not sitting.recorded
        await sitting.type(", 1/3")
        assert "of 3 numbers" not in sitting.shown()
        await sitting.press("enter")
        (attempt,) = sitting.recorded
        assert attempt.verdict is Verdict.CORRECT


@pytest.mark.parametrize("typed", ["[1/3, 1/3", "array([1/3, 1/3", "[exp(-ln(3)), (1/3"])
async def test_what_is_typed_inside_brackets_is_counted_before_they_are_closed(sit, typed):
    async with sit("list") as sitting:
        await sitting.type(typed)
        assert "2 of 3 numbers" in sitting.shown()


async def test_a_whole_number_is_read_without_its_commas(sit):
    async with sit("users") as sitting:
        await sitting.answer("23,170")
        (attempt,) = sitting.recorded
        assert (attempt.verdict, attempt.response) == (Verdict.CORRECT, "23,170")


async def test_letters_match_the_numbers_from_the_top(sit):
    async with sit("pairs") as sitting:
        first, second = sitting.practice.current.variant.key
        await sitting.press(first)
        assert f"1. {first}  one" in sitting.shown()
        await sitting.press("enter")
        assert "Still missing: 2." in sitting.shown()
        assert not sitting.recorded
        await sitting.press(first, "backspace", second, "enter")
        (attempt,) = sitting.recorded
        assert (attempt.verdict, attempt.value) == (Verdict.CORRECT, [first, second])
        assert "✓ 1." in sitting.shown()


async def test_arrows_turn_the_letters_of_a_match(sit):
    async with sit("pairs") as sitting:
        await sitting.press("right", "right", "down", "left")
        assert "1. b  one" in sitting.shown()
        assert "2. c  two" in sitting.shown()
        await sitting.press("enter")
        (attempt,) = sitting.recorded
        assert attempt.response == "1b 2c"


async def test_a_word_is_typed_and_a_wrong_one_told_why(sit):
    async with sit("name") as sitting:
        assert "type a word or a few" in sitting.shown()
        await sitting.press("enter")
        assert "Type your answer first, or skip with F4." in sitting.shown()
        await sitting.answer("the sigmoid")
        assert "That takes one logit by itself." in sitting.shown()
        (attempt,) = sitting.recorded
        assert (attempt.verdict, attempt.value) == (Verdict.INCORRECT, "the sigmoid")


async def test_each_part_has_a_field_and_a_mark(sit):
    async with sit("parts") as sitting:
        await sitting.type("1/2")
        assert "1/2 → 0.5" in sitting.shown()
        await sitting.press("enter", "enter")
        assert "recall is empty. Type ? to leave it out." in sitting.shown()
        await sitting.type("50")
        await sitting.press("enter")
        (attempt,) = sitting.recorded
        assert (attempt.verdict, attempt.score, attempt.value) == (Verdict.PARTIAL, 0.5, [0.5, 50])
        assert attempt.response == "1/2; 50"
        shown = sitting.shown()
        assert "That's the recall." in shown
        assert ("✓" in shown, "✗" in shown) == (True, True)


async def test_an_answer_without_a_rubric_is_rated_as_a_whole(sit):
    async with sit("told") as sitting:
        await sitting.type("a mean")
        await sitting.press("ctrl+s")
        assert "How well did you do?" in sitting.shown()
        await sitting.press("enter")
        assert not sitting.recorded
        await sitting.press("down", "down", "enter")
        (attempt,) = sitting.recorded
        assert (attempt.verdict, attempt.score) == (Verdict.PARTIAL, 0.5)
        assert attempt.value["confirmed"] == ["partly"]


async def test_a_letter_chooses_and_every_reason_is_told(sit):
    async with sit("pick") as sitting:
        letter = letter_of(sitting, "the first wrong one")
        await sitting.press(letter)
        assert f"● {letter}" in sitting.shown()
        assert "it only tempts" not in sitting.shown()
        await sitting.press("enter")
        (attempt,) = sitting.recorded
        assert attempt.value == [letter]
        assert all(why in sitting.shown() for why in ("because it is", "it only tempts"))


async def test_enter_without_a_choice_records_nothing(sit):
    async with sit("pick") as sitting:
        await sitting.press("enter")
        assert sitting.recorded == []
        assert "Nothing chosen yet" in sitting.shown()


async def test_several_options_are_chosen_with_letters_or_space(sit):
    async with sit("several") as sitting:
        right = sorted(letter_of(sitting, text) for text in ("this holds", "this holds too"))
        await sitting.press(right[0])
        while sitting.app.focused.highlighted != "abc".index(right[1]):
            await sitting.press("down")
        await sitting.press("space", "enter")
        assert sitting.recorded[0].value == right
        assert sitting.recorded[0].verdict is Verdict.CORRECT


async def test_lines_are_carried_with_the_arrows(sit):
    async with sit("chain") as sitting:
        await sitting.press("space", "down", "down", "space", "enter")
        assert sitting.recorded[0].value == ["b", "c", "a"]


async def test_lines_are_ordered_by_typing_their_letters(sit):
    async with sit("chain") as sitting:
        await sitting.press(*sitting.practice.current.variant.key, "enter")
        assert sitting.recorded[0].verdict is Verdict.CORRECT


async def test_lines_are_dragged_with_the_mouse(sit):
    async with sit("chain") as sitting:
        items = sitting.app.focused
        await sitting.pilot.mouse_down(items, offset=(5, 0))
        await sitting.pilot.hover(items, offset=(5, 2))
        await sitting.pilot.mouse_up(items, offset=(5, 2))
        await sitting.press("enter")
        assert sitting.recorded[0].value == ["b", "c", "a"]


async def test_an_order_nobody_touched_is_not_graded_at_once(sit):
    async with sit("chain") as sitting:
        await sitting.press("enter")
        assert sitting.recorded == []


async def test_words_are_judged_by_ticking_the_rubric(sit):
    async with sit("words") as sitting:
        await sitting.type("an average?")
        await sitting.press("ctrl+s")
        assert "The mean surprisal" in sitting.shown()
        assert "phrases" not in sitting.shown()
        assert sitting.recorded == []
        await sitting.press("space", "enter")
        (attempt,) = sitting.recorded
        assert attempt.response == "an average?"
        assert attempt.value["confirmed"] == ["mean"]
        assert attempt.verdict is Verdict.PARTIAL


async def test_what_was_found_is_ticked_and_what_is_unsure_is_asked_first(sit):
    async with sit("words") as sitting:
        await sitting.type("Maybe the mean. It is of surprise.")
        await sitting.press("ctrl+s")
        shown = sitting.shown()
        assert "I look for key phrases" in shown
        assert "▸ [?] It is a mean." in shown
        assert "“mean” did you mean this?" in shown
        assert "[✓] Of surprisal." in shown
        assert "“surprise”" in shown
        await sitting.press("space")
        assert "▸ [✓] It is a mean." in sitting.shown()
        await sitting.press("space")
        assert "▸ [ ] It is a mean." in sitting.shown()
        await sitting.press("enter")
        (attempt,) = sitting.recorded
        expected = {"confirmed": ["surprise"], "covered": ["surprise"], "unsure": ["mean"]}
        assert attempt.value == expected


async def test_a_misconception_is_quoted_and_corrected(sit):
    async with sit("words") as sitting:
        await sitting.type("the mean of surprise is the median")
        await sitting.press("ctrl+s")
        shown = sitting.shown()
        assert "Watch out" in shown
        assert "“is the median”" in shown
        assert "A mean is no median." in shown
        await sitting.press("enter")
        assert sitting.recorded[0].slips == ("median",)


async def test_words_are_spoken_by_a_clock_and_then_ticked(sit):
    settings = SettingsFile()
    async with sit("words", settings=settings) as sitting:
        await sitting.press("ctrl+r")
        assert "Speak now." in sitting.shown()
        sitting.clock.wait(83)
        sitting.app.screen.query_one(SpeakingClock).tick()
        await sitting.settled()
        assert "1:23  usually 1:15" in sitting.shown()
        await sitting.press("enter")
        shown = sitting.shown()
        assert "Your answer  spoken in 1 min 23 s" in shown
        assert "The mean surprisal" in shown
        assert "[?]" not in shown
        assert sitting.recorded == []
        await sitting.press("space", "enter")
        (attempt,) = sitting.recorded
        assert (attempt.response, attempt.seconds) == ("(spoken, 83 s)", 83)
        assert attempt.value["confirmed"] == ["mean"]
        assert settings.now.aloud


async def test_who_speaks_reads_first_the_next_time_and_can_type_again(sit):
    settings = SettingsFile()
    settings.change(aloud=True)
    async with sit("words", settings=settings) as sitting:
        assert "Read the question." in sitting.shown()
        await sitting.press("enter", "ctrl+r")
        await sitting.type("an average")
        await sitting.press("ctrl+s", "enter")
        assert [one.response for one in sitting.recorded] == ["an average"]
        assert not settings.now.aloud


async def test_a_spoken_answer_is_taken_back_and_spoken_again(sit):
    settings = SettingsFile()
    async with sit("words", settings=settings) as sitting:
        await sitting.press("ctrl+r", "enter", "enter", "m")
        assert "Read the question." in sitting.shown()
        await sitting.press("enter", "enter", "space", "enter")
        assert [one.value["confirmed"] for one in sitting.recorded] == [[], ["mean"]]


async def test_how_long_an_answer_takes_to_say_is_told_while_it_is_written(sit):
    async with sit("words") as sitting:
        await sitting.type("a mean of it")
        assert "4 words, about 2 s spoken" in sitting.shown()


async def test_hostile_texts_are_shown_as_plain_text(sit):
    async with sit(HOSTILE) as sitting:
        await sitting.press("f2", "f2", "b", "enter")
        shown = sitting.shown()
        for text in (
            "[bold red]stem[/] [@click=app.quit]quit[/] ␛[2J�",
            "[link=https://example.org]option[/link]",
            "[blink]reason[/blink] ␛]0;x␇",
            "[reverse]hint",
        ):
            assert text in shown
        await sitting.press("enter")
        assert "[red]titled[/red] ␛[31m" in sitting.shown()
