"""What stands around a number: labels, hedges and the unit."""

from __future__ import annotations

import re
from typing import Final, Literal
from unicodedata import normalize

from quizapp.answers.numbers.notation.entries import read_entry
from quizapp.answers.numbers.notation.separators import check_brackets, inside, with_points
from quizapp.answers.numbers.notation.words import (
    CONSTANTS,
    EXAMPLE,
    FUNCTIONS,
    TWO_ANSWERS,
    UNITS,
    meaning_of,
    refuse,
    shown,
)
from quizapp.errors import UnreadableError
from quizapp.quantities import units
from quizapp.quantities.units import BASES, is_multiple
from quizapp.text.suggestions import one_of

_LABELS: Final = (
    r"answer|ans|result|value|(?:cross[- _])?entropy|loss|surprisal|information|divergence"
    r"|perplexity|grad(?:ient)?|total|ce|bce|kl|nll|ppl|jsd|mi|ig"
)
_HEDGES: Final = (
    r"about|approx(?:imately)?|roughly|circa|ca|c|around|nearly|almost|the|my|final|so|i|get|got"
    r"|think|it's|it|its|maybe|probably|to"
)
_NAMED = re.compile(rf"[^\W\d](?![^\W\d])|.*\b(?:{_LABELS})\b", re.I)
_LEAD_IN = re.compile(rf"(?:(?:{_HEDGES}|{_LABELS})(?:\.(?!\d)|(?![\w.(-])) *)+", re.I)
_HEDGE_AT_END = re.compile(r" (?:approx(?:imately)?|roughly|about|or so)$", re.I)
_RELATION = re.compile(r"-{1,2}>|=+>?|:=|\b(?:is|equals)\b", re.I)
_LONE_NUMBER = re.compile(r"(?<![\w.])(?:\d|\.\d)")
_ARGUMENTS = re.compile(r"(?<=[\w'])(?:\([^()\"`:!?#$@&\\]*\)|\[[\w,:| ]*\])+")
_SQUARED = re.compile(r"(?<=[rsσχ])\^\(?2\)?", re.I)
_DIFFERENTIAL = re.compile(r"[d∂∇][^\W\d]*/[d∂][^\W\d]*\w*")
_HYPHENATED = re.compile(r"[^\W\d]+(?<=\w{3})-[^\W\d]+|[^\W\d]+-[^\W\d]{3,}")
_OPERATOR = re.compile(r"[-+*/^|()\[\]√∑∏∫]")
_BARE_FUNCTION = re.compile(rf"\b(?:{'|'.join(FUNCTIONS)})\b(?! ?[^\W\d]{{3,}})", re.I)
_UNKNOWN = re.compile(r"\d[^\W\d]|[-+*/^] ?[^\W\d]|[^\W\d] ?[-+*/^]")
_NUMBER_AND_NAME = re.compile(r"\d\S*[,; \n]\s*[^\W\d]\w*\s*$")
_EQUATION: Final = "That looks like an equation. Type only the answer, as in 0.357."
_MULTIPLE = re.compile(r"[kKMB]|bn|(?i:thousand|million|billion|trillion)s?")
_PER = re.compile(r" ?(?:/|\bper) ?(?:symbol|sample|example|token|event|outcome)$", re.I)


def without_label(text: str, vector: bool = False) -> str:
    """Return what stands after the last equals sign, when what stands before allows it."""
    if re.search(r"[<≤≥≠]|!=|(?<![=-])>", text):
        refuse("Type one number, not an inequality.")
    head, colon, rest = text.partition(":")
    if colon and not rest.startswith("=") and _NAMED.match(head):
        text = f"{head}={rest}"
    *labels, answer = _RELATION.split(text)
    if not answer.strip():
        refuse(f"You left out the number: {EXAMPLE}")
    kinds = [_kind(label.strip()) for label in labels]
    if vector and len(labels) > 1 and all(map(_NUMBER_AND_NAME.search, labels[1:])):
        refuse("Type only the numbers, without names, as in 0.2, 0.5.")
    if None in kinds:
        refuse(_EQUATION if _UNKNOWN.search(labels[kinds.index(None)]) else TWO_ANSWERS)
    if kinds and set(kinds) == {"formula"}:
        refuse(_EQUATION)
    return answer.strip()


