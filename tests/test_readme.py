"""What the README shows is true."""

from __future__ import annotations

import re
from pathlib import Path

from quizapp.bank import reader
from tests.stubs import shipped_banks

README = (Path(__file__).parent.parent / "README.md").read_text()


def test_the_example_bank_loads_and_its_question_can_be_answered():
    text = re.search(r"<!-- example bank -->\n```yaml\n(.*?)```", README, re.DOTALL).group(1)
    (question,) = reader.read_text(text, Path("my-questions.yaml")).questions
    variant = question.variant(3)
    right = variant.grade(variant.read(f"ln {variant.parameters['k']}"))
    assert right.verdict == "correct"


def test_every_question_that_the_commands_name_is_there():
    banks = shipped_banks()
    for name in re.findall(r"quizapp (?:show|grade) ([\w-]+)", README):
        assert banks.find(name)


def test_every_topic_that_the_commands_name_is_there():
    topics = {question.topic for question in shipped_banks().questions}
    assert set(re.findall(r"--topic ([\w-]+)", README)) <= topics
