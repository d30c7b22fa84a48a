"""When garbage is collected: not while much is made that is there to stay.

Python looks through all that is there whenever enough was made. While a program starts, or reads
thousands of questions, that takes as long as the rest, and nothing is found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def pause() -> None:
    """Collect none until further notice."""
    gc.disable()


def resume() -> None:
    """Collect again, but none of what is there for good."""
    gc.freeze()
    gc.enable()


def reset() -> None:
    """Collect as Python does by itself."""
    gc.unfreeze()
    gc.enable()


@contextmanager
def paused() -> Iterator[None]:
    """Collect none inside."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
