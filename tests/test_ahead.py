"""What the next session begins with is drawn before, kept, and the same as if drawn then."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from quizapp.ahead import Ahead
from quizapp.bank import reader
from quizapp.bank.collection import Bank, Banks, shipped
from quizapp.errors import UsageError
from quizapp.practice.session import Practice, drawn, variant_seed
from quizapp.questions.numeric import NumericQuestion
from quizapp.system import cache
from tests.practice.test_session import FakeClock, fixed
from tests.practice.test_session import drawn as generated


def banks(*questions, fingerprint="these"):
    bank = Bank(name="b", title="B", path="b.yaml", questions=tuple(questions), revision="")
    return Banks((bank,), (), fingerprint)


def seeds():
    """Return a chance that never gives a seed twice."""
    return count(100).__next__


def drawn_out(path, there, chance=None):
    """Return what is ahead when a run has had the time to draw all of it."""
    ahead = Ahead(path, chance or seeds())
    while ahead.draw(there):
        pass
    return ahead


@pytest.fixture
def nothing_can_be_drawn(monkeypatch):
    def refuse(*_):
        raise AssertionError("this is drawn now")

    return lambda: monkeypatch.setattr(NumericQuestion, "drawn", refuse)


def test_a_session_of_the_next_run_begins_with_what_this_one_drew(tmp_path, nothing_can_be_drawn):
    there = banks(generated("g"), fixed("f"))
    drawn_out(tmp_path / "ahead.json", there)
    nothing_can_be_drawn()
    ahead = Ahead(tmp_path / "ahead.json", seeds())
    seed = ahead.seed(there)
    for question in there.questions:
        assert ahead.variant(question, variant_seed(seed, question)).stem


def test_what_was_drawn_before_is_what_would_be_drawn_now(tmp_path):
    read = replace(reader.load([shipped()]), fingerprint="shipped")
    drawn_out(tmp_path / "ahead.json", read)
    ahead = Ahead(tmp_path / "ahead.json", seeds())
    seed = ahead.seed(read)
    numeric = [one for one in read.questions if isinstance(one, NumericQuestion)]
    assert len(cache.kept(tmp_path / "ahead.json", "shipped")["variants"]) == len(numeric) > 100
    for question in numeric:
        before = ahead.variant(question, variant_seed(seed, question))
        now = drawn(question, variant_seed(seed, question))
        assert before.filled
        assert before == now
        assert before.shape == before.known_shape == now.shape
        assert (before.stem, before.hints, before.key_text) == (now.stem, now.hints, now.key_text)


def test_a_session_asks_the_same_with_and_without_it(tmp_path):
    there = banks(*(generated(f"g{place}") for place in range(6)), fixed("f", level=2))
    drawn_out(tmp_path / "ahead.json", there)
    ahead = Ahead(tmp_path / "ahead.json", seeds())
    seed = ahead.seed(there)

    def asked(**more):
        practice = Practice(
            there.questions, clock=FakeClock(), recorder=lambda _: None, seed=seed, **more
        )
        return [one.variant.stem for one in iter(practice.next, None)]

    assert asked(draw=ahead.variant) == asked()


def test_no_two_sessions_have_the_same_seed(tmp_path):
    there = banks(generated("g"))
    ahead = drawn_out(tmp_path / "ahead.json", there)
    first = ahead.seed(there)
    ahead.draw(there)
    later = Ahead(tmp_path / "ahead.json", lambda: 0)
    assert first != later.seed(there)


def test_a_session_of_another_seed_is_drawn_now(tmp_path):
    question = generated("g", draw="integer(1, 1000000)")
    there = banks(question)
    ahead = drawn_out(tmp_path / "ahead.json", there)
    ahead.seed(there)
    assert ahead.variant(question, 7) == drawn(question, 7)


def test_other_banks_have_nothing_of_these(tmp_path):
    drawn_out(tmp_path / "ahead.json", banks(generated("g")), chance=lambda: 5)
    changed = banks(generated("g", draw="integer(2000, 3000)"), fingerprint="others")
    ahead = Ahead(tmp_path / "ahead.json", lambda: 5)
    (question,) = changed.questions
    variant = ahead.variant(question, variant_seed(ahead.seed(changed), question))
    assert variant.parameters["k"] >= 2000


def test_a_bank_that_changes_while_it_is_open_is_drawn_anew(tmp_path):
    ahead = drawn_out(tmp_path / "ahead.json", banks(generated("g")), chance=lambda: 5)
    changed = banks(generated("g", draw="integer(2000, 3000)"), fingerprint="others")
    (question,) = changed.questions
    variant = ahead.variant(question, variant_seed(ahead.seed(changed), question))
    assert variant.stem[0] >= "2"
    assert len(variant.stem) == 4


def test_what_can_not_be_drawn_is_left_to_the_session(tmp_path):
    never = replace(generated("never"), reject="1 == 1")
    there = banks(never, generated("g"))
    ahead = drawn_out(tmp_path / "ahead.json", there)
    seed = ahead.seed(there)
    assert ahead.variant(there.questions[1], variant_seed(seed, there.questions[1])).stem
    with pytest.raises(UsageError, match="never"):
        ahead.variant(never, variant_seed(seed, never))


@pytest.mark.parametrize(
    "changed",
    [
        b"",
        b"null",
        b"[" * 200_000,
        b'{"seed": 5, "variants": {"b/g": [1, 0, {}, "stem"]}}',
        lambda kept: kept.replace(b'{"k":', b'{"x":'),
        lambda kept: kept.replace(b'"seed": ', b'"seed": 1'),
        lambda kept: kept[:-1],
        lambda kept: kept + b" ",
    ],
)
def test_a_file_of_something_else_is_no_more_than_missing(tmp_path, changed):
    path = tmp_path / "ahead.json"
    there = banks(generated("g"))
    drawn_out(path, there, chance=lambda: 5)
    path.write_bytes(changed(path.read_bytes()) if callable(changed) else changed)
    ahead = drawn_out(path, there, chance=lambda: 9)
    assert ahead.seed(there) == 9


def test_where_it_can_not_be_kept_nothing_is_lost(tmp_path):
    there = banks(generated("g"))
    ahead = drawn_out(tmp_path / "missing" / "ahead.json", there, chance=lambda: 9)
    assert ahead.seed(there) == 9
    assert not list(tmp_path.iterdir())


def test_banks_that_have_no_fingerprint_are_not_kept(tmp_path):
    drawn_out(tmp_path / "ahead.json", banks(generated("g"), fingerprint=""))
    assert not list(tmp_path.iterdir())


def test_only_what_is_new_is_written(tmp_path):
    path, there = tmp_path / "ahead.json", banks(generated("g"))
    drawn_out(path, there)
    again = drawn_out(path, there)
    path.unlink()
    again.save()
    assert not path.exists()
    again.seed(there)
    again.save()
    assert path.exists()
