"""Banks made to hang, crash or flood, or to break the screen: they give errors or plain text."""

from __future__ import annotations

import io
import json
import time
from contextlib import suppress
from pathlib import Path

import pytest

from quizapp.authoring import preview
from quizapp.bank.checking import questions
from quizapp.bank.reader import Banks, load, read_text
from quizapp.bank.tracks import NO_TRACKS
from quizapp.cli import main
from quizapp.errors import BankError, QuizappError
from quizapp.expressions import effort
from quizapp.plain import practice as plain
from quizapp.practice.session import Practice
from quizapp.reports import bank_check, grading, listing, paper, sheets
from quizapp.reports.json import as_json
from tests.stubs import FakeClock

FOLDER = Path(__file__).parent / "hostile"
FILES = sorted(path.name for path in FOLDER.glob("*.yaml"))
RESPONSES = ("0.3", "a", "c b a", "[1, 2]", "9**9**9", "\x1b[31m", "(" * 1_000, "1e999", "")
PATIENCE = 6
"""Seconds of computing, several times what the slowest takes."""


def question(answer="1", stem="What?", more=""):
    return (
        "schema: 1\nquestions:\n  - id: one\n    type: numeric\n    topic: x\n    level: 1\n"
        f"{more}    stem: {stem}\n    answer: {answer}\n"
    )


def lets(**trees):
    lines = "".join(f"      {name}: {tree}\n" for name, tree in trees.items())
    return f"    let:\n{lines}"


DRAW = "    draw:\n      k: integer(1, 9)\n"
BIG = lets(a="one_hot(0, 10000)", b="softmax(a)", c="softmax(a * 2)")
DOUBLED = {"x0": "k"} | {f"x{place}": f"x{place - 1} + x{place - 1}" for place in range(1, 40)}
SOFT = {"y0": "[k, 1]"} | {f"y{place}": f"softmax(y{place - 1})" for place in range(1, 99)}
MANY_SLIPS = "    slips:\n" + "".join(
    f"      - id: s{place}\n        instead: k+{'1+' * 200}{place}\n        says: no\n"
    for place in range(30)
)
QUANTILES = "+".join(f"t_quantile(k / 10.{place + 1}, 3)" for place in range(50))
MANY_QUANTITIES = (
    "schema: 1\nquantities:\n  - name: own\n    title: Own\n    takes: a\n    means: a * 1\n"
    "    slips:\n"
    + "".join(
        f"      - id: own-{place}\n        instead: a + {place}\n        says: no\n"
        for place in range(1, 30)
    )
    + "    source: by hand\n    examples:\n      - a: 1\n        gives: 1\n"
    "      - a: 2\n        gives: 2\n"
)
CALLS = "+".join(f"own(k + {place})" for place in range(20))


def offering(kind, field, *entries):
    """Return a bank with a question of a type that has a list in the place of an answer."""
    listed = f"{DRAW}    {field}:\n{''.join(entries)}"
    return question().replace("numeric", kind).replace("    answer: 1\n", listed)


