"""What would take long is given up after a number of steps, the same on every machine."""

from __future__ import annotations

from math import e
from threading import Thread

import numpy as np
import pytest

from quizapp.errors import ExpressionError
from quizapp.expressions import effort
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.compiled import BUILT_IN
from quizapp.expressions.effort import Effort
from quizapp.expressions.grammar import parse
from quizapp.quantities import with_own
from quizapp.quantities.quantity import Quantity, Slip
from quizapp.working.diagnosis import MOST_STEPS, Diagnosis
from quizapp.working.mistakes import Typed

SLOW = "+".join(["t_quantile(a / 9, way)"] * 80)
WAYS = tuple(
    Slip(f"slip_{place}", f"{SLOW} + {place}", "No.", each="12", common=True) for place in range(30)
)
LISTS = "+".join(["sum(log(range(9999) + a))"] * 60)


def quantity(*slips: Slip, means: str = "a * 1.5") -> Quantity:
    return Quantity("bad", "a", title="Bad", formula="", means=means, meaning="", slips=slips)


def diagnosed(*slips: Slip) -> tuple[Diagnosis, int]:
    """Return a diagnosis, and the steps that it took."""
    textbook = Textbook({"a": 4.0}, quantities=with_own((quantity(*slips),)))
    found = Diagnosis(textbook, parse("bad(a)"), np.float64(6.0), "none")
    with Effort(10**9) as all_of_it:
        _ = found.mistakes
    return found, 10**9 - all_of_it.left


@pytest.mark.parametrize(
    "slips",
    [
        WAYS,
        tuple(Slip(f"slip_{place}", LISTS, "No.", each="12") for place in range(30)),
        tuple(Slip(f"slip_{place}", "a", "No.", each=f"12 + 0 * ({LISTS})") for place in range(30)),
        tuple(Slip(f"slip_{place}", "a", "No.", when=f"{LISTS} > {place}") for place in range(30)),
    ],
)
def test_a_diagnosis_without_end_is_cut_short_and_says_so(slips):
    found, steps = diagnosed(*slips)
    assert found.cut_short
    assert steps < 2 * MOST_STEPS


def test_two_threads_may_calculate_within_one_bound():
    def also():
        with bound:
            effort.spend(1)

    with Effort(10) as bound:
        other = Thread(target=also)
        other.start()
        other.join()
        effort.spend(2)
    assert bound.left == 7
    effort.spend(10**9)


def test_what_was_found_before_is_still_recognized():
    found, _ = diagnosed(Slip("halved", "a / 2", "Halved."), *WAYS)
    assert [one.ids for one in found.named(Typed(2.0, 0.005, 3))] == [("halved",)]


def test_a_usual_diagnosis_is_complete():
    found, steps = diagnosed(Slip("halved", "a / 2", "Halved."))
    assert not found.cut_short
    assert 0 < steps < 100


def test_a_bound_within_a_bound_leaves_that_less():
    with Effort(100) as outer:
        with Effort(30) as inner:
            effort.spend(20)
        with pytest.raises(ExpressionError, match="too much calculating"), Effort(1_000):
            effort.spend(81)
    assert (inner.left, outer.left) == (10, -1)
    assert outer.is_spent


def test_without_a_bound_nothing_is_refused():
    effort.spend(10**12)


def test_a_list_that_grows_takes_more_steps():
    def steps(text: str) -> int:
        with Effort(10**9) as all_of_it:
            BUILT_IN.defined(text, quantity(), {"a": np.float64(1)}, e)
        return 10**9 - all_of_it.left

    assert steps("sum(range(6400) + a)") == 101 * steps("sum(range(60) + a)")
