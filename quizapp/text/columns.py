"""The columns of a terminal that a text takes."""

from __future__ import annotations

import unicodedata


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else len(split_columns(text))


def split_columns(text: str) -> list[str]:
    """Split a text into columns; the second column of a wide character is empty."""
    cells: list[str] = []
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me") and cells:
            cells[-1] += char
        else:
            cells.append(char)
            if unicodedata.east_asian_width(char) in ("W", "F"):
                cells.append("")
    return cells
