"""Banks declare quantities of their own, which are treated like the built-in ones."""

from __future__ import annotations

import pickle
import tracemalloc
from pathlib import Path

import pytest

from quizapp.bank import cache, reader
from quizapp.bank.checking import questions
from quizapp.errors import BankError, ExpressionError
from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import parse
from quizapp.quantities import with_own
from quizapp.reports.calculation import calculate
from quizapp.reports.slip_meanings import meanings

METRICS = """\
schema: 1
bank: metrics
quantities:
  - name: f1_score
    takes: tp, fp, fn
    formula: F_1
    means: 2 * precision(tp, fp) * recall(tp, fn) / (precision(tp, fp) + recall(tp, fn))
    where: tp > 0
    slips:
      - id: mean-not-harmonic
        instead: (precision(tp, fp) + recall(tp, fn)) / 2
        says: F1 is the harmonic mean of precision and recall, not their average.
    source: by hand
    examples:
      - tp: 40
        fp: 20
        fn: 10
        gives: 0.7273
      - tp: 3
        fp: 0
        fn: 2
        gives: 0.75
  - name: precision
    takes: tp, fp
    means: tp / (tp + fp)
    slips:
      - id: false-discovery
        instead: fp / (tp + fp)
        says: That is the false discovery rate.
    source: by hand
    examples:
      - tp: 3
        fp: 1
        gives: 0.75
      - tp: 1
        fp: 2
        gives: 0.333
  - name: recall
    title: Recall
    takes: tp, fn
    means: tp / (tp + fn)
    source: by hand
    examples:
      - tp: 3
        fn: 1
        gives: 0.75
      - tp: 1
        fn: 3
        gives: 0.25
questions:
  - id: f1
    type: numeric
    topic: metrics
    level: 1
    stem: TP 40, FP 60, FN 10. What is F1?
    answer: f1_score(40, 60, 10)
"""

QUANTITY = """\
schema: 1
quantities:
  - name: {name}
    takes: {takes}
    means: {means}
    source: by hand
    examples:
      - x: 1
        gives: 1
      - x: 2
        gives: 2
"""


def read(text, name="metrics.yaml"):
    return reader.read_text(text, Path(name))


def complaints(text):
    with pytest.raises(BankError) as error:
        read(text)
    return [f"{one.line}:{one.column}: {one.message}" for one in error.value.problems]


def own(*definitions):
    """Return a bank of quantities, each a name, its parameters and what it means."""
    entries = [
        QUANTITY.format(name=name, takes=takes, means=means).partition("quantities:\n")[2]
        for name, takes, means in definitions
    ]
    return "schema: 1\nquantities:\n" + "".join(entries)


def test_a_bank_of_quantities_needs_no_questions():
    assert read(METRICS.partition("questions:")[0]).questions == ()


def test_an_answer_that_calls_one_has_a_value_a_working_and_mistakes():
    variant = read(METRICS).questions[0].variant()
    assert variant.key == pytest.approx(8 / 15)
    assert [step.title for step in variant.working.steps] == ["precision", "Recall", "f1 score"]
    assert variant.working.steps[-1].lines[-1].text == "0.5333"
    found = {one.ids[0]: float(one.value) for one in variant.mistakes}
    assert found["mean-not-harmonic"] == pytest.approx(0.6)
    assert found["false-discovery"] == pytest.approx(2 * 0.6 * 0.8 / 1.4)


def test_a_mistake_in_one_is_named():
    variant = read(METRICS).questions[0].variant()
    grade = variant.grade(variant.read("0.600"))
    assert grade.slips == ("mean-not-harmonic",)
    assert "harmonic mean" in grade.feedback
    assert meanings(read(METRICS).questions)["false-discovery"].startswith("That is")


def test_outside_of_its_domain_it_has_no_value():
    known = with_own(read(METRICS).quantities)
    with pytest.raises(ExpressionError, match="f1_score needs tp > 0"):
        Engine({}, quantities=known).value(parse("f1_score(0, 1, 1)"))


def test_another_bank_calls_it_when_it_uses_the_bank(tmp_path):
    (tmp_path / "metrics.yaml").write_text(METRICS, "utf-8")
    other = METRICS.partition("questions:")[2].replace("f1_score(40, 60, 10)", "precision(3, 1)")
    (tmp_path / "other.yaml").write_text(f"schema: 1\nuses: [metrics]\nquestions:{other}", "utf-8")
    banks = reader.load([tmp_path])
    assert banks.problems == ()
    assert [one.variant().key for one in banks.questions] == pytest.approx([8 / 15, 0.75])
    alone = reader.read(tmp_path / "other.yaml")
    assert alone.questions[0].variant().key == 0.75


