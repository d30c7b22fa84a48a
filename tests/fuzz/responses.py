"""Answer questions of every type with a great many texts, as people and machines might type them.

``python tests/fuzz/responses.py --count 1000000 --seed 1``, with quizapp installed or
``PYTHONPATH=.``, reads and grades each text, and prints what went wrong and a summary. Nothing but
the program's own errors may be raised, what is shown is printable, none takes longer than 100 ms
of CPU, and plain arithmetic is worth what an evaluator of its own finds with fractions. Each text
follows from the seed and its number alone: ``--first 812 --count 1`` tries one again.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import random
import re
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from quizapp.bank import reader
from quizapp.bank.sources import shipped
from quizapp.errors import QuizappError, UnreadableError
from quizapp.questions.base import Question, Variant
from quizapp.questions.choice import ChoiceQuestion
from quizapp.questions.numeric import NumericQuestion, NumericVariant, Tolerance
from quizapp.questions.open import OpenQuestion

SLOW = 0.1
"""Seconds of CPU that no answer may take."""
_SEEDS = 3
_MOST_SHOWN = 20
_CASES = Path(__file__).parent.parent / "cases"
_BIGGEST = 10**9
"""Sizes beyond which fractions take long, and a float does."""


@dataclass
class Tally:
    """What came of the texts so far."""

    tried: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    raised: list[str] = field(default_factory=list)
    unprintable: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    misread: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def faults(self) -> dict[str, list[str]]:
        """What may not happen, by kind."""
        return {
            "raised": self.raised,
            "unprintable": self.unprintable,
            "slow": self.slow,
            "misread": self.misread,
        }

    def __str__(self) -> str:
        verdicts = ", ".join(f"{count:,} {name}" for name, count in self.verdicts.most_common())
        faults = ", ".join(f"{len(found)} {kind}" for kind, found in self.faults.items())
        return (
            f"{self.tried:,} responses: {faults}; {self.compared:,} calculations compared; "
            f"slowest {self.slowest * 1000:.0f} ms ({verdicts})"
        )


def main() -> int:
    """Try as many texts as are asked for; return 1 when something went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    tally = Tally()
    with suppress(KeyboardInterrupt):  # what was tried until then is told
        campaign(given.count, given.seed, given.first, tally)
    for kind, found in tally.faults.items():
        for fault in found[:_MOST_SHOWN]:
            print(f"{kind}: {fault}")
    print(tally)
    return int(any(tally.faults.values()))


def campaign(count: int, seed: int, first: int = 0, tally: Tally | None = None) -> Tally:
    """Return what came of a number of texts."""
    questions = _questions()
    tally = tally or Tally()
    for number in range(first, first + count):
        chance = random.Random(f"{seed}/{number}")
        (place,) = chance.choices(range(len(questions)), _weights())
        variant = _variant(place, chance.randrange(_SEEDS))
        if variant is not None:
            _try(variant, _text(variant, chance), f"{number}", tally)
    return tally


def _try(variant: Variant, text: str, number: str, tally: Tally) -> None:
    place = f"{number}: {variant.question.name}@{variant.seed} {text[:200]!r}"
    tally.tried += 1
    verdict = "unreadable"
    started = time.process_time()
    try:
        reading = variant.read(text)
        grade = variant.grade(reading)
    except UnreadableError as error:
        shown = [str(error)]
    except QuizappError as error:
        shown = [str(error)]
        verdict = "refused"
    except Exception as error:
        tally.raised.append(f"{place}: {type(error).__name__}: {error}")
        return
    else:
        verdict = str(grade.verdict)
        shown = [reading.echo, grade.feedback, grade.your_line]
        _compare(reading.value, text, place, tally)
    spent = time.process_time() - started
    if spent > SLOW:  # beside other work a first time may be slow by chance
        started = time.process_time()
        _again(variant, text)
        spent = min(spent, time.process_time() - started)
    tally.slowest = max(tally.slowest, spent)
    if spent > SLOW:
        tally.slow.append(f"{place}: {spent * 1000:.0f} ms")
    if not isinstance(variant.question, OpenQuestion) and not all(
        line.isprintable() for one in shown for line in one.splitlines()
    ):
        tally.unprintable.append(f"{place}: {shown}")
    tally.verdicts[verdict] += 1


