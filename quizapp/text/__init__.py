"""Meaning into lines; knows no question."""
