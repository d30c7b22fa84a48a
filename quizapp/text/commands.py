"""The commands that messages name: pasted, each works on the banks and the record of this run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from quizapp.text.visible import safe

_places: Final[list[str]] = []
"""Options of this run that its commands repeat, whichever of its threads names one."""


@contextmanager
def started_with(places: Sequence[str]) -> Iterator[None]:
    """Let the commands that are named within have these options first."""
    before, _places[:] = _places[:], places
    try:
        yield
    finally:
        _places[:] = before


def option(name: str, value: object) -> list[str]:
    """Return an option as words, together where the value looks like an option itself.

    >>> option("--bank", "coins.yaml"), option("--bank", "-.yaml")
    (['--bank', 'coins.yaml'], ['--bank=-.yaml'])
    """
    return [f"{name}={value}"] if str(value).startswith("-") else [name, str(value)]


def command(*words: object) -> str:
    """Return a command as a shell takes it.

    >>> command("practice", "--topic", "softmax")
    'quizapp practice --topic softmax'
    >>> with started_with(option("--bank", "my bank.yaml")):
    ...     command("mock")
    "quizapp --bank 'my bank.yaml' mock"
    >>> command("mock", "phone-screen@17#cd145ea7")
    'quizapp mock phone-screen@17#cd145ea7'
    """
    return _joined(*_places, *words)


def bare_command(*words: object) -> str:
    """Return a command for somebody else, whose banks and record lie elsewhere."""
    return _joined(*words)


def _joined(*words: object) -> str:
    # Here and not above: most starts name no command.
    from shlex import quote

    def as_word(text: str) -> str:
        bare = text.replace("#", "")  # which only begins a comment where a word begins
        return text if quote(bare) == bare and text[:1] != "#" else quote(text)

    return safe(" ".join(map(as_word, ["quizapp", *map(str, words)])))


def quoted(*words: object) -> str:
    """Return a command in quotes, to stand within a sentence."""
    whole = command(*words)
    return f'"{whole}"' if "'" in whole else f"'{whole}'"