def _again(variant: Variant, text: str) -> None:
    try:
        variant.grade(variant.read(text))
    except QuizappError:
        return


# What is asked


@cache
def _questions() -> tuple[Question, ...]:
    """Return the shipped questions, and some that ask for a whole number or for rows."""
    found = list(reader.load([shipped()]).questions)
    found += reader.read(_CASES / "answers.yaml").questions
    number = next(one for one in found if isinstance(one, NumericQuestion) and not one.generated)
    plain = replace(number, unit="none", slips=(), let={}, words={}, bank="fuzz")
    answers = ("23170", "41", "softmax([[2, 1], [1, 1]])", "[12, 23170]", "1/0", "0")
    for place, answer in enumerate(answers):
        found.append(
            replace(plain, id=f"added-{place}", answer=answer, tolerance=Tolerance(0, 1e-9))
        )
    return tuple(found)


@cache
def _weights() -> tuple[float, ...]:
    """Return how often each question is asked: numbers mostly, each type more than seldom."""
    questions = _questions()
    kinds = Counter(type(one) for one in questions)
    share = {NumericQuestion: 20.0, OpenQuestion: 0.5}
    return tuple(share.get(type(one), 1.0) / kinds[type(one)] for one in questions)


@cache
def _variant(place: int, seed: int) -> Variant | None:
    try:
        return _questions()[place].variant(seed)
    except QuizappError:
        return None


# What is typed


def _text(variant: Variant, chance: random.Random) -> str:
    if isinstance(variant, NumericVariant):
        kind = chance.choice((_near, _near, _calculation, _calculation, _pieces, _case, _soup))
        text = kind(variant, chance)
    elif isinstance(variant.question, OpenQuestion):
        text = _words(variant, chance)
    else:
        text = _letters(variant, chance)
    for _ in range(chance.choice((0, 0, 0, 0, 0, 1, 1, 3))):
        text = _damaged(text, chance)
    return text


def _near(variant: NumericVariant, chance: random.Random) -> str:
    """Return the key, rounded, changed and written in one of many ways."""
    if chance.random() < 0.1:
        return variant.key_text
    numbers = [_number(float(one), chance) for one in np.ravel(variant.key)]
    if len(numbers) > 1 and chance.random() < 0.2:
        numbers = chance.choices(numbers, k=chance.randrange(1, 2 * len(numbers)))
    text = chance.choice((", ", " ", "; ", ",", "\n", " and ")).join(numbers)
    text = chance.choice(_AROUND).replace("@", text)
    return text.replace(".", ",") if chance.random() < 0.1 else text


_AROUND = (
    *("@",) * 8,
    *("[@]", "(@)", "array([@])", "tensor([@], dtype=torch.float64)", "np.float64(@)", "$@$"),
    *("≈ @", "L = @", "the answer is @", "@ nats", "@ bits", "@ %", "-@", "1 - @", "exp(@)", "@;"),
    *("[@]^T", "Array([@], dtype=float32)", "tensor(@, device='cuda:0', grad_fn=<MeanBackward0>)"),
)


def _number(value: float, chance: random.Random) -> str:
    value = chance.choice((value,) * 6 + (-value, 2 * value, value / 10, 1 - value, value * 1000))
    if chance.random() < 0.1:
        value *= chance.uniform(0.9, 1.1)
    if not math.isfinite(value):
        return chance.choice(("inf", "∞", "-inf", "1e308", "exp(700)"))
    digits = chance.randrange(0, 9)
    styles = ("{:.{}g}", "{:.{}f}", "{:.{}e}", "{:,.{}f}", "{:_.{}f}", "{:.{}%}")
    text = chance.choice(styles[:3] * 5 + styles).format(value, digits)
    return text.replace(",", chance.choice(",' .\u202f")) if "," in text else text


