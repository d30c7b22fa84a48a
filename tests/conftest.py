"""What holds for every test: no real home or terminal, and no network."""

from __future__ import annotations

import functools
import gc
import itertools
import socket
import sqlite3
from contextlib import suppress

import pytest
from hypothesis import settings

from quizapp.bank import cache
from quizapp.bank.cache import packed
from quizapp.bank.collection import shipped
from tests.stubs import READERS, parsed_once, still

# Looking for what nobody can reach any more takes a sixth of the time, and there is little of it.
gc.set_threshold(50_000, 50, 50)

# The gate tries the same examples each time; `--hypothesis-profile=default` looks for new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.load_profile("gate")

_COUNT = itertools.count()


def pytest_addoption(parser):
    parser.addoption(
        "--write", action="store_true", help="write the texts in tests/golden, comparing none"
    )


@pytest.fixture(autouse=True)
def _no_real_home(monkeypatch, tmp_path_factory):
    home = tmp_path_factory.getbasetemp() / f"home-{next(_COUNT)}"
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


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


@pytest.fixture(autouse=True)
def _no_size_of_another_terminal(monkeypatch):
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("a test reached for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def _no_open_databases(monkeypatch):
    """Close what a test leaves open, which Python 3.13 warns of in whichever test comes later."""
    opened = []
    connect = sqlite3.connect

    def remembered(*arguments, **options):
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remembered)
    yield
    for connection in opened:
        with suppress(sqlite3.Error):  # such as one of another thread
            connection.close()


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
