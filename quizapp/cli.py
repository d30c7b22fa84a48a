"""The command line: the one place that prints and sets exit codes."""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn, TextIO

from quizapp import config
from quizapp.errors import BankError, QuizappError, UsageError

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks, Source
    from quizapp.selection import Selection

DONE: Final = 0
WRONG: Final = 1
USAGE: Final = 2

_UNITS: Final = ("nats", "bits", "bans")
_TYPES: Final = ("numeric", "choice", "order", "open")
_ANYWHERE: Final = {"--json": 0, "--bank": 1, "--data": 1}
"""Options that may stand in any place, with the number of words that follow each."""
_TAKES_ANYTHING: Final = ("calc", "grade")
"""Commands whose arguments may begin with a minus."""
_KEPT: Final = "\0"
"""Stands before an argument that begins with a minus and is no option; none can hold it itself."""
_OPTION: Final = re.compile(r"-h|--([a-z].*)?", re.DOTALL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _accept_all_characters()
    try:
        try:
            options = _parser().parse_args(_arranged(given))
            return int(options.run(options))
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


def _arranged(given: Sequence[str]) -> list[str]:
    """Return arguments as argparse can read them.

    What may stand in any place goes last, since argparse would part a question from its response
    there and forget what came before the command; and ``-ln(0.7)`` is marked to be no option.
    """
    takes_anything = any(command in given for command in _TAKES_ANYTHING)
    words: list[str] = []
    last: list[str] = []
    rest = iter(given)
    for word in rest:
        if word.partition("=")[0] in _ANYWHERE:
            last += [word, *islice(rest, _ANYWHERE.get(word, 0))]
        elif takes_anything and len(word) > 1 and word[0] == "-" and not _OPTION.fullmatch(word):
            words.append(_KEPT + word)
        else:
            words.append(word)
    return words + last


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise UsageError(f"{message.replace(_KEPT, '')}; see '{self.prog} --help'")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="quizapp",
        description="Interview practice in a terminal: asks, grades, says which mistake it was, "
        "shows the working. Without a command it opens the app.",
    )
    parser.set_defaults(run=_app)
    parser.add_argument("--version", action=_Version, nargs=0, help="say the version and stop")
    shared = _Parser(add_help=False)
    for one in (parser, shared):
        _add_places(one)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_practice(commands, shared)
    _add_calc(commands, shared)
    _add_show(commands, shared)
    _add_grade(commands, shared)
    _add_bank(commands, shared)
    _add_progress(commands, shared)
    return parser


class _Version(argparse.Action):
    """Says the version; what knows it is imported for nothing else."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib import metadata

        print(f"quizapp {metadata.version('quizapp')}")
        parser.exit()


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--bank",
        dest="banks",
        metavar="PATH",
        type=Path,
        action="append",
        default=[],
        help="also load this bank, a file or a folder; can be said several times",
    )
    parser.add_argument(
        "--data",
        metavar="PATH",
        type=Path,
        help="the folder of your own banks and history",
    )


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--topic", default="", help="a topic, such as cross-entropy-loss")
    parser.add_argument("--type", default="", choices=_TYPES, help="one type of question")


def _add_practice(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "practice", parents=[shared], help="start practising", description="Start practising."
    )
    _add_selection(parser)
    parser.add_argument(
        "--level", type=_levels, default=(1, 5), metavar="A-B", help="levels, from 1 to 5"
    )
    parser.add_argument("--count", type=_count, default=None, help="how many questions")
    parser.add_argument("--seed", type=_seed, default=None, help="the same seed asks the same")
    parser.add_argument(
        "--plain",
        action="store_true",
        help="line by line, for screen readers and pipes",
    )
    parser.set_defaults(run=_practice)


def _add_calc(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "calc",
        parents=[shared],
        help="work an expression out",
        description="Work an expression out, step by step, such as "
        "'cross_entropy([1,0,0],[0.7,0.2,0.1])'.",
    )
    parser.add_argument("expression")
    parser.add_argument("--unit", choices=_UNITS, default=None, help="nats unless said")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_calc)


def _add_show(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "show",
        parents=[shared],
        help="show a question with its key",
        description="Show one variant: stem, key, working, and slips with the values they give.",
    )
    parser.add_argument("question", metavar="ID[@SEED]")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_show)


def _add_grade(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "grade",
        parents=[shared],
        help="grade a response",
        description="Grade one response, such as -ln(0.7); or, with --batch, one JSON object a "
        "line with question, response and optionally seed.",
    )
    parser.add_argument("question", metavar="ID[@SEED]", nargs="?")
    parser.add_argument("response", nargs="?", help="'-' reads it from standard input")
    parser.add_argument("--batch", metavar="FILE", help="a file of responses, '-' for stdin")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_grade)


def _add_progress(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "progress",
        parents=[shared],
        help="what your attempts say",
        description="Attempts, accuracy and time by topic and by week, and the slips made.",
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run=_progress)


def _add_bank(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    bank = commands.add_parser(
        "bank", help="list and check questions", description="List and check questions."
    )
    inner = bank.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = inner.add_parser("list", parents=[shared], help="list the questions")
    _add_selection(listing)
    listing.add_argument("--json", action="store_true", help="as a list of JSON objects")
    listing.set_defaults(run=_list)
    check = inner.add_parser("check", parents=[shared], help="check banks over many variants")
    check.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="all banks unless said")
    check.add_argument("--variants", type=_count, default=50, help="variants of each question")
    check.add_argument("--json", action="store_true", help="as one JSON object")
    check.set_defaults(run=_check)


def _levels(text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    if not low.isdecimal() or not (high or low).isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is no range of levels, such as 2-4")
    bounds = int(low), int(high or low)
    if not 1 <= bounds[0] <= bounds[1] <= 5:
        raise argparse.ArgumentTypeError("levels go from 1 to 5, such as 2-4")
    return bounds


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10,000")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"'{text}' is no seed; a seed is a whole number")
    return int(text)


def _sources(options: argparse.Namespace) -> list[Source]:
    """Return where banks and blueprints are: shipped, the user's own, and those of --bank."""
    from quizapp.bank.collection import shipped

    own = config.user_banks(options.data or config.data_folder())
    return [shipped(), *([own] if own.is_dir() else []), *options.banks]


