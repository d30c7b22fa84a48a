"""Typical mistakes, each with the exact place and message that it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank.reader import read_text
from quizapp.errors import BankError
from quizapp.questions.template import parsed
from quizapp.questions.types import TYPES
from quizapp.text.suggestions import one_of

NUMERIC = """\
schema: 1
bank: sample
questions:
  - id: one
    type: numeric
    topic: entropy
    level: 2
    draw:
      q: probabilities(3, step=0.1)
      t: index(3)
    stem: |
      With $q$ = {{ q }}, what is it?
    answer: surprisal(q[t])
    unit: nats
    slips:
      - id: linear
        instead: 1 - q[t]
        says: That is linear.
"""
CHOICE = """\
schema: 1
questions:
  - id: two
    type: choice
    topic: entropy
    level: 1
    stem: Which?
    options:
      - text: This
        correct: true
      - text: That
        why: No.
"""
OPEN = """\
schema: 1
lexicon:
  CE: [cross entropy]
questions:
  - id: three
    type: open
    topic: entropy
    level: 3
    stem: Why?
    limit: 60s
    rubric:
      - id: first
        text: It is so.
        match:
          - {seq: ["@CE", not less], within: 8}
    misconceptions:
      - id: wrong
        text: It is not.
        match: [never]
        blocks: [first]
    model_answer: Because.