def _calculation(variant: NumericVariant, chance: random.Random) -> str:
    entries = [_tree(chance, chance.randrange(1, 6)) for _ in np.ravel(variant.key)]
    return ", ".join(entries)


def _tree(chance: random.Random, depth: int) -> str:
    """Return arithmetic in the notation of one who types it."""
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(_LEAVES)
    inner = _tree(chance, depth - 1)
    space = chance.choice(("", "", " "))
    kind = chance.random()
    if kind < 0.6:
        sign = chance.choice(("+", "-", "*", "/") * 3 + ("^", "**", "·", "×", "−", "x", "", " "))
        return f"{inner}{space}{sign}{space}{_tree(chance, depth - 1)}"
    if kind < 0.75:
        return f"{chance.choice(('(', '[', '-(', '2('))}{inner}{chance.choice((')', ']', ')'))}"
    name = chance.choice(("ln", "log", "log2", "exp", "sqrt", "log10", "np.log", "abs", "√", "lg"))
    return f"{name}({inner})" if chance.random() < 0.8 else f"{name} {inner}"


_LEAVES = (
    *("0", "1", "2", "3", "10", "0.5", "0.7", ".25", "1.50", "100", "0.05", "7", "1e-3", "2.5e2"),
    *("e", "pi", "π", "30%", "½", "1/3", "0,5", "1,5", "-1", "∞", "3.57*10^-1", "1.2x10⁻³", "0.0"),
)


def _pieces(_: NumericVariant, chance: random.Random) -> str:
    return "".join(chance.choices(_PIECES, k=chance.randrange(1, 25)))


_PIECES = re.split(
    "~",
    "0~1~7~.5~0.7~1e5~e~-1~,~, ~;~.~-~+~*~/~^~**~(~)~[~]~%~=~ = ~≈~ is ~ln~log~log2~√~exp~pi~∞~nats"
    "~bits~per~token~x~p~H(p,q)~½~⁻¹~²~₂~·~×~O~about~loss~ or ~ and ~'~<~:~±~nan~np.~array(~tensor("
    "~0,5~1,485~12,34,567~_~ﷺ~ ~ ~\n~\ufeff~\u200b~\u202e~\x1b~\ud800~\\frac{~}{~}~\\ln~\\times~$"
    "~dtype=float32~grad_fn=<X>~log(8, 2)~^T~...~{~|~y'(x)~E~10~e-1~%%~0x1~1_0~!~Fraction(1, 3)",
)


def _case(_: NumericVariant, chance: random.Random) -> str:
    return chance.choice(_cases())


@cache
def _cases() -> tuple[str, ...]:
    typed = [case["input"] for case in json.loads((_CASES / "answers.json").read_text())]
    return tuple(one for one in typed if isinstance(one, str) and one)


def _soup(_: NumericVariant, chance: random.Random) -> str:
    if chance.random() < 0.02:
        return chance.choice(_PIECES) * chance.choice((300, 1_990, 100_000))
    length = chance.choice((1, 3, 10, 40, 400))
    return "".join(
        map(
            chr,
            (
                chance.choice(
                    (
                        chance.randrange(32, 127),
                        chance.randrange(0x3000),
                        chance.randrange(0x11_0000),
                    )
                )
                for _ in range(length)
            ),
        )
    )


def _letters(variant: Variant, chance: random.Random) -> str:
    count = 9 if isinstance(variant.question, ChoiceQuestion) else 6
    letters = chance.choices("abcdefghijABC"[:count], k=chance.randrange(0, 8))
    if chance.random() < 0.4:
        letters = chance.sample("abcdef", 6)
    return chance.choice((" ", ", ", "", ",", "; ", "\n", " and ")).join(letters)


def _words(variant: Variant, chance: random.Random) -> str:
    answers = [variant.key_text, variant.stem, variant.solution, "it is not the mean. ", "log "]
    words = " ".join(answers).split(" ")
    count = chance.choice((1, 5, 30, 100, 300))
    if chance.random() < 0.3:
        start = chance.randrange(len(words))
        return " ".join(words[start : start + count])
    return " ".join(chance.choices(words, k=count))


