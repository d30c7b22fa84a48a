"""The formula above the numbers is the one that they follow, for each case that has its own."""

import pytest

from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.grammar import parse
from quizapp.working.derivation import derive


@pytest.mark.parametrize(
    ("expression", "formula"),
    [
        ("gradient_ce_logits([[1, 2], [0, 1]], [0, 1])", r"\frac{1}{N} (q_{ik} - y_{ik})"),
        ("gradient_ce_logits([1, 2], 0)", "= q_k - y_k"),
        ("gradient_bce_logits(1, 0.5)", r"= \sigma(z) - y"),
        ("gradient_bce_logits(1, 0.5, pos_weight=3)", "w\\, y\\,(1 - \\sigma(z))"),
        ("brier_score(1, 0.3)", "= (p - y)^2"),
        ("brier_score([1, 0], [0.3, 0.4])", r"\frac{1}{N} \sum_i (p_i - y_i)^2"),
        ("brier_score([[1, 0]], [[0.3, 0.7]])", r"\sum_i \sum_k (p_{ik} - y_{ik})^2"),
        ("focal_loss_binary(0.5, 0.3)", r"-(1 - p_t)^\gamma \left(y \ln p"),
        ("focal_loss_binary(0.5, 0.3, alpha=0.4)", r"-\alpha_t (1 - p_t)^\gamma \left(y \ln p"),
        ("focal_loss_binary(1, 0.3, alpha=0.4)", r"-\alpha_t (1 - p_t)^\gamma \ln p_t"),
        ("conditional_entropy([[0.4, 0.1], [0.2, 0.3]], given='x')", "H(Y|X) ="),
        ("conditional_entropy([[0.4, 0.1], [0.2, 0.3]], given='y')", "H(X|Y) ="),
        ("cross_entropy_logits([1, 2], 0, weight=[2, 3], reduction='sum')", r"L = w_t \left("),
        (
            "cross_entropy_logits([1, 2], 0, weight=[2, 3], label_smoothing=0.1)",
            r"\frac{\ell}{w_t}",
        ),
        (
            "cross_entropy_logits([[1, 2], [0, 1]], [0, 1], weight=[1, 3], label_smoothing=0.1)",
            r"\frac{\sum_i \ell_i}{\sum_i w_i}",
        ),
        ("cross_entropy_logits([40, 0], 1)", r"L = \max z +"),
        ("bce_with_logits(0, 40)", r"\ell = \max(z, 0) - z\, y +"),
        ("perplexity(mean_nll=2.0, unit='bits')", "= 2^{H}"),
        ("perplexity(mean_nll=2.0)", r"= \exp(H)"),
    ],
)
def test_the_formula_above_the_numbers_is_the_one_they_follow(expression, formula):
    tree = parse(expression)
    textbook = Textbook({})
    *_, last = derive(textbook, tree, textbook.value(tree), "nats").steps
    assert formula in last.formula
