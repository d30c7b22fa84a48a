"""What must hold of the ids that questions of a bank had before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quizapp.bank.reading.contradictions import entries
from quizapp.bank.reading.nodes import Entry, Scalar, Sequence, YamlNode
from quizapp.bank.reading.yaml_errors import Complaint, shown
from quizapp.questions import kinds
from quizapp.text.suggestions import nearest


def faults(bank: YamlNode, is_name: Callable[[str], bool]) -> Iterator[Complaint]:
    """Yield what is wrong with the ids that were renamed or retired, at their places.

    Parameters
    ----------
    bank
        The tree of the file.
    is_name
        Whether a text can be an id.
    """
    fields = entries(bank)
    asked = {
        entry.value.text: entry.value.line
        for question in _items(fields, "questions")
        if (entry := entries(question).get("id")) and isinstance(entry.value, Scalar)
    }
    renamed = entries(fields["renamed"].value) if "renamed" in fields else {}
    for old, entry in renamed.items():
        value = entry.value
        if not is_name(old):
            message = f"'{shown(old)}' can't be an id; one has {kinds.described(kinds.Slug())}"
            yield entry.line, entry.column, message
        elif old in asked:
            yield entry.line, entry.column, _still_asked(old, asked[old])
        elif isinstance(value, Scalar) and "/" not in value.text and value.text not in asked:
            hint = nearest(value.text[:60], asked) or "; write bank/id for one of another bank"
            message = f"this bank has no question '{shown(value.text)}'{hint}"
            yield value.line, value.column, message
    seen: dict[str, int] = {old: entry.line for old, entry in renamed.items()}
    for item in _items(fields, "retired"):
        if not isinstance(item, Scalar):
            continue
        if item.text in asked:
            yield item.line, item.column, _still_asked(item.text, asked[item.text])
        elif item.text in seen:
            message = f"'{shown(item.text)}' is already on line {seen[item.text]}; keep one of them"
            yield item.line, item.column, message
        seen.setdefault(item.text, item.line)


def _still_asked(name: str, line: int) -> str:
    return f"the question on line {line} has the id '{shown(name)}' now; leave it out here"


def _items(fields: dict[str, Entry], name: str) -> tuple[YamlNode, ...]:
    value = fields[name].value if name in fields else None
    return value.items if isinstance(value, Sequence) else ()
