"""The catalogue of known mistakes: where each row lives, and its reference numbers."""

import numpy as np
import pytest

from quizapp.quantities import QUANTITIES
from quizapp.questions.numeric import NumericQuestion

KEY = "on top of the key"
"""Found from the key alone: its sign, its unit, how it is written."""
NOT_A_SLIP = "not a slip"
"""Would accuse by chance, or is told in another way; the reason stands beside it."""

ROWS = [
    (1, "bits_vs_nats", KEY),
    (2, "log10", KEY),
    (3, "missing_minus", KEY),
    (4, "used_1_minus_p", "surprisal cross_entropy binary_cross_entropy focal_loss weighted_bce"),
    (5, "used_p_for_negative_class", "binary_cross_entropy focal_loss_binary"),
    (6, "forgot_negative_class_term", "binary_cross_entropy gradient_bce_prob"),
    (7, "averaged_over_positives_only", "binary_cross_entropy multilabel_bce"),
    (8, "divided_by_number_of_positive_labels", "binary_cross_entropy multilabel_bce"),
    (9, "divided_by_number_of_labels", "multilabel_bce"),
    (10, "forgot_to_average", "mean weighted_mean multilabel_bce brier_score gradient_ce_logits"),
    (11, "averaged_over_classes", "entropy cross_entropy joint_entropy binary_cross_entropy"),
    (12, "summed_over_all_classes", "cross_entropy"),
    (13, "averaged_surprisal_over_classes", "entropy cross_entropy"),
    (14, "summed_surprisals_unweighted", "entropy"),
    (15, "weighted_by_probability", "surprisal"),
    (16, "weighted_by_q_instead_of_p", "cross_entropy"),
    (17, "swapped_p_and_q", "cross_entropy kl_divergence"),
    (18, "entropy_instead_of_cross_entropy", "cross_entropy"),
    (19, "entropy_of_prediction", "cross_entropy"),
    (20, "kl_instead_of_cross_entropy", "cross_entropy"),
    (21, "cross_entropy_instead_of_kl", "kl_divergence"),
    (22, "entropy_instead_of_kl", "kl_divergence"),
    (22, "kl_instead_of_js", "js_divergence"),
    (22, "js_not_halved", "js_divergence"),
    (23, "js_distance_instead_of_divergence", "js_divergence"),
    (24, "thought_symmetric_distributions_have_zero_kl", "kl_divergence"),
    (25, "one_hot_misindex", "one_hot cross_entropy"),
    (26, "used_argmax_class_only", "cross_entropy"),
    (26, "argmax_accuracy_instead_of_loss", "cross_entropy binary_cross_entropy multilabel_bce"),
    (27, "answered_probability", "surprisal cross_entropy binary_cross_entropy log_softmax"),
    (28, "answered_perplexity", "cross_entropy binary_cross_entropy"),
    (28, "perplexity_instead_of_entropy", "entropy"),
    (29, "linear_error_1_minus_p", "cross_entropy binary_cross_entropy"),
    (30, "squared_error", "cross_entropy binary_cross_entropy"),
    (30, "mean_squared_error", "cross_entropy"),
    (30, "squared_error_true_class_only", "cross_entropy"),
    (31, "forgot_softmax", "softmax"),
    (32, "softmax_twice", "softmax"),
    (32, "softmax_on_probabilities", "cross_entropy"),
    (33, "normalised_without_exp", "softmax"),
    (34, "forgot_minus_target_logit", "cross_entropy_logits"),
    (34, "negative_logit", "cross_entropy_logits"),
    (35, "sigmoid_instead_of_softmax", "softmax"),
    (35, "bce_per_class_instead_of_softmax_ce", "cross_entropy_logits"),
    (35, "binary_terms_for_every_class", "cross_entropy"),
    (36, "treated_as_multiclass_softmax", "multilabel_bce"),
    (37, "dropped_a_class", "softmax"),
    (38, "smoothing_eps_over_k_minus_1", "smooth_labels"),
    (39, "smoothing_mass_exceeds_one", "smooth_labels"),
    (40, "smoothing_forgot_uniform_share_on_true_class", "smooth_labels"),
    (41, "smoothing_not_removed_from_true_class", "smooth_labels"),
    (42, "smoothing_ignored", "smooth_labels"),
    (42, "smoothing_eps_swapped", "smooth_labels"),
    (43, "gradient_sign", "gradient_ce_logits gradient_ce_probs gradient_bce_logits"),
    (44, "gradient_forgot_target", "gradient_ce_logits gradient_bce_logits"),
    (44, "gradient_sign_other_classes", "gradient_ce_logits"),
    (44, "gradient_true_class_only", "gradient_ce_logits"),
    (45, "gradient_wrt_probabilities", "gradient_ce_logits"),
    (45, "softmax_jacobian_row_instead_of_ce_gradient", "gradient_ce_logits"),
    (46, "gradient_divided_by_classes", "gradient_ce_logits"),
    (47, "weighted_mean_divided_by_n", "weighted_mean"),
    (48, "weights_ignored", "weighted_mean weighted_bce weighted_cross_entropy focal_loss_binary"),
    (48, "weights_swapped", "weighted_mean weighted_bce focal_loss_binary"),
    (49, "pos_weight_normalised_like_class_weights", "bce_with_logits"),
    (49, "pos_weight_on_negatives_too", "weighted_bce"),
    (50, "ignored_rows_counted_in_mean", "cross_entropy_logits"),
    (51, "focal_used_p_instead_of_1_minus_p", "focal_loss"),
    (52, "focal_forgot_modulating_factor", "focal_loss"),
    (52, "focal_forgot_gamma", "focal_loss"),
    (52, "focal_gamma_as_multiplier", "focal_loss"),
    (53, "focal_unasked_alpha", "focal_loss"),
    (53, "focal_alpha_used_for_both_classes", "focal_loss_binary"),
    (54, "mixup_weights_swapped", "mixup"),
    (54, "used_hard_label", "mixup"),
    (55, "log_of_mean_instead_of_mean_of_log", "mean cross_entropy"),
    (56, "perplexity_base_mismatch", "perplexity"),
    (57, "mean_of_inverse_probabilities", "perplexity"),
    (57, "inverse_of_mean_probability", "perplexity"),
    (57, "inverse_perplexity", "perplexity"),
    (58, "answered_cross_entropy_in_bits", "perplexity"),
    (58, "answered_cross_entropy_in_nats", "perplexity"),
    (59, "assumed_uniform", "entropy joint_entropy"),
    (60, "gini_instead_of_entropy", "entropy information_gain"),
    (61, "temperature_ignored", "softmax log_softmax"),
    (61, "temperature_multiplied", "softmax"),
    (61, "temperature_applied_after_softmax", "softmax log_softmax"),
    (62, "zero_log_zero_confusion", "entropy cross_entropy kl_divergence"),
    (63, "library_clipping", "cross_entropy kl_divergence binary_cross_entropy"),
    (64, "float_overflow_reasoning", "logsumexp cross_entropy_logits bce_with_logits"),
    (65, "did_not_reduce", NOT_A_SLIP),  # a list is unreadable where a number is asked for
    (65, "did_not_sum", NOT_A_SLIP),
    (65, "wrong_shape", NOT_A_SLIP),
    (66, "percent", KEY),
    (66, "right_number_wrong_label", KEY),
    (67, "answered_inputs", NOT_A_SLIP),  # any number of the stem would accuse by chance
    (67, "rounding", NOT_A_SLIP),  # the verdict "imprecise", where it was rounded right
]

