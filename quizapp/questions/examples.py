"""The examples of a quantity as questions, each of which asks what the quantity comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from quizapp.questions.numeric import NumericQuestion

if TYPE_CHECKING:
    from quizapp.quantities.quantity import Quantity

TOPIC: Final = "example of a quantity"
"""In the place of a topic, which no question of a bank can have."""


def questions(
    quantity: Quantity, bank: str, known: Sequence[Quantity]
) -> Iterator[NumericQuestion]:
    """Yield a question for each example.

    Parameters
    ----------
    quantity
        One that a bank declares.
    bank
        The name of that bank.
    known
        The quantities that it may call.
    """
    title = quantity.title[:1].upper() + quantity.title[1:]
    for number, example in enumerate(quantity.examples, start=1):
        given = ", ".join(f"{name}={value}" for name, value in example.given)
        call = f"{quantity.name}({given})"
        yield NumericQuestion(
            id=quantity.name,
            bank=bank,
            topic=TOPIC,
            level=1,
            stem=f"What is `{call}`?",
            title=f"{title}, example {number}",
            known=tuple(known),
            answer=call,
            unit=example.unit if quantity.logarithmic else "none",
        )