def _loader(options: argparse.Namespace) -> Callable[[], Banks]:
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


def _loaded(options: argparse.Namespace) -> Banks:
    """Return the banks, telling on stderr which files were left out and why."""
    banks = _loader(options)()
    for problem in banks.problems:
        if problem.severity == "error":
            _complain(str(problem))
    return banks


def _selection(options: argparse.Namespace) -> Selection:
    from quizapp.selection import Selection

    return Selection(topic=options.topic, type=options.type, levels=options.level)


def _app(options: argparse.Namespace) -> int:
    if not _at_a_terminal():
        raise UsageError("the app needs a terminal; 'quizapp practice --plain' does without")
    return _run_app(options, None)


def _at_a_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _input() -> TextIO:
    """Return standard input; an empty one when it was closed."""
    return io.StringIO() if sys.stdin is None else sys.stdin


def _run_app(options: argparse.Namespace, start: Selection | None) -> int:
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
            chance=chance,
            start=start,
            count=getattr(options, "count", None),
            seed=getattr(options, "seed", None),
        )
        app.run()
    return app.return_code or DONE


def _practice(options: argparse.Namespace) -> int:
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


def _calc(options: argparse.Namespace) -> int:
    from quizapp.reports.calculation import calculate

    result = calculate(options.expression.removeprefix(_KEPT), options.unit)
    _print(result.structure() if options.json else None, result.lines)
    return DONE


def _show(options: argparse.Namespace) -> int:
    from quizapp.reports import grading

    variant = grading.find(_loaded(options), options.question)
    _print(grading.shown(variant) if options.json else None, lambda: grading.shown_lines(variant))
    return DONE


def _grade(options: argparse.Namespace) -> int:
    from quizapp.reports import grading

    if options.batch:
        if options.question is not None:
            raise UsageError("a batch holds its questions and responses; say it without others")
        return _grade_batch(options)
    if options.question is None or options.response is None:
        raise UsageError("say which question and the response, or --batch FILE")
    raw = options.response.removeprefix(_KEPT)
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


def _grade_batch(options: argparse.Namespace) -> int:
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


def _list(options: argparse.Namespace) -> int:
    from quizapp.reports import listing
    from quizapp.selection import Selection

    chosen = Selection(topic=options.topic, type=options.type).choose(_loaded(options).questions)
    _print(listing.structures(chosen) if options.json else None, lambda: listing.lines(chosen))
    return DONE


def _progress(options: argparse.Namespace) -> int:
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


def _check(options: argparse.Namespace) -> int:
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
