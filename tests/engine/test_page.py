"""The page of the engine's functions says what their docstrings say."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_what_the_docstrings_say():
    made = runpy.run_path(str(DOCS / "engine.py"))["page"]()
    told = "docs/engine.md is out of date: write it with 'make docs'"
    assert (DOCS / "engine.md").read_text("utf-8") == made, told
