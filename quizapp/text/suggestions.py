"""Suggest the name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest known name, or nothing."""
    # Here and not above: it takes longer to load than most commands take before they need it.
    from difflib import get_close_matches

    matches = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{matches[0]}'?" if matches else ""


def one_of(names: Iterable[str]) -> str:
    """Return names to choose from, such as ``nats, bits or bans``."""
    *before, last = names
    return f"{', '.join(before)} or {last}" if before else last
