"""Interview practice in a terminal: asks, grades, says which mistake, shows the working."""

__version__ = "0.1.0"
