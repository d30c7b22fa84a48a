"""The terminal screens: nothing below this package knows that they exist."""
