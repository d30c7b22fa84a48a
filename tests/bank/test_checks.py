"""Each finding of a check, provoked by a small bank."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from quizapp.bank.checking import questions
from quizapp.bank.reader import Banks, read_text
from quizapp.errors import Problem
from quizapp.questions.remarks import numeric as numeric_remarks
from quizapp.reports import bank_check

DRAW = "    draw:\n      k: integer(1, 900)\n"
GOOD = "    draw:\n      p: decimal(0.05, 0.45, 0.01)\n"


def numeric(answer="k", stem="What is {{ k }}?", more="", draw=DRAW, level=1):
    return (
        f"schema: 1\nquestions:\n  - id: one\n    type: numeric\n    topic: x\n"
        f"    level: {level}\n{draw}    stem: '{stem}'\n    answer: {answer}\n{more}"
    )


def other(kind, more, stem="Which?"):
    return (
        f"schema: 1\nquestions:\n  - id: one\n    type: {kind}\n    topic: x\n    level: 1\n"
        f"    stem: '{stem}'\n{more}"
    )


OPTIONS = "    options:\n      - text: this\n        correct: true\n      - text: that\n"
RUBRIC = "    model_answer: m\n    rubric:\n      - id: a\n        text: t\n"
MATCH = (
    "        match: [mean]\n        examples: [a mean, the mean, means]\n"
    "        wrong: [a sum, no idea]\n"
)


def report(text, variants=50):
    return questions.check(Banks((read_text(text, Path("small.yaml")),), ()), variants)


def told(text, variants=50):
    return [(problem.severity, problem.message) for problem in report(text, variants).all_problems]


ERRORS = {
    "an answer without a value": (numeric("k / 0 * 0"), "no variant: the answer is not a number"),
    "draws that are all refused": (numeric(more="    reject: k > 0\n"), "no variant: small/one@0"),
    "a slip that can't be told": (
        numeric(
            "1",
            "?",
            "    slips:\n      - id: a\n        instead: 2\n        says: '{{ [1][3] }}'\n",
            draw="",
        ),
        "no variant: index 3 is out of range",
    ),
    "a base in words": (
        numeric("surprisal(p, base='x')", "{{ p }}", "", GOOD),
        "no variant: a base must be one number",
    ),
    "an answer that can't be typed": (
        numeric("100 / 3", "A third?", "    solution: So.\n    tolerance: 0\n", draw=""),
        "the answer typed back isn't graded as correct: 33.3333 in one@0; a tolerance of 0 "
        "accepts only whole numbers",
    ),
    "a stem that can't be filled": (numeric(stem="{{ [1][k] }}"), "a text can't be filled in"),
    "a hint that can't be filled": (
        numeric(more="    hints:\n      - '{{ [1][k] }}'\n"),
        "no variant: index ",
    ),
    "a solution that can't be filled": (
        numeric(more="    solution: '{{ [1][k] }}'\n"),
        "a text can't be filled in",
    ),
    "an option that can't be filled": (
        other("choice", OPTIONS + "        why: '{{ [1][3] }}'\n"),
        "a text can't be filled in",
    ),
    "a line that can't be filled": (
        other("order", "    lines:\n      - '{{ [1][3] }}'\n      - b\n"),
        "a text can't be filled in",
    ),
    "a model answer that can't be filled": (
        other("open", RUBRIC.replace(": m\n", ": '{{ [1][3] }}'\n")),
        "a text can't be filled in",
    ),
    "a rubric without weight": (
        other("open", RUBRIC + "        weight: 0\n"),
        "every point has weight 0",
    ),
    "an example that no pattern covers": (
        other("open", RUBRIC + MATCH.replace("a mean", "an average")),
        "no pattern of 'a' covers its example 'an average'",
    ),
    "a wrong answer that a pattern covers": (
        other("open", RUBRIC + MATCH.replace("a sum", "some mean")),
        "a pattern of 'a' matches a wrong answer, 'some mean'",
    ),
}
WARNINGS = {
    "a stem of many lines": (
        numeric(stem="{{ k }}" + "\n\n\n      x" * 13),
        "the stem has more than 12 lines",
    ),
    "a stem that is wide": (
        numeric().replace(
            "stem: 'What is {{ k }}?'", "stem: |\n      So:\n\n          " + "x" * 90 + " {{ k }}"
        ),
        "the stem is wider than 76 columns",
    ),
    "a formula that can't be set": (
        numeric(stem="{{ k }}\n\n      $$\\unknown{x}$$"),
        "a formula can't be displayed and will appear as raw TeX: \\unknown{x}",
    ),
    "a hard question without a hint": (numeric(level=4), "should have a hint: add 'hints'"),
    "a hint that gives the key away": (
        numeric("k / 1000", more="    hints:\n      - It is {{ k / 1000:4 }} exactly.\n"),
        "a hint gives away the answer",
    ),
    "few variants": (
        numeric(draw=DRAW.replace("900", "3")),
        "there are few different variants: 3; widen the draws",
    ),
    "draws that are hardly ever fair": (
        numeric("entropy([p, 1 - p])", "{{ p }}", "    unit: nats\n    tolerance: 60%\n", GOOD)
        .replace("0.05, 0.45", "0.4, 0.6")
        .replace("    unit", "    reject: p < 0.58\n    unit"),
        "only a few draws are usable",
    ),
    "an answer to be guessed": (
        numeric("1", "{{ k }}?"),
        "a blind guess would be right too often: in 100% of variants",
    ),
    "an answer that stands in the stem": (
        numeric(),
        "a blind guess would be right too often: in 100%",
    ),
    "a slip within the tolerance": (
        numeric(
            "1",
            "?",
            "    slips:\n      - id: near\n        instead: 1.001\n        says: no\n",
            draw="",
        ),
        "the tolerance accepts the mistake 'near'",
    ),
    "a slip that is the key": (
        numeric(
            "surprisal(p)",
            "{{ p }}",
            "    unit: nats\n    slips:\n      - id: same\n        instead: -ln(p)\n"
            "        says: no\n",
            GOOD,
        ),
        "the mistake 'same' always gives the right answer: change it",
    ),
    "a logarithm without a unit": (
        numeric("surprisal(p)", "{{ p }}", "", GOOD),
        "add a unit, nats, bits or bans",
    ),
    "a logarithm without a unit, in a product": (
        numeric("2 * entropy([p, 1 - p])", "{{ p }}", "", GOOD),
        "add a unit, nats, bits or bans",
    ),
    "a unit that is asked for and not taken": (
        numeric("2 * p", "What is twice {{ p }}, in nats?", "", GOOD),
        "the question asks for nats: say 'unit: nats'",
    ),
    "a unit within the tolerance": (
        numeric(
            "surprisal(0.999)",
            "?",
            "    unit: nats\n    tolerance:\n      absolute: 0.01\n",
            draw="",
        ),
        "the tolerance accepts the mistake 'bits_vs_nats'",
    ),
    "a tolerance that accepts mistakes": (
        numeric("surprisal(p)", "{{ p }}", "    unit: nats\n    tolerance: 50%\n", GOOD),
        "a tolerance of 50% would accept mistakes",
    ),
    "an answer without a working": (numeric("p", "{{ p }}", "", GOOD), "write a 'solution'"),
    "a number with all its digits": (
        numeric("surprisal(p)", "{{ p / 3 }}", "    unit: nats\n", GOOD),
        "a number is shown with all its digits: 0.",
    ),
    "a parameter in single braces": (
        numeric("surprisal(p)", "Of { p }?", "    unit: nats\n", GOOD),
        "'p' is in single braces, so it's shown as text: write {{ p }}",
    ),
    "a formula that is not closed": (
        numeric("surprisal(p)", "Of $p = {{ p }}?", "    unit: nats\n", GOOD),
        "a formula isn't closed",
    ),
    "code that is not closed": (
        numeric(
            "surprisal(p)", "Of {{ p }}?", "    unit: nats\n    solution: |\n      ```\n", GOOD
        ),
        "code isn't closed: add a line with three backticks below it",
    ),
    "options that are all correct": (
        other("choice", OPTIONS + "        correct: true\n"),
        "every option is correct",
    ),
    "a stem twice": (
        numeric() + numeric().partition("questions:\n")[2].replace("one", "two"),
        "small/one has the same question text",
    ),
    "right options that stand out": (
        "schema: 1\nquestions:\n"
        + "".join(
            other("choice", OPTIONS.replace("text: this", "text: this one"), f"Which {name}?")
            .partition("questions:\n")[2]
            .replace("id: one", f"id: {name}")
            for name in "abcd"
        ),
        "the right option is the longest in 4 of 4 choices",
    ),
    "patterns that are hardly tried": (
        other("open", RUBRIC + MATCH.replace("a mean, ", "")),
        "the patterns of 'a' are barely tested: add at least 3 examples and 2 wrong answers",
    ),
    "a wrong option without a reason": (other("choice", OPTIONS), "a wrong option has no reason"),
}


SILENT = {
    "an answer without a value": numeric("k / (0 * 0 + 1)"),
    "draws that are all refused": numeric(more="    reject: k > 899\n"),
    "code that is not closed": WARNINGS["code that is not closed"][0].replace(
        "|\n      ```\n", "|\n      ```\n      x\n      ```\n"
    ),
    "a slip that can't be told": ERRORS["a slip that can't be told"][0].replace("[3]", "[0]"),
    "a base in words": numeric("surprisal(p, base=3)", "{{ p }}", "", GOOD),
    "an answer that can't be typed": numeric("1234567", "?", "    tolerance: 0\n", draw=""),
    "a stem that can't be filled": numeric(stem="{{ [1][0 * k] }}"),
    "a hint that can't be filled": numeric(more="    hints:\n      - '{{ [1][0 * k] }}'\n"),
    "a solution that can't be filled": numeric(more="    solution: '{{ [1][0 * k] }}'\n"),
    "an option that can't be filled": other("choice", OPTIONS + "        why: '{{ [1][0] }}'\n"),
    "a line that can't be filled": other(
        "order", "    lines:\n      - '{{ [1][0] }}'\n      - b\n"
    ),
    "a model answer that can't be filled": other("open", RUBRIC.replace(": m\n", ": '{{ 1 }}'\n")),
    "a rubric without weight": other("open", RUBRIC + "        weight: 0.1\n"),
    "an example that no pattern covers": other("open", RUBRIC + MATCH),
    "a wrong answer that a pattern covers": other("open", RUBRIC + MATCH),
    "a stem of many lines": numeric(stem="{{ k }}" + "\n\n\n      x" * 5),
    "a stem that is wide": numeric(stem="{{ k }} " + "x " * 90),
    "a formula that can't be set": numeric(stem="{{ k }}\n\n      $$\\log{x}$$"),
    "a hard question without a hint": numeric(level=4, more="    hints: [Think.]\n"),
    "a hint that gives the key away": numeric("k / 1000", more="    hints:\n      - Divide.\n"),
    "few variants": numeric(),
    "draws that are hardly ever fair": numeric(
        "entropy([p, 1 - p])", "{{ p }}", "    unit: nats\n", GOOD
    ),
    "an answer to be guessed": numeric("k * k", "{{ k }}?"),
    "an answer that stands in the stem": numeric("k * k", "{{ k }}?"),
    "a slip within the tolerance": WARNINGS["a slip within the tolerance"][0].replace("1.001", "2"),
    "a unit that is asked for and not taken": numeric(
        "2 * p", "What is twice {{ p }}, in nats?", "    unit: nats\n", GOOD
    ),
    "a unit within the tolerance": WARNINGS["a unit within the tolerance"][0].replace(
        "0.999", "0.6"
    ),
    "a slip that is the key": WARNINGS["a slip that is the key"][0].replace("-ln(p)", "p"),
    "a logarithm without a unit": numeric("log2(3)", "?", "", draw=""),
    "a logarithm without a unit, in a product": numeric(
        "entropy([p, 1 - p]) / entropy([0.5, 0.5])", "{{ p }}", "", GOOD
    ),
    "a tolerance that accepts mistakes": numeric(
        "surprisal(p)", "{{ p }}", "    unit: nats\n    tolerance: 5%\n", GOOD
    ),
    "an answer without a working": numeric("p", "{{ p }}", "    solution: So.\n", GOOD),
    "a number with all its digits": numeric(
        "surprisal(p)", "{{ p / 3:3 }}", "    unit: nats\n", GOOD
    ),
    "a parameter in single braces": numeric("surprisal(p)", "{{ p }}", "    unit: nats\n", GOOD),
    "a formula that is not closed": numeric("k", "$p$ = {{ k }} and $5?"),
    "options that are all correct": other("choice", OPTIONS),
    "a stem twice": numeric()
    + numeric(stem="And {{ k }}?").partition("questions:\n")[2].replace("one", "two"),
    "right options that stand out": WARNINGS["right options that stand out"][0].replace(
        "text: that", "text: that over there"
    ),
    "patterns that are hardly tried": other("open", RUBRIC + MATCH),
    "a wrong option without a reason": other("choice", OPTIONS + "        why: No.\n"),
}
"""For each error and warning a question beside it that has no such fault."""


@pytest.mark.parametrize("name", {**ERRORS, **WARNINGS})
def test_a_check_is_silent_where_nothing_is_wrong(name):
    _, message = {**ERRORS, **WARNINGS}[name]
    same = message.split(": ")[0].split("'")[0]
    assert [says for _, says in told(SILENT[name]) if same in says] == []


@pytest.mark.parametrize("name", ERRORS)
def test_what_would_be_wrong_for_a_learner_is_an_error(name):
    text, message = ERRORS[name]
    found = report(text)
    errors = [one.message for one in found.all_problems if one.severity == "error"]
    assert any(message in error for error in errors)
    assert found.failed


@pytest.mark.parametrize("name", WARNINGS)
def test_what_is_legal_and_unwise_is_a_warning(name):
    text, message = WARNINGS[name]
    assert any(kind == "warning" and message in says for kind, says in told(text))
    assert not report(text).failed


@pytest.mark.parametrize(
    "text",
    ["{{ p }} costs $5 and $6.", "In US$ {{ p }}", "$e^{ p }$ {{ p }}", "{{ p }} `{ p } $x`"],
)
def test_money_code_and_braces_of_tex_are_no_mistakes(text):
    assert told(numeric("surprisal(p)", text, "    unit: nats\n", GOOD)) == []


def test_a_good_question_has_no_problem():
    text = numeric("surprisal(p)", "How surprising is {{ p }}?", "    unit: bits\n", GOOD)
    found = report(text)
    (finding,) = found.findings
    assert found.all_problems == ()
    assert not found.failed
    assert (finding.question, finding.type, finding.variants) == ("small/one", "numeric", 50)
    assert finding.different > 20
    assert finding.guessable < 0.3


def test_a_problem_stands_at_its_field():
    found = report(numeric("0/0", draw="").replace("{{ k }}", "it"))
    (problem,) = found.all_problems
    assert (problem.line, problem.column) == (8, 13)


def test_a_problem_is_told_once_for_all_variants():
    assert len(told(WARNINGS["a hint that gives the key away"][0])) == 1


def test_few_variants_are_no_ground_for_warnings_about_chance():
    for name in ("few variants", "an answer to be guessed", "draws that are hardly ever fair"):
        found = told(WARNINGS[name][0], variants=5)
        chance = ("few different", "guess", "few draws")
        assert [says for _, says in found if any(word in says for word in chance)] == []


def test_slips_that_can_never_be_told_from_the_key_are_listed():
    text = numeric("kl_divergence([1, 0], [p, 1 - p])", "{{ p }}", "    unit: nats\n", GOOD)
    (finding,) = report(text).findings
    assert all(isinstance(one, str) for one in finding.undiagnosable)


def test_a_wide_tolerance_is_told_by_itself_and_not_for_each_unit():
    text = WARNINGS["a unit within the tolerance"][0] + "      relative: 50%\n"
    found = [says for _, says in told(text)]
    assert any("a tolerance of 50% would accept mistakes" in says for says in found)
    assert not any("'bits_vs_nats'" in says for says in found)


METRICS = """\
schema: 1
questions:
  - id: prec
    type: choice
    topic: metrics
    level: 1
    draw:
      tp: integer(1, 6)
      fp: integer(1, 6)
      fn: integer(1, 6)
    stem: TP {{ tp }}, FP {{ fp }}, FN {{ fn }}. What is the precision?
    options:
      - text: '{{ round(tp / (tp + fp), 2) }}'
        correct: true
      - text: '{{ round(tp / (tp + fn), 2) }}'
        why: That is recall.