LARGE = {
    "large lists": question("cross_entropy(b, c)", more=BIG),
    "large lists in the answer": question("len(softmax(one_hot(0, 10000)))"),
    "a large key": question("b * c", more=BIG),
    "large lists shown": question("1", "'" + "{{ b }}" * 2_000 + "'", BIG),
    "many numbers shown": question("1", "'" + "{{ 1/3 }}" * 2_000 + "'"),
    "many large lists": question("+".join(["b * c"] * 120), more=BIG + DRAW),
    "a large batch": question(
        "cross_entropy_logits(one_hot(one_hot(0, 100), 100), one_hot(0, 100))"
    ),
    "many calls": question("+".join(["entropy([k/10, 1 - k/10])"] * 30), more=DRAW),
    "many terms": question("1" + "+1" * 240),
    "calls within calls": question("softmax(" * 40 + "[1, 2]" + ")" * 40),
    "names that double": question("x39", more=DRAW + lets(**DOUBLED)),
    "names that nest": question("y98", more=DRAW + lets(**SOFT)),
    "slow draws to refuse": question(
        "k", more=DRAW + BIG + "    reject: '" + "+".join(["sum(b*c)"] * 60) + " > 0'\n"
    ),
    "many slips": question("k", more=DRAW + MANY_SLIPS),
    "draws of many": question(
        "1", more="    draw:\n" + "".join(f"      t{place}: labels(60)\n" for place in range(100))
    ),
    "quantiles to refuse": question("k", more=DRAW + f"    reject: '{QUANTILES} > -1e9'\n"),
    "quantiles of lists": question(
        "+".join(["sum(t_quantile(range(50) / (50 + k), k))"] * 40), more=DRAW
    ),
    "counts of lists": question("+".join(["sum(comb(1000 + 0 * range(9999), 500))"] * 40)),
    "quantiles in a figure": question(
        "k",
        more=f"{DRAW}    figure:\n      low: 0.01\n      high: 0.9\n      lines:\n"
        f"        - label: a\n          of: x * ({QUANTILES})\n",
    ),
    "options alike": offering(
        "choice",
        "options",
        "      - text: a\n        correct: true\n",
        *(f"      - text: 'a {{{{ 0 * ({QUANTILES}) }}}}'\n" for _ in range(9)),
    ),
    "options of quantiles": offering(
        "choice",
        "options",
        "      - text: a\n        correct: true\n",
        *(f"      - text: '{{{{ {QUANTILES} + {place} }}}}'\n" for place in range(9)),
    ),
    "pairs of quantiles": offering(
        "match",
        "pairs",
        *(
            f"      - left: 'a {{{{ {QUANTILES} + {place} }}}}'\n"
            f"        right: 'b {{{{ {QUANTILES} + {place} }}}}'\n"
            for place in range(8)
        ),
    ),
    "mistakes in every part": MANY_QUANTITIES
    + offering(
        "parts",
        "parts",
        *(f"      - label: p{place}\n        answer: {CALLS}\n" for place in range(8)),
    ).replace("schema: 1\n", ""),
    "uneven lists": question(
        "k[0]", more="    draw:\n      k: choice([[[1], [2, 3]], [[1], [2, 3]]])\n"
    ),
    "brackets": "[" * 200_000,
    "an open key": "? " * 200_000,
    "too many lines": question().replace("numeric", "order").replace("    answer: 1\n", "")
    + "    lines:\n"
    + "".join(f"      - line {place}\n" for place in range(27)),
}


def readable(text: str) -> bool:
    """Whether nothing in a text acts on a terminal."""
    return text.replace("\n", "").isprintable()


def used(banks: Banks) -> str:
    """Return all that a user could be shown of some banks."""
    told: list[str] = []
    for each in banks.questions:
        told += listing.lines([each])
        as_json(listing.structures([each]))
        for seed in (0, 1):
            name = f"{each.name}@{seed}"
            try:
                variant = grading.find(banks, name)
                told += grading.shown_lines(variant)
                as_json(grading.shown(variant))
            except QuizappError as error:
                told.append(str(error))
            for response in RESPONSES:
                try:
                    outcome = grading.graded(banks, name, response)
                    told += grading.graded_lines(outcome)
                    as_json(outcome)
                except QuizappError as error:
                    told.append(str(error))
        session = Practice([each], clock=FakeClock(), recorder=lambda _: None, seed=1, count=3)
        typed = io.StringIO("hint\nanother\n" + "\n".join(RESPONSES) + "\n0.3\na\nb\n\ny\n")
        plain.run(session, typed, told.append)
    report = questions.check(banks, 5)
    as_json(bank_check.structure(report))
    return "\n".join([*told, *bank_check.lines(report)])


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gives_errors_or_plain_text(name):
    start = time.process_time()
    banks = load([FOLDER / name])
    told = used(banks) + "".join(problem.message for problem in banks.problems)
    assert banks.banks or banks.problems
    assert readable(told)
    assert time.process_time() - start < PATIENCE


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_breaks_no_screen_from_the_command_line(name, capsys):
    path = str(FOLDER / name)
    for arguments in (["bank", "check", path, "--variants", "2"], ["bank", "list", "--bank", path]):
        assert main(arguments) in (0, 1, 2)
        assert all(readable(stream) for stream in capsys.readouterr())


@pytest.mark.thorough
@pytest.mark.parametrize("name", LARGE)
def test_a_bank_of_extremes_is_done_with_soon(name):
    start = time.process_time()
    try:
        told = used(Banks((read_text(LARGE[name], Path("large.yaml")),), ()))
    except BankError as error:
        told = str(error)
    assert readable(told)
    assert time.process_time() - start < PATIENCE


