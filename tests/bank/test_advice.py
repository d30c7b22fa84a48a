"""What a check advises of one question: where it speaks, and where it is silent."""

from __future__ import annotations

import pytest

from tests.bank.test_checks import GOOD, numeric, other, report, told

TWO = "    draw:\n      n: integer(1, 300)\n      m: integer(1, 300)\n"
SHARE = "    draw:\n      a: integer(1, 40)\n      b: integer(41, 90)\n"
LET = "    let:\n      r: {}\n"
SOLVED = "    solution: So.\n"
OPTIONS = (
    "    options:\n      - text: {}\n        correct: true\n      - text: {}\n        why: No.\n"
)


def words(*texts):
    return f"    draw:\n      w: index({len(texts)})\n    words:\n      it: [{', '.join(texts)}]\n"


def article(stem, *texts):
    return numeric("w", stem, SOLVED, words(*texts))


def choice(right, wrong):
    return other("choice", OPTIONS.format(right, wrong))


SPOKEN = {
    "a parameter that isn't shown": (
        numeric("n * m", "{{ n }} times it?", SOLVED, TWO),
        "the answer uses 'm', which the stem doesn't show",
        numeric("n * m", "{{ n }} times {{ m }}?", SOLVED, TWO),
    ),
    "a parameter that isn't shown, through a let": (
        numeric("r + n", "{{ n }} and?", SOLVED, TWO + LET.format("2 * m")),
        "the answer uses 'm'",
        numeric("m + n", "{{ n }} and {{ r }}, twice it?", SOLVED, TWO + LET.format("2 * m")),
    ),
    "a parameter that isn't shown, beside one that nobody needs": (
        numeric("n + 0 * m", "{{ m }}?", SOLVED, TWO),
        "the answer uses 'n'",
        numeric("n + 0 * m", "{{ n }}?", SOLVED, TWO),
    ),
    "one entry of a list that isn't shown": (
        numeric(
            "surprisal(q[1])",
            "The first is {{ q[0] }}.",
            "    unit: nats\n",
            "    draw:\n      q: probabilities(3, step=0.01)\n",
        ),
        "the answer uses 'q'",
        numeric(
            "surprisal(1 - q[0])",
            "The first is {{ q[0] }}.",
            "    unit: nats\n",
            "    draw:\n      q: probabilities(3, step=0.01)\n",
        ),
    ),
    "entries that no exchange keeps apart": (
        numeric(
            "entropy(q)",
            "The first is {{ q[0] }}.",
            "    unit: nats\n",
            "    draw:\n      q: probabilities(3, step=0.05)\n",
        ),
        "read alike and have different answers",
        numeric(
            "entropy(q)",
            "The first two of three are {{ q[0] }} and {{ q[1] }}.",
            "    unit: nats\n",
            "    draw:\n      q: probabilities(3, step=0.05)\n",
        ),
    ),
    "a parameter that chooses a word": (
        numeric(
            "'[2, 5][w]'",
            "Which?",
            SOLVED,
            words("one", "two").replace("index(2)", "choice([0, 1])"),
        ),
        "the answer uses 'w'",
        article("{{ it[w] }}?", "one", "two"),
    ),
    "a let that is rounded unseen": (
        numeric("r * 7", "{{ a }} of {{ b }}?", SOLVED, SHARE + LET.format("round(a / b, 1)")),
        "the answer is computed with 'r' as it is rounded under 'let'",
        numeric("r * 7", "{{ r }} of 7?", SOLVED, SHARE + LET.format("round(a / b, 1)")),
    ),
    "a let that is rounded unseen, within others": (
        numeric(
            "r * 7",
            "{{ a }} of {{ b }}?",
            SOLVED,
            SHARE + LET.format("1 + round(a / b, 1)"),
        ),
        "the answer is computed with 'r'",
        numeric(
            "r * 7",
            "{{ a }} of {{ b }}, rounded to one decimal?",
            SOLVED,
            SHARE + LET.format("1 + round(a / b, 1)"),
        ),
    ),
    "a rounding that decides nothing": (
        numeric("r * 7", "{{ a }} of {{ b }}?", SOLVED, SHARE + LET.format("round(a / b, 1)")),
        "the answer is computed with 'r'",
        numeric("r * 7", "{{ a }} of {{ b }}?", SOLVED, SHARE + LET.format("round(a / b, 9)")),
    ),
    "a let that is computed unseen": (
        numeric("r * 7", "{{ a }} of {{ b }}?", SOLVED, SHARE + LET.format("round(a / b, 1)")),
        "the answer is computed with 'r'",
        numeric("r * 7", "{{ a }} of {{ b }}?", SOLVED, SHARE + LET.format("sqrt(a / b)")),
    ),
    "a value that is shown with fewer digits, twice": (
        numeric("r * 7", "{{ r:0 }} or {{ r:1 }}?", SOLVED, SHARE + LET.format("a / b")),
        "the stem shows 'r' with 1 decimal,",
        numeric("r * 7", "{{ r:1 }} or {{ r }}?", SOLVED, SHARE + LET.format("a / b")),
    ),
    "a value that is shown with fewer digits, and before in full": (
        numeric("n * 1.01", "{{ n:0 }}?", SOLVED, "    draw:\n      n: decimal(1, 9, 0.1)\n"),
        "the stem shows 'n' with 0 decimals",
        numeric(
            "n * 7", "{{ n }} or {{ n:0 }}?", SOLVED, "    draw:\n      n: decimal(1, 9, 0.1)\n"
        ),
    ),
    "a drawn value that is shown with fewer digits": (
        numeric("n * 7", "{{ n:0 }}?", SOLVED, "    draw:\n      n: decimal(1, 9, 0.1)\n"),
        "the stem shows 'n' with 0 decimals",
        numeric("n * 7", "{{ n:1 }}?", SOLVED, "    draw:\n      n: decimal(1, 9, 0.1)\n"),
    ),
    "a value that is shown with fewer digits": (
        numeric("r * 7", "{{ r:1 }} of 7?", SOLVED, SHARE + LET.format("a / b")),
        "the stem shows 'r' with 1 decimal,",
        numeric("r * 7", "{{ r:4 }} of 7?", SOLVED, SHARE + LET.format("a / b")),
    ),
    "an infinite answer": (
        numeric("1 / n", "1 / {{ n }}?", SOLVED, "    draw:\n      n: integer(0, 30)\n"),
        "the answer is infinite in ",
        numeric("1 / n", "1 / {{ n }}?", SOLVED, "    draw:\n      n: integer(1, 30)\n"),
    ),
    "an infinite answer that is meant": (
        numeric("1 / 0", "What?", SOLVED, draw=""),
        "the answer is infinite in 1 of 1 variants, such as one@0: choose other numbers",
        numeric("1 / 0", "What? Type inf if it is infinite.", SOLVED, draw=""),
    ),
    "a percentage written as a share": (
        numeric("a / b", "{{ a }} of {{ b }}?", "    unit: percent\n" + SOLVED, SHARE),
        "the answer is in percent and never above 1",
        numeric("100 * a / b", "{{ a }} of {{ b }}?", "    unit: percent\n" + SOLVED, SHARE),
    ),
    "a small percentage that is meant": (
        numeric("a / b", "{{ a }} of {{ b }}?", "    unit: percent\n" + SOLVED, SHARE),
        "the answer is in percent and never above 1",
        numeric("a * 100 / b / 1e4", "{{ a }}, {{ b }}?", "    unit: percent\n" + SOLVED, SHARE),
    ),
    "a percentage that is always 0": (
        numeric("a / b", "{{ a }} of {{ b }}?", "    unit: percent\n" + SOLVED, SHARE),
        "the answer is in percent and never above 1",
        numeric("0 * a", "{{ a }} of {{ b }}?", "    unit: percent\n" + SOLVED, SHARE),
    ),
    "a share that is one": (
        numeric("a / b", "{{ a }} of {{ b }}?", "    unit: percent\n" + SOLVED, SHARE),
        "the answer is in percent and never above 1",
        numeric("a / b", "{{ a }} of {{ b }}?", "    unit: none\n" + SOLVED, SHARE),
    ),
    "a date": (
        numeric("2024-02-29", "When?", SOLVED, draw=""),
        "a date is read as a calculation",
        numeric("2024 - 2", "How many?", SOLVED, draw=""),
    ),
    "a date with slashes": (
        numeric("29/2/2024", "When?", SOLVED, draw=""),
        "a date is read as a calculation",
        numeric("29/2", "How many?", SOLVED, draw=""),
    ),
    "a comparison": (
        numeric("3 > 2", "Is it?", SOLVED, draw=""),
        "this answer is a comparison",
        numeric("sum([3, 1] > 2)", "How many?", SOLVED, draw=""),
    ),
    "a comparison under a name": (
        numeric("r", "Is {{ a }} < {{ b }}?", SOLVED, SHARE + LET.format("not (a == b)")),
        "this answer is a comparison",
        numeric("'[3, 1] > 2'", "Which labels?", SOLVED, draw=""),
    ),
    "zero within the tolerance": (
        numeric(
            "p / 100",
            "{{ p }} in a hundred?",
            SOLVED + "    tolerance:\n      absolute: 0.01\n",
            GOOD,
        ),
        "0 is accepted where the answer is",
        numeric(
            "p / 100",
            "{{ p }} in a hundred?",
            SOLVED + "    tolerance:\n      absolute: 0.0001\n",
            GOOD,
        ),
    ),
    "more than three digits wanted": (
        numeric("1.2345", "What?", SOLVED + "    tolerance: 0.01%\n", draw=""),
        "three digits aren't enough for this tolerance: 1.2345 needs 5 in one@0",
        numeric("1.2345", "What, to five digits?", SOLVED + "    tolerance: 0.01%\n", draw=""),
    ),
    "more than three digits of a whole number": (
        numeric("12345", "What?", SOLVED + "    tolerance: 0.01%\n", draw=""),
        "three digits aren't enough for this tolerance",
        numeric("12345", "How many?", SOLVED + "    tolerance: 0\n", draw=""),
    ),
    "more than three digits of a list": (
        numeric("[1.2345, 2]", "Which?", SOLVED + "    tolerance: 0.01%\n", draw=""),
        "three digits aren't enough for this tolerance",
        numeric("[0.0012345, 2]", "Which?", SOLVED + "    tolerance: 0.1%\n", draw=""),
    ),
    "an article before a vowel": (
        article("A {{ it[w] }} comes.", "report", "order"),
        "'A order' in one@",
        article("A {{ it[w] }} comes.", "report", "parcel"),
    ),
    "an article before a consonant": (
        article("Take an **{{ it[w] }}**.", "apple", "unicorn"),
        "'an unicorn' in one@",
        article("Take an **{{ it[w] }}**.", "apple", "hour"),
    ),
    "an article before a number": (
        numeric("k", "What does a {{ k }}-sided die show?", SOLVED),
        "should be 'an 8",
        numeric("k", "What does a die of {{ k }} sides show?", SOLVED),
    ),
    "an article in a hint": (
        numeric("w", "{{ it[w] }}?", "    hints: ['a {{ it[w] }}']\n", words("egg", "ear")),
        "a word filled in doesn't fit its article",
        numeric("w", "{{ it[w] }}?", "    hints: ['an {{ it[w] }}']\n", words("egg", "ear")),
    ),
    "an article that its author wrote": (
        article("a {{ it[w] }}", "egg", "ear"),
        "a word filled in doesn't fit its article",
        article("a SQL, $a {{ w }}$ and an unigram: {{ it[w] }}", "egg", "ear"),
    ),
    "an invisible character": (
        numeric("k", "{{ k }} of\u200b it?", SOLVED),
        "an invisible character is shown as �: U+200B",
        numeric("k", "{{ k }} of\xa0it, نمی\u200cدانم, 👩\u200d🔬?", SOLVED),
    ),
    "all of the above": (
        choice("All of the above.", "That it is wrong"),
        "'All of the above' points at other options by their place",
        choice("All of the logits", "That it is wrong"),
    ),
    "what is above, which is no option": (
        choice("All of the above", "That it is wrong"),
        "'All of the above' points at other options by their place",
        choice("All of the above-mentioned layers", "That it is wrong"),
    ),
    "none of the above": (
        choice("That is it", "none of the above options"),
        "'none of the above' points at other options by their place",
        choice("That is it", "None of these"),
    ),
    "options by their letters": (
        choice("Both A and B", "Neither"),
        "'Both A and B' points at other options by their place",
        choice("Both bias and variance", "A answer a learner gives"),
    ),
    "an option by its letter": (
        choice("The same as option B", "A lower loss"),
        "'option B' points at other options by their place",
        choice("The same as an option", "A lower loss"),
    ),
    "a right option that is much longer": (
        choice("It grows because each of the terms is the log of a share", "It falls"),
        "the right option is much longer than the others (56 characters, not 8)",
        choice("It falls", "It grows because each of the terms is the log of a share"),
    ),
    "a right option that is a little longer": (
        choice("It grows because each of the terms is the log of a share", "It falls"),
        "the right option is much longer than the others",
        choice("It falls at once", "It falls"),
    ),
}
"""A question that a check speaks of, what it says, and one beside it that is right."""


