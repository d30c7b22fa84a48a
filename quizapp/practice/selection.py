"""Which questions a session is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.errors import UsageError
from quizapp.text.commands import quoted
from quizapp.text.phrases import counted, levels
from quizapp.text.suggestions import nearest

if TYPE_CHECKING:
    from quizapp.questions.base import Question

LEVELS: Final = (1, 5)


class Selection(NamedTuple):
    """What a session is about; everything unless narrowed."""

    topic: str = ""
    type: str = ""
    levels: tuple[int, int] = LEVELS
    bank: str = ""
    ids: tuple[str, ...] | None = None
    """Full names of the questions meant; None when any are."""
    topics: tuple[str, ...] = ()
    """Those that it is about, where it is about several."""
    ordered: bool = False
    """Whether the questions are asked in the order named, and what is missed again."""
    places: bool = False
    """Whether they find out where the learner stands, each next one by the answers before."""

    @classmethod
    def kept(cls, facts: Mapping[str, Any]) -> Selection:
        """Return a selection from its fields as JSON has them; what isn't one is passed over."""
        known = {name: facts[name] for name in cls._fields if name in facts}
        for name in ("levels", "ids", "topics"):
            if isinstance(known.get(name), list):
                known[name] = tuple(known[name])
        return cls(**known)

    @property
    def is_open(self) -> bool:
        """Whether no topic, bank or question is named, so that learning says what comes."""
        return not (self.topic or self.bank or self.ids is not None)

    def title(self, tracks: Tracks = NO_TRACKS) -> str:
        """Return what the session is about, as shown."""
        if self.ids is not None:
            count = len(self.ids)
            return self.ids[0] if count == 1 else counted(count, "question")
        narrowed = (self.type, levels(*self.levels) if self.levels != LEVELS else "")
        only = ", ".join(filter(None, narrowed))
        return f"{self._about(tracks)} ({only})" if only else self._about(tracks)

    def _about(self, tracks: Tracks) -> str:
        if self.topic:
            return tracks.title(self.topic)
        if self.topics and self.topics == tuple(tracks.chosen.by_name):
            return tracks.chosen.title
        return self.bank or (counted(len(self.topics), "topic") if self.topics else "Everything")

    def choose(self, questions: Iterable[Question], tracks: Tracks = NO_TRACKS) -> list[Question]:
        """Return the questions that fit.

        Where neither topic, bank nor question is named, those of other tracks than the followed
        one are left out, unless there are no others.

        Raises
        ------
        UsageError
            When none does, with the nearest topic or bank that there is.
        """
        known = list(questions)
        low, high = self.levels
        named = None if self.ids is None else frozenset(self.ids)
        fitting = [
            question
            for question in known
            if self.topic in ("", question.topic)
            and (not self.topics or question.topic in self.topics)
            and self.type in ("", question.type)
            and self.bank in ("", question.bank)
            and low <= question.level <= high
            and (named is None or question.name in named)
        ]
        if not fitting:
            raise UsageError(self._refusal(known))
        if self.ordered and self.ids is not None:
            place = {name: number for number, name in enumerate(self.ids)}
            return sorted(fitting, key=lambda question: place[question.name])
        if self.topic or self.topics or self.bank or named is not None:
            return fitting
        return list(tracks.covered(fitting))

    def _refusal(self, known: list[Question]) -> str:
        if not known:
            return f"no questions found: no bank could be loaded; run {quoted('bank', 'check')}"
        for what, wanted, there in (
            ("topic", self.topic, {question.topic for question in known}),
            ("bank", self.bank, {question.bank for question in known}),
            ("type", self.type, {question.type for question in known}),
        ):
            if wanted and wanted not in there:
                hint = nearest(wanted, there) or f"; choose from: {', '.join(sorted(there))}"
                return f"no {what} called '{wanted}'{hint}"
        return "no question matches all of these; try more levels or another type"
