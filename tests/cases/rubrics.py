"""Rubrics made to take as long as what is read can, each with the answer that makes it so."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, product
from string import ascii_lowercase
from typing import Any

from quizapp.answers.words.tokens import LONGEST_ANSWER

ALPHABET = ascii_lowercase.replace("s", "")  # a final s is an inflection


def bank(
    patterns: Iterable[Any],
    *,
    lexicon: dict[str, list[str]] | None = None,
    canonical: dict[str, list[str]] | None = None,
) -> str:
    """Return a bank with one open question that looks for some patterns."""
    head = f"schema: 1\ncanonical: {_yaml(canonical or {})}\nlexicon: {_yaml(lexicon or {})}\n"
    question = "  - {id: q, type: open, topic: x, level: 1, stem: Why?, model_answer: So.,"
    rubric = f"[{{id: it, text: It., match: {_yaml(list(patterns))}}}]"
    return f"{head}questions:\n{question}\n     rubric: {rubric}}}\n"


def _yaml(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_yaml(one)}" for key, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_yaml, value)) + "]"
        case str():
            return f"'{value}'"
        case _:
            return str(value)


def made(length: int, count: int) -> list[str]:
    """Return different words of a length."""
    return ["".join(letters) for letters in islice(product(ALPHABET, repeat=length), count)]


def repeated(text: str) -> str:
    """Return an answer of a text again and again."""
    return (text * (LONGEST_ANSWER // len(text) + 1))[:LONGEST_ANSWER]


def many(words: Iterable[str], most: int = 30_000) -> list[str]:
    """Return as many words as a rubric can have, in texts of 50."""
    found: list[str] = []
    length = 0
    for word in words:
        length += len(word) + 1
        if length > most:
            break
        found.append(word)
    return ["|".join(found[start : start + 50]) for start in range(0, len(found), 50)]


_A = repeated("a ")
_NEAR = ["b" + "".join(letters) for letters in product("acdefg", repeat=5)]
_WIDE = {"within": 1_000, "scope": "answer"}

HOSTILE: dict[str, tuple[str, str]] = {
    "equal words in any order": (bank([{"all": ["a"] * 12, **_WIDE}]), _A),
    "words in any order that never all fit": (
        bank([{"all": ["a|b", *["a|b|c|d|e|f"] * 10, "b"], **_WIDE}]),
        repeated("a b c d e f g g g g g g "),
    ),
    "a crowd for too few places": (
        bank([{"all": ["a b", *[f"a b|{letter}" for letter in "cdefghijkl"], "a b"], **_WIDE}]),
        repeated("c d e f g h i j k l a b "),
    ),
    "many sequences that are too long": (
        bank([{"seq": ["a"] * 12, "within": 1, "scope": "answer"}] * 500),
        _A,
    ),
    "many sequences that end nowhere": (
        bank([{"seq": [*["a"] * 11, "b"], **_WIDE}] * 500),
        "b " + _A,
    ),
    "many pairs of sentences": (
        bank([{"all": ["a", "b"], "scope": "pair", "within": 1}] * 500),
        repeated("a. b. "),
    ),
    "many patterns, all denied": (bank(["a"] * 500), repeated("not a. ")),
    "many phrases of two words": (
        bank(many(f"a {word}" for word in made(2, 20_000))),
        " ".join(f"a {word}" for word in made(2, 4_000)),
    ),
    "phrases of one word again and again": (
        bank(many(" ".join("a" * count) for count in range(1, 300))),
        _A,
    ),
    "very short phrases": (
        bank(many(made(1, 25) + made(2, 600) + made(3, 20_000))),
        repeated(" ".join(made(3, 5_000)) + " "),
    ),
    "words that are almost alike": (bank(many(_NEAR)), repeated(" ".join(_NEAR[::-1]) + " ")),
    "beginnings of everything": (
        bank(many(f"{'a' * count}*" for count in range(1, 300))),
        repeated("".join(f"{'a' * count} " for count in range(1, 190))),
    ),
    "a name that stands for many": (
        bank(["@x"], lexicon={"x": [f"a {word}" for word in made(2, 600) + made(3, 1_400)]}),
        _A,
    ),
    "many canonical phrases": (
        bank(["z"], canonical={"t": [f"a a a a {word}" for word in made(3, 1_000)]}),
        _A,
    ),
    "canonical words that are almost alike": (
        bank(["z"], canonical={"t": _NEAR[:1_000]}),
        repeated(" ".join(_NEAR[::-1]) + " "),
    ),
    "long canonical phrases": (
        bank(["z"], canonical={"t": [" ".join("a" * count) for count in range(2, 140)]}),
        _A,
    ),
    "a sentence in each character": (bank(["z"]), "ﷺ" * LONGEST_ANSWER),
    "one long word": (bank(["a*", "b"]), "a" * LONGEST_ANSWER),
    "stops alone": (bank(["a"]), "." * LONGEST_ANSWER),
    "one word a sentence": (bank(["a", {"all": ["a", "b"]}]), repeated("a. ")),
    "one word a line": (bank(["b"] * 500), repeated("a\n")),
}
