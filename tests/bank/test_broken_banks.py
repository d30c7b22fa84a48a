# ruff: noqa: E501 - a message stands in one line, as it is shown
"""Banks with one typical mistake each: the message alone, with its place, is enough to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank.checking import questions
from quizapp.bank.reader import Banks, read_text
from quizapp.errors import BankError
from quizapp.questions.types import TYPES
from quizapp.text.suggestions import one_of

BANK = """\
schema: 1
title: Coins
questions:
  - id: fair-coin
    type: numeric
    topic: surprisal
    level: 2
    draw:
      p: decimal(0.05, 0.45, 0.01)
    let:
      q: round(p / 3, 3)
    stem: |
      Heads comes with probability {{ p }} and an edge with {{ q }}.
      How surprising is heads, $-\\log_2 p$, in bits?
    answer: surprisal(p)
    unit: bits
    hints:
      - Take a logarithm.
    slips:
      - id: linear
        instead: 1 - p
        says: That is linear.
  - id: which-coin
    type: choice
    topic: surprisal
    level: 1
    stem: Which coin surprises?
    options:
      - text: The fair one.
        correct: true
      - text: The forged one.
        why: It always shows heads.
  - id: how-to
    type: order
    topic: surprisal
    level: 1
    stem: Put the steps in order.
    lines:
      - Take the probability.
      - Take its logarithm.
  - id: why-log
    type: open
    topic: surprisal
    level: 3
    stem: Why a logarithm?
    rubric:
      - id: adds-up
        text: It adds up.
    model_answer: It adds up.
