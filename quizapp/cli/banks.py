"""The commands on banks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp import authoring, bank, cli, interview, practice, reports
from quizapp.bank import checking
from quizapp.bank.sources import FOLDERS, MAXIMUM_SIZE, banks_beside, shipped
from quizapp.cli.output import (
    DONE,
    WRONG,
    complain,
    count_up,
    read_at_leisure,
    write,
    write_result,
)
from quizapp.cli.sources import (
    Options,
    check_there,
    data_folder,
    loaded,
    loader,
    own_banks,
    sources,
    tracks_of,
)
from quizapp.errors import QuizappError, UsageError
from quizapp.history.recorder import has_history
from quizapp.practice.selection import Selection
from quizapp.questions.names import is_name
from quizapp.system import files, folders
from quizapp.text.commands import command, option
from quizapp.text.phrases import counted
from quizapp.text.visible import safe

if TYPE_CHECKING:
    from pathlib import Path

    pass


def list_questions(options: Options) -> int:
    """List the questions."""
    banks = loaded(options)
    chosen = Selection(topic=options.topic, type=options.type).choose(banks.questions)
    words = " ".join(options.words)
    found = reports.listing.matching(reports.listing.entries(chosen, tracks_of(options)), words)
    if not found:
        raise UsageError(f"no question matches '{safe(words)}'; try fewer or different words")
    chosen = [entry.question for entry in found]
    # Without a history no database is needed.
    has_answers = has_history(data_folder(options))
    known = cli.history.standings(options, banks) if has_answers else {}
    write_result(
        reports.listing.structures(chosen, known) if options.json else None,
        lambda: reports.listing.lines(chosen, known),
    )
    return DONE


def check(options: Options) -> int:
    """Check banks over many variants."""
    for path in options.paths:
        check_there(path)
    # Banks kept as read have no places to report, so those to be checked are read anew.
    near = [path.absolute().parent for path in options.paths]
    banks = bank.reader.load(options.paths or sources(options), [*near, *sources(options)])
    everything = loader(options)() if options.paths else banks
    beside = bank.reader.load(banks_beside(options.paths))
    found = interview.blueprints.load(options.paths or sources(options))
    tracks = bank.track_reader.load(options.paths or sources(options))
    read = (banks.banks, found.blueprints, tracks.tracks)
    if not any((*read, banks.problems, found.problems, tracks.problems)):
        raise UsageError("no banks in that folder (a bank is a .yaml file)")

    def progress(done: int, total: int) -> None:
        count_up(done, total, "questions")

    named = {one.name: one for one in (*everything.banks, *beside.banks, *banks.banks)}
    known = bank.reader.Banks(tuple(named.values()), ())
    also = (*interview.assembly.check(found, known), *bank.track_reader.check(tracks, known))
    report = checking.questions.check(
        banks,
        options.variants,
        progress,
        also,
        strict=options.strict,
        others=(("mock interview", len(found.blueprints)), ("subject", len(tracks.tracks))),
    )
    write_result(
        reports.bank_check.structure(report) if options.json else None,
        lambda: reports.bank_check.lines(report),
    )
    return WRONG if report.failed else DONE


def guide(options: Options) -> int:
    """Print the guide to writing questions, or the reference."""
    page = "REFERENCE.md" if options.reference else "README.md"
    read_at_leisure(files.read(shipped() / page, MAXIMUM_SIZE).decode().rstrip("\n"))
    return DONE


def schema(options: Options) -> int:
    """Print the JSON Schema of a bank, a blueprint or a track."""
    if options.subject:
        found = bank.json_schema.track()
    else:
        found = bank.json_schema.blueprint() if options.blueprint else bank.json_schema.bank()
    write(bank.json_schema.written(found))
    return DONE


def new(options: Options) -> int:
    """Write a starter bank, or add a question to a bank."""
    if options.blueprint:
        return _new_interview(options)
    if options.subject:
        return _new_subject(options)
    folder = folders.user_banks(data_folder(options))
    path = options.path or authoring.installed.first_free(own_banks(options))
    if path.parent == folder:
        files.make_private(folder)
    if options.quantity:
        authoring.installed.begin_quantity(path)
        write(f"created {path}")
    elif options.type and path.exists():
        name = authoring.installed.extend(path, options.type)
        write(f"added question {name} to the end of {path}")
    else:
        authoring.installed.begin(path, [options.type] if options.type else [])
        write(f"created {path}")
    own = path.resolve().parent == folder.resolve()
    asks = [] if own else option("--bank", path)
    write(f"check it with: {command('bank', 'check', path)}")
    if options.quantity:
        wrong = command(*asks, "grade", f"{path.stem}/one-score", 0.75)
        write(f"answer it wrongly with: {wrong}")
        asks += ["practice", "--topic", "classification"]
    write(f"try it with: {command(*asks)}")
    return DONE


def _new_interview(options: Options) -> int:
    path = _new_path(options, "blueprint", "my-interview")
    authoring.installed.begin_interview(path)
    return _tell_of_new(options, path, "mock", path.stem)


def _new_subject(options: Options) -> int:
    path = _new_path(options, "track", "my-subject")
    authoring.installed.begin_subject(path)
    return _tell_of_new(options, path, "practice", "--track", path.stem)


def _new_path(options: Options, kind: str, stem: str) -> Path:
    """Return where a new file goes that stands in a folder of its own among the banks."""
    found: Path | None = options.path
    return found or authoring.installed.first_free(own_banks(options) / FOLDERS[kind], stem)


def _tell_of_new(options: Options, path: Path, *start: str) -> int:
    write(f"created {path}")
    write(f"check it with: {command('bank', 'check', path)}")
    # Its folder and not the file alone, so that it can ask from the banks beside it.
    folder = path.parent.parent if path.parent.name in FOLDERS.values() else path.parent
    named = [] if options.path is None else option("--bank", folder)
    write(f"start it with: {command(*named, *start)}")
    return DONE


def add(options: Options) -> int:
    """Install a bank, an interview, or all of a folder; replace those that are installed."""
    for path in options.paths:
        check_there(path)
    for path in options.paths:
        for done in authoring.installed.take_in(path, own_banks(options)):
            write(done)
    return DONE


def remove(options: Options) -> int:
    """Uninstall one of the user's own banks or interviews."""
    aside = authoring.installed.put_away(options.name, own_banks(options))
    write(f"uninstalled; the file was renamed to {aside}")
    return DONE


