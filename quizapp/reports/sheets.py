"""A topic on one page: what it is made of, an example worked, the mistakes, and what to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from quizapp.errors import QuizappError
from quizapp.quantities.catalogue import CALLED, with_own
from quizapp.reports.html import page
from quizapp.reports.html_blocks import html as html_of
from quizapp.reports.listing import called
from quizapp.reports.markdown import escaped, fenced
from quizapp.text import prose
from quizapp.text.blocks import Aside, Block, Heading, Text
from quizapp.text.lines import lines as laid_out
from quizapp.text.phrases import slip_title
from quizapp.text.prose import plain
from quizapp.text.typesetting.mathml import mathml
from quizapp.text.visible import safe
from quizapp.working.numerals import result_text

if TYPE_CHECKING:
    from quizapp.bank.tracks import Tracks
    from quizapp.quantities.quantity import Quantity
    from quizapp.questions.base import Question, Variant
    from quizapp.record import Remark

_QUANTITIES: Final = 3
"""Of a topic, those that its questions ask for most."""
_MISTAKES: Final = 4
_TAKEAWAYS: Final = 5
_SEED: Final = 1
"""Of the examples, so that a sheet is the same each time."""
LIBRARIES: Final = {
    "bce_with_logits": "torch.nn.functional.binary_cross_entropy_with_logits",
    "binary_cross_entropy": "torch.nn.functional.binary_cross_entropy",
    "brier_score": "sklearn.metrics.brier_score_loss",
    "cross_entropy_logits": "torch.nn.functional.cross_entropy",
    "entropy": "scipy.stats.entropy",
    "kl_divergence": "scipy.stats.entropy(p, q)",
    "log_loss": "sklearn.metrics.log_loss",
    "log_softmax": "torch.log_softmax, scipy.special.log_softmax",
    "logit": "torch.logit, scipy.special.logit",
    "logsumexp": "torch.logsumexp, scipy.special.logsumexp",
    "one_hot": "torch.nn.functional.one_hot",
    "sigmoid": "torch.sigmoid, scipy.special.expit",
    "softmax": "torch.softmax, scipy.special.softmax",
}
"""Quantity → what libraries call it."""


@dataclass(frozen=True)
class Computed:
    """Something that is computed in a topic."""

    title: str
    meaning: str
    formula: str
    """TeX, or nothing."""
    library: str
    example: tuple[Block, ...]
    """A question with its worked solution; empty where none asks for it."""
    mistakes: tuple[tuple[str, str, str], ...]
    """What each is called, the value that it gives in the example, and the remedy."""


@dataclass(frozen=True)
class TopicSheet:
    """A topic on one page."""

    title: str
    about: str
    parts: tuple[Computed, ...]
    takeaways: tuple[str, ...]
    """Marked-up sentences."""
    aloud: str
    """What to say in an interview, marked up; empty where no question asks for it."""
    notes: tuple[str, ...]
    """The learner's own."""
    starred: tuple[str, ...]
    """What the questions are called that the learner has starred."""


def sheet(
    topic: str,
    questions: Iterable[Question],
    tracks: Tracks,
    notes: Iterable[str] = (),
    starred: Iterable[str] = (),
) -> TopicSheet:
    """Return a topic on one page.

    Parameters
    ----------
    topic
        Its name.
    questions
        On it.
    tracks
        Say how it is called, and what it is about.
    notes
        What the learner wrote on its questions.
    starred
        What those of them are called that the learner has starred.
    """
    known = sorted(questions, key=lambda question: (question.level, not question.generated))
    return TopicSheet(
        title=tracks.title(topic),
        about=tracks.about(topic),
        parts=tuple(_parts(known)),
        takeaways=tuple(_takeaways(known)),
        aloud=_aloud(known),
        notes=tuple(notes),
        starred=tuple(starred),
    )


def sheet_of(
    topic: str, questions: Sequence[Question], tracks: Tracks, remarks: Iterable[Remark]
) -> TopicSheet:
    """Return the sheet of a topic, with those of the learner's remarks that are about it."""
    known = {question.name: question for question in questions}
    said = [remark for remark in remarks if remark.question in known]
    notes = [remark.text for remark in said if remark.kind == "note" and remark.text]
    starred = [called(known[remark.question]) for remark in said if remark.kind == "star"]
    return sheet(topic, questions, tracks, notes, starred)


def text(sheets: Sequence[TopicSheet]) -> str:
    """Return sheets for a terminal."""
    return "\n\n\n".join("\n".join(laid_out(blocks(found))) for found in sheets) + "\n"


def markdown(sheets: Sequence[TopicSheet]) -> str:
    """Return sheets as a Markdown document."""
    parts: list[str] = []
    for found in sheets:
        parts.append(f"# {escaped(safe(found.title))}")
        parts += [escaped(safe(found.about))] if found.about else []
        for part in found.parts:
            parts += [f"## {escaped(safe(part.title))}"]
            parts += [escaped(safe(part.meaning))] if part.meaning else []
            parts += [f"$$\n{part.formula}\n$$"] if part.formula else []
            parts += [f"In code: `{part.library}`"] if part.library else []
            parts += ["Example:", fenced(laid_out(part.example))] if part.example else []
            parts += ["\n".join(_listed(part))] if part.mistakes else []
        for title, texts in _sections(found):
            parts += [f"## {title}", "\n".join(f"- {escaped(text)}" for text in texts)]
    return "\n\n".join(parts) + "\n"


