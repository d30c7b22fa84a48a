"""Read tracks as strictly as banks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from quizapp.bank import schema, sources
from quizapp.bank.collection import Banks
from quizapp.bank.reader import content, read_fields
from quizapp.bank.reading.contradictions import entries
from quizapp.bank.reading.nodes import Sequence, YamlNode
from quizapp.bank.sources import Source
from quizapp.bank.tracks import Topic, Track, Tracks
from quizapp.errors import Problem
from quizapp.text.suggestions import nearest


def read(source: Source) -> Track:
    """Return the track in a file.

    Raises
    ------
    BankError
        With all problems of the file, in its order.
    """
    path = Path(str(source))
    return read_text(content(source, path)[0], path)


def read_text(text: str, path: Path) -> Track:
    """Return the track in a text, which messages name by a path.

    Raises
    ------
    BankError
        With all problems of the text, in its order.
    """
    fields, _, root = read_fields(text, path, schema.TRACK)
    return Track(
        name=fields.get("track", path.stem),
        title=fields["title"],
        about=fields.get("about", ""),
        topics=tuple(Topic(**topic) for topic in fields["topics"]),
        path=path,
        places=tuple(_places(root)),
    )


def load(places: Iterable[Source]) -> Tracks:
    """Return the tracks in files and in folders of banks; a bad one never stops the good ones."""
    return Tracks.of(*sources.load(sources.files_of("track", *places), "track", read))


def check(tracks: Tracks, banks: Banks) -> tuple[Problem, ...]:
    """Return the problems of reading, and a warning for each topic that no question is about."""
    unasked = (
        Problem(
            track.path, *place, _UNASKED.format(topic, nearest(topic, banks.by_topic)), "warning"
        )
        for track in tracks.tracks
        for topic, place in zip(track.by_name, track.places, strict=True)
        if topic not in banks.by_topic
    )
    return (*tracks.problems, *unasked)


_UNASKED = "no question is about '{}'{}"


def _places(root: YamlNode) -> Iterator[tuple[int, int]]:
    """Yield where each topic's name stands."""
    topics = entries(root)["topics"].value
    for topic in topics.items if isinstance(topics, Sequence) else ():
        name = entries(topic)["topic"].value
        yield name.line, name.column