def _damaged(text: str, chance: random.Random) -> str:
    """Return a text with a character or a piece put in, left out, doubled or moved."""
    place = chance.randrange(len(text) + 1)
    end = min(len(text), place + chance.choice((1, 1, 2, 5)))
    piece = chance.choice((*_PIECES, text[place:end], text[place:end] * 2, ""))
    return text[: chance.choice((place, max(0, place - 1)))] + piece + text[end:]


# What plain arithmetic is worth


_NAMES = {"log": "ln", "loge": "ln", "np.log": "ln", "math.log": "ln"}
_PLAIN = re.compile(
    r"[\d.+\-*/^()% eE]*(?:(?:ln|log2|log10|exp|sqrt|abs|log)\([\d.+\-*/^()% eE]*)*"
)
_NUMBER = re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def _compare(response: object, text: str, place: str, tally: Tally) -> None:
    """Note when a number that was read is another than plain arithmetic gives."""
    read = getattr(response, "value", None)
    if not isinstance(read, float):
        return
    plain = text.strip().removesuffix(".").replace("−", "-").replace("·", "*").replace("×", "*")
    if not plain.isascii() or not _PLAIN.fullmatch(plain) or len(plain) > 300:
        return
    found = independent(plain)
    if found is None:
        return
    tally.compared += 1
    value, scale = found
    alike = read == value or abs(read - value) <= 1e-9 * max(abs(value), scale)
    if not alike:
        tally.misread.append(f"{place}: read as {read!r}, is {value!r}")


def independent(text: str) -> tuple[float, float] | None:
    """Return the value of plain arithmetic, and the size of what it was made from.

    None where Python has another grammar than people, or the value has no bounds.
    """
    percents = re.sub(rf"({_NUMBER.pattern}) ?%", r"(\1/100)", text)
    if "%" in percents:
        return None
    python = _NUMBER.sub(lambda number: f"_('{number[0]}')", percents.replace("^", "**"))
    try:
        tree = ast.parse(python, mode="eval").body
        scale = [0.0]
        value = _worth(tree, scale)
        return float(value), scale[0]
    except (SyntaxError, ArithmeticError, ValueError, TypeError, MemoryError, RecursionError):
        return None


def _worth(node: ast.expr, scale: list[float]) -> Fraction | float:
    match node:
        case ast.Call(func=ast.Name("_"), args=[ast.Constant(str(digits))]):
            value: Fraction | float = Fraction(digits)
        case ast.Call(func=ast.Name(name), args=[argument]) if name in _FUNCTIONS:
            value = _FUNCTIONS[name](float(_worth(argument, scale)))
        case ast.Name("e"):
            value = math.e
        case ast.UnaryOp(ast.USub(), operand):
            value = -_worth(operand, scale)
        case ast.UnaryOp(ast.UAdd(), operand):
            value = _worth(operand, scale)
        case ast.BinOp(left, ast.Pow(), right):
            value = _power(_worth(left, scale), _worth(right, scale))
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as operator, right):
            value = _SIGNS[type(operator)](_worth(left, scale), _worth(right, scale))
        case _:
            raise TypeError("no plain arithmetic")
    size = abs(float(value))
    if not math.isfinite(size) or (value and not 1 / _BIGGEST**9 < size < _BIGGEST**9):
        raise OverflowError
    scale[0] = max(scale[0], size)
    return value if not isinstance(value, Fraction) or _is_short(value) else float(value)


def _is_short(value: Fraction) -> bool:
    return max(abs(value.numerator), value.denominator) < _BIGGEST**9


def _power(base: Fraction | float, exponent: Fraction | float) -> Fraction | float:
    if isinstance(exponent, Fraction) and exponent.denominator == 1 and abs(exponent) < 50:
        return base ** int(exponent)
    found = float(base) ** float(exponent)
    if isinstance(found, complex):
        raise ValueError("no real number")
    return found


_FUNCTIONS = {
    "ln": math.log,
    "log": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "abs": abs,
}
_SIGNS = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}


if __name__ == "__main__":
    sys.exit(main())
