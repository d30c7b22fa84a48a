"""Targets, hard and soft, and reductions of a batch."""

from __future__ import annotations

from typing import Final

from quizapp.quantities.quantity import Quantity, Slip

CLASS_TAKEN: Final = "You took the {} class, but the true class is the {}."

ONE_HOT: Final = Quantity(
    "one_hot",
    "index: index, classes: count",
    title="one-hot target",
    formula=r"y_k = 1 \text{ for } k = t, \quad 0 \text{ else}",
    means="range(classes) == index",
    meaning="a class as a vector: 1 at its index, counted from 0, and 0 elsewhere",
    result="y",
    slips=(
        Slip(
            "one_hot_misindex",
            "range(classes) == index + way - classes * (index + way >= classes)",
            "You took the wrong class: the 1 stands at the true one, counting from 0.",
            each="classes - 1",
            here=CLASS_TAKEN,
            classes=("index + way - classes * (index + way >= classes)", "index"),
        ),
    ),
)

_NON_TARGET: Final = "(1 - target)"

SMOOTH_LABELS: Final = Quantity(
    "smooth_labels",
    "target: vector, eps: number",
    title="smoothed target",
    formula=r"y_k' = (1-\varepsilon)\, y_k + \frac{\varepsilon}{K}",
    means="(1 - eps) * target + eps / len(target)",
    meaning="a target that spreads ε of its mass evenly over all K classes",
    absent_when="eps == 0",
    result="y′",
    slips=(
        Slip(
            "smoothing_eps_over_k_minus_1",
            f"(1 - eps) * target + eps / (len(target) - 1) * {_NON_TARGET}",
            "Here ε is spread over all K classes, including the true one: 1−ε+ε/K there and ε/K "
            "elsewhere. Some code uses ε/(K−1) instead.",
        ),
        Slip(
            "smoothing_mass_exceeds_one",
            f"(1 - eps) * target + eps * {_NON_TARGET}",
            "Your target sums to more than 1: the classes share ε; they don't each get it in full.",
            when="len(target) > 2",
        ),
        Slip(
            "smoothing_forgot_uniform_share_on_true_class",
            f"(1 - eps) * target + eps / len(target) * {_NON_TARGET}",
            "The true class also gets its uniform share ε/K; your target sums to less than 1.",
        ),
        Slip(
            "smoothing_not_removed_from_true_class",
            f"target + eps / len(target) * {_NON_TARGET}",
            "Scale the one-hot part by 1−ε before adding ε/K; your target sums to more than 1.",
        ),
        Slip(
            "smoothing_not_removed_from_true_class",
            "target + eps / len(target)",
            "Scale the one-hot part by 1−ε before adding ε/K; your target sums to more than 1.",
        ),
        Slip(
            "smoothing_ignored",
            "target",
            "You used the hard label: ε of its mass moves to all the classes.",
        ),
        Slip(
            "smoothing_eps_swapped",
            "eps * target + (1 - eps) / len(target)",
            "You swapped ε and 1−ε: ε is the amount moved away from the label.",
        ),
    ),
    checks=(("abs(sum(result) - 1) < 0.02", "A target sums to 1; yours sums to {sum}."),),
)

MIXUP: Final = Quantity(
    "mixup",
    "a: number, b: number, lam: number",
    title="mixed target",
    formula=r"y = \lambda\, a + (1-\lambda)\, b",
    means="lam * a + (1 - lam) * b",
    meaning="the target for a blend of two inputs, with weight λ on the first",
    result="y",
    slips=(
        Slip(
            "mixup_weights_swapped",
            "(1 - lam) * a + lam * b",
            "The weights are swapped: λ goes to the first label, 1−λ to the second.",
        ),
        Slip(
            "used_hard_label",
            "a",
            "You used only one label. Mixup keeps both, weighted λ and 1−λ.",
            when="lam >= 0.5",
        ),
        Slip(
            "used_hard_label",
            "b",
            "You used only one label. Mixup keeps both, weighted λ and 1−λ.",
            when="lam <= 0.5",
        ),
    ),
)

MEAN: Final = Quantity(
    "mean",
    "x: vector",
    title="mean",
    formula=r"\frac{1}{N} \sum_i x_i",
    means="sum(x) / len(x)",
    meaning="the average of the entries, row by row",
    slips=(
        Slip(
            "forgot_to_average",
            "sum(x)",
            "You have the total: divide by the number of terms.",
            when="len(x) > 1",
        ),
        Slip(
            "log_of_mean_instead_of_mean_of_log",
            "-ln(mean(base ** (-x))) / ln(base)",
            "Average the losses, not the probabilities: the log of a mean isn't the mean of the "
            "logs.",
            when="len(x) > 1",
            inside="logarithmic",
        ),
    ),
)

SUM: Final = Quantity(
    "sum",
    "x: vector",
    title="sum",
    formula=r"\sum_i x_i",
    means="sum(x)",
    meaning="the sum of the entries, row by row",
)

WEIGHTED_MEAN: Final = Quantity(
    "weighted_mean",
    "x: vector, weights: vector",
    title="weighted mean",
    formula=r"\frac{\sum_i w_i\, x_i}{\sum_i w_i}",
    means="sum(weights * x) / sum(weights)",
    meaning="the average of x with each entry multiplied by its weight",
    slips=(
        Slip(
            "weighted_mean_divided_by_n",
            "sum(weights * x) / len(x)",
            "The weighted mean divides by the sum of the weights, not by their number.",
        ),
        Slip(
            "weights_swapped",
            "sum(reversed(weights) * x) / sum(weights)",
            "You swapped the weights: each value gets its own.",
            when="len(x) == 2",
        ),
        Slip(
            "weights_ignored",
            "mean(x)",
            "You left out the weights: weight each value before averaging.",
        ),
        Slip(
            "forgot_to_average",
            "sum(weights * x)",
            "You have the weighted total: divide by the sum of the weights.",
        ),
    ),
)

QUANTITIES: Final = (ONE_HOT, SMOOTH_LABELS, MIXUP, MEAN, SUM, WEIGHTED_MEAN)
