"""Marked-up text: a small strict subset, and nothing else than text reaches a terminal."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.text import formulas, prose
from quizapp.text.blocks import Text
from quizapp.text.lines import lines
from quizapp.text.prose import (
    MINIMUM_WIDTH,
    FormulaBlock,
    Item,
    Paragraph,
    Preformatted,
    Span,
    TextTable,
    first_line,
    parse,
    plain,
)
from quizapp.text.visible import safe
from tests.stubs import ANY_CHARACTER


def spans(text):
    """The spans of a text of one paragraph, as pairs; plain ones as their text."""
    (paragraph,) = parse(text)
    assert isinstance(paragraph, Paragraph)
    return [
        span.text if span.style == "plain" else (span.text, span.style) for span in paragraph.spans
    ]


SPANS = [
    ("**a** b", [("a", "strong"), " b"], "strong"),
    ("*a* b", [("a", "emphasis"), " b"], "emphasis"),
    ("***a***", [("a", "strong")], "both is strong"),
    ("(*a*, **b**)", ["(", ("a", "emphasis"), ", ", ("b", "strong"), ")"], "beside punctuation"),
    ("**a *b* c**", [("a b c", "strong")], "emphasis within strong"),
    ("*a **b** c*", [("a ", "emphasis"), ("b", "strong"), (" c", "emphasis")], "and the reverse"),
    ("**a\nb**", [("a b", "strong")], "over a newline"),
    (
        "**$q_k$ is `x`**",
        [("qₖ", "math"), (" is ", "strong"), ("x", "code")],
        "keeps its own style",
    ),
    ("2 * 3 * 4", ["2 * 3 * 4"], "a product"),
    ("2*3*4, 2**3**4", ["2*3*4, 2**3**4"], "a product and a power without spaces"),
    ("a* b *c", ["a* b *c"], "spaces on the wrong sides"),
    ("**a*", ["**a*"], "not the same marker"),
    ("*a **b* c**", [("a **b", "emphasis"), " c**"], "crossing: the first to close counts"),
    ("**** a ****", ["**** a ****"], "too many stars"),
    ("**a", ["**a"], "not closed"),
    ("snake_case and p_i", ["snake_case and p_i"], "underscores mean nothing"),
    ("`a*b*c $x$`", [("a*b*c $x$", "code")], "code is as typed"),
    ("` ` and", ["` ` and"], "empty code"),
    ("a ` b", ["a ` b"], "not closed"),
    ("``a``", ["``a``"], "two backticks mean nothing"),
    ("[red]x[/] <b>y</b>", ["[red]x[/] <b>y</b>"], "the markup of others"),
    (r"\$5, \*a\*, \`b\`", ["$5, *a*, `b`"], "escaped"),
    (r"\n and \\", [r"\n and \\"], "other backslashes"),
    ("$q_k$", [("qₖ", "math")], "a formula"),
    ("$0.7$ and $2^n$", [("0.7", "math"), " and ", ("2ⁿ", "math")], "numbers are formulas too"),
    ("$$x_i$$ is", [("xᵢ", "math"), " is"], "a block's dollars within a sentence"),
    ("$5 and $6", ["$5 and $6"], "money: a space before the second dollar"),
    ("$5/$6, $7-$8", ["$5/$6, $7-$8"], "money: a digit after the second dollar"),
    ("costs $5", ["costs $5"], "money: no second dollar"),
    ("$ x$ or $x $", ["$ x$ or $x $"], "spaces just inside"),
    ("from $5 to $x$", ["from $5 to ", ("x", "math")], "money, then a formula"),
    (r"$\$5$", [("$5", "math")], "a dollar in a formula"),
    (r"$\{a\}$ {b}", [("{a}", "math"), " {b}"], "braces are braces"),
    ("$x", ["$x"], "not closed"),
    (r"$\unknown$", [(r"\unknown", "math")], "a formula that can't be set"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SPANS)
def test_spans_of_a_paragraph(text, expected, reason):
    assert spans(text) == expected, reason


def plain_paragraph(text):
    return Paragraph((Span(text),))


def plain_item(marker, text):
    return Item(marker, (Span(text),))


BLOCKS = [
    ("", (), "nothing"),
    ("\n \n", (), "blank lines"),
    ("a\nb\n\nc", (plain_paragraph("a b"), plain_paragraph("c")), "a newline is a space"),
    ("a\r\n\r\nb\r\n", (plain_paragraph("a"), plain_paragraph("b")), "line ends of Windows"),
    ("- a\n- b", (plain_item("•", "a"), plain_item("•", "b")), "a list"),
    ("1. a\n2. b", (plain_item("1.", "a"), plain_item("2.", "b")), "a numbered list"),
    ("- a\n  b\n    c", (plain_item("•", "a b c"),), "an item goes on"),
    ("so:\n- a", (plain_paragraph("so:"), plain_item("•", "a")), "a list after a sentence"),
    ("in\n2024. It", (plain_paragraph("in 2024. It"),), "a number at the start of a line"),
    ("-3 and 1.5", (plain_paragraph("-3 and 1.5"),), "numbers"),
    ("-", (plain_paragraph("-"),), "an empty item"),
    ("```\n*a*\n\n b\n```\nc", (Preformatted(("*a*", "", " b")), plain_paragraph("c")), "a fence"),
    ("```python\nx\n```", (Preformatted(("x",), "python"),), "a fence with a language"),
    ("```\na", (plain_paragraph("``` a"),), "a fence that is not closed"),
    ("    a\n      b", (Preformatted(("a", "  b")),), "indented"),
    ("\ta", (Preformatted(("a",)),), "indented by a tab"),
    ("| a | b |\n|---|", (Preformatted(("| a | b |", "|---|")),), "no table"),
    ("$$ x $$", (FormulaBlock("x"),), "a formula on a line of its own"),
    ("a\n$$\nx\n= y\n$$\nb", (plain_paragraph("a"), FormulaBlock("x\n= y"), plain_paragraph("b")),
     "a formula over several lines"),
    ("$$a\nb$$", (FormulaBlock("a\nb"),), "with its dollars beside it"),
    ("$$a\n\nb$$", (plain_paragraph("$$a"), plain_paragraph("b$$")), "none over a blank line"),
    ("$$a\n$$ b $$", (plain_paragraph("$$a"), FormulaBlock("b")), "the first is not closed"),
    ("# a", (plain_paragraph("# a"),), "no headings"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), BLOCKS)
def test_blocks_of_a_text(text, expected, reason):
    assert parse(text) == expected, reason


CHARACTERS = [
    ("\x1b[31m", "␛[31m", "an escape sequence"),
    ("\x07\x00\r\x0b", "␇␀␍␋", "control characters have pictures"),
    ("\x7f", "␡", "delete"),
    ("\x9b\x85", "��", "the second set of control characters"),
    ("\u202e\u2066\u200b\u200d\ufeff\xad", "�" * 6, "what is invisible or turns the direction"),
    ("می\u200cخواهم", "می\u200cخواهم", "a joiner that Persian needs between letters"),
    ("क्\u200dष", "क्\u200dष", "a joiner between a mark and a letter"),
    ("👩\u200d🔬 ❤️\u200d🔥", "👩\u200d🔬 ❤️\u200d🔥", "an emoji of two"),
    ("a\u200d \u200cb\u200d\u200d1", "a� �b��1", "joiners that join nothing"),
    ("👩\u200c🔬 a\u200d🔬", "👩�🔬 a�🔬", "joiners that join nothing of a kind"),
    ("\u2028\u2029", "��", "line ends that only some programs know"),
    ("\ud800", "�", "half a character can't be written"),
    ("a\tb\xa0c", "a    b c", "tabs and other spaces"),
    ("a\nb", "a␊b", "newlines"),
    ("é p̂ ∑ 日 🐼", "é p̂ ∑ 日 🐼", "letters of all kinds stay"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CHARACTERS)
def test_what_acts_on_a_terminal_is_shown_instead(text, expected, reason):
    assert safe(text) == expected, reason


def test_a_text_as_plain_lines():
    text = """\
