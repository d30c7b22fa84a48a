"""Read what learners type as numbers: in their notation, bounded, and never as Python.

One way for all: characters are brought to one spelling, labels and the unit are set aside, the
rest is split into entries, and each entry becomes a calculation in the expression language.
What has two readings is refused, and the message says how to write either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, isinf, isnan
from typing import Any, Final, NamedTuple, NoReturn, TypeAlias
from unicodedata import category, decimal, normalize

import numpy as np

from quizapp.errors import ExpressionError, UnreadableError
from quizapp.expressions.evaluate import Evaluator
from quizapp.expressions.functions import Compute
from quizapp.expressions.grammar import Binary, Call, Node, Unary, parse

Numbers: TypeAlias = float | tuple[float, ...] | tuple[tuple[float, ...], ...]

MAXIMUM_LENGTH: Final = 2_000
_MAXIMUM_DEPTH: Final = 20

UNITS: Final = {
    **dict.fromkeys(("nat", "nats", "nit", "nits"), "nats"),
    **dict.fromkeys(("bit", "bits", "sh", "shannon", "shannons"), "bits"),
    **dict.fromkeys(("ban", "bans", "hartley", "hartleys", "hart", "dit", "dits"), "bans"),
}
"""Unit as written → unit of the program; percent is written with its sign."""

FUNCTIONS: Final = {
    **dict.fromkeys(("ln", "log", "loge", "log_e"), "ln"),
    **dict.fromkeys(("log2", "log_2", "ld", "lb"), "log2"),
    **dict.fromkeys(("log10", "log_10"), "log10"),
    **{name: name for name in ("exp", "sqrt", "abs")},
}
"""Function as written → function of the language."""

_CONSTANTS: Final = {
    **dict.fromkeys(("inf", "infinity", "infinite", "infty", "oo"), "inf"),
    "e": "e",
    "pi": "pi",
}

_EXAMPLE: Final = "type a number, such as 0.36 or -ln(0.7)."
_TWO: Final = "That looks like two answers: write one."
_BRACKETS: Final = "A bracket doesn't fit: each one that is opened needs to be closed."


@dataclass(frozen=True)
class Response:
    """A number, a list or a matrix as typed."""

    raw: str
    value: Numbers
    """Percentages are fractions: ``35.7%`` is 0.357."""
    unit: str = ""
    """nats, bits, bans or percent; nothing when none was written."""
    precision: Numbers = 0.0
    """Half a unit of the last typed place, shaped like the value; 0 for what is exact.

    Exact are calculations, infinity and a bare 0. Beside typed numbers in a list, a calculation
    is taken to be as exact as the most exactly typed one.
    """
    digits: int | None = None
    """Fewest significant digits typed; None when there are only calculations or infinities.

    Trailing zeros count: 20000 has five digits and 2e4 has one. A zero has as many as it has
    decimals; a bare 0 doesn't count beside other numbers, and has one on its own.
    """
    normalised: str = ""
    """How it was read, such as ``-ln(0.7)``."""
    log_is_natural: bool = False
    """Whether a bare ``log`` was read as ln."""


@dataclass(frozen=True)
class _Entry:
    """One number of a response."""

    value: float
    written: str
    half_step: float | None = None
    """None for a calculation."""
    digits: int | None = None
    """None for a calculation and for infinity."""
    percent: bool = False
    log_is_natural: bool = False


_Tree: TypeAlias = "str | list[_Tree]"


def read(raw: str, *, vector: bool = False) -> Response:
    """Return the number or the list that a learner typed.

    Parameters
    ----------
    raw
        The text as typed.
    vector
        Whether a list is asked for; then spaces, semicolons and new lines separate entries.

    Raises
    ------
    UnreadableError
        When the text has no reading, or more than one.
    """
    text = _without_hedges(_without_label(_cleaned(raw)))
    _check_brackets(text)
    text, unit = _without_unit(text)
    tree = _split_up(_with_points(text if vector else " ".join(text.split()), vector), vector)
    if not vector:
        while isinstance(tree, list) and len(tree) == 1:
            tree = tree[0]
        _check_range(tree)
    return _response(raw, tree, unit)


def _refuse(message: str) -> NoReturn:
    raise UnreadableError(message)


# Characters

_FRACTION = re.compile("([0-9]?)( ?[¼½¾⅐-⅞↉])")
_PYTHON = re.compile(r"\b(?:math|np|numpy|torch)\.(?=[a-z])|\b(?:array|tensor)(?=\()", re.I)
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_DOTTED = re.compile(r"(?<![\d.])(\d+) ?[·∙⋅•] ?(\d+)(?![\d.]| ?\^| ?\*\*)")
_SPELLINGS: Final = str.maketrans(
    {
        **dict.fromkeys("−–—‐‒―", "-"),
        **dict.fromkeys("×·∙⋅•∗✕✖", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("≈≅≃≐∼~→⇒", "="),
        "∞": " inf ",
        "π": " pi ",
        "√": " sqrt ",
        "٫": ".",
        "{": "[",
        "}": "]",
    }
)


def _cleaned(raw: str) -> str:
    """Return the text in one spelling of every character."""
    text = raw.strip()
    _check_length(text)
    text = "".join(_character(character) for character in text)
    text = _SUPERSCRIPTS.sub(lambda match: f"^({match.group()})", text)
    text = normalize("NFKC", _FRACTION.sub(_fraction, text))
    _check_length(text)
    if dotted := _DOTTED.search(text):
        whole, rest = dotted.groups()
        _refuse(f"The dot has two readings: write {whole}.{rest}, or {whole} * {rest}.")
    text = text.translate(_SPELLINGS).replace("**", "^")
    text = "".join(str(decimal(mark, mark)) for mark in text)
    text = _PYTHON.sub("", re.sub(r"\bper ?cent\b|\bpct\b", "%", text, flags=re.I))
    text = re.sub(r"[^\S\n]+", " ", text).strip().rstrip(" .")
    return text or _refuse(_EXAMPLE.capitalize())


def _check_length(text: str) -> None:
    if len(text) > MAXIMUM_LENGTH:
        _refuse(f"That is too long for an answer: {_EXAMPLE}")


def _character(character: str) -> str:
    """Return a character as it is, plain space for any space, and nothing for no width."""
    if character.isascii() and character.isprintable():
        return character
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85\v\f":
        return "\n" if character in "\n\r\u2028\u2029" else " "
    kind = category(character)
    if kind == "Cf":
        return ""
    if kind.startswith("C"):
        _refuse(f"It holds an invisible character (U+{ord(character):04X}): {_EXAMPLE}")
    return character


def _fraction(match: re.Match[str]) -> str:
    if match[1]:
        _refuse(f"Write {match.group()} as a decimal number, such as 1.5.")
    return f"({match[2]})"


def _check_brackets(text: str) -> None:
    waiting: list[str] = []
    for character in text:
        if character in "([":
            waiting.append(")" if character == "(" else "]")
        elif character in ")]" and (not waiting or waiting.pop() != character):
            _refuse(_BRACKETS)
        if len(waiting) > _MAXIMUM_DEPTH:
            _refuse("There are too many brackets inside one another: write it with fewer.")
    if waiting:
        _refuse(_BRACKETS)


# Labels, hedges and units

_LABELS: Final = (
    r"answer|result|value|(?:cross[- _])?entropy|loss|surprisal|information|divergence|perplexity"
    r"|grad(?:ient)?|total|ce|bce|kl|nll|ppl|jsd|mi|ig"
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
_PER = re.compile(r" ?(?:/|\bper) ?(?:symbol|sample|example|token|event|outcome)$", re.I)


def _without_label(text: str) -> str:
    """Return what stands after the last equals sign, when what stands before allows it."""
    if re.search(r"[<≤≥≠]|!=|(?<![=-])>", text):
        _refuse("Write one number, not a bound or a comparison.")
    head, colon, rest = text.partition(":")
    if colon and not rest.startswith("=") and _NAMED.match(head):
        text = f"{head}={rest}"
    *labels, answer = _RELATION.split(text)
    for label in labels:
        if not _is_label(label.strip()):
            _refuse(_TWO)
    return answer.strip() or _refuse(f"The number is missing: {_EXAMPLE}")


def _is_label(label: str) -> bool:
    """Whether a text before an equals sign is a name, a formula or a calculation."""
    if re.search(r"[\"`;:!?#$@&\\]", label):
        return False
    if not _LONE_NUMBER.search(re.sub(r"(?<=\w)\([^()]*\)", "", label)):
        return True
    try:
        _check_brackets(label)
        return _entry(_with_points(label, vector=False)).half_step is None
    except UnreadableError:
        return False


def _without_hedges(text: str) -> str:
    lead = _LEAD_IN.match(text)
    text = text[lead.end() :] if lead and lead.end() < len(text) else text
    return _HEDGE_AT_END.sub("", text)


def _without_unit(text: str) -> tuple[str, str]:
    """Return the text before the unit, and the unit in the program's word."""
    text = _PER.sub("", text)
    bare = text.rstrip(")] ")
    stem = bare.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZµμ")
    word = bare[len(stem) :]
    before = re.sub(r"(?:[\[(]| in) *$", "", stem).strip()
    if not word or not before:
        return text, ""
    if word.lower() in UNITS:
        closed = text[len(bare) :].replace(" ", "")
        opened = stem.rstrip()[-1:]
        if closed != {"(": ")", "[": "]"}.get(opened, ""):
            _refuse("Write the unit once, at the end.")
        return before, UNITS[word.lower()]
    if before[-1] in "0123456789)]%" and len(bare) == len(text):
        _check_unknown_unit(word)
    return text, ""


