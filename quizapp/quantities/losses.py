"""Losses of a prediction against a target."""

from __future__ import annotations

from typing import Final

from quizapp.quantities.information import (
    CLIPPED,
    LEAST_PROBABILITIES,
    MEANT,
    PERPLEXITY_SAYS,
)
from quizapp.quantities.quantity import Case, Quantity, Slip
from quizapp.quantities.targets import CLASS_TAKEN

_INDEX: Final = "rank(target) == 0"
_INDICES: Final = "rank(target) < rank(logits)"
_FAR: Final = (
    "rank(logits) == 1 and label_smoothing == 0 "
    "and (max(logits) - min(logits) > 30 or max(abs(logits)) > 700)"
)
_KEPT: Final = "target != ignore_index"
_WEIGHTED: Final = r"L = -w_t \log q_t"
_KEPT_ALONE: Final = r"L_i = [t_i \text{ is kept}] \cdot \ell_i"
_SUM_OVER_WEIGHTS: Final = r"L = \frac{\sum_i \ell_i}{\sum_i w_i}"
_OVER_WEIGHT: Final = r"L = \frac{\ell}{w_t}"
_SOME_IGNORED: Final = "rank(logits) == 2 and rank(target) == 1 and sum(target == ignore_index) > 0"

_SQUARED: Final = "That's a squared error. Cross-entropy takes the log of a probability instead."
_COMPLEMENT: Final = "Take the log of the probability of what happened, not of its complement."

CROSS_ENTROPY_LOGITS: Final = Quantity(
    "cross_entropy_logits",
    "logits: vector, target: target, *, weight: number = none, ignore_index: count = -100, "
    "label_smoothing: number = 0, reduction: option = 'mean'",
    title="cross-entropy from logits",
    formula=r"L = \log \sum_j \exp(z_j) - z_t",
    means=(
        Case(
            _SOME_IGNORED + " and given(weight)",
            f"({_KEPT}) * cross_entropy_logits(logits, target * ({_KEPT}), weight=weight, "
            "label_smoothing=label_smoothing, reduction='none')",
            _KEPT_ALONE,
        ),
        Case(
            _SOME_IGNORED,
            f"({_KEPT}) * cross_entropy_logits(logits, target * ({_KEPT}), "
            "label_smoothing=label_smoothing, reduction='none')",
            _KEPT_ALONE,
        ),
        Case(
            _INDICES + " and given(weight) and label_smoothing == 0",
            "weight[target] * cross_entropy_logits(logits, target, reduction='none')",
            _WEIGHTED,
        ),
        Case(
            _INDICES + " and given(weight)",
            "weighted_cross_entropy(smooth_labels(one_hot(target, len(logits)), label_smoothing), "
            "softmax(logits), weight)",
        ),
        Case(
            "given(weight)",
            "weighted_cross_entropy(smooth_labels(target, label_smoothing), softmax(logits), "
            "weight)",
        ),
        Case(
            _INDEX + " and " + _FAR + " and base == e",
            "max(logits) + ln(sum(exp(logits - max(logits)))) - logits[target]",
            r"L = \max z + \ln \sum_j \exp(z_j - \max z) - z_t",
        ),
        Case(
            _INDEX + " and " + _FAR,
            "(max(logits) + ln(sum(exp(logits - max(logits)))) - logits[target]) / ln(base)",
            r"L = \frac{\max z + \ln \sum_j \exp(z_j - \max z) - z_t}{\ln b}",
        ),
        Case(
            _INDICES,
            "cross_entropy(smooth_labels(one_hot(target, len(logits)), label_smoothing), "
            "softmax(logits))",
        ),
        Case("", "cross_entropy(smooth_labels(target, label_smoothing), softmax(logits))"),
    ),
    reductions=(
        Case(
            _SOME_IGNORED + " and given(weight)",
            f"cross_entropy_logits(logits[{_KEPT}], target[{_KEPT}], weight=weight, "
            "label_smoothing=label_smoothing, reduction=reduction)",
        ),
        Case(
            _SOME_IGNORED,
            f"cross_entropy_logits(logits[{_KEPT}], target[{_KEPT}], "
            "label_smoothing=label_smoothing, reduction=reduction)",
        ),
        Case(
            "given(weight) and option(reduction='mean') and label_smoothing == 0 and " + _INDEX,
            "cross_entropy_logits(logits, target, reduction='none')",
        ),
        Case(
            "given(weight) and option(reduction='mean') and " + _INDEX,
            "cross_entropy_logits(logits, target, weight=weight, "
            "label_smoothing=label_smoothing, reduction='none') / weight[target]",
            _OVER_WEIGHT,
        ),
        Case(
            "given(weight) and option(reduction='mean') and label_smoothing == 0 and " + _INDICES,
            "weighted_mean(cross_entropy_logits(logits, target, reduction='none'), weight[target])",
        ),
        Case(
            "given(weight) and option(reduction='mean') and " + _INDICES,
            "sum(cross_entropy_logits(logits, target, weight=weight, "
            "label_smoothing=label_smoothing, reduction='none')) / sum(weight[target])",
            _SUM_OVER_WEIGHTS,
        ),
    ),
    meaning="softmax, then cross-entropy with the label, as one stable function",
    logarithmic=True,
    slips=(
        Slip(
            "forgot_minus_target_logit",
            "logsumexp(logits)",
            "Subtract the true class's logit: the loss is log ∑ exp(z) − z_t.",
            when="1 - given(weight)",
        ),
        Slip(
            "negative_logit",
            "-logits[target]",
            "Add log ∑ exp(z): the loss is log ∑ exp(z) − z_t; you need both parts.",
            when=_INDEX,
        ),
        Slip(
            "one_hot_misindex",
            "logsumexp(logits) - logits[target + way - len(logits)]",
            "You took the wrong class: subtract the logit of the true one.",
            when=_INDEX + " and " + _FAR,
            each="len(logits) - 1",
            here=CLASS_TAKEN,
            classes=("target + way - len(logits) * (target + way >= len(logits))", "target"),
        ),
        Slip(
            "bce_per_class_instead_of_softmax_ce",
            "-sum(xlog(one_hot(target, len(logits)), sigmoid(logits)) "
            "+ xlog(1 - one_hot(target, len(logits)), 1 - sigmoid(logits)))",
            "You added a sigmoid loss for each class. Exclusive classes share one softmax.",
            when=_INDEX,
        ),
        Slip(
            "float_overflow_reasoning",
            "inf",
            "exp overflows, but the loss doesn't: subtract the maximum first.",
            when="max(abs(logits)) > 700",
            infinite=True,
        ),
        Slip("answered_perplexity", "base ** result", PERPLEXITY_SAYS, MEANT, whole=True),
        Slip(
            "ignored_rows_counted_in_mean",
            f"result * sum({_KEPT}) / len(target)",
            "Ignored rows drop out of both the sum and the count: divide by the number of rows "
            "you keep.",
            when=_SOME_IGNORED + " and option(reduction='mean')",
            whole=True,
        ),
    ),
)

