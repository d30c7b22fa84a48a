"""Tables go in and come out with nothing lost in silence."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from quizapp.bank import reader
from quizapp.cli import main
from tests.stubs import shipped_banks

HOSTILE = sorted((Path(__file__).parents[1] / "hostile").glob("*.yaml"))
HEAD = "id,type,topic,level,stem,answer,options,correct\n"
GOOD = 'half,numeric,surprisal,1,"A coin, fair?",surprisal(0.5),,\n'
BANK = """\
schema: 1
questions:
  - id: one
    type: order
    topic: x
    level: 1
    title: "'+a"
    stem: '=HYPERLINK("http://x")'
    hints: ["'=1", "a;=2"]
    lines: ["-1+1", "```<b>&"]
"""


@pytest.fixture
def run(tmp_path, capsys):
    def do(*words):
        code = main([*map(str, words), "--data", str(tmp_path / "data")])
        out, err = capsys.readouterr()
        assert all(text.replace("\n", "").isprintable() for text in (out, err))
        return code, out, err

    return do


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "a,numeric,surprisal,1,What, now,1,,x\n",
            "9 cells but there are 8 columns; put any text containing commas",
        ),
        ("a,choice,surprisal,1,What?,,x | y,c\n", "'c' doesn't say which option is meant"),
        ("a,choice,surprisal,1,What?,,x | y,both\n", "'both' doesn't say which option is meant"),
        ("a,choice,surprisal,1,What?,,x | y,\n", "correct"),
    ],
)
def test_no_cell_is_left_out_in_silence(run, tmp_path, line, says):
    path = tmp_path / "my-table.csv"
    path.write_text(HEAD + GOOD + line)
    code, _, err = run("bank", "import", path)
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith(f"{path}:3: ")
    assert says in err


def test_a_bank_that_is_there_is_left_as_it_is(run, tmp_path):
    path, target = tmp_path / "my-table.csv", tmp_path / "own.yaml"
    path.write_text(HEAD + GOOD + "a,numeric\n")
    target.write_text("mine")
    code, _, err = run("bank", "import", path, "--to", target)
    assert (code, err.count("\n"), target.read_text()) == (2, 1, "mine")


@pytest.mark.thorough
def test_all_banks_go_out_together_and_come_back(run, tmp_path):
    output, again = tmp_path / "all.csv", tmp_path / "again.yaml"
    words = ("bank", "export", "--format", "csv", "--output", output)
    code, _, err = run(*words)
    assert code == 0
    assert err.startswith(
        "quizapp: a table has no columns for these, so they weren't exported: draws"
    )
    assert run("bank", "import", output, "--to", again)[::2] == (0, "")
    back = {question.id: question for question in reader.read(again).questions}
    for question in shipped_banks().questions:
        if question.type == "numeric" and not (question.draw or question.let):
            assert back[question.id].answer == question.answer
            assert back[question.id].tolerance.relative == question.tolerance.relative


def test_no_cell_is_a_formula_and_each_comes_back(run, tmp_path):
    bank, sheet = tmp_path / "evil.yaml", tmp_path / "back.csv"
    bank.write_text(BANK)
    code, out, _ = run("bank", "export", "--format", "csv", "--from", "evil", "--bank", bank)
    assert code == 0
    rows = csv.reader(io.StringIO(out))
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
    sheet.write_text(out)
    assert run("bank", "import", sheet)[0] == 0
    (back,) = reader.read(tmp_path / "data" / "banks" / "back.yaml").questions
    (first,) = reader.read(bank).questions
    for name in ("stem", "title", "lines", "hints"):
        assert getattr(back, name) == getattr(first, name)


def test_no_variant_is_drawn_twice(run, tmp_path):
    bank = tmp_path / "few.yaml"
    bank.write_text(
        "schema: 1\nquestions:\n  - id: one\n    type: numeric\n    topic: x\n    level: 1\n"
        "    draw:\n      k: integer(1, 3)\n    stem: What is {{ k }}?\n    answer: k\n"
    )
    words = ("bank", "export", "--from", "few", "--bank", bank, "--variants")
    for asked, there in ((2, 2), (9, 3)):
        code, out, _ = run(*words, asked, "--format", "csv")
        stems = [row["stem"] for row in csv.DictReader(io.StringIO(out))]
        assert code == 0
        assert len(set(stems)) == len(stems) == there


def test_what_a_table_leaves_out_is_told_with_how_many_have_it(run, tmp_path):
    bank = tmp_path / "own.yaml"
    bank.write_text(
        "schema: 1\nquestions:\n  - id: one\n    type: numeric\n    topic: x\n    level: 1\n"
        "    let:\n      k: 2\n    stem: What?\n    answer: 3 * k\n"
        "    slips:\n      - id: off\n        instead: 7\n        says: Not so.\n"
        "  - id: two\n    type: numeric\n    topic: x\n    level: 1\n    stem: And?\n"
        "    answer: 2\n"
    )
    words = ("bank", "export", "--from", "own", "--bank", bank, "--format")
    told = (
        "quizapp: a table has no columns for these, so they weren't exported: let (1), slips (1)\n"
    )
    assert run(*words, "csv")[2] == told
    assert run(*words, "md")[2] == ""


def test_one_question_is_one_and_a_file_of_any_name_makes_a_bank(run, tmp_path):
    path = tmp_path / "My table (1).csv"
    path.write_text(HEAD + GOOD)
    bank = tmp_path / "data" / "banks" / "my-table-1.yaml"
    assert run("bank", "import", path) == (0, f"1 question imported into {bank}\n", "")


def test_a_bank_is_no_table_and_is_told_so_where_one_of_its_name_is_there(run, tmp_path):
    bank = tmp_path / "own.yaml"
    bank.write_text(BANK)
    assert run("bank", "add", bank)[0] == 0
    told = "this is a bank, not a table; install it with 'quizapp --data "
    code, out, err = run("bank", "import", bank)
    assert (code, out) == (2, "")
    assert err.startswith(f"quizapp: {bank}: {told}")
    assert err.endswith(f" bank add {bank}'\n")


@pytest.mark.parametrize(("name", "better"), [("a b.yaml", "a-b"), ("out.txt.yaml", "out-txt")])
def test_a_name_that_cannot_name_a_bank_is_told_with_one_that_can(run, tmp_path, name, better):
    path = tmp_path / "my-table.csv"
    path.write_text(HEAD + GOOD)
    code, _, err = run("bank", "import", path, "--to", tmp_path / name)
    assert (code, err.count("\n")) == (2, 1)
    assert err.endswith(f"use --to {tmp_path / better}.yaml\n")


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["csv", "md"])
def test_a_hostile_bank_goes_out_and_comes_back_calmly(run, tmp_path, path, form):
    output = tmp_path / f"out.{form}"
    words = ("bank", "export", "--from", path.stem, "--bank", path, "--format", form)
    code, _, err = run(*words, "--output", output)
    assert code in (0, 1, 2)
    assert output.exists() or err
    if output.exists():
        assert run("bank", "import", output)[0] in (0, 1, 2)
