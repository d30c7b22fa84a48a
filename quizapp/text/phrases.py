"""Numbers and names in words, each told in one way by every screen and every report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from math import floor
from typing import Final

from quizapp.text.slip_titles import TITLES
from quizapp.text.visible import safe

NONE: Final = "–"
"""What stands where there is no number."""
RIGHT: Final = "✓"
WRONG: Final = "✗"

STAR: Final = "★"

OTHER_SUBJECTS: Final = "Other subjects"

VERDICTS: Final = {
    "correct": f"{RIGHT} Correct",
    "wrong_unit": "½ Right number, wrong unit",
    "imprecise": "≈ Not precise enough",
    "partial": "◐ Partly correct",
    "incorrect": f"{WRONG} Incorrect",
    "shown": "· Not answered, solution shown",
    "unreadable": "? I couldn't read that (it doesn't count)",
}
"""Each verdict in a sign and words."""

_SPELLED: Final = {
    "bce": "BCE",
    "brier": "Brier",
    "ce": "cross-entropy",
    "gini": "Gini",
    "js": "JS",
    "kl": "KL",
    "wrt": "with respect to",
}


def levels(low: int, high: int) -> str:
    """Return levels in words.

    >>> levels(2, 2), levels(2, 4)
    ('level 2', 'levels 2 to 4')
    """
    return f"level {low}" if low == high else f"levels {low} to {high}"


def percent(share: float | None) -> str:
    """Return a share as shown, in whole percent.

    >>> percent(0.614), percent(None)
    ('61%', '–')
    """
    return NONE if share is None else f"{share:.0%}"


def exact_percent(share: float) -> str:
    """Return a share with all its digits.

    >>> exact_percent(0.002)
    '0.2%'
    """
    return f"{f'{100 * share:.9f}'.rstrip('0').rstrip('.')}%"


def points(score: float) -> str:
    """Return a sum of scores as shown.

    >>> points(27.5), points(1234.0)
    ('27.5', '1,234')
    """
    return f"{floor(10 * score + 0.5) / 10:,.1f}".removesuffix(".0")


def score_of(score: float, count: int) -> str:
    """Return a sum of scores beside the most that it could be.

    >>> score_of(0.786, 13)
    '0.8 of 13'
    """
    return f"{points(score)} of {count:,}"


def duration(seconds: float | None) -> str:
    """Return a time taken as shown, in its two largest units.

    >>> duration(32.4), duration(65), duration(300), duration(7380)
    ('32 s', '1 min 5 s', '5 min', '2 h 3 min')
    """
    if seconds is None:
        return NONE
    minutes, left = divmod(_whole(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (left if not hours else 0, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def rough_duration(seconds: float) -> str:
    """Return a time taken in its largest unit, where there is little room.

    >>> rough_duration(32.4), rough_duration(100), rough_duration(7380)
    ('32 s', '2 min', '2 h')
    """
    minutes = round(seconds / 60)
    if seconds < 60:
        return duration(seconds)
    return f"{minutes} min" if minutes < 100 else f"{round(seconds / 3600)} h"


def clock_face(seconds: float) -> str:
    """Return a time as minutes and seconds.

    >>> clock_face(754.2)
    '12:34'
    """
    minutes, left = divmod(_whole(seconds), 60)
    return f"{minutes}:{left:02d}"


def pace(seconds: float, planned: float) -> str:
    """Return a time taken beside the time planned for it.

    >>> pace(22, 60), pace(62, 45)
    ('0:22 of 1:00', '1:02, over by 0:17')
    """
    over = _whole(seconds) - _whole(planned)
    if over > 0:
        return f"{clock_face(seconds)}, over by {clock_face(over)}"
    return f"{clock_face(seconds)} of {clock_face(planned)}"


def _whole(seconds: float) -> int:
    """Return the seconds that are full, as a clock shows them."""
    return int(seconds + 1e-6)  # a sum of floats may miss a full second by less than that


def day(when: date) -> str:
    """Return a date as shown.

    >>> day(date(2026, 11, 3))
    '3 Nov 2026'
    """
    return f"{short_day(when)} {when.year}"


def short_day(when: date) -> str:
    """Return a date without its year, where that is plain."""
    return f"{when.day} {when:%b}"


def moment(when: datetime) -> str:
    """Return a date and the time of day as shown."""
    return f"{day(when)}, {when:%H:%M}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a number of things in words.

    >>> counted(1, "answer"), counted(1200, "answer"), counted(2, "entry", "entries")
    ('1 answer', '1,200 answers', '2 entries')
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def part_of(count: int, whole: int, noun: str = "") -> str:
    """Return how many of several things, with the verb that fits.

    >>> part_of(1, 2), part_of(0, 2), part_of(2, 3, "pair")
    ('1 of 2 is', '0 of 2 are', '2 of 3 pairs are')
    """
    things = f" {noun}s" if noun else ""
    return f"{count} of {whole}{things} {'is' if count == 1 else 'are'}"


def times(count: int) -> str:
    """Return how often something was, in words.

    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)


def ordinal(place: int) -> str:
    """Return a place in a row, counted from 1.

    >>> ordinal(1), ordinal(3), ordinal(22), ordinal(112)
    ('first', 'third', '22nd', '112th')
    """
    if place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    teens = 10 <= place % 100 < 20
    return f"{place:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def listed(names: Iterable[object], last: str = "and") -> str:
    """Return names in a row, the last two joined by a word.

    >>> listed([1, 2, 3]), listed(["nats", "bits"], "or")
    ('1, 2 and 3', 'nats or bits')
    """
    *before, final = map(str, names)
    return f"{', '.join(before)} {last} {final}" if before else final


def comes_again(missed: int, repaired: int) -> str:
    """Say what becomes of the questions that were missed; nothing where none was.

    Parameters
    ----------
    missed
        How many questions were.
    repaired
        How many of them were right when they came again.

    >>> comes_again(1, 0)
    'You missed 1 question. It comes again until you get it right.'
    >>> comes_again(3, 3)
    'You missed 3 questions, and then got them right. They come again on another day.'
    """
    if not missed:
        return ""
    them = "it" if missed == 1 else "them" if repaired == missed else f"{repaired} of them"
    then = f", and then got {them} right" if repaired else ""
    again, it = ("It comes", "it") if missed == 1 else ("They come", "them")
    until = "on another day" if repaired == missed else f"until you get {it} right"
    return f"You missed {counted(missed, 'question')}{then}. {again} again {until}."


def sentence(text: object) -> str:
    """Return what an error, or a part of a sentence, says as a sentence of its own.

    >>> sentence("the disk is full"), sentence("Set EDITOR first.")
    ('The disk is full.', 'Set EDITOR first.')
    """
    says = str(text)
    return f"{says[:1].upper()}{says[1:].removesuffix('.')}."


def slip_title(slip: str) -> str:
    """Return the name of a slip: its id in words, where it has no better one.

    >>> slip_title("swapped_p_and_q"), slip_title("used_1_minus_p"), slip_title("my-own")
    ('Swapped p and q', 'Used 1 − p', 'My own')
    """
    if slip in TITLES:
        return TITLES[slip]
    words = slip.replace("_", " ").replace("-", " ").replace("1 minus", "1 −").split()
    text = safe(" ".join(_SPELLED.get(word, word) for word in words))
    return f"{text[:1].upper()}{text[1:]}"
