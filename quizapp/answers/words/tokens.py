"""Turn an answer into words that patterns can be looked for in, each with its place in the answer.

Phrases that name one thing become one token, inflections and small typos don't matter, symbols are
words, and a formula such as ``H(p,q)`` is what it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from quizapp.answers.words.steps import SpentError, Steps

LONGEST_ANSWER: Final = 20_000
"""Characters of an answer that are looked at."""
MOST_COMPARED: Final = 50_000
"""Words that are compared to find the phrases of one text."""


class Token(NamedTuple):
    """One word of an answer, or a phrase read as one."""

    word: str
    stem: str
    start: int
    end: int
    """The place in the answer, as of a slice."""


@dataclass(frozen=True)
class Sentence:
    """The tokens of one sentence, and before which of them a new clause begins."""

    tokens: tuple[Token, ...]
    clauses: frozenset[int]
    asks: bool = False
    goes_on: bool = False
    """Whether the next one belongs to it: after a semicolon, or in a list."""


_SYMBOLS: Final = {
    "≥": " >= ",
    "≤": " <= ",
    "⩾": " >= ",
    "⩽": " <= ",
    "≠": " not equal ",
    "≈": " = ",
    "∑": " sum ",
    "Σ": " sum ",
    "∞": " infinity ",
    "−": "-",
    "–": "-",
    "—": " - ",
    "×": " * ",
    "·": " * ",
    "‖": "||",
    "∥": "||",
    "→": " to ",
    "⇒": " so ",
    "’": "'",
    "‘": "'",
    "ŷ": "y",
    "σ": " sigmoid ",
    "∂": " derivative ",
    "∇": " gradient ",
}
_TOKEN: Final = re.compile(
    r"[a-z]+(?:_\{?\w+\}?)?(?:'[a-z]+)?|\d+(?:[.,]\d+)*%?|[<>]=?|==?|\|\||\+|(?<=\s)-(?=\s)|[.!?;:,()\n*/^\x1f]"
)
_LETTER: Final = r"[b-hj-z](?![a-z'])"
_TERM: Final = rf"(?:[\[({{0-9∑∞σ]|(?:log|ln|sum|exp|inf|infinity)(?![a-z])|{_LETTER})"
_MINUS: Final = re.compile(
    rf"(?:(?<![\w-])|(?<=\b\w)|(?<=[)\]}}]))[-−](?={_TERM})"  # joined to its term
    rf"|(?:(?<=[=(\[)\]}}] )|(?<=\b\w )|(?<=\bis ))[-−–](?= {_TERM})|(?<=\w )[-−](?= {_LETTER})",
    re.IGNORECASE,
)
"""The minus of a formula, which is no hyphen, no dash and no mark of a list."""
_SIGN: Final = "\x1f"
"""What stands for such a minus in a text that is being read."""
_SHORT: Final = {
    "param": "parameter",
    "params": "parameters",
    "prob": "probability",
    "probs": "probabilities",
    "pred": "prediction",
    "preds": "predictions",
    "grad": "gradient",
    "grads": "gradients",
    "distro": "distribution",
    "dist": "distribution",
    "dists": "distributions",
    "avg": "average",
    "acc": "accuracy",
    "temp": "temperature",
    "val": "validation",
    "diff": "difference",
    "info": "information",
    "cuz": "because",
    "coz": "because",
}
"""How candidates shorten words."""
_CONTRACTED: Final = {
    **_SHORT,
    "can't": "cannot",
    "cant": "cannot",
    "won't": "will not",
    "wont": "will not",
    "i'm": "i am",
    "im": "i am",
    "let's": "let us",
    "dont": "do not",
    "doesnt": "does not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "didnt": "did not",
    "hasnt": "has not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "couldnt": "could not",
}
_ENDINGS: Final = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_IS: Final = frozenset({"it", "that", "what", "there", "here", "he", "she", "who", "this"})
_ABBREVIATIONS: Final = re.compile(
    r"\b(?:(?:e\.g|i\.e|vs|etc|cf|resp|w\.r\.t|approx|neg|prob)\.|(?:torch|nn|np|tf|f)\.(?=[a-z]))",
    re.IGNORECASE,
)
_CLAUSE_WORDS: Final = frozenset(
    {"but", "however", "whereas", "while", "although", "though", "because", "since", "so", "unless"}
)
_TAGS: Final = frozenset({"right", "ok", "okay", "yeah", "yes", "no", "correct", "know", "it"})
"""Last words of what is said and only sounds like a question."""
_INVERTED: Final = frozenset(
    ("is", "are", "was", "do", "does", "did", "can", "could", "would", "should", "might", "will")
)
"""First words of what is asked and not said."""
_BEFORE_A_NOUN: Final = frozenset(
    [
        "the",
        "of",
        "two",
        "both",
        "these",
        "those",
        "their",
        "our",
        "all",
        "and",
        "or",
        "weighted",
        "arithmetic",
        "geometric",
        "sample",
        "group",
        "class",
        "by",
        "as",
    ]
)
"""Words between which and the end of a phrase "means" are averages."""
_STOPS: Final = frozenset(".!?;\n")
_WRAPPED: Final = re.compile(
    r"^([^\n]{45,}[^\s.!?;:][ \t]*)\n(?=[ \t]*(?:[a-z]|I\b))", re.MULTILINE
)
"""A long line that goes on in the next one; short lines are notes, each for itself."""
_ITEM: Final = re.compile(r"^(?=[ \t]*(?:[-*•–]|\d+[.)])[ \t])", re.MULTILINE)
"""The beginning of an entry of a list."""
_SILENT: Final = frozenset({"(", ")", ",", ":", "-", "*", "/", "^", "||"}) | _STOPS
_TYPO_LENGTH: Final = 5
_LONGEST_MISTYPED: Final = 40
"""Letters between which a word can have a typo and still be known."""
_MOST_LETTERS: Final = 4
"""Letters that one character is read as; more has only a whole sentence in one character."""
_NO_TYPOS: Final = frozenset(
    map(
        frozenset,
        (
            ("chang", "chanc"),
            ("model", "modal"),
            ("weigh", "weight"),
            ("expect", "except"),
            ("expect", "excerpt"),
            ("signal", "single"),
            ("lower", "lowest"),
            ("class", "clash"),
            ("class", "claim"),
            ("different", "differenc"),
            ("stall", "still"),
        ),
    )
)
"""Stems that are one typo apart, and two words."""


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its inflection; what is derived from it stays another word."""
    word = re.sub(r"iz(?=(?:e|ed|es|er|ers|ing|ation|ations)$)", "is", word)
    word = re.sub(r"our(?=s?$|ed$|ing$)", "or", word) if len(word) > 5 else word
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= 3 and re.search("[aeiouy]", base):
            doubled = len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz"
            word = base[:-1] if doubled else base
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two stems are the same word, at most one small typo apart."""
    if one == other:
        return True
    if min(len(one), len(other)) < _TYPO_LENGTH or one[0] != other[0]:
        return False
    if abs(len(one) - len(other)) > 1 or frozenset((one, other)) in _NO_TYPOS:
        return False
    return one.isalpha() and other.isalpha() and _one_edit(one, other)


def _one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or swap makes the words equal."""
    if len(one) > len(other):
        one, other = other, one
    place = next((at for at, char in enumerate(one) if char != other[at]), len(one))
    if len(one) < len(other):
        return one[place:] == other[place + 1 :]
    swapped = one[place : place + 2] == other[place : place + 2][::-1]
    return one[place + 1 :] == other[place + 1 :] or (
        swapped and one[place + 2 :] == other[place + 2 :]
    )


