import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.text.columns import columns
from quizapp.text.wrapping import Piece, text_of, wrapped, wrapped_text

WIDTHS = st.integers(2, 40)
TEXT = st.text(st.sampled_from("ab 1%日é,."), max_size=30)
STYLE = st.sampled_from(["", "bold"])
PIECE = st.builds(Piece, TEXT, STYLE, st.just(False)) | st.builds(
    Piece, TEXT.map(str.strip), STYLE, st.just(True)
)
PIECES = st.lists(PIECE, max_size=6)


@pytest.mark.parametrize("unit", ["%", "bits", "nats.", "min,", "GiB)"])
def test_a_number_and_its_unit_stay_on_one_line(unit):
    for before in range(20):
        assert wrapped_text(f"{'x' * before} 12 {unit}", 20)[-1].endswith(f"12 {unit}")


def test_a_unit_does_not_cut_a_number_that_fills_its_line():
    assert wrapped_text("1" * 20 + " % of", 20) == ["1" * 20, "% of"]


def test_what_only_looks_like_a_unit_is_a_word():
    assert wrapped_text("in a few bits", 8) == ["in a few", "bits"]


def test_each_stretch_keeps_its_style_and_neighbours_of_one_style_are_one():
    pieces = [Piece("one "), Piece("two", "bold"), Piece(" three", "bold"), Piece("!")]
    assert wrapped(pieces, 20) == [[("one ", ""), ("two three", "bold"), ("!", "")]]


def test_a_whole_piece_is_broken_only_where_it_takes_more_than_half_of_a_line():
    pieces = [Piece("one two three "), Piece("a + b = c", "math", whole=True)]
    assert [text_of(line) for line in wrapped(pieces, 18)] == ["one two three", "a + b = c"]
    assert [text_of(line) for line in wrapped(pieces, 17)] == ["one two three a +", "b = c"]


@given(PIECES, WIDTHS)
def test_no_line_is_wider_than_asked(pieces, width):
    assert all(columns(text_of(line)) <= width for line in wrapped(pieces, width))


@given(PIECES, WIDTHS)
def test_nothing_but_spaces_is_lost(pieces, width):
    shown = "".join(map(text_of, wrapped(pieces, width)))
    assert shown.replace(" ", "") == "".join(one.text for one in pieces).replace(" ", "")


@given(PIECES, WIDTHS)
def test_no_line_is_empty_nor_ends_in_a_space(pieces, width):
    lines = [text_of(line) for line in wrapped(pieces, width)]
    assert all(line.strip() == line != "" for line in lines)
