"""The command line: the one place that prints and sets exit codes."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any, Final, TextIO, TypeAlias

from quizapp import config
from quizapp.errors import BankError, QuizappError, UsageError

if TYPE_CHECKING:
    from quizapp.bank.blueprints import Blueprints
    from quizapp.bank.collection import Banks, Source
    from quizapp.selection import Selection

Options: TypeAlias = Any
"""The options of a command line, as attributes."""

DONE: Final = 0
WRONG: Final = 1
USAGE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _accept_all_characters()
    try:
        try:
            options = _read(given)
            return COMMANDS[options.run](options)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where it can still be told that nobody reads on
    except BankError as error:
        _complain(str(error))
    except QuizappError as error:
        _complain(f"quizapp: {error}")
    except BrokenPipeError:
        _write_to_nobody()
    except OSError as error:
        if error.filename is None:
            _write_to_nobody()
        where = "the output" if error.filename is None else str(error.filename)[:200]
        _complain(f"quizapp: {where}: {error.strerror}")
    except KeyboardInterrupt:
        _complain("quizapp: stopped")
    return USAGE


def _read(given: Sequence[str]) -> Options:
    """Return the options of a command line; without words there are none to read."""
    if not given:
        return SimpleNamespace(run="app", banks=[], data=None)
    from quizapp import arguments

    return arguments.read(given)


def _accept_all_characters() -> None:
    """Let no character stop the program that a stream can't decode or encode."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write_to_nobody() -> None:
    """Send to nowhere what Python would still write at its end and fail to."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(message: str) -> None:
    """Print to stderr, each line with nothing in it that acts on a terminal."""
    from quizapp.working.prose import safe

    if sys.stderr is not None:
        print("\n".join(map(safe, message.split("\n"))), file=sys.stderr)


def _sources(options: Options) -> list[Source]:
    """Return where banks and blueprints are: shipped, the user's own, and those of --bank."""
    from quizapp.bank.collection import shipped

    own = config.user_banks(options.data or config.data_folder())
    return [shipped(), *([own] if own.is_dir() else []), *options.banks]


def _loader(options: Options) -> Callable[[], Banks]:
    """Return what loads all banks; whether those of --bank are there is known at once."""
    for path in options.banks:
        _check_there(path)

    def load() -> Banks:
        from quizapp.bank import prepared

        folder = (options.data or config.data_folder()) / "prepared"
        return prepared.load(_sources(options), folder)

    return load


def _check_there(path: Path) -> None:
    if not path.exists():
        raise UsageError(f"there is no bank at {path}")


def _loaded(options: Options) -> Banks:
    """Return the banks, telling on stderr which files were left out and why."""
    banks = _loader(options)()
    for problem in banks.problems:
        if problem.severity == "error":
            _complain(str(problem))
    return banks


def _selection(options: Options) -> Selection:
    from quizapp.selection import Selection

    return Selection(topic=options.topic, type=options.type, levels=options.level)


def _version(_: Options) -> int:
    from importlib import metadata

    print(f"quizapp {metadata.version('quizapp')}")
    return DONE


def _app(options: Options) -> int:
    if not _at_a_terminal():
        raise UsageError("the app needs a terminal; 'quizapp practice --plain' does without")
    return _run_app(options, None)


def _at_a_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _input() -> TextIO:
    """Return standard input; an empty one when it was closed."""
    return io.StringIO() if sys.stdin is None else sys.stdin


def _run_app(options: Options, start: Selection | None) -> int:
    load = _loader(options)
    # The app enables it again as soon as it has settled.
    gc.disable()
    from quizapp.clock import SystemClock, chance
    from quizapp.keeping import Keeper
    from quizapp.tui.app import QuizApp

    clock = SystemClock()
    with closing(Keeper(options.data or config.data_folder(), clock)) as keeper:
        app = QuizApp(
            load,
            clock=clock,
            keeper=keeper,
            blueprints=lambda: _blueprints(options),
            chance=chance,
            start=start,
            count=getattr(options, "count", None),
            seed=getattr(options, "seed", None),
            mock=getattr(options, "mock", None),
            resume=getattr(options, "resume", False),
        )
        app.run()
    return app.return_code or DONE


def _blueprints(options: Options) -> Blueprints:
    from quizapp.bank import blueprints

    return blueprints.load(_sources(options))