WEIGHTED_CROSS_ENTROPY: Final = Quantity(
    "weighted_cross_entropy",
    "p: vector, q: vector, weight: number",
    title="weighted cross-entropy",
    formula=r"H_w(p,q) = -\sum_k w_k\, p_k \log q_k",
    means="-sum(weight * xlog(p, q))",
    meaning="cross-entropy with each class's term multiplied by its weight",
    logarithmic=True,
    slips=(
        Slip(
            "weights_ignored",
            "-sum(xlog(p, q))",
            "You left out the class weights: multiply each class's term by its weight.",
        ),
        Slip("used_1_minus_p", "-sum(weight * xlog(p, 1 - q))", _COMPLEMENT),
    ),
)

_BINARY_SLIPS: Final = (
    Slip("used_1_minus_p", "-(xlog(y, 1 - p) + xlog(1 - y, p))", _COMPLEMENT),
    Slip(
        "used_p_for_negative_class",
        "-log(p)",
        "For y = 0 the probability of what happened is 1 − p: use −log(1 − p) there.",
        when="min(y) < 1",
    ),
    Slip(
        "forgot_negative_class_term",
        "-xlog(y, p)",
        "Negatives have a loss too: add −(1 − y) log(1 − p) for each one.",
        when="min(y) < 1",
    ),
    Slip(
        "squared_error",
        "(y - p) ** 2",
        _SQUARED,
    ),
    Slip(
        "linear_error_1_minus_p",
        "abs(y - p)",
        "That's a linear penalty, which never exceeds 1. Log loss grows without bound.",
        common=True,
    ),
    Slip(
        "answered_probability",
        "y * p + (1 - y) * (1 - p)",
        "That's the probability of what happened; the loss is minus its log.",
        common=True,
    ),
    Slip(
        "averaged_over_classes",
        "result / 2",
        "You divided by 2, the number of classes. The loss isn't averaged over them.",
        common=True,
    ),
    Slip("answered_perplexity", "base ** result", PERPLEXITY_SAYS),
    *(
        Slip(
            "library_clipping",
            f"-(xlog(y, p + (p == 0) * {least}) + xlog(1 - y, 1 - p + (p == 1) * {least}))",
            CLIPPED,
            when="max(y * (p == 0) + (1 - y) * (p == 1)) > 0",
            each=ways,
        )
        for least, ways in LEAST_PROBABILITIES
    ),
)
_BATCH_SLIPS: Final = (
    Slip("answered_perplexity", "base ** result", PERPLEXITY_SAYS, MEANT, whole=True),
    Slip(
        "averaged_over_positives_only",
        "-sum(xlog(y, p)) / sum(y)",
        "You left out the zeros, and averaged over the ones alone. Every label has a loss.",
        when="rank(y) == 1 and sum(y) > 0",
        whole=True,
    ),
    Slip(
        "divided_by_number_of_positive_labels",
        "-sum(xlog(y, p) + xlog(1 - y, 1 - p)) / sum(y)",
        "You divided by the number of ones among the labels, which is never what to divide by.",
        when="rank(y) == 1 and sum(y) > 1",
        whole=True,
    ),
    Slip(
        "argmax_accuracy_instead_of_loss",
        "mean((p > 0.5) == y)",
        "That's the accuracy at a threshold of 0.5. The loss uses the probabilities themselves.",
        when="rank(y) == 1",
        whole=True,
    ),
    Slip(
        "argmax_accuracy_instead_of_loss",
        "mean((p > 0.5) != y)",
        "That's the error rate at a threshold of 0.5. The loss uses the probabilities themselves.",
        when="rank(y) == 1",
        whole=True,
    ),
)

