"""What is read from and written to the settings, and what a file that can't be read costs."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from quizapp.system.settings import Settings, SettingsFile


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "settings.toml"


def written(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return SettingsFile(path)


def test_without_a_file_everything_is_as_usual_and_nothing_is_made(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tomllib", None)  # importing it would fail
    file = SettingsFile(path)
    assert file.now == Settings("ink", tones=False)
    assert file.problem == ""
    assert not path.parent.exists()


def test_a_folder_that_can_not_be_is_as_none(tmp_path):
    (tmp_path / "file").write_text("")
    assert SettingsFile(tmp_path / "file" / "settings.toml").problem == ""


def test_what_is_changed_is_there_the_next_time(path):
    file = SettingsFile(path)
    assert file.change(theme="paper") == ""
    assert file.change(tones=True) == ""
    assert SettingsFile(path).now == file.now == Settings("paper", tones=True)
    assert path.read_text() == 'theme = "paper"\ntones = true\n'
    assert [one.name for one in path.parent.iterdir()] == ["settings.toml"]


def test_an_interview_can_be_set_and_forgotten(path):
    file = SettingsFile(path)
    assert file.change(interview=date(2026, 12, 6), minutes=30) == ""
    assert SettingsFile(path).now == Settings(interview=date(2026, 12, 6), minutes=30)
    assert "interview = 2026-12-06\nminutes = 30\n" in path.read_text()
    assert file.change(interview=None) == ""
    assert SettingsFile(path).now == Settings(minutes=30)


def test_what_the_user_wrote_stays(path):
    file = written(path, "# my own\n  tones=false # quiet\n\n# the end\n")
    file.change(tones=True)
    file.change(theme="paper")
    assert path.read_text() == '# my own\ntones = true\n\n# the end\ntheme = "paper"\n'


@pytest.mark.parametrize("text", ['theme = """\npaper"""\n', '"theme" = "paper"\n'])
def test_settings_written_in_another_way_can_be_changed(path, text):
    file = written(path, text)
    assert file.now.theme == "paper"
    file.change(theme="ink")
    assert SettingsFile(path).now == Settings("ink")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "tones = yes",
            "isn't valid TOML (Invalid value (at line 1, column 9)).",
        ),
        ("tones = 1", "tones must be true or false."),
        ('theme = "dark"', 'theme must be "ink" or "paper".'),
        ("theme = [1]", 'theme must be "ink" or "paper".'),
        ("tone = true", "unknown setting 'tone'; did you mean 'tones'?"),
        ('"\\u001b[2J" = 1', "unknown setting '\\x1b[2J'"),
        ("minutes = 0", "minutes must be a whole number from 1 to 600."),
        ("minutes = true", "minutes must be a whole number from 1 to 600."),
        ("interview = 2026-12-06T09:00:00", "interview must be a date such as 2026-12-06."),
        (b"\xff\xfe", "isn't valid UTF-8"),
        ("a = " + "[" * 10_000, "isn't valid TOML"),
        ("#" * 1_000_001, "can't be read (the file is larger than 1 MB)"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_written_over(path, text, says):
    file = written(path, text)
    assert file.now == Settings()
    assert file.problem.startswith(str(path))
    assert says in file.problem
    before = path.read_bytes()
    assert "This won't be remembered" in file.change(tones=True)
    assert file.now.tones
    assert path.read_bytes() == before


def test_what_can_be_read_beside_it_holds(path):
    assert written(path, 'theme = "paper"\ntones = 3').now == Settings("paper")


def test_a_folder_in_its_place_is_told(path):
    path.mkdir(parents=True)
    file = SettingsFile(path)
    assert "can't be read" in file.problem
    assert file.now == Settings()


def test_what_cannot_be_written_holds_for_now(tmp_path):
    (tmp_path / "folder").write_text("no folder")
    file = SettingsFile(tmp_path / "folder" / "settings.toml")
    assert "This won't be remembered" in file.change(theme="paper")
    assert file.now.theme == "paper"


def test_without_a_place_they_hold_for_the_run():
    file = SettingsFile()
    assert file.change(tones=True) == ""
    assert file.now.tones


def test_the_subject_is_kept_by_its_name(path):
    file = SettingsFile(path)
    assert file.change(track="classification-metrics") == ""
    assert SettingsFile(path).now == Settings(track="classification-metrics")
    assert written(path, "track = 7\n").problem.endswith("track must be the name of a subject.")
