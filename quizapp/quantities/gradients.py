"""Gradients of the losses, each an elegant difference."""

from __future__ import annotations

from typing import Final

from quizapp.quantities.quantity import Case, Quantity, Slip

_SIGN: Final = (
    "The sign is flipped. The gradient is prediction minus target: it's negative at the true "
    "class, so a descent step raises that logit."
)
_BINARY_SIGN: Final = (
    "The sign is flipped. The derivative has the sign of σ(z) − y: it's negative for y = 1, so a "
    "descent step raises the logit there."
)
_SUMS_TO_ZERO: Final = (
    "abs(sum(result)) < 0.02",
    "The entries of this gradient sum to 0; yours sum to {sum}.",
)
_AVERAGED: Final = r"\frac{\partial L}{\partial z_{ik}} = \frac{1}{N} (q_{ik} - y_{ik})"
_INDICES: Final = "rank(target) < rank(logits)"
_HARD: Final = f"{_INDICES} and label_smoothing == 0"
_SMOOTHED: Final = "smooth_labels(one_hot(target, len(logits)), label_smoothing)"

GRADIENT_CE_LOGITS: Final = Quantity(
    "gradient_ce_logits",
    "logits: vector, target: target, *, label_smoothing: number = 0, reduction: option = 'mean'",
    title="gradient with respect to the logits",
    formula=r"\frac{\partial L}{\partial z_k} = q_k - y_k",
    means=(
        Case(
            f"{_INDICES} and rank(logits) == 2 and option(reduction='mean')",
            f"(softmax(logits) - {_SMOOTHED}) / rows(logits)",
            _AVERAGED,
        ),
        Case(_INDICES, f"softmax(logits) - {_SMOOTHED}"),
        Case(
            "rank(logits) == 2 and option(reduction='mean')",
            "(softmax(logits) - smooth_labels(target, label_smoothing)) / rows(logits)",
            _AVERAGED,
        ),
        Case("", "softmax(logits) - smooth_labels(target, label_smoothing)"),
    ),
    meaning="softmax minus target: how the loss changes with each logit",
    result="∂L/∂z",
    reduces_rows=False,
    slips=(
        Slip("gradient_sign", "-result", _SIGN),
        Slip(
            "gradient_forgot_target",
            "softmax(logits)",
            "Subtract the target: the true class's entry is q − 1.",
        ),
        Slip(
            "gradient_sign_other_classes",
            "-abs(result)",
            "Only the true class's entry is negative; the others are +q, and all sum to 0.",
            when=_HARD,
        ),
        Slip(
            "gradient_true_class_only",
            "result * one_hot(target, len(logits))",
            "Every class has an entry: q for the wrong ones, q − 1 for the true one.",
            when=_HARD,
        ),
        Slip(
            "gradient_wrt_probabilities",
            "-one_hot(target, len(logits)) / softmax(logits)",
            "That's the gradient with respect to the probabilities, −y/q. Through the softmax it "
            "becomes q − y.",
            when=_HARD,
        ),
        Slip(
            "softmax_jacobian_row_instead_of_ce_gradient",
            "softmax(logits)[target] * (one_hot(target, len(logits)) - softmax(logits))",
            "That's a row of the softmax's Jacobian. Multiply it by −1/q of the true class to get "
            "q − y.",
            when=_HARD,
        ),
        Slip(
            "gradient_divided_by_classes",
            "result / len(logits)",
            "You divided by the number of classes. Only averaging over N examples divides, by N.",
        ),
        Slip(
            "forgot_to_average",
            "result * rows(logits)",
            "Averaging over the batch divides each row by the number of examples.",
            when="rank(logits) == 2 and option(reduction='mean')",
            whole=True,
        ),
    ),
    checks=(_SUMS_TO_ZERO,),
)

GRADIENT_CE_PROBS: Final = Quantity(
    "gradient_ce_probs",
    "q: vector, target: target",
    title="gradient with respect to the probabilities",
    formula=r"\frac{\partial L}{\partial q_k} = -\frac{y_k}{q_k}",
    means=(
        Case("rank(target) < rank(q)", "-one_hot(target, len(q)) / q"),
        Case("", "-target / q"),
    ),
    meaning="how the loss changes with each predicted probability",
    result="∂L/∂q",
    slips=(
        Slip("gradient_sign", "-result", "The loss falls as the true class's probability rises."),
        Slip(
            "gradient_wrt_logits_instead_of_probabilities",
            "q - one_hot(target, len(q))",
            "That's the gradient with respect to the logits; this question leaves the softmax out.",
            when="rank(target) < rank(q)",
        ),
        Slip(
            "forgot_target_in_gradient",
            "-1 / q",
            "Weight each entry by the target: with a one-hot target only the true class's remains.",
        ),
    ),
)

