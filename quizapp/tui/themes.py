"""Our two themes: ink for dark rooms, paper for light ones."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="ink",
    primary="#7aa5d8",
    secondary="#9a93c9",
    accent="#e0b070",
    success="#8fc183",
    warning="#dcae5f",
    error="#e28479",
    foreground="#d9dbe0",
    background="#14171c",
    surface="#1b1f26",
    panel="#1f242c",
    dark=True,
    # Only what an empty field says is in the colour of disabled text, and that is to be read.
    variables={"border-blurred": "#39404c", "text-disabled": "#8a8d92"},
)

LIGHT: Final = Theme(
    name="paper",
    primary="#2f5f9e",
    secondary="#6a5f9e",
    accent="#96590f",
    success="#3b7a35",
    warning="#8f6400",
    error="#b23b30",
    foreground="#2a2a28",
    background="#faf8f3",
    surface="#f4f1e9",
    panel="#ece8dd",
    dark=False,
    # Grey on paper needs more ink than grey on black: 5 : 1, also on a panel.
    variables={
        "border-blurred": "#c9c2b2",
        "foreground-muted": "#62615d",
        "text-disabled": "#62615d",
    },
)
