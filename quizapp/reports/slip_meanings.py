"""What slips mean, apart from the answers they were made in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from quizapp import quantities

if TYPE_CHECKING:
    from quizapp.questions.base import Question

_ANYWHERE: Final = {
    "bits_vs_nats": "The number was right, but in the wrong unit. Bits use log base 2, nats base "
    "e; one nat is 1.443 bits.",
    "log10": "The number was right, but in the wrong base. Bans use log base 10, bits base 2, "
    "nats base e.",
    "missing_minus": "The log of a probability is never positive: the formula needs its leading "
    "minus.",
    "wrong_scale": "The number was right in another scale, such as GiB for MiB or thousands for "
    "units: look at the unit that is asked for.",
    "another_order": "The numbers of the list were right, but in the wrong order.",
    "difference_reversed": "The subtraction was reversed: check which number comes first.",
}
"""Those that any answer can have."""
_FILLED_IN = ("{{", "{%")
"""What begins a part of a text that each variant fills in."""


def meanings(questions: Iterable[Question]) -> dict[str, str]:
    """Return what each slip means that can be told without an answer.

    Parameters
    ----------
    questions
        Whose authors' own slips are told as well.
    """
    found = dict(_ANYWHERE)
    for quantity in quantities.QUANTITIES.values():
        for slip in quantity.slips:
            found.setdefault(slip.id, slip.says)
    for question in questions:
        for quantity in question.known:
            for slip in quantity.slips:
                found.setdefault(slip.id, slip.says)
        for own, says in question.own_slips.items():
            if not any(sign in says for sign in _FILLED_IN):
                found.setdefault(own, says)
    return found
