"""Compare the cross-entropy of logits with whatever else computes it.

``python tests/benchmarks/engine.py``, with quizapp installed or ``PYTHONPATH=.``, prints the ratios
of one run, in which all contestants take turns on one thread: how many times as long each one takes
as numpy's ``exp`` of the same numbers, and as quizapp. A goal is printed beside the first. Those
that are not installed are left out, with a line that says so.

What is left over the goals, where ``exp`` takes less than a nanosecond a number. 100000×100: a
third are the exponentials, a fifth each are the largest logit of each row and the logits minus it,
an eighth is the sum without the largest; the rest are the true classes, the logarithms, and the
calls of numpy for each chunk. No pass can be left out, and numpy joins none. 1000×10: a tenth are
the exponentials, three tenths the other passes, a fifth the true classes and the checks of the
targets; the rest is the price of some forty calls of numpy.
"""

from __future__ import annotations

import importlib
import math
import time
from collections.abc import Callable
from types import ModuleType

import numpy as np

from quizapp.engine import cross_entropy_logits

Contestants = dict[str, Callable[[], object]]

_SHAPES = ((1000, 10), (100_000, 10), (100_000, 100))

_GOALS = {"1000×10 float64": 6.0, "100000×100 float64": 2.5, "100000×100 float32": 3.0}
"""How many times as long as ``exp`` quizapp may take."""

_ROUNDS = 15
"""The shortest of the rounds counts: whatever else the machine does only adds."""


def main() -> None:
    """Print one table for each size."""
    modules = _installed("scipy.special", "sklearn.metrics", "torch")
    _report("one question, 3 classes", _question(modules))
    for rows, classes in _SHAPES:
        for kind in (np.float64, np.float32):
            title = f"{rows}×{classes} {kind.__name__}"
            _report(title, _batch(modules, rows, classes, kind))


def _installed(*names: str) -> dict[str, ModuleType]:
    modules = {}
    for name in names:
        try:
            modules[name] = importlib.import_module(name)
        except ImportError:
            print(f"{name.partition('.')[0]} is not installed: left out")
    if "torch" in modules:
        modules["torch"].set_num_threads(1)
    return modules


def _question(modules: dict[str, ModuleType]) -> Contestants:
    logits, target = [2.0, 1.0, 0.1], 0

    def plain() -> float:
        top = max(logits)
        return math.log(sum(math.exp(logit - top) for logit in logits)) + top - logits[target]

    contestants: Contestants = {
        "quizapp": lambda: cross_entropy_logits(logits, target),
        "plain math": plain,
    }
    return contestants | _libraries(modules, np.array([logits]), np.array([target]))


def _batch(modules: dict[str, ModuleType], rows: int, classes: int, kind: type) -> Contestants:
    generator = np.random.default_rng(0)
    logits = generator.normal(size=(rows, classes)).astype(kind)
    target = generator.integers(0, classes, rows)
    space = np.empty_like(logits)
    contestants: Contestants = {
        "quizapp": lambda: cross_entropy_logits(logits, target),
        "bare np.exp": lambda: np.exp(logits, out=space),
    }
    return contestants | _libraries(modules, logits, target)


def _libraries(
    modules: dict[str, ModuleType], logits: np.ndarray, target: np.ndarray
) -> Contestants:
    rows = np.arange(len(logits))

    def naive() -> float:
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
        return float(-np.log(probabilities[rows, target]).mean())

    contestants: Contestants = {"naive numpy": naive}
    if special := modules.get("scipy.special"):
        contestants["scipy"] = lambda: -special.log_softmax(logits, axis=1)[rows, target].mean()
        if metrics := modules.get("sklearn.metrics"):
            labels = np.arange(logits.shape[1])
            contestants["scikit-learn"] = lambda: metrics.log_loss(
                target, special.softmax(logits, axis=1), labels=labels
            )
    if torch := modules.get("torch"):
        tensor, indices = torch.from_numpy(logits), torch.from_numpy(target)
        contestants["torch"] = lambda: torch.nn.functional.cross_entropy(tensor, indices)
    return contestants


def _report(title: str, contestants: Contestants) -> None:
    shortest = dict.fromkeys(contestants, math.inf)
    repeats = {name: _repeats(contestant) for name, contestant in contestants.items()}
    for _ in range(_ROUNDS):
        for name, contestant in contestants.items():
            shortest[name] = min(shortest[name], _seconds(contestant, repeats[name]))
    floor = shortest.get("bare np.exp")
    print(f"\n{title}")
    for name, seconds in sorted(shortest.items(), key=lambda entry: entry[1]):
        over = f"{seconds / floor:>8.2f} × exp" if floor else ""
        line = f"  {name:<14}{seconds * 1e6:>12.1f} µs {seconds / shortest['quizapp']:>8.2f}{over}"
        goal = _GOALS.get(title) if name == "quizapp" else None
        print(line if goal is None else f"{line}, goal {goal:g}")


def _repeats(contestant: Callable[[], object]) -> int:
    """Return how many calls make up a round of ten milliseconds or more."""
    return max(1, int(0.01 / max(_seconds(contestant, 2), 1e-7)))


def _seconds(contestant: Callable[[], object], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        contestant()
    return (time.perf_counter() - start) / repeats


if __name__ == "__main__":
    main()
