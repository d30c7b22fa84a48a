"""Softmax, sigmoid and their logs."""

from __future__ import annotations

from typing import Final

from quizapp.quantities.quantity import Case, Quantity, Slip

_HOT: Final = "temperature != 1"
_OVERFLOWING: Final = "max(abs(flat(z))) > 700 * temperature"
"""Where the textbook's exponentials leave the range of a float."""

SOFTMAX: Final = Quantity(
    "softmax",
    "z: vector, *, temperature: number = 1",
    title="softmax",
    formula=r"q_k = \frac{\exp(z_k / T)}{\sum_j \exp(z_j / T)}",
    means=(
        Case(
            _OVERFLOWING + " and temperature == 1",
            "exp(z - max(z)) / sum(exp(z - max(z)))",
            r"q_k = \frac{\exp(z_k - \max z)}{\sum_j \exp(z_j - \max z)}",
        ),
        Case(
            _OVERFLOWING,
            "exp((z - max(z)) / temperature) / sum(exp((z - max(z)) / temperature))",
            r"q_k = \frac{\exp((z_k - \max z) / T)}{\sum_j \exp((z_j - \max z) / T)}",
        ),
        Case(
            "temperature == 1",
            "exp(z) / sum(exp(z))",
            r"q_k = \frac{\exp(z_k)}{\sum_j \exp(z_j)}",
        ),
        Case("", "exp(z / temperature) / sum(exp(z / temperature))"),
    ),
    meaning="turns logits into probabilities: exponentiate, then divide by the sum",
    result="q",
    slips=(
        Slip(
            "forgot_softmax",
            "z",
            "Logits aren't probabilities: apply softmax first.",
        ),
        Slip(
            "softmax_twice",
            "softmax(softmax(z, temperature=temperature))",
            "You applied softmax once too often. Each further one pulls all probabilities towards "
            "equal.",
        ),
        Slip(
            "normalised_without_exp",
            "z / sum(z)",
            "Softmax exponentiates before dividing; logits may be negative.",
        ),
        Slip(
            "sigmoid_instead_of_softmax",
            "1 / (1 + exp(-z))",
            "That's a sigmoid for each class. Mutually exclusive classes share one softmax.",
        ),
        Slip(
            "dropped_a_class",
            "exp(z / temperature) / (sum(exp(z / temperature)) - exp(z[way - 1] / temperature))",
            "A class is missing from the denominator: the sum runs over every class.",
            when="len(z) > 2",
            each="len(z)",
        ),
        Slip(
            "temperature_ignored",
            "softmax(z)",
            "Divide the logits by the temperature before the softmax.",
            when=_HOT,
        ),
        Slip(
            "temperature_multiplied",
            "softmax(z * temperature)",
            "You multiplied the logits by the temperature. Divide them by it.",
            when=_HOT,
        ),
        Slip(
            "temperature_applied_after_softmax",
            "softmax(z) / temperature",
            "You divided the result by the temperature. Divide the logits before the softmax: the "
            "entries must still sum to 1.",
            when=_HOT,
        ),
    ),
    checks=(("abs(sum(result) - 1) < 0.02", "Probabilities sum to 1; yours sum to {sum}."),),
)

