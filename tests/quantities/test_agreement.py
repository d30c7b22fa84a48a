"""Two independent definitions of every quantity check each other: what it means, and the engine."""

from math import e

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp import engine
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import parse
from quizapp.quantities import QUANTITIES

PARTS_ONLY = {
    "proportions",
    "mean",
    "sum",
    "weighted_mean",
    "weighted_cross_entropy",
    "weighted_bce",
}
"""Quantities that others are rewritten into; the engine has no function of their own."""


@pytest.mark.parametrize(
    ("called", "value"),
    [
        ("proportions([5, 15])", [0.25, 0.75]),
        ("weighted_mean([1, 2], [1, 3])", 1.75),
        ("weighted_bce(1, 0.5, 2)", 2 * np.log(2)),
        ("weighted_cross_entropy([0, 1], [0.5, 0.5], [1, 3])", 3 * np.log(2)),
    ],
)
def test_what_the_engine_has_no_function_for_has_the_value_of_its_meaning(called, value):
    assert Engine({}).value(parse(called)) == pytest.approx(np.array(value))


_quick = settings(max_examples=25, deadline=None, derandomize=True)

_probability = st.floats(0.001, 0.999)
_share = st.one_of(st.sampled_from((0.0, 1.0)), _probability)
_logit = st.floats(-6, 6)
_epsilon = st.sampled_from((0, 0.05, 0.1, 0.3, 1))
_classes = st.integers(1, 5)
_rows = st.sampled_from((None, None, 1, 2, 4))
_reduction = st.sampled_from(("none", "mean", "sum"))
_base = st.sampled_from((e, 2.0, 10.0, 3.0))


def _vectors(draw, entry, length, rows):
    """Draw one vector, or as many as there are rows."""
    if rows is None:
        return np.array(draw(st.lists(entry, min_size=length, max_size=length)), dtype=float)
    return np.array([_vectors(draw, entry, length, None) for _ in range(rows)])


def _distributions(draw, classes, rows, least=0):
    counts = _vectors(draw, st.integers(least, 20), classes, rows)
    counts[..., 0] += 1
    return counts / counts.sum(axis=-1, keepdims=True)


def _numbers(draw, entry, rows):
    """Draw one number, or a list of as many as there are rows."""
    return draw(entry) if rows is None else _vectors(draw, entry, rows, None)


def _indices(draw, classes, rows):
    return _numbers(draw, st.integers(0, classes - 1), rows)


def _pair(name, *options, least=0):
    def inputs(draw):
        classes, rows = draw(_classes), draw(_rows)
        names = {
            "p": _distributions(draw, classes, rows),
            "q": _distributions(draw, classes, rows, least),
        }
        reduction = f", reduction='{draw(_reduction)}'" if options else ""
        return f"{name}(p, q{reduction})", names

    return inputs


def _one(name, entry, parameter="x"):
    def inputs(draw):
        return f"{name}({parameter})", {parameter: _numbers(draw, entry, draw(_rows))}

    return inputs


def _entropy(draw):
    return "entropy(p)", {"p": _distributions(draw, draw(_classes), draw(_rows))}


def _perplexity(draw):
    classes, rows = draw(_classes), draw(_rows)
    names = {
        "p": _distributions(draw, classes, rows),
        "q": _distributions(draw, classes, rows),
        "x": _vectors(draw, _probability, classes, None),
        "nll": draw(st.floats(0, 5)),
    }
    calls = (
        "perplexity(p)",
        "perplexity(p, q)",
        "perplexity(token_probs=x)",
        "perplexity(mean_nll=nll)",
        "perplexity(mean_nll=nll, unit='bits')",
        "perplexity(mean_nll=nll, unit='bans')",
    )
    return draw(st.sampled_from(calls)), names


def _joint(name, *options):
    def inputs(draw):
        cells = _distributions(draw, 6, None)
        shape = draw(st.sampled_from(((2, 3), (3, 2), (6, 1), (1, 6))))
        option = draw(st.sampled_from(options)) if options else ""
        return f"{name}(joint{option})", {"joint": cells.reshape(shape)}

    return inputs


