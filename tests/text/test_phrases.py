import ast
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from quizapp.quantities import QUANTITIES
from quizapp.text import phrases
from quizapp.text.phrases import (
    clock_face,
    counted,
    day,
    duration,
    moment,
    percent,
    points,
    rough_duration,
    score_of,
    slip_title,
)

PACKAGE = Path(phrases.__file__).parent.parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != Path(phrases.__file__))

ALLOWED = {
    "questions/template.py": {"{written(float(share), decimals, grouped=grouped)}%"},
    "working/numerals.py": {"{written}%"},  # an answer with its unit
    "interview/assembly.py": {"{needed / 60:.0f} minutes", "{blueprint.minutes:g}"},
    "reports/interviews.py": {"{blueprint.minutes:g} min"},  # as the author planned it
    "tui/screens/interviews.py": {"{one.minutes:g} min"},
    "tui/widgets/open.py": {"{limit:g} seconds"},
    "answers/words/aloud.py": {"{int(seconds)} s"},  # as it is recorded
}
"""Amounts that authors chose or that are recorded, and a unit."""


def formatted(source):
    """Yield each number that a module turns into a text, with the unit after it."""
    for text in ast.walk(ast.parse(source)):
        if not isinstance(text, ast.JoinedStr):
            continue
        for value, after in zip(text.values, [*text.values[1:], None], strict=True):
            if isinstance(value, ast.FormattedValue):
                follows = after.value if isinstance(after, ast.Constant) else ""
                unit = re.match(r" ?%| (?:s|min|h|seconds?|minutes?|hours?)\b|(?=)", follows)
                spec = ast.unparse(value.format_spec)[2:-1] if value.format_spec else ""
                yield ast.unparse(value.value), spec, unit[0]


def amounts(source):
    """Return what looks like a share, a time, a date or a score told without `phrases`."""
    return {
        f"{{{name}{f':{spec}' if spec else ''}}}{unit}"
        for name, spec, unit in formatted(source)
        if unit
        or spec.endswith("%")
        or re.search(r"%[YbdHM]", spec)
        or re.search(r"\bscore$", name)
    }


def test_no_other_module_words_shares_times_dates_and_scores():
    found = {
        path.relative_to(PACKAGE).as_posix(): amounts(path.read_text("utf-8")) for path in MODULES
    }
    assert {
        path: more for path, there in found.items() if (more := there - ALLOWED.get(path, set()))
    } == {}


@pytest.mark.parametrize(
    "source",
    ['f"{share:.0%}"', 'f"{x} %"', 'f"{t:.0f} s"', 'f"{n} minutes"', 'f"{d:%Y-%m-%d}"',
     'f"{one.score:.3g}"'],
)  # fmt: skip
def test_what_another_module_words_is_found(source):
    assert amounts(source)


@pytest.mark.parametrize(
    ("score", "shown"),
    [(0.0, "0"), (0.786, "0.8"), (27.25, "27.3"), (100.5, "100.5"), (1234, "1,234")],
)
def test_a_score_has_one_decimal_where_it_is_no_whole_number(score, shown):
    assert points(score) == shown
    assert score_of(score, 2000) == f"{shown} of 2,000"


@pytest.mark.parametrize(
    ("seconds", "words", "face"),
    [
        (0.4, "0 s", "0:00"),
        (59.9, "59 s", "0:59"),
        (60, "1 min", "1:00"),
        (65, "1 min 5 s", "1:05"),
        (3600, "1 h", "60:00"),
        (3659, "1 h", "60:59"),
        (7380.2, "2 h 3 min", "123:00"),
        (sum([0.1] * 10), "1 s", "0:01"),
    ],
)
def test_a_time_in_words_and_on_a_clock_never_disagree(seconds, words, face):
    assert (duration(seconds), clock_face(seconds)) == (words, face)


@pytest.mark.parametrize(
    ("seconds", "shown"), [(59.9, "59 s"), (89, "1 min"), (5900, "98 min"), (7300, "2 h")]
)
def test_a_rough_time_has_one_unit(seconds, shown):
    assert rough_duration(seconds) == shown


def test_a_day_and_a_moment_are_told_in_one_way():
    assert day(date(2026, 11, 3)) == "3 Nov 2026"
    assert moment(datetime(2026, 11, 3, 9, 5)) == "3 Nov 2026, 09:05"  # noqa: DTZ001


def test_what_is_not_known_is_a_dash():
    assert percent(None) == duration(None) == "–"


def test_a_count_takes_its_plural():
    assert counted(0, "answer") == "0 answers"
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(12000, "entry", "entries") == "12,000 entries"


def test_every_slip_of_a_quantity_has_a_name_of_its_own():
    ids = {slip.id for quantity in QUANTITIES.values() for slip in quantity.slips}
    titles = {one: slip_title(one) for one in ids}
    assert len(set(titles.values())) == len(ids)
    assert [one for one in titles.values() if not one[:1].isupper() or "_" in one] == []


def test_no_control_character_of_a_slip_reaches_a_terminal():
    assert "\x1b" not in slip_title("my\x1b[2Jslip")
