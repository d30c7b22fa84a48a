"""The commands on banks of one's own, as typed."""

from __future__ import annotations

import json
import re

import pytest

from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE, WRONG
from quizapp.questions.types import TYPES


@pytest.fixture
def run(capsys, tmp_path):
    def run(*arguments):
        code = main([*map(str, arguments), "--data", str(tmp_path / "data")])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_new_bank_is_loaded_from_then_on(run, tmp_path):
    code, out, _ = run("bank", "new")
    assert code == DONE
    assert str(tmp_path / "data" / "banks" / "my-questions.yaml") in out
    listed = json.loads(run("bank", "list", "--json")[1])
    assert "my-questions" in {one["bank"] for one in listed}
    code, out, _ = run("bank", "check", tmp_path / "data" / "banks", "--variants", "5")
    assert code == DONE
    assert "0 errors, 0 warnings" in out


LONG = """\
schema: 1
questions:
  - id: which
    type: choice
    topic: x
    level: 1
    stem: Which?
    options:
      - text: This
        correct: true
      - text: That
"""


def test_warnings_fail_a_strict_check_alone(run, tmp_path):
    bank = tmp_path / "which.yaml"
    bank.write_text(LONG, "utf-8")
    code, out, _ = run("bank", "check", bank)
    assert (code, out.splitlines()[-1]) == (DONE, "1 question, 0 errors, 1 warning")
    assert run("bank", "check", bank, "--strict")[0] == WRONG
    assert json.loads(run("bank", "check", bank, "--json")[1])["failed"] is False
    assert json.loads(run("bank", "check", bank, "--strict", "--json")[1])["failed"] is True
    bank.write_text(LONG + "        why: It tempts.\n", "utf-8")
    assert run("bank", "check", bank, "--strict")[0] == DONE


@pytest.mark.usefixtures("few_are_shipped")
def test_a_bank_is_added_and_removed(run, tmp_path):
    mine = tmp_path / "mine.yaml"
    assert run("bank", "new", mine)[0] == DONE
    assert run("bank", "new", mine)[0] == USAGE
    assert run("bank", "new", mine, "--type", "order")[0] == DONE
    assert run("bank", "add", mine)[0] == DONE
    assert run("bank", "add", mine, mine)[1].count("replaced; its questions are the same") == 2
    assert run("show", "mine/steps-to-the-loss")[0] == DONE
    assert run("bank", "remove", "mine")[0] == DONE
    assert run("show", "mine/steps-to-the-loss")[0] == USAGE
    assert run("bank", "remove", "article")[0] == USAGE, "what is shipped stays"


def test_interviews_are_listed_where_they_are_asked_for_and_where_no_screen_is(run):
    code, out, _ = run("mock", "--list")
    assert code == DONE
    assert re.search(r"^phone-screen +Phone screen: 30 min, 15 questions$", out, re.MULTILINE)
    assert run("mock")[1] == out
    own, _, others = out.partition("\n\nOther subjects:\n")
    assert "\ndeep-dive " in own
    assert "metrics-screen " in others
    assert "Other subjects" not in run("mock", "--list", "--track", "cross-entropy")[1]
    found = json.loads(run("mock", "--list", "--json")[1])
    assert [one["blueprint"] for one in found[:4]] == [
        "warm-up",
        "article",
        "phone-screen",
        "deep-dive",
    ], "those of the followed subject from short to long, as on the screen"
    assert {"blueprint": "warm-up", "title": "Warm-up", "minutes": 10.0}.items() <= next(
        one.items() for one in found if one["blueprint"] == "warm-up"
    )


def test_an_interview_of_ones_own_is_begun_checked_and_installed_with_its_bank(run, tmp_path):
    shelf = tmp_path / "share"
    mine, plan = shelf / "mine.yaml", shelf / "blueprints" / "tough.yaml"
    assert run("bank", "new", mine)[0] == DONE
    code, out, _ = run("bank", "new", "--blueprint", plan)
    assert code == DONE
    assert f" --bank {shelf} mock tough\n" in out
    assert run("bank", "new", "--blueprint", plan)[0] == USAGE
    code, out, _ = run("bank", "check", plan)
    assert (code, out.strip()) == (DONE, "1 mock interview, 0 errors, 0 warnings")
    examples = sum(len(kind.examples) for kind in TYPES.values())
    assert f"{examples} questions, 1 mock interview, 0 errors" in run("bank", "check", shelf)[1]
    text = plan.read_text("utf-8")
    plan.write_text(text.replace("topic: softmax", "bank: mine"), "utf-8")
    code, out, _ = run("bank", "check", plan)
    assert code == WRONG, "the bank beside it is seen, and has one choice only"
    assert "needs 3 choice questions from the bank 'mine', but only 1 matches" in out
    plan.write_text(plan.read_text("utf-8").replace("bank: mine", "bank: mien"), "utf-8")
    assert "no bank called 'mien'; did you mean 'mine'?" in run("bank", "check", plan)[1]
    assert run("bank", "add", shelf)[0] == WRONG or run("bank", "add", shelf)[0] == USAGE
    plan.write_text(text, "utf-8")
    assert run("bank", "add", shelf)[0] == DONE
    assert "tough" in run("mock", "--list")[1]
    assert run("bank", "remove", "tough")[0] == DONE
    assert "tough" not in run("mock", "--list")[1]
    assert run("bank", "new", "--blueprint")[0] == DONE
    assert "my-interview" in run("mock", "--list")[1]


