"""What people and programs meet on the command line: words, exit codes, streams."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from quizapp.cli import arguments, main
from quizapp.cli.output import DONE, USAGE, WRONG, at_a_terminal

BANK = """\
schema: 1
questions:
  - id: fixed
    type: numeric
    topic: surprisal
    level: 1
    title: Fixed
    stem: What is the surprisal of 0.7, in nats?
    answer: surprisal(0.7)
    unit: nats
  - id: drawn
    type: numeric
    topic: entropy
    level: 2
    draw:
      p: probabilities(3, step=0.05)
    stem: |
      What is the entropy of {{ p }}, in bits?
    answer: entropy(p)
    unit: bits
  - id: certain
    type: numeric
    topic: surprisal
    level: 1
    stem: What is log 0?
    answer: log(0)
  - id: choose
    type: choice
    topic: entropy
    level: 3
    stem: Which?
    options:
      - text: this
        correct: true
      - text: that
        why: It tempts.
  - id: sort
    type: order
    topic: entropy
    level: 3
    stem: Sort.
    lines:
      - one
      - two
      - three
"""
GRADE_KEYS = {
    "question",
    "seed",
    "response",
    "value",
    "verdict",
    "score",
    "slips",
    "feedback",
    "your_line",
    "key",
    "unit",
}
LIST_KEYS = {"id", "bank", "type", "topic", "level", "title", "generated"}
COMMANDS = ["practice", "calc", "show", "grade", "bank", "bank list", "bank check"]


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(BANK, encoding="utf-8")
    return str(path)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command in this process without the shipped banks; return code, output, complaints."""
    monkeypatch.setattr("quizapp.bank.sources.shipped", lambda: tmp_path / "shipped")
    (tmp_path / "shipped").mkdir()

    def command(*arguments):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return command


def process(*arguments, **options):
    """Run a command as a user does."""
    command = [sys.executable, "-m", "quizapp", *arguments]
    options = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=30, **options)


def piped(data: bytes, *arguments, **options):
    options = {"stdin": None, "input": data, **options}
    options.pop("stdin")
    command = [sys.executable, "-m", "quizapp", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=30, **options)


# Usage


@pytest.mark.parametrize("words", ["--help", "practise", "--vers practice"])
def test_commands_that_are_merely_listed_are_not_described(run, monkeypatch, words):
    described = []

    def noted(argument, parser):
        described.append((parser.prog, argument.name))
        describe(argument, parser)

    describe = arguments.Argument.describe
    monkeypatch.setattr(arguments.Argument, "describe", noted)
    run(*words.split())
    meant = {prog for prog, name in described if name == "--topic"}
    assert meant == ({"quizapp practice"} if "practice" in words else set())
    assert "--unit" not in {name for _, name in described}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_eighty_columns(run, monkeypatch, command):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run(*command.split(), "--help")
    assert code == DONE
    assert out.startswith("usage: quizapp")
    assert max(map(len, out.splitlines())) < 80


@pytest.mark.parametrize(
    "arguments",
    [
        ["practise"],
        ["bank"],
        ["bank", "lst"],
        ["calc"],
        ["calc", "1", "2"],
        ["calc", "--unit", "shannon", "1"],
        ["show"],
        ["grade"],
        ["grade", "fixed"],
        ["grade", "--batch"],
        ["grade", "--batch", "x.jsonl", "fixed", "1"],
        ["grade", "fixed", "1", "2"],
        ["practice", "--level", "0-3"],
        ["practice", "--level", "x"],
        ["practice", "--count", "0"],
        ["practice", "--seed", "-1"],
        ["practice", "--type", "numerical"],
        ["bank", "list", "-x"],
        ["bank", "list", "--nonsense"],
        ["bank", "check", "--variants", "many"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_line_on_stderr_and_exits_2(run, arguments):
    code, out, complaint = run(*arguments)
    assert (code, out) == (USAGE, "")
    assert complaint.startswith("quizapp: ")
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["pratice"], "no command called 'pratice'; did you mean 'practice'?"),
        (
            ["frobnicate"],
            "no command called 'frobnicate'; choose from: practice, today, plan, ",
        ),
        (["bank", "chek"], "no command called 'chek'; did you mean 'check'?"),
        (
            ["practice", "--type", "numerical"],
            "no --type called 'numerical'; did you mean 'numeric'?",
        ),
        (["report", "--format", "pdf"], "no --format called 'pdf'; choose from: md, html, json;"),
    ],
    ids=str,
)
def test_an_unknown_word_is_told_with_the_nearest_or_with_all(run, arguments, says):
    code, _, complaint = run(*arguments)
    assert code == USAGE
    assert says in complaint


