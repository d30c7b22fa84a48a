"""What holds for every test: no real home or terminal, and no network."""

from __future__ import annotations

import functools
import gc
import itertools
import os
import socket
import sqlite3
from contextlib import suppress

import pytest
from hypothesis import settings

from quizapp.bank import cache
from quizapp.bank.cache import packed
from quizapp.bank.sources import shipped
from tests.stubs import (
    READERS,
    filters_that_matter,
    generated_once,
    migrated_once,
    parsed_once,
    still,
    tokenized_once,
)

# Looking for what nobody can reach any more takes a sixth of the time, and there is little of it.
gc.set_threshold(200_000, 50, 50)

# The gate tries the same examples each time; `--hypothesis-profile=default` looks for new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.load_profile("gate")

_COUNT = itertools.count()


def pytest_addoption(parser):
    parser.addoption(
        "--write", action="store_true", help="write the texts in tests/golden, comparing none"
    )


@pytest.fixture(autouse=True)
def _no_real_home(tmp_path_factory):
    os.environ["HOME"] = str(tmp_path_factory.getbasetemp() / f"home-{next(_COUNT)}")


@pytest.fixture(scope="session", autouse=True)
def _what_is_shipped_is_read_once(tmp_path_factory):
    """Keep it as an installed package does, but without draws, once a command asks for it."""

    @functools.cache
    def package():
        folder = tmp_path_factory.mktemp("package")
        with pytest.MonkeyPatch.context() as patch:
            # To draw takes ten times as long as to read.
            patch.setattr(cache, "packed", lambda file, read, **_: packed(file, read))
            cache.ship(READERS, "", folder)
        return folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "package", package)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_world():
    """Refuse the network, and forget another terminal's size and where a user's files are."""

    def refuse(*_arguments, **_options):
        raise AssertionError("a test reached for the network")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.delenv(f"XDG_{name}_HOME", raising=False)
        for name in ("COLUMNS", "LINES"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", "")
        patch.setattr(sqlite3, "connect", _remembered)
        yield


_OPENED = []
_connect = sqlite3.connect


def _remembered(*arguments, **options):
    _OPENED.append(_connect(*arguments, **options))
    return _OPENED[-1]


@pytest.fixture(autouse=True)
def _no_open_databases():
    """Close what a test leaves open, which Python 3.13 warns of in whichever test comes later."""
    yield
    while _OPENED:
        with suppress(sqlite3.Error):  # such as one of another thread
            _OPENED.pop().close()


@pytest.fixture
def few_are_shipped(monkeypatch, tmp_path_factory):
    """Install beside one shipped file of each kind, as to read all takes longer than the tests."""
    folder = tmp_path_factory.mktemp("shipped")
    for name in ("softmax.yaml", "blueprints/phone-screen.yaml", "tracks/cross-entropy.yaml"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((shipped() / name).read_bytes())
    monkeypatch.setattr("quizapp.authoring.installed.shipped", lambda: folder)


@pytest.fixture
def without_waiting(monkeypatch):
    """Let the pilot of a screen go on as soon as nothing is left to be done."""
    for module in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{module}.wait_for_idle", still)
    monkeypatch.setattr("textual.pilot.Pilot._wait_for_screen", still)
    monkeypatch.setattr("textual.css.stylesheet.Stylesheet._parse_rules", parsed_once)
    monkeypatch.setattr("textual.css.stylesheet.tokenize_values", tokenized_once)
    monkeypatch.setattr("textual.app.App.get_line_filters", filters_that_matter)
    monkeypatch.setattr("textual.design.ColorSystem.generate", generated_once)
    monkeypatch.setattr("quizapp.history.connections._migrate", migrated_once)
