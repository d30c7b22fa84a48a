"""A format of a scorecard is a module and an entry."""

import sys
from types import SimpleNamespace

from quizapp.cli.parsing import read
from quizapp.reports import formats


def test_a_new_format_is_a_module_and_an_entry(monkeypatch):
    written = SimpleNamespace(write=lambda card: f"the card {card}")
    monkeypatch.setitem(sys.modules, "quizapp.reports.rtf", written)
    monkeypatch.setitem(formats.FORMATS, "rtf", "rtf")
    assert formats.write(7, read(["report", "--format", "rtf"]).format) == "the card 7"