def test_without_a_terminal_the_app_says_what_to_do_instead():
    done = process()
    assert done.returncode == USAGE
    assert b"quizapp practice --plain" in done.stderr


def test_the_version_is_that_of_the_package(run):
    code, out, _ = run("--version")
    assert code == DONE
    assert out.startswith("quizapp 0.")


# Banks and data


@pytest.mark.parametrize(
    "arguments",
    [
        ["--bank", "{}", "show", "mine/fixed"],
        ["show", "--bank", "{}", "mine/fixed"],
        ["show", "mine/fixed", "--bank={}"],
    ],
    ids=" ".join,
)
def test_a_bank_can_be_added_before_and_after_the_command(run, bank, arguments):
    code, out, _ = run(*(word.format(bank) for word in arguments))
    assert code == DONE
    assert out.startswith("mine/fixed@0")


def test_banks_added_before_and_after_the_command_are_all_loaded(run, bank, tmp_path):
    more = tmp_path / "folder" / "more.yaml"
    more.parent.mkdir()
    more.write_text(BANK, encoding="utf-8")
    _, out, _ = run("--bank", bank, "bank", "list", "--json", "--bank", str(more.parent))
    assert {"mine", "more"} <= {question["bank"] for question in json.loads(out)}


def test_the_bank_of_the_command_line_is_meant_by_an_id_that_others_have_too(run, tmp_path):
    own = tmp_path / "own.yaml"
    for path in (own, tmp_path / "shipped" / "other.yaml"):
        path.write_text(BANK, encoding="utf-8")
    for words in (("show", "fixed@0"), ("grade", "fixed", "0")):
        _, out, err = run(*words, "--json", "--bank", str(own))
        assert json.loads(out)["question"] == "own/fixed"
        assert err == "quizapp: 'fixed' is taken as 'own/fixed'; there is also other/fixed\n"


def test_the_users_own_banks_are_loaded_from_the_data_folder(run, tmp_path):
    banks = tmp_path / "banks"
    banks.mkdir()
    (banks / "own.yaml").write_text(BANK, encoding="utf-8")
    code, out, _ = run("show", "own/fixed", "--data", str(tmp_path))
    assert code == DONE
    assert out.startswith("own/fixed@0")


@pytest.mark.parametrize(
    "arguments",
    [
        ["bank", "list", "--bank", "/nowhere/at/all.yaml"],
        ["bank", "check", "/nowhere/at/all.yaml"],
        ["bank", "list", "--bank", "x" * 5_000],
        ["bank", "check", "x" * 5_000],
        ["grade", "--batch", "/nowhere/at/all.jsonl"],
        ["grade", "--batch", "/"],
        ["bank", "list", "--data", "/dev/null/x", "--topic", "nothing"],
    ],
    ids=lambda arguments: " ".join(arguments)[:40],
)
def test_a_path_that_leads_nowhere_is_one_line_on_stderr_and_exits_2(run, arguments):
    code, out, complaint = run(*arguments)
    assert (code, out) == (USAGE, "")
    assert complaint.count("\n") == 1


def test_an_empty_folder_has_nothing_to_check(run, tmp_path):
    code, _, complaint = run("bank", "check", str(tmp_path))
    assert code == USAGE
    assert "no banks in that folder" in complaint