def import_questions(options: Options) -> int:
    """Make a bank from a spreadsheet."""
    check_there(options.file)
    named = authoring.spreadsheet.slug(options.file.stem) or "my-questions"
    path = options.to or own_banks(options) / f"{named}.yaml"
    if not is_name(path.stem) or path.suffix != ".yaml":
        better = authoring.spreadsheet.slug(path.name.removesuffix(".yaml")) or "my-questions"
        raise UsageError(
            f"{path}: a bank's file is named with letters, digits and hyphens, and ends in .yaml; "
            f"use --to {path.with_name(better)}.yaml"
        )
    content = authoring.spreadsheet.content(options.file)
    taken = authoring.spreadsheet.taken(content, options.file, path.stem)
    if path.exists():
        raise UsageError(
            f"{path} already exists and was not changed; choose another file with --to"
        )
    for problem in taken.problems:
        complain(problem)
    if taken.questions:
        files.create(path, taken.text, private=options.to is None)
        write(f"{counted(taken.questions, 'question')} imported into {path}")
    else:
        complain(f"quizapp: none of the questions in {options.file} could be imported")
    return WRONG if taken.problems or not taken.questions else DONE


def export_questions(options: Options) -> int:
    """Write questions as a spreadsheet or a paper."""
    selection = Selection(topic=options.topic, type=options.type, bank=options.only)
    variants = []
    whole = True
    for question in selection.choose(loaded(options).questions):
        try:
            variants += practice.variants.different(question, options.variants, options.seed)
        except QuizappError as error:
            complain(f"quizapp: {question.name}: {error}")
            whole = False
    if not variants:
        raise UsageError("nothing to export: no question could be drawn")
    if options.format == "csv":
        text = authoring.spreadsheet.written(variants)
    else:
        text = reports.paper.write(variants, tracks_of(options))
    if options.output is None:
        write(text.removesuffix("\n"))
    else:
        files.create(options.output, text)
        write(f"{counted(len(variants), 'question')} exported to {options.output}")
    if options.format == "csv" and (left_out := authoring.spreadsheet.left_out(variants)):
        complain(f"quizapp: {left_out}")
    return DONE if whole else WRONG
