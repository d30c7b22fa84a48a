"""A short answer beside the texts that it may mean: case, accents, spaces and small typos aside."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from quizapp.answers.words.tokens import alike

LONGEST: Final = 200
"""Characters of a short answer."""
_WORD: Final = re.compile(r"(?<!\w)[-−](?=\d)|\d+(?:[.,]\d+)*|[^\W\d_]+|[+#=<>%@&/*^|~]")
_DECORATION: Final = str.maketrans("", "", "'’`$")
_LEAD_IN: Final = re.compile(
    r"(?:(?:i(?:'d| would)? (?:think|guess|believe|say)(?: that)?|(?:my|the) answer (?:is|would be)"
    r"|(?:it|that|this)(?:'?s| is| was| would be)|(?:we|you|they) call (?:it|that|this)|called"
    r"|probably|maybe|perhaps|u[hm]+|hm+)(?:[,:.]+ *| +))+",
    re.I,
)
_AFTERTHOUGHT: Final = re.compile(
    r"(?:,? +|, *)(?:i (?:think|guess|believe)|probably|maybe|perhaps)[.?!]*$", re.I
)
_ARTICLES: Final = ("a", "an", "the")
_LEAST_LONG: Final = 5
"""Letters of a word that no typo makes of another."""
_LEAST_PLURAL: Final = 3
"""Letters from which on an s more at the end makes no other word."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared, without an article before them."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_DECORATION))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = [word.replace("−", "-").replace(",", "") for word in _WORD.findall(plain)]
    kept = [word for word in found if word != "the"] or found
    return tuple(kept[1:] if len(kept) > 1 and kept[0] in _ARTICLES else kept)


def bare(text: str) -> str:
    """Return a text without what people say around an answer, as in ``I think it's softmax``."""
    said = text.replace("’", "'")
    said = said[lead.end() :] if (lead := _LEAD_IN.match(said)) else said
    said = _AFTERTHOUGHT.sub("", said)
    return said if words(said) else text


def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two texts are the same, however their words are parted."""
    return "".join(one) == "".join(other)


def nearly_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two texts are at most a small typo in each longer word apart."""
    if len(one) == len(other):
        return all(map(_alike, one, other))
    long = min(map(len, (*one, *other)), default=0) >= _LEAST_LONG
    return long and alike("".join(one), "".join(other))


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) >= _LEAST_PLURAL and one.isalpha() and other.isalpha():
        return alike(one, other) or one.removesuffix("s") == other.removesuffix("s")
    return one == other
