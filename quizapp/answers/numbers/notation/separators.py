"""What parts numbers: brackets, commas, spaces and lines."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from quizapp.answers.numbers.notation.words import (
    CONSTANTS,
    EXAMPLE,
    FUNCTIONS,
    refuse,
    shown,
)
from quizapp.quantities.units import ALL_WORDS

Tree: TypeAlias = "str | list[Tree]"

_MAXIMUM_DEPTH: Final = 20
_BRACKETS: Final = "Your parentheses or brackets don't match: close every one you open."

_COMMA_NUMBER = re.compile(r"(?<![\w.,)\]%])(\d*),(\d+)")
_LONE_COMMA_NUMBER = re.compile(
    r"[+-]? ?\d*,\d+(?:e[+-]?\d+| ?[*x] ?10 ?\^ ?\(?[+-]?\d+\)?)? ?%?", re.I
)
_OF_ONE_NUMBER = re.compile(r"(?:ln|exp|sqrt|abs) ?[(\[] ?[+-]?$", re.I)
"""What a comma follows that can't part two numbers, as these functions take one."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d+)")
_GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3}){2,}|(?:\.\d{3})+,\d+)")
_GROUPED_IN_TWOS = re.compile(r"[+-]?[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?")
_GROUPED_OTHERWISE = re.compile(r"([+-]?[1-9]\d{0,2}(?:([ '_])\d{3})(?:\2\d{3})*)([.,]\d+)?")
_GROUPED_IN_ANY_WAY = re.compile(
    r"(?<![\w.,'])([1-9]\d{0,2})(?:([,'_ ])\d{3})(?:\2\d{3})*(?![\w'])(?!,\d)"
)
_GROUPED_IN_LIST = re.compile(r"(?<![\w.,])[1-9]\d{0,2} 0\d\d(?![\w.,])")
_GROUPED_BY_A_POINT = re.compile(r"([+-]?[1-9]\d{0,2})\.(\d{3})")
_SEPARATORS = re.compile(r"\s*;\s*|,\s+|\s+")


def check_brackets(text: str) -> None:
    """Refuse brackets that don't fit, and too many inside one another."""
    waiting: list[str] = []
    for character in text:
        if character in "([":
            waiting.append(")" if character == "(" else "]")
        elif character in ")]" and (not waiting or waiting.pop() != character):
            refuse(_BRACKETS)
        if len(waiting) > _MAXIMUM_DEPTH:
            refuse("Too many parentheses inside one another. Simplify it.")
    if waiting:
        refuse(_BRACKETS)


def with_points(text: str, vector: bool, grouped: bool = False, whole: bool = False) -> str:
    """Return the text with points for decimal commas, and without marks between thousands.

    Parameters
    ----------
    text
        What was typed, in one spelling.
    vector
        Whether a list is asked for, whose numbers commas and spaces may part.
    grouped
        Whether the number is one that is written in groups: then whatever can part thousands does.
    whole
        Whether it has no decimals, so that a point may part thousands too.
    """
    text = re.sub(r"\s+,", ", ", text)
    text = _in_one_piece(text, grouped, whole) if not vector else text
    if vector and (parted := _GROUPED_IN_LIST.search(text)):
        plain = parted.group().replace(" ", "")
        refuse(f"{parted.group()} is ambiguous: write {plain}, or commas between the numbers.")
    if grouped:
        text = re.sub(r"(?<=\d)['_](?=\d{3}(?!\d))", "", text)
    if "," not in text:
        return text
    if odd := re.search(r"log *[(\[]([1-9]\d*),(\d+)[)\]]", text, re.I):
        whole_part, rest = odd.groups()
        readings = f"log({whole_part}.{rest}), or log({whole_part}, {rest})"
        refuse(f"{shown(odd.group())} is ambiguous: write {readings}.")
    decimals = _has_decimal_commas_in_list(text) if vector else _has_decimal_commas(text)
    return _COMMA_NUMBER.sub(_without_comma if grouped else _with_point, text) if decimals else text


def _in_one_piece(text: str, grouped: bool, whole: bool) -> str:
    """Return a single number without the marks between its thousands, where they are just that."""
    grouping = _GROUPED.fullmatch(text) or _GROUPED_BY_POINTS.fullmatch(text)
    if grouping and text.lstrip("+-")[0] == "0":  # no thousands begin with a zero
        refuse("The commas and points are ambiguous: type one decimal point, as in 0.357.")
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if _GROUPED_BY_POINTS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if whole and (parted := _GROUPED_BY_A_POINT.fullmatch(text)):
        thousands = "".join(parted.groups())
        refuse(f"{text} is ambiguous: write {thousands}, or {float(text):g}.")
    parted = _GROUPED_OTHERWISE.fullmatch(text)
    plain = re.sub("[ '_]", "", text).replace(",", ".")
    if grouped and parted:
        return plain
    if grouped:
        text = _GROUPED_IN_TWOS.sub(_ungrouped, text)
        return _GROUPED_IN_ANY_WAY.sub(_ungrouped, text)
    if _GROUPED_IN_TWOS.fullmatch(text):
        refuse(f"Write the number without commas: {text.replace(',', '')}.")
    if parted:
        refuse(f"Write the number without {_MARKS[parted[2]]}: {plain}.")
    return text


_MARKS: Final = {" ": "spaces", "'": "apostrophes", "_": "'_'"}


def _ungrouped(match: re.Match[str]) -> str:
    return re.sub("[,'_ ]", "", match.group())


