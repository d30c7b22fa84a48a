"""The formula above the numbers is the one that they follow, for each case that has its own."""

import re

import pytest

from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import parse
from quizapp.quantities import QUANTITIES
from quizapp.quantities.units import BASES
from quizapp.working.derivation import derive
from tests.working import tex_value


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
        ("cross_entropy_logits([1, 2], 0, weight=[2, 3], reduction='sum')", r"L = -w_t \ln q_t"),
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


GIVEN = {
    "surprisal(0.3)": {},
    "surprisal(1)": {},
    "entropy([0.2, 0.3, 0.5])": {},
    "entropy([0, 1])": {},
    "cross_entropy([0.2, 0.3, 0.5], [0.1, 0.2, 0.7])": {},
    "cross_entropy([0, 0, 1], [0.1, 0.2, 0.7])": {},
    "cross_entropy([0, 1], [0, 1])": {},
    "kl_divergence([0.2, 0.3, 0.5], [0.1, 0.2, 0.7])": {},
    "kl_divergence([0, 0.3, 0.7], [0.1, 0.2, 0.7])": {},
    "js_divergence([0.2, 0.8], [0.7, 0.3])": {
        r"D(p\|m)": "kl_divergence([0.2, 0.8], [0.45, 0.55])",
        r"D(q\|m)": "kl_divergence([0.7, 0.3], [0.45, 0.55])",
    },
    "perplexity(mean_nll=1.3)": {"H": "1.3"},
    "perplexity(mean_nll=1.3, unit='bits')": {"H": "1.3"},
    "perplexity(mean_nll=1.3, unit='bans')": {"H": "1.3"},
    "joint_entropy([[0.4, 0.1], [0.2, 0.3]])": {},
    "joint_entropy([[0.5, 0], [0.2, 0.3]])": {},
    "conditional_entropy([[0.4, 0.1], [0.2, 0.3]], given='x')": {
        "H(X,Y)": "entropy([0.4, 0.1, 0.2, 0.3])",
        "H(X)": "entropy([0.6, 0.4])",
    },
    "conditional_entropy([[0.4, 0.1], [0.2, 0.3]], given='y')": {
        "H(X,Y)": "entropy([0.4, 0.1, 0.2, 0.3])",
        "H(Y)": "entropy([0.5, 0.5])",
    },
    "mutual_information([[0.4, 0.1], [0.2, 0.3]])": {
        "H(X,Y)": "entropy([0.4, 0.1, 0.2, 0.3])",
        "H(X)": "entropy([0.6, 0.4])",
        "H(Y)": "entropy([0.5, 0.5])",
    },
    "proportions([3, 5, 2])": {},
    "softmax([1, 2, 0.5])": {},
    "softmax([1, 2, 0.5], temperature=2)": {},
    "softmax([800, 2, 799])": {},
    "softmax([800, 2, 799], temperature=2)": {},
    "log_softmax([1, 2, 0.5])": {},
    "log_softmax([1, 2, 0.5], temperature=2)": {},
    "log_softmax([800, 2, 799], temperature=2)": {},
    "logsumexp([1, 2, 0.5])": {},
    "logsumexp([800, 2, 799])": {},
    "sigmoid(0.7)": {},
    "sigmoid(-3)": {},
    "logit(0.7)": {},
    "smooth_labels([0, 1, 0], 0.1)": {"K": "3"},
    "mean([3, 4, 8])": {"N": "3"},
    "sum([3, 4, 8])": {},
    "weighted_mean([3, 4, 8], [1, 2, 1])": {},
    "cross_entropy_logits([1, 2, 0.5], 2)": {"t": "2"},
    "cross_entropy_logits([40, 0], 1)": {"t": "1"},
    "cross_entropy_logits([1, 2], 1, weight=[2, 3], reduction='sum')": {
        "t": "1",
        "q": "softmax([1, 2])",
        "w_t": "3",
    },
    "weighted_cross_entropy([0.2, 0.8], [0.5, 0.5], [1, 3])": {},
    "binary_cross_entropy(1, 0.3)": {},
    "binary_cross_entropy(0, 0.3)": {},
    "binary_cross_entropy(0.4, 0.3)": {},
    "weighted_bce(1, 0.3, 4)": {},
    "weighted_bce(0, 0.3, 4)": {},
    "bce_with_logits(1, 0.5)": {},
    "bce_with_logits(0, -2)": {},
    "bce_with_logits(0, 40)": {},
    "multilabel_bce([1, 0], [0.8, 0.3])": {"ℓ": "-ln([0.8, 0.7])"},
    "focal_loss(0.7)": {"γ": "2"},
    "focal_loss(0.7, gamma=1)": {},
    "focal_loss_binary(1, 0.7)": {"p_t": "0.7", "γ": "2"},
    "focal_loss_binary(0, 0.7, alpha=0.25)": {"p_t": "0.3", "α_t": "0.75", "γ": "2"},
    "focal_loss_binary(0.4, 0.7)": {
        "p_t": "0.4 * 0.7 + 0.6 * 0.3",
        "γ": "2",
        "y": "0.4",
        "p": "0.7",
    },
    "brier_score(1, 0.3)": {},
    "brier_score([1, 0], [0.3, 0.4])": {"N": "2"},
    "brier_score([[1, 0]], [[0.3, 0.7]])": {"N": "1"},
    "gradient_ce_logits([1, 2, 0.5], 1)": {"q": "softmax([1, 2, 0.5])", "y": "[0, 1, 0]"},
    "gradient_ce_logits([1, 2], [0.3, 0.7])": {"q": "softmax([1, 2])", "y": "[0.3, 0.7]"},
    "gradient_ce_logits([[1, 2], [0, 1]], [0, 1])": {
        "q": "softmax([[1, 2], [0, 1]])",
        "y": "[[1, 0], [0, 1]]",
        "N": "2",
    },
    "gradient_ce_probs([0.2, 0.8], [0, 1])": {},
    "gradient_ce_probs([0.2, 0.8], [0.4, 0.6])": {},
    "gradient_bce_logits(1, 0.5)": {"y": "1", "z": "0.5"},
    "gradient_bce_logits(1, 0.5, pos_weight=3)": {"y": "1", "z": "0.5", "w": "3"},
    "gradient_bce_logits(0, 0.5, pos_weight=3)": {"y": "0", "z": "0.5", "w": "3"},
    "gradient_bce_prob(1, 0.3)": {},
    "gradient_bce_prob(0, 0.3)": {},
    "gradient_mse_sigmoid(1, 0.5)": {"y": "1", "z": "0.5"},
}
"""Calls, with what their formulas name beside the numbers put in."""


