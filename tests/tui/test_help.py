"""Every screen says what it is for."""

import pkgutil
from importlib import import_module

import pytest
from textual.screen import ModalScreen, Screen

from quizapp.tui import screens

SCREENS = [
    kind
    for module in pkgutil.iter_modules(screens.__path__)
    for kind in vars(import_module(f"{screens.__name__}.{module.name}")).values()
    if isinstance(kind, type)
    and issubclass(kind, Screen)
    and not issubclass(kind, ModalScreen)
    and kind.__module__ == f"{screens.__name__}.{module.name}"
]


def test_there_are_screens():
    assert len(SCREENS) > 9


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_a_screen_says_what_it_is_for(screen):
    assert "HELP" in vars(screen), "say in its HELP what the screen is for: '?' shows it"
    assert screen.HELP.endswith(".")