def _check_unknown_unit(word: str) -> None:
    """Refuse a word that stands where a unit does, unless it has a meaning in a calculation."""
    lower = word.lower()
    if lower in FUNCTIONS or lower in _CONSTANTS or _meaning(lower):
        return
    scaled = re.fullmatch("(?:m|k|d|c|u|µ|μ|milli|kilo|deci|centi|micro)(.+)", lower)
    if scaled and scaled[1] in UNITS:
        _refuse(f"Write the number in {UNITS[scaled[1]]}, not in {word}.")
    _refuse(f"I don't know the unit {_shown(word)}: there are nats, bits, bans and %.")


# Decimal commas

_COMMA_NUMBER = re.compile(r"(?<![\w.,])(\d*),(\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d+)")
_GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_SEPARATORS = re.compile(r"\s*;\s*|,\s+|\s+")


def _with_points(text: str, vector: bool) -> str:
    """Return the text with points for decimal commas, where commas are that."""
    if "," not in text:
        return text
    text = re.sub(r"\s+,", ", ", text)
    if not vector and _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if not vector and _GROUPED_BY_POINTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    decimals = _has_decimal_commas_in_list(text) if vector else _has_decimal_commas(text)
    return _COMMA_NUMBER.sub(_with_point, text) if decimals else text


