"""Surprisal, entropy and their relatives between distributions."""

from __future__ import annotations

from typing import Final

from quizapp.quantities.quantity import Case, Quantity, Slip
from quizapp.quantities.targets import CLASS_TAKEN
from quizapp.quantities.units import BASES

_ONE_HOT: Final = "max(p) == 1"
_SOFT: Final = "max(p) < 1"
_NOT_MIRRORED: Final = "max(abs(p - reversed(q))) > 1e-9"
"""Mirror images give the same either way round."""
_IMPOSSIBLE: Final = "sum((p > 0) * (q == 0)) > 0"

_ZERO_TERM_IS_INFINITE: Final = (
    "A class with true probability 0 adds nothing, whatever the prediction: 0 · log 0 counts as 0."
)
_INFINITE_TERM_DROPPED: Final = (
    "The prediction gives a probability of 0 to something that happens, so the surprisal there is "
    "infinite: you can't leave that term out."
)
CLIPPED: Final = (
    "That's what a library prints, because it clips probabilities before the log. Mathematically, "
    "the loss is infinite."
)
LEAST_PROBABILITIES: Final = (
    ("2.220446049250313e-16", ""),
    ("10 ** -(6 + way)", "9"),
    ("exp(-100)", ""),
)
"""What libraries put in the place of 0, each with the ways it is counted in."""
_SWAPPED: Final = (
    "You swapped the roles: the truth p supplies the weights, the prediction q the surprisals."
)
MEANT: Final = "option(reduction='mean')"
PERPLEXITY_SAYS: Final = (
    "That's the perplexity, the exponential of what you need here. Take its log."
)
_DIVIDED_BY_CLASSES: Final = (
    "You divided by the number of classes. Classes are summed, weighted by p; "
    "only examples are averaged."
)

SURPRISAL: Final = Quantity(
    "surprisal",
    "p: number",
    title="surprisal",
    formula=r"s = -\log p",
    means="-log(p)",
    meaning="how surprising an outcome of probability p is",
    logarithmic=True,
    slips=(
        Slip(
            "used_1_minus_p",
            "-log(1 - p)",
            "Take the log of the probability of what happened, not of its complement.",
        ),
        Slip(
            "weighted_by_probability",
            "-xlog(p, p)",
            "That's one term of an entropy. The surprisal of a single outcome isn't multiplied by "
            "p.",
        ),
        Slip(
            "answered_probability",
            "p",
            "That's the probability itself; the surprisal is minus its log.",
            common=True,
        ),
        Slip(
            "answered_inverse_probability",
            "1 / p",
            "That's 1/p. You still need to take its log.",
        ),
    ),
)

ENTROPY: Final = Quantity(
    "entropy",
    "p: vector",
    title="entropy",
    formula=r"H(p) = -\sum_k p_k \log p_k",
    means="-sum(xlog(p, p))",
    meaning="the expected surprisal of a draw from p",
    logarithmic=True,
    slips=(
        Slip(
            "summed_surprisals_unweighted",
            "-sum(log(p))",
            "Entropy is the expected surprisal: multiply each surprisal by its probability "
            "before adding.",
        ),
        Slip(
            "averaged_surprisal_over_classes",
            "-mean(log(p))",
            "A plain mean treats all outcomes as equally likely: weight each surprisal by p.",
        ),
        Slip("averaged_over_classes", "result / len(p)", _DIVIDED_BY_CLASSES),
        Slip(
            "assumed_uniform",
            "log(len(p))",
            "That's the log of the number of outcomes, the largest entropy possible. It's reached "
            "only when all are equally likely.",
            when="max(p) > min(p)",
        ),
        Slip(
            "gini_instead_of_entropy",
            "1 - sum(p ** 2)",
            "That's the Gini impurity, 1 − ∑ p². Entropy uses logs: −∑ p log p.",
        ),
        Slip("perplexity_instead_of_entropy", "base ** result", PERPLEXITY_SAYS),
        Slip(
            "zero_log_zero_confusion",
            "inf",
            _ZERO_TERM_IS_INFINITE,
            when="min(p) == 0",
            infinite=True,
        ),
    ),
)