def test_a_bad_bank_is_told_about_and_the_others_serve(run, bank, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 9\n", encoding="utf-8")
    code, out, complaint = run("show", "fixed", "--bank", str(bad), "--bank", bank)
    assert code == DONE
    assert out.startswith("mine/fixed")
    assert f"{bad}:1:9: " in complaint


# calc


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1/4", 0.25),
        (" 1/4 \n", 0.25),
        ("-ln(0.5)*2", 1.3862943611198906),
        ("−0.5", -0.5),
        ("-0.5", -0.5),
        ("−2·3", -6.0),
        ("3 × 4 ÷ 2", 6.0),
        ("log(0)", "-inf"),
        ("-log(0)", "inf"),
        ("[1, 2] > 1", [0.0, 1.0]),
        ("softmax([0, 0])", [0.5, 0.5]),
    ],
)
def test_calc_takes_what_people_paste(run, expression, value):
    code, out, _ = run("calc", expression, "--json")
    assert code == DONE
    assert json.loads(out)["value"] == value


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("", "the expression is empty"),
        ("2^3", "write ** for a power"),
        ("-h(3)", "no function called 'h'"),
        ("0/0", "not a number"),
        ("x + 1", "unknown name 'x'"),
        ("softmax([1, 2])[7]", "column"),
        ("9" * 3_000, "longer than 2,000 characters"),
        ("(" * 500, "nested more than 50 levels deep"),
        ("\x1b[31m1", "U+001B"),
    ],
)
def test_calc_says_kindly_what_is_no_expression(run, expression, says):
    code, out, complaint = run("calc", expression)
    assert (code, out) == (USAGE, "")
    assert says in complaint
    assert complaint.count("\n") == 1
    assert "\x1b" not in complaint


def test_calc_measures_in_the_unit_asked_for(run):
    _, out, _ = run("calc", "entropy([0.5, 0.5])", "--unit", "bits", "--json")
    result = json.loads(out)
    assert (result["value"], result["unit"], result["text"]) == (1.0, "bits", "1 bit")


@pytest.mark.parametrize("base", ["10", "e", "[2, 3]"])
def test_calc_refuses_a_base_that_disagrees_with_the_unit(run, base):
    code, _, complaint = run("calc", f"entropy([0.5, 0.5], base={base})", "--unit", "bits")
    assert code == USAGE
    assert "the unit 'bits' already sets the base" in complaint


def test_calc_takes_a_base_that_agrees_with_the_unit(run):
    assert run("calc", "entropy([0.5, 0.5], base=2)", "--unit", "bits")[0] == DONE


def test_calc_shows_the_working_to_people(run):
    _, out, _ = run("calc", "cross_entropy([1, 0, 0], [0.7, 0.2, 0.1])")
    assert "= −(1·ln 0.7 + 0·ln 0.2 + 0·ln 0.1)" in out
    assert "Answer: 0.3567 nats\n" in out


# show


def test_show_names_the_variant_and_its_slips(run, bank):
    code, out, _ = run("show", "drawn@3", "--bank", bank)
    assert code == DONE
    assert out.startswith("mine/drawn@3 · entropy · level 2\n\nWhat is the entropy of [")
    assert "Common mistakes:\n" in out


def test_show_has_the_solution_in_two_lengths(run, tmp_path):
    path = tmp_path / "two.yaml"
    fields = ["type: numeric", "topic: softmax", "level: 2", 'stem: "?"', "unit: nats"]
    fields.append("answer: entropy(softmax([0, 1]))")
    path.write_text("\n    ".join(["schema: 1\nquestions:\n  - id: both", *fields]) + "\n")
    short, long = (run("show", "both", *more, "--bank", str(path))[1] for more in ((), ["--long"]))
    assert "z = [0, 1]" in long
    assert "z = [0, 1]" not in short
    assert len(short.splitlines()) < len(long.splitlines())


@pytest.mark.parametrize("name", ["fixed", "drawn@7", "choose", "sort"])
def test_show_tells_programs_the_same_variant(run, bank, name):
    code, out, _ = run("show", name, "--json", "--bank", bank)
    variant = json.loads(out)
    assert code == DONE
    assert variant["question"] == f"mine/{name.partition('@')[0]}"
    assert variant["seed"] == int(name.partition("@")[2] or 0)
    assert {"type", "topic", "level", "stem", "key", "parameters"} <= set(variant)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("fixd", "did you mean 'fixed'?"),
        ("nothing-like-it-at-all", "no question called"),
        ("fixed@x", "use a whole number after @, for example fixed@17"),
        ("fixed@-1", "use a whole number after @"),
        ("fixed@" + "9" * 30, "use a whole number after @"),
        ("\x1b[31m", "no question called"),
    ],
)
@pytest.mark.parametrize("command", [["show"], ["grade"]])
def test_a_question_that_is_not_there_is_named_with_the_nearest(run, bank, command, name, says):
    response = ["1"] if command == ["grade"] else []
    code, out, complaint = run(*command, name, *response, "--bank", bank)
    assert (code, out) == (USAGE, "")
    assert says in complaint
    assert "\x1b" not in complaint


# grade


