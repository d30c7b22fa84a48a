"""Read banks strictly: a bank is right in every line, or all that is wrong is told at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, TypeAlias

from quizapp.bank import document, schema
from quizapp.bank.nodes import Node
from quizapp.bank.syntax import Complaint, place, shown
from quizapp.bank.values import Place, TooManyProblemsError, Values, is_name
from quizapp.errors import BankError, Problem, UsageError
from quizapp.nearest import nearest
from quizapp.questions.base import Question
from quizapp.questions.choice import ChoiceQuestion
from quizapp.questions.numeric import NumericQuestion, Tolerance
from quizapp.questions.open import OpenQuestion
from quizapp.questions.order import OrderQuestion

Source: TypeAlias = Path | Traversable
"""A file or a folder, on disk or inside the installed package."""

_NAME: Final = schema.Slug()
_BLUEPRINT = re.compile(rb"^(?:\xef\xbb\xbf)?(?:blueprint|sections):", re.MULTILINE)
_CLASSES: Final[Mapping[str, type[Question]]] = {
    "numeric": NumericQuestion,
    "choice": ChoiceQuestion,
    "order": OrderQuestion,
    "open": OpenQuestion,
}


@dataclass(frozen=True, kw_only=True)
class Bank:
    """One file of questions."""

    name: str
    title: str
    path: Path
    questions: tuple[Question, ...]
    revision: str
    """A short hash of the file."""
    canonical: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Token → phrases that open answers may say for it."""
    lexicon: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name → synonyms that patterns may use as ``@NAME``."""
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict, repr=False)
    """Where the value of each field stands, by question id and name of the field."""

    def problem(self, question: Question, name: str, message: str) -> Problem:
        """Return a warning at the place of a question's field, or of its id."""
        found = self.places.get((question.id, name)) or self.places.get((question.id, "id"))
        return Problem(self.path, *(found or (1, 1)), message, "warning")


def read(source: Source, path: Path | None = None) -> Bank:
    """Return the bank in a file.

    Parameters
    ----------
    source
        The file.
    path
        How messages name it, unless as it is.

    Raises
    ------
    BankError
        With all problems of the file, in its order.
    """
    path = path or Path(str(source))
    text, data = content(source, path)
    return _bank(text, path, data)


def content(source: Source, path: Path) -> tuple[str, bytes]:
    """Return a file's text, and the same as it is stored.

    Raises
    ------
    BankError
        When it can't be read as text.
    """
    if not source.is_file():
        raise refusal(path, [(1, 1, "there is no file of this name; say where the bank is")])
    try:
        with source.open("rb") as file:
            data = file.read(document.MAXIMUM_SIZE + 1)
    except OSError as error:
        raise refusal(path, [(1, 1, f"the file can't be read: {error.strerror}")]) from error
    if len(data) > document.MAXIMUM_SIZE:
        raise refusal(path, [(1, 1, document.too_large())])
    try:
        return data.decode("utf-8"), data
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        raise refusal(path, [(*place(before, len(before)), message)]) from error


def read_text(text: str, path: Path) -> Bank:
    """Return the bank in a text, which messages name by a path.

    Raises
    ------
    BankError
        With all problems of the text, in its order.
    """
    return _bank(text, path, text.encode("utf-8", "surrogatepass"))


def refusal(path: Path, complaints: Iterable[Complaint]) -> BankError:
    """Return an error with all that is wrong with a file, in its order."""
    return BankError(
        tuple(
            Problem(path, line, column, _printable(message))
            for line, column, message in sorted(set(complaints))
        )
    )


