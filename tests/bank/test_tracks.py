"""Track files: what is read, what is refused at which place, and what follows from a choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.bank import reader, track_reader
from quizapp.bank.tracks import NO_TRACK, Tracks
from quizapp.errors import BankError, UsageError
from tests.stubs import shipped_banks

METRICS = """\
schema: 1
track: metrics
title: Classification metrics
about: What a matrix of counts says.
topics:
  - topic: precision
    title: Precision and recall
    about: Of those found, and of those there.
  - topic: roc-auc
  - topic: entropy
    title: Entropy again
"""


def complaints(text):
    with pytest.raises(BankError) as refused:
        track_reader.read_text(text, Path("metrics.yaml"))
    return [(one.line, one.column, one.message) for one in refused.value.problems]


def named(name, *topics):
    listed = "".join(f"  - topic: {topic}\n" for topic in topics)
    text = f"schema: 1\ntrack: {name}\ntitle: {name.title()}\ntopics:\n{listed}"
    return track_reader.read_text(text, Path(f"{name}.yaml"))


def test_every_field_is_read_and_a_topic_without_a_title_has_its_name():
    found = track_reader.read_text(METRICS, Path("metrics.yaml"))
    assert (found.name, found.title) == ("metrics", "Classification metrics")
    assert found.about == "What a matrix of counts says."
    assert [one.topic for one in found.topics] == ["precision", "roc-auc", "entropy"]
    assert [one.shown for one in found.topics] == [
        "Precision and recall",
        "ROC AUC",
        "Entropy again",
    ]
    assert found.topics[0].about == "Of those found, and of those there."


def test_a_track_without_a_name_has_that_of_its_file():
    text = METRICS.replace("track: metrics\n", "")
    assert track_reader.read_text(text, Path("other.yaml")).name == "other"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Classification metrics\n", "", (1, 1, "this track has no 'title'; add 'title:' "
                                                       "followed by text")),
        ("  - topic: roc-auc", "  - topik: roc-auc", (9, 5, "unknown field 'topik'; did you mean "
                                                            "'topic'?")),
        ("topic: roc-auc", "topic: ROC & AUC", (9, 12, "topic is 'ROC & AUC'; it must be letters, "
         "digits and hyphens, such as ce-one-hot, at most 64 characters; write ROC-AUC")),
        ("topic: entropy", "topic: precision", (10, 12, "this topic repeats the one on line 6; "
                                                        "change one")),
        ("schema: 1", "schema: 2", (1, 9, "schema is '2'; it must be 1")),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_place(old, new, expected):
    assert old in METRICS
    assert expected in complaints(METRICS.replace(old, new))


def test_tracks_are_found_beside_banks_in_their_folder_or_named(tmp_path):
    (tmp_path / "tracks").mkdir()
    (tmp_path / "tracks" / "inside.yaml").write_text(METRICS)
    (tmp_path / "beside.yaml").write_text(METRICS.replace("track: metrics\n", ""))
    assert [one.name for one in track_reader.load([tmp_path]).tracks] == ["beside", "metrics"]
    assert reader.load([tmp_path]) == reader.Banks((), ())
    alone = track_reader.load([tmp_path / "beside.yaml"])
    assert [one.name for one in alone.tracks] == ["beside"]


def test_a_bad_track_never_stops_the_good_ones_and_a_name_serves_once(tmp_path):
    (tmp_path / "tracks").mkdir()
    for name, text in (("a", METRICS), ("b", METRICS), ("c", "topics: []\n")):
        (tmp_path / "tracks" / f"{name}.yaml").write_text(text)
    found = track_reader.load([tmp_path])
    assert [one.path.stem for one in found.tracks] == ["a"]
    messages = {one.path.stem: one.message for one in found.problems}
    assert messages["b"].startswith("not loaded: 'metrics' is also the name of a track in ")
    assert "c" in messages


def test_a_topic_that_no_question_is_about_is_a_warning_with_the_nearest():
    text = METRICS.replace("topic: entropy", "topic: entropi")
    tracks = Tracks.of((track_reader.read_text(text, Path("metrics.yaml")),))
    problems = track_reader.check(tracks, reader.load([reader.shipped() / "entropy.yaml"]))
    assert [(one.severity, one.line, one.column, one.message) for one in problems] == [
        ("warning", 6, 12, "no question is about 'precision'"),
        ("warning", 9, 12, "no question is about 'roc-auc'"),
        ("warning", 10, 12, "no question is about 'entropi'; did you mean 'entropy'?"),
    ]


def test_the_shipped_tracks_can_be_read_and_every_topic_is_asked_about():
    tracks = track_reader.load([reader.shipped()])
    assert tracks.chosen.name == "cross-entropy"
    assert list(tracks.chosen.by_name) == [
        *("surprisal", "entropy", "cross-entropy", "cross-entropy-loss", "softmax", "gradient"),
        *("binary", "multi-label"),
    ]
    assert all(topic.about for topic in tracks.chosen.topics)
    assert track_reader.check(tracks, shipped_banks()) == ()


def test_the_followed_track_decides_order_titles_and_what_is_covered():
    tracks = Tracks.of((named("first", "a", "roc-curve"), named("second", "z", "a")))
    assert tracks.chosen.name == "first"
    second = tracks.following("second")
    assert sorted(["m", "roc-curve", "a", "z"], key=second.chosen.place) == [
        *("z", "a", "m", "roc-curve")
    ]
    assert [tracks.of_topic(topic) for topic in ("a", "z", "own")] == ["first", "second", ""]
    assert second.of_topic("a") == "second"
    assert [second.covers(topic) for topic in ("z", "a", "roc-curve", "own")] == [
        *(True, True, False, True)
    ]


def test_an_unknown_track_is_told_with_the_nearest_or_with_all():
    tracks = Tracks.of((named("metrics", "a"),))
    with pytest.raises(UsageError, match="no subject called 'metric'; did you mean 'metrics'"):
        tracks.following("metric")
    with pytest.raises(UsageError, match="no subject called 'zzz'; choose from: metrics"):
        tracks.following("zzz")


def test_without_any_track_there_is_an_empty_one_to_follow():
    assert Tracks.of(()).chosen is NO_TRACK
    assert Tracks.of(()).covers("anything")


def test_topics_in_no_track_are_named_by_their_words():
    title = Tracks().title
    assert title("my-own-topic") == "My own topic"
    assert title("ab-testing") == "A/B testing"
    assert title("roc-and-auc") == "ROC and AUC"
    assert title("naive-bayes") == "Naive Bayes"
