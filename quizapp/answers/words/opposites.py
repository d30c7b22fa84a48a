"""Words with opposites: they turn round what is said, and show what a pattern takes for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from quizapp.answers.words.tokens import stem


def _pairs(*lines: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one, other) for line in lines for one, other in (pair.split() for pair in line.split(", "))
    )


_OPPOSITES: Final = _pairs(
    "largest smallest, larger smaller, large small, bigger smaller, greater smaller",
    "highest lowest, higher lower, high low, maximal minimal, most least, more less",
    "more fewer, above below, increases decreases, increase decrease, rises falls",
    "raises lowers, grows shrinks, longer shorter, wide narrow, many few, stronger weaker",
    "strong weak, unbounded bounded, infinite finite, convex concave, stable unstable",
    "sharper flatter, stricter looser, overconfident underconfident",
    "overestimated underestimated, overestimates underestimates, overstated understated",
    "minus plus, multiplied divided, multiply divide, multiplies divides, adds subtracts",
    "maximises minimises, maximise minimise, maximising minimising, overflows underflows",
    "better worse, poorer better, cheaper costlier, cheap expensive, faster slower",
    "easier harder, before after, earlier later, independent exclusive, pure mixed",
)
_ROLES: Final = (
    ("p", "q"),
    ("q", "y"),
    ("p", "y"),
    ("prediction", "label"),
    ("prediction", "target"),
    ("predicted", "true"),
    ("output", "target"),
    ("softmax", "sigmoid"),
    ("binary", "categorical"),
    ("sum", "product"),
    ("squared error", "cross-entropy"),
    ("first", "second"),
    ("forward", "reverse"),
    ("numerator", "denominator"),
    ("prior", "posterior"),
    ("data", "model"),
    ("row", "column"),
    ("linear", "quadratic"),
)
"""What says something else when the two change places."""
_STEMMED_ROLES: Final = tuple(
    (stem(one.replace("squared error", "mse").replace("-", "")), stem(other.replace("-", "")))
    for one, other in _ROLES
)
_CONTRARIES: Final = _pairs(
    "binary multiclass, first last, prior likelihood, log exponential, weight activation",
    "early late",
    "zero infinity, zero infinite, 0 infinite, same different, true false, wrong right",
    "wrong correct, correct incorrect, mean variance, maximum minimum, negative positive",
    "entropy crossentropy, train validation, train test, validation test, never always",
    "keep lose, near far, close far, precision recall, range precision, hard easy, cost save",
    "add multiply, certain uncertain, float16 float32, policy reference, dependent independent",
    "symmetric asymmetric, push pull, good bad, best worst, alarm miss, likely unlikely",
    "rare frequent, rare common, short long, tiny huge, inside outside, begin end, start end",
)
"""What makes an example false in the place of the other, and often stands beside it."""
_LEAST: Final = 2
_OF_EXAMPLE: Final = 0.8
_OF_SENTENCE: Final = 0.4
"""Words, and share of all, that an example and a sentence that may say its reverse have alike."""
_MINUS: Final = re.compile(
    r"(?<!\w)[-−] ?(?=[∑(]|log\b|ln\b|sum\b)"
    r"|(?<!\bone )(?<!\d )\b(?:minus|negative) (?=(?:the )?(?:sum|log)\b(?![- ]likelihood))"
)


def _by_stem(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(stem(one), set()).add(stem(other))
        found.setdefault(stem(other), set()).add(stem(one))
    return {one: frozenset(others) for one, others in found.items()}


_OPPOSITE: Final = _by_stem(_OPPOSITES)
_CONTRARY: Final = _by_stem((*_OPPOSITES, *_STEMMED_ROLES, *_CONTRARIES))


def opposed(words: Collection[str]) -> frozenset[str]:
    """Return the stems that are opposite to one of some stems, and none of them."""
    return frozenset(other for word in words for other in _OPPOSITE.get(word, ())) - set(words)


def is_reverse(words: Collection[str], examples: Iterable[frozenset[str]]) -> bool:
    """Whether words are those of an example but for an odd number of opposites.

    Not so where they are near to another example as it is.
    """
    odd = False
    for example in examples:
        changed = sum(
            not others.isdisjoint(words) and others.isdisjoint(example)
            for one in example.difference(words)
            if (others := _CONTRARY.get(one))
        )
        shared = len(example.intersection(words))
        near = shared + changed
        if shared >= _LEAST and near >= max(_OF_EXAMPLE * len(example), _OF_SENTENCE * len(words)):
            if changed % 2 == 0:
                return False
            odd = True
    return odd


def orders(sentences: Iterable[Sequence[str]]) -> frozenset[tuple[str, str]]:
    """Return the pairs of roles that all sentences have in one order, as stems."""
    found: dict[tuple[str, str], bool] = {}
    for words in sentences:
        for one, other in _STEMMED_ROLES:
            if one in words and other in words:
                pair = (one, other) if words.index(one) < words.index(other) else (other, one)
                found[pair] = True
    return frozenset(pair for pair in found if pair[::-1] not in found)


def is_turned(words: Sequence[str], pairs: Collection[tuple[str, str]]) -> bool:
    """Whether words have two roles, and only in the other order."""
    for one, other in pairs:
        if one in words and other in words:
            last = len(words) - 1 - words[::-1].index(other)
            if last < words.index(one):
                return True
    return False


def reversals(sentence: str) -> Iterator[str]:
    """Yield a sentence with a word for its opposite, or with two in each other's place.

    Each may be false where the sentence is true.
    """
    for pair in _OPPOSITES:
        yield from _exchanged(sentence, pair)
    for pair in _ROLES:
        if all(re.search(rf"\b{one}\b", sentence, re.IGNORECASE) for one in pair):
            yield from _exchanged(sentence, pair)


def unsigned(sentence: str) -> str:
    """Return a sentence without its first minus before a sum or logarithm; as it is without one."""
    return _MINUS.sub("", sentence, count=1)


def _exchanged(sentence: str, pair: tuple[str, str]) -> Iterator[str]:
    one, other = (word.lower() for word in pair)
    instead = {one: other, other: one}
    changed = re.sub(
        rf"\b(?:{one}|{other})\b",
        lambda match: instead[match[0].lower()],
        sentence,
        flags=re.IGNORECASE,
    )
    if changed.lower() != sentence.lower():
        yield changed
