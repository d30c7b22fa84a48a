"""The user's own banks: create one, add a question to one, install one, uninstall one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from quizapp.authoring import entries, templates
from quizapp.bank import reader, track_reader
from quizapp.bank.collection import Bank, Banks
from quizapp.bank.sources import FOLDERS, files_of, shipped
from quizapp.errors import BankError, UsageError
from quizapp.interview import assembly, blueprints
from quizapp.interview.blueprints import Blueprints
from quizapp.questions.names import is_name
from quizapp.system import files
from quizapp.text.commands import command, quoted
from quizapp.text.suggestions import nearest

_KINDS: Final = ("bank", *FOLDERS)
_MOST_NAMED: Final = 5
"""Questions that a message names."""


def begin_interview(path: Path) -> None:
    """Write a new blueprint of a mock interview, for its author to edit.

    Raises
    ------
    UsageError
        When the file is there, its name can't name a blueprint, or it can't be written.
    """
    _begin(path, "blueprint", "my-interview", templates.blueprint, blueprints.read_text)


def begin_subject(path: Path) -> None:
    """Write a new track, for its author to edit.

    Raises
    ------
    UsageError
        When the file is there, its name can't name a track, or it can't be written.
    """
    _begin(path, "subject", "my-subject", templates.subject, track_reader.read_text)


def _begin(
    path: Path,
    kind: str,
    example: str,
    template: Callable[[str], str],
    read: Callable[[str, Path], object],
) -> None:
    """Write a new file that is named after what it holds, and can be read."""
    _check_name(path, kind, example)
    text = template(path.stem)
    read(text, path)
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


def begin_quantity(path: Path) -> None:
    """Write a new bank with a quantity of its own.

    Raises
    ------
    UsageError
        When the file is there, its name can't name a bank, or it can't be written.
    """
    _check_name(path, "bank", "my-questions")
    text = templates.quantity(path.stem)
    reader.read_text(text, path)
    files.create(path, text)


def first_free(folder: Path, stem: str = "my-questions") -> Path:
    """Return a name in a folder for a new bank or blueprint."""
    return files.unused(folder, stem, ".yaml")


def extend(path: Path, kind: str) -> str:
    """Add a question of a type after the others of a bank, and return its id.

    All that stands in the file stays as it is.

    Raises
    ------
    BankError
        When the bank has errors.
    UsageError
        When a question can't be added there, or it can't be written.
    """
    text, data = reader.content(path, path)
    bank = reader.read_text(text, path)
    entry = templates.next_question(kind, text)
    name = entry.partition("- id: ")[2].partition("\n")[0]
    plain = text.replace("\r\n", "\n")
    longer = entries.applied(plain, entries.added(plain, "questions", entry))
    if "\r\n" in text:
        longer = longer.replace("\n", "\r\n")
    try:
        added = reader.read_text(longer, path)
    except BankError as error:
        raise UsageError(_NO_PLACE.format(path=path)) from error
    if len(added.questions) != len(bank.questions) + 1 or data != reader.content(path, path)[1]:
        raise UsageError(_NO_PLACE.format(path=path))
    files.replace(path, longer)
    return name


_NO_PLACE = (
    "{path}: I can't add a question here; write the list 'questions:' with one entry below the "
    "other, each starting with '- ', and one field per line"
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
    found = {kind: [Path(str(file)) for file in files_of(kind, path)] for kind in _KINDS}
    if not any(found.values()):
        raise UsageError(f"{path}: no banks in that folder (a bank is a .yaml file)")
    shelf = reader.shelf_of([*found["bank"], folder, shipped()])
    texts = {file: reader.content(file, file)[0] for file in found["bank"]}
    read = [(reader.read_text(text, file, shelf), text) for file, text in texts.items()]
    # Only now and where it matters, as it takes longer than to say what is wrong with a file.
    known = [shipped(), folder] if read or found["blueprint"] else []
    named = {bank.name: bank for bank in reader.load(known).banks}
    added: dict[str, Bank] = {}
    copies = []
    for bank, text in read:
        if former := added.get(bank.name):
            raise UsageError(f"{bank.path}: {_TAKEN.format('bank', bank.name, former.path)}")
        added[bank.name] = bank
        copies.append(_installation(bank, text, named.get(bank.name), folder))
    everything = Banks(tuple((named | added).values()), ())
    for file in found["blueprint"]:
        copies.append(_interview(file, folder, everything))
    for file in found["track"]:
        copies.append(_track(file, folder))
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
                f"{quoted('bank', 'remove', bank.name)}"
            )
        return Installation(target, text, f"installed as {target}")
    if not is_own(former, folder):
        raise UsageError(f"{bank.path}: {_TAKEN.format('bank', bank.name, former.path)}")
    target = Path(former.path)
    return Installation(target, text, f"{target}: {_difference(former, bank)}")


def _interview(file: Path, folder: Path, banks: Banks) -> Installation:
    text, _ = reader.content(file, file)
    blueprint = blueprints.read_text(text, file)
    problems = assembly.check(Blueprints((blueprint,)), banks)
    if errors := tuple(problem for problem in problems if problem.severity == "error"):
        raise BankError(errors)
    known = {one.name: one.path for one in blueprints.load([shipped(), folder]).blueprints}
    target, done = _place("blueprint", blueprint.name, file, known, folder)
    return Installation(target, text, f"{done}; start it with: {command('mock', blueprint.name)}")


def _track(file: Path, folder: Path) -> Installation:
    text, _ = reader.content(file, file)
    track = track_reader.read_text(text, file)
    known = {one.name: one.path for one in track_reader.load([shipped(), folder]).tracks}
    target, done = _place("track", track.name, file, known, folder)
    return Installation(target, text, f"{done}; '{track.title}' is now among the subjects")


def _place(
    kind: str, name: str, file: Path, known: Mapping[str, Path], folder: Path
) -> tuple[Path, str]:
    """Return where a file goes, and what becomes of it: it replaces the user's own of its name."""
    former = known.get(name)
    if former is None:
        target = folder / FOLDERS[kind] / f"{name}.yaml"
        return target, f"installed as {target}"
    if folder.resolve() not in former.resolve().parents:
        raise UsageError(f"{file}: {_TAKEN.format(kind, name, former)}")
    return former, f"{former}: replaced"


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
    """Rename the file of one of the user's own banks, blueprints or tracks; return its new name.

    Raises
    ------
    UsageError
        When none of them has that name.
    """
    own: dict[str, Path] = {}
    if folder.is_dir():
        there = (Path(str(file)) for kind in _KINDS for file in files_of(kind, folder))
        own = {file.stem: file for file in there}
        own |= {track.name: track.path for track in track_reader.load([folder]).tracks}
        own |= {
            blueprint.name: blueprint.path for blueprint in blueprints.load([folder]).blueprints
        }
        own |= {bank.name: bank.path for bank in reader.load([folder]).banks}
    path = own.get(name)
    if path is None:
        raise UsageError(
            f"you have no bank or interview called '{name}'{nearest(name, own)}; "
            f"{quoted('bank', 'list')} shows the banks, {quoted('mock', '--list')} the interviews"
        )
    return files.move_aside(path)
