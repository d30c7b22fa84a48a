"""What is written in a theme's colours can be read."""

import pytest
from textual.color import Color

from quizapp.tui import themes

READABLE = 4.5
"""The contrast that WCAG asks of text (AA)."""
TEXTS = ("foreground", "foreground-muted", "text-accent", "text-success", "text-warning")
TEXTS += ("text-disabled", "text-error", "text-secondary", "text-primary")


def contrast(one, other):
    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def light(colour):
    """Return the relative luminance."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def parts(theme, name, upon):
    """Return a colour of a theme as it is painted on another."""
    variables = theme.to_color_system().generate()
    below, above = Color.parse(variables[upon]), Color.parse(variables[name])
    return (below + above).normalized


@pytest.mark.parametrize("theme", [themes.DARK, themes.LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("upon", ["background", "surface", "panel"])
@pytest.mark.parametrize("name", TEXTS)
def test_every_colour_of_text_stands_out_from_what_is_under_it(theme, name, upon):
    assert contrast(parts(theme, name, upon), parts(theme, upon, upon)) >= READABLE