def test_banks_that_use_each_other_are_refused(tmp_path):
    for name, other in (("a", "b"), ("b", "a")):
        text = own((f"{name}x", "x", "x")).replace("schema: 1\n", f"schema: 1\nuses: [{other}]\n")
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    problems = [str(one) for one in reader.load([tmp_path]).problems]
    assert len(problems) == 2
    assert all("is this bank, or uses it" in one for one in problems)


def test_a_bank_to_use_that_is_not_there_is_told():
    text = METRICS.replace("bank: metrics\n", "bank: metrics\nuses: [no-such-bank]\n")
    assert complaints(text)[0].startswith("3:8: no bank called 'no-such-bank'; put its file beside")


def test_kept_banks_and_those_sent_to_a_process_know_them(tmp_path):
    (tmp_path / "metrics.yaml").write_text(METRICS, "utf-8")
    for _ in range(2):
        banks = cache.load_banks([tmp_path / "metrics.yaml"], tmp_path / "kept")
        assert banks.banks[0].quantities == read(METRICS).quantities
        assert banks.questions[0].variant().key == pytest.approx(8 / 15)
    again = pickle.loads(pickle.dumps(banks))
    assert again.questions[0].variant().key == pytest.approx(8 / 15)


def test_a_kept_bank_is_read_anew_when_one_that_it_uses_changes(tmp_path):
    used, user = tmp_path / "metrics.yaml", tmp_path / "other" / "user.yaml"
    user.parent.mkdir()
    question = METRICS.partition("questions:")[2].replace("f1_score(40, 60, 10)", "precision(3, 1)")
    user.write_text(f"schema: 1\nuses: [metrics]\nquestions:{question}", "utf-8")
    used.write_text(METRICS, "utf-8")

    def key():
        (bank,) = (one for one in load().banks if one.name == "user")
        return bank.questions[0].variant().key

    def load():
        return cache.load_banks([used, user], tmp_path / "kept")

    assert key() == key() == 0.75
    used.write_text(METRICS.replace("means: tp / (tp + fp)", "means: fp / (tp + fp)"), "utf-8")
    assert key() == 0.25
    used.write_text(METRICS.replace("name: precision", "name: prec"), "utf-8")
    assert any(
        "there is no bank" in str(one) or "has errors" in str(one) for one in load().problems
    )


def test_an_expression_is_calculated_with_those_of_the_banks():
    found = calculate("f1_score(40, 20, 10)", None, lambda: read(METRICS).quantities)
    assert found.working.result == "0.7273"


def test_examples_are_checked_to_the_digits_written():
    def problems(text):
        report = questions.check(reader.Banks((read(text),), ()), 1)
        return [str(one) for one in report.all_problems]

    assert problems(METRICS) == []
    assert problems(METRICS.replace("gives: 0.7273", "gives: 0.727")) == []
    assert problems(METRICS.replace("gives: 0.7273", "gives: 8 / 11")) == []
    (wrong,) = problems(METRICS.replace("gives: 0.7273", "gives: 0.7274"))
    assert wrong.startswith("metrics.yaml:15:9: f1_score, example 1: it is 0.7273, not 0.7274")
    (outside,) = problems(METRICS.replace("- tp: 40\n", "- tp: 0\n", 1))
    assert "f1_score needs tp > 0" in outside


NAMES = [
    ("entropy", "'entropy' is a built-in name"),
    ("sum", "'sum' is a built-in name"),
    ("pi", "'pi' is a built-in name"),
    ("range", "'range' is a built-in name"),
    ("two words", "name is 'two words'; it must be letters, digits and _"),
    ("two words", "at most 64 characters; write two_words"),
    ("__class__.x", "it must be letters, digits and _"),
]


@pytest.mark.parametrize(("name", "message"), NAMES, ids=str)
def test_a_name_that_is_taken_is_refused(name, message):
    (found,) = complaints(own((name, "x", "x")))
    assert found.startswith("3:11: ")
    assert message in found


def test_two_of_one_name_are_refused():
    (found,) = complaints(own(("f", "x", "x"), ("f", "x", "x")))
    assert "'f' is already defined on line 3" in found


PARAMETERS = [
    ("x, x", "'x' appears twice"),
    ("x, pi", "'pi' is a built-in name"),
    ("k=2, x", "'x' has no default"),
    ("x y", "'x y' isn't a parameter"),
    ("x, k=y", "'k=y' isn't a parameter"),
    ("x, " + ", ".join(f"a{n}" for n in range(30)), "more than 20 parameters"),
]


@pytest.mark.parametrize(("takes", "message"), PARAMETERS)
def test_parameters_that_can_not_be_are_refused(takes, message):
    assert any(message in found for found in complaints(own(("f", f"'{takes}'", "x"))))


