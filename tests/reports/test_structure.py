"""JSON that any program, terminal and pipe takes."""

from __future__ import annotations

import json
from math import inf, nan

import numpy as np
import pytest

from quizapp.reports.json import as_json


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (inf, "inf"),
        (-inf, "-inf"),
        (nan, "nan"),
        ([1.5, -inf], [1.5, "-inf"]),
        (np.array([[1.0, inf]]), [[1.0, "inf"]]),
        (np.float64(2), 2.0),
        (np.bool_(True), True),
        (("a", "b"), ["a", "b"]),
        ({1: {"x": (inf,)}}, {"1": {"x": ["inf"]}}),
        (None, None),
    ],
    ids=str,
)
def test_every_value_of_ours_is_json(value, read):
    assert json.loads(as_json(value)) == read


@pytest.mark.parametrize("text", ["−∞", "\x1b[31m", "\udcff", "\x9b", "\u202e"])
def test_texts_come_back_as_they_were_and_are_ascii_on_the_way(text):
    written = as_json({"text": text})
    assert written.isascii()
    assert "\x1b" not in written
    assert json.loads(written) == {"text": text}
