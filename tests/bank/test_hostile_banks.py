"""Banks made to hang, crash or flood: each is data or errors, soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from quizapp.bank.reader import read_text
from quizapp.errors import BankError

HEAD = "schema: 1\nquestions:\n"
QUESTION = """\
  - id: one
    type: numeric
    topic: x
    level: 1
    stem: What?
    answer: 1
"""
MANY = "".join(QUESTION.replace("one", f"q{count}") for count in range(2_000))
SIZE = 3_900_000
PATIENCE = 5
"""Seconds, several times what the slowest takes, so that a busy machine fails nothing."""


def added(field: str) -> str:
    return f"{HEAD}{QUESTION}    {field}\n"


HOSTILE = {
    "open brackets": ("[" * SIZE, "nested more than 30 levels deep"),
    "open lists": ("- " * (SIZE // 2), "nested more than 30 levels deep"),
    "open keys": ("? " * (SIZE // 2), "nested more than 30 levels deep"),
    "one long tag": ("!" * SIZE, "is a tag"),
    "many entries": ("[" + "a," * (SIZE // 2) + "]", "more than 100,000 values"),
    "many duplicate keys": ("a: 1\n" * (SIZE // 5), "'a' appears twice (first on line 1)"),
    "many anchors": ("- &a b\n" * (SIZE // 8), "'&a' is an anchor"),
    "control characters": ("\x07" * SIZE, "this isn't text: it has 100 control characters"),
    "one long text": (added("title: " + "x" * SIZE), "title is longer than 20,000 characters"),
    "one long name": (added("x" * 900 + ": 1"), "unknown field 'xxx"),
    "many unknown fields": (
        added("\n    ".join(f"x{count}: 1" for count in range(20_000))),
        "unknown field 'x0'",
    ),
    "many parameters": (
        added("draw:\n" + "".join(f"      t{count}: index(3)\n" for count in range(20_000))),
        "draw has more than 100 names",
    ),
    "nested parentheses": (added("reject: " + "(" * 19_000), "longer than 2,000 characters"),
    "many bad questions": (HEAD + MANY.replace("level", "leval"), "unknown field 'leval'"),
    "one question many times": (HEAD + QUESTION * 2_000, "the id 'one' is already used on line 3"),
}


def problems(text: str):
    with pytest.raises(BankError) as caught:
        read_text(text, Path("hostile.yaml"))
    return caught.value.problems


@pytest.mark.thorough
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bank_is_refused_soon_and_briefly(name):
    text, message = HOSTILE[name]
    start = time.process_time()
    found = problems(text)
    assert time.process_time() - start < PATIENCE
    assert any(message in problem.message for problem in found)
    assert len(found) <= 1_001
    assert max(len(problem.message) for problem in found) < 300


def test_reading_stops_after_too_many_problems_and_says_so():
    found = problems(HEAD + MANY.replace("level", "leval"))
    assert len(found) == 1_001
    assert found[-1].message == ("too many problems, so I stopped here; fix the ones above first")


def test_yaml_that_is_wrong_throughout_is_told_a_thousand_times_at_most():
    assert len(problems("- &a b\n" * 2_000)) == 1_000


def test_a_file_of_control_characters_is_told_once_to_be_no_text():
    assert [problem.message for problem in problems("\x07" * 5_000)] == [
        "this isn't text: it has 100 control characters or more, the first U+0007; open it in an "
        "editor and save it as UTF-8"
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wider_characters_are_told_once_by_their_name(encoding):
    text = (HEAD + QUESTION).encode(encoding).decode("utf-8")
    assert [problem.message for problem in problems(text)] == [
        "this is UTF-16 or UTF-32 and not UTF-8; save it as UTF-8"
    ]


def test_one_text_full_of_mistakes_is_told_of_its_first():
    assert len(problems(added("hints: ['" + "{{ r }}" * 500 + "']"))) == 20


def test_thousands_of_questions_are_read():
    start = time.process_time()
    assert len(read_text(HEAD + MANY, Path("large.yaml")).questions) == 2_000
    assert time.process_time() - start < PATIENCE
