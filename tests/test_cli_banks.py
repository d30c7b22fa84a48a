"""The commands on banks of one's own, as typed."""

from __future__ import annotations

import json

import pytest

from quizapp.cli import main
from quizapp.cli.output import DONE, USAGE, WRONG


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


def test_a_bank_is_added_and_removed(run, tmp_path):
    mine = tmp_path / "mine.yaml"
    assert run("bank", "new", mine)[0] == DONE
    assert run("bank", "new", mine)[0] == USAGE
    assert run("bank", "new", mine, "--type", "order")[0] == DONE
    assert run("bank", "add", mine)[0] == DONE
    code, _, err = run("bank", "add", mine)
    assert code == USAGE
    assert "the bank 'mine' is also in" in err
    assert run("show", "mine/steps-to-the-loss")[0] == DONE
    assert run("bank", "remove", "mine")[0] == DONE
    assert run("show", "mine/steps-to-the-loss")[0] == USAGE
    assert run("bank", "remove", "article")[0] == USAGE, "what is shipped stays"


def test_questions_go_out_as_a_paper_and_come_back_from_a_spreadsheet(run, tmp_path):
    code, out, _ = run("bank", "export", "--topic", "bayes", "--variants", "2")
    assert code == DONE
    questions, key = out.split("# Key")
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
