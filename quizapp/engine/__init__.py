"""The mathematics: numpy only, and nothing of questions.

Names and conventions are those of scipy and torch where they agree. 0·log 0 is 0; probability 0
for what happened is inf, never clipped; no result is −0.0; a single number comes back as a float.
"""

from quizapp.engine.activations import (
    log_softmax,
    logit,
    logsumexp,
    sigmoid,
    softmax,
)
from quizapp.engine.binary import (
    bce_with_logits,
    binary_cross_entropy,
    focal_loss,
    focal_loss_binary,
    multilabel_bce,
)
from quizapp.engine.gradients import (
    gradient_bce_logits,
    gradient_bce_prob,
    gradient_ce_logits,
    gradient_ce_probs,
    gradient_mse_sigmoid,
)
from quizapp.engine.information import (
    cross_entropy,
    entropy,
    js_divergence,
    kl_divergence,
    perplexity,
    surprisal,
)
from quizapp.engine.joint import (
    conditional_entropy,
    information_gain,
    joint_entropy,
    mutual_information,
)
from quizapp.engine.losses import (
    brier_score,
    cross_entropy_logits,
    log_loss,
)
from quizapp.engine.targets import (
    mixup,
    one_hot,
    smooth_labels,
)
from quizapp.errors import EngineError

__all__ = [
    "EngineError",
    "bce_with_logits",
    "binary_cross_entropy",
    "brier_score",
    "conditional_entropy",
    "cross_entropy",
    "cross_entropy_logits",
    "entropy",
    "focal_loss",
    "focal_loss_binary",
    "gradient_bce_logits",
    "gradient_bce_prob",
    "gradient_ce_logits",
    "gradient_ce_probs",
    "gradient_mse_sigmoid",
    "information_gain",
    "joint_entropy",
    "js_divergence",
    "kl_divergence",
    "log_loss",
    "log_softmax",
    "logit",
    "logsumexp",
    "mixup",
    "multilabel_bce",
    "mutual_information",
    "one_hot",
    "perplexity",
    "sigmoid",
    "smooth_labels",
    "softmax",
    "surprisal",
]