def _has_decimal_commas(text: str) -> bool:
    """Whether the commas of a single number or calculation are decimal commas."""
    if odd := re.search(r"log *[(\[][1-9]\d*,|^[+-]?\d+ ?, +\d+$", text, re.I):
        _refuse(f"The comma in {_shown(odd.group())} has two readings: write a point for decimals.")
    if "." in text or ";" in text or len(_COMMA_NUMBER.findall(text)) < text.count(","):
        return False
    if _inside(text) is not None and text[0] == "[":
        _refuse("The comma has two readings: write a point for decimals, or one number.")
    return True


def _has_decimal_commas_in_list(text: str) -> bool:
    """Whether the commas of a list stand within its numbers, and not between them."""
    chunks = [
        chunk
        for chunk in _SEPARATORS.split(text.strip("()[] ,;\n"))
        if any(mark.isdigit() for mark in chunk)
    ]
    counts = [len(_COMMA_NUMBER.findall(chunk)) for chunk in chunks]
    if "." in text or any(chunk[0] in "[(" or chunk.count(",") > 1 for chunk in chunks):
        return False
    if not any(counts):
        return False
    if len(chunks) == 1:
        return re.fullmatch(r"[+-]?0,\d{2,}%?", chunks[0]) is not None
    if all(re.fullmatch("[01],[01]", chunk) for chunk in chunks):
        _refuse("The commas have two readings: write points for decimals, and rows in brackets.")
    return min(counts) == 1 if re.search(r",\s", text) else True


