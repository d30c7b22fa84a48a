"""The mathematics: numpy only, and nothing of questions.

Names and conventions are those of scipy and torch where they agree. 0·log 0 is 0; probability 0
for what happened is inf, never clipped; no result is −0.0; a single number comes back as a float.
"""

from quizapp.engine.activations import log_softmax, logit, logsumexp, sigmoid, softmax
from quizapp.engine.information import (
    conditional_entropy,
    cross_entropy,
    entropy,
    information_gain,
    joint_entropy,
    js_divergence,
    kl_divergence,
    mutual_information,
    perplexity,
    surprisal,
)
from quizapp.engine.losses import cross_entropy_logits
from quizapp.engine.targets import mixup, one_hot, smooth_labels
from quizapp.errors import EngineError

__all__ = [
    "EngineError",
    "conditional_entropy",
    "cross_entropy",
    "cross_entropy_logits",
    "entropy",
    "information_gain",
    "joint_entropy",
    "js_divergence",
    "kl_divergence",
    "log_softmax",
    "logit",
    "logsumexp",
    "mixup",
    "mutual_information",
    "one_hot",
    "perplexity",
    "sigmoid",
    "smooth_labels",
    "softmax",
    "surprisal",
]
