"""What right banks are read as, and what reading does not do."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.answers.words.points import Misconception, Point
from quizapp.bank import schema
from quizapp.bank.reader import read_text
from quizapp.errors import BankError
from quizapp.questions import kinds
from quizapp.questions.choice import ChoiceQuestion, Option
from quizapp.questions.numeric import AuthorSlip, NumericQuestion, Tolerance
from quizapp.questions.open import OpenQuestion
from quizapp.questions.order import OrderQuestion
from quizapp.questions.types import TYPES
from tests.stubs import ANY_CHARACTER

# The example of the design, with its one text that holds a colon and a space in quotes.
EXAMPLE = """\
# yaml-language-server: $schema=https://example.org/bank.json
schema: 1
bank: cross-entropy                # optional
title: Cross-entropy by hand
canonical: {}
lexicon: {}
questions:
  - id: ce-one-hot                 # letters, digits, hyphens
    type: numeric
    topic: cross-entropy-loss
    level: 2
    after: [surprisal-one]
    draw:                          # what varies
      q: probabilities(3, step=0.05)
      t: index(3)
    let:
      p: one_hot(t, 3)
    words:
      animal: [panda, bird, dog]
    reject: q[t] == 0.5            # draws to refuse
    stem: |
      A softmax outputs $q$ = {{ q }} for panda, bird and dog; the label is **{{ animal[t] }}**.
      What is the cross-entropy loss, in nats?
    answer: cross_entropy(p, q)
    unit: nats
    tolerance: 1%
    hints:
      - Only the true class survives the sum.
    slips:
      - id: linear-penalty
        instead: 1 - q[t]
        says: 'That is a linear penalty: it never exceeds 1.'
    solution: |
      {{ working }}
    follow_ups: [ce-one-hot-worse]
    source: "…"
"""
REST = """\
schema: 1
canonical:
  kl: ["kl divergence", "d_kl"]
lexicon:
  CE: [crossentropy, bce]
questions:
  - id: pick
    type: choice
    topic: entropy
    level: 1
    stem: Which costs $5 and $6, or $\\frac{1}{2}$?
    options:
      - {text: no, correct: true}
      - text: '{{ 1/3:2 }}'
        why: A third.
  - id: sort
    type: order
    topic: entropy
    level: 5
    stem: In order?
    lines: [1e-3, 12:30, on]
  - id: say
    type: open
    topic: kl
    level: 3
    title: 2024
    stem: >
      Why is it
      so?
    limit: 2m
    rubric:
      - id: ce_ge_h
        text: It is never below.
        weight: 2
        match:
          - {seq: ["@CE", "not|never", below], within: 8, polarity: negative}
          - lower bounded by
        refute: [{all: [always], not: [never], scope: sentence}]
        examples: [It is never below.]
        wrong: [It is below.]
    misconceptions:
      - {id: ce_below_h, text: No., match: [below], blocks: [ce_ge_h]}
    model_answer: It is never below.