BINARY_CROSS_ENTROPY: Final = Quantity(
    "binary_cross_entropy",
    "y: number, p: number, *, reduction: option = 'mean'",
    title="binary cross-entropy",
    formula=r"\ell = -\left(y \log p + (1-y) \log(1-p)\right)",
    means="-(xlog(y, p) + xlog(1 - y, 1 - p))",
    meaning="the surprisal of a yes-or-no label under a predicted probability of yes",
    logarithmic=True,
    slips=(*_BINARY_SLIPS, *_BATCH_SLIPS),
)

WEIGHTED_BCE: Final = Quantity(
    "weighted_bce",
    "y: number, p: number, pos_weight: number",
    title="binary cross-entropy with a positive weight",
    formula=r"\ell = -\left(w\, y \log p + (1-y) \log(1-p)\right)",
    means="-(pos_weight * xlog(y, p) + xlog(1 - y, 1 - p))",
    meaning="binary cross-entropy whose y = 1 term is scaled",
    logarithmic=True,
    slips=(
        Slip(
            "weights_ignored",
            "-(xlog(y, p) + xlog(1 - y, 1 - p))",
            "You left out pos_weight: it multiplies the y = 1 term.",
        ),
        Slip(
            "pos_weight_on_negatives_too",
            "-pos_weight * (xlog(y, p) + xlog(1 - y, 1 - p))",
            "pos_weight multiplies only the y = 1 term.",
        ),
        Slip(
            "weights_swapped",
            "-(xlog(y, p) + pos_weight * xlog(1 - y, 1 - p))",
            "You weighted the negatives: pos_weight multiplies the y = 1 term.",
        ),
        Slip("used_1_minus_p", "-(pos_weight * xlog(y, 1 - p) + xlog(1 - y, p))", _COMPLEMENT),
    ),
)

