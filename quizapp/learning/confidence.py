"""How well learners know what they know: probabilities they gave, beside how it came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

POINTS: Final = (0.1, 0.3, 0.5, 0.7, 0.9, 0.97)
"""The probabilities that can be given: none is certain, so that none costs infinity."""
ENOUGH: Final = 20
"""Answers that it takes to say anything."""


def on_offer(chance: float) -> tuple[float, ...]:
    """Return the probabilities that can be given where a blind guess is right with some chance."""
    return tuple(one for one in POINTS if one >= chance)


def _nearest(confidence: float) -> float:
    return min(POINTS, key=lambda point: abs(point - confidence))


class Given(NamedTuple):
    """Answers that were given with one probability of being right."""

    confidence: float
    answered: int
    right: int


class PointOfCurve(NamedTuple):
    """What came of the answers given with one probability."""

    confidence: float
    answered: int
    right: float
    """The share that was right."""
    cost: float
    """What the difference costs for each of these answers, in bits."""


class Calibration(NamedTuple):
    """How probabilities and outcomes agree; all but the counts are bits for each answer.

    ``score = uncertainty + calibration − resolution``, as a cross-entropy is split by the groups
    of equal forecasts (Bröcker, "Reliability, sufficiency, and the decomposition of proper
    scores", 2009).
    """

    answered: int
    right: float
    """The share of all that was right."""
    score: float
    """The mean cross-entropy of the outcomes with the probabilities: less is better."""
    uncertainty: float
    """What it would be for someone who gave the share of all each time."""
    calibration: float
    """What is lost because the probabilities are not the shares that came."""
    resolution: float
    """What is gained by telling the answers that are right from the others."""
    curve: tuple[PointOfCurve, ...]
    """From the lowest probability to the highest."""

    @property
    def costliest(self) -> PointOfCurve:
        """The point at which most is lost in all."""
        return max(self.curve, key=lambda one: one.answered * one.cost)


def calibration(given: Iterable[Given]) -> Calibration | None:
    """Return how probabilities and outcomes agree; None of too few answers.

    A probability that is none of `POINTS` counts as the nearest of them.
    """
    groups: dict[float, tuple[int, int]] = {}
    for one in given:
        point = _nearest(one.confidence)
        answered, right = groups.get(point, (0, 0))
        groups[point] = (answered + one.answered, right + one.right)
    total = sum(answered for answered, _ in groups.values())
    if total < ENOUGH:
        return None
    # Here and not above: most progress is shown without.
    from quizapp.engine import cross_entropy, entropy, kl_divergence

    overall = sum(right for _, right in groups.values()) / total
    score = resolution = 0.0
    curve = []
    for point, (answered, right) in sorted(groups.items()):
        share, weight = right / answered, answered / total
        came, said = [share, 1 - share], [point, 1 - point]
        score += weight * float(cross_entropy(came, said, base=2))
        resolution += weight * float(kl_divergence(came, [overall, 1 - overall], base=2))
        cost = float(kl_divergence(came, said, base=2))
        curve.append(PointOfCurve(confidence=point, answered=answered, right=share, cost=cost))
    return Calibration(
        answered=total,
        right=overall,
        score=score,
        uncertainty=float(entropy([overall, 1 - overall], base=2)),
        calibration=sum(one.cost * one.answered / total for one in curve),
        resolution=resolution,
        curve=tuple(curve),
    )
