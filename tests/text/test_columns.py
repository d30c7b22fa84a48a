"""Text is measured as a terminal shows it."""

from __future__ import annotations

from quizapp.text.columns import columns


def test_columns_count_what_a_terminal_shows():
    assert columns("ŷ p̂ₜ") == 4  # a combining accent takes none
    assert columns("日本🐼") == 6  # wide characters take two