"""
QUOTE_IT = "put the whole text in single quotes, or on the lines below 'field: |'"
TEX = "as an escape, not as TeX; put the text in single quotes, or on the lines below 'field: |'"
ADDED = "level: 2\n    "
"""Where a test puts further fields: from line 8."""
SLIP = "- id: linear\n        instead: 1 - q[t]\n        says: That is linear."


def problems(text: str) -> list[str]:
    with pytest.raises(BankError) as caught:
        read_text(text, Path("sample.yaml"))
    return [str(problem).removeprefix("sample.yaml:") for problem in caught.value.problems]


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


@pytest.mark.parametrize("text", [NUMERIC, CHOICE, OPEN], ids=["numeric", "choice", "open"])
def test_the_unchanged_samples_are_right(text):
    assert len(read_text(text, Path("sample.yaml")).questions) == 1


SYNTAX = [
    ("level: 2", "\tlevel: 2", "7:5: tabs can't be used for indentation; use spaces"),
    ("    level: 2", "\tlevel: 2", "7:1: tabs can't be used for indentation; use spaces"),
    (
        "    level: 2",
        "     level: 2",
        "7:6: this line is indented as if it continued the text above; line it up with the "
        "other fields, or use '|' for text that spans several lines",
    ),
    (
        "    level: 2",
        "   level: 2",
        "7:4: this line doesn't line up with anything above; entries of this list start with '- "
        "' in column 3, and their fields in column 5",
    ),
    (
        "      With",
        "    With",
        "12:5: this line has no 'field: value'; put text that spans several lines below 'field: "
        "|', indented further than the field",
    ),
    ("stem: |", "stem: | x", "11:13: after '|' or '>', start the text on the next line, indented"),
    ("level: 2", "level:2", "7:11: put a space after the colon of a field"),
    (
        "That is linear.",
        "That: is linear.",
        "18:19: a colon and a space inside a text start a new field here; " + QUOTE_IT,
    ),
    (
        "That is linear.",
        "'That's linear.'",
        "18:21: the quote before this ends the text; write '' for a quote inside quotes",
    ),
    (
        "That is linear.",
        "'That",
        "18:15: this ' isn't closed; add the closing one at the end of the text",
    ),
    ("That is", "*That* is", f"18:15: a value can't start with '*'; {QUOTE_IT}"),
    ("That is", "`That` is", f"18:15: a value can't start with '`'; {QUOTE_IT}"),
    (
        "That is linear.",
        "[That",
        "18:15: this '[' isn't closed before the next field starts; add ']'",
    ),
    (
        "That is",
        "- That is",
        "18:15: start a list on the line below its field; put text that starts with '- ' in "
        "single quotes",
    ),
    ("surprisal(q[t])", "[1, 2] * 2", f"13:20: the value has already ended here; {QUOTE_IT}"),
    (
        "|\n      With",
        "{{ q }} With",
        "11:11: text that starts with '{{' is read as fields in braces; put the whole text in "
        "single quotes, or on the lines below 'field: |'",
    ),
    ("|\n      With", '"$\\frac{1}{2}$"\n    #', f"11:13: double quotes read '\\f' {TEX}"),
    ("|\n      With", '"a\\nb $\\theta$"\n    #', f"11:18: double quotes read '\\t' {TEX}"),
    ("|\n      With", '"$\\sum$"\n    #', f"11:13: double quotes read '\\s' {TEX}"),
    (
        "|\n      With",
        '"a\\x1b[31m"\n    #',
        "11:11: this text has an escape for an invisible control character; delete it",
    ),
    (
        SLIP,
        "- {id: linear, instead: 1, says: a, b}",
        "16:43: the comma before 'b' cut the text in two, as commas do inside { }; write each "
        "field on its own line, or put the text in single quotes",
    ),
    (
        "surprisal(q[t])",
        "[q[t], 1]",
        "13:15: this isn't allowed inside '[ ]'; put each entry on its own line, or put the "
        "text or expression in single quotes",
    ),
    (
        "level: 2",
        "level: *two",
        "7:12: '*two' is an alias, which a bank can't have; write the value out, or put text that "
        "starts with * in single quotes",
    ),
    (
        "level: 2",
        "level: &two 2",
        "7:12: '&two' is an anchor, which a bank can't have; delete it, or put text that starts "
        "with & in single quotes",
    ),
    (
        "level: 2",
        "level: !!int 2",
        "7:12: '!!int' is a tag, which a bank can't have; delete it, or put text that starts with "
        "! in single quotes",
    ),
    (
        "level: 2",
        "level: 2\n    <<: {a: 1}",
        "8:5: '<<' would merge fields, which a bank can't do; write the fields out",
    ),
    ("level: 2", ADDED + "level: 3", "8:5: 'level' appears twice (first on line 7); keep one"),
    (
        "level: 2",
        ADDED + "5: x",
        "8:5: '5' isn't a field name; if it's meant to be one, put it in single quotes",
    ),
    (
        "bank: sample",
        "---\nbank: sample",
        "2:1: '---' starts a second document; a file holds one bank, so delete this line",
    ),
    (
        "That is linear.",
        "a \u202e b",
        "18:17: U+202E is an invisible control character; delete it",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), SYNTAX)
def test_a_mistake_in_yaml_is_told_in_words(old, new, message):
    assert problems(changed(NUMERIC, old, new)) == [message]


FIELDS = [
    (
        NUMERIC,
        "level: 2",
        "level: two",
        "7:12: level is 'two'; it must be a whole number from 1 to 5",
    ),
    (NUMERIC, "level: 2", "level: 6", "7:12: level is '6'; it must be a whole number from 1 to 5"),
    (NUMERIC, "level: 2", "level:", "7:11: level is empty; it must be a whole number from 1 to 5"),
    (
        NUMERIC,
        "level: 2",
        "level: '2'",
        "7:12: level is '2'; it must be a whole number from 1 to 5; write it without quotes",
    ),
    (
        NUMERIC,
        "    level: 2\n",
        "",
        "4:5: this numeric question has no 'level'; add 'level:' followed by a whole number from 1 "
        "to 5",
    ),
    (
        NUMERIC,
        "level: 2",
        "leval: 2",
        "7:5: unknown field 'leval'; did you mean 'level'?",
    ),
    (
        NUMERIC,
        "level: 2",
        ADDED + "options: []",
        "8:5: 'options' is for choice questions, and this is a numeric question; change the "
        "type or delete the field",
    ),
    (
        NUMERIC,
        "type: numeric",
        "type: numerical",
        f"5:11: type is 'numerical'; it must be {one_of(TYPES)}; did you mean 'numeric'?",
    ),
    (
        NUMERIC,
        "unit: nats",
        "unit: nat",
        "14:11: unit is 'nat'; it must be nats, bits, bans, percent, none, MiB, ms, or any "
        "other word, such as users; did you mean 'nats'?",
    ),
    (
        NUMERIC,
        "unit: nats",
        "tolerance: 5",
        "14:16: tolerance is '5'; it must be a fraction below 1, such as 1% or 0.01",
    ),
    (
        NUMERIC,
        "topic: entropy",
        "topic: my topic",
        "6:12: topic is 'my topic'; it must be letters, digits and hyphens, such as ce-one-hot, at "
        "most 64 characters; write my-topic",
    ),
    (
        NUMERIC,
        "level: 2",
        ADDED + "hints:\n      - Note: this",
        "9:9: entry 1 of hints is a set of fields; it must be text; put text with a colon and a "
        "space in single quotes, or on the lines below 'field: |'",
    ),
    (
        NUMERIC,
        "level: 2",
        ADDED + "hints: one",
        "8:12: hints is 'one'; it must be a list, one entry per line, each starting with '- ': "
        "text",
    ),
    (
        NUMERIC,
        SLIP,
        SLIP + "\n      " + SLIP,
        "19:13: the id 'linear' is already used on line 16; choose another",
    ),
    (NUMERIC, "schema: 1", "schema: 2", "1:9: schema is '2'; it must be 1"),
    (NUMERIC, "schema: 1\n", "", "1:1: this bank has no 'schema'; add 'schema:' followed by 1"),
    (
        NUMERIC,
        "questions:",
        "question:",
        "3:1: unknown field 'question'; did you mean 'questions'?",
    ),
    (CHOICE, "correct: true", "correct: yes", "10:18: correct is 'yes'; it must be true or false"),
    (
        CHOICE,
        "correct: true",
        "correct: false",
        "9:9: no option is correct; add 'correct: true' to one",
    ),
    (
        CHOICE,
        "text: That",
        "text: This",
        "11:15: this option repeats the one on line 9; change one",
    ),
    (
        CHOICE,
        "      - text: That\n        why: No.\n",
        "",
        "9:7: options has only 1; it needs at least 2",
    ),
    (
        OPEN,
        "60s",
        "1 hour",
        "10:12: limit is '1 hour'; it must be seconds such as 60s, or minutes such as 2m, up to an "
        "hour",
    ),
    (OPEN, "[first]", "[frist]", "20:18: the rubric has no point 'frist'; did you mean 'first'?"),
    (OPEN, '"@CE"', '"@CF"', "15:21: the lexicon has no 'CF'; add it there, with its synonyms"),
    (
        OPEN,
        "within: 8",
        "within: 8, all: [so]",
        "15:13: use either seq (phrases in this order) or all (any order), and not both",
    ),
]


@pytest.mark.parametrize(("text", "old", "new", "message"), FIELDS)
def test_a_mistake_in_a_field_is_told_with_what_would_be_right(text, old, new, message):
    assert problems(changed(text, old, new)) == [message]


FORMULAS = [
    ("{{ q }}", "{{ q }", "12:18: this '{{' isn't closed; add '}}'"),
    (
        "{{ q }}",
        "{{ }}",
        "12:18: no expression between '{{' and '}}'; write {{ name }}",
    ),
    (
        "{{ q }}",
        "{{ r }}",
        "12:21: unknown name 'r'; define it under draw or let (known names: q, t)",
    ),
    (
        "{{ q }}",
        "{{ q:x }}",
        "12:22: after ':' give the number of decimals, 0 to 12, as in {{ x:3 }}, a comma for "
        "thousands, as in {{ x:, }}, both, as in {{ x:,2 }}, or a percentage, as in "
        "{{ x:1% }}",
    ),
    (
        "{{ q }}",
        "{{ working }}",
        "12:21: {{ working }} belongs in the solution of a numeric or parts question; delete it",
    ),
    (
        "$q$",
        "$\\hat{{y}}$",
        "12:19: unknown name 'y'; define it under draw or let (known names: q, t); in TeX, put "
        "a space between the braces: '{ {'",
    ),
    (
        "surprisal(q[t])",
        "surprisal(q[u])",
        "13:25: unknown name 'u'; define it under draw or let (known names: q, t)",
    ),
    (
        "surprisal(q[t])",
        "suprisal(q[t])",
        "13:13: no function called 'suprisal'; did you mean 'surprisal'?",
    ),
    ("surprisal(q[t])", "surprisal(q[t]", "13:22: this '(' isn't closed"),
    (
        "surprisal(q[t])",
        "surprisal(q[t], base=2)",
        "13:34: the unit 'nats' already sets the base; remove base=…, or change the unit",
    ),
    (
        "probabilities(",
        "probability(",
        "9:10: unknown draw 'probability'; did you mean 'probabilities'?",
    ),
    (
        "probabilities(3, step=0.1)",
        "[0.5, 0.5]",
        "9:10: q is a list; it must be a draw, such as integer(1, 6); put a fixed value under let",
    ),
    (
        "level: 2",
        ADDED + "let: {a: b + 1, b: 2}",
        "8:14: 'b' is defined further down; move its line above this one",
    ),
    (
        "level: 2",
        ADDED + "let: {pi: 3}",
        "8:11: 'pi' is a built-in name; choose another",
    ),
    (
        "level: 2",
        ADDED + "words: {t: [a, b]}",
        "8:13: 't' is already defined on line 11; choose another name",
    ),
    (
        "level: 2",
        ADDED + "words: {w: [a, b]}\n    reject: w[0] == 1",
        "9:13: 'w' is a list of words, which can only be shown, one at a time, as in {{ w[0] }}",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), FORMULAS)
def test_a_mistake_in_an_expression_is_told_at_its_column(old, new, message):
    assert problems(changed(NUMERIC, old, new)) == [message]


def test_a_base_is_held_to_the_unit_in_the_lets_that_the_answer_uses():
    text = changed(NUMERIC, "level: 2", ADDED + "let: {a: 'entropy(q, base=2)', b: a + 1}")
    assert len(read_text(text, Path("sample.yaml")).questions) == 1
    assert problems(changed(text, "surprisal(q[t])", "b + 1")) == [
        "8:31: the unit 'nats' already sets the base; remove base=…, or change the unit"
    ]


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_the_file():
    text = (
        NUMERIC.replace("entropy", "En tropy")
        .replace("{{ q }}", "{{ r }}")
        .replace("unit: nats", "unit: nats\n    unit: &x bits")
        .replace("says: That is linear.", "sais: {{}}")
    )
    assert [problem.split(": ")[0] for problem in problems(text)] == [
        "6:12",
        "12:21",
        "15:5",
        "15:11",
        "19:9",
        "19:15",
    ]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n"])
def test_an_empty_file_is_told_how_to_start(text):
    assert problems(text) == ["1:1: the file is empty; a bank starts with the line 'schema: 1'"]


def test_a_list_is_no_bank():
    assert problems("- a\n") == [
        "1:1: the file is a list; it must be the fields of a bank: schema, questions …"
    ]


def test_a_file_whose_name_is_no_name_of_a_bank_says_so():
    with pytest.raises(
        BankError,
        match=("the file name can't be used as the name of the bank; add 'bank: NAME', with "),
    ):
        read_text(CHOICE, Path("my bank.yaml"))


def test_a_message_quotes_nothing_that_disturbs_a_terminal():
    text = changed(OPEN, "id: first", 'id: "fir\\tst"')
    assert problems(text)[-1] == "20:18: the rubric has no point 'first'; did you mean 'fir st'?"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "level: 2",
            "level: 2\u00a0",
            "7:12: level is '2[U+00A0]'; it must be a whole number from 1 to 5",
        ),
        (
            "level: 2",
            "level\u200b: 2",
            "7:5: unknown field 'level[U+200B]'; did you mean 'level'?",
        ),
        (
            "unit: nats",
            "unit: na\u00adts",
            "14:11: unit is 'na[U+00AD]ts'; it must be nats, bits, bans, percent, none, "
            "MiB, ms, or any other word, such as users; did you mean 'nats'?",
        ),
        (
            "surprisal(q[t])",
            "surprisal(q[t])\u200b + 1",
            "13:28: 'U+200B' isn't allowed here; delete this invisible character",
        ),
    ],
)
def test_an_invisible_character_is_named(old, new, message):
    assert problems(changed(NUMERIC, old, new)) == [message]


NOTHING = [
    ("id: one", "id: {}", "5:9: id", "letters, digits and hyphens"),
    ("topic: entropy", "topic: {}", "7:12: topic", "letters, digits and hyphens"),
    ("level: 2", ADDED + "title: {}", "9:12: title", "text"),
    ("level: 2", ADDED + "hints: [{}]", "9:13: entry 1 of hints", "text"),
    ("level: 2", ADDED + "words: {{w: [{}]}}", "9:17: entry 1 of w", "text"),
]


@pytest.mark.parametrize(("old", "new", "place", "wanted"), NOTHING)
@pytest.mark.parametrize("word", ["null", "NULL", "~"])
def test_the_word_for_nothing_is_no_text(word, old, new, place, wanted):
    text = "# a comment\n" + changed(NUMERIC, old, new.format(word))
    (found,) = problems(text)
    assert found.startswith(f"{place} is {word}, which YAML reads as nothing; it must be {wanted}")
    assert found.endswith("; put it in single quotes if this word is meant") == (word != "~")
    quoted = changed(NUMERIC, old, new.format(f"'{word}'"))
    if word != "~" or "text" in wanted:
        assert len(read_text(quoted, Path("sample.yaml")).questions) == 1


def test_a_field_that_is_no_text_may_not_be_nothing_either():
    assert problems(changed(NUMERIC, "level: 2", "level: null")) == [
        "7:12: level is null, which YAML reads as nothing; it must be a whole number from 1 to 5"
    ]


FOREIGN = [
    ("surprisal(q[t])", "7 // 2", "instead of //, write floor(x / y)"),
    (
        "surprisal(q[t])",
        "trunc(q[t])",
        "no function called 'trunc'; write floor(x), ceil(x) or round(x)",
    ),
    ("surprisal(q[t])", "stdev(q)", "no function called 'stdev'; write std(x), or std(x, 1)"),
    (
        "surprisal(q[t])",
        "percentile(q)",
        "besides the quantities you can use abs, argmax, argmin, ",
    ),
    ("surprisal(q[t])", "log(q[t], 2)", "not 2; for another base write log2(x), log10(x), or "),
    ("surprisal(q[t])", "exp(1, 2)", "exp takes 1 argument, not 2"),
    ("surprisal(q[t])", "q[t] if t else 1", "write where(condition, a, b)"),
    ("surprisal(q[t])", "sum(x for x in q)", "no loop is needed: a list is calculated entry"),
    ("surprisal(q[t])", "q[:t:2]", "unexpected ':'"),
    ("surprisal(q[t])", "1_00", "in a number, _ groups three digits, as in 1_000_000"),
    ("surprisal(q[t])", "1,000", "and numbers without commas, such as 1000"),
    ("surprisal(q[t])", "q[t] ≥ 0.5", "'≥' isn't allowed here; write >="),
    ("surprisal(q[t])", "q[t]²", "'²' isn't allowed here; write ** for a power"),
    ("surprisal(q[t])", "5 q[t]", "unexpected 'q': put an operator between 5 and q"),
    ("surprisal(q[t])", "HAVING", "for an answer in words, use a choice or open question"),
    ("surprisal(q[t])", "the larger one", "for an answer in words, use a choice or open question"),
    ("unit: nats", "unit: Mib", "; did you mean 'MiB'?"),
    ("unit: nats", "unit: two words", "or any other word, such as users"),
    ("unit: nats", "unit: nat", "; did you mean 'nats'?"),
    ("{{ q }}", "{{ q:.2f }}", "after ':' give the number of decimals, 0 to 12"),
    ("index(3)", "choice(['a', 'b'])", "list the words under 'words', and draw with index(3)"),
]


@pytest.mark.parametrize(("old", "new", "message"), FOREIGN)
def test_what_other_languages_have_is_told_in_ours(old, new, message):
    (found,) = problems(changed(NUMERIC, old, new))
    assert message in found


def test_a_mistyped_name_is_no_answer_in_words():
    (found,) = problems(changed(NUMERIC, "surprisal(q[t])", "infe"))
    assert found == "13:13: unknown name 'infe'; did you mean 'inf'?"


def test_a_draw_may_use_the_draws_above_it_and_nothing_else():
    text = changed(NUMERIC, "      t: index(3)", "      k: integer(2, 3)\n      t: index(k)")
    assert read_text(text, Path("sample.yaml")).questions[0].variant(3).parameters["t"] in (0, 1, 2)
    (below,) = problems(
        changed(NUMERIC, "      t: index(3)", "      t: index(k)\n      k: integer(2, 3)")
    )
    assert "not 'k'; move its line above this one" in below
    (unknown,) = problems(changed(NUMERIC, "index(3)", "index(nn + 1)"))
    assert "names drawn above it, not 'nn'; for anything else use let" in unknown


@pytest.mark.parametrize(("shown", "text"), [("x:1%", "12.3%"), ("x:%", "12.34%"), ("x:0%", "12%")])
def test_a_share_is_shown_as_a_percentage(shown, text):
    template = parsed(f"It is {{{{ {shown} }}}}.")
    assert template.fill(lambda _: 0.1234) == f"It is {text}."