@pytest.mark.parametrize("name", SPOKEN)
def test_a_check_speaks_of_what_is_wrong(name):
    wrong, message, _ = SPOKEN[name]
    assert any(kind == "warning" and message in says for kind, says in told(wrong))


@pytest.mark.parametrize("name", SPOKEN)
def test_a_check_is_silent_where_nothing_is_wrong(name):
    _, message, right = SPOKEN[name]
    what = message.split("'")[0] or message.split("'")[2]
    assert [says for _, says in told(right) if what in says] == []


def test_each_parameter_that_is_not_shown_is_told():
    found = told(numeric("n * m", "How many?", SOLVED, TWO))
    assert sum("which the stem doesn't show" in says for _, says in found) == 2


FIGURE = "    figure:\n      shown: {}\n      matrix: '[[n, {}], [4, 5]]'\n" + (
    "      rows: [a, b]\n      columns: [c, d]\n"
)


@pytest.mark.parametrize(
    ("place", "shown", "is_told"),
    [("question", "m", False), ("question", "7", True), ("solution", "m", True)],
)
def test_what_a_figure_of_the_question_shows_is_shown(place, shown, is_told):
    text = numeric("n * m", "What is it?", SOLVED, TWO + FIGURE.format(place, shown))
    found = told(text)
    assert any("which the stem doesn't show" in says for _, says in found) is is_told
    if not is_told:
        assert found == []
        (finding,) = report(text).findings
        assert finding.different > 20


