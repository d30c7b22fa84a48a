"""Subjects on the screen: one is chosen, kept, and followed by home, sessions and progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank import track_reader
from quizapp.bank.tracks import Tracks
from quizapp.system.settings import SettingsFile
from quizapp.tui.widgets.menu import Menu
from tests.stubs import TRACKS

MINE = """\
schema: 1
track: mine
title: My own three
about: What I still get wrong.
topics:
  - topic: softmax
    title: Softmax first
    about: Why it sums to 1.
  - topic: entropy
  - topic: nothing-yet
"""


OTHER = """\
schema: 1
track: other
title: Another subject
topics:
  - topic: nothing-yet
"""


@pytest.fixture
def both():
    mine = track_reader.read_text(MINE, Path("mine.yaml"))
    return Tracks.of((*TRACKS.tracks, mine))


async def test_a_track_of_ones_own_stands_beside_the_others_and_is_kept(sit, both, tmp_path):
    settings = SettingsFile(tmp_path / "settings.toml")
    async with sit("steps", "pick", "dog", home=True, tracks=both, settings=settings) as sitting:
        assert "interview practice: Cross-entropy" in sitting.shown()
        await sitting.press("t")
        assert sitting.screen == "SubjectsScreen"
        await sitting.press("end")
        shown = sitting.shown()
        assert "My own three" in shown
        assert "What I still get wrong." in shown
        assert "Topics: Softmax first, Entropy, Nothing yet." in shown
        await sitting.press("enter")
        shown = sitting.shown()
        assert "interview practice: My own three" in shown
        assert shown.index("Softmax first") < shown.index("└▸ Nothing yet")
        sitting.app.screen.query_one(Menu).highlighted = "topic:softmax"
        await sitting.settled()
        assert "Why it sums to 1." in sitting.shown()
        await sitting.press("enter")
        assert sitting.practice.current.variant.question.id == "steps"
    assert SettingsFile(tmp_path / "settings.toml").now.track == "mine"


async def test_an_answer_counts_for_the_track_that_is_followed(sit, both):
    async with sit("pick", home=True, tracks=both.following("mine")) as sitting:
        await sitting.press("enter", "a", "enter")
        (attempt,) = sitting.recorded
        assert (attempt.topic, attempt.track) == ("entropy", "mine")


async def test_everything_is_that_of_the_subject_and_what_is_in_none(sit, both):
    async with sit("steps", "pick", "dog", home=True, tracks=both.following("mine")) as sitting:
        lines = [line for line in sitting.shown().splitlines() if "Everything" in line]
        assert lines[0].strip().startswith("Everything in ")
        assert lines[0].split()[-2] == "2"


async def test_with_one_subject_there_is_nothing_to_choose(sit):
    async with sit("pick", home=True) as sitting:
        assert "Subject" not in sitting.shown()
        await sitting.press("t")
        assert sitting.screen == "HomeScreen"


async def test_choosing_can_be_left_as_it_is(sit, both):
    async with sit("pick", home=True, tracks=both) as sitting:
        await sitting.press("t", "down", "escape")
        assert "interview practice: Cross-entropy" in sitting.shown()


@pytest.mark.parametrize(("name", "there"), [("cross-entropy", True), ("other", False)])
async def test_what_is_asked_most_is_offered_where_it_is_on_the_subject(
    sit, both, monkeypatch, name, there
):
    other = track_reader.read_text(OTHER, Path("other.yaml"))
    tracks = Tracks.of((*both.tracks, other)).following(name)
    monkeypatch.setattr("quizapp.tui.home_page._ASKED_MOST", "bank:tests")
    async with sit("pick", "steps", home=True, tracks=tracks) as sitting:
        entries = [one.name for one in sitting.app.screen.query_one(Menu).entries]
        before_topics = entries[: entries.index("everything")]
        assert ("bank:tests" in before_topics) is there