"""
MISTAKES = {
    "a field indented too little": (
        "    level: 2\n",
        "   level: 2\n",
        [
            (
                "7:4: this line doesn't line up with anything above; entries of this list start "
                "with '- ' in column 3, and their fields in column 5"
            )
        ],
    ),
    "a list at the column of the questions": (
        "    hints:\n      - Take",
        "  hints:\n    - Take",
        [
            (
                "17:3: this line doesn't line up with anything above; entries of this list start "
                "with '- ' in column 3, and their fields in column 5"
            )
        ],
    ),
    "a question without its dash": (
        "  - id: fair-coin",
        "    id: fair-coin",
        [
            (
                "23:3: a list entry isn't allowed here; indent it like the other entries of its "
                "list, or put '- ' before the first of the fields above too, to make them an entry "
                "as well"
            )
        ],
    ),
    "no space after a dash": (
        "  - id: fair-coin",
        "  -id: fair-coin",
        ["4:4: put a space after the '-' that starts an entry of a list"],
    ),
    "a tab": (
        "    level: 2",
        "\tlevel: 2",
        ["7:1: tabs can't be used for indentation; use spaces"],
    ),
    "no space after a colon": (
        "level: 2",
        "level:2",
        ["7:11: put a space after the colon of a field"],
    ),
    "a colon in a text": (
        "That is linear.",
        "Wrong: that is linear.",
        [
            (
                "22:20: a colon and a space inside a text start a new field here; put the whole "
                "text in single quotes, or on the lines below 'field: |'"
            )
        ],
    ),
    "a text that starts with a number sign": (
        "That is linear.",
        "# is no number.",
        [
            "22:14: says is empty; it must be text; '#' starts a comment, so put text that starts with it in single quotes"
        ],
    ),
    "a text that starts with stars": (
        "That is linear.",
        "**That** is linear.",
        [
            (
                "22:15: a value can't start with '*'; put the whole text in single quotes, or on "
                "the lines below 'field: |'"
            )
        ],
    ),
    "a text that starts with an exclamation mark": (
        "That is linear.",
        "!That is linear.",
        [
            "22:15: '!That' is a tag, which a bank can't have; delete it, or put text that starts with ! in single quotes"
        ],
    ),
    "an apostrophe in quotes": (
        "That is linear.",
        "'That's linear.'",
        ["22:21: the quote before this ends the text; write '' for a quote inside quotes"],
    ),
    "a backslash in double quotes": (
        "That is linear.",
        '"That is $\\alpha$."',
        [
            (
                "22:25: double quotes read '\\a' as an escape, not as TeX; put the text in single "
                "quotes, or on the lines below 'field: |'"
            )
        ],
    ),
    "a text of two lines without a bar": (
        "That is linear.",
        "That is\nlinear.",
        [
            (
                "23:1: this line has no 'field: value'; put text that spans several lines below "
                "'field: |', indented further than the field"
            )
        ],
    ),
    "a flow style with a comma": (
        "- id: linear\n        instead: 1 - p\n        says: That is linear.",
        "- {id: linear, instead: 1 - p, says: Linear, so wrong}",
        [
            (
                "20:52: the comma before 'so wrong' cut the text in two, as commas do inside { }; "
                "write each field on its own line, or put the text in single quotes"
            )
        ],
    ),
    "an unknown field": (
        "hints:",
        "hint:",
        ["17:5: unknown field 'hint'; did you mean 'hints'?"],
    ),
    "a field of another type": (
        "    options:",
        "    answer: 1\n    options:",
        [
            (
                "28:5: 'answer' is for numeric questions, and this is a choice question; change the "
                "type or delete the field"
            )
        ],
    ),
    "a field given twice": (
        "    unit: bits",
        "    unit: bits\n    unit: nats",
        ["17:5: 'unit' appears twice (first on line 16); keep one"],
    ),
    "an id taken": (
        "id: which-coin",
        "id: fair-coin",
        ["23:9: the id 'fair-coin' is already used on line 4; choose another"],
    ),
    "an id with a space": (
        "id: which-coin",
        "id: which coin",
        [
            "23:9: id is 'which coin'; it must be letters, digits and hyphens, such as ce-one-hot, at most 64 characters; "
            "write which-coin"
        ],
    ),
    "a level out of range": (
        "level: 2",
        "level: 7",
        ["7:12: level is '7'; it must be a whole number from 1 to 5"],
    ),
    "a level in words": (
        "level: 2",
        "level: hard",
        ["7:12: level is 'hard'; it must be a whole number from 1 to 5"],
    ),
    "a type misspelt": (
        "type: choice",
        "type: chioce",
        [f"24:11: type is 'chioce'; it must be {one_of(TYPES)}; did you mean 'choice'?"],
    ),
    "a unit misspelt": (
        "unit: bits",
        "unit: bit",
        [
            "16:11: unit is 'bit'; it must be nats, bits, bans, percent, none, MiB, ms, or any "
            "other word, such as users; did you mean 'bits'?"
        ],
    ),
    "a tolerance that is no share": (
        "unit: bits",
        "unit: bits\n    tolerance: 100%",
        ["17:16: tolerance is '100%'; it must be a fraction below 1, such as 1% or 0.01"],
    ),
    "no answer": (
        "    answer: surprisal(p)\n",
        "",
        [
            (
                "4:5: this numeric question has no 'answer'; add 'answer:' followed by an "
                "expression, such as entropy(p)"
            )
        ],
    ),
    "no stem": (
        "    stem: Which coin surprises?\n",
        "",
        ["23:5: this choice question has no 'stem'; add 'stem:' followed by text"],
    ),
    "no type": (
        "    type: order\n",
        "",
        [(f"33:5: this question has no 'type'; add 'type:' followed by {one_of(TYPES)}")],
    ),
    "no function of this name": (
        "surprisal(p)",
        "suprisal(p)",
        ["15:13: no function called 'suprisal'; did you mean 'surprisal'?"],
    ),
    "an argument missing": (
        "surprisal(p)",
        "cross_entropy(p)",
        ["15:13: cross_entropy also needs q (p: vector, q: vector, *, reduction: option = 'none')"],
    ),
    "an option misspelt": (
        "surprisal(p)",
        "surprisal(p, bas=2)",
        ["15:30: surprisal has no option 'bas'; did you mean 'base'?"],
    ),
    "a name that is not there": (
        "surprisal(p)",
        "surprisal(P)",
        ["15:23: unknown name 'P'; define it under draw or let (known names: p, q)"],
    ),
    "a power with a caret": (
        "surprisal(p)",
        "p^2",
        ["15:14: '^' isn't allowed here; write ** for a power"],
    ),
    "a typographic minus": (
        "instead: 1 - p",
        "instead: 1 − p",
        ["21:20: '−' isn't allowed here; write - for minus"],
    ),
    "Python": (
        "surprisal(p)",
        "np.log2(p)",
        ["15:15: '.' isn't allowed here; write log(p), not np.log(p), and inf, not .inf"],
    ),
    "a formula of a spreadsheet": (
        "surprisal(p)",
        "= p / 2",
        ["15:13: unexpected '=': leave out the = at the start"],
    ),
    "a field of an entry at the question": (
        "        instead: 1 - p\n        says: That is linear.\n",
        "        instead: 1 - p\n    says: That is linear.\n",
        [
            "20:9: this slip has no 'says'; add 'says:' followed by text",
            "22:5: unknown field 'says'; it belongs to a slip: indent it like the other fields there",
        ],
    ),
    "an assignment": ("surprisal(p)", "x = p", ["15:15: unexpected '=': write == to compare"]),
    "a parenthesis open": ("surprisal(p)", "surprisal(p", ["15:22: this '(' isn't closed"]),
    "a base beside the unit": (
        "surprisal(p)",
        "surprisal(p, base=10)",
        ["15:31: the unit 'bits' already sets the base; remove base=…, or change the unit"],
    ),
    "no draw of this name": (
        "decimal(",
        "decimals(",
        ["9:10: unknown draw 'decimals'; did you mean 'decimal'?"],
    ),
    "a draw that is a value": (
        "decimal(0.05, 0.45, 0.01)",
        "0.5",
        [
            (
                "9:10: a draw must be one of: integer, decimal, choice, index, probabilities, "
                "logits, integers, table, points, sample, labels (for example index(3)); put a fixed value under let"
            )
        ],
    ),
    "a draw without its step": (
        "decimal(0.05, 0.45, 0.01)",
        "decimal(0.05, 0.45)",
        ["9:10: decimal takes (a, b, step), such as decimal(0.1, 0.9, 0.1); add step"],
    ),
    "a draw from high to low": (
        "decimal(0.05, 0.45, 0.01)",
        "integer(6, 1)",
        ["9:10: put the smaller number first, such as integer(1, 6)"],
    ),
    "a draw of uneven steps": (
        "decimal(0.05, 0.45, 0.01)",
        "decimal(0, 1, 0.3)",
        [
            (
                "9:10: the range must be a whole number of steps, at most a million, such as "
                "decimal(0.1, 0.9, 0.1)"
            )
        ],
    ),
    "a draw in words": (
        "decimal(0.05, 0.45, 0.01)",
        "0 to 1",
        ["9:12: unexpected 'to'; a draw looks like integer(1, 6)"],
    ),
    "draws that are all refused": (
        "    stem: |\n      Heads",
        "    reject: p < 1\n    stem: |\n      Heads",
        [
            (
                "12:13: no variant: coins/fair-coin@0: no usable draw in 200 tries; reject fewer "
                "draws, or draw from wider ranges, so that no mistake gives the right answer"
            )
        ],
    ),
    "a let before what it uses": (
        "q: round(p / 3, 3)",
        "q: round(r / 3, 3)\n      r: p",
        ["11:16: 'r' is defined further down; move its line above this one"],
    ),
    "a let shown with all digits": (
        "round(p / 3, 3)",
        "p / 3",
        [
            "12:11: warning: a number is shown with all its digits: 0.06666666666666667 in fair-coin@0; wrap it in round(…, 3) under 'let', so the answer is computed from the number shown"
        ],
    ),
    "braces not closed": (
        "{{ q }}.",
        "{{ q.",
        ["13:61: this '{{' isn't closed; add '}}'"],
    ),
    "single braces": (
        "{{ p }}",
        "{ p }",
        ["12:11: warning: 'p' is in single braces, so it's shown as text: write {{ p }}"],
    ),
    "a formula not closed": (
        "$-\\log_2 p$",
        "$-\\log_2 p",
        [
            "12:11: warning: a formula isn't closed: add the closing '$', or write \\$ for a dollar sign"
        ],
    ),
    "double braces of TeX": (
        "$-\\log_2 p$",
        "$\\sqrt{{x}}$",
        [
            (
                "14:40: unknown name 'x'; define it under draw or let (known names: p, q); in TeX, "
                "put a space between the braces: '{ {'"
            )
        ],
    ),
    "a slip that is the key": (
        "instead: 1 - p",
        "instead: -log2(p)",
        ["20:7: warning: the mistake 'linear' always gives the right answer: change it"],
    ),
    "a slip without a word": (
        "        says: That is linear.\n",
        "",
        ["20:9: this slip has no 'says'; add 'says:' followed by text"],
    ),
    "no unit for a logarithm": (
        "    unit: bits\n",
        "",
        [
            (
                "15:13: warning: this answer depends on the base of a logarithm: add a unit, nats, "
                "bits or bans"
            )
        ],
    ),
    "no option correct": (
        "        correct: true\n",
        "",
        ["29:9: no option is correct; add 'correct: true' to one"],
    ),
    "yes for true": (
        "correct: true",
        "correct: yes",
        ["30:18: correct is 'yes'; it must be true or false"],
    ),
    "one option": (
        "      - text: The forged one.\n        why: It always shows heads.\n",
        "",
        ["29:7: options has only 1; it needs at least 2"],
    ),
    "options without fields": (
        "      - text: The fair one.\n        correct: true\n      - text: The forged one.\n        why: It always shows heads.\n",
        "      - The fair one.\n      - The forged one.\n",
        [
            "29:9: entry 1 of options is 'The fair one.'; it must be the fields of an option: text …; write 'text: ' before it",
            "30:9: entry 2 of options is 'The forged one.'; it must be the fields of an option: text …; write 'text: ' before it",
        ],
    ),
    "two options alike": (
        "The forged one.",
        "The fair one.",
        ["31:15: this option repeats the one on line 29; change one"],
    ),
    "an order of one line": (
        "      - Take its logarithm.\n",
        "",
        ["39:7: lines has only 1; it needs at least 2"],
    ),
    "no model answer": (
        "    model_answer: It adds up.\n",
        "",
        ["41:5: this open question has no 'model_answer'; add 'model_answer:' followed by text"],
    ),
    "no schema": (
        "schema: 1\n",
        "",
        ["1:1: this bank has no 'schema'; add 'schema:' followed by 1"],
    ),
    "no questions": (
        "questions:",
        "question:",
        ["3:1: unknown field 'question'; did you mean 'questions'?"],
    ),
    "an alias": (
        "level: 2",
        "level: *easy",
        [
            "7:12: '*easy' is an alias, which a bank can't have; write the value out, or put text that starts with * in single quotes"
        ],
    ),
}


QUANTITY = """\
schema: 1
quantities:
  - name: f1_score
    takes: tp, fp, fn
    formula: 'F_1 = \\frac{2\\,TP}{2\\,TP + FP + FN}'
    means: 2 * tp / (2 * tp + fp + fn)
    where: tp + fp > 0
    slips:
      - id: counted-once
        instead: tp / (tp + fp + fn)
        says: In F1 the true positives count twice.
    source: a calculator
    examples:
      - tp: 40
        fp: 20
        fn: 10
        gives: 0.7273
      - tp: 3
        fp: 1
        fn: 2
        gives: 0.6667