DOORS = {
    "draw": lambda banks: banks.find("one").variant(0),
    "ask": lambda banks: banks.find("one").variant(0).asked(),
    "show": lambda banks: grading.shown_lines(grading.find(banks, "one")),
    "for programs": lambda banks: as_json(grading.shown(grading.find(banks, "one"))),
    "grade": lambda banks: grading.graded_lines(grading.graded(banks, "one", "0.3")),
    "choose": lambda banks: grading.graded_lines(grading.graded(banks, "one", "a")),
    "preview": lambda banks: preview.preview(banks.find("one"), 0),
    "side by side": lambda banks: preview.side_by_side(banks.find("one")),
    "paper": lambda banks: paper.write([banks.find("one").variant(1)]),
    "sheet": lambda banks: sheets.text([sheets.sheet_of("x", banks.questions, NO_TRACKS, ())]),
}
"""Ways to a question, each of which somebody waits for."""
MOST_STEPS = 100_000
"""Of calculating: less than a tenth of a second."""


@pytest.fixture
def steps(monkeypatch):
    """Count the steps of all that is calculated."""
    counted = []
    spend = effort.spend

    def count(steps):
        spend(steps)
        counted.append(steps)

    monkeypatch.setattr(effort, "spend", count)
    return counted


@pytest.mark.thorough
@pytest.mark.parametrize("name", LARGE)
def test_nobody_waits_long_at_any_door(name, steps):
    try:
        bank = read_text(LARGE[name], Path("large.yaml"))
    except BankError:
        bank = None
    assert sum(steps) < MOST_STEPS
    for open_door in DOORS.values() if bank else ():
        banks = Banks((read_text(LARGE[name], Path("large.yaml")),), ())
        steps.clear()
        with suppress(QuizappError):
            open_door(banks)
        assert sum(steps) < MOST_STEPS


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("names that nest", "with the names it builds on, is nested more than 50 levels deep"),
        ("slow draws to refuse", "needs more than 500,000 numbers"),
        ("many large lists", "needs more than 500,000 numbers"),
        ("quantiles to refuse", "no usable draw in "),
        ("options of quantiles", "this takes too much calculating; make it simpler"),
        ("pairs of quantiles", "this takes too much calculating; make it simpler"),
        ("mistakes in every part", "this takes too much calculating; make it simpler"),
        ("quantiles of lists", "this takes too much calculating; make it simpler"),
        ("counts of lists", "this takes too much calculating; make it simpler"),
        ("quantiles in a figure", "the figure can't be drawn: this takes too much calculating"),
        ("large lists shown", "a list of more than 1000 entries can't be shown"),
    ],
)
def test_what_is_too_large_is_told_by_the_check(name, says):
    banks = Banks((read_text(LARGE[name], Path("large.yaml")),), ())
    told = questions.check(banks, 5).all_problems
    (problem,) = (one for one in told if one.severity == "error")
    assert says in problem.message


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("too many lines", "lines has 27 entries; the maximum is 26"),
        ("uneven lists", "the rows of a list need the same length"),
        ("brackets", "nested more than 30 levels deep"),
    ],
)
def test_what_is_too_large_to_read_is_told_at_its_place(name, says):
    with pytest.raises(BankError, match=says):
        read_text(LARGE[name], Path("large.yaml"))


def test_a_large_answer_is_graded_without_its_working():
    banks = Banks((read_text(LARGE["large lists"], Path("large.yaml")),), ())
    assert grading.graded(banks, "one", "0.3")["verdict"] == "incorrect"
    assert grading.find(banks, "one").working.steps == ()


def test_the_name_of_a_file_acts_on_no_terminal(tmp_path, capsys):
    path = tmp_path / "\x1b[31mred.yaml"
    path.write_text("schema: 9\n")
    assert main(["bank", "check", str(path)]) == 1
    assert main(["bank", "list", "--bank", str(path), "--topic", "none"]) == 2
    assert all(readable(stream) for stream in capsys.readouterr())


def test_a_thousand_rows_are_graded_within_seconds(tmp_path, capsys):
    bank, rows = tmp_path / "many.yaml", tmp_path / "rows.jsonl"
    bank.write_text(LARGE["many calls"])
    row = {"question": "many/one", "seed": 3, "response": "-1.234"}
    rows.write_text("\n".join(json.dumps(row | {"seed": seed % 5}) for seed in range(1_000)))
    start = time.process_time()
    assert main(["grade", "--batch", str(rows), "--bank", str(bank)]) == 0
    assert capsys.readouterr().out.count("\n") == 1_000
    assert time.process_time() - start < 5
