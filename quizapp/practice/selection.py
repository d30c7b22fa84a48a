"""Which questions a session is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quizapp.errors import UsageError
from quizapp.text.phrases import counted
from quizapp.text.suggestions import nearest

if TYPE_CHECKING:
    from quizapp.questions.base import Question

CHAIN: Final[Mapping[str, str]] = {
    "surprisal": "Surprisal",
    "entropy": "Entropy",
    "cross-entropy": "Cross-entropy",
    "cross-entropy-loss": "Cross-entropy loss",
    "softmax": "Softmax",
    "gradient": "Gradient",
    "binary": "Binary",
    "multi-label": "Multi-label",
}
"""The topics of the article in the order that each builds on the one before."""

_ACRONYMS: Final = (
    *("ANOVA", "AUC", "BCE", "CNN", "KL", "LLM", "LSTM", "MAE", "MCMC", "ML", "MLE", "MSE", "NLL"),
    *("NLP", "PCA", "PMI", "RMSE", "RNN", "ROC", "SGD", "SQL", "SVD", "SVM"),
)
_SPELT: Final = {
    **{"ab": "A/B", "bayes": "Bayes", "knn": "k-NN", "relu": "ReLU"},
    **{word.lower(): word for word in _ACRONYMS},
}
"""Words with a spelling of their own."""

LEVELS: Final = (1, 5)


_PLACES: Final = {topic: place for place, topic in enumerate(CHAIN)}


def along_the_chain(topic: str) -> tuple[int, str]:
    """Return a place for a topic: the chain's own first, then the others by name."""
    return _PLACES.get(topic, len(_PLACES)), topic


def topic_title(topic: str) -> str:
    """Return a topic's name as shown."""
    if topic in CHAIN:
        return CHAIN[topic]
    first, *others = topic.lower().split("-")
    words = [_SPELT.get(first, first.capitalize()), *(_SPELT.get(word, word) for word in others)]
    return " ".join(words)


class Selection(NamedTuple):
    """What a session is about; everything unless narrowed."""

    topic: str = ""
    type: str = ""
    levels: tuple[int, int] = LEVELS
    bank: str = ""
    ids: tuple[str, ...] | None = None
    """Full names of the questions meant; None when any are."""

    @classmethod
    def kept(cls, facts: Mapping[str, Any]) -> Selection:
        """Return a selection from its fields as JSON has them; what isn't one is passed over."""
        known = {name: facts[name] for name in cls._fields if name in facts}
        for name in ("levels", "ids"):
            if isinstance(known.get(name), list):
                known[name] = tuple(known[name])
        return cls(**known)

    @property
    def title(self) -> str:
        """What the session is about, as shown."""
        if self.ids is not None:
            count = len(self.ids)
            return self.ids[0] if count == 1 else counted(count, "question")
        return topic_title(self.topic) if self.topic else self.bank or "Everything"

    def choose(self, questions: Iterable[Question]) -> list[Question]:
        """Return the questions that fit.

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
            and self.type in ("", question.type)
            and self.bank in ("", question.bank)
            and low <= question.level <= high
            and (named is None or question.name in named)
        ]
        if not fitting:
            raise UsageError(self._refusal(known))
        return fitting

    def _refusal(self, known: list[Question]) -> str:
        if not known:
            return "no questions found: no bank could be loaded; run 'quizapp bank check'"
        for what, wanted, there in (
            ("topic", self.topic, {question.topic for question in known}),
            ("bank", self.bank, {question.bank for question in known}),
            ("type", self.type, {question.type for question in known}),
        ):
            if wanted and wanted not in there:
                hint = nearest(wanted, there) or f"; choose from: {', '.join(sorted(there))}"
                return f"there is no {what} '{wanted}'{hint}"
        return "no question matches all of these; try more levels or another type"
