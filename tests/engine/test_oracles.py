"""The engine agrees with every case of tests/cases/oracles.json that it has a function for."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from quizapp import engine

_CASES = json.loads((Path(__file__).parents[1] / "cases" / "oracles.json").read_text("utf-8"))

_NOT_IN_THE_ENGINE = {
    "focal_loss_multiclass": "only the binary focal loss and that of p_t are",
    "kl_gaussian": "the engine has discrete distributions only",
}

_NOT_APPLICABLE = {
    "focal_loss_binary_009": "σ(−1e4) is 0 as a float, and the loss from probabilities is then inf",
}


def _parsed(value):
    """Return the value with its words as numbers and its generators run."""
    if isinstance(value, list):
        return [_parsed(entry) for entry in value]
    if isinstance(value, dict):
        return _generated(**value)
    return float(value) if value in ("inf", "-inf", "nan") else value


def _generated(gen, n=None, shape=None, index=0, mod=None):
    shape = tuple(shape or (n,))
    if gen == "zeros":
        return np.zeros(shape)
    if gen == "uniform":
        return np.full(shape, 1 / shape[-1])
    if gen == "onehot":
        return np.eye(shape[-1])[index]
    assert gen == "mod"
    return np.arange(math.prod(shape)).reshape(shape) % (mod or 10)


def _arguments(case):
    """Return the inputs and options of a case in the engine's words."""
    arguments = {name: _parsed(value) for name, value in case["inputs"].items()}
    arguments |= {name: _parsed(value) for name, value in case["options"].items()}
    if case["function"] != "log_loss":
        arguments.pop("labels", None)
    if arguments.get("base") == "e":
        arguments["base"] = math.e
    if "joint_rows_y_cols_x" in arguments:
        arguments["joint"] = arguments.pop("joint_rows_y_cols_x")
    if case["function"] == "kl_divergence" and arguments.get("reduction") == "batchmean":
        arguments["reduction"] = "mean"
    if case["function"] in ("multilabel_bce", "focal_loss_binary") and "z" in arguments:
        arguments["p"] = engine.sigmoid(arguments.pop("z"))
        arguments.pop("from_logits", None)
    return arguments


def _result(case):
    arguments = _arguments(case)
    if arguments.get("reduction") == "mean_last_axis":
        arguments["reduction"] = "none"
        return getattr(engine, case["function"])(**arguments).mean(axis=-1)
    return getattr(engine, case["function"])(**arguments)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["id"])
def test_the_engine_agrees_with_the_oracle(case):
    if case["function"] in _NOT_IN_THE_ENGINE:
        pytest.skip(_NOT_IN_THE_ENGINE[case["function"]])
    if case["id"] in _NOT_APPLICABLE:
        pytest.skip(_NOT_APPLICABLE[case["id"]])
    if isinstance(case["expected"], dict):
        with pytest.raises(engine.EngineError) as raised:
            _result(case)
        assert raised.value.reason == case["expected"]["error"]
    elif "a clear error" in case.get("policy", ""):
        with pytest.raises(engine.EngineError):
            _result(case)
    else:
        np.testing.assert_allclose(
            _result(case), _parsed(case["expected"]), rtol=case["rtol"], atol=case["atol"]
        )


def test_every_function_of_the_oracles_is_in_the_engine_or_listed_here():
    functions = {case["function"] for case in _CASES}
    assert functions - set(engine.__all__) == set(_NOT_IN_THE_ENGINE)
