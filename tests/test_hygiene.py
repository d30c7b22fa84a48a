"""What holds for the whole tree: what imports what, who prints, and that words agree."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib import import_module, metadata
from pathlib import Path

import pytest

import quizapp
from quizapp import cli
from quizapp.cli.arguments import COMMANDS, Command
from quizapp.questions.types import TYPES

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "quizapp").rglob("*.py"))
SCREENS = ("textual", "rich")


@pytest.fixture(scope="module")
def trees():
    """Return each module, parsed."""
    return {path: ast.parse(path.read_text("utf-8")) for path in MODULES}


@pytest.fixture(scope="module")
def late(trees):
    """Return the imports inside functions, each with its module."""
    return [
        (path.relative_to(ROOT / "quizapp").as_posix(), line)
        for path, tree in trees.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for line in ast.walk(function)
        if isinstance(line, ast.Import | ast.ImportFrom)
    ]


def loaded(code: str) -> set[str]:
    """Return the modules that are loaded after some code ran in a process of its own."""
    code += "\nimport sys; print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.splitlines()[-1].split())


def command(*arguments: str) -> str:
    return f"from quizapp.cli import main\ntry: main({list(arguments)!r})\nexcept SystemExit: pass"


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        (command("--help"), {*SCREENS, "numpy", "yaml", "platformdirs"}),
        (command("calc", "softmax([1, 2])"), {*SCREENS, "yaml", "sqlite3"}),
        (command("grade", "alarm-fires", "1"), {*SCREENS, "sqlite3"}),
        (command("bank", "list"), {*SCREENS, "numpy", "sqlite3"}),
        (command("bank", "check", str(ROOT / "tests/hostile/markup.yaml")), {*SCREENS}),
        ("import quizapp.bank.reader", {*SCREENS, "numpy"}),
        (
            "import quizapp.practice.session, quizapp.practice.selection",
            {*SCREENS, "numpy", "yaml"},
        ),
        ("import quizapp.engine", {*SCREENS, "yaml"}),
        ("import quizapp", {*SCREENS, "numpy", "yaml"}),
    ],
    ids=lambda part: part.splitlines()[1][5:] if isinstance(part, str) and "\n" in part else None,
)
def test_nothing_is_loaded_that_is_not_needed(code, absent):
    assert not loaded(code) & absent


def test_home_is_painted_without_questions(tmp_path):
    tracks = "import pathlib; from quizapp.bank import cache, sources; cache.load_tracks("
    tracks += f"[sources.shipped()], pathlib.Path({str(tmp_path)!r}))\n"
    loaded(tracks)  # where they aren't shipped as they are now, they are kept from now on
    shown = "HomePage(NO_TRACKS, None, (), None, is_new=True, unfolded=False, is_narrow=False)"
    names = "from quizapp.bank.tracks import NO_TRACKS; from quizapp.tui.home_page import HomePage"
    found = loaded(f"{tracks}import quizapp.tui.app; {names}; {shown}.entries()")
    later = (
        "bank.collection",
        "practice.selection",
        "questions.base",
        "reports.today",
        "text.blocks",
        "text.prose",
    )
    ours = {f"quizapp.{one}" for one in later}
    assert not found & {"yaml", "numpy", "sqlite3", "hashlib", *ours}


@pytest.fixture
def kept_banks(tmp_path):
    """Return code that has the shipped banks without reading them."""
    code = "import pathlib; from quizapp.bank import cache, sources; banks = cache.load_banks("
    code += f"[sources.shipped()], pathlib.Path({str(tmp_path)!r}))\n"
    loaded(code)  # where they aren't shipped as they are now, they are kept from now on
    return code


def test_choosing_questions_loads_none_of_them(kept_banks):
    chosen = """
