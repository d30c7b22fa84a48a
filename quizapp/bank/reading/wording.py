"""What bounds the rubrics of a bank, so that looking for them in an answer soon ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from quizapp.answers.words.lexicon import MOST_IN_ALL, MOST_PHRASES, Lexicon
from quizapp.answers.words.speech import SPEECH
from quizapp.bank.reading.contradictions import entries, items_of
from quizapp.bank.reading.nodes import Entry, Mapping, Scalar, Sequence, YamlNode
from quizapp.bank.reading.yaml_errors import Complaint, shown

MOST_PATTERNS: Final = 500
"""Patterns of one rubric, those of its misconceptions among them."""
LONGEST_RUBRIC: Final = 30_000
"""Characters of all the phrases that one rubric looks for."""
MOST_CANONICAL: Final = 1_000
"""Phrases of a bank that are read as one token."""
LONGEST_CANONICAL: Final = 20_000
"""Characters of all of them."""


def faults(bank: YamlNode) -> Iterator[Complaint]:
    """Yield what is too much in the wording and the rubrics of a bank, at its place."""
    fields = entries(bank)
    if "canonical" in fields:
        yield from _canonical_faults(fields["canonical"])
    written = entries(fields["lexicon"].value) if "lexicon" in fields else {}
    texts = {name: _texts(entry.value) for name, entry in written.items()}
    own = ((name, tuple(one.text for one in found)) for name, found in texts.items())
    lexicon = _lexicon(tuple(own))
    yield from _lexicon_faults(lexicon, texts)
    for question in items_of(bank, "questions"):
        yield from _rubric_faults(question, lexicon)


@lru_cache(maxsize=8)
def _lexicon(own: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    """Return what is known to all banks with the names of one, which most banks have none of."""
    return Lexicon({**SPEECH, **dict(own)})


def _canonical_faults(field: Entry) -> Iterator[Complaint]:
    phrases = [one for entry in entries(field.value).values() for one in _texts(entry.value)]
    place = field.line, field.column
    if len(phrases) > MOST_CANONICAL:
        message = f"canonical has {len(phrases):,} phrases; it can have {MOST_CANONICAL:,} at most"
        yield *place, message
    length = sum(len(phrase.text) for phrase in phrases)
    if length > LONGEST_CANONICAL:
        message = f"canonical has {length:,} characters; it can have {LONGEST_CANONICAL:,} at most"
        yield *place, message


def _lexicon_faults(lexicon: Lexicon, texts: dict[str, list[Scalar]]) -> Iterator[Complaint]:
    for name, other in pairwise(lexicon.cycle[:2]):
        text = next(one for one in texts[name] if other in lexicon.names(one.text))
        way = " → ".join(f"@{shown(one)}" for one in lexicon.cycle[:5])
        message = f"'@{shown(name)}' leads back to itself ({way}); leave one of them out"
        yield text.line, text.column, message
    for name, found in texts.items():
        if found and lexicon.size(f"@{name}")[0] > MOST_PHRASES:
            message = f"'@{shown(name)}' stands for more than {MOST_PHRASES:,} phrases; shorten it"
            yield found[0].line, found[0].column, message
    if lexicon.is_too_large:
        first = next(found[0] for found in texts.values() if found)
        message = f"the lexicon stands for more than {MOST_IN_ALL:,} phrases in all; shorten it"
        yield first.line, first.column, message


def _rubric_faults(question: YamlNode, lexicon: Lexicon) -> Iterator[Complaint]:
    patterns = [
        pattern
        for name in ("rubric", "misconceptions")
        for point in items_of(question, name)
        for field in ("match", "refute")
        for pattern in items_of(point, field)
    ]
    patterns += [item for item in items_of(question, "accepts") if isinstance(item, Mapping)]
    if len(patterns) > MOST_PATTERNS:
        first = patterns[MOST_PATTERNS]
        message = f"the rubric has {len(patterns):,} patterns; it can have {MOST_PATTERNS} at most"
        yield first.line, first.column, message
        return
    length = 0
    seen: set[str] = set()
    for text in (text for pattern in patterns for text in _elements(pattern)):
        if text.text in seen:
            continue
        seen.add(text.text)
        count, characters = lexicon.size(text.text)
        if count > MOST_PHRASES:
            message = f"this stands for more than {MOST_PHRASES:,} phrases; shorten it"
            yield text.line, text.column, message
        length += characters + count
        if length > LONGEST_RUBRIC:
            message = (
                f"the rubric's phrases, with their synonyms, are longer than {LONGEST_RUBRIC:,} "
                "characters from here on; shorten them"
            )
            yield text.line, text.column, message
            return


def _elements(pattern: YamlNode) -> list[Scalar]:
    """Return the texts that a pattern looks for."""
    if isinstance(pattern, Mapping):
        lists = (items_of(pattern, name) for name in ("seq", "all", "not"))
        return [item for items in lists for item in items if isinstance(item, Scalar)]
    return [pattern] if isinstance(pattern, Scalar) else []


def _texts(node: YamlNode) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else ()
    return [item for item in items if isinstance(item, Scalar)]