CROSS_ENTROPY: Final = Quantity(
    "cross_entropy",
    "p: vector, q: vector, *, reduction: option = 'none'",
    title="cross-entropy",
    formula=r"H(p,q) = -\sum_k p_k \log q_k",
    means="-sum(xlog(p, q))",
    meaning="the expected surprisal when the true distribution is p and the prediction is q",
    logarithmic=True,
    slips=(
        Slip("swapped_p_and_q", "-sum(xlog(q, p))", _SWAPPED, _NOT_MIRRORED, infinite=True),
        Slip(
            "used_1_minus_p",
            "-sum(xlog(p, 1 - q))",
            "Take the log of the probability given to what happened, not of its complement.",
        ),
        Slip(
            "summed_over_all_classes",
            "-sum(log(q))",
            "Weight each surprisal by the target: with a one-hot target only the true class "
            "remains.",
        ),
        Slip("averaged_over_classes", "result / len(q)", _DIVIDED_BY_CLASSES),
        Slip(
            "averaged_surprisal_over_classes",
            "-mean(log(q))",
            "A plain mean of surprisals ignores the target: weight each one by p.",
        ),
        Slip(
            "weighted_by_q_instead_of_p",
            "-sum(p * xlog(q, q))",
            "The weight is the true probability, 1 here, not the prediction.",
            when=_ONE_HOT,
        ),
        Slip(
            "entropy_instead_of_cross_entropy",
            "-sum(xlog(p, p))",
            "That's the entropy of the true distribution. The surprisals must come from the "
            "prediction q.",
            when=_SOFT,
        ),
        Slip(
            "entropy_of_prediction",
            "-sum(xlog(q, q))",
            "That measures how unsure the model is, not how wrong it is: the target must appear in "
            "the formula.",
        ),
        Slip(
            "kl_instead_of_cross_entropy",
            "sum(xlog(p, p / q))",
            "KL is only the excess over the entropy of the true distribution: add H(p) back.",
            when=_SOFT,
        ),
        Slip(
            "log_of_mean_instead_of_mean_of_log",
            "-log(sum(p * q))",
            "Average the losses, not the probabilities: the log of a mean isn't the mean of the "
            "logs.",
            when=_SOFT,
            inside="mixup",
        ),
        Slip(
            "one_hot_misindex",
            "-log(q[argmax(p) + way - len(q)])",
            "You took the wrong class: the true one is where the target has its 1.",
            when=_ONE_HOT,
            each="len(q) - 1",
            here=CLASS_TAKEN,
            classes=("argmax(p) + way - len(q) * (argmax(p) + way >= len(q))", "argmax(p)"),
        ),
        Slip(
            "used_argmax_class_only",
            "-log(max(q))",
            "That's the loss for the model's top class; you need the true class.",
            when=_ONE_HOT + " and argmax(p) != argmax(q)",
        ),
        Slip(
            "argmax_accuracy_instead_of_loss",
            "argmax(p) == argmax(q)",
            "That only says whether the prediction is right. The loss depends on the probability: "
            "a right prediction still costs something.",
            when=_ONE_HOT,
        ),
        Slip(
            "argmax_accuracy_instead_of_loss",
            "argmax(p) != argmax(q)",
            "That only says whether the prediction is wrong. The loss depends on the probability.",
            when=_ONE_HOT,
        ),
        Slip(
            "answered_probability",
            "sum(p * q)",
            "That's the probability of the true class; the loss is minus its log.",
            when=_ONE_HOT,
            common=True,
        ),
        Slip("answered_perplexity", "base ** result", PERPLEXITY_SAYS),
        Slip("answered_perplexity", "base ** result", PERPLEXITY_SAYS, MEANT, whole=True),
        Slip(
            "linear_error_1_minus_p",
            "1 - sum(p * q)",
            "That's a linear penalty, which never exceeds 1. Log loss grows without bound as the "
            "true class's probability falls to 0.",
            when=_ONE_HOT,
            common=True,
        ),
        Slip(
            "squared_error",
            "sum((p - q) ** 2)",
            "That's the Brier score, a sum of squares. Cross-entropy takes logs: −∑ p log q.",
        ),
        Slip(
            "mean_squared_error",
            "mean((p - q) ** 2)",
            "That's the mean squared error. Cross-entropy takes logs: −∑ p log q.",
        ),
        Slip(
            "squared_error_true_class_only",
            "sum(p * (1 - q) ** 2)",
            "That's the squared error of the true class. Cross-entropy takes the log of its "
            "probability instead.",
            when=_ONE_HOT,
        ),
        Slip(
            "softmax_on_probabilities",
            "-sum(xlog(p, exp(q) / sum(exp(q))))",
            "You applied softmax to numbers that are already probabilities, which flattens them.",
            unless_inside="softmax",
        ),
        Slip(
            "binary_terms_for_every_class",
            "-(sum(xlog(p, q)) + sum(xlog(1 - p, 1 - q)))",
            "You added a yes/no loss for every class. Exclusive classes share one softmax: "
            "only the true class's log counts.",
            when=_ONE_HOT,
        ),
        Slip(
            "zero_log_zero_confusion",
            "-sum(xlog(p * (q > 0), q))",
            _INFINITE_TERM_DROPPED,
            when=_IMPOSSIBLE,
            first=True,
        ),
        Slip(
            "zero_log_zero_confusion",
            "inf",
            _ZERO_TERM_IS_INFINITE,
            when="sum((p == 0) * (q == 0)) > 0",
            infinite=True,
        ),
        *(
            Slip(
                "library_clipping",
                f"-sum(xlog(p, q + (q == 0) * {least}))",
                CLIPPED,
                _IMPOSSIBLE,
                each=ways,
            )
            for least, ways in LEAST_PROBABILITIES
        ),
    ),
)

