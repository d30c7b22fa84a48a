"""Questions as a paper to print: the questions first, and the answer key at the end."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.bank.tracks import NO_TRACKS, Tracks
from quizapp.questions.base import Variant
from quizapp.reports.markdown import escaped, fenced
from quizapp.text.lines import lines
from quizapp.text.visible import safe


def write(variants: Sequence[Variant], tracks: Tracks = NO_TRACKS) -> str:
    """Return variants as a Markdown document."""
    parts = ["# Questions"]
    for number, variant in enumerate(variants, start=1):
        question = variant.question
        about = f"{tracks.title(question.topic)}, level {question.level}"
        asked = lines((*variant.asked(), *variant.offered()))
        parts += [f"## {number}. {_title(variant, tracks)}", escaped(about), fenced(asked)]
    parts.append("# Answer key")
    for number, variant in enumerate(variants, start=1):
        parts += [
            f"## {number}. {_title(variant, tracks)}",
            f"`{variant.name}`",
            fenced(lines(variant.solved())),
        ]
    return "\n\n".join(parts) + "\n"


def _title(variant: Variant, tracks: Tracks) -> str:
    return escaped(safe(variant.question.title or tracks.title(variant.question.topic)))
