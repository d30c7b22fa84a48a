"""The language parses by the precedence it promises, and every other text is an error in place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.errors import ExpressionError
from quizapp.expressions.grammar import (
    MAXIMUM_DEPTH,
    MAXIMUM_LENGTH,
    MAXIMUM_NODES,
    Array,
    Binary,
    Call,
    Index,
    Name,
    NumberLiteral,
    TextLiteral,
    Unary,
    children,
    names,
    parse,
    walk,
    with_children,
)
from tests.stubs import ANY_CHARACTER

SAME_TREE = [
    ("1 + 2 * 3", "1 + (2 * 3)", "times binds closer than plus"),
    ("1 - 2 - 3", "(1 - 2) - 3", "minus groups to the left"),
    ("8 / 4 / 2", "(8 / 4) / 2", "divided by groups to the left"),
    ("8 / 4 * 2", "(8 / 4) * 2", "times and divided by rank alike"),
    ("2 ** 3 ** 2", "2 ** (3 ** 2)", "powers group to the right"),
    ("-2 ** 2", "-(2 ** 2)", "a power binds closer than the sign before it"),
    ("2 ** -1", "2 ** (-1)", "an exponent may have a sign"),
    ("2 * -3", "2 * (-3)", "a factor may have a sign"),
    ("-x[0]", "-(x[0])", "an index binds closest"),
    ("x[0] ** 2", "(x[0]) ** 2", "an index binds closer than a power"),
    ("a + 1 == b", "(a + 1) == b", "comparisons are looser than sums"),
    ("a < b and c", "(a < b) and c", "and is looser than comparisons"),
    ("a or b and c", "a or (b and c)", "and binds closer than or"),
    ("not a == b", "not (a == b)", "not is looser than comparisons"),
    ("not a and b", "(not a) and b", "not binds closer than and"),
    ("[1, 2,]", "[1, 2]", "a list may end in a comma"),
    ("f(1, 2,)", "f(1, 2)", "arguments may end in a comma"),
    (" \t1\n+ 2 ", "1 + 2", "space and lines don't matter"),
    ("((x))", "x", "brackets leave nothing behind"),
]


@pytest.mark.parametrize(("text", "same", "reason"), SAME_TREE, ids=[row[0] for row in SAME_TREE])
def test_a_text_parses_as_if_it_had_these_brackets(text, same, reason):
    assert parse(text) == parse(same), reason


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (".5", NumberLiteral(0.5)),
        ("0.0e-999", NumberLiteral(0.0)),
        ("5.", NumberLiteral(5.0)),
        ("1e-3", NumberLiteral(0.001)),
        ("2E+2", NumberLiteral(200.0)),
        ("notable", Name("notable")),
        ("[1, x]", Array((NumberLiteral(1.0), Name("x")))),
        ("f()", Call("f", ())),
        (
            "f(x, k='sum', n=2)",
            Call("f", (Name("x"),), (("k", TextLiteral("sum")), ("n", NumberLiteral(2.0)))),
        ),
        ('f(k="sum")', Call("f", (), (("k", TextLiteral("sum")),))),
        ("x[-1]", Index(Name("x"), Unary("-", NumberLiteral(1.0)))),
        ("x[0][1]", Index(Index(Name("x"), NumberLiteral(0.0)), NumberLiteral(1.0))),
        ("a != b", Binary("!=", Name("a"), Name("b"))),
    ],
)
def test_each_form_of_the_language_has_its_node(text, tree):
    assert parse(text) == tree


def test_nodes_know_their_column():
    tree = parse("1 + foo(x)")
    assert {type(node).__name__: node.column for node in walk(tree)} == {
        "NumberLiteral": 1,
        "Name": 9,
        "Call": 5,
        "Binary": 3,
    }


ERRORS = [
    ("", 1, "expression is empty"),
    ("  ", 1, "expression is empty"),
    ("1 +", 4, "is incomplete"),
    ("1 2", 3, "unexpected '2'"),
    ("(1", 1, "isn't closed"),
    ("f(1", 2, "isn't closed"),
    ("x[1", 2, "isn't closed"),
    ("[1, 2", 1, "isn't closed"),
    ("1)", 2, "unexpected ')'"),
    ("[1 2]", 4, "a comma"),
    ("[]", 1, "at least one entry"),
    ("(1, 2)", 3, "[ and ]"),
    ("2 ^ 3", 3, "**"),
    ("{1}", 1, "[ and ]"),
    ("35%", 3, "fraction"),
    ("x.real", 2, "np.log"),
    ("2x", 2, "operator"),
    ("1e", 2, "operator"),
    ("'word'", 1, "option"),
    ("f('word')", 3, "option"),
    ("f(k='word", 5, "closing quote"),
    ("f(k=1, 2)", 8, "after the other"),
    ("f(k=1, k=2)", 8, "twice"),
    ("a < b < c", 7, "and"),
    ("a = b", 3, "unexpected '='"),
    ("and", 1, "unexpected 'and'"),
    ("a; b", 2, "isn't allowed"),
    ("٣", 1, "isn't allowed"),
    ("é", 1, "isn't allowed"),
    ("1 + \x1b", 5, "U+001B"),
    ("1 + 1e999", 5, "too large"),
    ("-1e309", 2, "write inf"),
    ("2 * 1e-999", 5, "too small"),
]


@pytest.mark.parametrize(("text", "column", "says"), ERRORS, ids=[repr(row[0]) for row in ERRORS])
def test_an_error_says_what_and_where(text, column, says):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.column, says in caught.value.message) == (column, True), caught.value


@pytest.mark.parametrize(
    "nested",
    [
        lambda depth: "(" * depth + "1" + ")" * depth,
        lambda depth: "[" * depth + "1" + "]" * depth,
        lambda depth: "-" * depth + "1",
        lambda depth: "not " * depth + "1",
        lambda depth: "2 ** " * depth + "1",
        lambda depth: "f(" * depth + "1" + ")" * depth,
        lambda depth: "x[" * depth + "1" + "]" * depth,
    ],
    ids=["brackets", "lists", "signs", "not", "powers", "calls", "indices"],
)
def test_nesting_is_bounded(nested):
    assert parse(nested(MAXIMUM_DEPTH // 2))
    with pytest.raises(ExpressionError, match="nested"):
        parse(nested(MAXIMUM_DEPTH + 1))


def test_the_number_of_parts_is_bounded():
    terms = (MAXIMUM_NODES + 1) // 2
    assert len(list(walk(parse("+".join("1" * terms))))) <= MAXIMUM_NODES
    with pytest.raises(ExpressionError, match="parts"):
        parse("+".join("1" * (terms + 1)))


def test_the_length_is_bounded_before_anything_is_looked_at():
    assert parse("1".ljust(MAXIMUM_LENGTH)) == NumberLiteral(1.0)
    with pytest.raises(ExpressionError, match="longer"):
        parse("1".ljust(MAXIMUM_LENGTH + 1))
    with pytest.raises(ExpressionError, match="longer"):
        parse("(" * 1_000_000)


def test_names_are_those_referred_to_and_not_functions_or_options():
    assert names(parse("f(p, k=q) + r[i] - e")) == {"p", "q", "r", "i", "e"}


PIECES = st.sampled_from(
    re.split(
        "~", "0~1~.~5~+~-~*~/~**~(~)~[~]~,~=~==~<~and~or~not~x~f~e1~'a'~\"~^~%~!~é~ ~\n~and ~not "
    )
)
TEXTS = st.text(ANY_CHARACTER) | st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS)
def test_any_text_is_a_tree_or_an_error_with_a_column(text):
    found = outcome(text)
    if isinstance(found, ExpressionError):
        assert 1 <= found.column <= len(text) + 1
    else:
        assert len(list(walk(found))) <= MAXIMUM_NODES


def outcome(text):
    try:
        return parse(text)
    except ExpressionError as error:
        return error


LEAVES = st.integers(0, 99).map(lambda n: NumberLiteral(float(n))) | st.sampled_from("pqz").map(
    Name
)
TREES = st.recursive(
    LEAVES,
    lambda parts: (
        st.builds(Unary, st.sampled_from(["-", "+", "not"]), parts)
        | st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "**", "==", "and"]), parts, parts)
        | st.builds(Array, st.lists(parts, min_size=1, max_size=3).map(tuple))
        | st.builds(Call, st.just("f"), st.lists(parts, max_size=3).map(tuple))
        | st.builds(Index, parts, parts)
    ),
    max_leaves=8,
)


def written(node):
    match node:
        case NumberLiteral(value=value):
            return f"{value:g}"
        case Name(name=name):
            return name
        case Unary(operator=operator, operand=operand):
            return f"({operator} {written(operand)})"
        case Binary(operator=operator, left=left, right=right):
            return f"({written(left)} {operator} {written(right)})"
        case Array(items=items):
            return f"[{', '.join(map(written, items))}]"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(written, arguments))})"
        case Index(target=target, index=index):
            return f"({written(target)}[{written(index)}])"


@given(TREES)
def test_a_tree_written_with_all_its_brackets_parses_to_itself(tree):
    assert parse(written(tree)) == tree


@given(TREES)
def test_a_node_with_its_own_children_is_itself(tree):
    assert all(with_children(node, children(node)) == node for node in walk(tree))