from datetime import datetime
from quizapp.bank.tracks import NO_TRACKS
from quizapp.learning.selection import Aim
from quizapp.practice.order import in_order
from quizapp.practice.selection import Selection
asked = Selection(type="choice")
in_order(asked, banks.questions, NO_TRACKS, (), Aim(), datetime.now().astimezone(), 10)
assert not [one for one in banks.questions if "_table" not in vars(one)]
"""
    found = loaded(kept_banks + chosen)
    assert not found & {"quizapp.questions.base", "quizapp.quantities.quantity"}


def test_the_first_question_waits_for_no_numbers(kept_banks):
    asked = "next(one for one in banks.questions if one.type == 'choice').variant(0).asked()"
    assert not loaded(kept_banks + asked) & {"yaml", "numpy", "quizapp.questions.numeric"}


def test_only_the_command_line_prints(trees):
    printing = [
        path.relative_to(ROOT)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert set(map(str, printing)) == {"quizapp/cli/output.py"}


def test_only_the_history_speaks_sql():
    speaking = [path.parent for path in MODULES if "sqlite3" in path.read_text("utf-8")]
    assert set(speaking) == {ROOT / "quizapp" / "history"}


def test_no_query_counts_its_values():
    """Python 3.12 warns of ``?1`` where values come in a sequence, and 3.14 refuses it."""
    counting = [
        path.name
        for path in MODULES
        if path.parent.name == "history" and re.search(r"= ?\?\d", path.read_text("utf-8"))
    ]
    assert counting == []


def test_every_module_says_what_it_is_in_its_first_sentence(trees):
    assert [
        str(path) for path, tree in trees.items() if not (ast.get_docstring(tree) or "").strip()
    ] == []


def test_the_version_is_written_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["dynamic"] == ["version"]
    assert metadata.version("quizapp") == quizapp.__version__
    said = [path.name for path in MODULES if f'"{quizapp.__version__}"' in path.read_text("utf-8")]
    assert said == ["__init__.py"]


def test_the_import_contracts_speak_of_every_module():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    spine, *doors = settings["tool"]["importlinter"]["contracts"]
    assert spine["containers"] == ["quizapp"]
    assert spine["exhaustive"]
    assert {name for door in doors for name in door["forbidden_modules"]} == {
        *SCREENS,
        "yaml",
        "sqlite3",
    }
    assert all(door["source_modules"] == ["quizapp"] for door in doors)


def names(commands: Mapping[str, Command], before: str = "") -> list[str]:
    """Return the whole name of each command that does something."""
    found = []
    for word, command in commands.items():
        inner = names(command.commands, f"{before}{word} ")
        found += inner or [f"{before}{word}"]
    return found


def test_every_command_runs_something():
    assert {*names(COMMANDS), "app", "version"} == set(cli.COMMANDS)


@pytest.mark.parametrize("name", names(COMMANDS))
def test_every_command_is_in_the_readme(name):
    documents = (ROOT / "README.md", ROOT / "question_bank" / "README.md")
    texts = "\n".join(path.read_text("utf-8") for path in documents if path.exists())
    assert re.search(rf"quizapp {name}\b", texts)


@pytest.mark.skipif(
    not (ROOT / "question_bank" / "README.md").exists(), reason="the format has no document yet"
)
@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_question_is_in_the_documents_of_the_format(kind):
    text = (ROOT / "question_bank" / "README.md").read_text("utf-8")
    assert f"type: {kind}" in text


def test_only_questions_and_widgets_know_types_apart(trees):
    classes = {f"{kind.title()}{what}" for kind in TYPES for what in ("Question", "Variant")}
    branches = []
    for path, tree in trees.items():
        name = path.relative_to(ROOT / "quizapp").as_posix()
        if name.startswith(("questions/", "tui/widgets/")):
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Compare():
                    compared = {getattr(one, "attr", None) for one in ast.walk(node)}
                    named = {getattr(one, "value", None) for one in ast.walk(node)} & {*TYPES}
                    branches += [f"{name}:{node.lineno}"] if "type" in compared and named else []
                case ast.Call(func=ast.Name("isinstance" | "getattr" as function)):
                    meant = {getattr(one, "id", None) for one in ast.walk(node.args[-1])}
                    asks = function == "getattr" and ast.unparse(node.args[0]).endswith("question")
                    fields = asks and isinstance(node.args[1], ast.Constant)
                    branches += [f"{name}:{node.lineno}"] if meant & classes or fields else []
                case ast.MatchClass(cls=ast.Name(id=meant)) if meant in classes:
                    branches.append(f"{name}:{node.lineno}")
    assert branches == []


def test_every_file_that_contributors_are_sent_to_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:quizapp|tests|question_bank|docs|\.ci)/[\w./-]*)`", text)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_rooms_of_the_picture_are_those_of_the_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    listed = {name for layer in layers for name in layer.split(" | ")}
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    picture = text.partition("```\ncli ")[2].partition("```")[0]
    drawn = {"cli", *re.findall(r"^(\w+)", picture, re.MULTILINE), "plain"}
    assert listed == drawn


def _named(trees):
    """Yield each name of a class or an alias of types, with the module that defines it."""
    for path, tree in trees.items():
        for node in tree.body:
            match node:
                case ast.ClassDef(name=name):
                    yield name, path
                case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
                    yield name, path


def test_a_name_of_a_class_means_one_thing(trees):
    found = {}
    for name, path in _named(trees):
        if not name.startswith("_"):
            found.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


LATE = {
    "cli/__init__.py": "the version needs no arguments, and nothing that ends well an ending",
    "cli/output.py": "the version is written without JSON",
    "cli/values.py": "the help needs no paths and no dates",
    "expressions/functions.py": "few expressions need the normal distribution",
    "history/salvage.py": "only some systems have it",
    "learning/confidence.py": "most progress is shown without the engine",
    "questions/choice.py": "fields are read only where banks are",
    "questions/match.py": "fields are read only where banks are",
    "questions/numeric.py": "fields are read only where banks are",
    "questions/open.py": "fields are read only where banks are",
    "questions/order.py": "fields are read only where banks are",
    "questions/parts.py": "fields are read only where banks are",
    "questions/short.py": "fields are read only where banks are",
    "system/folders.py": "the help needs no folder, and few packages are in an archive",
    "system/settings.py": "where there is no file there is nothing to parse",
    "text/commands.py": "most starts name no command",
    "text/prose.py": "few texts have a table, and the first often no formula",
    "text/suggestions.py": "only a name that is wrong needs another",
    "tui/app.py": "what counts is that it is loaded while the learner reads",
    "tui/marked_up.py": "few texts have code, and the first often no formula",
}
"""The files that import in a function, and why; all others import at their top, or by a door."""


def test_only_some_files_import_in_functions(late):
    assert {path for path, _ in late} == set(LATE)


def test_what_a_door_is_said_to_open_is_there_and_used(trees):
    """What mypy takes from a package's door, the program finds there when it runs."""
    source = "\n".join(path.read_text("utf-8") for path in MODULES)
    for tree in (tree for path, tree in trees.items() if path.name == "__init__.py"):
        for line in ast.walk(tree):
            if isinstance(line, ast.Import):
                for name in (one.name for one in line.names if one.name.startswith("quizapp.")):
                    package, _, module = name.rpartition(".")
                    assert getattr(import_module(package), module) is import_module(name)
                    assert f"{package.rpartition('.')[2]}.{module}." in source, name


def test_what_is_light_is_never_imported_in_a_function(late):
    light = ("quizapp.errors", "quizapp.doors", "quizapp.text.visible")
    assert [
        f"{path}: {line.module}"
        for path, line in late
        if isinstance(line, ast.ImportFrom) and line.module in light
        if not path.startswith("cli/")  # the version needs nothing at all
    ] == []