The **loss** of `q`, for $p_k$:

$$ \\sigma(z) = \\frac{1}{1 + \\exp(-z)} $$

1. Take the logarithm of the probability.
2. Change the sign.

    kept  as it is
"""
    assert plain(text, 30).split("\n") == [
        "The loss of `q`, for pₖ:",
        "",
        "                1",
        "   σ(z) = ╶───────────╴",
        "           1 + exp(−z)",
        "",
        "1. Take the logarithm of the",
        "   probability.",
        "2. Change the sign.",
        "",
        "   kept  as it is",
    ]


def test_a_short_formula_stays_on_one_line():
    assert plain("one two three $a + b = c$", 20) == "one two three\na + b = c"


def test_a_word_without_spaces_is_cut():
    assert plain("x" * 50, 20) == "\n".join(["x" * 20, "x" * 20, "x" * 10])


def test_wide_characters_are_measured():
    assert plain("日本 " * 6, 20) == "日本 日本 日本 日本\n日本 日本"


FIRST_LINES = [
    ("What is **it**?\n\nMore.", "What is it?", "the first paragraph"),
    ("$$q_k$$\n\nWhat?", "qₖ", "a formula comes first"),
    ("- a\n- b", "a", "an item"),
    ("abcdefghijklmnopqrst", "abcdefghijklmnopqrst", "just fits"),
    ("abcdefghijklmnopqrstu", "abcdefghijklmnopqrs…", "just not"),
    ("one two three four five", "one two three four…", "no space before the cut"),
    ("日" * 11, "日" * 9 + "…", "wide characters"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), FIRST_LINES)
def test_the_first_line_sums_a_text_up(text, expected, reason):
    assert first_line(text, 20) == expected, reason


MARKS = st.sampled_from(
    ["*", "**", "`", "```", "$", "$$", "\\", "\n", "\n\n", "    ", "- ", "1. ", "|", " ", "[red]"]
)
TEXTS = st.lists(MARKS | st.text(ANY_CHARACTER, max_size=5), max_size=30).map("".join)


def shown(block):
    match block:
        case Paragraph(spans) | Item(_, spans):
            return [span.text for span in spans]
        case Preformatted(lines):
            return lines
        case TextTable(rows):
            return [span.text for row in rows for cell in row for span in cell]
        case FormulaBlock(source):
            return source.split("\n")


@given(TEXTS)
def test_no_text_acts_on_a_terminal(text):
    for block in parse(text):
        assert all(part.isprintable() for part in shown(block))
    assert all(line.isprintable() for line in plain(text).split("\n"))
    assert first_line(text, 30).isprintable()
    assert safe(text).isprintable()


@given(TEXTS)
def test_no_span_is_empty_and_no_two_plain_ones_meet(text):
    for block in parse(text):
        if isinstance(block, Paragraph | Item):
            assert all(span.text for span in block.spans)
            styles = [span.style for span in block.spans]
            assert ("plain", "plain") not in pairwise(styles)


@given(TEXTS, st.integers(-1, 60))
def test_no_line_of_text_is_wider_than_asked(text, width):
    blocks = parse(text)
    if all(isinstance(block, Paragraph | Item) for block in blocks):
        width_of = [formulas.columns(line) for line in plain(text, width).split("\n")]
        assert max(width_of) <= max(width, MINIMUM_WIDTH)


@given(TEXTS, st.integers(1, 60))
def test_a_first_line_is_no_wider_than_asked(text, width):
    assert formulas.columns(first_line(text, width)) <= width


@given(st.text(alphabet="abc xyz.,"))
def test_a_text_without_marks_loses_nothing_but_spaces(text):
    assert plain(text).split() == [part for part in text.split() if part]


@pytest.mark.parametrize(
    "mark",
    ["*", "* ", "*a ", "**a", "$", "$a ", "a$ ", "$a$", "$$a\n", "`", "`a ``b", "[", "\\", "```\n",
     "- \n", "1. a\n", "| \n", "    a\n", "\x1b", "{", "\n", "a*b* **"],
)  # fmt: skip
def test_hostile_texts_are_read_in_one_pass(mark):
    blocks = parse(mark * (20_000 // len(mark)))
    assert sum(len(part) for block in blocks for part in shown(block)) <= 20_000


@pytest.mark.parametrize("text", ["5 $ and 6 $", "**not bold**", "P(a | b)", "`x`", "a_b"])
def test_an_unmarked_text_is_shown_as_it_is(text):
    assert prose.plain(prose.unmarked(text)) == text


def test_code_in_plain_lines_can_be_told_from_words():
    text = "Take the `mean`.\n\n- Not `sum`.\n\n| call | gives |\n| - | - |\n| `max` | 1 |"
    assert plain(text).split("\n") == [
        "Take the `mean`.",
        "",
        "• Not `sum`.",
        "",
        "   call   gives",
        "   ─────  ─────",
        "   `max`      1",
    ]
    assert "`" not in plain(text, quotes=False)
    assert lines([Text("Take the `mean`.")]) == ["Take the `mean`."]
