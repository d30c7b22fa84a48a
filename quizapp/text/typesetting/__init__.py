"""Formulas set in one line or in two dimensions."""
