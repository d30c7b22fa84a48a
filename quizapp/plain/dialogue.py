"""What practice and interviews have in common line by line: what is read and what is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from quizapp.answers.words.findings import Status
from quizapp.errors import UnreadableError
from quizapp.learning.confidence import on_offer
from quizapp.questions.base import Reading, Variant
from quizapp.reports.grading import HOW_FOUND
from quizapp.text.blocks import in_sight
from quizapp.text.lines import lines
from quizapp.text.phrases import percent
from quizapp.text.prose import plain
from quizapp.text.suggestions import one_of
from quizapp.text.visible import safe

Say = Callable[[str], None]
"""Prints a line."""


class StoppedError(Exception):
    """The learner wants to stop, or there is no more input."""


def line_of(source: TextIO) -> str:
    """Return the next line.

    Raises
    ------
    StoppedError
        When it says to stop, or there is none.
    """
    line = source.readline()
    if not line or line.strip().lower() in ("stop", "quit", "exit"):
        raise StoppedError
    return line.removesuffix("\n")


def text_of(
    first: str, line: Callable[[], str], keep: Callable[[str], object] = lambda _: None
) -> str:
    """Return an answer of several lines, which ends with an empty one; keep what there is of it."""
    lines = [first]
    while lines[-1].strip():
        keep("\n".join(lines))
        lines.append(line())
    return "\n".join(lines[:-1])


def whole(variant: Variant, raw: str, line: Callable[[], str], say: Say) -> str:
    """Return a response with what is still to be typed of it, asked for piece by piece."""
    asks = variant.asks_next(raw)
    while asks:
        say(asks)
        more = f"{raw}; {line()}"
        try:
            asks, raw = variant.asks_next(more), more
        except UnreadableError as error:
            say(f"I couldn't read that (it doesn't count). {safe(str(error))}")
    return raw


def confidences(variant: Variant) -> dict[str, float]:
    """Return how sure of an answer one can be: as typed, in percent → the probability."""
    return {percent(point).removesuffix("%"): point for point in on_offer(variant.chance)}


def put(variant: Variant, say: Say) -> None:
    """Say what a variant asks, what it offers, and what to type."""
    say("\n".join(lines(variant.asked(), flat=True)))
    offered = lines(in_sight(variant.offered()), flat=True)
    if offered:
        say("\n".join(offered))
    say(variant.prompt)


def judged(variant: Variant, reading: Reading, source: TextIO, say: Say) -> Reading:
    """Show the model answer, and ask point by point what was said."""
    say("Model answer:")
    say(plain(variant.key_text, flat=True))
    if variant.rates:
        return _rated(variant, reading, source, say)
    found = variant.found(reading)
    say(f"{variant.confirmation} Answer y or n.")
    if found and (found.covered or found.unsure):
        say(f"{HOW_FOUND} Press Enter to accept my guess.")
    ticked = []
    guesses = {finding.id: finding for finding in found.points} if found else {}
    for point in variant.points:
        guess = guesses.get(point.id)
        covered = guess is not None and guess.status is Status.COVERED
        say(plain(f"- {point.shown}", flat=True))
        if guess is None:
            pass
        elif guess.quote:
            doubt = "" if covered else " – did you mean that?"
            say(f"  You wrote: {safe(guess.quote)}{doubt}")
        elif guess.nearest:
            say(f"  Nearest to it, you wrote: {safe(guess.nearest)}")
        said = line_of(source).strip().lower()
        if said in ("y", "yes") or (covered and said == ""):
            ticked.append(point.id)
    return variant.judged(reading, tuple(ticked))


def _rated(variant: Variant, reading: Reading, source: TextIO, say: Say) -> Reading:
    """Ask how the learner rates the answer, until that is said."""
    ratings = [point.id for point in variant.points]
    asks = f"{variant.confirmation} Type {one_of(ratings)}."
    while True:
        say(asks)
        said = line_of(source).strip().lower()
        for rating in ratings:
            if said and rating.startswith(said):
                return variant.judged(reading, (rating,))