@pytest.mark.parametrize("unit", ["nats", "bits", "bans"])
@pytest.mark.parametrize("expression", GIVEN)
def test_the_formula_comes_to_the_value_below_it(expression, unit):
    base = BASES[unit]
    engine = Engine({}, None, base)
    tree = parse(expression)
    key = engine.value(tree)
    step = derive(Textbook({}, None, base), tree, key, unit, 6).steps[-1]
    names = {"b": base} | {
        {"pₜ": "p_t"}.get(symbol, symbol): Engine({}).value(parse(number(text)))
        for symbol, text in step.given
    }
    names |= {symbol: engine.value(parse(text)) for symbol, text in GIVEN[expression].items()}
    assert tex_value.value(step.formula, names) == pytest.approx(key, rel=1e-4, abs=1e-6)


def number(given):
    """Return the number that a line of those put in ends in."""
    return re.split(r" [=≈] ", given)[-1].removeprefix("≈ ").replace("−", "-")


def test_each_quantity_has_its_formula_recomputed():
    called = {parse(expression).function for expression in GIVEN}
    assert set(QUANTITIES) - called == NO_SUM


NO_SUM = {"one_hot", "log_loss", "mixup", "information_gain"}
"""What the reader can't follow: what is read off or looked up, and names of several letters."""