questions:
  - id: f1-of-a-filter
    type: numeric
    topic: classification
    level: 2
    draw:
      tp: integer(20, 60)
      fp: integer(2, 6)
      fn: integer(tp, 2 * tp)
    stem: What is the F1 score of {{ tp }} hits, {{ fn }} misses and {{ fp }} false alarms?
    answer: f1_score(tp, fp, fn)
"""
MISTAKES_OF_QUANTITIES = {
    "a name with a hyphen": (
        "name: f1_score",
        "name: f1-score",
        [
            "3:11: name is 'f1-score'; it must be letters, digits and _, such as f1_score, at most 64 characters; write f1_score"
        ],
    ),
    "no examples": (
        "      - tp: 3\n        fp: 1\n        fn: 2\n        gives: 0.6667\n",
        "",
        ["14:7: examples has only 1; it needs at least 2"],
    ),
    "an example off by a digit": (
        "0.7273",
        "0.7274",
        ["14:9: f1_score, example 1: it is 0.7273, not 0.7274"],
    ),
    "a parameter of an example misspelled": (
        "        fn: 10",
        "        fm: 10",
        ["16:9: 'fm' isn't a parameter of this quantity; did you mean 'fn'?"],
    ),
    "a condition that some draws don't meet": (
        "where: tp + fp > 0",
        "where: fp > 0 and tp < 50",
        [
            "32:13: no variant: f1_score needs fp > 0 and tp < 50; exclude such draws with 'reject', or draw from another range"
        ],
    ),
    "a slip that is the quantity": (
        "instead: tp / (tp + fp + fn)",
        "instead: tp / (tp + (fp + fn) / 2)",
        [
            "9:7: warning: f1_score: the mistake 'counted-once' gives the right value in every example: change it, or add an example where it differs"
        ],
    ),
    "TeX in double quotes": (
        "'F_1 = \\frac{2\\,TP}{2\\,TP + FP + FN}'",
        '"F_1 = \\frac{2\\,TP}{2\\,TP + FP + FN}"',
        [
            "5:28: double quotes read '\\,' as an escape, not as TeX; put the text in single quotes, or on the lines below 'field: |'"
        ],
    ),
    "a whole number that is none": (
        "answer: f1_score(tp, fp, fn)",
        "answer: tp / 7\n    tolerance: 0",
        [
            "32:13: the answer typed back isn't graded as correct: 7.28571 in f1-of-a-filter@0; a tolerance of 0 accepts only whole numbers; use a wider one, or round the answer"
        ],
    ),
    "an indentation copied from a web page": (
        "    level: 2",
        "\u00a0\u00a0\u00a0\u00a0level: 2",
        [
            "26:1: this line begins with an invisible character, U+00A0, which isn't an ordinary space; type the indentation anew"
        ],
    ),
}


def told(text: str) -> list[str]:
    """Return what checking a bank tells, each with its line and column."""
    path = Path("coins.yaml")
    try:
        problems = questions.check(Banks((read_text(text, path),), ()), 20).all_problems
    except BankError as error:
        problems = error.problems
    return [str(problem).removeprefix("coins.yaml:") for problem in problems]


def test_the_bank_without_a_mistake_is_right():
    assert told(BANK) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_so_that_it_can_be_mended(name):
    right, wrong, messages = MISTAKES[name]
    assert right in BANK
    assert told(BANK.replace(right, wrong, 1)) == messages


def test_the_quantity_without_a_mistake_is_right():
    assert told(QUANTITY) == []


@pytest.mark.parametrize("name", MISTAKES_OF_QUANTITIES)
def test_a_mistake_in_a_quantity_is_told_so_that_it_can_be_mended(name):
    right, wrong, messages = MISTAKES_OF_QUANTITIES[name]
    assert right in QUANTITY
    assert told(QUANTITY.replace(right, wrong, 1)) == messages