def _with_point(match: re.Match[str]) -> str:
    whole, decimals = match.groups()
    if len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        _refuse(
            f"{match.group()} has two readings: write {whole}{decimals}, or {whole}.{decimals}."
        )
    return f"{whole or 0}.{decimals}"


# Lists


def _split_up(text: str, spaces: bool) -> _Tree:
    """Return the entries of a list, each as text; a text that is no list stays as it is.

    Commas separate, and new lines outside brackets; semicolons and spaces do where a list is
    asked for, or within square brackets.
    """
    inner = _inside(text)
    square = inner is not None and text[0] == "["
    body = re.sub(r" ?[,;]$" if spaces or square else " ?,$", "", inner or text).strip()
    if not body or inner == "":
        _refuse(f"There is nothing in the brackets: {_EXAMPLE}")
    for separator in ("\n" if inner is None else "") + (";, " if spaces or square else ","):
        parts = _split(body, separator)
        if len(parts) > 1:
            return [_split_up(part, spaces) for part in parts]
    if inner is None:
        return body
    single = _split_up(body, spaces)
    return [single] if square else single


def _inside(text: str) -> str | None:
    """Return what one pair of brackets around the whole text holds; None without such a pair."""
    if text[:1] not in ("(", "["):
        return None
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            return text[1:-1] if place == len(text) - 1 else None
    return None


def _split(text: str, separator: str) -> list[str]:
    parts, start, depth = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth or (character != separator and not (separator == " " and character == "\n")):
            continue
        if separator != " " or _is_gap(text[start:place].rstrip(), text[place:].lstrip()):
            parts.append(text[start:place].strip())
            start = place + 1
    parts.append(text[start:].strip())
    if separator == " " and len(parts) > 1 and re.search(r"[\d)] [-+] ", text):
        _refuse("Write commas between the numbers.")
    if len(parts) > 1 and not all(parts):
        _refuse("An entry of the list is missing between two separators.")
    return parts


def _is_gap(left: str, right: str) -> bool:
    """Whether a space between two texts separates entries, and isn't within a calculation."""
    if not left or not (left[-1].isalnum() or left[-1] in ".)]%"):
        return False
    before = re.search(r"[a-z_]*\d{0,2}$", left[-8:].lower())
    after = re.match("[a-z]*", right.lower())
    if (before and before[0] in FUNCTIONS) or (after and after[0] in UNITS):
        return False
    signed = right[0] in "+-" and right[1:2] not in (" ", "")
    return signed or right[0].isalnum() or right[0] in ".(["


def _response(raw: str, tree: _Tree, unit: str) -> Response:
    """Return the response that the entries make up."""
    entries: list[_Entry] = []
    units = {unit}

    def entered(part: _Tree) -> _Entered:
        if isinstance(part, list):
            return tuple(entered(inner) for inner in part)
        text, own = _without_unit(part)
        entries.append(_entry(text))
        units.add(own)
        return entries[-1]

    whole = entered(tree)
    _check_rows(whole)
    if all(entry.percent for entry in entries):
        units.add("percent")
    if len(units - {""}) > 1:
        _refuse("Write it in one unit.")
    exact = min((entry.half_step for entry in entries if entry.half_step), default=0.0)
    return Response(
        raw=raw,
        value=_shaped(whole, lambda entry: entry.value),
        unit="".join(units),
        precision=_shaped(
            whole, lambda entry: exact if entry.half_step is None else entry.half_step
        ),
        digits=_fewest_digits(entries),
        normalised=_written(whole),
        log_is_natural=any(entry.log_is_natural for entry in entries),
    )


_Entered: TypeAlias = "_Entry | tuple[_Entered, ...]"


def _check_rows(whole: _Entered) -> None:
    if not isinstance(whole, tuple):
        return
    if len({len(row) if isinstance(row, tuple) else 0 for row in whole}) > 1:
        _refuse("The rows need the same number of entries.")
    if any(isinstance(cell, tuple) for row in whole if isinstance(row, tuple) for cell in row):
        _refuse("Lists can hold rows of numbers, and nothing deeper.")


