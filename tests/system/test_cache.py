"""What is kept is taken back as it was, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from quizapp.system import cache


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kept.json"


def test_what_is_kept_is_taken_back_under_its_key_alone(path):
    assert cache.kept(path, "k") is None
    assert cache.keep(path, "k", {"a": [1, None, "é"]})
    assert cache.kept(path, "k") == {"a": [1, None, "é"]}
    assert cache.kept(path, "other") is None
    assert cache.kept(path, "") is None
    assert [one.name for one in path.parent.iterdir()] == ["kept.json"]


def test_every_flipped_bit_is_seen(path):
    cache.keep(path, "k", {"level": 1})
    data = path.read_bytes()
    for place in range(8 * len(data)):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        path.write_bytes(changed)
        assert cache.kept(path, "k") is None


def test_where_it_can_not_be_kept_nothing_is_left(path):
    assert not cache.keep(path.parent / "missing" / "kept.json", "k", 1)
    path.mkdir()
    assert not cache.keep(path, "k", 1)
    assert cache.kept(path, "k") is None
    assert [one.name for one in path.parent.iterdir()] == ["kept.json"]
