"""Read banks strictly: a bank is right in every line, or each problem is reported at its place."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from quizapp.answers.words.points import Wording
from quizapp.bank import schema, sources
from quizapp.bank.collection import Bank as Bank
from quizapp.bank.collection import Banks as Banks
from quizapp.bank.reading import document, foreign
from quizapp.bank.reading.by_schema import FieldValues, TooManyProblemsError
from quizapp.bank.reading.nodes import YamlNode
from quizapp.bank.reading.yaml_errors import Complaint, named, place
from quizapp.bank.shelf import Shelf
from quizapp.bank.sources import MAXIMUM_SIZE
from quizapp.bank.sources import Source as Source
from quizapp.bank.sources import shipped as shipped
from quizapp.errors import BankError, FileError, Problem
from quizapp.questions import kinds
from quizapp.questions.base import Question
from quizapp.questions.names import is_name
from quizapp.questions.types import TYPES
from quizapp.system import files, garbage
from quizapp.system.hashing import blake2b

_NAME: Final = kinds.Slug()


def read(
    source: Source,
    path: Path | None = None,
    others: Iterable[Source] = (),
    shelf: Shelf | None = None,
) -> Bank:
    """Return the bank in a file.

    Parameters
    ----------
    source
        The file.
    path
        How messages name it, unless as it is.
    others
        Files whose quantities it may use, beside those in its folder and the shipped ones.
    shelf
        All banks that it may use, where they are read already.

    Raises
    ------
    BankError
        With all problems of the file, in its order.
    """
    path = path or Path(str(source))
    text, data = content(source, path)
    shelf = shelf or shelf_of([*others, path.parent, shipped()])
    return _bank(text, path, data, shelf)


def content(source: Source, path: Path) -> tuple[str, bytes]:
    """Return a file's text, and the same as it is stored.

    Raises
    ------
    BankError
        When it can't be read as text.
    """
    try:
        data = files.read(source, MAXIMUM_SIZE)
    except FileError as error:
        message = _NOT_READ[error.reason].format(error)
        if error.reason == "too large":
            message = foreign.advice(b"", path.name) or message
        raise refusal(path, [(1, 1, message)]) from error
    try:
        return data.decode("utf-8"), data
    except UnicodeDecodeError as error:
        if message := foreign.advice(data, path.name):
            raise refusal(path, [(1, 1, message)]) from error
        before = data[: error.start].decode("utf-8")
        message = f"the file isn't UTF-8 (byte {data[error.start]:#04x}); save it as UTF-8"
        raise refusal(path, [(*place(before, len(before)), message)]) from error


_NOT_READ: Final = {
    "missing": "{}; check the path",
    "not a file": "{}; give a file that ends in .yaml, or a folder of them",
    "a folder": "the folder can't be listed; check its permissions",
    "too large": "{}; split it into several banks",
    "refused": "the file can't be read: {}",
}
"""What to do about a file that can't be read."""


def read_text(text: str, path: Path, shelf: Shelf | None = None) -> Bank:
    """Return the bank in a text, which messages name by a path; see `read`.

    Raises
    ------
    BankError
        With all problems of the text, in its order.
    """
    return _bank(text, path, text.encode("utf-8", "surrogatepass"), shelf)


def refusal(path: Path, complaints: Iterable[Complaint]) -> BankError:
    """Return an error with all that is wrong with a file, in its order."""
    return BankError(
        tuple(
            Problem(path, line, column, _printable(message))
            for line, column, message in sorted(dict.fromkeys(complaints), key=itemgetter(0, 1))
        )
    )


def _printable(message: str) -> str:
    """Return a message that quotes the file on one line, its invisible characters named."""
    return " ".join(named(message).splitlines()).replace("\t", " ")


@garbage.paused()  # until the tree of the file is gone, which would be looked through
def _bank(text: str, path: Path, data: bytes, shelf: Shelf | None) -> Bank:
    shelf = shelf or shelf_of([path.parent, shipped()])
    fields, values, _ = read_fields(text, path, schema.BANK, shelf)
    name = fields.get("bank", path.stem)
    wording = Wording(fields.get("canonical", {}), fields.get("lexicon", {}))
    declarations = values.declarations
    known = (*declarations.used, *declarations.own)
    questions = tuple(
        _question({**question, "known": known}, name, wording)
        for question in fields.get("questions", ())
    )
    return Bank(
        name=name,
        title=fields.get("title", ""),
        path=path,
        questions=questions,
        revision=blake2b(data, digest_size=6).hexdigest(),
        canonical=wording.canonical,
        lexicon=wording.lexicon,
        quantities=declarations.own,
        used=declarations.used,
        renamed=fields.get("renamed", {}),
        retired=fields.get("retired", ()),
        places=values.places,
    )


def read_fields(
    text: str, path: Path, record: kinds.Record, shelf: Shelf | None = None
) -> tuple[dict[str, Any], FieldValues, YamlNode]:
    """Return the fields of a file that is one record, what read them, and their tree.

    Raises
    ------
    BankError
        With all problems of the text, in its order.
    """
    try:
        return _fields(text, path, record, shelf or shelf_of(()))
    except BankError as error:
        if message := foreign.advice(text.encode("utf-8", "replace"), path.name):
            raise refusal(path, [(1, 1, message)]) from error
        raise


def _fields(
    text: str, path: Path, record: kinds.Record, shelf: Shelf
) -> tuple[dict[str, Any], FieldValues, YamlNode]:
    root, complaints = document.build(text)
    values = FieldValues(complaints, shelf.quantities)
    kind = record.name
    if root is None:
        empty = (1, 1, f"the file is empty; a {kind} starts with the line 'schema: 1'")
        raise refusal(path, complaints or [empty])
    try:
        fields = values.read(root, record, "the file")
        if isinstance(fields, dict) and kind not in fields and not is_name(path.stem):
            name = kinds.described(_NAME)
            message = (
                f"the file name can't be used as the name of the {kind}; add '{kind}: NAME', with "
                f"{name}"
            )
            values.complain((root.line, root.column), message)
    except TooManyProblemsError:
        last = max(values.complaints)
        stopped = "too many problems, so I stopped here; fix the ones above first"
        raise refusal(path, [*values.complaints, (*last[:2], stopped)]) from None
    if values.complaints:
        raise refusal(path, values.complaints)
    return fields, values, root


def shelf_of(places: Iterable[Source]) -> Shelf:
    """Return the banks in files and folders for others to use."""
    return Shelf(places, _on_shelf)


def _on_shelf(file: Source, others: Shelf) -> Bank:
    return read(file, shelf=others)


def _question(fields: dict[str, Any], bank: str, wording: Wording) -> Question:
    return TYPES[fields.pop("type")].written(bank, fields).worded(wording)


def load(places: Iterable[Source], also: Iterable[Source] = ()) -> Banks:
    """Return the banks in files and folders; a file with errors is reported and not loaded.

    Parameters
    ----------
    places
        Files and folders.
    also
        Further ones whose banks' quantities these may use.
    """
    places = list(places)
    shelf = shelf_of((*places, *also))
    return Banks.of(*sources.load(sources.files_of("bank", *places), "bank", shelf.read))
