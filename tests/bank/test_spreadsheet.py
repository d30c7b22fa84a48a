"""Questions go out to a spreadsheet and come back, and what can't come is told line by line."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from pathlib import Path

import pytest

from quizapp.authoring import spreadsheet
from quizapp.bank import reader
from quizapp.cli import parsing
from quizapp.cli.arguments import COMMANDS
from quizapp.errors import UsageError
from tests.stubs import shipped_banks

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


@pytest.mark.thorough
def test_all_that_is_shipped_goes_out_and_comes_back_the_same():
    banks = shipped_banks()
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
    assert same == "questions.csv:3: the id 'half' is also on line 2"
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
        (b"", "missing: type, topic, level, stem"),
        (b"id,type\n", "missing: topic, level, stem"),
        (b"id,type,topic,level,stem,anwser\n", "unknown column 'anwser'.*answer"),
        (b"id,id,type,topic,level,stem\n", "'id' appears twice"),
        (b"\xff\xfe", "isn't UTF-8"),
        (HEAD.encode() + b'"open', "questions.csv:2: a quote in this row isn't closed"),
        (b"id,question,difficulty\n", "'question' .call it stem., 'difficulty' .call it level."),
        (
            b"id,stem,option_a,answer 2\n",
            "'option_a' .put all options in one column called options",
        ),
        (b"schema: 1\nquestions:\n  - id: a\n", "is a bank, not a table; install it"),
        (b"# Questions\n\n**What is entropy?**\n", "looks like Markdown, not a table: copy"),
        (b"PK\x03\x04..collection.anki21\x85", "looks like an Anki deck, not a table: copy"),
    ],
)
def test_what_is_no_such_file_is_told_in_one_line(data, says):
    with pytest.raises(UsageError, match=says) as refusal:
        spreadsheet.taken(data, PATH, "mine")
    assert "\n" not in str(refusal.value)


def test_a_table_that_is_too_large_or_no_file_is_refused_unread(tmp_path):
    path = tmp_path / "large.csv"
    path.write_bytes(b"a" * 5_000_001)
    with pytest.raises(UsageError, match="larger than 5 MB; split it"):
        spreadsheet.content(path)
    with pytest.raises(UsageError, match="it's a folder, not a file; give a CSV file"):
        spreadsheet.content(tmp_path)
    with pytest.raises(UsageError, match="it's a device or a pipe"):
        spreadsheet.content(Path("/dev/zero"))
    deck = path.rename(tmp_path / "large.apkg")
    with pytest.raises(UsageError, match="looks like an Anki deck, not a table"):
        spreadsheet.content(deck)


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n', "sep=;;;;\n"])
def test_a_line_that_tells_a_program_the_separator_is_no_row(first):
    table = "id;type;topic;level;stem;answer\na;numeric;x;1;What, now, is it?;1\nb;;;;;\n"
    found = taken(first + table)
    assert [one.id for one in questions(found)] == ["a"]
    assert [problem.partition(": ")[0] for problem in found.problems] == ["questions.csv:4"]


def test_columns_without_name_and_content_do_not_count():
    found = taken("id,type,,topic,level,stem,answer,,\na,numeric,,x,1,What?,1,,\n")
    assert (found.questions, found.problems) == (1, ())


def test_a_cell_whose_column_has_no_name_is_told():
    found = taken("id,type,,topic,level,stem,answer\na,numeric,note,x,1,What?,1\n")
    (problem,) = found.problems
    assert problem == "questions.csv:2: the column of 'note' has no name; name it in the first line"


def test_rows_without_an_id_get_one_from_the_stem_each_its_own():
    row = ",numeric,x,1,Was kostet die Übung genau?,1\n"
    given = f"was-kostet-die-ubung-genau-2{row}"
    without_letters = ",numeric,x,1,何ですか,1\n"
    found = taken(f"id,type,topic,level,stem,answer\n{row}{row}{given}{without_letters}")
    assert [one.id for one in questions(found)] == [
        "was-kostet-die-ubung-genau",
        "was-kostet-die-ubung-genau-3",
        "was-kostet-die-ubung-genau-2",
        "question",
    ]


def test_an_id_from_a_stem_is_made_without_the_column_too_and_is_short():
    stem = "An event that is very likely happens; how surprised are you?"
    found = taken(f"type,topic,level,stem,answer\nnumeric,x,1,{stem},1\n")
    assert [one.id for one in questions(found)] == ["an-event-that-is-very-likely"]


@pytest.mark.parametrize(
    ("topic", "level", "means"),
    [
        ("A/B testing", "easy", ("a-b-testing", 2)),
        ("Régression", "Medium", ("regression", 3)),
        ("SQL", "HARD", ("SQL", 4)),
        ("k-means", "very hard", ("k-means", 5)),
        ("x", "2.0", ("x", 2)),
    ],
)
def test_topics_and_levels_of_other_tables_are_understood(topic, level, means):
    found = taken(f"id,type,topic,level,stem,answer\na,numeric,{topic},{level},What?,1\n")
    (question,) = questions(found)
    assert (question.topic, question.level) == means


def test_a_decimal_comma_is_told_with_what_to_write():
    head = "id;type;topic;level;stem;answer;tolerance\n"
    found = taken(head + "a;numeric;x;1;What?;0,5;\nb;numeric;x;1;What?;0.5;0,5%\n")
    answer, tolerance = found.problems
    assert answer.startswith("questions.csv:2: ")
    assert "write decimals with a point, such as 0.5" in answer
    assert tolerance.endswith("; use a decimal point: 0.5%")


@pytest.mark.parametrize(
    ("column", "cell", "part"),
    [
        ("options", "P(A|B)|P(B|A)", "P(A"),
        ("options", "$p|q$ | $q|p$", "$p"),
        ("lines", "`a|b` | c", "`a"),
        ("hints", "Look at E[x|y]", "Look at E[x"),
    ],
)
def test_a_bar_that_belongs_to_the_text_is_asked_for_with_a_backslash(column, cell, part):
    head = f"id,type,topic,level,stem,correct,{column}\na,choice,x,1,Which?,a,"
    (problem,) = taken(head + cell).problems
    assert problem.startswith(f"questions.csv:2: {column}: the entry '{part}' is cut in two")
    assert "write \\| for one" in problem


def test_a_bar_after_a_backslash_belongs_to_the_text():
    head = "id,type,topic,level,stem,correct,options\n"
    (question,) = questions(taken(head + "a,choice,x,1,Which?,a,P(A\\|B)|P(B\\|A)\n"))
    assert [option.text for option in question.options] == ["P(A|B)", "P(B|A)"]


def test_no_reason_is_without_an_option():
    found = taken(HEAD + "a,choice,x,1,Which?,,,x | y,a,this | that | more\n")
    assert "there are 3 whys and 2 options" in found.problems[0]


def test_pairs_need_no_reasons_where_others_have_some():
    head = "id,type,topic,level,stem,whys,lefts,rights\n"
    found = taken(head + "a,match,x,1,Which?,,l|m|n,r|s|t\n")
    (question,) = questions(found)
    assert [(pair.left, pair.right, pair.why) for pair in question.pairs] == [
        ("l", "r", ""),
        ("m", "s", ""),
        ("n", "t", ""),
    ]


@pytest.mark.parametrize(
    ("answer", "written"),
    [("n * 1389577", "1389577000"), ("n / 8000", "0.125"), ("[n, n / 8000]", "[1000, 0.125]")],
)
def test_a_whole_key_goes_out_as_a_whole_number(answer, written):
    text = (
        "schema: 1\nquestions:\n  - id: a\n    type: numeric\n    topic: x\n    level: 1\n"
        "    draw:\n      n: choice([1000])\n    stem: What of {{ n }}?\n"
        f"    answer: {answer}\n"
    )
    (question,) = reader.read_text(text, Path("own.yaml")).questions
    (row,) = csv.DictReader(io.StringIO(spreadsheet.written([question.variant(0)])))
    assert row["answer"] == written


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
    row = dict.fromkeys(spreadsheet.columns(), "")
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


@pytest.mark.parametrize(
    ("options", "correct", "right"),
    [
        ("x | y | z", "b", "b"),
        ("x | y | z", "ac", "ac"),
        ("x | y | z", "2", "b"),
        ("x | y | z", "1, 3", "ac"),
        ("x | y | both the same", "Both the same", "c"),
        ("heads, then tails | two heads", "heads, then tails", "a"),
        ("10 | 20 | 30", "20", "b"),
        ("b | a", "a", "a"),
        ("3 | 1 | 2", "2", ""),
    ],
)
def test_what_is_correct_is_said_by_letter_number_or_text(options, correct, right):
    found = spreadsheet.taken(
        f'type,topic,level,stem,options,correct\nchoice,x,1,Which?,{options!r},"{correct}"\n'.replace(
            "'", '"'
        ).encode(),
        PATH,
        "mine",
    )
    if not right:
        assert found.problems == (
            "questions.csv:2: correct: '2' doesn't say which option is meant; use letters from a "
            "to c",
        )
        return
    (question,) = reader.read_text(found.text, Path("mine.yaml")).questions
    letters = [letter for letter, one in zip("abc", question.options, strict=False) if one.correct]
    assert "".join(letters) == right


def test_a_title_above_the_columns_is_told():
    with pytest.raises(UsageError, match="1: the first line must name the columns, such as type"):
        spreadsheet.taken(b"My coins,,\ntype,topic,level,stem\n", PATH, "mine")


def test_the_help_lists_every_column(capsys):
    with pytest.raises(SystemExit):
        parsing.parser({"bank": COMMANDS["bank"]}).parse_args(["bank", "import", "--help"])
    told = re.findall(r"\w+", capsys.readouterr().out)
    assert [name for name in spreadsheet.columns() if name not in told] == []