KL_DIVERGENCE: Final = Quantity(
    "kl_divergence",
    "p: vector, q: vector, *, reduction: option = 'none'",
    title="KL divergence",
    formula=r"D(p \,\|\, q) = \sum_k p_k \log \frac{p_k}{q_k}",
    means="sum(xlog(p, p / q))",
    meaning="the excess of the cross-entropy H(p,q) over the entropy H(p)",
    logarithmic=True,
    slips=(
        Slip(
            "swapped_p_and_q",
            "sum(xlog(q, q / p))",
            "You swapped the roles: D(p‖q) weights the log-ratios by p, the distribution named "
            "first.",
            _NOT_MIRRORED,
            infinite=True,
        ),
        Slip(
            "missing_minus",
            "sum(xlog(p, q / p))",
            "A KL divergence is never negative. The ratio in the log is p/q, with the distribution "
            "that supplies the weights on top; with q/p, the sum has to be negated.",
            negates=True,
        ),
        Slip(
            "cross_entropy_instead_of_kl",
            "-sum(xlog(p, q))",
            "That's the cross-entropy: subtract the entropy of the distribution named first.",
            when=_SOFT,
        ),
        Slip(
            "entropy_instead_of_kl",
            "-sum(xlog(p, p))",
            "That's the entropy of the distribution named first. KL is the cross-entropy minus "
            "that.",
            when=_SOFT,
        ),
        Slip(
            "thought_symmetric_distributions_have_zero_kl",
            "0",
            "Mirror images are still different distributions; KL is 0 only where p = q.",
            when="max(p) == max(q) and min(p) == min(q) and max(abs(p - q)) > 0",
        ),
        Slip(
            "zero_log_zero_confusion",
            "sum(xlog(p * (q > 0), p / q))",
            _INFINITE_TERM_DROPPED,
            when=_IMPOSSIBLE,
            first=True,
        ),
        Slip(
            "zero_log_zero_confusion",
            "inf",
            _ZERO_TERM_IS_INFINITE,
            when="min(p) == 0",
            infinite=True,
        ),
        *(
            Slip(
                "library_clipping",
                f"sum(xlog(p, p / (q + (q == 0) * {least})))",
                CLIPPED,
                _IMPOSSIBLE,
                each=ways,
            )
            for least, ways in LEAST_PROBABILITIES
        ),
    ),
)