A = "cross_entropy([0, 0, 1], [0.1, 0.2, 0.7])"
B = "entropy([0.2, 0.3, 0.5])"
C = "cross_entropy([0.2, 0.3, 0.5], [0.1, 0.2, 0.7])"
D = "binary_cross_entropy([1, 0, 1], [0.9, 0.2, 0.6])"
D_ADDED = "multilabel_bce([1, 0, 1], [0.9, 0.2, 0.6])"
E = "cross_entropy_logits([2, 1, 0.1], 0)"
E_SMOOTHED = "cross_entropy_logits([2, 1, 0.1], 0, label_smoothing=0.1)"
E_GRADIENT = "gradient_ce_logits([2, 1, 0.1], 0)"
F = "perplexity(token_probs=[0.25, 0.5, 0.125])"
COIN = "kl_divergence([0.99, 0.01], [0.01, 0.99])"
JS = "js_divergence([1, 0], [0.5, 0.5])"
HEATED = "softmax([2, 1, 0.1], temperature=2)[0]"
POSITIVE = "bce_with_logits([1, 0], [0.2, -0.4], pos_weight=3)"
FOCAL = "focal_loss(0.7)"
IMPOSSIBLE = "cross_entropy([0, 0, 1], [0.5, 0.5, 0])"
FAR = "cross_entropy_logits([10000, -10000], 1)"

