"""The user's own banks: begin one, add a question to one, take one in, put one away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from quizapp import files
from quizapp.bank import reader, starter
from quizapp.bank.collection import Banks, yaml_files
from quizapp.bank.values import is_name
from quizapp.errors import BankError, UsageError
from quizapp.nearest import nearest


def begin(path: Path, kinds: Iterable[str] = ()) -> None:
    """Write a new bank: the starter, or only a question of each of some types.

    Raises
    ------
    UsageError
        When the file is there, its name can't name a bank, or it can't be written.
    """
    if path.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{path}: a bank is a file that ends in .yaml")
    if not is_name(path.stem):
        raise UsageError(
            f"{path}: a bank is named after its file; use letters, digits and hyphens, "
            "such as my-questions.yaml"
        )
    text = starter.starter(path.stem)
    if chosen := tuple(kinds):
        head = text[: text.index("questions:\n") + len("questions:\n")]
        taken: list[str] = []
        text = head
        for kind in chosen:
            text += starter.question(kind, taken)
    reader.read_text(text, path)
    files.create(path, text)


def first_free(folder: Path) -> Path:
    """Return a name in a folder for a new bank."""
    names = ("my-questions" if number == 1 else f"my-questions-{number}" for number in count(1))
    return next(path for name in names if not (path := folder / f"{name}.yaml").exists())


def extend(path: Path, kind: str) -> str:
    """Add a question of a type at the end of a bank, and return its id.

    All that stands in the file stays as it is.

    Raises
    ------
    BankError
        When the bank has errors.
    UsageError
        When a question can't be added at its end, or it can't be written.
    """
    text, data = reader.content(path, path)
    bank = reader.read_text(text, path)
    entry = starter.question(kind, [question.id for question in bank.questions])
    name = entry.partition("- id: ")[2].partition("\n")[0]
    entry = _indented(entry, _indent(text))
    end = "" if text.endswith("\n") else "\n"
    longer = f"{text}{end}\n{entry}"
    if "\r\n" in text:
        longer = f"{text}{end}\n{entry}".replace("\r\n", "\n").replace("\n", "\r\n")
    try:
        added = reader.read_text(longer, path)
    except BankError as error:
        raise UsageError(_NOT_LAST.format(path=path)) from error
    if len(added.questions) != len(bank.questions) + 1 or data != reader.content(path, path)[1]:
        raise UsageError(_NOT_LAST.format(path=path))
    files.replace(path, longer)
    return name


_NOT_LAST = (
    "{path}: a question can't be added at the end; let the list 'questions:' stand last in the "
    "file, each question on lines of its own"
)


def take_in(path: Path, folder: Path, banks: Banks) -> list[Path]:
    """Copy a bank, or those in a folder, among the user's own, and return where they are.

    Raises
    ------
    BankError
        With all problems, when one of them has errors; none is copied then.
    UsageError
        When a bank or a file of that name is there already.
    """
    known = {bank.name: bank for bank in banks.banks}
    sources = [Path(str(file)) for file in yaml_files(path) if not reader.is_blueprint(file)]
    if not sources:
        raise UsageError(f"{path}: there is no bank; a bank is a file that ends in .yaml")
    copies: list[tuple[Path, str]] = []
    for source in sources:
        text, _ = reader.content(source, source)
        bank = reader.read_text(text, source)
        if bank.name in known:
            other = known[bank.name]
            both = {one.name for one in bank.questions} & {one.name for one in other.questions}
            clash = f", with {min(both)} in both" if both else ""
            raise UsageError(
                f"{source}: the bank '{bank.name}' is also in {other.path}{clash}; "
                "give it another name with 'bank: NAME'"
            )
        known[bank.name] = bank
        copies.append((folder / f"{bank.name}.yaml", text))
    for target, _ in copies:
        if target.exists():
            raise UsageError(f"{target} is there already, and is left as it is")
    for target, text in copies:
        files.create(target, text, private=True)
    return [target for target, _ in copies]


def put_away(name: str, folder: Path) -> Path:
    """Rename the file of one of the user's own banks, and return what it is called now.

    Raises
    ------
    UsageError
        When no own bank has that name.
    """
    own = {bank.name: bank.path for bank in reader.load([folder]).banks} if folder.is_dir() else {}
    found = [Path(str(file)) for file in yaml_files(folder)] if folder.is_dir() else []
    path = own.get(name) or {file.stem: file for file in found}.get(name)
    if path is None:
        raise UsageError(f"none of your own banks is called '{name}'{nearest(name, own)}")
    return files.move_aside(path)


def _indent(text: str) -> int:
    """Return how far the entries of the list of questions are indented."""
    found = re.search(r"^questions:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- ", text, re.MULTILINE)
    return len(found[1]) if found else 2


def _indented(entry: str, indent: int) -> str:
    """Return an entry that stands two columns in, moved to another column."""
    shift = indent - 2
    if shift >= 0:
        return re.sub(r"^(?=.)", " " * shift, entry, flags=re.MULTILINE)
    return re.sub(rf"^ {{{-shift}}}", "", entry, flags=re.MULTILINE)
