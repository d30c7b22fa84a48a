"""What home shows: what can be chosen, and what there is to say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content

from quizapp import practice, reports
from quizapp.bank.tracks import Tracks
from quizapp.text.phrases import (
    OTHER_SUBJECTS,
    counted,
    levels,
    listed,
    percent,
    rough_duration,
    slip_title,
    times,
)
from quizapp.text.visible import safe
from quizapp.tui import typeset
from quizapp.tui.widgets.menu import MenuEntry

if TYPE_CHECKING:
    from quizapp.bank.collection import Banks
    from quizapp.learning.evening import Evening
    from quizapp.learning.outlook import Outlook
    from quizapp.learning.plan import TopicState
    from quizapp.practice.selection import Selection
    from quizapp.questions.base import Question
    from quizapp.tui.offers import Offer

TODAY: Final = "today"
PLACEMENT: Final = "placement"
PLACES: Final = "Start: find out where you stand"
"""What the placement is called."""
DATE: Final = "date"
_EVERYTHING: Final = "everything"
INTERVIEW: Final = "interview"
TOPIC: Final = "topic:"
_BANK: Final = "bank:"
_ASKED_MOST: Final = f"{_BANK}interview"
"""The bank that stands beside the mock interview."""
SUBJECTS: Final = "subjects"
MORE: Final = "more"
SHEET: Final = "sheet:"
SLIP: Final = "slip:"
PITCHES: Final = "pitches"
_ABOUT: Final = {
    TODAY: "What is worth most today: what you missed, what you are about to forget, and what is "
    "new, mixed over the topics.",
    PLACEMENT: "The questions go up and down the topics. Press F5 where you don't know; you can "
    "leave whenever you like.",
    DATE: "With a date, each day gets what is worth most for it. Without one, everything you "
    "know is kept fresh.",
    _EVERYTHING: "A mix from every topic, from easy to hard. Good for days when you don't know "
    "what you don't know.",
    INTERVIEW: "Sections, a clock, and no feedback until the end; then a scorecard and a review. "
    "All you type is saved.",
    SUBJECTS: "Other lists of topics, each with an order to learn them in. Your progress in this "
    "one stays.",
    SHEET: "One of the topics you know least of those you have met, on one page.",
    SLIP: "One of the mistakes you made most. Press Enter for a few questions in which you could "
    "make it again.",
    PITCHES: "The open questions you know best, to answer aloud once more.",
    MORE: "Press Enter to show them, and again to hide them.",
}
"""What there is to say of what is no topic and no bank, by its name or how that begins."""
_MOST_LINES: Final = 3
"""Lines about an entry."""
_BAR: Final = 10


class HomePage(NamedTuple):
    """What home shows of what is known now."""

    tracks: Tracks
    banks: Banks | None
    """None until they are loaded."""
    offers: tuple[Offer, ...]
    """What can be continued, the most urgent first."""
    outlook: Outlook | None
    """Where the learner stands; None until that is known."""
    is_new: bool
    """Whether the learner has no history yet."""
    unfolded: bool
    """Whether the question banks are listed."""
    is_narrow: bool
    """Whether there is no room for a bar beside a topic."""

    @property
    def title(self) -> Content:
        """Return the line above all."""
        title = safe(self.tracks.chosen.title)
        ahead = self._countdown()
        said = f"  {title}   {ahead}" if ahead else f"  interview practice: {title}"
        return Content.assemble(("quizapp", "bold $text-accent"), said)

    def _countdown(self) -> str:
        if self.outlook is None:
            return ""
        return reports.today.countdown(self.outlook.aim, self.outlook.today.days_left)

    @property
    def first(self) -> str:
        """What is highlighted at first."""
        return PLACEMENT if self.is_new else TODAY

    def entries(self) -> list[MenuEntry]:
        """Return what can be chosen, in order, with the lines between."""
        topics = self.tracks.chosen.topics
        last = len(topics) - 1
        rails = [
            "┌─ " if place == 0 else "└▸ " if place == last else "├─ "
            for place in range(len(topics))
        ]
        return [
            *self._offered_entries(urgent=True),
            *self._todays(),
            *self._evenings(),
            *self._offered_entries(urgent=False),
            MenuEntry(INTERVIEW, "Mock interview", right=self._mock_says(), does="Open"),
            *self._asked_most(),
            MenuEntry("", ""),
            MenuEntry("", "Topics: each builds on the one before", right=self._columns()),
            *(self._topic_entry(one.topic, rail) for one, rail in zip(topics, rails, strict=True)),
            MenuEntry(_EVERYTHING, self._everything, questions=self.questions_behind(_EVERYTHING)),
            *self._other_subjects(),
            *self._more(),
        ]

    @property
    def _everything(self) -> str:
        """What a mix of the followed subject's questions is called."""
        is_one_of_several = len(self.tracks.tracks) > 1
        return (
            f"Everything in {safe(self.tracks.chosen.title)}" if is_one_of_several else "Everything"
        )

    def _other_subjects(self) -> Iterator[MenuEntry]:
        if len(self.tracks.tracks) > 1:
            yield MenuEntry(SUBJECTS, OTHER_SUBJECTS, does="Open")

    def _offered_entries(self, *, urgent: bool) -> Iterator[MenuEntry]:
        for offer in self.offers:
            if offer.urgent is urgent:
                text = f"{offer.does}: {safe(offer.text)}"
                yield MenuEntry(offer.name, text, urgent=urgent, does=offer.does)

    def _todays(self) -> Iterator[MenuEntry]:
        """Yield what to do today; first of all what finds out where the learner stands."""
        if self.is_new:
            count = len(self.outlook.placement) if self.outlook else None
            yield MenuEntry(PLACEMENT, PLACES, questions=count)
        yield MenuEntry(TODAY, to_do(self.outlook))
        begins = self.outlook.is_first_day if self.outlook else self.is_new
        if begins and not self._countdown():
            yield MenuEntry(DATE, "When is your interview?", does="Date")

    def offer(self, name: str) -> Offer | None:
        """Return what can be continued under a name, if anything can."""
        return next((one for one in self.offers if one.name == name), None)

    @property
    def evening(self) -> Evening | None:
        """What the evening before the interview is for, if it is that."""
        return self.outlook.evening if self.outlook else None

    def _evenings(self) -> Iterator[MenuEntry]:
        """Yield what the evening before the interview is for."""
        found = self.evening
        if found is None:
            return
        yield MenuEntry("", reports.today.EVENING.rstrip("."))
        for topic in found.topics:
            title = safe(self.tracks.title(topic))
            yield MenuEntry(f"{SHEET}{topic}", f"Read the sheet on {title}", does="Sheet")
        for slip, count in found.slips:
            right = ((times(count), typeset.FAINT),)
            yield MenuEntry(f"{SLIP}{slip}", f"Mistake: {slip_title(slip)}", right=right)
        if found.pitches:
            text = f"{counted(len(found.pitches), 'pitch', 'pitches')} aloud"
            yield MenuEntry(PITCHES, text)
        yield MenuEntry("", "")

    def _mock_says(self) -> tuple[tuple[str, str], ...]:
        is_good = self.outlook is not None and self.outlook.today.mock
        return (("today is a good day for one", typeset.FAINT),) if is_good else ()

    def _asked_most(self) -> Iterator[MenuEntry]:
        """Yield the bank that stands beside the mock interview, where it is on this subject."""
        for bank in self.banks.banks if self.banks else ():
            covered = any(self.tracks.covers(one.topic) for one in bank.questions)
            if f"{_BANK}{bank.name}" == _ASKED_MOST and covered:
                title = safe(bank.title or bank.name)
                yield MenuEntry(_ASKED_MOST, title, questions=self.questions_behind(_ASKED_MOST))

    def _more(self) -> Iterator[MenuEntry]:
        """Yield one line for the other topics and the banks, and each of them where it is open."""
        if self.banks is None or not self.banks.banks:
            return
        others = sorted(self.tracks.in_none(self.banks.by_topic))
        text = "Other topics, and question banks" if others else "Question banks"
        sign, does = ("− ", "Hide") if self.unfolded else ("+ ", "Show")
        yield MenuEntry(MORE, text, sign, does=does)
        if not self.unfolded:
            return
        yield from (self._topic_entry(topic) for topic in others)
        for bank in self.banks.banks:
            name = f"{_BANK}{bank.name}"
            if name != _ASKED_MOST:
                title = safe(bank.title or bank.name)
                yield MenuEntry(name, title, questions=self.questions_behind(name))

    def _columns(self) -> tuple[tuple[str, str], ...]:
        if self.outlook is None:
            return ()
        recall = "" if self.is_narrow else f"{'recall':<{_BAR + 1}}"
        return ((f"{'met':>8}  {recall}{'now':>4}  {'due':>4}", typeset.FAINT),)

    def _topic_entry(self, topic: str, rail: str = "") -> MenuEntry:
        name = f"{TOPIC}{topic}"
        count = self.questions_behind(name)
        known = {one.topic: one for one in self.outlook.topics} if self.outlook else {}
        right = self._state(known[topic]) if topic in known else ()
        if count == 0:
            right = (("no questions yet", typeset.FAINTER),)
        return MenuEntry(name, safe(self.tracks.title(topic)), rail, count, right=right)

    def _state(self, one: TopicState) -> tuple[tuple[str, str], ...]:
        """Return how far a topic is: how much of it was met, how well it is known, what is due."""
        met = (f"{f'{one.met} of {one.all}':>8}  ", typeset.FAINT)
        due = (f"  {one.due or '–':>4}", "" if one.due else typeset.FAINTER)
        if not one.met:
            return (
                met,
                (" " * (0 if self.is_narrow else _BAR + 1), ""),
                ("   –", typeset.FAINTER),
                due,
            )
        now = (f"{percent(one.now):>4}", "")
        if self.is_narrow:
            return met, now, due
        done, rest = typeset.bar(one.now, _BAR)
        return met, (done, typeset.DONE), (f"{rest} ", typeset.REST), now, due

    def questions_behind(self, name: str) -> int | None:
        """Return how many questions are behind an entry; None until the banks are read."""
        return None if self.banks is None else len(self._chosen(name))

    def _chosen(self, name: str) -> Sequence[Question]:
        if self.banks is None:
            return ()
        selection = asked_by(name)
        if selection.topic:
            return self.banks.by_topic.get(selection.topic, ())
        if selection.bank:
            return self.banks.by_bank.get(selection.bank, ())
        topics = self.banks.by_topic.items()
        covered = [one for topic, some in topics if self.tracks.covers(topic) for one in some]
        return covered or self.banks.questions

    def about(self, name: str, width: int) -> typeset.Lines:
        """Return what an entry is about."""
        offered = self.offer(name)
        if offered is not None:
            return typeset.flowed([(offered.says, "")], width)
        kind = f"{name.partition(':')[0]}:" if ":" in name else name
        if kind in _ABOUT and name != _EVERYTHING:
            return typeset.flowed([(self._todays_topics(name) or _ABOUT[kind], "")], width)
        says = safe(self.tracks.about(name.removeprefix(TOPIC))) or self._covered(name)
        whole = typeset.flowed([(f"{says} ", ""), *self._inventory(name)], width)
        # The number of questions stands in the menu too, so it goes before it would be cut off.
        return whole if len(whole) <= _MOST_LINES else typeset.flowed([(says, "")], width)

    def _todays_topics(self, name: str) -> str:
        """Return what today is about, where that is known."""
        if name != TODAY or self.outlook is None:
            return ""
        if not self.outlook.today.portion:
            return "If you want more, Enter asks what is worth most next."
        spent = self.outlook.today.spent
        done = f" You have done {rough_duration(60 * spent)} today." if spent else ""
        return f"{reports.today.topics(self.outlook.today, self.tracks.title)}{done}".strip()

    def _covered(self, name: str) -> str:
        """Return what a bank, or everything, is about."""
        if name == _EVERYTHING:
            return _ABOUT[name]
        title = self.tracks.title
        titles = dict.fromkeys(title(question.topic) for question in self._chosen(name))
        return f"Questions on {listed(safe(title) for title in titles)}." if titles else ""

    def _inventory(self, name: str) -> list[tuple[str, str]]:
        """Return the levels and the numbers of questions behind an entry."""
        if self.banks is None:
            return [("…", typeset.FAINT)]
        questions = self._chosen(name)
        if not questions:
            return [("No questions here yet.", typeset.FAINT)]
        low = min(question.level for question in questions)
        high = max(question.level for question in questions)
        fresh = sum(question.generated for question in questions)
        count = counted(len(questions), "question")
        share = "all" if fresh == len(questions) else str(fresh)
        numbers = f", {share} with new numbers each time" if fresh else ""
        return [(f"{count}, {levels(low, high)}{numbers}.", typeset.FAINT)]


def to_do(outlook: Outlook | None) -> str:
    """Return what to do today as one line, as far as that is known."""
    return "Today" if outlook is None else reports.today.headline(outlook.today)


def asked_by(name: str) -> Selection:
    """Return what the entry of a topic, a bank or everything asks."""
    if name.startswith(TOPIC):
        return practice.selection.Selection(topic=name.removeprefix(TOPIC))
    if name.startswith(_BANK):
        return practice.selection.Selection(bank=name.removeprefix(_BANK))
    return practice.selection.Selection()
