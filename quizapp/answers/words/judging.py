"""Say which points of a rubric an answer seems to make; the learner has the last word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from quizapp.answers.words.findings import Finding, Findings, Status
from quizapp.answers.words.opposites import opposed, orders
from quizapp.answers.words.patterns import Vocabulary
from quizapp.answers.words.points import Misconception, Point, Wording
from quizapp.answers.words.search import PLAIN, Search, Sought, is_fitted
from quizapp.answers.words.tokens import phrase_tokens, sentences

SEVERAL: Final = 2
"""Points of which an answer says the reverse, from which on no word of it is taken as right."""


class Judge:
    """Looks for the points of one rubric.

    Parameters
    ----------
    points, misconceptions
        What is looked for.
    wording
        What their patterns are written in.
    """

    def __init__(
        self, points: Sequence[Point], misconceptions: Sequence[Misconception], wording: Wording
    ) -> None:
        self._vocabulary = Vocabulary(wording)
        read = self._vocabulary.pattern
        self._points = [self._sought(point) for point in points]
        self._misconceptions = [
            (
                misconception.id,
                tuple(map(read, misconception.match)),
                frozenset(misconception.blocks),
            )
            for misconception in misconceptions
        ]

    def swallowed(self, match: Iterable[Any], texts: Iterable[str]) -> list[str]:
        """Return words of patterns that texts have, and no answer can be found by."""
        return self._vocabulary.swallowed(map(self._vocabulary.pattern, match), texts)

    def _sought(self, point: Point) -> Sought:
        read = self._vocabulary.pattern
        examples = [self._stems(text) for text in point.examples]
        told = [frozenset(words) - PLAIN for words in (self._stems(point.text), *examples)]
        words = frozenset().union(*told)
        return Sought(
            point.id,
            match=tuple(map(read, point.match)),
            refute=tuple(map(read, point.refute)),
            words=words,
            alone=frozenset(word for words in told[1:] if len(words) == 1 for word in words),
            opposed=opposed(words),
            told=tuple(told),
            orders=orders(examples),
        )

    def _stems(self, text: str) -> list[str]:
        return [token.stem for token in phrase_tokens(text, self._vocabulary.phrases)]

    def judge(self, answer: str) -> Findings:
        """Return what the words of an answer say of each point.

        An answer that states a misconception, or says the reverse of several points, may be wrong
        where its words are right, so that none of its points is covered: all that was found is
        asked about.
        """
        search = Search(answer, sentences(answer, self._vocabulary.phrases))
        matched = {point.id: search.matches(point.match) for point in self._points}
        refuted = {sought.id: search.matches(sought.refute).clean for sought in self._points}
        turned = {
            sought.id
            for sought in self._points
            if search.is_turned(sought, matched[sought.id].clean, refuted[sought.id])
        }
        stated: list[Finding] = []
        blocked = set(turned)
        for identity, patterns, blocks in self._misconceptions:
            claims = search.matches(patterns).clean
            defended = [
                fit
                for one in blocks.intersection(matched)
                for fit in matched[one].clean
                if not any(fit.used <= refute.used for refute in refuted[one])
            ]
            accused = next(
                (
                    fit
                    for fit in claims
                    if not (search.is_bound(fit, defended) or is_fitted(fit, defended))
                ),
                None,
            )
            if claims:
                blocked |= blocks
            if accused:
                stated.append(Finding(identity, Status.COVERED, search.quote(accused)))
        doubted = bool(stated) or len(turned) >= SEVERAL
        points = tuple(
            search.finding(sought, matched[sought.id], asked=doubted or sought.id in blocked)
            for sought in self._points
        )
        return Findings(points, tuple(stated))
