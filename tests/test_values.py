"""Values behave as frozen dataclasses do, but for the assignments that mypy refuses."""

from __future__ import annotations

import dataclasses

import pytest

from quizapp.values import dataclass


def classes(make):
    @make(frozen=True)
    class Nothing:
        pass

    @make(frozen=True)
    class One:
        a: int
        b: tuple[int, ...] = ()

    @make(frozen=True, kw_only=True)
    class Two(One):
        c: str = dataclasses.field(default="c", compare=False, repr=False)

    @make(frozen=True, slots=True)
    class Slots:
        a: int

    @make(frozen=True)
    class Own:
        a: int

        def __eq__(self, other):
            return True

        def __repr__(self):
            return "own"

    @make(frozen=True, eq=False)
    class Same:
        a: int

    @make
    class Changing:
        a: int

    return Nothing, One, Two, Slots, Own, Same, Changing


def made(make):
    nothing, one, two, slots, own, same, changing = classes(make)
    return [
        *(nothing(), one(1), one(1), one(1, (2,)), one(2), two(1, c="d"), two(1, c="e")),
        *(slots(1), slots(1), slots(2), own(1), own(2), same(1), same(1), changing(1), changing(1)),
    ]


def hashed(one):
    try:
        return hash(one)
    except TypeError:
        return None


@pytest.mark.parametrize(
    "told",
    [
        lambda all_: [[one == other for other in all_] for one in all_],
        lambda all_: [[hashed(one) == hashed(other) for other in all_] for one in all_],
        lambda all_: [repr(one).split(" object at ")[0].rpartition(".")[2] for one in all_],
        lambda all_: [[one.name for one in dataclasses.fields(value)] for value in all_],
        lambda all_: [type(value).__match_args__ for value in all_],
    ],
)
def test_a_value_is_as_a_dataclass(told):
    assert told(made(dataclass)) == told(made(dataclasses.dataclass))


def test_a_value_can_be_changed_to_another():
    _, one, *_ = classes(dataclass)
    assert dataclasses.replace(one(1), b=(3,)) == one(1, (3,))
