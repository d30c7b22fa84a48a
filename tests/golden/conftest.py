"""Texts that a screen or a report is compared with, kept in files beside the tests.

`python -m pytest tests/golden --write` writes them anew; read the difference before it is kept.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from quizapp.bank import reader, track_reader
from quizapp.interview import blueprints

HERE = Path(__file__).parent
_LONG_NUMBER = re.compile(r"\d+\.\d{12,}(e[-+]\d+)?")
"""A number in full, whose last digits depend on numpy and on the processor."""
BANK = HERE / "bank"
MORE = HERE / "more"
"""Questions that no list and no session of the golden bank holds."""


@pytest.fixture(scope="session")
def banks():
    return reader.load([BANK])


@pytest.fixture(scope="session")
def more_banks():
    return reader.load([BANK, MORE])


@pytest.fixture(scope="session")
def shelf():
    return blueprints.load([BANK])


@pytest.fixture(scope="session")
def tracks():
    return track_reader.load([BANK])


@pytest.fixture
def golden(request):
    """Compare texts with those of the folder named for the test; or write them where asked."""
    module = request.path.stem.removeprefix("test_")
    folder = HERE / module / request.node.originalname.removeprefix("test_").replace("_", "-")
    size = request.node.callspec.id if hasattr(request.node, "callspec") else ""
    texts = {}

    def shoot(name, text):
        file_name = f"{name}-{size}.txt" if size else f"{name}.txt"
        assert file_name not in texts, "two texts of one name"
        lines = (line.rstrip() for line in text.rstrip().split("\n"))
        texts[file_name] = "".join(f"{_LONG_NUMBER.sub(_rounded, line)}\n" for line in lines)

    yield shoot
    known = {
        path.name: path.read_text("utf-8")
        for path in folder.glob(f"*-{size}.txt" if size else "*.txt")
    }
    if request.config.getoption("--write"):
        _write(folder, known, texts)
    elif known != texts:
        pytest.fail(_differences(folder, known, texts), pytrace=False)


def _rounded(number):
    return f"{float(number[0]):.10g}"


def _write(folder, known, texts):
    for name in known.keys() - texts.keys():
        (folder / name).unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for name in texts:
        (folder / name).write_text(texts[name], "utf-8")


def _differences(folder, known, texts):
    shown = [f"The texts in {folder.relative_to(HERE.parent.parent)} differ:"]
    for name in sorted(known.keys() | texts.keys()):
        before, now = (found.get(name, "").splitlines() for found in (known, texts))
        shown += difflib.unified_diff(before, now, f"{name} as kept", f"{name} now", lineterm="")
    shown.append("If that is meant: python -m pytest tests/golden --write, and read the difference")
    return "\n".join(shown)
