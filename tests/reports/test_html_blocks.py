"""Blocks as HTML."""

from quizapp.reports.html_blocks import html
from quizapp.text.blocks import Aside, ByHand, Labelled, Lettered, RubricPoint, Text, WorkedStep


def test_text_flows_and_keeps_its_marks():
    page = html(
        [Text("A **bold** word, $p_k$ and `x < 1`.\n\n- one\n- two\n\n$$\n\\frac{1}{2}\n$$")]
    )
    assert (
        '<p>A <b>bold</b> word, <span class="math">pₖ</span> and <code>x &lt; 1</code>.</p>' in page
    )
    assert "<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in page
    assert "<mfrac><mn>1</mn><mn>2</mn></mfrac>" in page


def test_a_table_says_which_cells_stand_to_the_right():
    page = html([Text("| a | n |\n| :- | -: |\n| x | 1 |")])
    assert '<tr><th>a</th><th class="right">n</th></tr>' in page
    assert '<tr><td>x</td><td class="right">1</td></tr>' in page


def test_what_is_judged_has_its_sign():
    page = html([Lettered("a", "Yes.", True, "Because."), RubricPoint("Said.", made=False)])
    assert "<b>✓ a</b>" in page
    assert '<div class="about"><p>Because.</p></div>' in page
    assert "<b>·</b>" in page


def test_a_step_shows_formula_and_numbers():
    step = WorkedStep("1", "Loss", r"-\ln q", (("q = ", "0.7"),), (("≈", "0.357"),))
    page = html(
        [step, Labelled("Answer", "0.357 <nats>"), ByHand(("ln 0.7", "≈ −0.36")), Aside("so")]
    )
    assert "<h4>1. Loss</h4>\n<math " in page
    assert "<div>q = 0.7</div><div>≈ 0.357</div>" in page
    assert "<p><b>Answer</b>: 0.357 &lt;nats&gt;</p>" in page
    assert "<div>By hand: ln 0.7</div><div>≈ −0.36</div>" in page
