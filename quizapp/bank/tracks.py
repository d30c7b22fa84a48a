"""Topics in the order in which each builds on those before; light enough for the first paint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from quizapp.errors import Problem, UsageError
from quizapp.text.suggestions import nearest

if TYPE_CHECKING:
    from quizapp.questions.base import Question

DEFAULT: Final = "cross-entropy"
"""The track that is followed until another is chosen."""
_ACRONYMS: Final = (
    *("ANOVA", "AUC", "BCE", "CNN", "KL", "LLM", "LSTM", "MAE", "MCMC", "ML", "MLE", "MSE", "NLL"),
    *("NLP", "PCA", "PMI", "RMSE", "RNN", "ROC", "SGD", "SQL", "SVD", "SVM"),
)
_SPELT: Final = {
    **{"ab": "A/B", "bayes": "Bayes", "knn": "k-NN", "relu": "ReLU"},
    **{word.lower(): word for word in _ACRONYMS},
}
"""Words with a spelling of their own."""


class Topic(NamedTuple):
    """One topic of a track."""

    topic: str
    """Its name, as questions say it."""
    title: str = ""
    """Its name, as shown; its plain name says it where it is empty."""
    about: str = ""
    weight: float = 1.0
    """How often interviewers ask about it, relative to the other topics."""

    @property
    def shown(self) -> str:
        """The name as shown."""
        return self.title or spelt(self.topic)


# A named tuple has no room for what is found out once, which one derived from it has.
class _TrackFields(NamedTuple):
    name: str
    title: str
    about: str = ""
    topics: tuple[Topic, ...] = ()
    path: Path = Path()
    places: tuple[tuple[int, int], ...] = ()
    """Line and column of each topic."""


class Track(_TrackFields):
    """Topics in the order in which each builds on those before it; "subject" on the screen."""

    @cached_property
    def by_name(self) -> Mapping[str, Topic]:
        """Name → topic, in order."""
        return {topic.topic: topic for topic in self.topics}

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Topic → its weight, in order."""
        return {topic.topic: topic.weight for topic in self.topics}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.by_name)}

    def place(self, topic: str) -> tuple[int, str]:
        """Return where a topic stands: those of the track first, then the others by name."""
        return self._order.get(topic, len(self._order)), topic


NO_TRACK: Final = Track(name="", title="Topics")
"""What is followed where no track could be read."""


class _TracksFields(NamedTuple):
    tracks: tuple[Track, ...] = ()
    problems: tuple[Problem, ...] = ()
    chosen: Track = NO_TRACK
    """The one that is followed."""


class Tracks(_TracksFields):
    """All tracks that could be read, the one that is followed, and what is wrong with others."""

    @classmethod
    def of(cls, tracks: tuple[Track, ...], problems: tuple[Problem, ...] = ()) -> Tracks:
        """Return tracks of which the default is followed, or the first where that isn't there."""
        by_name = {track.name: track for track in tracks}
        first = tracks[0] if tracks else NO_TRACK
        return cls(tracks, problems, by_name.get(DEFAULT, first))

    def following(self, name: str) -> Tracks:
        """Return the same tracks, with the one of a name followed.

        Raises
        ------
        UsageError
            With the nearest name, or with all there are.
        """
        known = {track.name: track for track in self.tracks}
        if name in known:
            return self._replace(chosen=known[name])
        hint = nearest(name[:60], known) or f"; choose from: {', '.join(known) or 'none'}"
        said = "".join(one if one.isprintable() else "�" for one in name[:60])
        raise UsageError(f"no subject called '{said}'{hint}")

    @cached_property
    def _topics(self) -> Mapping[str, Topic]:
        """Name → topic, as the followed track has it, or else the first that does."""
        found: dict[str, Topic] = {}
        for track in (self.chosen, *self.tracks):
            for name, topic in track.by_name.items():
                found.setdefault(name, topic)
        return found

    def title(self, topic: str) -> str:
        """Return the name of a topic as shown."""
        known = self._topics.get(topic)
        return spelt(topic) if known is None else known.shown

    def about(self, topic: str) -> str:
        """Return what a topic is about; nothing where no track says it."""
        known = self._topics.get(topic)
        return "" if known is None else known.about

    def of_topic(self, topic: str) -> str:
        """Return the name of the track that a topic is practised for; empty when it is in none."""
        for track in (self.chosen, *self.tracks):
            if topic in track.by_name:
                return track.name
        return ""

    def in_none(self, topics: Iterable[str]) -> list[str]:
        """Return those of some topics that are in no track."""
        return [topic for topic in topics if topic not in self._topics]

    def covers(self, topic: str) -> bool:
        """Whether a topic belongs to the followed track, or to no track at all."""
        return topic in self.chosen.by_name or topic not in self._topics

    def covered(self, questions: Sequence[Question]) -> Sequence[Question]:
        """Return the questions on topics that are covered; all where there are none."""
        return [question for question in questions if self.covers(question.topic)] or questions


NO_TRACKS: Final = Tracks()
"""No tracks: topics go by name, and are named by their words."""


def spelt(name: str) -> str:
    """Return the name of a topic as words: ``ab-testing`` is "A/B testing"."""
    first, *others = name.lower().split("-")
    words = [_SPELT.get(first, first.capitalize()), *(_SPELT.get(word, word) for word in others)]
    return " ".join(words)