def _printable(message: str) -> str:
    """Return a message that quotes the file without what would disturb a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in message)


def _bank(text: str, path: Path, data: bytes) -> Bank:
    fields, values, _ = read_fields(text, path, schema.BANK)
    name = fields.get("bank", path.stem)
    questions = tuple(_question(question, name) for question in fields.pop("questions"))
    return Bank(
        name=name,
        title=fields.get("title", ""),
        path=path,
        questions=questions,
        revision=blake2b(data, digest_size=6).hexdigest(),
        canonical=fields.get("canonical", {}),
        lexicon=fields.get("lexicon", {}),
        places=values.places,
    )


def read_fields(
    text: str, path: Path, record: schema.Record
) -> tuple[dict[str, Any], Values, Node]:
    """Return the fields of a file that is one record, what read them, and their tree.

    Raises
    ------
    BankError
        With all problems of the text, in its order.
    """
    root, complaints = document.build(text)
    values = Values(complaints)
    kind = record.name
    if root is None:
        empty = (1, 1, f"the file is empty; a {kind} starts with the line 'schema: 1'")
        raise refusal(path, complaints or [empty])
    try:
        fields = values.read(root, record, "the file")
        if isinstance(fields, dict) and kind not in fields and not is_name(path.stem):
            name = schema.described(_NAME)
            message = f"the file's name can't name the {kind}; add {kind}: {name}"
            values.complain((root.line, root.column), message)
    except TooManyProblemsError:
        last = max(values.complaints)
        stopped = "reading stops here, after too many problems; mend those above first"
        raise refusal(path, [*values.complaints, (*last[:2], stopped)]) from None
    if values.complaints:
        raise refusal(path, values.complaints)
    return fields, values, root


def _question(fields: dict[str, Any], bank: str) -> Question:
    tolerance = fields.get("tolerance")
    if isinstance(tolerance, float):
        fields["tolerance"] = Tolerance(relative=tolerance)
    return _CLASSES[fields.pop("type")](bank=bank, **fields)


@dataclass(frozen=True)
class Banks:
    """All banks that could be loaded, and what was wrong with the others."""

    banks: tuple[Bank, ...]
    problems: tuple[Problem, ...]
    """Errors of the files left out, and warnings about those that are in."""

    @property
    def left_out(self) -> tuple[Path, ...]:
        """The files that have errors."""
        errors = (problem.path for problem in self.problems if problem.severity == "error")
        return tuple(dict.fromkeys(errors))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all banks, in order."""
        return tuple(question for bank in self.banks for question in bank.questions)

    @cached_property
    def revisions(self) -> Mapping[str, str]:
        """Bank → the short hash of its file."""
        return {bank.name: bank.revision for bank in self.banks}

    def find(self, name: str) -> Question:
        """Return the question with a full name, or with an id that no other bank has.

        Raises
        ------
        UsageError
            With the candidates, or with the nearest name.
        """
        found = self._named.get(name, ())
        if len(found) == 1:
            return found[0]
        if found:
            names = " or ".join(question.name for question in found)
            raise UsageError(f"several banks have a question '{name}'; say {names}")
        raise UsageError(f"there is no question '{shown(name)}'{nearest(name[:130], self._named)}")

    @cached_property
    def _named(self) -> dict[str, tuple[Question, ...]]:
        named: dict[str, tuple[Question, ...]] = {}
        for question in self.questions:
            for name in (question.id, question.name):
                named[name] = (*named.get(name, ()), question)
        return named

    def dangling(self) -> Iterator[Problem]:
        """Yield a warning for each question named in `after` or `follow_ups` that isn't there."""
        for bank in self.banks:
            for question in bank.questions:
                for name, references in (
                    ("after", question.after),
                    ("follow_ups", question.follow_ups),
                ):
                    for reference in references:
                        message = self._wrong_reference(bank, question, reference)
                        if message:
                            yield bank.problem(question, name, message)

    def _wrong_reference(self, bank: Bank, question: Question, reference: str) -> str:
        """Say what is wrong with a reference; a bare id means its own bank's question first."""
        if reference in (question.id, question.name):
            return f"'{reference}' is the question itself; name another"
        if f"{bank.name}/{reference}" in self._named:
            return ""
        try:
            self.find(reference)
        except UsageError as error:
            return str(error)
        return ""


def load(sources: Iterable[Source]) -> Banks:
    """Return the banks in files and folders; a file with errors is left out and told about."""
    banks: dict[str, Bank] = {}
    problems: list[Problem] = []
    seen: set[str] = set()
    for source in sources:
        for file in yaml_files(source):
            if is_blueprint(file):
                continue
            identity = str(file.resolve() if isinstance(file, Path) else file)
            if identity in seen:
                continue
            seen.add(identity)
            try:
                bank = read(file)
            except BankError as error:
                problems.extend(error.problems)
                continue
            first = banks.setdefault(bank.name, bank)
            if first is not bank:
                message = f"the bank '{bank.name}' is also in {first.path}; name this one otherwise"
                problems.append(Problem(bank.path, 1, 1, message))
    loaded = Banks(tuple(banks.values()), ())
    return Banks(loaded.banks, (*problems, *loaded.dangling()))


def shipped() -> Traversable:
    """Return the folder of the shipped banks: inside the package, or beside it in a checkout."""
    package = files("quizapp")
    inside = package / "_question_bank"
    return inside if inside.is_dir() else Path(str(package)).parent / "question_bank"


def is_blueprint(file: Source) -> bool:
    """Whether a file says that it is a mock interview and no bank."""
    if not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            return _BLUEPRINT.search(opened.read(document.MAXIMUM_SIZE)) is not None
    except OSError:
        return False


def yaml_files(source: Source) -> list[Source]:
    """Return the file itself, or the YAML files directly in a folder, sorted by name."""
    if not source.is_dir():
        return [source]
    found = [
        file
        for file in source.iterdir()
        if file.name.endswith((".yaml", ".yml")) and file.is_file()
    ]
    return sorted(found, key=lambda file: file.name)