def _shaped(whole: _Entered, number: Callable[[_Entry], float]) -> Any:  # noqa: ANN401 - Numbers
    if isinstance(whole, tuple):
        return tuple(_shaped(part, number) for part in whole)
    return number(whole)


def _written(whole: _Entered) -> str:
    if isinstance(whole, tuple):
        return f"[{', '.join(_written(part) for part in whole)}]"
    return whole.written


def _fewest_digits(entries: Sequence[_Entry]) -> int | None:
    """Return the fewest digits of the typed entries; a bare 0 has none, but one on its own."""
    counts = [entry.digits for entry in entries]
    alone = 1 if counts and None not in counts else None
    return min((count for count in counts if count), default=alone)


# Entries


class _Token(NamedTuple):
    kind: str
    """number, constant, function, sign, open, close, percent, or end."""
    text: str


_LITERAL = re.compile(
    r"([+-]?) ?\(?(\d+(?:\.\d*)?|\.\d+)"
    r"(?:[eE]([+-]?\d+)| ?[*xX] ?10 ?\^ ?\(?([+-]?\d+)\)?)?\)? ?(%?)"
)
_RANGE = re.compile(r"(\d*\.\d+) ?- ?(\d*\.\d+)")


def _entry(text: str) -> _Entry:
    """Return the number that one entry is, typed or calculated."""
    while (inner := _inside(text)) is not None:
        text = inner.strip()
    if odd := re.search(r"\b0[xXbBoO]\w*", text):
        _refuse(f"Write {_shown(odd.group())} as a decimal number, such as 0.25.")
    if literal := _LITERAL.fullmatch(text):
        return _typed(*literal.groups(default=""))
    calculation, natural = _spelled(text)
    value = _calculated(calculation)
    written = re.sub(r"\(([\d.]+)/100\)", r"\1%", calculation).replace("**", "^")
    return _Entry(value, written, 0.0 if isinf(value) else None, log_is_natural=natural)


def _typed(sign: str, mantissa: str, power: str, power_of_ten: str, percent: str) -> _Entry:
    """Return a typed number with the digits it was typed to."""
    exponent = int(power or power_of_ten or 0) - 2 * bool(percent)
    whole, _, decimals = mantissa.partition(".")
    digits = len((whole + decimals).lstrip("0"))
    value = float(f"{sign}{mantissa}e{exponent}") + 0.0
    if isinf(value) or (digits and not value):
        _refuse(f"That number is too {'large' if value else 'small'} to calculate with.")
    half_step = float(f"5e{exponent - len(decimals) - 1}")
    if not digits:
        digits, half_step = len(decimals), half_step if decimals and exponent <= 0 else 0.0
    shown = f"{sign.replace('+', '')}{mantissa}"
    shown += f"e{int(power or power_of_ten)}" if power or power_of_ten else ""
    return _Entry(value, shown + percent, half_step, digits, bool(percent))


def _check_range(tree: _Tree) -> None:
    """Refuse what looks like a range, such as 0.35-0.36, rather than call it a difference."""
    if isinstance(tree, str) and (found := _RANGE.fullmatch(tree)):
        low, high = found.groups()
        same_places = len(low.partition(".")[2]) == len(high.partition(".")[2])
        if same_places and float(low) < float(high) <= 1.2 * float(low):
            _refuse(f"{tree} looks like a range: write one number.")