def test_variants_that_read_the_same_are_one():
    text = numeric(
        "k", "{{ k }}?", SOLVED, "    draw:\n      k: integer(1, 5)\n      m: index(900)\n"
    )
    (finding,) = report(text).findings
    assert finding.different == 5
    assert any("there are few different variants: 5" in says for _, says in told(text))


@pytest.mark.parametrize(
    ("draw", "more", "message"),
    [
        (TWO, "", "this question doesn't use 'm': use it or delete it"),
        (TWO.replace("m:", "k:"), "    let:\n      r: k\n", "doesn't use 'r'"),
        (TWO.replace("m:", "k:"), "    let:\n      r: k\n", "doesn't use 'k'"),
        (words("a", "b").replace("    w:", "    n:"), "", "doesn't use 'it'"),
    ],
)
def test_a_name_that_nothing_uses_is_told(draw, more, message):
    assert any(message in says for _, says in told(numeric("n", "{{ n }}?", SOLVED, draw + more)))


@pytest.mark.parametrize(
    "more",
    [
        "    reject: m == 3\n",
        "    solution: 'See {{ m }}.'\n",
        "    hints: ['See {{ m }}.']\n",
        "    slips:\n      - id: a\n        instead: m + 1000\n        says: No.\n",
        "    slips:\n      - id: a\n        instead: n + 1000\n        says: No, {{ m }}.\n",
    ],
)
def test_a_name_that_any_field_uses_is_used(more):
    found = told(numeric("n", "{{ n }}?", more, TWO))
    assert [says for _, says in found if "used nowhere" in says] == []


def test_a_name_that_a_follow_up_takes_over_is_used():
    first = numeric("n", "{{ n }}?", SOLVED + "    follow_ups: [two]\n", TWO)
    second = numeric("n * m", "And {{ n }} times {{ m }}?", SOLVED, TWO).partition("questions:\n")[
        2
    ]
    found = told(first + second.replace("id: one", "id: two"))
    assert [says for _, says in found if "used nowhere" in says] == []