LOG_SOFTMAX: Final = Quantity(
    "log_softmax",
    "z: vector, *, temperature: number = 1",
    title="log-softmax",
    formula=r"\log q_k = \frac{z_k}{T} - \log \sum_j \exp\left(\frac{z_j}{T}\right)",
    means=(
        Case(
            _OVERFLOWING + " and temperature == 1",
            "z - max(z) - ln(sum(exp(z - max(z))))",
            r"\log q_k = z_k - \max z - \log \sum_j \exp(z_j - \max z)",
        ),
        Case(
            _OVERFLOWING,
            "(z - max(z)) / temperature - ln(sum(exp((z - max(z)) / temperature)))",
            r"\log q_k = \frac{z_k - \max z}{T} "
            r"- \log \sum_j \exp\left(\frac{z_j - \max z}{T}\right)",
        ),
        Case(
            "temperature == 1",
            "z - ln(sum(exp(z)))",
            r"\log q_k = z_k - \log \sum_j \exp(z_j)",
        ),
        Case("", "z / temperature - ln(sum(exp(z / temperature)))"),
    ),
    meaning="the logs of the softmax probabilities, computed without underflow",
    result="log q",
    slips=(
        Slip(
            "answered_probability",
            "softmax(z, temperature=temperature)",
            "Those are the probabilities; take their logs.",
        ),
        Slip(
            "forgot_log",
            "z / temperature - sum(exp(z / temperature))",
            "Subtract the log of the sum of exponentials, not the sum.",
        ),
        Slip("gradient_sign", "-result", "Log-probabilities are never positive."),
        Slip(
            "temperature_ignored",
            "log_softmax(z)",
            "Divide the logits by the temperature first.",
            when=_HOT,
        ),
        Slip(
            "temperature_applied_after_softmax",
            "log_softmax(z) / temperature",
            "You divided the result by the temperature. Divide the logits before the softmax.",
            when=_HOT,
        ),
    ),
)

LOGSUMEXP: Final = Quantity(
    "logsumexp",
    "z: vector",
    title="log-sum-exp",
    formula=r"\mathrm{LSE}(z) = \log \sum_j \exp(z_j)",
    means=(
        Case(
            "max(abs(flat(z))) > 700",
            "max(z) + ln(sum(exp(z - max(z))))",
            r"\mathrm{LSE}(z) = \max z + \log \sum_j \exp(z_j - \max z)",
        ),
        Case("", "ln(sum(exp(z)))"),
    ),
    meaning="the log of the softmax denominator, a smooth maximum",
    slips=(
        Slip("forgot_log", "sum(exp(z))", "That's the sum of exponentials: take its log."),
        Slip(
            "forgot_exponential",
            "ln(sum(z))",
            "Exponentiate each entry before adding.",
        ),
        Slip("added_the_logits", "sum(z)", "log ∑ exp(z) isn't ∑ z: exponentiate before adding."),
        Slip(
            "took_the_maximum",
            "max(z)",
            "The maximum is only a lower bound: the other entries add a little.",
        ),
        Slip(
            "float_overflow_reasoning",
            "inf",
            "exp overflows, but the log-sum-exp doesn't: subtract the maximum first.",
            when="max(z) > 700",
            infinite=True,
        ),
    ),
)

SIGMOID: Final = Quantity(
    "sigmoid",
    "z: number",
    title="sigmoid",
    formula=r"\sigma(z) = \frac{1}{1 + \exp(-z)}",
    means="1 / (1 + exp(-z))",
    meaning="turns a logit into a probability",
    slips=(
        Slip("forgot_sigmoid", "z", "That's the logit: put it through the sigmoid first."),
        Slip(
            "sigmoid_sign",
            "1 / (1 + exp(z))",
            "The exponent is −z: a positive logit gives a probability above one half.",
        ),
        Slip(
            "forgot_one_plus",
            "exp(-z)",
            "That's exp(−z) alone; the sigmoid is 1 / (1 + exp(−z)).",
        ),
        Slip(
            "odds_instead_of_probability",
            "exp(z)",
            "Those are the odds; the probability is odds / (1 + odds).",
        ),
    ),
)

LOGIT: Final = Quantity(
    "logit",
    "p: number",
    title="logit",
    formula=r"z = \log \frac{p}{1-p}",
    means="ln(p / (1 - p))",
    meaning="the log-odds of a probability, the inverse of the sigmoid",
    slips=(
        Slip("forgot_log", "p / (1 - p)", "Those are the odds: take their log."),
        Slip(
            "logit_sign",
            "ln((1 - p) / p)",
            "The odds are p over 1 − p, not (1 − p) over p.",
        ),
        Slip("log_of_probability", "ln(p)", "That's log p; the logit is log p − log(1 − p)."),
    ),
)

QUANTITIES: Final = (SOFTMAX, LOG_SOFTMAX, LOGSUMEXP, SIGMOID, LOGIT)
