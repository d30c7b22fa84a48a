"""The tree of a file: its values, and where each character stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.bank.reading.document import build
from quizapp.bank.reading.nodes import Mapping, Scalar


def scalar(text: str) -> Scalar:
    document = build(text)
    assert document.complaints == []
    assert isinstance(document.root, Mapping)
    *_, (value, _) = document.root.entries.values()
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1e-3", 0.001),
        ("010", 10),
        ("0x1F", 31),
        ("0o17", 15),
        ("-2", -2),
        (".5", 0.5),
        ("12:30", "12:30"),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("true", True),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        (".inf", float("inf")),
        ("1_000", "1_000"),
        ("2024-01-01", "2024-01-01"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(written, value):
    found = scalar(f"a: {written}").value
    assert (found, type(found)) == (value, type(value))


def test_a_number_of_very_many_digits_is_beyond_all_bounds():
    assert scalar("a: " + "9" * 5_000).value == float("inf")


STYLES = {
    "literal": "a: |\n    first line X\n      deeper Y\n\n    last Z\n",
    "literal with a comment and an indentation": "a: |2-  # note\n  first X\n    Y\n  Z\n",
    "folded": "a: >\n  first X\n  second Y\n\n  third Z\n",
    "plain": "a: first X\n  second Y\n  Z\n",
    "single quotes": "a: 'it''s X\n  and '' Y Z'\n",
    "a quote at the start": "a: '''X'' Y Z'\n",
    "double quotes": 'a: "tab\\t X \\"quote\\" \\\\ Y \\\n  \\x41 Z"\n',
    "wide characters": "é: 1\na: |\n  ŷ 𝒳 X\n  Y\n  ∑ Z\n",
    "windows line ends": "b: 1\r\na: |\r\n  X\r\n  Y\r\n\r\n  Z\r\n",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("letter", "XYZ")
def test_every_character_of_a_text_is_found_in_the_file(style, letter):
    text = STYLES[style]
    value = scalar(text)
    line, column = value.place(value.text.index(letter))
    assert text.split("\n")[line - 1][column - 1] == letter


@given(
    st.lists(st.text("ab{ }", min_size=1).filter(lambda line: line.strip()), min_size=1),
    st.integers(1, 5),
    st.data(),
)
def test_places_inside_block_text_are_exact(lines, indentation, data):
    body = ["x" + line for line in lines]
    text = "key: |\n" + "".join(" " * indentation + line + "\n" for line in body)
    row = data.draw(st.integers(0, len(body) - 1))
    column = data.draw(st.sampled_from([i for i, c in enumerate(body[row]) if c != " "]))
    offset = sum(len(line) + 1 for line in body[:row]) + column
    assert scalar(text).place(offset) == (row + 2, indentation + column + 1)


def test_the_end_of_a_text_is_after_its_last_character():
    assert scalar("a: q + \n").place(3) == (1, 7)


def test_nesting_is_bounded_before_it_hurts():
    for text in ("[" * 200_000, "- " * 200_000, "{" * 200_000, "a:\n- " * 200_000, "? " * 200_000):
        document = build(text)
        assert document.root is None
        assert len(document.complaints) == 1


def test_a_file_beyond_the_bounds_is_refused():
    (complaint,) = build("#" * 4_000_001).complaints
    assert complaint == (1, 1, "the file is larger than 4 MB; split it into several banks")
    (complaint,) = build("[" + "1," * 100_001 + "]").complaints
    assert complaint[2] == "there are more than 100,000 values; split it into several banks"


def test_a_mark_of_byte_order_is_skipped():
    assert scalar("\ufeffa: b").value == "b"


def test_a_doubled_quote_stands_where_its_first_half_stands():
    assert scalar("a: '''X'' Y Z'\n").place(0) == (1, 5)


def test_a_word_that_is_a_name_in_quotes_is_none_without():
    message = "'true' isn't a field name; if it's meant to be one, put it in single quotes"
    assert build("a: {'true': 1}\nb: {true: 1}\n").complaints == [(2, 5, message)]