def _kind(label: str) -> Literal["name", "formula", "calculation"] | None:
    """Return what stands before an equals sign; None when that is an answer of its own."""
    if _LONE_NUMBER.search(label):
        try:
            check_brackets(label)
            entry = read_entry(with_points(label, vector=False))
            return "calculation" if entry.digits is None else None
        except UnreadableError:
            pass  # not all of it is numbers
    name = _SQUARED.sub("", _ARGUMENTS.sub("", label))
    if re.search(r"[\"`;:!?#$@&\\]", name) or _LONE_NUMBER.search(name):
        return None
    return "formula" if _is_formula(name) else "name"


def _is_formula(name: str) -> bool:
    """Whether a text without numbers is something to solve, and not what is asked for."""
    words = _HYPHENATED.sub("", _DIFFERENTIAL.sub("", name))
    return bool(_OPERATOR.search(words) or _BARE_FUNCTION.search(words))


def without_hedges(text: str) -> str:
    """Return the text without words such as ``about`` around the number."""
    lead = _LEAD_IN.match(text)
    text = text[lead.end() :] if lead and lead.end() < len(text) else text
    return _HEDGE_AT_END.sub("", text)


def without_unit(text: str, asked: str = "") -> tuple[str, str]:
    """Return the text before the unit, and the unit in the program's word.

    Parameters
    ----------
    text
        What was typed, or an entry of it.
    asked
        The unit of the question, which decides what a word can mean.
    """
    if asked and not asked.isalpha():
        for start in _WORD_START.finditer(text, 1):
            if _parts(text[start.start() :]) == _parts(asked):
                return _with_multiple(text[: start.start()].rstrip(), asked)
        if other := _RATE.search(text):
            refuse(f"I don't know the unit {shown(other[1])}. Use {asked}.")
    text = _PER.sub("", text)
    bare = text.rstrip(")] ")
    stem = bare.rstrip(_IN_WORDS)
    word = bare[len(stem) :]
    before = re.sub(r"(?:[\[(]| in) *$", "", stem).strip()
    if not word or not before:
        return text, ""
    known = units.words(asked)
    unit = known.get(word) or known.get(word.lower())
    if unit is not None:
        closed = text[len(bare) :].replace(" ", "")
        opened = stem.rstrip()[-1:]
        if closed != {"(": ")", "[": "]"}.get(opened, ""):
            if inside(text) is not None:  # the unit is that of the last entry
                return text, ""
            refuse("Write the unit once, at the end.")
        if unit == asked:
            return _with_multiple(before, asked)
        return before, unit
    if _with_multiple(before, asked)[0][-1] in "0123456789)]%" and len(bare) == len(text):
        _check_unknown_unit(word, asked)
    return text, ""


_IN_WORDS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZµμ€£"


_WORD_START = re.compile(r"(?<![^\W\d])[^\W\d]")
_BETWEEN_PARTS = re.compile(r" ?(?:/|\bper\b) ?|[ -]")
_RATE = re.compile(r"[\d)] ?([^\W\d]+ ?(?:/|\bper\b) ?[^\W\d]+)$")


def _parts(unit: str) -> list[str]:
    """Return the words of a unit such as tokens per second, each in one spelling."""
    words = _BETWEEN_PARTS.split(re.sub(r"[()^]", "", normalize("NFKC", unit)).casefold())
    return [units.WRITTEN.get(word, word).removesuffix("s") for word in words]


def _with_multiple(before: str, asked: str) -> tuple[str, str]:
    """Return a count of something without thousands or millions before its word."""
    stem = before.rstrip(_IN_WORDS)
    known = units.words("none")
    word = before[len(stem) :]
    multiple = known.get(word) or known.get(word.lower(), "")
    return (stem.rstrip(), multiple) if stem and is_multiple(multiple) else (before, asked)


def _check_unknown_unit(word: str, asked: str) -> None:
    """Refuse a word that stands where a unit does, unless it has a meaning in a calculation."""
    lower = word.lower()
    if _MULTIPLE.fullmatch(word):
        refuse("Write the number out in full, as in 35000 or 3.5e4.")
    if lower in FUNCTIONS or lower in CONSTANTS or meaning_of(lower):
        return
    scaled = re.fullmatch("(?!units?$)(?:m|k|d|c|u|µ|μ|milli|kilo|deci|centi|micro)(.+)", lower)
    if scaled and scaled[1] in UNITS:
        refuse(f"Write the number in {UNITS[scaled[1]]}, not in {word}.")
    wanted = units.unit_named(asked)
    if asked == "none" or (asked and wanted.kind not in (units.INFORMATION, units.SHARE)):
        use = "no unit" if asked == "none" else asked
        refuse(f"I don't know the unit {shown(word)}. Use {use}.")
    refuse(f"I don't know the unit {shown(word)}. Use {one_of([*BASES, '%'])}.")