JS_DIVERGENCE: Final = Quantity(
    "js_divergence",
    "p: vector, q: vector",
    title="Jensen–Shannon divergence",
    formula=r"\mathrm{JS}(p,q) = \frac{1}{2} D(p\|m) + \frac{1}{2} D(q\|m), "
    r"\quad m = \frac{p+q}{2}",
    means="(kl_divergence(p, (p + q) / 2) + kl_divergence(q, (p + q) / 2)) / 2",
    meaning="the mean of two KL divergences to the midpoint of p and q",
    logarithmic=True,
    slips=(
        Slip(
            "kl_instead_of_js",
            "kl_divergence(p, q)",
            "That's the KL divergence. JS averages two of them, both to the midpoint (p+q)/2.",
        ),
        Slip(
            "js_not_halved",
            "2 * result",
            "JS is the mean of the two KL divergences: halve their sum.",
        ),
        Slip(
            "missing_minus",
            "-result",
            "A JS divergence is never negative. The ratios in the logs are p/m and q/m; with m/p "
            "and m/q, the sums have to be negated.",
            negates=True,
        ),
        Slip(
            "js_distance_instead_of_divergence",
            "sqrt(result)",
            "That's the Jensen–Shannon distance, the square root (what SciPy's jensenshannon "
            "returns). Square it to get the divergence.",
        ),
    ),
)

PERPLEXITY: Final = Quantity(
    "perplexity",
    "p: vector = none, q: vector = none, *, token_probs: vector = none, "
    "mean_nll: number = none, unit: option = 'nats'",
    title="perplexity",
    formula=r"\mathrm{PPL} = \exp(H)",
    means=(
        Case("given(token_probs)", "exp(mean(surprisal(token_probs, base=e)))"),
        *(
            Case(
                f"given(mean_nll) and option(unit='{unit}')",
                f"{base:g} ** mean_nll",
                rf"\mathrm{{PPL}} = {base:g}^{{H}}",
            )
            for unit, base in BASES.items()
            if unit != "nats"
        ),
        Case("given(mean_nll)", "exp(mean_nll)"),
        Case("given(q)", "exp(cross_entropy(p, q, base=e))"),
        Case("", "exp(entropy(p, base=e))"),
    ),
    meaning="how many equally likely outcomes would be as surprising",
    slips=(
        Slip(
            "perplexity_base_mismatch",
            "exp(log2(result))",
            "Use 2 to the power for bits, e for nats. You used e with bits.",
        ),
        Slip(
            "perplexity_base_mismatch",
            "2 ** ln(result)",
            "Use 2 to the power for bits, e for nats. You used 2 with nats.",
        ),
        Slip(
            "mean_of_inverse_probabilities",
            "mean(1 / token_probs)",
            "That's the mean of 1/p. Perplexity is the reciprocal of the geometric mean.",
            when="given(token_probs)",
        ),
        Slip(
            "inverse_of_mean_probability",
            "1 / mean(token_probs)",
            "That's the reciprocal of the mean probability. Perplexity uses the geometric mean: "
            "average the logs.",
            when="given(token_probs)",
        ),
        Slip(
            "inverse_perplexity",
            "1 / result",
            "That's the geometric mean of the probabilities; perplexity is its reciprocal.",
        ),
        Slip(
            "answered_cross_entropy_in_bits",
            "log2(result)",
            "That's the average surprisal in bits. Perplexity is 2 to that power.",
        ),
        Slip(
            "answered_cross_entropy_in_nats",
            "ln(result)",
            "That's the average surprisal in nats. Perplexity is e to that power.",
        ),
    ),
)

JOINT_ENTROPY: Final = Quantity(
    "joint_entropy",
    "joint: matrix",
    title="joint entropy",
    formula=r"H(X,Y) = -\sum_{ij} p_{ij} \log p_{ij}",
    means="-sum(xlog(flat(joint), flat(joint)))",
    meaning="the entropy of two variables together, from their table",
    logarithmic=True,
    slips=(
        Slip(
            "assumed_independence",
            "entropy(sum(joint)) + entropy(sum(transpose(joint)))",
            "That's H(X) + H(Y), which is right only for independent variables. Use the cells of "
            "the table.",
        ),
        Slip("averaged_over_classes", "result / len(flat(joint))", _DIVIDED_BY_CLASSES),
        Slip(
            "assumed_uniform",
            "log(len(flat(joint)))",
            "That's the log of the number of cells, which is right only when all are equally "
            "likely.",
        ),
    ),
)

