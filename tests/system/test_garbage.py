"""Garbage is collected again as soon as what it was paused for is over."""

from __future__ import annotations

import gc

import pytest

from quizapp.system import garbage


def test_none_is_collected_inside_and_all_is_after_it():
    with garbage.paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_inside_lets_it_go_on():
    with pytest.raises(KeyError), garbage.paused():
        raise KeyError
    assert gc.isenabled()


def test_who_paused_it_before_is_left_alone():
    garbage.pause()
    with garbage.paused():
        pass
    assert not gc.isenabled()
    garbage.reset()


def test_what_is_there_for_good_is_looked_at_no_more():
    garbage.resume()
    assert gc.get_freeze_count()
    garbage.reset()
    assert gc.get_freeze_count() == 0