_TOKEN = re.compile(
    r" *(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>log_?(?:2|10|e)(?![\d.\w])|log_?(?:2|10)(?=[a-z(])|[^\W\d]+)"
    r"|(?P<sign>[-+*/^()\[\]%]))",
    re.I,
)
_ADJACENT: Final = (
    (re.compile(r"(?:\+ ?/? ?-|±|∓|- ?\+)"), "Write one number, without a margin of error."),
    (re.compile(r"- ?-"), "There are two minus signs in a row: write one, or none."),
    (re.compile(r"\d_\d"), "Write the number without '_', as in 1000."),
    (re.compile(r"\d'\d|\d[;:]\d"), "Write a point for the decimals, as in 0.357."),
    (
        re.compile(r"(?<=[\d.])[eE] ?(?![\w(^])|\d [eE] ?[+-]? ?\d"),
        "Write the power of ten right after the number, as in 3.57e-1.",
    ),
    (
        re.compile(r"(?<![^\W\d])[oO](?=[.,]\d|\d)|\d\.?[oO]\b"),
        "Type the digit 0, not the letter O.",
    ),
    (re.compile(r"\blog_?(?:2|10)(?:\d|\.\d)", re.I), "Write log(…) or log2(…) with brackets."),
)
_TIMES = re.compile(r"(?<=[\d)\]%]) ?[xX] ?(?=[\d.(]|[a-z]{2})")


_FORMULA: Final = "That is a formula: put the numbers in, as in -ln(0.7)."
_MEANINGS: Final = (
    ("lg", "lg is base 2 in some books and base 10 in others: write log2 or log10."),
    ("nan|none|null|undefined", f"That is no number: {_EXAMPLE}"),
    ("or|and|between|to", _TWO),
    ("sum|mean|max|min|prod|softmax|sigmoid|argmax|entropy|ce|kl|.", _FORMULA),
    (
        "zero|one|two|three|four|five|six|seven|eight|nine|ten|point|half|third|quarter|hundred",
        "Write the number in digits, such as 0.357.",
    ),
    ("|".join(UNITS), "Write the unit once, at the end."),
)
"""Words that are no part of a calculation, and what to do about them."""


def _meaning(word: str) -> str:
    return next((says for words, says in _MEANINGS if re.fullmatch(words, word)), "")


def _tokens(text: str) -> list[_Token]:
    for pattern, message in _ADJACENT:
        if pattern.search(text):
            _refuse(message)
    text = _TIMES.sub("*", text)
    found = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            _refuse_character(text[position:].strip()[0])
        position = match.end()
        kind, written = match.lastgroup or "", match[match.lastgroup or 0]
        found.append(_word(written, text[position:]) if kind == "word" else _symbol(kind, written))
    return found


def _symbol(kind: str, written: str) -> _Token:
    if kind == "number" and isinf(float(written)):
        _refuse("That number is too large to calculate with.")
    return _Token(_BRACKET_KINDS.get(written, kind), written)


_BRACKET_KINDS: Final = {"(": "open", "[": "open", ")": "close", "]": "close", "%": "percent"}


def _word(written: str, rest: str) -> _Token:
    word = written.lower()
    if word in FUNCTIONS:
        return _Token("function", word)
    if word in _CONSTANTS and written != "E":
        return _Token("constant", _CONSTANTS[word])
    if says := _meaning(word):
        _refuse(says)
    if not word.isascii():
        _refuse(_FORMULA)
    if rest.lstrip().startswith("("):
        known = "ln, log, log2, log10, exp and sqrt"
        _refuse(f"I don't know the function {_shown(written)}: there are {known}.")
    _refuse(f"I can't read {_shown(written)}: {_EXAMPLE}")


def _refuse_character(character: str) -> NoReturn:
    if character in ",;":
        _refuse(f"'{character}' has no meaning here: write one number, with a point for decimals.")
    _refuse(f"{_shown(character)} has no meaning here: {_EXAMPLE}")


def _shown(text: str) -> str:
    return f"'{text[:20]}{'…' if len(text) > 20 else ''}'"


def _spelled(text: str) -> tuple[str, bool]:
    """Return a calculation in the expression language, and whether log was read as ln."""
    tokens = _tokens(text)
    return _Spelling(tokens).text(), ("function", "log") in tokens


