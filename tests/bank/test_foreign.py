"""A file that is no bank is told as what it seems to be, and a bank never is."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from quizapp.authoring import installed
from quizapp.bank import reader
from quizapp.bank.reading import foreign
from quizapp.errors import BankError

SHIPPED = sorted((Path(__file__).parents[2] / "question_bank").rglob("*.yaml"))
GIFT = "// numbers\n::sum:: What is 2 + 2? {\n  =4 #right\n  ~3\n  ~5\n}\n"
TEXTS = {
    "GIFT": (GIFT, "a GIFT file"),
    "GIFT, true or false": ("The sky is blue.{T}\n\nWater is dry.{FALSE}\n", "a GIFT file"),
    "GIFT, a number": ("What is pi? {#3.14:0.01}\n", "a GIFT file"),
    "Markdown": ("# Questions\n\n**What is entropy? ⭐**\n\nA measure.\n", "Markdown"),
    "a list to tick": ("What is it?\n\n- [ ] this\n- [x] that\n", "Markdown"),
    "headings": ("### Q1. What is a loss?\nAnswer: a number\n", "Markdown"),
    "JSON": (json.dumps([{"question": "What?", "options": ["a", "b"]}]), "JSON"),
    "JSON, indented": (json.dumps({"results": [{"id": 1, "answer": "b"}]}, indent=2), "JSON"),
    "JSON, a line each": ('{"id": 1, "topic": "x"}\n{"id": 2, "topic": "y"}\n', "JSON"),
    "a notebook": (json.dumps({"cells": [], "nbformat": 4}), "a Jupyter notebook"),
    "a long JSON": (json.dumps([{"question": "x" * 50}] * 2_000), "JSON"),
    "Moodle": ('<?xml version="1.0"?>\n<quiz>\n<question type="essay">', "Moodle XML"),
    "HTML": ("<!DOCTYPE html>\n<html><body>", "HTML"),
    "Anki's export": ("#separator:tab\n#html:true\nfront\tback\n", "notes exported from Anki"),
    "Aiken": ("Which?\nA. this\nB. that\nANSWER: B\n", "an Aiken file"),
    "Org": ("* What is it? :drill:\n:PROPERTIES:\n:END:\nThis.\n", "an Org file"),
    "a table": ("question;answer;level\nWhat?;this;1\nAnd?;that;2\n", "a table"),
}


@pytest.mark.parametrize(("text", "kind"), TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("name", ["questions.txt", "questions.yaml"])
def test_a_text_in_another_format_is_told_as_that_with_what_to_do(tmp_path, text, kind, name):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BankError) as refused:
        installed.take_in(path, tmp_path / "banks")
    (problem,) = refused.value.problems
    assert problem.message == f"this looks like {kind}, not a bank: {foreign.ADVICE[kind]}"


@pytest.mark.parametrize(
    ("holds", "kind"),
    [
        ("collection.anki21b", "an Anki deck"),
        ("xl/workbook.xml", "an Excel workbook"),
        ("word/document.xml", "a Word document"),
        ("mine.yaml", "a zip archive"),
    ],
)
def test_an_archive_is_known_by_what_it_holds(tmp_path, holds, kind):
    path = tmp_path / "questions"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("first", bytes(range(256)))
        packed.writestr(holds, b"\x85" * 1_000)
    assert foreign.seems(path.read_bytes(), path.name) == kind
    with pytest.raises(BankError, match=f"looks like {kind}"):
        reader.read(path)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"SQLite format 3\0\x10", "an SQLite database"),
        (b"%PDF-1.7\n\xe2\xe3", "a PDF"),
        (b"\x1f\x8b\x08\0", "a compressed archive"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(tmp_path, start, kind):
    path = tmp_path / "questions.yaml"
    path.write_bytes(start + b"\xff" * 50)
    with pytest.raises(BankError, match=f"looks like {kind}"):
        reader.read(path)


def test_a_file_too_large_to_be_read_is_known_by_its_name(tmp_path):
    path = tmp_path / "deck.apkg"
    path.write_bytes(b"\0" * 20_000_000)
    with pytest.raises(BankError, match="looks like an Anki deck"):
        reader.read(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.parametrize("name", ["own.yaml", "own.txt", "own.md"])
def test_no_bank_is_taken_for_something_else(path, name):
    assert foreign.seems(path.read_bytes(), name) == ""


@pytest.mark.parametrize(
    "text",
    [
        "schema: 1\nquestions:\n  - {id: a, type: numeric}\n",
        '{"schema": 1, "questions": []}',
        "# my bank\n\n# with remarks\nqestions:\n  - id: a\n    type: numeric\n",
        "schema: 1\nquestions:\n  - id: a\n    stem: |\n      ```\n      {=1}\n      ```\n  oops",
        "- id: a\n  type: numeric\n  topic: x\n",
        "just a sentence\n",
        "",
    ],
)
def test_a_bank_with_mistakes_keeps_its_messages(text):
    with pytest.raises(BankError) as refused:
        reader.read_text(text, Path("own.yaml"))
    assert "looks like" not in str(refused.value)
