"""Tables and code as styled lines."""

from __future__ import annotations

from quizapp.text.blocks import Lettered, WorkedStep
from quizapp.text.lines import lines
from quizapp.tui import typeset

CODE = "```python\ndef f(p):\n\n    return -log(p)\n```"


def test_code_is_coloured_and_keeps_its_lines():
    shown = typeset.marked_up(CODE, 60)
    assert [line.plain.rstrip() for line in shown] == ["   def f(p):", "", "       return -log(p)"]
    assert len({span.style for line in shown for span in line.spans}) > 2


def test_code_in_a_language_that_nobody_knows_is_kept_as_it_is():
    (shown,) = typeset.marked_up("```brainfuck\n+[->+]\n```", 60)
    assert shown.plain == "   +[->+]"


def test_much_code_is_not_coloured():
    shown = typeset.marked_up(f"```python\n{'x = 1 ' * 1000}\n```", 60)
    assert {span.style for line in shown for span in line.spans} == set()


def test_an_option_can_be_code_with_its_reason_below():
    option = Lettered("a", CODE, correct=False, why="It takes the log of p.")
    assert lines([option]) == [
        "✗ a)    def f(p):",
        "",
        "            return -log(p)",
        "",
        "     It takes the log of p.",
    ]
    shown = [line.plain.rstrip() for line in typeset.laid_out([option], 60)]
    assert shown[0].endswith("def f(p):")
    assert shown[-1].strip() == "It takes the log of p."


def test_a_table_is_aligned_and_in_a_narrow_place_said_in_words():
    text = "| | yes | no |\n|-|-|-|\n| rain | 0.25 | 0.5 |\n| sun | 0.125 | 0.125 |"
    shown = [line.plain.rstrip() for line in typeset.marked_up(text, 60)]
    assert shown[2:] == ["   rain   0.25    0.5", "   sun   0.125  0.125"]
    said = [line.plain for line in typeset.marked_up(text, 20)]
    assert said[0] == "rain: yes 0.25, no"


def test_what_a_calculation_comes_to_is_bold_and_the_last_of_several_rows_is_not():
    chain = (("=", "1 + 1"), ("=", "2"))
    rows = (("entry 1:", "1 + 1 = 2"), ("entry 2:", "1 + 2 = 3"))
    for lines_of_step, bold in ((chain, ["2"]), (rows, [])):
        step = WorkedStep("", "Sum", "", (), lines_of_step)
        _, *shown = typeset.laid_out([step], 60)
        found = [
            line.plain[span.start : span.end]
            for line in shown
            for span in line.spans
            if span.style == "bold"
        ]
        assert found == bold
