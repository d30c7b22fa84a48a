"""How candidates say what is said in every interview: synonyms that each bank may use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SPEECH: Final[Mapping[str, tuple[str, ...]]] = {
    "SAID_SAME": (
        "unchanged|stays the same|stay the same|remains the same|the same|leaves as|leaves them as",
        "invariant|invariance|cancel*|unaffected|untouched|identical|makes no difference",
        "nothing happens|nothing changes|changes nothing|no effect|not affected|not change",
        "does not matter|not matter|no difference|drops out|keeps its",
    ),
    "SAID_CONSTANT": (
        "constant|fixed|does not change|not change|not depend|independent of|nothing to do with",
        "no influence on|cannot change|out of our hands|a given",
    ),
    "SAID_AT_FIRST": (
        "first|initial*|start*|beginning|begin|untrained|before training|before any training|init",
        "step 0|step zero|iteration 0|epoch 0|random weights|fresh model|fresh network",
    ),
    "SAID_TOO_HIGH": (
        "overstat*|overestimat*|exaggerat*|inflated|too high|too large|too big|too good|optimistic",
    ),
    "SAID_AGAIN": ("recomput*|recalculat*|redo*|repeat*|again|from scratch|all over|every time",),
    "SAID_EITHER_WAY": (
        "symmetric|both ways|both directions|either way|either direction|either order|same in both",
        "interchangeabl*|direction does not matter|order does not matter|not matter which",
        "no matter which",
    ),
    "SAID_GONE": (
        "vanish*|drops out|drop out|drops|drop|falls away|disappear*|switched off|switch off",
        "goes away|gone|killed|is zero|becomes zero|is 0|multiplied by 0|multiplied by zero",
    ),
    "SAID_DIES": (
        "vanish*|die|dies|disappear*|tiny|near 0|near zero|close to 0|close to zero|about 0",
        "practically 0|practically zero|almost 0|almost zero|nearly 0|nearly zero|flat|flatten*",
        "saturat*|stall*|stuck|hardly move*|barely move*|hardly learn*|barely learn*",
        "stops learning|no learning|goes to 0|goes to zero|dead|very small",
    ),
    "SAID_STRONG": (
        "large|strong|big|alive|full size|decent|healthy|useful|steep|near 1|close to 1",
    ),
    "SAID_LASTS": (
        "not vanish*|not die*|not disappear*|not saturate*|not go to 0|not go to zero|not stall*",
        "never vanish*|never die*|no vanishing|keeps learning|keep learning|not get stuck",
        "not flatten*|no saturation|not dead|avoid* vanishing|still learns",
    ),
    "SAID_COSTLY": (
        "punish*|penal*|expensive|hurt*|charged|blow* up|explod*|shoot* off|shoot* up|skyrocket*",
        "heav*|severe*|brutal*|huge|massive*|harsh*|infinit*|cost* a lot|dear*|unbounded|no limit",
        "no upper limit|no upper bound|without bound|without limit|extremely|really hard",
        "really bad*|very hard|very much|very bad*|goes through the roof|no cap|hates|pay*",
    ),
    "SAID_SURE": (
        "sure|confident*|certain|overconfiden*|convinced|confidence|cocky|bluff*|over confident",
    ),
    "SAID_WRONG": ("wrong|mistake*|error*|incorrect|false|badly off|something false",),
    "SAID_SLOPE": (
        "gradient*|derivative*|slope|learning signal|error signal|signal|backprop|backward pass",
        "differentiat*|d l|dl|dz",
    ),
    "SAID_TRUTH": (
        "true class|correct class|right class|true label|correct label|right label|target class",
        "correct answer|right answer|true answer|true one|correct one|right one|actual class",
        "actual label|observed label|what happened|actually happened|came out|turned out",
        "ground truth|q true|p true|q t|p t|p correct|q y|q c|p c|right token|true token",
        "q of the label|actual outcome|real class|labelled class|labeled class|observed class",
    ),
    "SAID_MINUS_LOG": (
        "minus log|minus ln|minus the log|minus the logarithm|minus the natural log",
        "negative log|negative logarithm|negative of the log|negative natural log|neg log",
        "negative ln|log with a minus|minus its log|minus its logarithm|minus sum",
    ),
    "SAID_PREDICTION_MINUS_LABEL": (
        "p minus y|q minus y|y minus y|sigmoid z minus y|sigma minus y|p minus t|q minus t",
        "prediction minus label|prediction minus target|prediction minus truth",
        "prediction minus the label|prediction minus the target|prediction minus the truth",
        "predictions minus labels|predictions minus targets|predicted minus true",
        "predicted minus actual|predicted minus target|predicted minus label",
        "predicted probabilities minus|predicted probability minus|probabilities minus labels",
        "probabilities minus targets|probability minus label|probability minus target",
        "probabilities minus onehot|probabilities minus the onehot|probabilities minus one hot",
        "probabilities minus the labels|probabilities minus the label|probability minus the label",
        "probs minus labels|probs minus onehot|probs minus targets|output minus target",
        "output minus label|output minus truth|output minus onehot|output minus the target",
        "output minus the label|output minus the onehot|softmax minus onehot|softmax minus label",
        "softmax minus the onehot|softmax minus target|softmax minus the label|softmax minus y",
        "softmax z minus y|softmax output minus|softmax of z minus y|sigmoid minus y",
        "sigmoid minus label|q k minus y k|p k minus y k|p i minus y i|q i minus y i",
        "predicted distribution minus|what you predicted minus|prediction minus reality",
    ),
    "SAID_MLE": (
        "maximum likelihood|max likelihood|mle|nll|negative log likelihood|log likelihood",
        "maximis* the likelihood|maximising likelihood|maximises likelihood",
        "highest likelihood|most likely|makes the data most probable|maximise likelihood",
    ),
    "SAID_EACH": (
        "each|every|per|own|separate*|independent*|individual*|one by one|n sigmoids|k sigmoids",
        "for all labels|several sigmoids|a bunch of sigmoids",
    ),
    "SAID_SEVERAL": (
        "several|many|multiple|any number|more than one|none|zero or more|both at once|at once",
        "at the same time|a few|two or more|some of them|neither|any subset|simultaneously",
    ),
    "SAID_ONLY_ONE": (
        "exclusive|exactly one|only one|precisely one|just one|single label|one of the|one out of",
        "a single|rule each other out|exclude each other|cannot both|one true class|one class",
        "one right|one winner|one correct",
    ),
    "SAID_EXP": ("exponent*|exp|e to the|e to|raise e|e z",),
    "SAID_SUM_ONE": (
        "sum to 1|sum to one|sums to 1|sum up to 1|sum up to one|add up to 1|add up to one",
        "adding up to one|adding up to 1|add to 1|add to one|total 1|total one|total of 1",
        "total of one|totals 1|sum is 1|sum is one|sum 1|summing to 1|summing to one|up to 1",
    ),
    "SAID_UNIFORM": (
        "uniform*|equally likely|equally probable|equiprobable|all equal|same probability|fair",
        "evenly|even*|no face is favoured|all the same|equal probabilit*",
    ),
    "SAID_UNCERTAIN": (
        "uncertain*|unpredictab*|unsure|random*|hard to guess|hard to predict|how surprising",
        "how surprised|in the dark|disorder|clueless|know in advance|before you see|before seeing",
    ),
    "SAID_LOWER": ("lower|smaller|less|less is|small|low|fewer|decreasing|the lower|the smaller",),
    "SAID_CHEAP": ("zero|0|nothing|free|no loss|almost nothing|nearly nothing|no cost",),
}
"""Name → synonyms; a lexicon of a bank may have its own under the same name."""
