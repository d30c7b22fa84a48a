"""The user's own banks: create one, add a question to one, install one, uninstall one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from quizapp.authoring import templates
from quizapp.bank import reader
from quizapp.bank.collection import Bank, Banks, shipped, yaml_files
from quizapp.bank.reading.by_schema import is_name
from quizapp.errors import BankError, UsageError
from quizapp.interview import assembly as assembly
from quizapp.interview import blueprints
from quizapp.interview.blueprints import Blueprints
from quizapp.system import files
from quizapp.text.suggestions import nearest

_MOST_NAMED: Final = 5
"""Questions that a message names."""


def begin_interview(path: Path) -> None:
    """Write a new blueprint of a mock interview, for its author to edit.

    Raises
    ------
    UsageError
        When the file is there, its name can't name a blueprint, or it can't be written.
    """
    _check_name(path, "blueprint", "my-interview")
    text = templates.blueprint(path.stem)
    blueprints.read_text(text, path)
    files.create(path, text)


def _check_name(path: Path, kind: str, example: str) -> None:
    if path.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{path}: the file name of a {kind} must end in .yaml")
    if not is_name(path.stem):
        raise UsageError(
            f"{path}: a {kind} is named after its file; use letters, digits and hyphens, as in "
            f"{example}.yaml"
        )


def begin(path: Path, kinds: Iterable[str] = ()) -> None:
    """Write a new bank: the starter, or only a question of each of some types.

    Raises
    ------
    UsageError
        When the file is there, its name can't name a bank, or it can't be written.
    """
    _check_name(path, "bank", "my-questions")
    text = templates.starter(path.stem)
    if chosen := tuple(kinds):
        head = text[: text.index("questions:\n") + len("questions:\n")]
        taken: list[str] = []
        text = head
        for kind in chosen:
            text += templates.question(kind, taken)
    reader.read_text(text, path)
    files.create(path, text)


def first_free(folder: Path, stem: str = "my-questions") -> Path:
    """Return a name in a folder for a new bank or blueprint."""
    return files.unused(folder, stem, ".yaml")


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
    entry = templates.next_question(kind, text)
    name = entry.partition("- id: ")[2].partition("\n")[0]
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
    "{path}: a question can't be added at the end; move the list 'questions:' to the end of the "
    "file, with one field per line"
)


class Installation(NamedTuple):
    """A bank or a blueprint that goes among the user's own."""

    target: Path
    text: str
    says: str
    """What becomes of the file."""


def take_in(path: Path, folder: Path) -> list[str]:
    """Copy a bank, a blueprint or all of a folder to the user's own; return what was done.

    A bank that is there already is replaced. Its name stays, so its answers still belong to it.

    Parameters
    ----------
    path
        What to copy.
    folder
        The user's own banks.

    Raises
    ------
    BankError
        With all problems, when one of them has errors; none is copied then.
    UsageError
        When another bank or blueprint has that name.
    """
    found = [Path(str(file)) for file in (*yaml_files(path), *blueprints.files(path))]
    if not found:
        raise UsageError(f"{path}: no banks in that folder (a bank is a .yaml file)")
    known = reader.load([shipped(), folder])
    named = {bank.name: bank for bank in known.banks}
    banks = [file for file in found if not reader.is_blueprint(file)]
    added: dict[str, Bank] = {}
    copies = []
    for file in banks:
        text, _ = reader.content(file, file)
        bank = reader.read_text(text, file)
        if bank.name in added:
            raise UsageError(f"{file}: {_TAKEN.format('bank', bank.name, added[bank.name].path)}")
        added[bank.name] = bank
        copies.append(_installation(bank, text, named.get(bank.name), folder))
    everything = Banks(tuple((named | added).values()), ())
    plans = [file for file in dict.fromkeys(found) if file not in banks]
    copies += _blueprint_installations(plans, folder, everything)
    for copy in copies:
        try:
            files.make_private(copy.target.parent)
        except OSError as error:
            raise UsageError(f"{copy.target} can't be written: {error.strerror}") from error
        files.replace(copy.target, copy.text)
    return [copy.says for copy in copies]


_TAKEN: Final = "'{1}' is also the name of a {0} in {2}; rename one of them with '{0}: NAME'"


def _installation(bank: Bank, text: str, former: Bank | None, folder: Path) -> Installation:
    """Return where a bank goes: in the place of the one of its name, where that is the user's."""
    target = folder / f"{bank.name}.yaml"
    if former is None:
        if target.exists():
            raise UsageError(
                f"{target} already exists and can't be loaded; fix it, or uninstall it first with "
                f"'quizapp bank remove {bank.name}'"
            )
        return Installation(target, text, f"installed as {target}")
    if not is_own(former, folder):
        raise UsageError(f"{bank.path}: {_TAKEN.format('bank', bank.name, former.path)}")
    target = Path(former.path)
    return Installation(target, text, f"{target}: {_difference(former, bank)}")


def _blueprint_installations(
    sources: Iterable[Path], folder: Path, banks: Banks
) -> list[Installation]:
    known = {one.name: one for one in blueprints.load([shipped(), folder]).blueprints}
    copies = []
    for file in sources:
        text, _ = reader.content(file, file)
        blueprint = blueprints.read_text(text, file)
        problems = assembly.check(Blueprints((blueprint,)), banks)
        if errors := tuple(one for one in problems if one.severity == "error"):
            raise BankError(errors)
        former = known.get(blueprint.name)
        target = folder / blueprints.FOLDER / f"{blueprint.name}.yaml"
        if former is not None and folder.resolve() not in Path(former.path).resolve().parents:
            told = _TAKEN.format("blueprint", blueprint.name, former.path)
            raise UsageError(f"{file}: {told}")
        target = target if former is None else Path(former.path)
        done = f"installed as {target}" if former is None else f"{target}: replaced"
        start = f"start it with: quizapp mock {blueprint.name}"
        copies.append(Installation(target, text, f"{done}; {start}"))
    return copies


def is_own(bank: Bank, folder: Path) -> bool:
    """Whether a bank is among the user's own."""
    return Path(bank.path).resolve().parent == folder.resolve()


def _difference(former: Bank, bank: Bank) -> str:
    """Return what replacing a bank changes."""
    before = {question.id: question for question in former.questions}
    after = {question.id: question for question in bank.questions}
    differences = {
        "new": [name for name in after if name not in before],
        "changed": [name for name in after if name in before and after[name] != before[name]],
        "gone": [name for name in before if name not in after],
    }
    told = [f"{len(names)} {what} ({_some(names)})" for what, names in differences.items() if names]
    if not told:
        return "replaced; its questions are the same"
    return f"replaced: {', '.join(told)}; your answers are kept"


def _some(names: list[str]) -> str:
    return ", ".join([*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])])


def put_away(name: str, folder: Path) -> Path:
    """Rename the file of one of the user's own banks or blueprints; return its new name.

    Raises
    ------
    UsageError
        When none of them has that name.
    """
    found = [*yaml_files(folder), *blueprints.files(folder)] if folder.is_dir() else []
    own = {Path(str(file)).stem: Path(str(file)) for file in found}
    if folder.is_dir():
        own |= {one.name: Path(one.path) for one in blueprints.load([folder]).blueprints}
        own |= {bank.name: Path(bank.path) for bank in reader.load([folder]).banks}
    path = own.get(name)
    if path is None:
        raise UsageError(
            f"you have no bank or interview called '{name}'{nearest(name, own)}; 'quizapp bank "
            "list' shows the banks, 'quizapp mock --list' the interviews"
        )
    return files.move_aside(path)
