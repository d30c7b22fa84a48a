"""What the engine refuses, and for which reason."""

import inspect
import math

import numpy as np
import pytest

from quizapp import engine
from quizapp.engine import (
    EngineError,
    bce_with_logits,
    binary_cross_entropy,
    brier_score,
    conditional_entropy,
    cross_entropy,
    cross_entropy_logits,
    entropy,
    focal_loss,
    focal_loss_binary,
    gradient_ce_logits,
    gradient_ce_probs,
    information_gain,
    kl_divergence,
    log_loss,
    log_softmax,
    logit,
    logsumexp,
    mixup,
    multilabel_bce,
    mutual_information,
    one_hot,
    perplexity,
    sigmoid,
    smooth_labels,
    softmax,
    surprisal,
)

_NAN, _INF = math.nan, math.inf

_HALF = [0.5, 0.5]


@pytest.mark.parametrize(
    ("reason", "function", "arguments", "options"),
    [
        ("empty", entropy, ([],), {}),
        ("empty", softmax, ([],), {}),
        ("empty", cross_entropy, ([[]], [[]]), {}),
        ("empty", cross_entropy_logits, ([], []), {}),
        ("empty", log_loss, ([], []), {}),
        ("empty", information_gain, ([0, 0], [[0, 0]]), {}),
        ("empty", one_hot, ([], 3), {}),
        ("shape_mismatch", entropy, (1.0,), {}),
        ("shape_mismatch", entropy, ([[0.5, 0.5], [1.0]],), {}),
        ("shape_mismatch", softmax, (1.0,), {}),
        ("shape_mismatch", cross_entropy, ([1, 0, 0], _HALF), {}),
        ("shape_mismatch", cross_entropy, ([_HALF], _HALF), {}),
        ("shape_mismatch", binary_cross_entropy, ([1, 0], [0.5]), {}),
        ("shape_mismatch", multilabel_bce, (1, 0.5), {}),
        ("shape_mismatch", mutual_information, (_HALF,), {}),
        ("shape_mismatch", information_gain, ([1, 1], [1, 1]), {}),
        ("shape_mismatch", cross_entropy_logits, ([[1, 2, 3]], 0), {}),
        ("shape_mismatch", cross_entropy_logits, ([[1, 2, 3]], [0, 1]), {}),
        ("shape_mismatch", cross_entropy_logits, ([[1, 2]], [0]), {"weight": [1, 1, 1]}),
        ("shape_mismatch", bce_with_logits, ([1, 0, 1], [1, 2, 3]), {"pos_weight": [1, 2]}),
        ("shape_mismatch", log_loss, ([0, 1], [[0.2, 0.3, 0.5], [0.2, 0.3, 0.5]]), {}),
        ("shape_mismatch", log_loss, ([0, 1], _HALF + _HALF), {}),
        ("shape_mismatch", log_loss, ([0, 1, 2], [0.5, 0.5, 0.5]), {}),
        ("nan_input", entropy, ([_NAN, 0.5],), {}),
        ("nan_input", entropy, ([None, 0.5],), {}),
        ("nan_input", entropy, (["a", "b"],), {}),
        ("nan_input", entropy, ([0.5 + 0j, 0.5],), {}),
        ("nan_input", softmax, ([_NAN, -1.0],), {}),
        ("nan_input", cross_entropy_logits, ([_NAN, 1.0], 1), {}),
        ("nan_input", cross_entropy_logits, ([1.0, _NAN], 0), {}),
        ("nan_input", cross_entropy_logits, ([_NAN], 0), {}),
        ("nan_input", cross_entropy_logits, ([1, 2], [_NAN, 1]), {}),
        ("nan_input", cross_entropy_logits, ([[1, 2]], [0]), {"weight": [1, _NAN]}),
        ("nan_input", log_loss, ([0, _NAN], _HALF), {}),
        ("nan_input", perplexity, (), {"mean_nll": _NAN}),
        ("not_finite", surprisal, (_INF,), {}),
        ("not_finite", surprisal, (10**400,), {}),
        ("not_finite", softmax, ([_INF, 0.0],), {}),
        ("not_finite", softmax, ([-_INF, -_INF],), {}),
        ("not_finite", log_softmax, ([[0.0, 1.0], [-_INF, -_INF]],), {}),
        ("not_finite", logsumexp, ([_INF, 0.0],), {}),
        ("not_finite", sigmoid, (_INF,), {}),
        ("not_finite", cross_entropy_logits, ([_INF, 0.0], 0), {}),
        ("not_finite", cross_entropy_logits, ([[-_INF, -_INF]], [0]), {}),
        ("not_finite", cross_entropy_logits, ([10**400, 0], 0), {}),
        ("not_finite", gradient_ce_logits, ([[-_INF, -_INF]], [0]), {}),
        ("not_finite", mixup, (_INF, 0.0, 0.5), {}),
        ("negative_probability", entropy, ([-0.1, 1.1],), {}),
        ("negative_probability", surprisal, (-1e-9,), {}),
        ("negative_probability", cross_entropy_logits, ([1, 2, 3], [1.5, -0.5, 0]), {}),
        ("negative_probability", information_gain, ([1, -1], [[1, -1]]), {}),
        ("probability_above_one", surprisal, (1.1,), {}),
        ("probability_above_one", entropy, ([1.5, 0.0],), {}),
        ("probability_above_one", focal_loss, (1.1,), {}),
        ("probability_above_one", logit, (1.1,), {}),
        ("probability_above_one", binary_cross_entropy, (1, 1.1), {}),
        ("not_normalised", entropy, ([0.5, 0.6],), {}),
        ("not_normalised", entropy, ([0.5, 0.500002],), {}),
        ("not_normalised", kl_divergence, (_HALF, [0.5, 0.4]), {}),
        ("not_normalised", cross_entropy, ([_HALF, [0, 0]], [_HALF, _HALF]), {}),
        ("not_normalised", smooth_labels, ([1, 1, 0], 0.1), {}),
        ("not_normalised", cross_entropy_logits, ([1, 2, 3], [0.2, 0.2, 0.2]), {}),
        ("not_normalised", mutual_information, ([_HALF, _HALF],), {}),
        ("not_normalised", information_gain, ([2, 2], [[1, 1]]), {}),
        ("not_normalised", brier_score, ([[1, 1]], [_HALF]), {}),
        ("not_normalised", brier_score, ([[1, 0]], [[0.9, 0.9]]), {}),
        ("not_normalised", log_loss, ([0, 1], [[0.5, 0.4], [0.5, 0.5]]), {}),
        ("bad_base", surprisal, (0.5,), {"base": 1}),
        ("bad_base", surprisal, (0.5,), {"base": 0}),
        ("bad_base", entropy, (_HALF,), {"base": -2}),
        ("bad_base", entropy, (_HALF,), {"base": _INF}),
        ("bad_base", entropy, (_HALF,), {"base": _NAN}),
        ("bad_base", kl_divergence, (_HALF, _HALF), {"base": "e"}),
        ("bad_base", mutual_information, ([_HALF],), {"base": True}),
        ("bad_base", binary_cross_entropy, (1, 0.5), {"base": None}),
        ("bad_option", entropy, (_HALF,), {"axis": 1}),
        ("bad_option", entropy, (_HALF,), {"axis": 0.0}),
        ("bad_option", cross_entropy, (_HALF, _HALF), {"reduction": "average"}),
        ("bad_option", cross_entropy, (_HALF, _HALF), {"reduction": None}),
        ("bad_option", softmax, (_HALF,), {"temperature": 0}),
        ("bad_option", softmax, (_HALF,), {"temperature": _INF}),
        ("bad_option", softmax, (_HALF,), {"temperature": "hot"}),
        ("bad_option", perplexity, (), {}),
        ("bad_option", perplexity, (_HALF,), {"mean_nll": 1.0}),
        ("bad_option", perplexity, (None, _HALF), {}),
        ("bad_option", perplexity, (), {"mean_nll": 1.0, "unit": "hartleys"}),
        ("bad_option", perplexity, (), {"mean_nll": -1.0}),
        ("bad_option", conditional_entropy, ([_HALF],), {"given": "z"}),
        ("bad_option", one_hot, (0, 0), {}),
        ("bad_option", one_hot, (0, 2.0), {}),
        ("bad_option", smooth_labels, ([1, 0], -0.1), {}),
        ("bad_option", mixup, ([1, 0], [0, 1], 1.5), {}),
        ("bad_option", cross_entropy_logits, ([1, 2], 0), {"label_smoothing": 1.5}),
        ("bad_option", cross_entropy_logits, ([1, 2], 0), {"label_smoothing": _NAN}),
        ("bad_option", cross_entropy_logits, ([1, 2], 0), {"ignore_index": 0.5}),
        ("bad_option", cross_entropy_logits, ([[1, 2]], [_HALF]), {"ignore_index": 0}),
        ("bad_option", cross_entropy_logits, ([1, 2], 0), {"reduction": "batchmean"}),
        ("bad_option", cross_entropy_logits, ([1, 2], 0), {"weight": [-1, 1]}),
        ("bad_option", bce_with_logits, (1, 0.0), {"pos_weight": -1}),
        ("bad_option", multilabel_bce, ([1], [0.5]), {"reduction": "max"}),
        ("bad_option", focal_loss, (0.5,), {"gamma": -1}),
        ("bad_option", focal_loss_binary, (1, 0.5), {"alpha": 2}),
        ("bad_option", log_loss, ([0, 1], _HALF), {"normalize": "yes"}),
        ("bad_target", binary_cross_entropy, (2, 0.5), {}),
        ("bad_target", binary_cross_entropy, (-0.1, 0.5), {}),
        ("bad_target", bce_with_logits, (1.5, 0.0), {}),
        ("bad_target", focal_loss_binary, (2, 0.5), {}),
        ("bad_target", brier_score, (2, 0.5), {}),
        ("bad_target", log_loss, (["a", "c"], _HALF), {"labels": ["a", "b"]}),
        ("bad_target", log_loss, (np.array(["a", None], dtype=object), _HALF), {}),
        ("bad_target_type", cross_entropy_logits, ([[1, 2]], [0.5]), {}),
        ("bad_target_type", cross_entropy_logits, ([[1, 2]], [0.0]), {}),
        (
            "index_out_of_range",
            cross_entropy_logits,
            ([[1, 2]] * 2, np.uint64([0, 2**64 - 100])),
            {},
        ),
        ("bad_target_type", cross_entropy_logits, ([1, 2], 1.0), {}),
        ("bad_target_type", cross_entropy_logits, ([1, 2], True), {}),
        ("bad_target_type", cross_entropy_logits, ([1, 2], "0"), {}),
        ("bad_target_type", cross_entropy_logits, ([1, 2], None), {}),
        ("bad_target_type", gradient_ce_probs, ([_HALF], [0.0]), {}),
        ("bad_target_type", one_hot, (0.0, 2), {}),
        ("index_out_of_range", cross_entropy_logits, ([1, 2], 2), {}),
        ("index_out_of_range", cross_entropy_logits, ([1, 2], -1), {}),
        ("index_out_of_range", cross_entropy_logits, ([[1, 2]], [-100]), {"ignore_index": -1}),
        ("index_out_of_range", gradient_ce_probs, (_HALF, -100), {}),
        ("index_out_of_range", one_hot, ([0, -1], 2), {}),
        ("labels_required", log_loss, ([1, 1], _HALF), {}),
        ("labels_required", log_loss, ([1, 1], _HALF), {"labels": [1]}),
        ("all_masked", cross_entropy_logits, ([[1, 2]], [-100]), {}),
        ("all_masked", cross_entropy_logits, ([1, 2], -100), {}),
        ("all_masked", cross_entropy_logits, ([[1, 2]], [0]), {"weight": [0, 1]}),
        ("all_masked", cross_entropy_logits, ([[1, 2]], [_HALF]), {"weight": [0, 0]}),
        ("all_masked", gradient_ce_logits, ([[1, 2]], [-100]), {}),
    ],
)
def test_the_reason_is_the_most_specific(reason, function, arguments, options):
    with pytest.raises(EngineError) as raised:
        function(*arguments, **options)
    assert raised.value.reason == reason


def test_a_multi_label_target_is_sent_to_the_multi_label_loss():
    with pytest.raises(EngineError, match="multilabel_bce"):
        cross_entropy([1, 1], [0.5, 0.5])


def test_an_engine_error_is_a_value_error():
    with pytest.raises(ValueError, match=r"sums to 1\.1, not 1"):
        entropy([0.5, 0.6])


def test_everything_exported_is_documented_with_an_example():
    for name in set(engine.__all__) - {"EngineError"}:
        text = inspect.getdoc(getattr(engine, name))
        for section in ("Parameters", "Returns", "Raises", "References", "Examples"):
            assert f"{section}\n---" in text, (name, section)