@pytest.mark.parametrize(
    ("response", "verdict", "code"),
    [
        ("-ln(0.7)", "correct", DONE),
        ("0.357", "correct", DONE),
        ("-0.357", "incorrect", WRONG),
        ("−0,357", "incorrect", WRONG),
        ("-∞", "incorrect", WRONG),
        ("0.4", "incorrect", WRONG),
        ("0.515", "wrong_unit", WRONG),
        ("-h(2)", "unreadable", USAGE),
        ("-help", "unreadable", USAGE),
        ("", "unreadable", USAGE),
        ("nonsense", "unreadable", USAGE),
    ],
)
def test_a_response_gets_its_verdict_and_its_exit_code(run, bank, response, verdict, code):
    found, out, complaint = run("grade", "fixed", response, "--json", "--bank", bank)
    outcome = json.loads(out)
    assert outcome["verdict"] == verdict
    assert outcome["response"] == response
    assert found == code
    assert bool(complaint) == (code == USAGE)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "grade", "fixed", "-0.357"],
        ["grade", "--json", "fixed", "-0.357"],
        ["grade", "fixed", "--json", "-0.357"],
        ["grade", "fixed", "-0.357", "--json"],
        ["grade", "--json", "fixed", "--", "-0.357"],
        ["grade", "fixed", "--", "-0.357", "--json"],
        ["grade", "--", "fixed", "-0.357", "--json"],
    ],
    ids=" ".join,
)
def test_json_can_be_asked_for_in_any_place(run, bank, arguments):
    _, out, _ = run("--bank", bank, *arguments)
    assert json.loads(out)["slips"] == ["missing_minus"]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("word", ["--bank", "--json", "--help", "-x", "--"])
def test_what_follows_two_dashes_is_no_option(run, bank, word, before):
    options = ["--json", "--bank", bank]
    code, out, _ = run(*options * before, "grade", "fixed", "--", word, *options * (not before))
    assert (code, json.loads(out)["response"]) == (USAGE, word)


def test_a_file_whose_name_begins_with_a_dash_can_be_named(run, bank):
    code, _, complaint = run("bank", "check", "--", "-no-such.yaml", "--bank", bank)
    assert code == USAGE
    assert complaint.startswith("quizapp: no bank found at -no-such.yaml")


@pytest.mark.parametrize("name", ["fixed", "drawn@4", "certain", "choose", "sort"])
@pytest.mark.parametrize("response", ["a", "0.5", "c a b", "∞", "~"])
def test_a_grade_has_its_stable_names(run, bank, name, response):
    code, out, _ = run("grade", name, response, "--json", "--bank", bank)
    outcome = json.loads(out)
    assert set(outcome) >= GRADE_KEYS
    assert (code == DONE) == (outcome["verdict"] == "correct")
    assert (code == USAGE) == (outcome["verdict"] == "unreadable")
    assert (outcome["score"] is None) == (outcome["verdict"] == "unreadable")


def test_infinities_are_words_in_json(run, bank):
    _, out, _ = run("grade", "certain", "-inf", "--json", "--bank", bank)
    outcome = json.loads(out)
    assert (outcome["key"], outcome["value"], outcome["verdict"]) == ("-inf", "-inf", "correct")


def test_an_unreadable_response_is_told_once(run, bank):
    code, out, complaint = run("grade", "fixed", "nonsense", "--bank", bank)
    assert (code, out) == (USAGE, "")
    assert complaint.count("\n") == 1
    assert "type a number" in complaint


def test_a_grade_reads_well_for_people(run, bank):
    code, out, _ = run("grade", "fixed", "-0.357", "--bank", bank)
    assert code == WRONG
    assert out.splitlines()[0] == "✗ Incorrect"
    assert "minus" in out


def test_a_response_can_come_from_standard_input(run, bank, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("-ln(0.7)\n"))
    code, out, _ = run("grade", "fixed", "-", "--json", "--bank", bank)
    assert code == DONE
    assert json.loads(out)["response"] == "-ln(0.7)"