def _practice(options: Options) -> int:
    selection = _selection(options)
    if not options.plain and _at_a_terminal():
        return _run_app(options, selection)
    from quizapp import plain
    from quizapp.clock import SystemClock, chance
    from quizapp.keeping import Keeper
    from quizapp.session import DEFAULT_COUNT, Practice

    banks = _loaded(options)
    seed = chance() if options.seed is None else options.seed
    clock = SystemClock()

    def say(text: str) -> None:
        print(text, flush=True)

    with closing(Keeper(options.data or config.data_folder(), clock)) as keeper:
        session = Practice(
            selection.choose(banks.questions),
            clock=clock,
            recorder=keeper.begin(selection.title, seed, banks.revisions, say),
            seed=seed,
            count=options.count or DEFAULT_COUNT,
        )
        plain.run(session, _input(), say)
    return DONE


def _calc(options: Options) -> int:
    from quizapp.reports.calculation import calculate

    result = calculate(options.expression, options.unit)
    _print(result.structure() if options.json else None, result.lines)
    return DONE


def _show(options: Options) -> int:
    from quizapp.reports import grading

    variant = grading.find(_loaded(options), options.question)
    _print(grading.shown(variant) if options.json else None, lambda: grading.shown_lines(variant))
    return DONE


def _grade(options: Options) -> int:
    from quizapp.reports import grading

    if options.batch:
        if options.question is not None:
            raise UsageError("a batch holds its questions and responses; say it without others")
        return _grade_batch(options)
    if options.question is None or options.response is None:
        raise UsageError("say which question and the response, or --batch FILE")
    raw = options.response
    if raw == "-":
        raw = _input().read().removesuffix("\n")
    outcome = grading.graded(_loaded(options), options.question, raw)
    readable = outcome["verdict"] != "unreadable"
    if options.json or readable:
        _print(outcome if options.json else None, lambda: grading.graded_lines(outcome))
    if not readable:
        _complain(f"quizapp: {outcome['feedback']}")
        return USAGE
    return DONE if outcome["verdict"] == "correct" else WRONG


def _grade_batch(options: Options) -> int:
    from quizapp.reports import grading
    from quizapp.reports.structure import as_json

    banks = _loaded(options)
    code = DONE
    with _opened(options.batch) as lines:
        for outcome in grading.graded_batch(banks, lines):
            if "error" in outcome:
                code = WRONG
            print(as_json(outcome))
    return code


def _opened(name: str) -> IO[bytes]:
    """Return a file to read, or standard input for ``-``; its lines decode themselves."""
    if name != "-":
        return Path(name).open("rb")
    return io.BytesIO() if sys.stdin is None else sys.stdin.buffer


def _list(options: Options) -> int:
    from quizapp.reports import listing
    from quizapp.selection import Selection

    chosen = Selection(topic=options.topic, type=options.type).choose(_loaded(options).questions)
    _print(listing.structures(chosen) if options.json else None, lambda: listing.lines(chosen))
    return DONE


def _progress(options: Options) -> int:
    from quizapp import progress
    from quizapp.clock import SystemClock
    from quizapp.history import History
    from quizapp.keeping import FILE

    file = (options.data or config.data_folder()) / FILE
    clock = SystemClock()
    with History.open(file, clock) if file.exists() else History.in_memory(clock) as kept:
        for notice in kept.notices:
            _complain(notice)
        found = progress.measure(kept.tallies(), kept.today())
    _print(found.structure() if options.json else None, found.lines)
    return DONE


def _check(options: Options) -> int:
    from quizapp import blueprint
    from quizapp.bank import blueprints, checks, reader

    for path in options.paths:
        _check_there(path)
    everything = _loader(options)()
    banks = reader.load(options.paths) if options.paths else everything
    found = blueprints.load(options.paths or _sources(options))
    if not (banks.banks or banks.problems or found.blueprints or found.problems):
        raise UsageError("there is no bank in that folder; a bank is a file that ends in .yaml")
    is_watched = sys.stderr is not None and sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if is_watched:
            print(f"\r{done} of {total} questions", end="", file=sys.stderr, flush=True)

    named = {bank.name: bank for bank in (*everything.banks, *banks.banks)}
    known = reader.Banks(tuple(named.values()), ())
    report = checks.check(banks, options.variants, progress, blueprint.check(found, known))
    if is_watched:
        print("\r\033[K", end="", file=sys.stderr)
    _print(report.structure() if options.json else None, report.lines)
    return WRONG if report.failed else DONE


def _print(structure: object | None, lines: Callable[[], Sequence[str]]) -> None:
    """Print a structure as JSON, or lines where there is none."""
    if structure is None:
        print("\n".join(lines()))
        return
    from quizapp.reports.structure import as_json

    print(as_json(structure))


COMMANDS: Final[Mapping[str, Callable[[Options], int]]] = {
    "app": _app,
    "version": _version,
    "practice": _practice,
    "mock": _app,
    "calc": _calc,
    "show": _show,
    "grade": _grade,
    "bank list": _list,
    "bank check": _check,
    "progress": _progress,
}
"""What runs each command."""