KEYS = [
    (A, "nats", 0.356675),
    (A, "bits", 0.514573),
    (B, "bits", 1.485475),
    (C, "bits", 1.618251),
    (D, "nats", 0.279777),
    (D_ADDED, "nats", 0.839330),
    (E, "nats", 0.417030),
    (E_SMOOTHED, "nats", 0.5137),
    (E_GRADIENT, "none", [-0.340999, 0.242433, 0.098566]),
    (F, "none", 4),
    (COIN, "nats", 4.5032),
    (JS, "nats", 0.2158),
    (HEATED, "none", 0.502),
    (POSITIVE, "nats", 1.1537),
    (FOCAL, "nats", 0.0321),
    (IMPOSSIBLE, "nats", np.inf),
    (FAR, "nats", 20000),
]

REFERENCE = [
    (A, "nats", "bits_vs_nats", 0.5146),
    (A, "nats", "log10", 0.1549),
    (A, "nats", "missing_minus", -0.3567),
    (A, "nats", "used_1_minus_p", 1.2040),
    (D, "nats", "used_1_minus_p", 1.6094),
    (D, "nats", "used_p_for_negative_class", 0.7419),
    (D, "nats", "forgot_negative_class_term", 0.2054),
    (D_ADDED, "nats", "forgot_negative_class_term", 0.6162),
    (D, "nats", "averaged_over_positives_only", 0.3081),
    (D_ADDED, "nats", "divided_by_number_of_positive_labels", 0.4197),
    (D_ADDED, "nats", "divided_by_number_of_labels", 0.2798),
    (D, "nats", "forgot_to_average", 0.8393),
    (F, "none", "forgot_to_average", 64),
    (A, "nats", "averaged_over_classes", 0.1189),
    (B, "bits", "averaged_over_classes", 0.4952),
    (A, "nats", "summed_over_all_classes", 4.2687),
    (A, "nats", "averaged_surprisal_over_classes", 1.4229),
    (B, "bits", "summed_surprisals_unweighted", 5.0589),
    ("surprisal(0.001)", "bits", "weighted_by_probability", 0.00997),
    (A, "nats", "weighted_by_q_instead_of_p", 0.2497),
    (C, "bits", "swapped_p_and_q", 1.2796),
    (A, "nats", "swapped_p_and_q", np.inf),
    (C, "bits", "entropy_instead_of_cross_entropy", 1.4855),
    (A, "nats", "entropy_of_prediction", 0.8018),
    (C, "bits", "entropy_of_prediction", 1.1568),
    (E, "nats", "entropy_of_prediction", 0.8468),
    (C, "bits", "kl_instead_of_cross_entropy", 0.1328),
    (COIN, "nats", "cross_entropy_instead_of_kl", 4.5592),
    (JS, "nats", "js_distance_instead_of_divergence", 0.4645),
    (COIN, "nats", "thought_symmetric_distributions_have_zero_kl", 0),
    (A, "nats", "one_hot_misindex", 2.3026),
    (A, "nats", "one_hot_misindex", 1.6094),
    (A, "nats", "answered_probability", 0.7),
    (A, "nats", "answered_perplexity", 1.4286),
    (A, "nats", "linear_error_1_minus_p", 0.3),
    (A, "nats", "squared_error", 0.14),
    (A, "nats", "mean_squared_error", 0.0467),
    (A, "nats", "squared_error_true_class_only", 0.09),
    (D, "nats", "squared_error", 0.07),
    (E, "nats", "forgot_softmax", -0.6931),
    (E, "nats", "softmax_twice", 0.8021),
    (A, "nats", "softmax_on_probabilities", 0.7679),
    (E, "nats", "normalised_without_exp", 0.4383),
    (E, "nats", "forgot_minus_target_logit", 2.4170),
    (E, "nats", "negative_logit", -2),
    (A, "nats", "binary_terms_for_every_class", 0.6852),
    (E, "nats", "dropped_a_class", 0.3133),
    (E_SMOOTHED, "nats", "smoothing_eps_over_k_minus_1", 0.5620),
    (E_SMOOTHED, "nats", "smoothing_mass_exceeds_one", 0.7487),
    (E_SMOOTHED, "nats", "smoothing_forgot_uniform_share_on_true_class", 0.4998),
    (E_SMOOTHED, "nats", "smoothing_not_removed_from_true_class", 0.5415),
    (E_SMOOTHED, "nats", "smoothing_ignored", 0.4170),
    (E_SMOOTHED, "nats", "smoothing_eps_swapped", 1.2870),
    (E_GRADIENT, "none", "gradient_sign", [0.341, -0.2424, -0.0986]),
    (E_GRADIENT, "none", "gradient_forgot_target", [0.659, 0.2424, 0.0986]),
    (E_GRADIENT, "none", "gradient_sign_other_classes", [-0.341, -0.2424, -0.0986]),
    (E_GRADIENT, "none", "gradient_true_class_only", [-0.341, 0, 0]),
    (POSITIVE, "nats", "pos_weight_normalised_like_class_weights", 0.5769),
    (POSITIVE, "nats", "pos_weight_on_negatives_too", 1.667),
    (FOCAL, "nats", "focal_used_p_instead_of_1_minus_p", 0.1748),
    (FOCAL, "nats", "focal_forgot_modulating_factor", 0.3567),
    (D, "nats", "log_of_mean_instead_of_mean_of_log", 0.2657),
    (F, "none", "perplexity_base_mismatch", 7.389),
    (F, "none", "perplexity_base_mismatch", 2.614),
    (F, "none", "mean_of_inverse_probabilities", 4.667),
    (F, "none", "inverse_of_mean_probability", 3.429),
    (F, "none", "inverse_perplexity", 0.25),
    (F, "none", "answered_cross_entropy_in_bits", 2),
    (F, "none", "answered_cross_entropy_in_nats", 1.386),
    (B, "bits", "assumed_uniform", 1.585),
    (B, "bits", "gini_instead_of_entropy", 0.62),
    (HEATED, "none", "temperature_ignored", 0.659),
    (HEATED, "none", "temperature_multiplied", 0.864),
    (HEATED, "none", "temperature_applied_after_softmax", 0.3295),
    (IMPOSSIBLE, "nats", "zero_log_zero_confusion", 0),
    (IMPOSSIBLE, "nats", "library_clipping", 36.04),
    (IMPOSSIBLE, "nats", "library_clipping", 16.118),
    (IMPOSSIBLE, "nats", "library_clipping", 100),
    (FAR, "nats", "float_overflow_reasoning", np.inf),
]
"""Set-ups A to F of the catalogue, and those of single rows."""


