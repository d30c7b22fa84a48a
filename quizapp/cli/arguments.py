"""What each command takes, as data; read only where there is something to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from quizapp import quantities, questions, reports
from quizapp.cli import values

if TYPE_CHECKING:
    import argparse


class Argument(NamedTuple):
    """A word that a command takes, in its place or after a name with dashes, as argparse has it."""

    name: str
    help: str
    type: Callable[[str], Any] | None = None
    default: Any = None
    metavar: str | None = None
    nargs: str | None = None
    action: str | None = None
    dest: str | None = None
    choices: Callable[[], Iterable[str]] | None = None
    """Returns what it may be, once its command is meant: not every command loads what lists it."""

    def describe(self, parser: argparse._ActionsContainer) -> None:
        """Let a parser read it."""
        given = {name: said for name, said in self._asdict().items() if said is not None}
        if self.choices is not None:
            given["choices"] = tuple(self.choices())
        parser.add_argument(given.pop("name"), **given)


class AtMostOne(NamedTuple):
    """Arguments of which at most one can be said."""

    arguments: tuple[Argument, ...]

    def describe(self, parser: argparse.ArgumentParser) -> None:
        """Let a parser read one of them."""
        group = parser.add_mutually_exclusive_group()
        for argument in self.arguments:
            argument.describe(group)


class Command(NamedTuple):
    """What a command takes, or the commands that it is a word before."""

    help: str
    arguments: tuple[Argument | AtMostOne, ...] = ()
    description: str = ""
    """Stands above its own help; as the help unless said."""
    commands: Mapping[str, Command] = {}


def _flag(name: str, says: str) -> Argument:
    return Argument(name, says, action="store_true")


def _optional(name: str, says: str, **given: Any) -> Argument:  # noqa: ANN401 - fields
    """Return a word that may be left out, in its place."""
    return Argument(name, says, nargs="?", **given)


def _type(says: str) -> Argument:
    return Argument("--type", says, default="", choices=lambda: questions.types.TYPES)


def _format(default: str, choices: Callable[[], Iterable[str]]) -> Argument:
    return Argument("--format", f"default: {default}", default=default, choices=choices)


def _variants(says: str, default: int) -> Argument:
    return Argument("--variants", f"{says} (default: {default})", values.count, default)


PLACES: Final = (
    Argument(
        "--bank",
        "load this bank too (a file or a folder); can be repeated",
        values.path,
        default=[],
        metavar="PATH",
        action="append",
        dest="banks",
    ),
    Argument("--data", "the folder for your own banks and history", values.path, metavar="PATH"),
    Argument(
        "--track",
        "the subject to work on, such as cross-entropy, instead of the one you chose",
        default="",
        metavar="NAME",
    ),
)
"""Where everything is: what every command takes, and what stands without one too."""
_JSON: Final = _flag("--json", "as one JSON object")
_JSON_LIST: Final = _flag("--json", "as a list of JSON objects")
_PLAIN: Final = _flag("--plain", "plain text, line by line, for screen readers and pipes")
_OUTPUT: Final = Argument(
    "--output", "write to this new file instead of standard output", values.path, metavar="FILE"
)
_AT: Final = Argument(
    "--at",
    "as if it were this time, such as 2026-11-27T09:30+01:00",
    values.moment,
    metavar="TIME",
)
_SELECTION: Final = (
    Argument("--topic", "a topic, such as cross-entropy-loss", default=""),
    _type("one type of question"),
)
_QUESTION: Final = Argument(
    "question",
    "a question, such as one-image or cross-entropy-loss/one-image@7",
    metavar="ID[@SEED]",
)

_BANK: Final[Mapping[str, Command]] = {
    "guide": Command(
        "print the guide to writing questions",
        (
            _flag(
                "--reference",
                "print the tables of all fields, draws, functions and quantities instead",
            ),
        ),
        "Print the guide to writing questions, twenty minutes to read; in a terminal, page by "
        "page. 'quizapp bank guide > guide.md' saves it.",
    ),
    "new": Command(
        "create a bank to edit",
        (
            _optional("path", "such as my-questions.yaml", type=values.path, metavar="PATH"),
            _type("one question of this type"),
            AtMostOne(
                (
                    _flag("--blueprint", "create a mock interview instead"),
                    _flag("--subject", "create a subject instead: topics in an order"),
                    _flag(
                        "--quantity",
                        "create a bank with a quantity of your own, two mistakes and a question "
                        "on it",
                    ),
                )
            ),
        ),
        "Create a bank with one question of each type for you to edit. Without PATH it goes into "
        "your banks folder, which is always loaded. With --type, add one question to an existing "
        "bank. Existing files are never overwritten.",
    ),
    "check": Command(
        "check banks by drawing many variants of each question",
        (
            Argument("paths", "default: all banks", values.path, metavar="PATH", nargs="*"),
            _variants("variants to draw for each question", 50),
            _flag("--strict", "fail on warnings too (exit code 1)"),
            _JSON,
        ),
        "Check banks by drawing many variants of each question. An error would be wrong for a "
        "learner; a warning is allowed but unwise. The exit code is 1 if there is an error.",
    ),
    "list": Command(
        "list the questions",
        (
            Argument(
                "words", "only those that match, such as entropy level:2", metavar="WORD", nargs="*"
            ),
            *_SELECTION,
            _JSON_LIST,
        ),
    ),
    "misses": Command(
        "list points that you ticked and the patterns missed",
        (_JSON_LIST,),
        "List the points of open answers that you ticked though no pattern found them, with the "
        "words that come nearest: candidates for a point's 'examples'.",
    ),
    "add": Command(
        "install a bank",
        (Argument("paths", "a file or a folder", values.path, metavar="PATH", nargs="+"),),
        "Copy banks and interviews, or all those in a folder, to your banks folder, so that they "
        "are always loaded. One that is already installed is replaced, and your answers to it are "
        "kept.",
    ),
    "remove": Command(
        "uninstall one of your own banks",
        (Argument("name", "its name, as 'quizapp bank list' shows it", metavar="BANK"),),
        "Uninstall one of your own banks or interviews. Its file is renamed, not deleted, and your "
        "answers stay in your history.",
    ),
    "import": Command(
        "make a bank from a spreadsheet",
        (
            Argument("file", "such as questions.csv", values.path, metavar="FILE"),
            Argument("--to", "the bank to write", values.path, metavar="PATH"),
        ),
        "Make a bank from a CSV file, one question per row. The columns are id, type, topic, "
        "level, title, stem, answer, unit, tolerance, options, correct, whys, lines, rubric, "
        "model_answer, lefts, rights, distractors, accepts, wrong, part_labels, part_answers, "
        "part_units, part_tolerances, hints and solution; type, topic, level and stem are "
        "required. Separate list entries with |; write \\| for one that belongs to the text, as in "
        "P(A\\|B). An option is correct by its letter, number or text. A row without an id gets "
        "one from its stem, and easy, medium and hard are levels 2, 3 and 4. Rows that can't be "
        "imported are listed with the reason.",
    ),
    "export": Command(
        "export questions as a spreadsheet or a printable paper",
        (
            *_SELECTION,
            Argument("--from", "one bank only", default="", metavar="BANK", dest="only"),
            _format("md", lambda: ("csv", "md")),
            _variants("versions of each generated question", 1),
            Argument("--seed", "seed of the first variant", values.seed, 0),
            _OUTPUT,
        ),
        "Export questions as CSV, one per row, or as a printable Markdown paper with an answer key "
        "at the end. --variants sets how many versions of each generated question to include. "
        "Fields that a table has no column for are listed.",
    ),
    "schema": Command(
        "print the JSON Schema of a bank, for editors",
        (
            _flag("--blueprint", "for mock interviews (blueprints) instead"),
            _flag("--subject", "for subjects (tracks) instead"),
        ),
        "Print the JSON Schema of a bank. Save it as schema.json next to your banks, and your "
        "editor can complete and check them as you type.",
    ),
}
_HISTORY: Final[Mapping[str, Command]] = {
    "export": Command(
        "write your history as JSON, one line per answer",
        (_OUTPUT,),
        "Write your history as JSON lines: one per answer, star, note and doubt.",
    ),
    "import": Command(
        "add answers from JSON lines",
        (Argument("file", "such as history.jsonl; '-' for standard input", metavar="FILE"),),
        "Add answers from JSON lines, as 'quizapp history export' writes them. Only question, "
        "verdict, score and at (the time, with its offset from UTC) are required. Lines that can't "
        "be read are listed, and the others are added.",
    ),
    "merge": Command(
        "add the history of another computer",
        (Argument("file", "such as /media/usb/history.db", values.path, metavar="FILE"),),
        "Add everything in the history of another computer. Its file isn't changed.",
    ),
}
COMMANDS: Final[Mapping[str, Command]] = {
    "practice": Command(
        "start a practice session",
        (
            *_SELECTION,
            Argument(
                "--level",
                "a level from 1 to 5, or a range such as 2-4",
                values.levels,
                default=(1, 5),
                metavar="A-B",
            ),
            Argument("--count", "how many questions (default: 10)", values.count),
            Argument("--seed", "a seed, to get the same questions again", values.seed),
            AtMostOne(
                (
                    _flag("--due", "only what you missed or are about to forget"),
                    _flag("--missed", "only what you missed and have not had right on a later day"),
                    _flag("--new", "only questions that you have not met"),
                    _flag("--starred", "only questions with a star"),
                    Argument(
                        "--slip",
                        "only questions where you could make a certain mistake",
                        default="",
                        metavar="ID",
                    ),
                )
            ),
            _PLAIN,
        ),
    ),
    "today": Command(
        "show what to do today",
        (_AT, _JSON),
        "Show what to do today: what you missed, what you are about to forget and what is new.",
    ),
    "plan": Command(
        "plan the days up to your interview",
        (
            Argument(
                "--date",
                "the date of your interview, such as 2026-12-06, or none",
                values.date,
            ),
            Argument("--minutes", "minutes of practice a day (default: 20)", values.minutes),
            _AT,
            _JSON,
        ),
        "Plan the days up to your interview. Its date and your minutes a day are remembered.",
    ),
    "sheet": Command(
        "show a topic on one page",
        (
            _optional("topic", "default: each of the subject", default="", metavar="TOPIC"),
            _format("text", lambda: ("text", "md", "html")),
            _OUTPUT,
        ),
        "Show a topic on one page: formulas, an example worked, common mistakes, what to say, and "
        "your notes.",
    ),
    "mock": Command(
        "take a timed mock interview",
        (
            _optional("mock", "such as phone-screen@17", default="", metavar="BLUEPRINT[@SEED]"),
            _flag("--resume", "continue the unfinished interview"),
            _flag("--list", "list the interviews"),
            _PLAIN,
            _flag("--json", "the list as JSON objects"),
        ),
        "Take a timed mock interview, such as phone-screen or, to get the same questions as "
        "someone else, phone-screen@17. Without a name it lists them.",
    ),
    "author": Command(
        "write questions with a live preview",
        (
            _optional(
                "author", "a question, or the file of a bank", default="", metavar="ID or PATH"
            ),
        ),
        "Write questions with a live preview of what a learner will see. Without a name it opens "
        "your own bank. A question from a built-in bank is copied to yours first. 'quizapp bank "
        "guide' says how to write questions.",
    ),
    "calc": Command(
        "calculate an expression, step by step",
        (
            Argument("expression", "the expression, in quotes to protect it from the shell"),
            Argument("--unit", "default: nats", choices=lambda: quantities.units.BASES),
            _JSON,
        ),
        "Calculate an expression, step by step, such as 'cross_entropy([1,0,0],[0.7,0.2,0.1])'.",
    ),
    "show": Command(
        "show a question with its answer",
        (_QUESTION, _flag("--long", "with every step of the solution"), _JSON),
        "Show one question with its answer, solution and common mistakes, and the number each "
        "mistake gives.",
    ),
    "grade": Command(
        "grade an answer",
        (
            _QUESTION._replace(nargs="?"),
            _optional(
                "response",
                "the answer as you would type it; '-' reads standard input",
                metavar="ANSWER",
            ),
            Argument("--batch", "a file of answers; '-' reads standard input", metavar="FILE"),
            _JSON,
        ),
        "Grade one answer, such as -ln(0.7). With --batch, grade a file with one JSON object per "
        "line: question, response and, optionally, seed.",
    ),
    "bank": Command(
        "create, check and share questions",
        (),
        "Create, check and share questions. 'quizapp bank guide' says how to write them.",
        _BANK,
    ),
    "progress": Command(
        "show your results",
        (_JSON,),
        "Show your answers, score and time by topic and by week, and your common mistakes.",
    ),
    "report": Command(
        "save the scorecard and review of a mock interview",
        (
            _optional(
                "session",
                "the session number (default: the last one)",
                metavar="SESSION",
            ),
            _flag("--doubts", "instead, list the answers that you doubted"),
            _format("md", lambda: reports.formats.FORMATS),
            _OUTPUT,
        ),
        "Write the scorecard and review of a finished mock interview (default: the last one) as "
        "Markdown, JSON, or a printable HTML page.",
    ),
    "history": Command(
        "take your answers to another program or computer",
        (),
        "Take your answers, stars, notes and doubts to another program or computer, and back. "
        "Nothing is ever added twice.",
        _HISTORY,
    ),
}
"""Each command, in the order of the help."""
