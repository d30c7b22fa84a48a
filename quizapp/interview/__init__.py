"""A timed mock interview: its plan, its course and its results."""