def _variant(expression, unit):
    return NumericQuestion(
        id="x", bank="x", topic="x", level=1, stem="", answer=expression, unit=unit
    ).variant(0)


def test_all_67_rows_have_a_place():
    assert {row for row, _, _ in ROWS} == {*range(1, 68)}


@pytest.mark.parametrize(
    ("identity", "quantity"),
    [
        (identity, quantity)
        for _, identity, where in ROWS
        if where not in (KEY, NOT_A_SLIP)
        for quantity in where.split()
    ],
)
def test_a_row_is_a_slip_of_the_quantities_it_is_about(identity, quantity):
    assert identity in {slip.id for slip in QUANTITIES[quantity].slips}


@pytest.mark.parametrize(("expression", "unit", "key"), KEYS)
def test_the_set_ups_have_the_keys_of_the_catalogue(expression, unit, key):
    np.testing.assert_allclose(_variant(expression, unit).key, key, rtol=1e-3)


@pytest.mark.parametrize(("expression", "unit", "identity", "value"), REFERENCE)
def test_a_slip_has_the_value_of_the_catalogue(expression, unit, identity, value):
    mistakes = _variant(expression, unit).diagnosis.mistakes
    found = [mistake.value for mistake in mistakes if mistake.ids == (identity,)]
    assert any(
        np.shape(one) == np.shape(value) and np.allclose(one, value, rtol=1e-3) for one in found
    ), found


@pytest.mark.parametrize(
    ("expression", "unit", "identity", "typed"),
    [
        (A, "nats", "percent", "35.67 %"),
        (A, "nats", "right_number_wrong_label", "0.3567 bits"),
        (A, "nats", "missing_minus+bits_vs_nats", "-0.5146"),
        (A, "nats", "missing_minus+log10", "-0.1549"),
    ],
)
def test_mistakes_on_top_of_the_key_are_named(expression, unit, identity, typed):
    variant = _variant(expression, unit)
    assert "+".join(variant.grade(variant.read(typed)).slips) == identity


@pytest.mark.parametrize(
    ("expression", "unit", "typed", "never"),
    [
        (A, "nats", "0.3567", "kl_instead_of_cross_entropy"),
        ("cross_entropy([0, 1], [0.5, 0.5])", "nats", "0.6931", "used_1_minus_p"),
        (COIN, "nats", "4.503", "swapped_p_and_q"),
        ("cross_entropy([0.99, 0.01], [0.01, 0.99])", "nats", "4.559", "swapped_p_and_q"),
        (COIN, "nats", "4.559", "swapped_p_and_q"),
        (A, "nats", "1.423", "answered_perplexity"),
        (A, "nats", "1.429", "averaged_surprisal_over_classes"),
        ("surprisal(0.001)", "bits", "10", "answered_inverse_probability"),
    ],
)
def test_a_collision_of_the_catalogue_accuses_nobody(expression, unit, typed, never):
    variant = _variant(expression, unit)
    assert never not in variant.grade(variant.read(typed)).slips
