"""The wheel holds the code and the banks, and finds the banks wherever it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from quizapp.bank import cache, reader

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parent.parent
FIND = """
import sys
sys.path.insert(0, sys.argv[1])
import quizapp
from quizapp.bank import cache, reader
assert quizapp.__file__.startswith(sys.argv[1]), quizapp.__file__
banks = reader.load([reader.shipped()])
assert not banks.left_out, banks.problems
print(*sorted(question.name for question in banks.questions))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


def files(folder: Path, *endings: str) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in endings
    }


def shipped_names() -> set[str]:
    return {question.name for question in reader.load([reader.shipped()]).questions}


def found(place: str) -> set[str]:
    """Return the questions that a fresh process finds in quizapp as installed at a place."""
    done = subprocess.run(
        [sys.executable, "-c", FIND, place],
        cwd=Path(place).parent,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONSAFEPATH": "1"},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_wheel_holds_every_bank_and_nothing_beside_the_package(wheel):
    inside = set(ZipFile(wheel).namelist())
    banks = {
        f"quizapp/_question_bank/{name}" for name in files(ROOT / "question_bank", ".yaml", ".md")
    }
    assert banks <= inside
    assert {name.split("/")[0] for name in inside} == {
        "quizapp",
        next(name for name in inside if ".dist-info/" in name).split("/")[0],
    }


def test_the_wheel_holds_every_file_of_the_package(wheel):
    package = files(ROOT / "quizapp", ".py", ".tcss", ".sql", ".css", ".json", ".html")
    assert {f"quizapp/{name}" for name in package} <= set(ZipFile(wheel).namelist())


def test_the_wheel_holds_what_is_shipped_as_it_is_read(wheel):
    kept = {f"quizapp/{name}" for name in cache.SHIPPED.values()}
    assert kept <= set(ZipFile(wheel).namelist())


def test_the_wheel_holds_no_leftovers(wheel):
    leftovers = ("__pycache__", ".pyc", "tests/", ".orig", ".rej", "~")
    assert [
        name for name in ZipFile(wheel).namelist() if any(part in name for part in leftovers)
    ] == []


def test_the_banks_are_found_in_an_installed_folder(wheel, tmp_path):
    place = tmp_path / "site"
    ZipFile(wheel).extractall(place)
    assert found(str(place)) == shipped_names()


def test_the_banks_are_found_inside_a_zip(wheel):
    assert found(str(wheel)) == shipped_names()


@pytest.mark.parametrize("times", [1, 2])
def test_the_command_lists_the_banks_from_a_zip(wheel, tmp_path, times):
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-m", "quizapp", "--data", str(tmp_path), "bank", "list"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(wheel), "PYTHONSAFEPATH": "1"},
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert "mock-4" in done.stdout
    # They are in the package as they were read.
    assert not (tmp_path / "prepared").exists()


def test_the_command_starts_from_an_installed_folder(wheel, tmp_path):
    place = tmp_path / "site"
    ZipFile(wheel).extractall(place)
    done = subprocess.run(
        [sys.executable, "-m", "quizapp", "--version"],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("quizapp ")
