"""Losses of a prediction against a target."""

from __future__ import annotations

from typing import Final

from quizapp.quantities.quantity import Case, Quantity, Slip

_INDEX: Final = "rank(target) == 0"

CROSS_ENTROPY_LOGITS: Final = Quantity(
    "cross_entropy_logits",
    "logits: vector, target: target, *, weight: vector = none, ignore_index: number = -100, "
    "label_smoothing: number = 0, reduction: option = 'mean'",
    title="cross-entropy from logits",
    formula=r"L = \log \sum_j \exp(z_j) - z_t",
    means=(
        Case(
            "rank(target) < rank(logits)",
            "cross_entropy(smooth_labels(one_hot(target, len(logits)), label_smoothing), "
            "softmax(logits))",
        ),
        Case("", "cross_entropy(smooth_labels(target, label_smoothing), softmax(logits))"),
    ),
    meaning="softmax, then cross-entropy with the label, as one stable function",
    logarithmic=True,
    slips=(
        Slip(
            "forgot_minus_target_logit",
            "logsumexp(logits)",
            "Subtract the true class's logit: the loss is log ∑ exp(z) − z_t.",
        ),
        Slip(
            "negative_logit",
            "-logits[target]",
            "Add log ∑ exp(z): the loss is log ∑ exp(z) − z_t, both parts are needed.",
            when=_INDEX,
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
            "exp overflows, the loss does not: subtract the maximum first. The answer is the gap "
            "between logits.",
            when="max(abs(logits)) > 700",
            infinite=True,
        ),
    ),
)

QUANTITIES: Final = (CROSS_ENTROPY_LOGITS,)
