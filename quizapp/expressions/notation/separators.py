"""What parts numbers: brackets, commas, spaces and lines."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from quizapp.expressions.notation.words import EXAMPLE, FUNCTIONS, UNITS, refuse, shown

Tree: TypeAlias = "str | list[Tree]"

_MAXIMUM_DEPTH: Final = 20
_BRACKETS: Final = "A bracket doesn't fit: each one that is opened needs to be closed."

_COMMA_NUMBER = re.compile(r"(?<![\w.,])(\d*),(\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3}){2,}|(?:,\d{3})+\.\d+)")
_GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")
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
            refuse("There are too many brackets inside one another: write it with fewer.")
    if waiting:
        refuse(_BRACKETS)


def with_points(text: str, vector: bool) -> str:
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
        refuse(f"The comma in {shown(odd.group())} has two readings: write a point for decimals.")
    if "." in text or ";" in text or len(_COMMA_NUMBER.findall(text)) < text.count(","):
        return False
    if inside(text) is not None and text[0] == "[":
        refuse("The comma has two readings: write a point for decimals, or one number.")
    return True


def _has_decimal_commas_in_list(text: str) -> bool:
    """Whether the commas of a list stand within its numbers, and not between them."""
    chunks = [
        chunk
        for chunk in _SEPARATORS.split(text.strip("()[] ,;\n"))
        if any(mark.isdigit() for mark in chunk)
    ]
    if any(re.fullmatch(r"[+-]?0,\d{2,}(?:,[+-]?0,\d{2,})+", chunk) for chunk in chunks):
        refuse("The commas have two readings: write points for decimals.")
    counts = [len(_COMMA_NUMBER.findall(chunk)) for chunk in chunks]
    if "." in text or any(chunk[0] in "[(" or chunk.count(",") > 1 for chunk in chunks):
        return False
    if not any(counts):
        return False
    if len(chunks) == 1:
        return re.fullmatch(r"[+-]?0,\d{2,}%?", chunks[0]) is not None
    if all(re.fullmatch("[01],[01]", chunk) for chunk in chunks):
        refuse("The commas have two readings: write points for decimals, and rows in brackets.")
    return min(counts) == 1 if re.search(r",\s", text) else True


def _with_point(match: re.Match[str]) -> str:
    whole, decimals = match.groups()
    if len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        refuse(f"{match.group()} has two readings: write {whole}{decimals}, or {whole}.{decimals}.")
    return f"{whole or 0}.{decimals}"


def split_up(text: str, spaces: bool) -> Tree:
    """Return the entries of a list, each as text; a text that is no list stays as it is.

    Commas separate, and new lines outside brackets; semicolons and spaces do where a list is
    asked for, or within square brackets.
    """
    inner = inside(text)
    square = inner is not None and text[0] == "["
    body = re.sub(r" ?[,;]$" if spaces or square else " ?,$", "", inner or text).strip()
    if not body or inner == "":
        refuse(f"There is nothing in the brackets: {EXAMPLE}")
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
        refuse("Write commas between the numbers.")
    if len(parts) > 1 and not all(parts):
        refuse("An entry of the list is missing between two separators.")
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
