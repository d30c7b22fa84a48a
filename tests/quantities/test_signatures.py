"""What a quantity declares: its parameters, its formulas, and how each of its slips is written."""

import inspect
import re

import pytest

from quizapp import engine
from quizapp.expressions import grammar
from quizapp.expressions.compiled import default
from quizapp.expressions.grammar import parse
from quizapp.expressions.vocabulary import CONSTANTS, DEFINITION_FUNCTIONS, FUNCTIONS
from quizapp.quantities import QUANTITIES
from quizapp.text.formulas import set_formula

SHARED = {"axis", "base"}
"""What engine functions take besides: here classes are last, and the unit sets the base."""
ENGINE_ONLY = {"gradient_ce_logits": {"weight", "ignore_index"}}
KINDS = {"vector", "matrix", "number", "index", "count", "flag", "target", "option"}
NARROW = 60
"""Columns that every formula must fit."""

_slips = [
    pytest.param(slip, id=f"{quantity.name}-{slip.id}-{place}")
    for quantity in QUANTITIES.values()
    for place, slip in enumerate(quantity.slips)
]


def _functions():
    return [name for name in QUANTITIES if hasattr(engine, name)]


@pytest.mark.parametrize("name", _functions())
def test_a_quantity_takes_what_the_engine_function_takes(name):
    parameters = inspect.signature(getattr(engine, name)).parameters.values()
    left_out = SHARED | ENGINE_ONLY.get(name, set())
    expected = [(p.name, p.kind is p.KEYWORD_ONLY) for p in parameters if p.name not in left_out]
    found = [(p.name, p.keyword) for p in QUANTITIES[name].parameters]
    assert sorted(found) == sorted(expected)
    assert [entry for entry in found if not entry[1]] == [
        entry for entry in expected if not entry[1]
    ]


@pytest.mark.parametrize("name", _functions())
def test_what_may_be_left_out_has_the_engines_default(name):
    theirs = inspect.signature(getattr(engine, name)).parameters
    for parameter in QUANTITIES[name].parameters:
        expected = theirs[parameter.name].default
        if expected is inspect.Parameter.empty:
            assert parameter.default is None
        elif expected is None:
            assert parameter.default == "none"
        else:
            assert _plain(default(parameter)) == expected


def _plain(node):
    match node:
        case grammar.TextLiteral(value=text):
            return text
        case grammar.Unary(operand=grammar.NumberLiteral(value=number)):
            return -number
        case grammar.NumberLiteral(value=number):
            return number


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
def test_kinds_are_known_and_words_have_a_full_stop_where_they_are_sentences(quantity):
    assert {parameter.kind for parameter in quantity.parameters} <= KINDS
    assert not quantity.meaning.endswith(".")
    assert all(slip.says.endswith(".") for slip in quantity.slips)


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
def test_every_formula_can_be_set_within_a_narrow_terminal(quantity):
    formulas = {quantity.formula} | {case.formula for case in quantity.cases if case.formula}
    for tex in formulas:
        for written in (tex, tex.replace(r"\log", r"\log_{10}")):
            formula = set_formula(written, NARROW)
            assert not formula.fallback, written
            assert formula.width <= NARROW


def _texts(quantity):
    """Return every definition, condition and slip of a quantity, with the names it may use."""
    own = {parameter.name for parameter in quantity.parameters} | {"base"}
    for case in (*quantity.cases, *quantity.reductions):
        yield case.means, own
        yield case.when, own
    yield quantity.absent_when, own
    for law, _ in quantity.checks:
        yield law, {"result"}
    for slip in quantity.slips:
        yield slip.instead, own | {"result", "way"}
        yield slip.when, own
        yield slip.each, own


@pytest.mark.parametrize("quantity", QUANTITIES.values(), ids=QUANTITIES)
def test_definitions_and_slips_use_names_and_functions_that_exist(quantity):
    functions = {*QUANTITIES, *FUNCTIONS, *DEFINITION_FUNCTIONS}
    for text, allowed in _texts(quantity):
        if not text:
            continue
        tree = parse(text)
        assert grammar.names(tree) <= allowed | {*CONSTANTS}, text
        called = [node for node in grammar.walk(tree) if isinstance(node, grammar.Call)]
        assert {call.function for call in called} <= functions, text
        for call in called:
            _assert_call_fits(call, text)


def _assert_call_fits(call, text):
    if call.function == "option":
        assert not call.arguments
        assert len(call.options) == 1, text
    elif call.function in QUANTITIES:
        known = {parameter.name for parameter in QUANTITIES[call.function].parameters} | {"base"}
        assert {name for name, _ in call.options} <= known, text
        required = [p for p in QUANTITIES[call.function].parameters if p.default is None]
        assert len(call.arguments) + len(call.options) >= len(required), text
    else:
        function = (FUNCTIONS | DEFINITION_FUNCTIONS)[call.function]
        assert function.least <= len(call.arguments) <= function.most, text


@pytest.mark.parametrize("slip", _slips)
def test_a_slip_has_an_id_that_reads_as_words_and_names_real_quantities(slip):
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", slip.id)
    assert {slip.inside, slip.unless_inside} <= {"", "logarithmic", *QUANTITIES}
    assert len(slip.says) <= 200
