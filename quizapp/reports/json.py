"""Plain structures as JSON, with infinities as words."""

from __future__ import annotations

import json
from math import isinf, isnan
from typing import TYPE_CHECKING, Any

from quizapp import reports

if TYPE_CHECKING:
    from quizapp.interview.scorecard import Scorecard


def as_json(structure: object) -> str:
    """Return one line of JSON, in ASCII, so that any terminal, pipe and file takes it."""
    return json.dumps(plain(structure), allow_nan=False)


def write(card: Scorecard) -> str:
    """Return a scorecard as JSON."""
    return as_json(reports.scorecard.structure(card))


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of ours
    """Return a value in JSON's own types; infinities as ``"inf"`` and ``"-inf"``."""
    if isinstance(value, dict):
        return {str(name): plain(entry) for name, entry in value.items()}
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, float):
        if isnan(value):
            return "nan"
        if isinf(value):
            return "inf" if value > 0 else "-inf"
        return value
    return value