BCE_WITH_LOGITS: Final = Quantity(
    "bce_with_logits",
    "y: number, z: number, *, pos_weight: number = none, label_smoothing: number = 0, "
    "reduction: option = 'mean'",
    title="binary cross-entropy from logits",
    formula=r"\ell = \log(1 + \exp(z)) - y\, z",
    means=(
        Case(
            "given(pos_weight) and label_smoothing == 0",
            "weighted_bce(y, sigmoid(z), pos_weight)",
        ),
        Case(
            "given(pos_weight)",
            "weighted_bce(y * (1 - label_smoothing) + label_smoothing / 2, sigmoid(z), pos_weight)",
        ),
        Case(
            "max(abs(flat(z))) > 30 and label_smoothing == 0 and base == e",
            "max(z, 0) - z * y + ln(1 + exp(-abs(z)))",
            r"\ell = \max(z, 0) - z\, y + \ln(1 + \exp(-|z|))",
        ),
        Case(
            "max(abs(flat(z))) > 30 and label_smoothing == 0",
            "(max(z, 0) - z * y + ln(1 + exp(-abs(z)))) / ln(base)",
            r"\ell = \frac{\max(z, 0) - z\, y + \ln(1 + \exp(-|z|))}{\ln b}",
        ),
        Case("label_smoothing == 0", "binary_cross_entropy(y, sigmoid(z), reduction='none')"),
        Case(
            "",
            "binary_cross_entropy(y * (1 - label_smoothing) + label_smoothing / 2, sigmoid(z), "
            "reduction='none')",
        ),
    ),
    meaning="sigmoid, then binary cross-entropy, as one stable function",
    logarithmic=True,
    slips=(
        Slip(
            "pos_weight_normalised_like_class_weights",
            "sum(bce_with_logits(y, z, pos_weight=pos_weight, reduction='none')) "
            "/ sum(1 + (pos_weight - 1) * y)",
            "The mean still divides by the number of examples; only class weights divide by "
            "their sum.",
            when="given(pos_weight) and rank(y) == 1 and option(reduction='mean')",
            whole=True,
        ),
        Slip(
            "float_overflow_reasoning",
            "inf",
            "exp overflows, but the loss doesn't: for a large z, log(1 + exp(z)) is z.",
            when="max(abs(flat(z))) > 700",
            infinite=True,
        ),
    ),
)

MULTILABEL_BCE: Final = Quantity(
    "multilabel_bce",
    "y: number, p: number, *, reduction: option = 'sum_labels_mean_batch'",
    title="multi-label loss",
    formula=r"L = \sum_k \ell_k",
    means="binary_cross_entropy(y, p, reduction='none')",
    meaning="binary cross-entropies of several labels, summed for each example",
    logarithmic=True,
    slips=(
        Slip(
            "divided_by_number_of_labels",
            "result / len(y)",
            "The per-label losses are added here. PyTorch's default would average them: check the "
            "reduction.",
            when="option(reduction='sum_labels_mean_batch') or option(reduction='sum')",
            whole=True,
        ),
        Slip(
            "forgot_to_average",
            "result * len(y)",
            "You summed over the labels; the question asks for the average.",
            when="option(reduction='mean')",
            whole=True,
        ),
        Slip(
            "treated_as_multiclass_softmax",
            "-sum(xlog(y, p / sum(p)))",
            "Labels are independent yes/no questions; their probabilities don't have to sum to 1.",
            when="rank(y) == 1",
            whole=True,
        ),
        *_BATCH_SLIPS,
    ),
)

LOG_LOSS: Final = Quantity(
    "log_loss",
    "y: index, proba: target, *, labels: number = none, normalize: flag = 1",
    title="log loss",
    formula=r"L = -\frac{1}{N} \sum_i \log q_{i, y_i}",
    means=(
        Case(
            "rank(proba) == 2 and normalize == 1",
            "cross_entropy(one_hot(y, len(proba)), proba, reduction='mean')",
        ),
        Case("rank(proba) == 2", "cross_entropy(one_hot(y, len(proba)), proba, reduction='sum')"),
        Case("normalize == 1", "binary_cross_entropy(y, proba)"),
        Case("", "binary_cross_entropy(y, proba, reduction='sum')"),
    ),
    meaning="the mean surprisal of labels under predicted probabilities",
    logarithmic=True,
)

FOCAL_LOSS: Final = Quantity(
    "focal_loss",
    "p_t: number, *, gamma: number = 2",
    title="focal loss",
    formula=r"\mathrm{FL}(p_t) = -(1 - p_t)^\gamma \log p_t",
    means="-((1 - p_t) ** gamma * log(p_t))",
    meaning="cross-entropy with the easy examples scaled down",
    logarithmic=True,
    slips=(
        Slip(
            "focal_used_p_instead_of_1_minus_p",
            "-(p_t ** gamma * log(p_t))",
            "The factor is (1 − p_t)^γ: it must shrink the easy examples, where p_t is near 1.",
        ),
        Slip(
            "focal_forgot_modulating_factor",
            "-log(p_t)",
            "That's the plain cross-entropy: multiply it by (1 − p_t)^γ.",
        ),
        Slip(
            "focal_forgot_gamma",
            "-((1 - p_t) * log(p_t))",
            "γ is an exponent on (1 − p_t).",
            when="gamma != 1",
        ),
        Slip(
            "focal_gamma_as_multiplier",
            "-(gamma * (1 - p_t) * log(p_t))",
            "γ is an exponent on (1 − p_t), not a factor.",
        ),
        Slip(
            "focal_unasked_alpha",
            "0.25 * result",
            "There's a factor of 0.25 too many, the usual α of focal loss.",
        ),
        Slip("used_1_minus_p", "-(p_t ** gamma * log(1 - p_t))", _COMPLEMENT),
    ),
)