GRADIENT_BCE_LOGITS: Final = Quantity(
    "gradient_bce_logits",
    "y: number, z: number, *, pos_weight: number = none",
    title="gradient with respect to the logit",
    formula=r"\frac{\partial \ell}{\partial z} = \sigma(z) - y",
    means=(
        Case(
            "given(pos_weight)",
            "sigmoid(z) * (1 - y) - pos_weight * y * (1 - sigmoid(z))",
            r"\frac{\partial \ell}{\partial z} = (1-y)\,\sigma(z) - w\, y\,(1 - \sigma(z))",
        ),
        Case("", "sigmoid(z) - y"),
    ),
    meaning="sigmoid minus label: how the loss changes with the logit",
    slips=(
        Slip("gradient_sign", "-result", _BINARY_SIGN),
        Slip("gradient_forgot_target", "sigmoid(z)", "Subtract the label y.", when="max(y) > 0"),
        Slip(
            "forgot_sigmoid",
            "z - y",
            "Put the logit through the sigmoid first: σ(z) − y.",
        ),
        Slip(
            "weights_ignored",
            "sigmoid(z) - y",
            "You left out pos_weight: it scales the y = 1 term.",
            when="given(pos_weight)",
        ),
        Slip(
            "gradient_of_squared_error",
            "2 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))",
            "That's the gradient of a squared error; for the log loss, σ(1 − σ) cancels.",
            when="1 - given(pos_weight)",
        ),
        Slip(
            "sigmoid_slope_instead_of_gradient",
            "sigmoid(z) * (1 - sigmoid(z))",
            "That's the slope of the sigmoid alone.",
        ),
    ),
)

GRADIENT_BCE_PROB: Final = Quantity(
    "gradient_bce_prob",
    "y: number, p: number",
    title="gradient with respect to the probability",
    formula=r"\frac{\partial \ell}{\partial p} = -\frac{y}{p} + \frac{1-y}{1-p}",
    means="-y / p + (1 - y) / (1 - p)",
    meaning="how the loss changes with the predicted probability",
    slips=(
        Slip("gradient_sign", "-result", "The loss falls as p moves towards the label."),
        Slip(
            "gradient_wrt_logits_instead_of_probabilities",
            "p - y",
            "That's the gradient with respect to the logit; here you need it with respect to p "
            "itself.",
        ),
        Slip(
            "forgot_negative_class_term",
            "-y / p",
            "Zeros have a gradient too: (1 − y)/(1 − p).",
            when="min(y) < 1",
        ),
    ),
)

GRADIENT_MSE_SIGMOID: Final = Quantity(
    "gradient_mse_sigmoid",
    "y: number, z: number",
    title="gradient of the squared error",
    formula=r"\frac{\partial \ell}{\partial z} = 2(\sigma(z) - y)\,\sigma(z)\,(1 - \sigma(z))",
    means="2 * (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z))",
    meaning="how a squared error changes with the logit; it vanishes for confident mistakes",
    slips=(
        Slip("gradient_sign", "-result", _BINARY_SIGN),
        Slip(
            "forgot_sigmoid_slope",
            "2 * (sigmoid(z) - y)",
            "The chain rule goes through the sigmoid: multiply by σ(z)(1 − σ(z)).",
        ),
        Slip(
            "forgot_factor_2",
            "result / 2",
            "Differentiating the square gives a factor of 2.",
        ),
        Slip(
            "gradient_of_cross_entropy",
            "sigmoid(z) - y",
            "That's the gradient of the cross-entropy; the squared error has an extra factor, "
            "2σ(1 − σ).",
        ),
    ),
)

QUANTITIES: Final = (
    GRADIENT_CE_LOGITS,
    GRADIENT_CE_PROBS,
    GRADIENT_BCE_LOGITS,
    GRADIENT_BCE_PROB,
    GRADIENT_MSE_SIGMOID,
)