def _information_gain(draw):
    children = _vectors(draw, st.integers(0, 9), draw(_classes), draw(st.integers(1, 4)))
    children[:, 0] += 1
    return "information_gain(a, b)", {"a": children.sum(axis=0), "b": children}


def _softmax(name):
    def inputs(draw):
        z = _vectors(draw, _logit, draw(_classes), draw(_rows))
        heat = draw(
            st.sampled_from(("", ", temperature=1", ", temperature=0.5", ", temperature=4"))
        )
        return f"{name}(z{heat})", {"z": z}

    return inputs


def _logsumexp(draw):
    return "logsumexp(z)", {"z": _vectors(draw, _logit, draw(_classes), draw(_rows))}


def _one_hot(draw):
    classes = draw(_classes)
    index = _indices(draw, classes, draw(st.sampled_from((None, 3))))
    return f"one_hot(t, {classes})", {"t": index}


def _smooth_labels(draw):
    y = _distributions(draw, draw(_classes), draw(_rows))
    return "smooth_labels(y, eps)", {"y": y, "eps": draw(_epsilon)}


def _mixup(draw):
    classes, rows = draw(_classes), draw(_rows)
    names = {name: _distributions(draw, classes, rows) for name in "ab"}
    return "mixup(a, b, x)", {**names, "x": draw(_share)}


def _cross_entropy_logits(name, *, options=("weight", "ignored")):
    def inputs(draw):
        classes, rows = draw(_classes), draw(_rows)
        z = _vectors(draw, _logit, classes, rows)
        hard = draw(st.booleans())
        y = _indices(draw, classes, rows) if hard else _distributions(draw, classes, rows)
        written = f"label_smoothing={draw(_epsilon)}, reduction='{draw(_reduction)}'"
        names = {"z": z, "y": y}
        if "weight" in options and draw(st.booleans()):
            names["w"] = _vectors(draw, st.floats(0.1, 3), classes, None)
            written += ", weight=w"
        if "ignored" in options and hard and rows and rows > 1 and draw(st.booleans()):
            place = draw(st.integers(0, rows - 1))
            ignored = draw(st.sampled_from((-100, 7)))
            names["y"] = np.where(np.arange(rows) == place, ignored, y)
            written += f", ignore_index={ignored}" if ignored != -100 else ""
        return f"{name}(z, y, {written})", names

    return inputs


def _binary(name, entry, *options, reductions=("none", "mean", "sum"), batches=(None, 2)):
    def inputs(draw):
        rows = draw(st.sampled_from((None, 1, 3)))
        batch = None if rows is None else draw(st.sampled_from(batches))
        given = [
            _vectors(draw, kind, rows, batch) if rows else draw(kind) for kind in (_share, entry)
        ]
        chosen = [draw(st.sampled_from(option)) for option in options]
        if reductions:
            chosen.append(f", reduction='{draw(st.sampled_from(reductions))}'")
        return f"{name}(y, x{''.join(chosen)})", dict(zip("yx", given, strict=True))

    return inputs


def _multilabel(draw):
    count = draw(st.integers(1, 4))
    names = {
        name: _vectors(draw, entry, count, draw(st.just(rows)))
        for rows in (draw(st.sampled_from((None, 2, 3))),)
        for name, entry in (("y", st.integers(0, 1)), ("x", _share))
    }
    reduction = draw(st.sampled_from(("none", "mean", "sum", "sum_labels_mean_batch")))
    return f"multilabel_bce(y, x, reduction='{reduction}')", names


def _log_loss(draw):
    rows, classes = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    normalize = draw(st.sampled_from(("", ", normalize=0", ", normalize=1")))
    if draw(st.booleans()):
        names = {
            "y": np.arange(rows) % 2,
            "x": _vectors(draw, _probability, rows, None),
        }
        return f"log_loss(y, x{normalize})", names
    names = {
        "y": np.arange(classes),
        "x": _distributions(draw, classes, classes),
    }
    return f"log_loss(y, x{normalize})", names


