"""Scorecards: what an interview came to, and that each format says the same and escapes all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from quizapp.errors import UsageError
from quizapp.interview.scorecard import Earlier, card, of_events
from quizapp.interview.sitting import Interview
from quizapp.reports import html, markdown, scorecard
from quizapp.reports.json import as_json
from tests.interview import cases
from tests.interview.cases import BANKS, LOSS, PICK, SHORT, START, TALK, WORSE
from tests.stubs import FakeClock


def lucky_and_wrong():
    """Return an interview with a lucky guess, a sure error, an open answer and an empty one."""
    clock, paper = FakeClock(), cases.Paper()
    interview = Interview.begin(SHORT, BANKS, 17, clock=clock, log=paper)
    clock.wait(90)
    interview.answer(cases.key(interview, LOSS))
    interview.rate(0.3)
    interview.show(PICK)
    clock.wait(20)
    wrong = "b" if cases.key(interview, PICK) == "a" else "a"
    interview.answer(wrong)
    interview.rate(0.9)
    interview.show(TALK)
    clock.wait(30)
    interview.answer("<script>alert(1)</script> | `ticks` & *stars*\n```\nfenced")
    interview.submit()
    return interview, paper


@pytest.fixture
def interview():
    return lucky_and_wrong()[0]


def made(interview, earlier=()):
    return card(interview.results(), interview.state, earlier)


def test_it_sums_up_by_section_and_topic(interview):
    found = made(interview)
    assert (found.total.score, found.total.questions) == (1, 4)
    sections = [(one.title, one.score, one.questions) for one in found.sections]
    assert sections == [("Numbers", 1, 2), ("Words", 0, 2)]
    topics = [(one.title, one.score, one.questions) for one in found.topics]
    assert topics == [("loss", 1, 2), ("words", 0, 2)]
    assert found.used == 140


def test_lucky_guesses_sure_errors_empties_and_slow_ones_are_named_by_number(interview):
    found = made(interview)
    assert (found.lucky, found.sure_errors) == ((1,), (3,))
    assert (found.unanswered, found.awaiting, found.slow) == ((2,), (4,), (1,))


def test_the_remarks_say_it_in_sentences(interview):
    earlier = Earlier(
        began=START - timedelta(days=1), code="short@3", score=2, questions=4, seconds=300
    )
    assert scorecard.remarks(made(interview, [earlier])) == (
        "1 of 4 correct (25%), in 2 min 20 s of 10 min; you submitted it.",
        "Lost most: Words (0 of 2) and Numbers (1 of 2).",
        "You took 2 min 20 s for 3 answered questions, of 9 min planned.",
        "Question 4 needs you to check your answer; until then it scores 0.",
        "Not answered: 2.",
        "Took longer than planned: 1.",
        "Lucky guesses: 1.",
        "Confident but wrong: 3.",
        "Worse than last time (50% on 20 Nov 2026).",
        "Next up: Words.",
    )


def test_the_verdict_comes_first_once_all_answers_are_checked(interview):
    assert scorecard.verdict(made(interview)) == ""
    interview.confirm(TALK, ["first"])
    found = made(interview)
    assert scorecard.remarks(found)[0] == "Not there yet: aim for 70%."
    all_right = replace(found, results=found.results[:1])
    assert scorecard.remarks(all_right)[0] == "Well done: the aim was 70%."


def test_what_was_missed_has_what_is_wrong_and_what_is_empty(interview):
    interview.confirm(TALK, [])
    found = made(interview)
    assert len(found.missed) == 3
    assert found.results[0].planned.variant.question.name not in found.missed


@pytest.mark.parametrize(
    ("score", "words"), [(0, "Better than"), (1, "The same as"), (3, "Worse than")]
)
def test_it_is_compared_with_the_last_of_the_same_blueprint(interview, score, words):
    earlier = Earlier(began=START, code="", score=score, questions=4, seconds=1)
    assert any(words in remark for remark in scorecard.remarks(made(interview, [earlier])))


def test_ticked_points_count(interview):
    interview.confirm(TALK, ["first"])
    found = made(interview)
    assert found.total.score == 1.75
    assert found.awaiting == ()


def test_pauses_and_absences_are_told():
    interview, _ = lucky_and_wrong()
    state = replace(interview.state, pauses=2, paused_seconds=65.0, away_seconds=7.0)
    remarks = scorecard.remarks(card(interview.results(), state))
    assert "You paused twice, for 1 min 5 s." in remarks
    assert "You were away for 7 s while the clock kept running." in remarks


def test_slips_are_counted_and_named():
    clock, paper = FakeClock(), cases.Paper()
    interview = Interview.begin(SHORT, BANKS, 17, clock=clock, log=paper)
    key = interview.planned[LOSS].variant.key
    interview.answer(f"{-key:.6g}")
    interview.submit()
    found = made(interview)
    assert list(found.slips.values()) == [1]
    (slips,) = [table for table in scorecard.tables(found) if table.title == "Mistakes"]
    assert "_" not in slips.rows[0][0]


def test_what_to_practise_next_is_the_weakest_topic_and_nothing_when_all_is_right():
    clock, paper = FakeClock(), cases.Paper()
    interview = Interview.begin(SHORT, BANKS, 17, clock=clock, log=paper)
    for place in (LOSS, WORSE, PICK):
        interview.show(place)
        interview.answer(cases.key(interview, place))
    interview.show(TALK)
    interview.answer("In words.")
    interview.submit()
    interview.confirm(TALK, ["first"])
    assert made(interview).next.topic == "words"
    interview.confirm(TALK, ["first", "second"])
    assert made(interview).next is None


def test_the_history_gives_the_same_scorecard():
    interview, paper = lucky_and_wrong()
    assert as_json(scorecard.structure(of_events(paper.events, BANKS))) == as_json(
        scorecard.structure(made(interview))
    )


def test_an_interview_that_goes_on_or_was_given_up_has_none():
    interview = Interview.begin(SHORT, BANKS, 17, clock=FakeClock(), log=cases.Paper())
    with pytest.raises(UsageError, match="this interview wasn't finished"):
        made(interview)
    interview.abandon()
    with pytest.raises(UsageError, match="this interview wasn't finished"):
        made(interview)


def test_programs_get_every_number(interview):
    found = json.loads(as_json(scorecard.structure(made(interview))))
    assert (found["score"], found["questions"], found["next_topic"]) == (1, 4, "words")
    assert (found["lucky_guesses"], found["sure_errors"]) == ([1], [3])
    verdicts = [one["verdict"] for one in found["results"]]
    assert verdicts == ["correct", "unanswered", "incorrect", "awaits"]
    first = found["results"][0]
    assert (first["confidence"], first["seconds"]) == (0.3, 90)
    assert first["working"]


def test_lines_stay_within_a_terminal_and_hold_the_tables(interview):
    lines = scorecard.lines(made(interview))
    assert lines[0] == "Short"
    assert {"By section", "By topic", "Questions"} <= set(lines)
    assert max(map(len, lines)) <= 100


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.open, self.data = set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.data.append(data)


def test_the_page_is_whole_loads_nothing_and_shows_what_was_typed_as_text(interview):
    page = html.write(made(interview))
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe"} & tags.tags
    assert any("<script>alert(1)</script> | `ticks`" in data for data in tags.data)
    assert "@media print" in page


def test_markdown_keeps_what_was_typed_inside_a_fence_that_it_cannot_close(interview):
    text = markdown.write(made(interview))
    assert "````text\n<script>alert(1)</script> | `ticks` & *stars*\n```\nfenced\n````" in text
    assert text.startswith("# Short\n")
    assert "| Numbers | 1 of 2 |" in text


def test_the_formats_say_the_same(interview):
    found = made(interview)
    tags = Tags()
    tags.feed(html.write(found))
    shown = " ".join(tags.data)
    for remark in scorecard.remarks(found):
        assert remark in shown
        assert remark in "\n".join(scorecard.lines(found))
    text = markdown.write(found).replace("\\", "")
    for table in scorecard.tables(found):
        for row in table.rows:
            assert all(cell in shown and cell in text for cell in row)


def test_a_report_outlives_questions_and_names_those_that_are_gone():
    _, paper = lucky_and_wrong()
    found = of_events(paper.events, cases.banks_without("loss"))
    assert found.left_out == ("small/loss",)
    assert scorecard.structure(found)["left_out"] == ("small/loss",)
    assert "No bank has these questions any more: small/loss." in scorecard.remarks(found)
    assert [one.planned.variant.question.id for one in found.results] == ["worse", "pick", "talk"]
    with pytest.raises(UsageError, match="none of this interview's questions"):
        of_events(paper.events, cases.banks_without("loss", "worse", "pick", "talk"))


def test_the_pace_is_that_of_answered_questions_alone(interview):
    found = made(interview)
    assert (found.answered.questions, found.answered.planned) == (3, 540)
    assert found.total.planned == 600


def test_the_code_is_offered_for_a_friend(interview):
    found = made(interview)
    assert scorecard.lines(found)[-1].endswith(f"for a friend: quizapp mock {found.code}")
