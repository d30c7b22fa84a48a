"""Questions go out to a spreadsheet and come back, and what can't come is told line by line."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest

from quizapp.authoring import spreadsheet
from quizapp.bank import reader
from quizapp.errors import UsageError

PATH = Path("questions.csv")
HOSTILE = Path(__file__).parent.parent / "hostile"
HEAD = "id,type,topic,level,stem,answer,unit,options,correct,whys\n"
HALF = "half,numeric,surprisal,1,What is the surprisal of a half?,surprisal(0.5),bits\n"


def taken(text):
    return spreadsheet.taken(text.encode(), PATH, "mine")


def questions(found):
    return reader.read_text(found.text, Path("mine.yaml")).questions


def test_a_row_becomes_a_question():
    found = taken(HEAD + HALF)
    (question,) = questions(found)
    assert (found.problems, question.name, question.unit) == ((), "mine/half", "bits")
    assert question.variant(0).key == 1


def test_all_that_is_shipped_goes_out_and_comes_back_the_same():
    banks = reader.load([reader.shipped()])
    variants = [question.variant(3) for question in banks.questions]
    found = spreadsheet.taken(spreadsheet.written(variants).encode(), PATH, "mine")
    assert found.problems == ()
    back = questions(found)
    assert len(back) == len(variants)
    for before, after in zip(variants, (one.variant(0) for one in back), strict=True):
        assert after.stem.split() == before.stem.split()
        if before.question.type == "numeric":
            assert after.key == pytest.approx(before.key, nan_ok=True)
            assert after.question.unit == before.question.unit
        elif before.question.type == "choice":
            right = {option.text.strip() for option in before.options if option.correct}
            assert {one.text.strip() for one in after.options if one.correct} == right
        elif before.question.type == "order":
            ordered = [before.fill(line).strip() for line in before.question.lines]
            assert [line.strip() for line in after.question.lines] == ordered


def test_what_cannot_be_carried_over_is_told_with_its_line_and_the_rest_comes():
    found = taken(
        HEAD
        + HALF
        + "half,numeric,surprisal,1,Again?,1,bits\n"
        + '"two\nlines",numeric,surprisal,1,Q,1,bits\n'
        + "worse,numeric,surprisal,9,Q,entropi([1]),bits\n"
        + ",,,,,,\n"
        + "last,choice,surprisal,1,Which?,,,This | That,a,Because | \n"
    )
    assert [one.id for one in questions(found)] == ["half", "last"]
    same, name, many = found.problems
    assert same == "questions.csv:3: the id 'half' is also in line 2"
    assert name.startswith("questions.csv:4: ")
    assert many.startswith("questions.csv:6: ")
    assert "level" in many
    assert "did you mean 'entropy'" in many or "entropy" in many


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_program_s_own_delimiter_is_understood_and_a_mark_at_the_beginning(delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(HEAD + HALF)))
    found = spreadsheet.taken(b"\xef\xbb\xbf" + out.getvalue().encode(), PATH, "mine")
    assert (found.questions, found.problems) == (1, ())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "id is missing"),
        (b"id,type\n", "topic is missing"),
        (b"id,type,topic,level,stem,anwser\n", "no column 'anwser'.*answer"),
        (b"id,id,type,topic,level,stem\n", "'id' is there twice"),
        (b"\xff\xfe", "is not UTF-8"),
        (HEAD.encode() + b'"open', "this is no CSV"),
        (b"a" * 5_000_001, "larger than"),
    ],
)
def test_what_is_no_such_file_is_told_in_one_line(data, says):
    with pytest.raises(UsageError, match=says) as refusal:
        spreadsheet.taken(data, PATH, "mine")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK('http://x')",
        "+1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "-cmd",
        "a: b # c",
        "[x] {y} & *z !t",
        "'quoted' \"twice\"",
        "first\n\n  second\n: third",
        "a | b \\ c",
        "no",
        "1e3",
        "[red]marked[/red]",
        "\x85 and \u2028",
    ],
)
def test_no_text_breaks_a_bank_or_acts_in_a_spreadsheet(text):
    row = dict.fromkeys(spreadsheet.COLUMNS, "")
    row |= {"id": "a", "type": "open", "topic": "t", "level": "1", "stem": text}
    row |= {"rubric": text.replace("|", "\\|"), "model_answer": text}
    out = io.StringIO()
    rows = csv.DictWriter(out, row)
    rows.writeheader()
    rows.writerow(row)
    found = taken(out.getvalue())
    assert found.problems == ()
    (question,) = questions(found)
    assert question.stem.split() == text.split()
    again = spreadsheet.written([question.variant(0)])
    for cell in next(iter(csv.DictReader(io.StringIO(again)))).values():
        assert cell[:1] not in ("=", "+", "@", "-")
    assert questions(taken(again))[0].stem == question.stem


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.yaml")), ids=lambda path: path.stem)
def test_hostile_files_are_refused_or_taken_as_text(path):
    found = None
    with suppress(UsageError):
        found = spreadsheet.taken(path.read_bytes(), path, "mine")
    assert found is None or found.questions == 0 or questions(found)
