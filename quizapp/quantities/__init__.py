"""The quantities: one file per engine module, each entry plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from quizapp.quantities import activations, gradients, information, losses, targets
from quizapp.quantities.quantity import Quantity

QUANTITIES: Final[Mapping[str, Quantity]] = {
    quantity.name: quantity
    for module in (information, activations, targets, losses, gradients)
    for quantity in module.QUANTITIES
}
