"""What each topic of the chain is about, in the words of home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ABOUT: Final[Mapping[str, str]] = {
    "surprisal": "How surprising one outcome is: minus the log of its probability. "
    "Bits, nats, and why surprises add up.",
    "entropy": "The surprise to expect from a whole distribution, and the least that a code "
    "for it can cost.",
    "cross-entropy": "The surprise when the truth is p and you believed q. Its distance from "
    "entropy is the KL divergence; perplexity is its exponent.",
    "cross-entropy-loss": "The same as a training loss: one-hot labels, batches, weights, "
    "label smoothing, and what the number says about a model.",
    "softmax": "From logits to probabilities: temperature, log-sum-exp, and how to keep every "
    "digit when numbers are large.",
    "gradient": "Why it is q minus p: how softmax and cross-entropy make a gradient that keeps "
    "on learning from confident mistakes.",
    "binary": "Two classes and one logit: sigmoid, log loss, positive weights, focal loss.",
    "multi-label": "Several labels at once: a sigmoid for each, multi-hot targets, and what is "
    "summed and what averaged.",
}

EVERYTHING: Final = (
    "Questions from all along the chain, mixed, from easy to hard. Good for the days when you "
    "don't know what you don't know."
)

INTERVIEW: Final = (
    "Sections, a clock, and no feedback until the end; then a scorecard and a review. "
    "What you type is kept whatever happens."
)
"""What a mock interview is like."""
