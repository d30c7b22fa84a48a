"""The user's settings, kept in a small file once one differs from its default."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from quizapp.errors import FileError
from quizapp.system import files
from quizapp.text.suggestions import nearest

FILE: Final = "settings.toml"
"""The file's name in the data folder."""
THEMES: Final = ("ink", "paper")
MOST_MINUTES: Final = 600
"""Of practice a day."""
_LARGEST: Final = 1_000_000
"""Bytes that the file may have."""


class Settings(NamedTuple):
    """The settings, with their defaults."""

    theme: str = "ink"
    tones: bool = False
    """Whether the terminal's bell sounds as an interview's last minute begins, and at its end."""
    confidence: bool = False
    """Whether the learner is asked how sure they are before the verdict."""
    aloud: bool = False
    """Whether the learner speaks the answers to open questions."""
    track: str = ""
    """The subject that is followed, by name; the default one until another is chosen."""
    interview: date | None = None
    """The date of the interview that is prepared for."""
    minutes: int = 20
    """Of practice a day."""


_DEFAULTS: Final = Settings()
_ACCEPTED: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "theme": (lambda value: value in THEMES, '"ink" or "paper"'),
    "tones": (lambda value: isinstance(value, bool), "true or false"),
    "confidence": (lambda value: isinstance(value, bool), "true or false"),
    "aloud": (lambda value: isinstance(value, bool), "true or false"),
    "track": (
        lambda value: isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z0-9-]{1,64}", value)),
        "the name of a subject",
    ),
    "interview": (lambda value: type(value) is date, "a date such as 2026-12-06"),
    "minutes": (
        lambda value: type(value) is int and 1 <= value <= MOST_MINUTES,
        f"a whole number from 1 to {MOST_MINUTES}",
    ),
}
"""Name → whether a value can be used, and what would be."""


class SettingsFile:
    """The settings of one user.

    Parameters
    ----------
    path
        Where they are kept; None keeps them for this run only.

    Attributes
    ----------
    now : Settings
        The settings; the default for each that can't be read.
    problem : str
        What is wrong with the file, in a sentence; empty when nothing is.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._text = ""
        self.problem = ""
        self.now = self._read(path) if path is not None else _DEFAULTS

    def change(self, **changes: Any) -> str:  # noqa: ANN401 - fields of the settings
        """Change settings; return why the change can't be remembered, or nothing."""
        self.now = self.now._replace(**changes)
        if self._path is None:
            return ""
        if self.problem:
            return f"This won't be remembered: {self.problem}"
        text = self._changed(changes)
        try:
            files.make_private(self._path.parent)
            files.put(self._path, text.encode("utf-8"))
        except OSError as error:
            return f"This won't be remembered: {self._path} can't be written ({_reason(error)})."
        self._text = text
        return ""

    def _read(self, path: Path) -> Settings:
        try:
            self._text = files.read(path, _LARGEST).decode("utf-8")
        except FileError as error:
            if error.reason != "missing":
                self.problem = f"{path} can't be read ({error})."
            return _DEFAULTS
        except ValueError:
            self.problem = f"{path} isn't valid UTF-8. Fix it or delete it."
            return _DEFAULTS
        try:
            said = _parsed(self._text)
        except (ValueError, RecursionError) as error:
            reason = str(error) or "nested too deeply"
            self.problem = f"{path} isn't valid TOML ({reason}). Fix it or delete it."
            return _DEFAULTS
        wrong = {name: says for name, value in said.items() if (says := _refused(name, value))}
        if wrong:
            self.problem = f"{path}: {'; '.join(wrong.values())}."
        return _DEFAULTS._replace(**{name: said[name] for name in said.keys() - wrong.keys()})

    def _changed(self, changes: dict[str, Any]) -> str:
        """Return the file's text with some settings changed, and all else as the user wrote it."""
        text = self._text
        for name, value in changes.items():
            line = "" if value is None else f"{name} = {_toml(value)}"
            text, found = re.subn(rf"(?m)^[ \t]*{name}[ \t]*=.*$", line, text)
            if line and not found:
                text = f"{text.rstrip()}\n{line}\n".lstrip()
        with suppress(ValueError):
            if _DEFAULTS._replace(**_parsed(text)) == self.now:
                return text
        # Written in a way that takes more than a line.
        said = self.now._asdict().items()
        return "".join(
            f"{name} = {_toml(value)}\n" for name, value in said if value not in ("", None)
        )


def _parsed(text: str) -> dict[str, Any]:
    # Here and not above: where there is no file, there is nothing to parse.
    import tomllib

    return tomllib.loads(text)


def _refused(name: str, value: object) -> str:
    """Return why a setting can't be used; nothing when it can."""
    if name not in _ACCEPTED:
        return f"unknown setting {name[:40]!r}{nearest(name[:40], _ACCEPTED)}"
    accepts, expected = _ACCEPTED[name]
    return "" if accepts(value) else f"{name} must be {expected}"


def _toml(value: str | bool | int | date) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