"""


def test_draws_whose_options_read_alike_are_counted():
    found = report(METRICS)
    (finding,) = found.findings
    assert found.all_problems == ()
    assert 0.7 < finding.fair < 0.95
    assert f"small/prec  choice         45   {finding.fair:.0%}      –" in bank_check.lines(found)


def test_few_draws_whose_options_differ_are_told():
    found = told(METRICS.replace("    stem", "    reject: fp != fn and tp < 6\n    stem"))
    assert any(says.startswith("only a few draws are usable: ") for _, says in found)


def test_options_that_read_alike_in_every_draw_are_an_error():
    found = report(METRICS.replace("tp + fn", "fp + tp"))
    assert found.failed
    assert "no variant: small/prec@0: no usable draw: two options or lines always read alike" in (
        found.all_problems[0].message
    )


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("choice", OPTIONS.replace("that", "'**this**'") + "        why: No.\n"),
        ("choice", OPTIONS.replace("this", "'0.5'").replace("that", "'0.50'")),
        ("order", "    lines:\n      - x $y$\n      - x  y\n"),
    ],
)
def test_texts_that_read_alike_on_the_screen_are_an_error(kind, more):
    found = report(other(kind, more))
    assert found.failed
    alike = [one.message for one in found.all_problems if "read alike" in one.message]
    assert [message.split("' in ")[1] for message in alike] == ["one@0; change one"]


def test_a_formula_of_the_working_that_cannot_be_displayed_is_told(monkeypatch):
    text = numeric("surprisal(p)", "{{ p }}", "    unit: nats\n", GOOD)
    assert told(text) == []
    monkeypatch.setattr(numeric_remarks, "set_formula", lambda *_: SimpleNamespace(fallback=True))
    assert [says for _, says in told(text)] == [
        "a formula in the solution can't be displayed: one@0"
    ]


def test_several_processes_find_what_one_finds(monkeypatch):
    """As the check of a bank of ordinary size does, on a machine of several cores."""
    bad = (WARNINGS[name][0] for name in ("a stem of many lines", "few variants", "a stem twice"))
    banks = tuple(read_text(text, Path(f"bank-{place}.yaml")) for place, text in enumerate(bad))
    alone = questions.check(Banks(banks, ()), 12)
    monkeypatch.setattr(questions, "_WORTH_A_PROCESS", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    seen = []
    together = questions.check(Banks(banks, ()), 12, lambda done, total: seen.append((done, total)))
    assert together == alone
    assert len(together.all_problems) >= 3
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_was_wrong_with_reading_is_part_of_the_report():
    problem = Problem(Path("bad.yaml"), 3, 1, "wrong")
    found = questions.check(Banks((), (problem,)), 5)
    assert found.failed
    assert "bad.yaml:3:1: wrong" in bank_check.lines(found)


def test_progress_counts_the_questions():
    seen = []
    bank = read_text(numeric(), Path("small.yaml"))
    questions.check(Banks((bank,), ()), 2, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]


def test_the_two_forms_of_a_report_say_the_same():
    found = report(WARNINGS["few variants"][0])
    structure = bank_check.structure(found)
    lines = bank_check.lines(found)
    assert [one["question"] for one in structure["questions"]] == ["small/one"]
    assert lines[1].startswith("small/one  numeric         3")
    assert sum(one["message"] in "\n".join(lines) for one in structure["problems"]) == len(
        structure["problems"]
    )
    assert lines[-1].startswith("1 question")


def test_a_report_for_people_fits_eighty_columns_and_says_what_its_shares_are():
    found = questions.CheckReport(
        (
            questions.CheckedQuestion(
                "some-bank/with-a-question", "numeric", 50, 49, 0.5, ("a" * 30, "b"), 0.1
            ),
            questions.CheckedQuestion("some-bank/pick", "choice", 1, 1),
        )
    )
    lines = bank_check.lines(found)
    assert max(map(len, lines)) < 80
    assert "some-bank/with-a-question  numeric        49   50%    10%" in lines
    assert "some-bank/pick             choice          1     –      –" in lines
    assert any(line.startswith("guess  ") for line in lines)
    assert f"  some-bank/with-a-question: {'a' * 30}, b" in lines