def html(sheets: Sequence[TopicSheet]) -> str:
    """Return sheets as one HTML page, ready to print."""
    body: list[str] = []
    for found in sheets:
        body += [f"<h1>{escape(safe(found.title))}</h1>", _paragraph(found.about)]
        for part in found.parts:
            body += [f"<h2>{escape(safe(part.title))}</h2>", _paragraph(part.meaning)]
            body += [mathml(part.formula)] if part.formula else []
            body += [f"<p>In code: <code>{escape(part.library)}</code></p>"] if part.library else []
            body += [f'<div class="example">{html_of(part.example)}</div>'] if part.example else []
            rows = "".join(
                f"<li><b>{escape(title)}</b>: {escape(value)}. {escape(says)}</li>\n"
                for title, value, says in part.mistakes
            )
            body += [f"<p>Common mistakes here:</p>\n<ul>\n{rows}</ul>"] if rows else []
        for title, texts in _sections(found):
            rows = "".join(f"<li>{escape(text)}</li>\n" for text in texts)
            body.append(f"<h2>{title}</h2>\n<ul>\n{rows}</ul>")
    title = sheets[0].title if len(sheets) == 1 else "Topics"
    return page(safe(title), "\n".join(filter(None, body)))


def blocks(found: TopicSheet) -> Iterator[Block]:
    """Yield a sheet part by part."""
    yield Text(f"**{_unmarked(found.title)}**")
    if found.about:
        yield Text(_unmarked(found.about))
    for part in found.parts:
        meaning = f": {_unmarked(part.meaning)}" if part.meaning else ""
        yield Text(f"**{_unmarked(part.title)}**{meaning}")
        if part.formula:
            yield _formula(part)
        if part.library:
            yield Aside(f"In code: {part.library}")
        if part.example:
            yield Heading("Example")
            yield from part.example
        if part.mistakes:
            yield Heading("Common mistakes here")
            yield Text("\n".join(_listed(part)))
    for title, texts in _sections(found):
        yield Heading(title)
        yield Text("\n".join(f"- {_unmarked(text)}" for text in texts))


def _formula(part: Computed) -> Text:
    return Text(f"$$\n{part.formula}\n$$")


def _listed(part: Computed) -> Iterator[str]:
    for title, value, says in part.mistakes:
        yield f"- **{_unmarked(title)}**: {_unmarked(value)}. {_unmarked(says)}"


def _sections(found: TopicSheet) -> Iterator[tuple[str, list[str]]]:
    """Yield what is the same in every format: titles, each with plain sentences."""
    for title, texts in (
        ("To remember", found.takeaways),
        ("Say it aloud", (found.aloud,) if found.aloud else ()),
        ("Your notes", found.notes),
        ("Your starred questions", found.starred),
    ):
        if texts:
            yield title, [" ".join(plain(text, flat=True).split()) for text in texts]


def _parts(questions: Sequence[Question]) -> Iterator[Computed]:
    """Yield the quantities that questions ask for most, with an example of each."""
    asking: dict[str, Question] = {}
    quantities: dict[str, Quantity] = {}
    count: Counter[str] = Counter()
    for question in questions:
        for name in _outermost(question):
            quantity = with_own(question.known).get(name)
            if quantity is not None:
                quantities.setdefault(name, quantity)
                asking.setdefault(name, question)
                count[name] += 1
    for name, _ in count.most_common(_QUANTITIES):
        yield _part(quantities[name], asking[name])


def _outermost(question: Question) -> list[str]:
    """Return what an answer calls first, or nothing where it is none that is computed."""
    return CALLED.findall(question.computed)[:1]


def _part(quantity: Quantity, question: Question) -> Computed:
    try:
        variant = question.variant(_SEED)
        example = (*variant.asked(), *variant.solved())
        mistakes = tuple(_mistakes(variant))
    except QuizappError:
        example, mistakes = (), ()
    return Computed(
        title=f"{quantity.title[:1].upper()}{quantity.title[1:]}",
        meaning=""
        if quantity.meaning.casefold() == quantity.title.casefold()
        else quantity.meaning,
        formula=quantity.formula,
        library=LIBRARIES.get(quantity.name, ""),
        example=example,
        mistakes=mistakes,
    )


def _mistakes(variant: Variant) -> Iterator[tuple[str, str, str]]:
    single = [one for one in variant.facts().get("slips", ()) if len(one["ids"]) == 1]
    for one in single[:_MISTAKES]:
        (slip,) = one["ids"]
        says = " ".join(plain(one["says"], flat=True).split())
        yield slip_title(slip), result_text(one["value"]), says


def _takeaways(questions: Iterable[Question]) -> Iterator[str]:
    """Yield what questions say at the end of their solutions, as far as it is the same each time.

    Those that can't be drawn say nothing.
    """
    found: list[str] = []
    for question in questions:
        if len(found) == _TAKEAWAYS:
            break
        if "{{" in question.solution.replace("{{ working }}", ""):
            continue
        try:
            says = question.variant(_SEED).takeaway
        except QuizappError:
            continue
        if says and says not in found:
            found.append(says)
    yield from found


def _aloud(questions: Iterable[Question]) -> str:
    """Return the shortest model answer of a topic."""
    answers = [question.spoken for question in questions]
    return min((answer for answer in answers if answer and "{{" not in answer), key=len, default="")


def _paragraph(text: str) -> str:
    return f"<p>{escape(safe(text))}</p>" if text else ""


def _unmarked(text: str) -> str:
    """Return a text in which nothing is marked up."""
    return prose.unmarked(" ".join(safe(text).split()))
