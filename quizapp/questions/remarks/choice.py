"""What is unwise about the options of a choice question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from quizapp.questions.base import FieldRemark
from quizapp.questions.choice import ChoiceQuestion, ChoiceVariant
from quizapp.text import prose

MUCH_LONGER: Final = 1.5
"""How many times as long as every wrong option the right ones may be."""
_MUCH: Final = 15
"""Characters that are no difference."""

_BY_PLACE: Final = re.compile(
    r"(?i:\b(?:all|none|both|any|either|neither|each|some|most|one|two|three)\s+of\s+the\s+"
    r"(?:above|below|following|preceding|previous|first|last)\b(?!-))"
    r"|(?i:\b(?:above|preceding|previous)\s+(?:options?|answers?|choices?|statements?)\b)"
    r"|(?i:\b(?:options?|answers?|choices?|statements?)\s+(?:above|below)\b)"
    r"|\b(?i:options?|answers?|choices?)\s+\(?[A-H]\b"
    r"|^\W*(?i:both|neither|only|either)?\s*\(?[A-H]\)?\s*(?:,|and|or|nor|&)\s*\(?[A-H]\)?\W*$"
    r"|^\W*(?i:both|neither|only|either)\s+\(?[a-h]\)?\s*(?:and|or|nor|&)\s*\(?[a-h]\)?\W*$"
)
"""An option that points at others by where they stand."""


def remarks(variants: Sequence[ChoiceVariant]) -> Iterator[FieldRemark]:
    """Yield what is unwise about the options of a question's variants."""
    if not variants:
        return
    yield from _standing_out(variants[0])
    for option in variants[0].options:
        found = _BY_PLACE.search(prose.plain(option.text, quotes=False))
        if found:
            yield (
                "options",
                f"'{found[0].strip()}' points at other options by their place, and options are "
                "shuffled: write out what it means, or mark several options as correct",
            )
            return


def written(question: ChoiceQuestion) -> Iterator[FieldRemark]:
    """Yield what is unwise about the options as their author wrote them."""
    options = question.options
    if all(option.correct for option in options):
        yield "options", "every option is correct: add a tempting wrong one"
    if any(not option.correct and not option.why for option in options):
        yield (
            "options",
            "a wrong option has no reason: add 'why' and say why it tempts people",
        )


def _standing_out(variant: ChoiceVariant) -> Iterator[FieldRemark]:
    """Yield right options that stand out by their length."""
    lengths = {
        correct: [
            len(prose.plain(option.text, quotes=False))
            for option in variant.options
            if option.correct is correct
        ]
        for correct in (True, False)
    }
    right, wrong = min(lengths[True], default=0), max(lengths[False], default=0)
    if wrong and right > MUCH_LONGER * wrong and right - wrong > _MUCH:
        yield (
            "options",
            f"the right option is much longer than the others ({right} characters, not {wrong}), "
            "which gives it away: shorten it, or lengthen the wrong ones",
        )