def test_without_standard_input_there_is_no_response(run, bank, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert run("grade", "fixed", "-", "--bank", bank)[0] == USAGE


@pytest.mark.parametrize("response", ["\x1b[31mred\x07", "\x9b31m", "\u202e12", "1\x00"])
def test_nothing_typed_acts_on_the_terminal(run, bank, response):
    _, out, complaint = run("grade", "fixed", response, "--bank", bank)
    assert (out + complaint).replace("\n", "").isprintable()


# grade --batch


def batch(tmp_path, *lines):
    path = tmp_path / "responses.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return str(path)


def asked(question, response, **more) -> bytes:
    return json.dumps({"question": question, "response": response, **more}).encode()


def test_a_batch_of_graded_and_unreadable_lines_exits_0(run, bank, tmp_path):
    lines = asked("fixed", "0.357"), b"", asked("fixed", "?"), asked("drawn", "1", seed=5)
    code, out, _ = run("grade", "--batch", batch(tmp_path, *lines), "--bank", bank)
    outcomes = [json.loads(line) for line in out.splitlines()]
    assert code == DONE
    assert [one["verdict"] for one in outcomes[:2]] == ["correct", "unreadable"]
    assert [one["seed"] for one in outcomes] == [0, 0, 5]
    assert all(set(one) >= GRADE_KEYS for one in outcomes)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "each line must be a JSON object"),
        (b"[]", "each line must be a JSON object"),
        (b"null", "each line must be a JSON object"),
        (b'"question"', "each line must be a JSON object"),
        (b'{"question": "fixed"}', "each line must be a JSON object"),
        (b'{"response": "1"}', "each line must be a JSON object"),
        (b"\xff\xfe", "each line must be a JSON object"),
        (b"[" * 100_000, "each line must be a JSON object"),
        (b'{"question": "fixed", "response": 1}', "must be strings"),
        (b'{"question": null, "response": "1"}', "must be strings"),
        (b'{"question": "fixed", "response": "1", "seed": -1}', "a seed is a whole number"),
        (b'{"question": "fixed", "response": "1", "seed": true}', "a seed is a whole number"),
        (b'{"question": "fixed", "response": "1", "seed": "1"}', "a seed is a whole number"),
        (b'{"question": "fixed", "response": "1", "seed": 1e9999}', "a seed is a whole number"),
        (b'{"question": "fixed", "response": "1", "seed": %s}' % (b"9" * 4_000), "a seed is a"),
        (b'{"question": "fixd", "response": "1"}', "did you mean 'fixed'?"),
        (b'{"question": "fixed@x", "response": "1"}', "use a whole number after @"),
    ],
    ids=lambda part: repr(part)[:60],
)
def test_a_wrong_line_of_a_batch_has_an_error_and_the_others_are_graded(
    run, bank, tmp_path, line, says
):
    path = batch(tmp_path, line, asked("fixed", "0.357"))
    code, out, _ = run("grade", "--batch", path, "--bank", bank)
    wrong, right = (json.loads(line) for line in out.splitlines())
    assert code == WRONG
    assert says in wrong["error"]
    assert right["verdict"] == "correct"


def test_a_batch_ends_at_a_line_that_has_no_end(run, bank, tmp_path):
    path = batch(tmp_path, asked("fixed", "0.357"), b"x" * 1_000_001, asked("fixed", "0.357"))
    code, out, err = run("grade", "--batch", path, "--bank", bank)
    assert (code, len(out.splitlines())) == (USAGE, 1)
    assert "line 2 of the batch is longer than 1 MB" in err
    code, out, err = run("grade", "--batch", "/dev/zero", "--bank", bank)
    assert (code, out) == (USAGE, "")
    assert "line 1 of the batch is longer than 1 MB" in err


def test_a_response_that_has_no_end_is_refused(run, bank, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("x" * 2_000_000))
    code, _, err = run("grade", "fixed", "-", "--bank", bank)
    assert (code, err) == (USAGE, "quizapp: the answer is longer than 1 MB; shorten it\n")


def test_a_batch_can_come_from_standard_input(bank):
    done = piped(asked("fixed", "0.357"), "grade", "--batch", "-", "--bank", bank)
    assert done.returncode == DONE
    assert json.loads(done.stdout)["verdict"] == "correct"


def test_a_thousand_lines_are_graded_within_seconds(run, bank, tmp_path):
    lines = [asked("drawn", f"0.{1000 + place}", seed=place % 20) for place in range(1_000)]
    path = batch(tmp_path, *lines)
    start = time.process_time()
    code, out, _ = run("grade", "--batch", path, "--bank", bank)
    assert time.process_time() - start < 5
    assert (code, out.count("\n")) == (DONE, 1_000)


# bank