def test_a_subject_of_ones_own_is_begun_checked_and_learned(run, tmp_path):
    shelf = tmp_path / "share"
    mine = shelf / "tracks" / "losses.yaml"
    code, out, _ = run("bank", "new", "--subject", mine)
    assert code == DONE
    assert f" --bank {shelf} practice --track losses\n" in out
    assert run("bank", "new", "--subject", mine)[0] == USAGE
    assert run("bank", "check", mine)[1].strip() == "1 subject, 0 errors, 0 warnings"
    assert "From scores to probabilities" in run("--bank", shelf, "sheet", "--track", "losses")[1]
    code, out, _ = run("bank", "new", "--subject")
    assert " practice --track my-subject\n" in out
    assert run("sheet", "--track", "my-subject")[0] == DONE
    assert run("bank", "new", "--subject", tmp_path / "a b.yaml")[2] == (
        f"quizapp: {tmp_path / 'a b.yaml'}: a subject is named after its file; use letters, "
        "digits and hyphens, as in my-subject.yaml\n"
    )


@pytest.mark.usefixtures("few_are_shipped")
def test_a_file_that_the_command_line_names_is_used_instead_of_an_installed_copy(run, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(LONG, "utf-8")
    name = f"mine/{LONG.partition('- id: ')[2].partition(chr(10))[0]}"
    assert run("bank", "add", mine)[0] == DONE
    mine.write_text(LONG.replace("stem: ", "stem: Newer. "), "utf-8")
    _, out, err = run("--bank", mine, "show", name)
    assert "Newer." in out
    assert f"'mine' is also the name of a bank in {mine}, which is used instead" in err
    _, out, _ = run("show", name)
    assert "Newer." not in out


def test_questions_go_out_as_a_paper_and_come_back_from_a_spreadsheet(run, tmp_path):
    code, out, _ = run("bank", "export", "--topic", "bayes", "--variants", "2")
    assert code == DONE
    questions, key = out.split("# Answer key")
    assert "0.155" not in questions
    assert "Answer:" in key
    sheet = tmp_path / "sheet.csv"
    assert run("bank", "export", "--topic", "bayes", "--format", "csv", "--output", sheet)[0] == 0
    assert run("bank", "export", "--topic", "bayes", "--format", "csv", "--output", sheet)[0] == 2
    assert run("bank", "import", sheet)[0] == DONE
    assert run("show", "sheet/two-children")[0] == DONE
    sheet.write_text(sheet.read_text("utf-8") + "bad,choice,bayes,1\n", "utf-8")
    code, _, err = run("bank", "import", sheet, "--to", tmp_path / "other.yaml")
    assert code == WRONG
    assert f"{sheet}:" in err
    assert (tmp_path / "other.yaml").exists()
    assert run("bank", "export", "--topic", "nothing")[0] == USAGE


@pytest.mark.parametrize("arguments", [(), ("--blueprint",)])
def test_the_schema_is_printed_as_json(run, arguments):
    code, out, _ = run("bank", "schema", *arguments)
    assert code == DONE
    assert json.loads(out)["additionalProperties"] is False


def test_a_quantity_of_ones_own_is_asked_and_a_wrong_answer_diagnosed_at_once(run, tmp_path):
    path = tmp_path / "shop.yaml"
    code, out, _ = run("bank", "new", path, "--quantity")
    assert code == DONE
    assert run("bank", "check", "--strict", path)[0] == DONE
    (wrong,) = re.findall(r"grade (shop/one-score) (\S+)", out)
    code, told, _ = run("--bank", path, "grade", *wrong, "--json")
    assert code == WRONG
    assert json.loads(told)["slips"] == ["gave-the-precision"]
    assert run("bank", "new", path, "--quantity")[0] == USAGE


def test_the_guide_is_printed(run):
    code, out, _ = run("bank", "guide")
    assert code == DONE
    assert out.startswith("# Writing questions\n")
    code, out, _ = run("bank", "guide", "--reference")
    assert code == DONE
    assert out.startswith("# The format of banks\n")
    assert out.endswith("|\n")


def test_an_address_is_no_file(run):
    code, _, told = run("bank", "add", "https://example.org/coins.yaml")
    assert code == USAGE
    assert "download the file first, and give its path" in told