DEEP = "+".join(["x"] * 2)
HOSTILE = {
    "itself": own(("f", "x", "f(x)")),
    "circle": own(("f", "x", "g(x)"), ("g", "x", "h(x)"), ("h", "x", "f(x)")),
    "doubling": own(
        ("f0", "x", "x"), *((f"f{n}", "x", f"f{n - 1}(x) + f{n - 1}(x)") for n in range(1, 60))
    ),
    "nested arguments": own(
        ("f0", "x", "x * x + x"), *((f"f{n}", "x", f"f{n - 1}(f{n - 1}(x))") for n in range(1, 12))
    ),
    "deep chain": own(
        ("f0", "x", "x"), *((f"f{n}", "x", f"1 + f{n - 1}(x)") for n in range(1, 90))
    ),
    "wide": own(("f", "x", "[" + ", ".join(["x"] * 501) + "]")),
    "very wide": own(("f", "x", "+".join(["x"] * 990))),
    "deep": own(("f", "x", "(" * 60 + "x" + ")" * 60)),
    "long formula": own(("f", "x", "x")).replace(
        "    means", f"    formula: '{'{' * 3000}'\n    means"
    ),
    "unknown": own(("f", "x", "x + y + nothing(x)")),
    "attribute": own(("f", "x", "x.__class__")),
    "text": own(("f", "x", "'a'")),
}


def test_a_name_that_a_quantity_does_not_take_is_told():
    (found,) = complaints(own(("f", "x", "x + y")))
    assert found == "5:16: unknown name 'y'; define it under takes (known names: x)"


def test_what_a_mistake_says_holds_for_every_question():
    slip = "    slips:\n      - id: a\n        instead: -x\n        says: 'Not {{ x }}.'\n"
    (found,) = complaints(own(("f", "x", "x")).replace("    source", f"{slip}    source"))
    assert found.startswith("9:15: what a quantity says holds for all its questions")


@pytest.mark.parametrize("given", ["[[1, 2], [3, 4]]", "\n        - [1, 2]\n        - [3, 4]"])
def test_the_lists_of_an_example_stand_on_one_line_or_on_several(given):
    text = own(("f", "x", "sum(x)")).replace("      - x: 2\n", f"      - x: {given}\n")
    (bank,) = [read(text.replace("gives: 2", "gives: [3, 7]"))]
    example = bank.quantities[0].examples[1]
    assert (example.given, example.gives) == ((("x", "[[1, 2], [3, 4]]"),), "[3, 7]")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("      - x: 2\n        gives: 2\n", "", "it needs at least 2"),
        ("        gives: 2\n", "", "this example has no 'gives'"),
        ("      - x: 2\n", "      - y: 2\n", "'y' isn't a parameter of this quantity"),
        ("    source: by hand\n", "", "this quantity has no 'source'"),
        ("    takes: x\n", "", "this quantity has no 'takes'"),
    ],
)
def test_what_is_missing_is_told(old, new, message):
    found = complaints(own(("f", "x", "x")).replace(old, new))
    assert any(message in one for one in found)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_would_never_end_is_refused_in_words(text):
    found = complaints(text)
    assert found
    assert all(len(one) < 700 for one in found)


def test_a_blow_up_through_a_condition_is_refused():
    text = own(
        ("f0", "x", "x"),
        *(
            (f"f{n}", f"x\n    where: f{n - 1}(x) > 0 or f{n - 1}(x) < 1", "x")
            for n in range(1, 40)
        ),
    )
    assert any("with the quantities that this calls" in one for one in complaints(text))


def test_a_question_may_not_blow_up_through_calls():
    call = "f(f(f(f(x))))".replace("x", "2")
    text = own(("f", "x", "x * x + x * x + x * x")) + (
        "questions:\n  - id: big\n    type: numeric\n    topic: t\n    level: 1\n"
        f"    stem: What?\n    answer: {call}\n"
    )
    assert any("with the quantities that this calls" in one for one in complaints(text))


def test_a_formula_that_never_ends_does_no_harm():
    bomb = r"\frac{" * 15 + "x" + "}{y}" * 15
    text = own(("f", "x", "x")).replace("    means", f"    formula: '{bomb}'\n    means")
    report = questions.check(reader.Banks((read(text),), ()), 1)
    assert not report.failed


BOMBS = [
    "sum(sum(transpose([range(10000)]) * range(10000)))",
    "sum(sum(where(transpose([range(10000)]) > 0, range(10000), 0)))",
    "sum(sum(matmul(transpose([range(10000)]), [range(10000)])))",
    "sum(range(10000) ** range(10000))",
]