def test_a_list_tells_programs_what_there_is(run, bank):
    code, out, _ = run("bank", "list", "--json", "--bank", bank)
    questions = json.loads(out)
    assert code == DONE
    assert all(set(question) >= LIST_KEYS for question in questions)
    mine = {one["id"]: one for one in questions if one["bank"] == "mine"}
    assert mine["fixed"]["title"] == "Fixed"
    assert mine["drawn"]["title"] == "What is the entropy of …, in bits?"
    assert [mine[name]["generated"] for name in ("fixed", "drawn")] == [False, True]


def test_a_list_can_be_narrowed(run, bank):
    _, out, _ = run(
        "bank", "list", "--topic", "entropy", "--type", "order", "--json", "--bank", bank
    )
    assert {(one["topic"], one["type"]) for one in json.loads(out)} == {("entropy", "order")}


def test_a_list_of_nothing_names_the_nearest_topic(run, bank):
    code, out, complaint = run("bank", "list", "--topic", "entrpy", "--bank", bank)
    assert (code, out) == (USAGE, "")
    assert "did you mean 'entropy'?" in complaint


def test_a_check_that_finds_an_error_exits_1(run, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(BANK.replace("answer: log(0)", "answer: 0/0"), encoding="utf-8")
    code, out, _ = run("bank", "check", str(path), "--variants", "2")
    assert code == WRONG
    assert f"{path}:26:13: no variant: the answer is not a number" in out


def test_a_check_tells_programs_the_same(run, bank):
    code, out, _ = run("bank", "check", bank, "--variants", "2", "--json")
    report = json.loads(out)
    assert code == DONE
    assert report["failed"] is False
    assert [one["question"] for one in report["questions"]][:2] == ["mine/fixed", "mine/drawn"]


# Streams


def test_whoever_closes_the_pipe_hears_no_more(bank):
    command = [sys.executable, "-m", "quizapp", "bank", "list", "--json", "--bank", bank]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as output:
        done = subprocess.run(
            command, stdout=output, stderr=subprocess.PIPE, check=False, timeout=30
        )
    assert done.stderr == b""
    assert done.returncode == 128 + signal.SIGPIPE


def test_a_closed_output_is_told_and_the_verdict_stays(bank, run, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    code, _, complaint = run("grade", "fixed", "0.357", "--bank", bank)
    assert code == DONE
    assert "the output is closed" in complaint


@pytest.mark.parametrize(("kind", "drawn"), [("xterm-256color", True), ("dumb", False)])
def test_a_dumb_terminal_is_not_drawn_on(monkeypatch, kind, drawn):
    monkeypatch.setenv("TERM", kind)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert at_a_terminal() is drawn


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
def test_a_full_disk_is_told_in_one_line():
    with open("/dev/full", "wb") as output:
        command = [sys.executable, "-m", "quizapp", "calc", "1"]
        done = subprocess.run(
            command, stdout=output, stderr=subprocess.PIPE, check=False, timeout=30
        )
    assert done.returncode == USAGE
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["practice", "--plain"], ["grade", "alarm-fires", "-"]])
def test_bytes_that_are_no_text_are_unreadable(arguments):
    done = piped(b"\xff\xfe\n", *arguments)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (DONE if arguments[0] == "practice" else USAGE)


def test_arguments_that_are_no_text_are_unreadable(bank):
    done = process("grade", "fixed", b"\xff", "--bank", bank)
    assert done.returncode == USAGE
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["lines", "json"])
def test_a_terminal_of_few_characters_is_no_obstacle(as_json):
    done = process(
        "calc", "softmax([1, 2])", *as_json, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == DONE
    if as_json:
        assert json.loads(done.stdout)["expression"] == "softmax([1, 2])"


def test_an_interrupt_ends_practice_with_its_sum():
    command = [sys.executable, "-m", "quizapp", "practice", "--plain", "--topic", "surprisal"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as practice:
        while b"Question 1" not in practice.stdout.readline():
            pass
        practice.send_signal(signal.SIGINT)
        out, complaint = practice.communicate(timeout=30)
    assert b"Nothing answered this time." in out
    assert (complaint, practice.returncode) == (b"", DONE)


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_no_obstacle(run, bank, monkeypatch, stream):
    monkeypatch.setattr(sys, "stdin", io.StringIO("0.357\n"))
    monkeypatch.setattr(sys, stream, None)
    assert run("practice", "--plain", "--seed", "1", "--bank", bank)[0] == DONE
