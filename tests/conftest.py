"""What holds for every test: no real home or terminal, and no network."""

from __future__ import annotations

import itertools
import socket

import pytest
from hypothesis import settings

# The gate tries the same examples each time; `--hypothesis-profile=default` looks for new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.load_profile("gate")

_COUNT = itertools.count()


@pytest.fixture(autouse=True)
def _no_real_home(monkeypatch, tmp_path_factory):
    home = tmp_path_factory.getbasetemp() / f"home-{next(_COUNT)}"
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


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
