"""Patterns of words, as the author of a rubric writes them, and where an answer fits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

from quizapp.answers.words.lexicon import Lexicon
from quizapp.answers.words.points import Wording
from quizapp.answers.words.said import Element, Said, Span, Spans, Stretch, Word
from quizapp.answers.words.speech import SPEECH
from quizapp.answers.words.steps import Steps
from quizapp.answers.words.tokens import Phrases, phrase_tokens

WITHIN_ALL: Final = 25
WITHIN_SEQUENCE: Final = 14
WITHIN_ANSWER: Final = 20_000
"""Tokens that a match may take, unless the pattern says."""
NEAR: Final = 3
"""Tokens before and after a fit in which a pattern's `not` is looked for."""
MOST_FITS: Final = 40
"""Fits of one pattern that are looked at in one stretch of an answer."""
_MOST_TRIED: Final = 6
"""Places of one element that are tried beside those of the others."""
_STEPS_OF_A_STRETCH: Final = 5
"""Steps that looking for one element in one stretch counts for."""


class Fit(NamedTuple):
    """A place in an answer where a pattern fits."""

    stretch: Stretch
    """The part of the answer that it was looked for in."""
    start: int
    end: int
    used: frozenset[int]
    """The tokens that the pattern's own words stand for."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Elements in one stretch of an answer, close to each other."""

    elements: tuple[Element, ...]
    ordered: bool
    within: int
    scope: str = "sentence"
    without: tuple[Element, ...] = ()
    """What may not stand in a fit or near to it."""
    negative: bool = False
    """Whether it has to be negated, as in "does not vanish"."""

    def fits(self, said: Said) -> Iterator[Fit]:
        """Yield where it fits in an answer, the tightest fit from each beginning."""
        everywhere = []
        for element in self.elements:
            found = said.spans(element)
            if not found:
                return
            everywhere.append(found)
        barred = [said.spans(element) for element in self.without]
        find = self._in_order if self.ordered else self._in_any_order
        for stretch in said.stretches(self.scope, min(everywhere, key=len)):
            inside = [spans.inside(stretch) for spans in everywhere]
            said.steps.take(sum(map(len, inside)) + _STEPS_OF_A_STRETCH * len(inside))
            if all(inside):
                for chosen in islice(find(inside, said.steps), MOST_FITS):
                    fit = _fit(stretch, chosen)
                    if not any(spans.between(*_near(fit), 1) for spans in barred):
                        yield fit

    def _in_order(self, inside: Sequence[Spans], steps: Steps) -> Iterator[list[Span]]:
        for first in inside[0]:
            steps.take(len(inside))
            chain = [first]
            for following in inside[1:]:
                after = following.first_from(chain[-1][1])
                if after is None:
                    break
                chain.append(after)
            if len(chain) == len(inside) and chain[-1][1] - first[0] <= self.within:
                yield chain

    def _in_any_order(self, inside: Sequence[Spans], steps: Steps) -> Iterator[list[Span]]:
        for start in sorted({span[0] for spans in inside for span in spans}):
            steps.take(len(inside))
            window = [spans.between(start, start + self.within, _MOST_TRIED) for spans in inside]
            chosen = _disjoint(window, steps) if all(window) else None
            if chosen is not None and min(one[0] for one in chosen) == start:
                yield chosen


class Vocabulary:
    """Reads the patterns of a bank, in its wording."""

    def __init__(self, wording: Wording) -> None:
        self._lexicon = Lexicon({**SPEECH, **wording.lexicon})
        self._elements: dict[str, Element] = {}
        self.phrases = Phrases(wording.canonical)
        """The phrases that are one token."""

    def pattern(self, written: Any) -> Pattern:  # noqa: ANN401 - as a bank holds it
        """Return a pattern as an author wrote it: a phrase, or a mapping with seq or all."""
        if isinstance(written, str):
            element = self.element(written)
            longest = max((len(phrase) for phrase in element.phrases), default=1)
            return Pattern(elements=(element,), ordered=True, within=longest)
        ordered = "seq" in written
        scope = written.get("scope") or "sentence"
        within = WITHIN_SEQUENCE if ordered else WITHIN_ALL
        if scope == "answer":
            within = WITHIN_ANSWER
        return Pattern(
            elements=tuple(map(self.element, written["seq" if ordered else "all"])),
            ordered=ordered,
            within=written.get("within") or within,
            scope=scope,
            without=tuple(map(self.element, written.get("not") or ())),
            negative=written.get("polarity") == "negative",
        )

    def swallowed(self, patterns: Iterable[Pattern], texts: Iterable[str]) -> list[str]:
        """Return the words of patterns that stand in texts, and only within one-token phrases.

        "smooth*" doesn't find "label smoothing" where that is read as one token.
        """
        texts = tuple(texts)
        apart = {one for text in texts for token in phrase_tokens(text, _NONE) for one in token[:2]}
        read = {
            one
            for text in texts
            for token in phrase_tokens(text, self.phrases)
            for one in token[:2]
        }
        return sorted(
            {
                f"{word.word}{'*' * word.prefix}"
                for pattern in patterns
                for element in pattern.elements
                if not any(_any_is(word, read) for phrase in element.phrases for word in phrase)
                for phrase in element.phrases
                for word in phrase
                if len(phrase) == 1 and _any_is(word, apart)
            }
        )

    def element(self, written: str) -> Element:
        """Return what one text of a pattern looks for; the same for the same text."""
        if written not in self._elements:
            phrases = map(self._words, dict.fromkeys(self._lexicon.phrases(written)))
            found = tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
            self._elements[written] = Element(found)
        return self._elements[written]

    def _words(self, phrase: str) -> tuple[Word, ...]:
        words: list[Word] = []
        plain: list[str] = []
        for part in phrase.split():
            if len(part) > 1 and part.endswith("*"):
                words += self._plain(plain)
                plain = []
                words.append(Word(stem_of_prefix(part[:-1]), True))
            else:
                plain.append(part)
        return (*words, *self._plain(plain))

    def _plain(self, parts: Sequence[str]) -> list[Word]:
        if not parts:
            return []
        return [Word(token.stem, False) for token in phrase_tokens(" ".join(parts), self.phrases)]


_NONE: Final = Phrases({})


def _any_is(word: Word, texts: Iterable[str]) -> bool:
    return any(text.startswith(word.word) if word.prefix else text == word.word for text in texts)


def stem_of_prefix(prefix: str) -> str:
    """Return a prefix as the words that it is to begin are spelled."""
    return prefix.lower().removesuffix("iz") + "is" if prefix.endswith("iz") else prefix.lower()


def _near(fit: Fit) -> Span:
    """Return a fit with the few tokens before and after it."""
    return max(fit.start - NEAR, fit.stretch.begin), min(fit.end + NEAR, fit.stretch.end)


def _fit(stretch: Stretch, spans: Sequence[Span]) -> Fit:
    used = frozenset(place for start, end in spans for place in range(start, end))
    return Fit(stretch, min(used), max(used) + 1, used)


def _disjoint(
    window: Sequence[Sequence[Span]], steps: Steps, taken: tuple[Span, ...] = ()
) -> list[Span] | None:
    """Return a span for each element so that no two overlap, if there are some."""
    if not window:
        return list(taken)
    for span in window[0]:
        steps.take()
        if all(span[1] <= other[0] or other[1] <= span[0] for other in taken):
            found = _disjoint(window[1:], steps, (*taken, span))
            if found is not None:
                return found
    return None