def _focal_loss(draw):
    gamma = draw(st.sampled_from(("", ", gamma=0", ", gamma=1", ", gamma=2.5")))
    return f"focal_loss(x{gamma})", {"x": _numbers(draw, _probability, draw(_rows))}


def _gradient_ce_probs(draw):
    classes, rows = draw(_classes), draw(_rows)
    hard = draw(st.booleans())
    y = _indices(draw, classes, rows) if hard else _distributions(draw, classes, rows)
    return "gradient_ce_probs(q, y)", {"q": _distributions(draw, classes, rows, 1), "y": y}


def _brier_score(draw):
    rows = draw(_rows)
    if rows is None or draw(st.booleans()):
        return _binary("brier_score", _share, reductions=(), batches=(None,))(draw)
    classes = draw(_classes)
    names = {name: _distributions(draw, classes, rows) for name in "yx"}
    return "brier_score(y, x)", names


_pos_weight = ("", ", pos_weight=1", ", pos_weight=3")

INPUTS = {
    "surprisal": _one("surprisal", _share, "p"),
    "entropy": _entropy,
    "cross_entropy": _pair("cross_entropy", "reduction"),
    "kl_divergence": _pair("kl_divergence", "reduction"),
    "js_divergence": _pair("js_divergence"),
    "perplexity": _perplexity,
    "joint_entropy": _joint("joint_entropy"),
    "conditional_entropy": _joint("conditional_entropy", ", given='x'", ", given='y'"),
    "mutual_information": _joint("mutual_information"),
    "information_gain": _information_gain,
    "softmax": _softmax("softmax"),
    "log_softmax": _softmax("log_softmax"),
    "logsumexp": _logsumexp,
    "sigmoid": _one("sigmoid", st.floats(-30, 30), "z"),
    "logit": _one("logit", _share, "p"),
    "one_hot": _one_hot,
    "smooth_labels": _smooth_labels,
    "mixup": _mixup,
    "cross_entropy_logits": _cross_entropy_logits("cross_entropy_logits"),
    "binary_cross_entropy": _binary("binary_cross_entropy", _share),
    "bce_with_logits": _binary(
        "bce_with_logits", _logit, _pos_weight, ("", ", label_smoothing=0.2")
    ),
    "multilabel_bce": _multilabel,
    "log_loss": _log_loss,
    "focal_loss": _focal_loss,
    "focal_loss_binary": _binary(
        "focal_loss_binary", _probability, ("", ", gamma=1", ", gamma=3"), ("", ", alpha=0.3")
    ),
    "brier_score": _brier_score,
    "gradient_ce_logits": _cross_entropy_logits("gradient_ce_logits", options=()),
    "gradient_ce_probs": _gradient_ce_probs,
    "gradient_bce_logits": _binary("gradient_bce_logits", _logit, _pos_weight, reductions=()),
    "gradient_bce_prob": _binary("gradient_bce_prob", _probability, reductions=()),
    "gradient_mse_sigmoid": _binary("gradient_mse_sigmoid", _logit, reductions=()),
}


def test_every_quantity_of_the_engine_is_compared_with_its_definition():
    assert {*INPUTS} | PARTS_ONLY == {*QUANTITIES}
    assert not any(hasattr(engine, name) for name in PARTS_ONLY)


@pytest.mark.thorough
@pytest.mark.parametrize("name", INPUTS)
def test_a_quantity_means_what_the_engine_computes(name):
    @_quick
    @given(data=st.data())
    def agree(data):
        text, names = INPUTS[name](data.draw)
        base = data.draw(_base)
        tree = parse(text)
        expected = Engine(names, base=base).value(tree)
        found = Textbook(names, base=base).value(tree)
        assert np.shape(found) == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-13, err_msg=text)

    agree()
