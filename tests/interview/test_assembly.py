"""Interviews from blueprints: the same everywhere, nothing twice, and what the banks lack."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from quizapp.bank import reader
from quizapp.bank.checking import questions
from quizapp.errors import UsageError
from quizapp.interview import assembly, blueprints
from quizapp.interview.assembly import Code, assemble
from quizapp.interview.blueprints import Blueprint, Blueprints, Section
from quizapp.reports import bank_check
from tests.stubs import shipped_banks

SHIPPED = shipped_banks()
BLUEPRINTS = blueprints.load([reader.shipped()])


def order(identity, topic="x", level=1, more=""):
    return (
        f"  - id: {identity}\n    type: order\n    topic: {topic}\n    level: {level}\n"
        f"    stem: Sort.\n    lines: [a, b, c]\n{more}"
    )


def banks(*questions, name="small"):
    text = f"schema: 1\nbank: {name}\nquestions:\n" + "".join(questions)
    return reader.Banks((reader.read_text(text, Path(f"{name}.yaml")),), ())


def made(*sections, minutes=30, name="mine"):
    return Blueprint(
        name=name,
        title="Mine",
        minutes=minutes,
        sections=sections,
        path=Path("mine.yaml"),
        revision="0",
    )


def ids(planned):
    return [one.variant.question.id for one in planned]


@cache
def assembled(name, seed):
    return assemble(BLUEPRINTS.find(name), SHIPPED, seed)


@pytest.mark.thorough
@pytest.mark.parametrize("one", BLUEPRINTS.blueprints, ids=lambda one: one.name)
def test_an_interview_has_what_its_blueprint_asks_for_and_nothing_twice(one):
    for seed in range(30):
        planned = assembled(one.name, seed)
        names = [each.variant.question.name for each in planned]
        assert len(set(names)) == len(names)
        main = [each for each in planned if each.follows is None]
        for section in one.sections:
            asked = [each.variant.question for each in main if each.section == section.title]
            assert len(asked) == section.asks
            if section.count and not section.questions:
                assert all(section.type in ("", question.type) for question in asked)
                assert all(section.topic in ("", question.topic) for question in asked)
        assert sum(each.seconds for each in planned) <= 60 * one.minutes


@pytest.mark.parametrize("one", BLUEPRINTS.blueprints, ids=lambda one: one.name)
def test_no_question_is_of_a_level_outside_its_section(one):
    levels = {section.title: section.levels for section in one.sections}
    for seed in range(30):
        for each in assembled(one.name, seed):
            low, high = levels[each.section]
            assert low <= each.variant.question.level <= high, (seed, each.name)


@pytest.mark.parametrize(("levels", "asked"), [((1, 3), ["easy"]), ((1, 5), ["easy", "hard"])])
def test_a_follow_up_of_another_level_is_not_asked(levels, asked):
    def numeric(identity, level, more=""):
        return (
            f"  - id: {identity}\n    type: numeric\n    topic: {identity}\n    level: {level}\n"
            f"    draw:\n      w: integer(2, 9)\n    stem: What follows {{{{ w }}}}?\n"
            f"    answer: w + {level}\n{more}"
        )

    found = banks(numeric("easy", 2, "    follow_ups:\n      - hard\n"), numeric("hard", 5))
    section = Section(title="A", topic="easy", levels=levels, count=1, follow_ups=True)
    assert ids(assemble(made(section), found, 1)) == asked


def test_interviews_do_not_all_begin_the_same():
    for one in BLUEPRINTS.blueprints:
        begun = Counter(assembled(one.name, seed)[0].variant.question.id for seed in range(30))
        if one.name != "article":  # it asks what the article asks, in its order
            assert len(begun) >= 3, one.name
            assert max(begun.values()) <= 15, one.name


def test_a_section_chooses_some_of_the_questions_it_names():
    found = banks(*map(order, "abcde"))
    blueprint = made(
        Section(title="A", questions=("d", "small/c", "b"), count=2),
        Section(title="B", topic="x", count=2),
    )
    asked = [ids(assemble(blueprint, found, seed)) for seed in range(20)]
    assert {*Counter(name for one in asked for name in one[:2])} == {"b", "c", "d"}
    assert all(len({*one}) == 4 for one in asked)


def test_a_section_that_names_too_few_says_so():
    found = banks(*map(order, "ab"))
    section = Section(title="A", questions=("a", "a", "c"), count=2)
    problems = [gap.field for gap in assembly.gaps(made(section), found)]
    assert problems == ["count", "questions.2"]


def test_a_fresh_interview_asks_other_questions_than_the_last_ones():
    found = banks(*map(order, "abcdef"))
    blueprint = made(Section(title="A", topic="x", count=2))
    before = [["small/a", "small/b"], ["small/c", "small/d"]]
    seed = assembly.freshest(blueprint, found, range(60), before)
    assert sorted(ids(assemble(blueprint, found, seed))) == ["e", "f"]
    older = assembly.freshest(blueprint, found, range(60), [*before, ["small/e", "small/f"]])
    assert sorted(ids(assemble(blueprint, found, older))) == ["a", "b"]


def test_a_fresh_interview_begins_with_another_question():
    found = banks(order("a"), order("b", level=2))
    blueprint = made(
        Section(title="A", questions=("a", "b"), count=1),
        Section(title="B", questions=("a", "b"), count=1),
    )
    seed = assembly.freshest(blueprint, found, range(20), [["small/a", "small/b"]])
    assert ids(assemble(blueprint, found, seed)) == ["b", "a"]


def test_of_interviews_as_fresh_as_each_other_the_first_is_taken():
    found = banks(order("a"), order("b"))
    blueprint = made(Section(title="A", topic="x", count=1))
    assert assembly.freshest(blueprint, found, [7, 8, 9], [["small/z"]]) == 7


def test_an_interviewer_who_may_ask_on_often_does():
    asked = [_follow_ups_of("deep-dive", seed) for seed in range(12)]
    assert sum(map(bool, asked)) >= 6


def test_half_of_what_a_section_asks_on_after_has_a_follow_up():
    for blueprint in BLUEPRINTS.blueprints:
        for section in blueprint.sections:
            if not section.follow_ups:
                continue
            low, high = section.levels
            asked = [
                question
                for question in SHIPPED.questions
                if (question.topic, question.type) == (section.topic, section.type)
                and low <= question.level <= high
            ]
            followed = [
                question
                for question in asked
                if any(low <= one.level <= high for one in SHIPPED.follow_ups(question))
            ]
            assert 2 * len(followed) >= len(asked), (blueprint.name, section.title)


def _follow_ups_of(name, seed):
    planned = assembled(name, seed)
    return [(place, one) for place, one in enumerate(planned) if one.follows is not None]


@pytest.mark.parametrize("seed", range(6))
def test_a_follow_up_comes_after_its_question_with_the_same_numbers(seed):
    planned = assembled("deep-dive", seed)
    for place, one in _follow_ups_of("deep-dive", seed):
        assert one.follows == place - 1
        before = planned[one.follows].variant.parameters
        shared = set(before) & set(one.variant.parameters)
        assert all(before[name] == one.variant.parameters[name] for name in shared)


def test_the_same_seed_gives_the_same_interview_and_another_seed_another():
    screen = BLUEPRINTS.find("phone-screen")
    assert written(assemble(screen, SHIPPED, 17)) == written(assemble(screen, SHIPPED, 17))
    assert written(assemble(screen, SHIPPED, 17)) != written(assemble(screen, SHIPPED, 18))


def test_the_same_code_gives_the_same_interview_in_another_process():
    script = (
        "from quizapp.bank import reader; from quizapp.interview import assembly, blueprints;"
        "banks = reader.load([reader.shipped()]);"
        "screen = blueprints.load([reader.shipped()]).find('phone-screen');"
        "print(assembly.fingerprint(screen, banks));"
        "[print(one.name, one.variant.stem) for one in assembly.assemble(screen, banks, 17)]"
    )
    environment = os.environ | {"PYTHONHASHSEED": "99", "PYTHONPATH": str(Path.cwd())}
    output = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        env=environment,
        text=True,
        encoding="utf-8",
    ).stdout
    screen = BLUEPRINTS.find("phone-screen")
    here = [assembly.fingerprint(screen, SHIPPED), *written(assemble(screen, SHIPPED, 17))]
    assert output.strip() == "\n".join(here).strip()


def written(planned):
    return [f"{one.name} {one.variant.stem}" for one in planned]


def test_a_question_more_in_the_banks_moves_no_numbers_of_the_others():
    few = banks(*(order(f"q{n}") for n in range(4)))
    many = banks(*(order(f"q{n}") for n in range(5)))
    mine = made(Section(title="All", count=4))
    seeds = {one.variant.question.id: one.variant.seed for one in assemble(mine, few, 1)}
    for one in assemble(mine, many, 1):
        assert seeds.get(one.variant.question.id, one.variant.seed) == one.variant.seed


def test_a_section_spreads_over_topics_and_goes_from_easy_to_hard():
    questions = [order(f"{topic}{n}", topic, 3 - n % 3) for topic in "abc" for n in range(5)]
    planned = assemble(made(Section(title="All", count=6)), banks(*questions), 3)
    topics = [one.variant.question.topic for one in planned]
    levels = [one.variant.question.level for one in planned]
    assert {topic: topics.count(topic) for topic in topics} == {"a": 2, "b": 2, "c": 2}
    assert levels == sorted(levels)


@pytest.mark.parametrize("seed", range(20))
def test_sections_that_compete_for_questions_are_filled_whenever_that_can_be(seed):
    there = banks(order("a1", "a"), order("a2", "a"), order("b1", "b"), order("c1", "c", 2))
    greedy = made(
        Section(title="Any", count=2),
        Section(title="First", topic="a", count=1),
        Section(title="Easy", levels=(1, 1), count=1),
    )
    assert sorted(ids(assemble(greedy, there, seed))) == ["a1", "a2", "b1", "c1"]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        (Section(title="A", count=3), "section 'A' needs 3 questions, but only 2 match"),
        (
            Section(title="A", count=2, topic="x", type="order", levels=(1, 1)),
            "section 'A' needs 2 order questions about x of level 1, but only 1 matches",
        ),
        (
            Section(title="A", count=1, topic="y", levels=(2, 4)),
            "section 'A' needs 1 question about y of level 2-4, but none match",
        ),
        (
            Section(title="A", questions=("easi",)),
            "section 'A': no question called 'easi'; did you mean 'easy'?",
        ),
        (
            Section(title="A", bank="large", count=1),
            "section 'A': no bank called 'large'; load it with --bank PATH",
        ),
        (
            Section(title="A", questions=("easy", "small/easy")),
            "section 'A': 'small/easy' is already asked in section 'A'; choose another",
        ),
        (
            Section(title="A", pitch="easy"),
            "section 'A': the pitch 'easy' must be an open question with a limit",
        ),
    ],
)
def test_what_the_banks_lack_is_said_in_words(section, message):
    there = banks(order("easy"), order("hard", level=2))
    assert [gap.message for gap in assembly.gaps(made(section), there)] == [message]
    with pytest.raises(UsageError) as refused:
        assemble(made(section), there, 1)
    assert str(refused.value) == f"there aren't enough questions for 'mine': {message}"


def test_all_sections_that_lack_something_are_told():
    there = banks(order("one"))
    mine = made(Section(title="A", count=1), Section(title="B", count=1))
    (gap,) = assembly.gaps(mine, there)
    assert gap.section == 1
    assert gap.message == (
        "section 'B' needs 1 question, but only 1 matches, and other sections use 1 of those"
    )


def test_a_check_tells_problems_at_their_places():
    text = (
        "schema: 1\ntitle: Mine\nminutes: 1\nsections:\n  - title: A\n    count: 9\n"
        "  - title: B\n    questions:\n      - one\n      - none-such\n"
    )
    mine = blueprints.read_text(text, Path("mine.yaml"))
    problems = assembly.check(Blueprints((mine,)), banks(order("one")))
    assert [(one.line, one.column) for one in problems] == [(6, 12), (10, 9)]
    assert {one.severity for one in problems} == {"error"}


def test_problems_of_blueprints_fail_the_check_of_the_banks():
    there = banks(order("one"))
    lacking = made(Section(title="A", count=9))
    problems = assembly.check(Blueprints((lacking,)), there)
    assert not questions.check(there, 2).failed
    report = questions.check(there, 2, also=problems)
    assert report.failed
    assert bank_check.structure(report)["problems"][-1]["path"] == "mine.yaml"


def test_a_plan_longer_than_the_time_is_worth_a_warning():
    mine = made(Section(title="A", count=2, seconds=60), minutes=1)
    (problem,) = assembly.check(Blueprints((mine,)), banks(order("a"), order("b")))
    assert problem.severity == "warning"
    assert problem.message.startswith("the questions need 2 minutes but the interview has 1;")


def test_the_shipped_blueprints_can_be_filled_without_a_warning():
    assert assembly.check(BLUEPRINTS, SHIPPED) == ()


def test_time_that_is_not_planned_is_shared_out():
    mine = made(Section(title="A", count=1, seconds=120), Section(title="B", count=2), minutes=10)
    planned = assemble(mine, banks(order("a"), order("b"), order("c")), 1)
    assert [one.seconds for one in planned] == [120, 240, 240]


def test_an_open_question_gets_its_limit_unless_its_section_plans_a_time():
    spoken = (
        "  - id: spoken\n    type: open\n    topic: x\n    level: 1\n    limit: 45s\n"
        "    stem: Why?\n    rubric:\n      - id: because\n        text: Because.\n"
        "    model_answer: Because.\n"
    )
    there = banks(spoken, order("a"))
    free, planned = (
        made(Section(title="A", questions=("spoken", "a"), seconds=seconds), minutes=10)
        for seconds in (None, 90)
    )
    assert [one.seconds for one in assemble(free, there, 1)] == [45, 555]
    assert [one.seconds for one in assemble(planned, there, 1)] == [90, 90]


def test_a_question_that_cannot_be_drawn_is_left_for_another():
    impossible = (
        "  - id: never\n    type: numeric\n    topic: x\n    level: 1\n    draw:\n"
        "      n: integer(1, 6)\n    reject: n > 0\n    stem: '{{ n }}?'\n    answer: n\n"
    )
    there = banks(impossible, order("sort"))
    for seed in range(5):
        assert ids(assemble(made(Section(title="A", count=1)), there, seed)) == ["sort"]
    with pytest.raises(UsageError, match="section 'A' needs 2 questions, but only 1 matches"):
        assemble(made(Section(title="A", count=2)), there, 1)
    with pytest.raises(UsageError, match="no usable draw"):
        assemble(made(Section(title="A", questions=("never",))), there, 1)


def test_a_code_is_read_back_as_written():
    code = Code("phone-screen", 17, "1a2b3c4d")
    assert str(code) == "phone-screen@17"
    assert Code.parse(code.shared) == code
    assert Code.parse("phone-screen") == Code("phone-screen")
    assert str(Code("phone-screen")) == "phone-screen"


def test_a_code_may_be_pasted_with_blanks_around_it():
    assert Code.parse(" phone-screen@17#1a2b3c4d\n") == Code("phone-screen", 17, "1a2b3c4d")


@pytest.mark.parametrize("text", ["a@", "a@x", "a@-1", "a@1.5", "a@²", "a@" + "9" * 19])
def test_a_seed_that_is_no_number_is_refused(text):
    with pytest.raises(UsageError, match="use a whole number after @, for example a@17"):
        Code.parse(text)


def test_a_fingerprint_is_short_and_the_same_everywhere_in_whatever_order_the_banks_are():
    mine = made(Section(title="A", topic="x", count=2))
    several = [banks(order(name), name=name).banks[0] for name in ("b", "a", "c")]
    assert {
        assembly.fingerprint(mine, reader.Banks(tuple(some), ()))
        for some in (several, several[::-1], sorted(several, key=lambda bank: bank.name))
    } == {"8f768930"}


def test_another_machine_says_when_an_interview_may_differ():
    mine = made(Section(title="A", topic="x", count=1))
    here = banks(order("a"), order("b"))
    code = Code("mine", 1, assembly.fingerprint(mine, here))
    assert assembly.difference(code, mine, here) == ""
    assert assembly.difference(Code("mine", 1), mine, here) == ""
    elsewhere = banks(order("a"), order("c"))
    (bank,) = elsewhere.banks
    assert assembly.difference(code, mine, elsewhere) == (
        f"this interview may differ from mine@1#{code.fingerprint}: your copy of the blueprint or "
        f"the banks is different (yours: mine 0, small {bank.revision})"
    )
    assert assembly.difference(code, replace(mine, revision="1"), here)


def test_a_bank_that_is_never_asked_from_does_not_matter():
    mine = made(Section(title="A", topic="x", count=1))
    here = banks(order("a"))
    more = reader.Banks((*here.banks, *banks(order("z", "other"), name="more").banks), ())
    assert assembly.revisions(mine, more) == {"small": here.banks[0].revision}
    assert assembly.fingerprint(mine, more) == assembly.fingerprint(mine, here)


def test_banks_that_changed_since_are_named():
    here = banks(order("a"))
    recorded = {"small": "0000", "lost": "1111"}
    assert assembly.changes(recorded, here) == (
        "the bank 'small' has changed",
        "the bank 'lost' is gone",
    )
    assert assembly.changes({"small": here.banks[0].revision}, here) == ()


def test_a_follow_up_that_cannot_be_shown_is_not_asked_on():
    def numeric(identity, words, more):
        return (
            f"  - id: {identity}\n    type: numeric\n    topic: x\n    level: 1\n"
            "    draw:\n      w: choice([2])\n"
            f"    words:\n      thing:{words}    stem: Of a {{{{ thing[w] }}}}?\n"
            f"    answer: w + 1\n{more}"
        )

    first = numeric(
        "first", "\n        - a\n        - b\n        - c\n", "    follow_ups:\n      - second\n"
    )
    second = numeric("second", "\n        - a\n", "").replace("choice([2])", "index(1)")
    section = Section(title="All", questions=("first",), follow_ups=True)
    assert ids(assemble(made(section), banks(first, second), 0)) == ["first"]