"""


def read(text: str, name: str = "sample.yaml"):
    return read_text(text, Path(name))


def problems(text: str):
    try:
        read(text)
    except BankError as error:
        return error.problems
    return ()


def question(body: str):
    return read(
        f"schema: 1\nquestions:\n  - id: one\n    topic: x\n    level: 1\n{body}"
    ).questions[0]


def numeric(body: str) -> NumericQuestion:
    return question(f"    type: numeric\n    stem: What?\n{body}")


def test_the_example_of_the_design_is_read_as_written():
    bank = read(EXAMPLE)
    assert (bank.name, bank.title, bank.canonical, bank.lexicon) == (
        "cross-entropy",
        "Cross-entropy by hand",
        {},
        {},
    )
    assert bank.questions == (
        NumericQuestion(
            id="ce-one-hot",
            bank="cross-entropy",
            topic="cross-entropy-loss",
            level=2,
            after=("surprisal-one",),
            draw={"q": "probabilities(3, step=0.05)", "t": "index(3)"},
            let={"p": "one_hot(t, 3)"},
            words={"animal": ("panda", "bird", "dog")},
            reject="q[t] == 0.5",
            stem="A softmax outputs $q$ = {{ q }} for panda, bird and dog; the label is "
            "**{{ animal[t] }}**.\nWhat is the cross-entropy loss, in nats?",
            answer="cross_entropy(p, q)",
            unit="nats",
            tolerance=Tolerance(relative=0.01),
            hints=("Only the true class survives the sum.",),
            slips=(
                AuthorSlip(
                    id="linear-penalty",
                    instead="1 - q[t]",
                    says="That is a linear penalty: it never exceeds 1.",
                ),
            ),
            solution="{{ working }}",
            follow_ups=("ce-one-hot-worse",),
            source="…",
        ),
    )


def test_the_other_types_are_read_as_written():
    bank = read(REST)
    common = {"bank": "sample", "topic": "entropy"}
    assert bank.canonical == {"kl": ("kl divergence", "d_kl")}
    assert bank.lexicon == {"CE": ("crossentropy", "bce")}
    assert bank.questions == (
        ChoiceQuestion(
            **common,
            id="pick",
            level=1,
            stem="Which costs $5 and $6, or $\\frac{1}{2}$?",
            options=(
                Option(text="no", correct=True),
                Option(text="{{ 1/3:2 }}", correct=False, why="A third."),
            ),
        ),
        OrderQuestion(
            **common, id="sort", level=5, stem="In order?", lines=("1e-3", "12:30", "on")
        ),
        OpenQuestion(
            id="say",
            bank="sample",
            topic="kl",
            level=3,
            title="2024",
            stem="Why is it so?",
            limit=120.0,
            rubric=(
                Point(
                    id="ce_ge_h",
                    text="It is never below.",
                    weight=2.0,
                    match=(
                        {
                            "seq": ("@CE", "not|never", "below"),
                            "within": 8,
                            "polarity": "negative",
                        },
                        "lower bounded by",
                    ),
                    refute=({"all": ("always",), "not": ("never",), "scope": "sentence"},),
                    examples=("It is never below.",),
                    wrong=("It is below.",),
                ),
            ),
            misconceptions=(
                Misconception(id="ce_below_h", text="No.", match=("below",), blocks=("ce_ge_h",)),
            ),
            model_answer="It is never below.",
        ),
    )


@pytest.mark.parametrize(
    ("written", "tolerance"),
    [
        ("2%", Tolerance(0.02)),
        ("0.5 %", Tolerance(0.005)),
        ("1e-3", Tolerance(0.001)),
        ("0", Tolerance(0)),
        ("{relative: 5%}", Tolerance(0.05)),
        ("{absolute: 1e-6}", Tolerance(0.01, 1e-6)),
        ("{relative: 0.02, absolute: 3}", Tolerance(0.02, 3)),
    ],
)
def test_a_tolerance_is_a_share_or_both_parts(written, tolerance):
    assert numeric(f"    answer: 1\n    tolerance: {written}\n").tolerance == tolerance


@pytest.mark.parametrize(
    ("written", "level"), [("3", 3), ("0x3", 3), ("0o3", 3), ("003", 3), ("+3", 3)]
)
def test_whole_numbers_follow_yaml_1_2(written, level):
    text = REST.replace("level: 1", f"level: {written}")
    assert read(text).questions[0].level == level


@pytest.mark.parametrize(
    ("limit", "seconds"), [("60s", 60), ("2m", 120), ("90", 90), ("1.5m", 90), ("0o17", None)]
)
def test_a_limit_is_seconds_or_minutes(limit, seconds):
    text = REST.replace("limit: 2m", f"limit: {limit}")
    if seconds is None:
        with pytest.raises(BankError, match="limit is '0o17'; it must be seconds"):
            read(text)
    else:
        assert read(text).questions[2].limit == seconds


@pytest.mark.parametrize(
    "written", ["[0.5, 0.25, 0.25]", "'[0.5, 0.25, 0.25]'", "|\n      [0.5, 0.25, 0.25]"]
)
def test_a_list_is_an_expression_as_it_stands(written):
    assert numeric(f"    answer: {written}\n").answer == "[0.5, 0.25, 0.25]"


def test_a_bank_is_named_after_its_file_unless_it_says_otherwise():
    assert read(REST, "banks/softmax.yaml").questions[0].name == "softmax/pick"
    assert read(f"bank: mine\n{REST}", "banks/softmax.yaml").questions[0].name == "mine/pick"


def test_the_revision_changes_with_any_character():
    assert read(REST).revision == read(REST).revision
    assert read(REST).revision != read(REST + "#").revision


def test_markup_money_and_braces_of_tex_are_text():
    stem = "[red]x[/] $5 and $6, $\\frac{1}{1+e^{-z}}$ and }} {x}"
    assert numeric(f"    answer: 1\n    hints: ['{stem}']\n").hints == (stem,)


@pytest.mark.parametrize(
    "name", ["decimal([1], 2, 1)", "integer(1e300, 1e301)", "integer(1e999, 2)"]
)
def test_a_draw_of_impossible_numbers_is_an_error(name):
    with pytest.raises(BankError):
        numeric(f"    draw: {{'x': '{name}'}}\n    answer: x\n")


def test_nothing_is_evaluated_when_a_bank_is_read():
    assert numeric("    answer: 9**9**9\n").answer == "9**9**9"


def test_places_are_those_of_the_values():
    bank = read(EXAMPLE)
    lines = EXAMPLE.splitlines()
    for name, start in (
        ("level", "2"),
        ("stem", "|"),
        ("answer", "cross_entropy(p"),
        ("after", "["),
    ):
        line, column = bank.places["ce-one-hot", name]
        assert lines[line - 1][column - 1 :].startswith(start)


@given(st.text(ANY_CHARACTER))
@example("\ud800")
@example("a: \x00")
@example("[" * 200_000)
@example("- " * 1_000)
@example("schema: 1\nquestions: [{id: {}, type: [], level: {a: b}}]")
@example("questions:\n- *a\n- &b c\n- !d {? e : f}")
@example("? - a\n: {[b]: c}")
@example("a: {,}")
@example("{")
@example(": ")
@example("\ufeff")
def test_any_text_is_a_bank_or_a_bank_error(text):
    for problem in problems(text):
        assert problem.line >= 1
        assert problem.column >= 1


MUTATIONS = st.sampled_from(
    [
        "",
        "\t",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "|",
        "&a ",
        "*a",
        "!b ",
        "{{",
        "}}",
        "\n",
        "  ",
        "?",
        ",",
        "#",
        "%",
        "\\",
        "1e999",
        "~",
        "nan",
    ]
)


@given(st.sampled_from([EXAMPLE, REST]), st.integers(0, 2_000), st.integers(0, 12), MUTATIONS)
def test_any_damage_to_a_bank_is_told(text, start, length, damage):
    damaged = text[:start] + damage + text[start + length :]
    lines = damaged.splitlines()
    for problem in problems(damaged):
        assert problem.line <= len(lines) + 1
        assert problem.message.isprintable()


def test_a_bank_is_read_without_numpy_and_textual():
    code = (
        "import sys; from pathlib import Path; from quizapp.bank.reader import read_text; "
        "read_text(sys.stdin.read(), Path('sample.yaml')); "
        "print([name for name in ('numpy', 'textual', 'rich') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=EXAMPLE, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


RECORDS = [
    *(record for kind in TYPES.values() for record in kinds.records(kind.fields())),
    *schema.of_each_type().values(),
]
CLASSES = {record.name: record.makes for record in RECORDS if record.makes is not dict}
CLASSES |= {f"{name} question": kind for name, kind in TYPES.items()}


def defaults_of(kind):
    if issubclass(kind, tuple):
        return dict.fromkeys(kind._fields) | kind._field_defaults
    return {one.name: {} if one.default_factory is dict else one.default for one in fields(kind)}


@pytest.mark.parametrize(
    "record", [one for one in RECORDS if one.name in CLASSES], ids=lambda one: one.name
)
def test_the_schema_and_the_classes_agree_field_by_field(record):
    attributes = defaults_of(CLASSES[record.name])
    declared = {field.name: field for field in record.fields}
    assert set(declared) - {"type"} == set(attributes) - {"bank", "known", "wording", "ready"}
    for name, field in declared.items():
        if not field.required and name != "tolerance":
            assert field.default == attributes[name]
