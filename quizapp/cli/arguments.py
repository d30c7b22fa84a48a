"""What the command line takes; read only when there is something to read."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Final, NoReturn

from quizapp import quantities, questions
from quizapp.cli import values
from quizapp.cli.values import KEPT
from quizapp.errors import UsageError
from quizapp.reports.formats import FORMATS
from quizapp.text.suggestions import nearest

ANYWHERE: Final = {"--json": 0, "--bank": 1, "--data": 1, "--track": 1}
"""Options that may stand in any place, with the number of words that follow each."""
_WHICH: Final = "a question, such as one-image or cross-entropy-loss/one-image@7"
_OUTPUT: Final = "write to this new file instead of standard output"
_TAKES_ANYTHING: Final = ("calc", "grade")
"""Commands whose arguments may begin with a minus."""
_UNKNOWN: Final = re.compile(
    r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL
)
"""How argparse reports a word that is none of those it knows."""
_OPTION: Final = re.compile(r"-h|--([a-z].*)?", re.DOTALL)


def read(given: Sequence[str]) -> argparse.Namespace:
    """Return the options of a command line; `run` names the command, such as ``bank list``.

    Raises
    ------
    UsageError
        With what is wrong.
    """
    words = _arranged(given)
    options = parser(_needed(words)).parse_args(words)
    for name, value in vars(options).items():
        setattr(options, name, _unmarked(value))
    return options


def _unmarked(value: Any) -> Any:  # noqa: ANN401 - a text, a path or a list, or something else
    match value:
        case str():
            return value.removeprefix(KEPT)
        case list():
            return [_unmarked(one) for one in value]
        case _:
            return value


def _arranged(given: Sequence[str]) -> list[str]:
    """Return arguments as argparse can read them.

    What may stand in any place goes last, since argparse would part a question from its response
    there and forget what came before the command; and ``-ln(0.7)`` is marked to be no option. So
    is the word after ``--``, and each one further on that begins with a minus.
    """
    takes_anything = any(command in given for command in _TAKES_ANYTHING)

    def keeps(word: str) -> bool:
        return takes_anything and not _OPTION.fullmatch(word)

    words: list[str] = []
    last: list[str] = []
    rest = iter(given)
    parted = False
    for word in rest:
        if word == "--" and not parted:
            parted = True
            words += [KEPT * (one[:1] == "-") + one for one in islice(rest, 1)]
        elif word.partition("=")[0] in ANYWHERE:
            last += [word, *islice(rest, ANYWHERE.get(word, 0))]
        elif len(word) > 1 and word[0] == "-" and (parted or keeps(word)):
            words.append(KEPT + word)
        else:
            words.append(word)
    return words + last


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Return what writes a help as wide as the terminal, which argparse takes long to find out."""
    columns = os.environ.get("COLUMNS", "")
    with suppress(OSError, ValueError):
        width = int(columns) if columns.isdecimal() else os.get_terminal_size().columns
        return argparse.HelpFormatter(prog, width=max(width - 2, 20))
    return argparse.HelpFormatter(prog, width=78)


