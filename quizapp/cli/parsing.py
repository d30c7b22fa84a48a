"""Reads a command line into options, or says in one line what is wrong with it."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Final, NoReturn

from quizapp.cli.arguments import COMMANDS, PLACES, Command
from quizapp.cli.values import KEPT
from quizapp.errors import UsageError
from quizapp.text.suggestions import nearest

_ANYWHERE: Final = {"--json": 0, **{argument.name: 1 for argument in PLACES}}
"""Options that may stand in any place, with the number of words that follow each."""
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
        elif word.partition("=")[0] in _ANYWHERE:
            last += [word, *islice(rest, _ANYWHERE.get(word, 0))]
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


def _needed(words: Sequence[str]) -> Mapping[str, Command]:
    """Return the commands that arranged arguments can mean, as far as that takes.

    To describe all takes long: of those that are merely listed, the help is enough.
    """
    first = words[0].partition("=")[0] if words else ""
    if first in COMMANDS:
        return {first: COMMANDS[first]}
    if first in _ANYWHERE:
        return {}
    return {name: one if name in words else Command(one.help) for name, one in COMMANDS.items()}


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
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
        for place in PLACES:
            place.describe(one)
    _describe(whole, commands, shared)
    return whole


def _describe(
    parser: argparse.ArgumentParser,
    commands: Mapping[str, Command],
    shared: argparse.ArgumentParser,
    before: str = "",
) -> None:
    """Let a parser read commands, and those inside them; `before` are the words before each."""
    group = parser.add_subparsers(title="commands", metavar="COMMAND", required=bool(before))
    for word, command in commands.items():
        says = command.help
        inner = group.add_parser(
            word,
            parents=[] if command.commands else [shared],
            help=says,
            description=command.description or f"{says[:1].upper()}{says[1:]}.",
        )
        if command.commands:
            _describe(inner, command.commands, shared, f"{before}{word} ")
        else:
            inner.set_defaults(run=f"{before}{word}")
        for argument in command.arguments:
            argument.describe(inner)