class _Spelling:
    """One pass over a calculation that puts in the signs and brackets that people leave out."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = [*tokens, _END, _END, _END]
        self._out: list[str] = []
        self._divided = [False]
        """For each open bracket whether a division came before, in the same product."""

    def text(self) -> str:
        place = 0
        while self._tokens[place] != _END:
            place = self._take(place)
        return "".join(self._out)

    def _take(self, place: int) -> int:
        """Write one token, or a function with its number; return the place after it."""
        kind, written = self._tokens[place]
        before = self._tokens[place - 1].kind if place else ""
        if before in _OPERAND_ENDS and kind in _OPERAND_STARTS:
            self._multiply(before, kind)
        if kind == "function" and self._tokens[place + 1].kind != "open":
            return self._take_bare_function(place)
        if kind == "number" and self._tokens[place + 1].kind == "percent":
            if self._divided[-1] and self._tokens[place - 2].kind == "number":
                _refuse("Put brackets around the division.")
            self._out.append(f"({written}/100)")
            return place + 2
        if kind == "percent" and before != "close":
            _refuse("Write the percent sign right after a number, as in 35.7%.")
        self._count_divisions(kind, written)
        self._out.append(FUNCTIONS.get(written) or _IN_LANGUAGE.get(written, written))
        return place + 1

    def _multiply(self, before: str, kind: str) -> None:
        if kind == "number" and before != "close":
            _refuse("There are two numbers in a row: write one number, or a sign between them.")
        if self._divided[-1]:
            _refuse("Write * for times, and brackets around all that you divide by.")
        self._out.append("*")

    def _count_divisions(self, kind: str, written: str) -> None:
        if kind == "open":
            self._divided.append(False)
        elif kind == "close":
            self._divided.pop()
        elif written in ("+", "-", "/"):
            self._divided[-1] = written == "/"

    def _take_bare_function(self, place: int) -> int:
        """Write a function of the number right after it, as in ``ln 0.7``."""
        name = self._tokens[place].text
        sign = self._tokens[place + 1].text
        place += 2 if sign in ("+", "-") else 1
        kind, operand = self._tokens[place]
        if kind not in ("number", "constant"):
            _refuse(f"Write {name} with brackets, as in {name}(0.7).")
        if self._tokens[place + 1].kind == "percent":
            place, operand = place + 1, f"({operand}/100)"
        after, beyond = self._tokens[place + 1 : place + 3]
        divided = after.text == "/" and beyond.kind == "number"
        if divided or after.text == "^" or after.kind in ("open", "number", "constant"):
            _refuse(f"Write {name} with brackets around all that it applies to.")
        self._out.append(f"{FUNCTIONS[name]}({sign if sign in ('+', '-') else ''}{operand})")
        return place + 1


_END: Final = _Token("end", "")
_IN_LANGUAGE: Final = {"[": "(", "]": ")", "^": "**", "%": "/100"}
_OPERAND_ENDS: Final = frozenset(("number", "constant", "close", "percent"))
_OPERAND_STARTS: Final = frozenset(("number", "constant", "function", "open"))

# Arithmetic


class _Arithmetic(Evaluator):
    """Values of calculations, in which overflow is not infinity and 0·log 0 is 0."""

    def _combine(self, compute: Compute, node: Node, *operands: Any) -> Any:  # noqa: ANN401 - numpy floats
        value = super()._combine(compute, node, *operands)
        if isnan(value) and _is_nothing_times_log(node, operands):
            return np.float64(0)
        if isinf(value) and all(isfinite(operand) and operand for operand in operands):
            _refuse("That gets too large to calculate with.")
        return value


def _is_nothing_times_log(node: Node, operands: Sequence[float]) -> bool:
    match node:
        case Binary(operator="*", left=left, right=right):
            other = right if operands[0] == 0 else left
            other = other.operand if isinstance(other, Unary) else other
            return isinstance(other, Call) and other.function.startswith(("ln", "log"))
    return False


def _calculated(calculation: str) -> float:
    try:
        value = float(_Arithmetic({}).value(parse(calculation)))
    except ExpressionError:
        if calculation[-1:] in "+-*/":
            _refuse("The calculation ends too early.")
        if "()" in calculation:
            _refuse(f"There is nothing in the brackets: {_EXAMPLE}")
        _refuse("I can't read this calculation: check its signs and brackets, as in -ln(0.7).")
    if isnan(value):
        _refuse("This has no value: look for 0/0, or a log or root of a negative number.")
    return value + 0.0