_HARD_LABELS: Final = "max(flat(y * (1 - y))) == 0"
_P_T: Final = "(y * p + (1 - y) * (1 - p))"
_ALPHA: Final = "(alpha * y + (1 - alpha) * (1 - y))"

FOCAL_LOSS_BINARY: Final = Quantity(
    "focal_loss_binary",
    "y: number, p: number, *, gamma: number = 2, alpha: number = none, reduction: option = 'mean'",
    title="binary focal loss",
    formula=r"\ell = -\alpha_t (1 - p_t)^\gamma \log p_t",
    means=(
        Case("given(alpha) and " + _HARD_LABELS, f"{_ALPHA} * focal_loss({_P_T}, gamma=gamma)"),
        Case(_HARD_LABELS, f"focal_loss({_P_T}, gamma=gamma)"),
        Case(
            "given(alpha)",
            f"{_ALPHA} * (1 - {_P_T}) ** gamma * binary_cross_entropy(y, p, reduction='none')",
            r"\ell = -\alpha_t (1 - p_t)^\gamma \left(y \log p + (1-y) \log(1-p)\right)",
        ),
        Case(
            "",
            f"(1 - {_P_T}) ** gamma * binary_cross_entropy(y, p, reduction='none')",
            r"\ell = -(1 - p_t)^\gamma \left(y \log p + (1-y) \log(1-p)\right)",
        ),
    ),
    meaning="focal loss of yes-or-no labels, with α for the positives",
    logarithmic=True,
    slips=(
        Slip(
            "focal_alpha_used_for_both_classes",
            "alpha * focal_loss(y * p + (1 - y) * (1 - p), gamma=gamma)",
            "α is for the positives; the negatives get 1 − α.",
            when="given(alpha) and min(y) < 1",
        ),
        Slip(
            "weights_swapped",
            "((1 - alpha) * y + alpha * (1 - y)) "
            "* focal_loss(y * p + (1 - y) * (1 - p), gamma=gamma)",
            "You swapped the weights: α is for the positives, 1 − α for the negatives.",
            when="given(alpha)",
        ),
        Slip(
            "weights_ignored",
            "focal_loss(y * p + (1 - y) * (1 - p), gamma=gamma)",
            "You left out α.",
            when="given(alpha)",
        ),
        Slip(
            "used_p_for_negative_class",
            "focal_loss(p, gamma=gamma)",
            "For y = 0 the probability of what happened is 1 − p.",
            when="1 - given(alpha) and min(y) < 1",
        ),
    ),
)

BRIER_SCORE: Final = Quantity(
    "brier_score",
    "y: number, p: number",
    title="Brier score",
    formula=r"\mathrm{BS} = \frac{1}{N} \sum_i (p_i - y_i)^2",
    means=(
        Case(
            "rank(p) == 2",
            "mean(sum((p - y) ** 2))",
            r"\mathrm{BS} = \frac{1}{N} \sum_i \sum_k (p_{ik} - y_{ik})^2",
        ),
        Case("rank(p) == 1", "mean((p - y) ** 2)"),
        Case("", "(p - y) ** 2", r"\mathrm{BS} = (p - y)^2"),
    ),
    meaning="the mean squared distance between probabilities and what happened",
    slips=(
        Slip(
            "forgot_to_average",
            "sum((p - y) ** 2)",
            "You have the total: divide by the number of events.",
            when="rank(p) == 1",
        ),
        Slip(
            "absolute_instead_of_squared",
            "mean(abs(p - y))",
            "Square the distances before averaging.",
            when="rank(p) == 1",
        ),
        Slip(
            "took_the_root",
            "sqrt(result)",
            "That's the square root; the Brier score doesn't take one.",
        ),
        Slip(
            "log_loss_instead_of_brier",
            "binary_cross_entropy(y, p)",
            "That's the log loss; the Brier score squares the distances.",
        ),
    ),
)

QUANTITIES: Final = (
    CROSS_ENTROPY_LOGITS,
    WEIGHTED_CROSS_ENTROPY,
    BINARY_CROSS_ENTROPY,
    WEIGHTED_BCE,
    BCE_WITH_LOGITS,
    MULTILABEL_BCE,
    LOG_LOSS,
    FOCAL_LOSS,
    FOCAL_LOSS_BINARY,
    BRIER_SCORE,
)