class Nearby:
    """Finds among many stems those that may be one small typo apart from another.

    Two words are one edit apart only where both without one letter, or one of them and the other
    without a letter, are the same; so few have to be compared, however many there are.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        for one in stems:
            for rest in _rests(one):
                self._by_rest.setdefault(rest, []).append(one)

    def candidates(self, stem: str) -> Collection[str]:
        """Return all stems that are alike to one, and some that are not."""
        rests = _rests(stem)
        if len(rests) == 1:
            return self._by_rest.get(stem, ())
        return {one: None for rest in rests for one in self._by_rest.get(rest, ())}


def _rests(stem: str) -> list[str]:
    """Return a stem, and what is left of it without one letter if a typo may be in it."""
    length = len(stem)
    if not _TYPO_LENGTH <= length <= _LONGEST_MISTYPED or not stem.isalpha():
        return [stem]
    return [stem, *(stem[:at] + stem[at + 1 :] for at in range(1, length))]


class Phrases:
    """The phrases that a bank reads as one token, such as "cross entropy".

    Parameters
    ----------
    canonical
        Token → its phrases.
    """

    def __init__(self, canonical: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[tuple[str, ...], str] = {}
        for token, phrases in canonical.items():
            for phrase in phrases:
                stems = tuple(part.stem for part in _tokens(phrase))
                if stems:
                    self._exact.setdefault(stems, token)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for stems in self._exact:
            self._by_first.setdefault(stems[0], []).append(stems)
        self._order = {stems: place for place, stems in enumerate(self._exact)}
        self._firsts = Nearby(self._by_first)

    def joined(self, tokens: Sequence[Token]) -> list[Token]:
        """Return tokens with each phrase in one, the longest first.

        After more comparisons than a text of this length can need, the rest stays as it is.
        """
        found: list[Token] = []
        near: dict[str, list[tuple[str, ...]]] = {}
        steps = Steps(MOST_COMPARED)
        place = 0
        try:
            while place < len(tokens):
                first = tokens[place].stem
                if first not in near:
                    near[first] = self._beginning(first, steps)
                stems = self._named(near[first], tokens, place, steps) if near[first] else None
                length = 1 if stems is None else len(stems)
                found.append(tokens[place] if stems is None else self._one(stems, tokens, place))
                place += length
        except SpentError:
            found += tokens[place:]
        return found

    def _beginning(self, first: str, steps: Steps) -> list[tuple[str, ...]]:
        """Return the phrases that may begin with a stem: the longest first, exact ones before."""
        candidates = self._firsts.candidates(first)
        steps.take(len(candidates))
        phrases = [
            phrase
            for candidate in candidates
            if alike(candidate, first)
            for phrase in self._by_first[candidate]
        ]
        steps.take(len(phrases))
        return sorted(phrases, key=lambda phrase: (-len(phrase), self._order[phrase]))

    def _named(
        self, near: Iterable[tuple[str, ...]], tokens: Sequence[Token], place: int, steps: Steps
    ) -> tuple[str, ...] | None:
        """Return the phrase that begins at a place: of the longest, as written or else nearly."""
        here: tuple[str, ...] = ()
        for phrase in near:
            steps.take()
            length = len(phrase)
            if length != len(here):
                here = tuple(token.stem for token in tokens[place : place + length])
                steps.take(length)
                if here in self._exact:
                    return here
            if len(here) == length and all(map(alike, here, phrase)):
                return phrase
        return None

    def _one(self, stems: tuple[str, ...], tokens: Sequence[Token], place: int) -> Token:
        named = self._exact[stems]
        return Token(named, named, tokens[place].start, tokens[place + len(stems) - 1].end)


def sentences(answer: str, phrases: Phrases) -> tuple[Sentence, ...]:
    """Return the sentences of an answer."""
    found: list[Sentence] = []
    open_: list[Token] = []
    # As long as before: the places of the words are those in the answer.
    text = _WRAPPED.sub(r"\1 ", answer[:LONGEST_ANSWER])
    items = {match.start() for match in _ITEM.finditer(text)}
    leads = 0 not in items  # whether the line that entries may belong to is none itself
    for token in [*phrases.joined(_tokens(text)), Token("\n", "\n", -1, -1)]:
        if token.word in _STOPS:
            is_item = token.word == "\n" and token.start + 1 in items
            goes_on = token.word == ";" or (is_item and leads)
            found.append(_sentence(open_, asks=token.word == "?", goes_on=goes_on))
            open_ = []
            if not goes_on:
                leads = not is_item
        else:
            open_.append(token)
    return tuple(sentence for sentence in found if sentence.tokens)


def phrase_tokens(text: str, phrases: Phrases) -> tuple[Token, ...]:
    """Return the tokens of a phrase in a pattern, without punctuation."""
    return tuple(token for token in phrases.joined(_tokens(text)) if token.word not in _SILENT)


def _sentence(tokens: Sequence[Token], *, asks: bool, goes_on: bool) -> Sentence:
    kept: list[Token] = []
    clauses: set[int] = set()
    for token in tokens:
        if token.word in _SILENT:
            if token.word in ",:-":
                clauses.add(len(kept))
        else:
            if token.word in _CLAUSE_WORDS:
                clauses.add(len(kept))
            kept.append(token)
    kept = [
        token._replace(word="is", stem="is") if _is_verb(kept, at) else token
        for at, token in enumerate(kept)
    ]
    # "Recall is for the victim: how many were caught?" says what recall is.
    if asks and kept:
        explains = any(token.word == ":" for token in tokens) and kept[0].word not in _INVERTED
        asks = kept[-1].word not in _TAGS and not explains
    return Sentence(tuple(kept), frozenset(clauses), asks, goes_on)


def _is_verb(tokens: Sequence[Token], at: int) -> bool:
    """Whether "means" says what something is, and no average is spoken of."""
    if tokens[at].word != "means" or at in (0, len(tokens) - 1):
        return False
    return tokens[at - 1].word not in _BEFORE_A_NOUN and tokens[at + 1].word != "of"


def _tokens(text: str) -> list[Token]:
    """Return all tokens of a text, punctuation among them."""
    plain, places = _plain(text)
    return [
        Token(word, stemmed, places[match.start()], places[match.end() - 1] + 1)
        for match in _TOKEN.finditer(plain)
        for word, stemmed in _words(match[0])
    ]


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return a text in small plain letters, and for each of them its place in the text."""
    text = _MINUS.sub(_SIGN, _ABBREVIATIONS.sub(lambda match: match[0].replace(".", " "), text))
    if text.isascii():
        return text.lower(), range(len(text))
    letters = list(map(_letters, text))
    places = [place for place, shown in enumerate(letters) for _ in shown]
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _letters(char: str) -> str:
    """Return what a character is read as: small plain letters, or nothing."""
    shown = _SYMBOLS.get(char) or (char if char.isascii() else unicodedata.normalize("NFKD", char))
    plain = "".join(letter for letter in shown.lower() if not unicodedata.combining(letter))
    return plain[:_MOST_LETTERS]


@lru_cache(maxsize=8192)
def _words(written: str) -> tuple[tuple[str, str], ...]:
    """Return the words of one written word, each with its stem."""
    return tuple((word, stem(word)) for word in _in_full(written))


def _in_full(written: str) -> list[str]:
    """Return the words of one written word: contractions in full, subscripts left out."""
    if written == _SIGN:
        return ["minus"]
    if written in _CONTRACTED:
        return _CONTRACTED[written].split()
    for ending, said in _ENDINGS.items():
        if written.endswith(ending) and len(written) > len(ending):
            return [written.removesuffix(ending), said]
    if written.endswith("'s"):
        owner = written.removesuffix("'s")
        return [owner, "is"] if owner in _IS else [owner]
    word = written.partition("_")[0].partition("'")[0]
    return [word] if word else []
