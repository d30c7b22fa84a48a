"""Blueprint files: what is read, what is refused at which place, and which files are which."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank import reader
from quizapp.errors import BankError, UsageError
from quizapp.interview import blueprints
from quizapp.questions.types import TYPES
from quizapp.text.suggestions import one_of

SCREEN = """\
schema: 1
blueprint: screen
title: A screen
about: Short.
minutes: 30
pause: true
sections:
  - title: One
    topic: entropy
    type: numeric
    levels: 2-4
    count: 3
    seconds: 2m
    follow_ups: true
  - title: Two
    pitch: interview/pitch
    questions:
      - one
      - bank/two
"""


def complaints(text):
    with pytest.raises(BankError) as refused:
        blueprints.read_text(text, Path("screen.yaml"))
    return [(one.line, one.column, one.message) for one in refused.value.problems]


def test_every_field_is_read_and_the_others_have_their_defaults():
    found = blueprints.read_text(SCREEN, Path("screen.yaml"))
    assert (found.name, found.title, found.about) == ("screen", "A screen", "Short.")
    assert (found.minutes, found.pause) == (30, True)
    first, second = found.sections
    assert (first.topic, first.type, first.levels) == ("entropy", "numeric", (2, 4))
    assert (first.count, first.seconds, first.follow_ups) == (3, 120, True)
    assert (second.pitch, second.questions) == ("interview/pitch", ("one", "bank/two"))
    assert (second.count, second.levels, second.seconds) == (0, (1, 5), None)
    assert second.follow_ups is False


def test_a_blueprint_without_a_name_has_that_of_its_file():
    text = SCREEN.replace("blueprint: screen\n", "")
    assert blueprints.read_text(text, Path("other.yaml")).name == "other"


def test_a_problem_stands_at_its_section_or_at_the_entry_of_a_list():
    found = blueprints.read_text(SCREEN, Path("screen.yaml"))
    places = [(0, ""), (0, "count"), (1, "pitch"), (1, "questions.1"), (1, "topic"), (9, "")]
    problems = [found.problem(*place, "no") for place in places]
    assert [(one.line, one.column) for one in problems] == [
        (8, 5),
        (12, 12),
        (16, 12),
        (19, 9),
        (15, 5),
        (1, 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes: 30\n", "", (1, 1, "this blueprint has no 'minutes'; add 'minutes:' followed "
                                     "by a number from 0.1 to 480")),
        ("minutes: 30", "minutes: long", (5, 10, "minutes is 'long'; it must be a number from "
         "0.1 to 480")),
        ("levels: 2-4", "levels: 4-2", (11, 13, "levels is '4-2'; it must be a level from 1 to "
                                                "5, or a range such as 2-4")),
        ("levels: 2-4", "levels: 0-9", (11, 13, "levels is '0-9'; it must be a level from 1 to "
                                                "5, or a range such as 2-4")),
        ("    topic: entropy\n", "    topik: entropy\n", (9, 5, "unknown field 'topik'; did you "
                                                                "mean 'topic'?")),
        ("type: numeric", "type: essay", (10, 11, f"type is 'essay'; it must be {one_of(TYPES)}")),
        ("    pitch: interview/pitch\n", "    pitch: interview/pitch\n    type: open\n", (17, 5,
         "'type' only works together with count; add count, or delete 'type'")),
        ("    pitch: interview/pitch\n", "    count: 2\n    type: order\n", (17, 5, "'type' has no "
         "effect where the questions are named; delete 'type'")),
        ("    pitch: interview/pitch\n    questions:\n      - one\n      - bank/two\n", "", (15, 5,
         "this section asks nothing; add count, questions or pitch")),
        ("blueprint: screen", "blueprint: my screen", (2, 12, "blueprint is 'my screen'; it must "
         "be letters, digits and hyphens, such as ce-one-hot, at most 64 characters; "
         "write my-screen")),
        ("schema: 1", "schema: 2", (1, 9, "schema is '2'; it must be 1")),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_place(old, new, expected):
    assert old in SCREEN
    assert complaints(SCREEN.replace(old, new)) == [expected]


def test_a_file_whose_name_names_nothing_needs_a_name_inside():
    with pytest.raises(
        BankError,
        match=("the file name can't be used as the name of the blueprint; add 'blueprint: NAME'"),
    ):
        blueprints.read_text(SCREEN.replace("blueprint: screen\n", ""), Path("my screen.yaml"))


def test_an_empty_file_is_told_how_a_blueprint_starts():
    assert complaints("") == [
        (1, 1, "the file is empty; a blueprint starts with the line 'schema: 1'")
    ]


def test_one_level_is_both_bounds():
    text = SCREEN.replace("levels: 2-4", "levels: 3")
    assert blueprints.read_text(text, Path("x.yaml")).sections[0].levels == (3, 3)


def bank(identity):
    return (
        f"schema: 1\nquestions:\n  - id: {identity}\n    type: order\n    topic: x\n    level: 1\n"
        "    stem: Sort.\n    lines: [a, b]\n"
    )


def test_banks_and_blueprints_can_lie_side_by_side_or_blueprints_in_their_folder(tmp_path):
    (tmp_path / "a.yaml").write_text(bank("a"))
    (tmp_path / "beside.yaml").write_text(SCREEN.replace("blueprint: screen\n", ""))
    (tmp_path / "blueprints").mkdir()
    (tmp_path / "blueprints" / "inside.yaml").write_text(SCREEN)
    banks, found = reader.load([tmp_path]), blueprints.load([tmp_path])
    assert [one.name for one in banks.questions] == ["a/a"]
    assert banks.problems == ()
    assert [one.name for one in found.blueprints] == ["beside", "screen"]
    assert found.problems == ()


def test_a_blueprint_given_as_a_file_is_no_bank(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(SCREEN)
    assert reader.load([path]) == reader.Banks((), ())
    assert [one.name for one in blueprints.load([path, path]).blueprints] == ["screen"]


def test_a_bank_given_as_a_file_is_no_blueprint(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(bank("a"))
    assert blueprints.load([path]) == blueprints.Blueprints((), ())


def test_a_bad_blueprint_never_stops_the_good_ones(tmp_path):
    folder = tmp_path / "blueprints"
    folder.mkdir()
    (folder / "bad.yaml").write_text("sections: []\n")
    (folder / "good.yaml").write_text(SCREEN)
    found = blueprints.load([tmp_path])
    assert [one.name for one in found.blueprints] == ["screen"]
    assert {problem.path for problem in found.problems} == {folder / "bad.yaml"}


def test_a_name_taken_by_another_file_is_a_problem_of_the_later_file(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(SCREEN)
    found = blueprints.load([tmp_path])
    (problem,) = found.problems
    assert problem.path == tmp_path / "two.yaml"
    assert problem.message == (
        f"not loaded: 'screen' is also the name of a blueprint in {tmp_path / 'one.yaml'}, which "
        "is used instead; remove one of them, or rename one with 'blueprint: NAME'"
    )


def test_an_unknown_name_is_told_with_the_nearest_or_with_all():
    found = blueprints.Blueprints((blueprints.read_text(SCREEN, Path("x.yaml")),))
    assert found.find("screen").name == "screen"
    with pytest.raises(UsageError, match="no interview called 'scren'; did you mean 'screen'"):
        found.find("scren")
    with pytest.raises(UsageError, match="no interview called 'zzz'; choose from: screen"):
        found.find("zzz")


def test_the_shipped_blueprints_can_be_read():
    found = blueprints.load([reader.shipped()])
    assert found.problems == ()
    minutes = {one.name: one.minutes for one in found.blueprints}
    assert minutes == {
        "warm-up": 10,
        "phone-screen": 30,
        "deep-dive": 45,
        "article": 12,
        "metrics-screen": 30,
        "experiments-screen": 35,
        "sizes-screen": 30,
        "training-screen": 30,
    }
