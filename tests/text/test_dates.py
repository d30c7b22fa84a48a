from datetime import date

import pytest

from quizapp.errors import UnreadableError
from quizapp.text import dates

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-12-06", date(2026, 12, 6)),
        ("6 Dec", date(2026, 12, 6)),
        ("dec 6", date(2026, 12, 6)),
        ("December 6, 2027", date(2027, 12, 6)),
        ("6. Dec", date(2026, 12, 6)),
        ("27 Nov", TODAY),
        ("26 Nov", date(2027, 11, 26)),
        ("29 Feb", date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(text, meant):
    assert dates.read(text, TODAY) == meant


@pytest.mark.parametrize("text", ["", "soon", "6/12", "31 Feb", "32", "2026-13-01", "Dec"])
def test_what_is_no_date_is_refused_with_what_would_be_one(text):
    with pytest.raises(UnreadableError, match="2026-12-06"):
        dates.read(text, TODAY)