CONDITIONAL_ENTROPY: Final = Quantity(
    "conditional_entropy",
    "joint: matrix, *, given: option",
    title="conditional entropy",
    formula=r"H(Y|X) = H(X,Y) - H(X)",
    means=(
        Case("option(given='x')", "joint_entropy(joint) - entropy(sum(transpose(joint)))"),
        Case(
            "",
            "joint_entropy(joint) - entropy(sum(joint))",
            r"H(X|Y) = H(X,Y) - H(Y)",
        ),
    ),
    meaning="what is still unknown about one variable once you know the other; x is the columns",
    logarithmic=True,
    slips=(
        Slip(
            "conditioned_on_the_other",
            "joint_entropy(joint) - entropy(sum(joint))",
            "You conditioned on the other variable: subtract the entropy of the one that is known.",
            when="option(given='x')",
        ),
        Slip(
            "conditioned_on_the_other",
            "joint_entropy(joint) - entropy(sum(transpose(joint)))",
            "You conditioned on the other variable: subtract the entropy of the one that is known.",
            when="option(given='y')",
        ),
        Slip(
            "joint_instead_of_conditional",
            "joint_entropy(joint)",
            "That's the joint entropy: subtract the entropy of what is known.",
        ),
        Slip(
            "marginal_instead_of_conditional",
            "entropy(sum(joint))",
            "That's the entropy of one variable alone; knowing the other one reduces it.",
            when="option(given='x')",
        ),
        Slip(
            "marginal_instead_of_conditional",
            "entropy(sum(transpose(joint)))",
            "That's the entropy of one variable alone; knowing the other one reduces it.",
            when="option(given='y')",
        ),
    ),
)

MUTUAL_INFORMATION: Final = Quantity(
    "mutual_information",
    "joint: matrix",
    title="mutual information",
    formula=r"I(X;Y) = H(X) + H(Y) - H(X,Y)",
    means="entropy(sum(transpose(joint))) + entropy(sum(joint)) - joint_entropy(joint)",
    meaning="how much two variables tell you about each other, from their table",
    logarithmic=True,
    slips=(
        Slip(
            "joint_instead_of_mutual",
            "joint_entropy(joint)",
            "That's the joint entropy. Mutual information is H(X) + H(Y) minus that.",
        ),
        Slip(
            "conditional_instead_of_mutual",
            "joint_entropy(joint) - entropy(sum(joint))",
            "That's a conditional entropy: what remains unknown. Mutual information is what you "
            "learn.",
        ),
        Slip(
            "conditional_instead_of_mutual",
            "joint_entropy(joint) - entropy(sum(transpose(joint)))",
            "That's a conditional entropy: what remains unknown. Mutual information is what you "
            "learn.",
        ),
    ),
)

PROPORTIONS: Final = Quantity(
    "proportions",
    "counts: vector",
    title="proportions",
    formula=r"p_k = \frac{n_k}{\sum_j n_j}",
    means="counts / sum(counts)",
    meaning="counts as a distribution",
)

INFORMATION_GAIN: Final = Quantity(
    "information_gain",
    "parent: vector, children: matrix",
    title="information gain",
    formula=r"\mathrm{IG} = H(\mathrm{parent}) - \sum_i \, \frac{n_i}{n} H(\mathrm{child}_i)",
    means="entropy(proportions(parent)) "
    "- weighted_mean(entropy(proportions(children)), sum(children))",
    meaning="how much a split lowers the entropy, from class counts",
    logarithmic=True,
    slips=(
        Slip(
            "answered_children_entropy",
            "weighted_mean(entropy(proportions(children)), sum(children))",
            "That's what remains after the split. The gain is the parent's entropy minus that.",
        ),
        Slip(
            "answered_parent_entropy",
            "entropy(proportions(parent))",
            "That's the entropy before the split: subtract what remains after it.",
        ),
        Slip(
            "children_summed_unweighted",
            "entropy(proportions(parent)) - sum(entropy(proportions(children)))",
            "Weight each child's entropy by its share of the examples.",
        ),
        Slip(
            "gini_instead_of_entropy",
            "weighted_mean(sum(proportions(children) ** 2), sum(children)) "
            "- sum(proportions(parent) ** 2)",
            "That's the drop in Gini impurity, 1 − ∑ p². Information gain uses entropy.",
        ),
    ),
)

QUANTITIES: Final = (
    SURPRISAL,
    ENTROPY,
    CROSS_ENTROPY,
    KL_DIVERGENCE,
    JS_DIVERGENCE,
    PERPLEXITY,
    JOINT_ENTROPY,
    CONDITIONAL_ENTROPY,
    MUTUAL_INFORMATION,
    PROPORTIONS,
    INFORMATION_GAIN,
)