def _has_decimal_commas(text: str) -> bool:
    """Whether the commas of a single number or calculation are decimal commas."""
    if odd := re.search(r"^[+-]?\d+ ?, +\d+$", text):
        refuse(f"The comma in {shown(odd.group())} is ambiguous: use a decimal point.")
    found = list(_COMMA_NUMBER.finditer(text))
    if "." in text or ";" in text or len(found) < text.count(","):
        return False
    if inside(text) is not None and text[0] == "[":
        refuse("The comma is ambiguous: use a decimal point, or type one number.")
    if _LONE_COMMA_NUMBER.fullmatch(text):
        return True
    for number in found:
        if number[1].strip("0") and not _OF_ONE_NUMBER.search(text[: number.start()]):
            refuse(f"The comma in {shown(number.group())} is ambiguous: use a decimal point.")
    return True


def _has_decimal_commas_in_list(text: str) -> bool:
    """Whether the commas of a list stand within its numbers, and not between them."""
    chunks = [
        chunk
        for chunk in _SEPARATORS.split(text.strip("()[] ,;\n"))
        if any(mark.isdigit() for mark in chunk)
    ]
    if any(re.fullmatch(r"[+-]?0,\d{2,}(?:,[+-]?0,\d{2,})+", chunk) for chunk in chunks):
        refuse("The commas are ambiguous: use decimal points.")
    if len(chunks) > 1 and any(_GROUPED.fullmatch(chunk) for chunk in chunks if "." in chunk):
        refuse("The commas are ambiguous: write numbers without them, and spaces between.")
    counts = [len(_COMMA_NUMBER.findall(chunk)) for chunk in chunks]
    if "." in text or any(chunk[0] in "[(" or chunk.count(",") > 1 for chunk in chunks):
        return False
    if not any(counts):
        return False
    if len(chunks) == 1:
        return re.fullmatch(r"[+-]?0,\d{2,}%?", chunks[0]) is not None
    if not re.search(r",\s|;", text):
        numbers = [_COMMA_NUMBER.search(chunk) for chunk in chunks]
        if None in numbers and any(number and number[1].strip("0") for number in numbers):
            refuse("The commas are ambiguous: use decimal points.")
    if all(re.fullmatch("[01],[01]", chunk) for chunk in chunks):
        refuse("The commas are ambiguous: use decimal points, and put each row in brackets.")
    return min(counts) == 1 if re.search(r",\s", text) else True


def _with_point(match: re.Match[str]) -> str:
    whole, decimals = match.groups()
    if len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        refuse(f"{match.group()} is ambiguous: write {whole}{decimals}, or {whole}.{decimals}.")
    return f"{whole or 0}.{decimals}"


def _without_comma(match: re.Match[str]) -> str:
    """Return a number whose comma parts thousands where it can, and decimals elsewhere."""
    whole, rest = match.groups()
    can_part = len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    return whole + rest if can_part else f"{whole or 0}.{rest}"


_TRANSPOSITION = re.compile(r"(?<=[)\]]) ?(?:\^ ?[(\[]?T[)\]]?|\.T|')(?=$| [^\W\d]+$)")
"""At the end, or before a unit; this T is no trillion."""


def without_transposition(text: str) -> tuple[str, bool]:
    """Return a list without the sign that makes a row of it a column, and whether it had one."""
    text, count = _TRANSPOSITION.subn("", text)
    return text, bool(count)


def split_up(text: str, spaces: bool) -> Tree:
    """Return the entries of a list, each as text; a text that is no list stays as it is.

    Commas separate, and new lines outside brackets; semicolons and spaces do where a list is
    asked for, or within square brackets.
    """
    inner = inside(text)
    square = inner is not None and text[0] == "["
    body = re.sub(r" ?[,;]$" if spaces or square else " ?,$", "", inner or text).strip()
    if not body or inner == "":
        refuse(f"There is nothing in the parentheses: {EXAMPLE}")
    for separator in ("\n" if inner is None else "") + (";, " if spaces or square else ","):
        parts = _split(body, separator)
        if len(parts) > 1:
            return [split_up(part, spaces) for part in parts]
    if inner is None:
        return body
    single = split_up(body, spaces)
    return [single] if square else single


def inside(text: str) -> str | None:
    """Return what one pair of brackets around the whole text holds; None without such a pair."""
    if text[:1] not in ("(", "["):
        return None
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            return text[1:-1] if place == len(text) - 1 else None
    return None


_COULD_BE_TIMES = re.compile(
    rf" *[-+]?[\d.]+%? +(?:{'|'.join((*FUNCTIONS, *CONSTANTS))})(?![a-z])", re.I
)


def _split(text: str, separator: str) -> list[str]:
    parts, start, depth = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth or (character != separator and not (separator == " " and character == "\n")):
            continue
        if separator != " " or _is_gap(text[start:place].rstrip(), text[place:].lstrip()):
            if separator == " " and _COULD_BE_TIMES.match(text, start):
                refuse("Write commas between the numbers, or * to multiply.")
            parts.append(text[start:place].strip())
            start = place + 1
    parts.append(text[start:].strip())
    if separator == " " and len(parts) > 1 and re.search(r"[\d)] [-+] ", text):
        refuse("Write commas between the numbers.")
    if len(parts) > 1 and not all(parts):
        refuse("A number is missing between two commas.")
    return parts


def _is_gap(left: str, right: str) -> bool:
    """Whether a space between two texts separates entries, and isn't within a calculation."""
    if not left or not (left[-1].isalnum() or left[-1] in ".)]%"):
        return False
    before = re.search(r"[a-z_]*\d{0,2}$", left[-8:].lower())
    after = re.match("[a-zµμ]*", right.lower())
    if (before and before[0] in FUNCTIONS) or (after and after[0] in ALL_WORDS):
        return False
    signed = right[0] in "+-" and right[1:2] not in (" ", "")
    return signed or right[0].isalnum() or right[0] in ".(["
