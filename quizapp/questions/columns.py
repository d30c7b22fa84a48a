"""The columns of a spreadsheet that types of question declare theirs in."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column: what its cells hold, and which field of a question they fill."""

    about: str
    fills: str
    """A field, such as ``lines``, or a field of its entries, such as ``options.text``."""
    several: bool = False
    """Whether a cell holds an entry for each ``|`` more."""
    letters: bool = False
    """Whether a cell names by their letters the entries of which the field is true."""
    truth: bool = False
    """Whether a cell says true or false."""
    named: str = ""
    """What the entries' ids begin with, where they have any."""
