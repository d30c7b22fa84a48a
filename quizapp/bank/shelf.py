"""Banks whose quantities others use, each read when it is first needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from quizapp.bank.collection import Bank
from quizapp.bank.sources import MAXIMUM_SIZE, Source, identity, yaml_files
from quizapp.errors import BankError, FileError, UsageError
from quizapp.quantities.quantity import Quantity
from quizapp.system import files
from quizapp.text.suggestions import nearest

_NAMED: Final = re.compile(rb"^(?:\xef\xbb\xbf)?bank:[ \t]*['\"]?([A-Za-z0-9-]+)", re.MULTILINE)


class Shelf:
    """The banks in files and folders, by name.

    Parameters
    ----------
    sources
        Files and folders, the first of two banks with one name counting.
    read
        Returns the bank in a file, which may use others of this shelf, or raises BankError.
    """

    def __init__(self, sources: Iterable[Source], read: Callable[[Source, Shelf], Bank]) -> None:
        self._sources = sources
        self._parse = read
        self._open: set[str] = set()
        self._known: dict[str, Bank | BankError] = {}

    def read(self, file: Source) -> Bank:
        """Return the bank in a file; raise BankError with all its problems."""
        key = identity(file)
        if key not in self._known:
            self._open.add(key)
            try:
                self._known[key] = self._parse(file, self)
            except BankError as error:
                self._known[key] = error
            self._open.discard(key)
        found = self._known[key]
        if isinstance(found, BankError):
            raise found
        return found

    def quantities(self, name: str) -> tuple[Quantity, ...]:
        """Return the quantities that a bank declares or uses.

        Raises
        ------
        UsageError
            When there is no such bank, it has errors, or it uses the one that asks.
        """
        file = self._files.get(name)
        if file is None:
            hint = nearest(name, self._files)
            hint = hint or "; put its file beside this one, or load it with --bank too"
            raise UsageError(f"no bank called '{name}'{hint}")
        if identity(file) in self._open:
            raise UsageError(f"'{name}' is this bank, or uses it; a bank can't use itself")
        try:
            bank = self.read(file)
        except BankError as error:
            raise UsageError(f"the bank '{name}' has errors: {error.problems[0]}") from error
        return (*bank.used, *bank.quantities)

    @cached_property
    def _files(self) -> dict[str, Source]:
        found: dict[str, Source] = {}
        for source in self._sources:
            for file in yaml_files(source):
                found.setdefault(_name(file), file)
        return found


def _name(file: Source) -> str:
    """Return the name that a file says its bank has, before it is read strictly."""
    try:
        said = _NAMED.search(files.read(file, MAXIMUM_SIZE))
    except FileError:
        said = None
    return said[1].decode() if said else Path(file.name).stem
