"""Built-in quantities, declared in a bank under another name: nobody can tell the two apart."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from quizapp.bank import reader
from quizapp.errors import ExpressionError
from quizapp.expressions.by_definition import Textbook
from quizapp.expressions.by_engine import Engine
from quizapp.expressions.grammar import parse
from quizapp.quantities import QUANTITIES, with_own
from quizapp.working.derivation import derive
from quizapp.working.diagnosis import Diagnosis
from quizapp.working.numerals import result_text


class Twin(NamedTuple):
    """A built-in quantity as a bank declares it."""

    built_in: str
    takes: str
    examples: tuple[dict[str, object], ...]
    calls: tuple[str, ...]
    """The arguments of calls of both."""
    means: str = ""
    """Where the built-in one means it in one of several cases."""
    call: str = "{name}({given})"
    """How the built-in one is called."""
    where: str = ""


TWINS = (
    Twin(
        "binary_cross_entropy",
        "y, p",
        ({"y": 1, "p": 0.5, "gives": 0.6931}, {"y": 0, "p": 0.5, "unit": "bits", "gives": 1}),
        ("1, 0.8", "0, 0.8", "0.3, 0.8", "[1, 0, 1], [0.2, 0.7, 0.9]", "1, 0"),
        call="{name}({given}, reduction='none')",
        where="p >= 0 and p <= 1",
    ),
    Twin(
        "focal_loss",
        "p_t, gamma=2",
        ({"p_t": 0.5, "gives": 0.1733}, {"p_t": 0.9, "gamma": 1, "gives": 0.01054}),
        ("0.9", "0.3", "0.7, gamma=1", "0.35, gamma=0.5", "[0.9, 0.3]", "[0.2, 0.6], gamma=3"),
    ),
    Twin(
        "kl_divergence",
        "p, q",
        (
            {"p": "[0.5, 0.5]", "q": "[0.25, 0.75]", "gives": 0.1438},
            {"p": "[1, 0]", "q": "[0.25, 0.75]", "unit": "bits", "gives": 2},
        ),
        (
            "[0.5, 0.5], [0.9, 0.1]",
            "[0.2, 0.3, 0.5], [0.5, 0.3, 0.2]",
            "[1, 0], [0.7, 0.3]",
            "[0.9, 0.1], [0.1, 0.9]",
            "[0.2, 0.8], [1, 0]",
        ),
    ),
    Twin(
        "perplexity",
        "token_probs",
        ({"token_probs": "[0.25, 0.25]", "gives": 4}, {"token_probs": "[0.5, 1]", "gives": 1.414}),
        ("[0.5, 0.25, 0.125]", "[0.9, 0.4]", "[0.3, 0.3, 0.3]"),
        means="exp(mean(surprisal(token_probs, base=e)))",
        call="{name}(token_probs={given})",
    ),
)
UNITS = {"nats": np.e, "bits": 2, "bans": 10}
PAIRS = [
    (twin, given, unit)
    for twin in TWINS
    for given in twin.calls
    for unit in (UNITS if QUANTITIES[twin.built_in].logarithmic else ["none"])
]
NAME = "twin"


def declared(twin):
    """Return the declaration of a bank, with all mistakes that a bank can write."""
    built_in = QUANTITIES[twin.built_in]
    known = {one.name for one in built_in.parameters}
    took = {part.partition("=")[0].strip() for part in twin.takes.split(",")}
    fields = [
        f"name: {NAME}",
        f"title: {built_in.title}",
        f"takes: {twin.takes}",
        f"formula: {_quoted(built_in.formula)}",
        f"means: {twin.means or built_in.means}",
        f"logarithmic: {str(built_in.logarithmic).lower()}",
        *([f"where: {twin.where}"] if twin.where else []),
        "source: the engine",
        "slips:",
    ]
    ids = [slip.id for slip in built_in.slips]
    for slip in (one for one in built_in.slips if ids.count(one.id) == 1):
        when = "" if f"given({twin.takes})" == slip.when else slip.when
        others = known - took
        if slip.whole or any(
            f"{word}(" in when + slip.instead for word in ("rank", "given", "reversed")
        ):
            continue
        if any(other in f"{when} {slip.instead}" for other in others):
            continue
        fields += [f"  - id: {slip.id}", f"    instead: {_quoted(slip.instead)}"]
        fields += [f"    says: {_quoted(slip.says)}"]
        fields += [f"    when: {_quoted(when)}"] if when else []
        fields += [f"    each: {_quoted(slip.each)}"] if slip.each else []
        fields += [f"    {flag}: true" for flag in ("common", "infinite") if getattr(slip, flag)]
    fields += ["examples:"]
    for example in twin.examples:
        first, *others = (f"{name}: {value}" for name, value in example.items())
        fields += [f"  - {first}", *(f"    {other}" for other in others)]
    return "schema: 1\nquantities:\n  - " + "\n    ".join(fields) + "\n"


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"


def both(twin, given):
    """Return the calls of the declared and of the built-in one."""
    return f"{NAME}({given})", twin.call.format(name=twin.built_in, given=given)


@pytest.mark.parametrize(
    ("twin", "given", "unit"), PAIRS, ids=lambda one: getattr(one, "built_in", one)
)
def test_value_working_and_mistakes_are_the_same(twin, given, unit):
    base = UNITS.get(unit, np.e)
    known = with_own(reader.read_text(declared(twin), Path("twin.yaml")).quantities)
    trees = [parse(text) for text in both(twin, given)]
    key = Engine({}, None, base).value(trees[1])
    assert Engine({}, None, base, known).value(trees[0]) == pytest.approx(key, rel=1e-12)
    texts = [Textbook({}, None, base, known) for _ in trees]
    steps = [derive(text, tree, key, unit).steps for text, tree in zip(texts, trees, strict=True)]
    assert steps[0] == steps[1]
    ids = {slip.id for slip in known[NAME].slips}
    found = [
        {
            (one.ids, result_text(one.value)): one.says
            for one in Diagnosis(Textbook({}, None, base, known), tree, key, unit).mistakes
            if one.slip is None or one.slip.id in ids
        }
        for tree in trees
    ]
    assert found[0] == found[1]
    assert len(found[0]) >= 3 or not np.all(np.isfinite(key))


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.built_in)
def test_a_learner_is_told_the_same(twin):
    """Whatever is typed gets one verdict and one feedback, and the solution reads alike."""
    given = twin.calls[0]
    unit = "bits" if QUANTITIES[twin.built_in].logarithmic else "none"
    text = declared(twin) + "questions:\n"
    for name, call in zip(("ours", "theirs"), both(twin, given), strict=True):
        text += (
            f"  - id: {name}\n    type: numeric\n    topic: t\n    level: 1\n"
            f"    stem: What is it?\n    answer: {call}\n    unit: {unit}\n"
        )
    ours, theirs = (one.variant() for one in reader.read_text(text, Path("twin.yaml")).questions)
    assert ours.explained_at_length() == theirs.explained_at_length()
    known = {one.ids: one for one in theirs.mistakes}
    own = [one for one in ours.mistakes if one.ids in known]
    assert len(own) >= 4
    typed = [f"{one.value:.4g}" for one in own if np.isfinite(one.value)]
    for raw in (*typed, f"{float(ours.key):.4g}", f"{float(ours.key):.1g}", "77.7", "-1.23"):
        grades = [one.grade(one.read(raw)) for one in (ours, theirs)]
        assert grades[0].verdict == grades[1].verdict
        if set(grades[1].slips) <= {one.ids[0] for one in ours.mistakes}:
            assert grades[0].slips == grades[1].slips
            assert grades[0].feedback == grades[1].feedback


def test_outside_of_its_bounds_it_has_no_value_either():
    known = with_own(reader.read_text(declared(TWINS[0]), Path("twin.yaml")).quantities)
    for call in both(TWINS[0], "1, 1.2"):
        with pytest.raises(ExpressionError):
            Engine({}, None, np.e, known).value(parse(call))