class _Parser(argparse.ArgumentParser):
    """A parser that reports what is wrong in one line."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - what argparse takes
        super().__init__(**{"formatter_class": _formatter, **given})

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        if found := _UNKNOWN.fullmatch(message):
            where, word, there = found.groups()
            known = [one.strip("'\"") for one in there.split(", ")]
            thing = "command" if where == "COMMAND" else where
            word = word.removeprefix(KEPT)
            hint = nearest(word, known) or f"; choose from: {', '.join(known)}"
            message = f"no {thing} called '{word}'{hint}"
        raise UsageError(f"{message.replace(KEPT, '')}; see '{self.prog} --help'")


def _needed(words: Sequence[str]) -> Sequence[str]:
    """Return the commands that arranged arguments can mean; describing all takes long."""
    first = words[0].partition("=")[0] if words else ""
    if first in COMMANDS:
        return [first]
    return [] if first in ANYWHERE else list(COMMANDS)


def parser(commands: Iterable[str]) -> argparse.ArgumentParser:
    """Return what reads a command line and writes the help, for some commands."""
    whole = _Parser(
        prog="quizapp",
        description="Interview practice in your terminal. It asks questions, grades your answers, "
        "explains your mistakes and shows worked solutions. Run it without a command to open the "
        "app.",
    )
    whole.set_defaults(run="app")
    whole.add_argument(
        "--version",
        dest="run",
        action="store_const",
        const="version",
        help="show the version and exit",
    )
    shared = _Parser(add_help=False)
    for one in (whole, shared):
        _add_places(one)
    group = whole.add_subparsers(title="commands", metavar="COMMAND")
    for command in commands:
        COMMANDS[command](group, shared)
    return whole


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--bank",
        dest="banks",
        metavar="PATH",
        type=values.path,
        action="append",
        default=[],
        help="load this bank too (a file or a folder); can be repeated",
    )
    parser.add_argument(
        "--data",
        metavar="PATH",
        type=values.path,
        help="the folder for your own banks and history",
    )
    parser.add_argument(
        "--track",
        metavar="NAME",
        default="",
        help="the subject to work on, such as cross-entropy, instead of the one you chose",
    )


def _add_type(parser: argparse.ArgumentParser, says: str) -> None:
    parser.add_argument("--type", default="", choices=tuple(questions.types.TYPES), help=says)


def _add_selection(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--topic", default="", help="a topic, such as cross-entropy-loss")
    _add_type(parser, "one type of question")


def _add_plain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--plain",
        action="store_true",
        help="plain text, line by line, for screen readers and pipes",
    )


def _add_practice(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "practice",
        parents=[shared],
        help="start a practice session",
        description="Start a practice session.",
    )
    _add_selection(parser)
    parser.add_argument(
        "--level",
        type=values.levels,
        default=(1, 5),
        metavar="A-B",
        help="a level from 1 to 5, or a range such as 2-4",
    )
    parser.add_argument(
        "--count", type=values.count, default=None, help="how many questions (default: 10)"
    )
    parser.add_argument(
        "--seed", type=values.seed, default=None, help="a seed, to get the same questions again"
    )
    which = parser.add_mutually_exclusive_group()
    for name, says in (
        ("due", "only what you missed or are about to forget"),
        ("missed", "only what you missed and have not had right on a later day"),
        ("new", "only questions that you have not met"),
        ("starred", "only questions with a star"),
    ):
        which.add_argument(f"--{name}", action="store_true", help=says)
    which.add_argument(
        "--slip",
        default="",
        metavar="ID",
        help="only questions where you could make a certain mistake",
    )
    _add_plain(parser)
    parser.set_defaults(run="practice")


def _add_mock(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "mock",
        parents=[shared],
        help="take a timed mock interview",
        description="Take a timed mock interview, such as phone-screen or, to get the same "
        "questions as someone else, phone-screen@17. Without a name it lists them.",
    )
    parser.add_argument(
        "mock", nargs="?", default="", metavar="BLUEPRINT[@SEED]", help="such as phone-screen@17"
    )
    parser.add_argument("--resume", action="store_true", help="continue the unfinished interview")
    parser.add_argument("--list", action="store_true", help="list the interviews")
    _add_plain(parser)
    parser.add_argument("--json", action="store_true", help="the list as JSON objects")
    parser.set_defaults(run="mock")


def _add_author(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "author",
        parents=[shared],
        help="write questions with a live preview",
        description="Write questions with a live preview of what a learner will see. Without a "
        "name it opens your own bank. A question from a built-in bank is copied to yours first. "
        "'quizapp bank guide' says how to write questions.",
    )
    parser.add_argument(
        "author",
        nargs="?",
        default="",
        metavar="ID or PATH",
        help="a question, or the file of a bank",
    )
    parser.set_defaults(run="author")


def _add_calc(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401

    parser = commands.add_parser(
        "calc",
        parents=[shared],
        help="calculate an expression, step by step",
        description="Calculate an expression, step by step, such as "
        "'cross_entropy([1,0,0],[0.7,0.2,0.1])'.",
    )
    parser.add_argument("expression", help="the expression, in quotes to protect it from the shell")
    parser.add_argument(
        "--unit", choices=tuple(quantities.units.BASES), default=None, help="default: nats"
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run="calc")


def _add_show(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "show",
        parents=[shared],
        help="show a question with its answer",
        description="Show one question with its answer, solution and common mistakes, and the "
        "number each mistake gives.",
    )
    parser.add_argument("question", metavar="ID[@SEED]", help=_WHICH)
    parser.add_argument("--long", action="store_true", help="with every step of the solution")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run="show")


def _add_grade(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "grade",
        parents=[shared],
        help="grade an answer",
        description="Grade one answer, such as -ln(0.7). With --batch, grade a file with one JSON "
        "object per line: question, response and, optionally, seed.",
    )
    parser.add_argument("question", metavar="ID[@SEED]", nargs="?", help=_WHICH)
    parser.add_argument(
        "response",
        metavar="ANSWER",
        nargs="?",
        help="the answer as you would type it; '-' reads standard input",
    )
    parser.add_argument(
        "--batch", metavar="FILE", help="a file of answers; '-' reads standard input"
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run="grade")


def _add_progress(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "progress",
        parents=[shared],
        help="show your results",
        description="Show your answers, score and time by topic and by week, and your common "
        "mistakes.",
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run="progress")


def _add_today(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "today",
        parents=[shared],
        help="show what to do today",
        description="Show what to do today: what you missed, what you are about to forget "
        "and what is new.",
    )
    _add_at(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run="today")


def _add_plan(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "plan",
        parents=[shared],
        help="plan the days up to your interview",
        description="Plan the days up to your interview. Its date and your minutes a day are "
        "remembered.",
    )
    parser.add_argument(
        "--date",
        type=values.date,
        default=None,
        help="the date of your interview, such as 2026-12-06, or none",
    )
    parser.add_argument(
        "--minutes",
        type=values.minutes,
        default=None,
        help="minutes of practice a day (default: 20)",
    )
    _add_at(parser)
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.set_defaults(run="plan")


def _add_sheet(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "sheet",
        parents=[shared],
        help="show a topic on one page",
        description="Show a topic on one page: formulas, an example worked, common mistakes, what "
        "to say, and your notes.",
    )
    parser.add_argument(
        "topic", nargs="?", default="", metavar="TOPIC", help="default: each of the subject"
    )
    parser.add_argument(
        "--format", choices=("text", "md", "html"), default="text", help="default: text"
    )
    parser.add_argument("--output", type=values.path, metavar="FILE", help=_OUTPUT)
    parser.set_defaults(run="sheet")


def _add_at(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at",
        type=values.moment,
        default=None,
        metavar="TIME",
        help="as if it were this time, such as 2026-11-27T09:30+01:00",
    )


def _add_report(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    parser = commands.add_parser(
        "report",
        parents=[shared],
        help="save the scorecard and review of a mock interview",
        description="Write the scorecard and review of a finished mock interview (default: the "
        "last one) as Markdown, JSON, or a printable HTML page.",
    )
    parser.add_argument(
        "session",
        nargs="?",
        metavar="SESSION",
        help="the session number (default: the last one)",
    )
    parser.add_argument(
        "--doubts", action="store_true", help="instead, list the answers that you doubted"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="md", help="default: md")
    parser.add_argument("--output", type=values.path, metavar="FILE", help=_OUTPUT)
    parser.set_defaults(run="report")


def _add_bank(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    bank = commands.add_parser(
        "bank",
        help="create, check and share questions",
        description="Create, check and share questions. 'quizapp bank guide' says how to write "
        "them.",
    )
    inner = bank.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_guide(inner, shared)
    _add_new(inner, shared)
    _add_check(inner, shared)
    listing = inner.add_parser("list", parents=[shared], help="list the questions")
    listing.add_argument(
        "words", nargs="*", metavar="WORD", help="only those that match, such as entropy level:2"
    )
    _add_selection(listing)
    listing.add_argument("--json", action="store_true", help="as a list of JSON objects")
    listing.set_defaults(run="bank list")
    misses = inner.add_parser(
        "misses",
        parents=[shared],
        help="list points that you ticked and the patterns missed",
        description="List the points of open answers that you ticked though no pattern found them, "
        "with the words that come nearest: candidates for a point's 'examples'.",
    )
    misses.add_argument("--json", action="store_true", help="as a list of JSON objects")
    misses.set_defaults(run="bank misses")
    _add_bank_files(inner, shared)


def _add_guide(inner: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    guide = inner.add_parser(
        "guide",
        parents=[shared],
        help="print the guide to writing questions",
        description="Print the guide to writing questions, twenty minutes to read; in a terminal, "
        "page by page. 'quizapp bank guide > guide.md' saves it.",
    )
    guide.add_argument(
        "--reference",
        action="store_true",
        help="print the tables of all fields, draws, functions and quantities instead",
    )
    guide.set_defaults(run="bank guide")


def _add_new(inner: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    new = inner.add_parser(
        "new",
        parents=[shared],
        help="create a bank to edit",
        description="Create a bank with one question of each type for you to edit. Without PATH "
        "it goes into your banks folder, which is always loaded. With --type, add one question "
        "to an existing bank. Existing files are never overwritten.",
    )
    new.add_argument(
        "path", metavar="PATH", nargs="?", type=values.path, help="such as my-questions.yaml"
    )
    _add_type(new, "one question of this type")
    which = new.add_mutually_exclusive_group()
    which.add_argument("--blueprint", action="store_true", help="create a mock interview instead")
    which.add_argument(
        "--subject", action="store_true", help="create a subject instead: topics in an order"
    )
    which.add_argument(
        "--quantity",
        action="store_true",
        help="create a bank with a quantity of your own, two mistakes and a question on it",
    )
    new.set_defaults(run="bank new")


def _add_check(inner: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    check = inner.add_parser(
        "check",
        parents=[shared],
        help="check banks by drawing many variants of each question",
        description="Check banks by drawing many variants of each question. An error would be "
        "wrong for a learner; a warning is allowed but unwise. The exit code is 1 if there is an "
        "error.",
    )
    check.add_argument(
        "paths", metavar="PATH", nargs="*", type=values.path, help="default: all banks"
    )
    check.add_argument(
        "--variants",
        type=values.count,
        default=50,
        help="variants to draw for each question (default: 50)",
    )
    check.add_argument("--strict", action="store_true", help="fail on warnings too (exit code 1)")
    check.add_argument("--json", action="store_true", help="as one JSON object")
    check.set_defaults(run="bank check")


def _add_bank_files(inner: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    add = inner.add_parser(
        "add",
        parents=[shared],
        help="install a bank",
        description="Copy a bank or an interview, or all those in a folder, to your banks folder, "
        "so that it is always loaded. One that is already installed is replaced, and your answers "
        "to it are kept.",
    )
    add.add_argument("path", metavar="PATH", type=values.path, help="a file or a folder")
    add.set_defaults(run="bank add")
    remove = inner.add_parser(
        "remove",
        parents=[shared],
        help="uninstall one of your own banks",
        description="Uninstall one of your own banks or interviews. Its file is renamed, not "
        "deleted, and your answers stay in your history.",
    )
    remove.add_argument("name", metavar="BANK", help="its name, as 'quizapp bank list' shows it")
    remove.set_defaults(run="bank remove")
    _add_exchange(inner, shared)
    schema = inner.add_parser(
        "schema",
        parents=[shared],
        help="print the JSON Schema of a bank, for editors",
        description="Print the JSON Schema of a bank. Save it as schema.json next to your banks, "
        "and your editor can complete and check them as you type.",
    )
    schema.add_argument(
        "--blueprint", action="store_true", help="for mock interviews (blueprints) instead"
    )
    schema.add_argument("--subject", action="store_true", help="for subjects (tracks) instead")
    schema.set_defaults(run="bank schema")


def _add_exchange(inner: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    taken = inner.add_parser(
        "import",
        parents=[shared],
        help="make a bank from a spreadsheet",
        description="Make a bank from a CSV file, one question per row. The columns are id, type, "
        "topic, level, title, stem, answer, unit, tolerance, options, correct, whys, lines, "
        "rubric, model_answer, lefts, rights, distractors, accepts, wrong, part_labels, "
        "part_answers, part_units, part_tolerances, hints and solution; type, topic, level and "
        "stem are required. Separate list entries with |; write \\| for one that belongs to the "
        "text, as in P(A\\|B). An option is correct by its letter, number or text. A row without "
        "an id gets one from its stem, and easy, medium and hard are levels 2, 3 and 4. Rows that "
        "can't be imported are listed with the reason.",
    )
    taken.add_argument("file", metavar="FILE", type=values.path, help="such as questions.csv")
    taken.add_argument("--to", metavar="PATH", type=values.path, help="the bank to write")
    taken.set_defaults(run="bank import")
    written = inner.add_parser(
        "export",
        parents=[shared],
        help="export questions as a spreadsheet or a printable paper",
        description="Export questions as CSV, one per row, or as a printable Markdown paper with "
        "an answer key at the end. --variants sets how many versions of each generated question "
        "to include. Fields that a table has no column for are listed.",
    )
    _add_selection(written)
    written.add_argument("--from", dest="only", default="", metavar="BANK", help="one bank only")
    written.add_argument("--format", choices=("csv", "md"), default="md", help="default: md")
    written.add_argument(
        "--variants",
        type=values.count,
        default=1,
        help="versions of each generated question (default: 1)",
    )
    written.add_argument("--seed", type=values.seed, default=0, help="seed of the first variant")
    written.add_argument("--output", type=values.path, metavar="FILE", help=_OUTPUT)
    written.set_defaults(run="bank export")


def _add_history(commands: Any, shared: argparse.ArgumentParser) -> None:  # noqa: ANN401
    history = commands.add_parser(
        "history",
        help="take your answers to another program or computer",
        description="Take your answers, stars, notes and doubts to another program or computer, "
        "and back. Nothing is ever added twice.",
    )
    inner = history.add_subparsers(title="commands", metavar="COMMAND", required=True)
    written = inner.add_parser(
        "export",
        parents=[shared],
        help="write your history as JSON, one line per answer",
        description="Write your history as JSON lines: one per answer, star, note and doubt.",
    )
    written.add_argument("--output", type=values.path, metavar="FILE", help=_OUTPUT)
    written.set_defaults(run="history export")
    taken = inner.add_parser(
        "import",
        parents=[shared],
        help="add answers from JSON lines",
        description="Add answers from JSON lines, as 'quizapp history export' writes them. Only "
        "question, verdict, score and at (the time, with its offset from UTC) are required. Lines "
        "that can't be read are listed, and the others are added.",
    )
    taken.add_argument("file", metavar="FILE", help="such as history.jsonl; '-' for standard input")
    taken.set_defaults(run="history import")
    merged = inner.add_parser(
        "merge",
        parents=[shared],
        help="add the history of another computer",
        description="Add everything in the history of another computer. Its file isn't changed.",
    )
    merged.add_argument(
        "file", metavar="FILE", type=values.path, help="such as /media/usb/history.db"
    )
    merged.set_defaults(run="history merge")


COMMANDS: Final[Mapping[str, Callable[[Any, argparse.ArgumentParser], None]]] = {
    "practice": _add_practice,
    "today": _add_today,
    "plan": _add_plan,
    "sheet": _add_sheet,
    "mock": _add_mock,
    "author": _add_author,
    "calc": _add_calc,
    "show": _add_show,
    "grade": _add_grade,
    "bank": _add_bank,
    "progress": _add_progress,
    "report": _add_report,
    "history": _add_history,
}
"""What describes each command, in the order of the help."""
