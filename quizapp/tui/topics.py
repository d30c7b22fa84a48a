"""What each topic of the chain is about, in the words of home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ABOUT: Final[Mapping[str, str]] = {
    "surprisal": "How surprising one outcome is: minus the log of its probability. "
    "Bits, nats, and why surprisals add.",
    "entropy": "The surprise you can expect on average from a whole distribution, and the fewest "
    "bits any code for it can use on average.",
    "cross-entropy": "The surprise when the truth is p and you believed q; exponentiated, the "
    "perplexity. The gap to entropy is the KL divergence.",
    "cross-entropy-loss": "Cross-entropy as a training loss: one-hot labels, batches, weights, "
    "label smoothing, and what it tells you about a model.",
    "softmax": "From logits to probabilities: temperature, log-sum-exp, and how to keep every "
    "digit when numbers are large.",
    "gradient": "Why it's q minus p: how softmax and cross-entropy together keep the gradient "
    "alive on confident mistakes.",
    "binary": "Two classes and one logit: sigmoid, log loss, positive weights, focal loss.",
    "multi-label": "Several labels at once: a sigmoid for each, multi-hot targets, and when to "
    "sum or average.",
}

EVERYTHING: Final = (
    "A mix from every topic, from easy to hard. Good for days when you don't know what you don't "
    "know."
)

INTERVIEW: Final = (
    "Sections, a clock, and no feedback until the end; then a scorecard and a review. "
    "Everything you type is saved, whatever happens."
)
"""What a mock interview is like."""
