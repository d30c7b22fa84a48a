"""The field of a bank that says which words are looked for."""

from __future__ import annotations

from typing import Final

from quizapp.questions.kinds import Field, ListOf, OneOf, Phrase, Record, Whole

_MOST_ELEMENTS: Final = 12
"""Phrases that one pattern can put beside each other."""

PATTERN: Final = Record(
    "pattern",
    (
        Field("seq", ListOf(Phrase(), 1, _MOST_ELEMENTS), "phrases that must come in this order"),
        Field("all", ListOf(Phrase(), 1, _MOST_ELEMENTS), "phrases that must come in any order"),
        Field(
            "within",
            Whole(1, 1_000),
            "words they may span (14 for seq, 25 for all; no limit for scope: answer)",
        ),
        Field("scope", OneOf(("sentence", "pair", "answer")), "where all the phrases must occur"),
        Field("not", ListOf(Phrase(), 1, _MOST_ELEMENTS), "phrases that must be absent"),
        Field("polarity", OneOf(("negative",)), "the claim must be negated"),
    ),
)