@pytest.mark.parametrize("instead", BOMBS)
def test_a_mistake_that_would_fill_the_memory_is_none(instead):
    slip = f"    slips:\n      - id: bomb\n        instead: {instead}\n        says: No.\n"
    text = own(("f", "x", "sum(x)")).replace("    source", f"{slip}    source", 1) + (
        "questions:\n  - id: big\n    type: numeric\n    topic: t\n    level: 1\n"
        "    stem: What?\n    answer: f([1, 2, 3])\n"
    )
    tracemalloc.start()
    found = {one.ids for one in read(text).questions[0].variant().mistakes}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ("bomb",) not in found
    assert peak < 50_000_000


def test_lists_within_a_quantity_count_as_those_of_an_answer():
    wide = " + ".join(["sum(range(10000))"] * 40)
    text = own(("f", "x", f"x + {wide}")) + (
        "questions:\n  - id: big\n    type: numeric\n    topic: t\n    level: 1\n"
        "    stem: What?\n    answer: f(2)\n"
    )
    variant = read(text).questions[0].variant()
    assert variant.working.steps == ()
    assert variant.key == 2 + 40 * 49_995_000


MANY_WAYS = """\
schema: 1
quantities:
  - name: first_share
    takes: x
    means: x[0] / sum(x)
    slips:
      - id: took-another
        instead: x[way] / sum(x)
        each: {}
        says: You took another entry. The first one is asked.
    source: by hand
    examples:
      - x: [1, 3]
        gives: 0.25
      - x: [2, 2]
        gives: 0.5
questions:
  - id: a
    type: numeric
    topic: t
    level: 1
    stem: What is the share of the first of 10, 23 and 45?
    answer: first_share([10, 23, 45])
"""


@pytest.mark.parametrize(
    ("each", "typed", "slips"),
    [
        ("len(x) - 1", "0.2949", ("took-another",)),
        ("len(x) - 1", "0.5769", ("took-another",)),
        ("1", "0.5769", ()),
        ("1 / 0", "0.5769", ("took-another",)),
        ("0 / 0", "0.2949", ()),
        ("-x[0]", "0.2949", ()),
        ("x[7]", "0.2949", ()),
    ],
)
def test_a_mistake_can_be_made_in_several_ways(each, typed, slips):
    bank = reader.read_text(MANY_WAYS.format(each), Path("a.yaml"))
    variant = bank.questions[0].variant()
    assert variant.grade(variant.read(typed)).slips == slips


BY_NAME = """\
schema: 1
quantities:
  - name: shrunk
    takes: x=4, by=0
    means: x * (1 - by)
    absent_when: by == 0
    source: by hand
    examples:
      - x: 3
        gives: 3
      - x: 3
        by: 0.5
        gives: 1.5
questions:
  - id: a
    type: numeric
    topic: t
    level: 1
    stem: What?
    answer: {}
    unit: {}
"""


@pytest.mark.parametrize(
    ("answer", "unit", "key"),
    [
        ("shrunk(x=3)", "none", 3),
        ("shrunk(by=0.5, x=3) + shrunk()", "none", 5.5),
        ("-shrunk(by=0)", "bits", -4),
        ("mean(x=[1, 2])", "none", 1.5),
        ("weighted_mean(weights=[1, 3], x=[1, 2])", "none", 1.75),
        ("weighted_mean(weights=[1, 3], x=surprisal(p=[0.5, 0.25]))", "bits", 1.75),
    ],
)
def test_what_a_call_is_of_may_be_given_by_its_name(answer, unit, key):
    bank = reader.read_text(BY_NAME.format(answer, unit), Path("a.yaml"))
    assert not questions.check(reader.Banks((bank,), ()), 1).failed
    variant = bank.questions[0].variant()
    assert variant.key == pytest.approx(key)
    assert variant.working.result
    assert variant.grade(variant.read(f"{-key:.4g}")).verdict == "incorrect"


TRUTHS = """\
schema: 1
quantities:
  - name: above
    takes: x
    means: '[1, 9] > entropy([x, 1 - x])'
    logarithmic: true
    slips:
      - id: below
        instead: '[1, 9] < x'
        says: No.
    source: by hand
    examples:
      - x: 0.5
        gives: [1, 1]
      - x: 0.25
        gives: [1, 1]
questions:
  - id: a
    type: numeric
    topic: t
    level: 1
    stem: What?
    answer: above(0.5)
    unit: nats
"""


def test_a_logarithmic_quantity_may_come_to_truths():
    variant = reader.read_text(TRUTHS, Path("a.yaml")).questions[0].variant()
    assert variant.key.tolist() == [1, 1]
    assert variant.grade(variant.read("-1, -1")).verdict == "incorrect"
