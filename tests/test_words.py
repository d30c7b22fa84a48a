"""The words that a user reads follow the style of the project, as far as a pattern can tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quizapp"
PAGES = ("README.md", "CHANGELOG.md", "question_bank/README.md", "question_bank/REFERENCE.md")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "engine")

UNWANTED = {
    r"practis(?:e|es|ed|ing)\b": "British only: write start, work on, or the noun practice",
    r"\blearnt\b|\bfor ever\b|\bper cent\b": "British only: write learned, keep, percent",
    r"\bsomebody\b|\banybody\b|\bnobody\b": "write someone, anyone, no one",
    r"\bmend(?:ed|ing|s)?\b": "write fix",
    r"the other way round": "British only: write reversed, or swapped",
    r"\bunless said\b|\bcan be said\b": "write default: X, or can be repeated",
    r"\bis there (?:already|twice)\b": "write already exists, or appears twice",
    r"\basks? on\b|\basked on\b": "write follow-up",
    r"\bin line \d": "of a file, write on line 3",
    r"\bnever closed\b": "write isn't closed",
    r"\d %(?!\()": "write 12%, without a space",
    r"\be-mail|\bchat bot\b": "write email, chatbot",
    r"\b(?:normal|recogn|optim|token)is(?:e|ed|es|er|ing|ation)\b": "write -ize, as both sides do",
    r"\bof the truth\b": "write of the true distribution",
    r"\bwere asked\b": "write the question asks for",
    r"\bby the logits?\b": "write with respect to the logit",
    r"\bhow probable\b": "write what the probability is",
    r"\b(?:is|are) no (?!longer\b|more\b)": "write isn't a, or no X called Y, or no X to do",
    r"\bcosts? nothing\b": "write it doesn't count",
    r"^That is ": "write That's",
    r"\blikeliest\b|\bcommonest\b|\bsurest\b": "write most likely, most common, most confident",
}

KEPT = ("asked on",)
"""Names that draw the numbers of a question, and are never shown."""


def shown(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module that aren't documentation, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
            and node.value not in KEPT
        ):
            yield node.lineno, node.value


def unwanted(text: str) -> list[str]:
    return [
        f"'{found[0]}': {instead}"
        for pattern, instead in UNWANTED.items()
        for found in re.finditer(pattern, text, re.IGNORECASE)
    ]


def test_messages_are_in_plain_words():
    assert [
        (f"{path.relative_to(ROOT)}:{line}", one)
        for path in MODULES
        for line, text in shown(path)
        for one in unwanted(text)
    ] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_in_plain_words(name):
    lines = enumerate((ROOT / name).read_text("utf-8").splitlines(), 1)
    assert [(line, one) for line, text in lines for one in unwanted(text)] == []


@pytest.mark.parametrize(
    "text", ["in line 3", "12 %", "Nobody", "never closed", "practising", "is no seed"]
)
def test_an_unwanted_word_is_found(text):
    assert len(unwanted(text)) == 1
