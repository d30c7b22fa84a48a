"""What a real terminal does to the app: keys at any moment, odd bytes, signals, its own end."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from types import SimpleNamespace

import pyte
import pytest

from quizapp.history import History
from quizapp.history.recorder import FILE
from quizapp.system.clock import SystemClock
from quizapp.tui import terminal

pytestmark = pytest.mark.terminal

PATIENCE = 30.0
"""Seconds that a busy machine may take to show something."""
BANK = """\
schema: 1
bank: terminals
questions:
  - id: number
    type: numeric
    topic: terminals
    level: 1
    stem: The truth got 0.5. What is its surprisal, in bits?
    answer: surprisal(0.5)
    unit: bits
  - id: other
    type: numeric
    topic: terminals
    level: 2
    stem: The truth got 0.25. What is its surprisal, in bits?
    answer: surprisal(0.25)
    unit: bits
"""
BLUEPRINT = """\
schema: 1
blueprint: terminals
title: Terminals
minutes: 20
sections:
  - title: All
    questions: [terminals/number, terminals/other]
"""
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")
"""What leaves the alternate screen, shows the cursor, and ends reports of the mouse and pastes."""


class Terminal:
    """A terminal of 80 columns and 24 rows with a program in it."""

    def __init__(self, *command, env=None, **options):
        self.written = b""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._descriptor, self._inside = pty.openpty()
        fcntl.ioctl(self._inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.modes = termios.tcgetattr(self._inside)
        self.program = subprocess.Popen(
            command,
            stdin=self._inside,
            stdout=self._inside,
            stderr=self._inside,
            start_new_session=True,
            env=os.environ | {"TERM": "xterm-256color"} | (env or {}),
            **options,
        )

    @property
    def text(self):
        return "\n".join(self._screen.display)

    def press(self, keys):
        os.write(self._descriptor, keys if isinstance(keys, bytes) else keys.encode())

    def wait_for(self, pattern):
        gives_up = time.monotonic() + PATIENCE
        while not re.search(pattern, self.text):
            if time.monotonic() > gives_up or not self._read(gives_up):
                self.program.kill()
                pytest.fail(f"nothing like {pattern!r} in\n{self.text}")

    def wait_for_the_end(self):
        """Read till the program has ended, and return its exit code."""
        gives_up = time.monotonic() + PATIENCE
        while self.program.poll() is None:
            if time.monotonic() > gives_up:
                self.program.kill()
                pytest.fail(f"it goes on, with\n{self.text}")
            self._read(time.monotonic() + 0.05)
        while self._read(time.monotonic()):
            pass
        return self.program.returncode

    def modes_now(self):
        return termios.tcgetattr(self._inside)

    def vanish(self):
        """Be closed, as a window is."""
        os.close(self._inside)
        os.close(self._descriptor)

    def _read(self, until):
        wait = max(until - time.monotonic(), 0)
        if not select.select([self._descriptor], [], [], wait)[0]:
            return False
        try:
            read = os.read(self._descriptor, 65536)
        except OSError:  # nothing is at the other end any more
            return False
        self.written += read
        self._stream.feed(read)
        return bool(read)


@pytest.fixture
def open_terminal(tmp_path):
    """Return what opens a terminal with the app in it; it is ended with the test."""
    (tmp_path / "banks" / "blueprints").mkdir(parents=True)
    (tmp_path / "banks" / "terminals.yaml").write_text(BANK, "utf-8")
    (tmp_path / "banks" / "blueprints" / "terminals.yaml").write_text(BLUEPRINT, "utf-8")
    opened = []

    def open_one(*arguments, run=("-m", "quizapp"), **options):
        where = ["--bank", str(tmp_path / "banks"), "--data", str(tmp_path / "data")]
        opened.append(Terminal(sys.executable, *run, *arguments, *where, **options))
        return opened[-1]

    yield open_one
    for one in opened:
        one.program.kill()
        one.program.wait()


PRACTICE = ("practice", "--topic", "terminals", "--seed", "1", "--count", "2")


@pytest.fixture
def responses(tmp_path):
    """Return what reads the responses to practice that are on disk."""

    def read():
        history = History.open(tmp_path / "data" / FILE, SystemClock())
        return [one.attempt.response for one in history.attempts()]

    return read


@pytest.mark.parametrize("enters", [2, 5])
def test_enters_in_one_write_give_one_answer_in_practice(open_terminal, responses, enters):
    window = open_terminal(*PRACTICE)
    window.wait_for("in bits, ")
    window.press("5.64" + "\r" * enters)
    window.wait_for("Try again")
    assert responses() == ["5.64"]
    window.press("\r")
    window.wait_for("2 of 2")
    assert responses() == ["5.64"]


@pytest.mark.parametrize("command", ["practice", "mock"])
def test_enters_while_the_process_is_stopped_give_one_answer(open_terminal, command):
    window = open_terminal(*(PRACTICE if command == "practice" else ("mock", "terminals@5")))
    window.wait_for("in bits, ")
    window.press("5.64")
    window.wait_for("5.64 bits")
    window.program.send_signal(signal.SIGSTOP)
    window.press("\r\r\r")
    window.program.send_signal(signal.SIGCONT)
    window.wait_for("Try again" if command == "practice" else "1 of 2 answered")
    window.press("?")
    window.wait_for("Help|Keys|keys")
    window.press("\x1b")
    window.wait_for("1 of 2")


@pytest.mark.parametrize("byte", [b"\xe9A", b"\xff", b"\xc3(", b"\xf0\x9f"])
def test_a_byte_that_is_no_text_is_no_end(open_terminal, byte):
    window = open_terminal(*PRACTICE)
    window.wait_for("in bits, ")
    window.press(b"8")
    window.wait_for("│ 8")
    window.press(byte)
    window.press("7")
    window.wait_for("�.?7")
    window.press("\x15" + "2\r")
    window.wait_for("Correct|Try again")


def test_a_character_that_comes_byte_by_byte_is_read(monkeypatch):
    chunks = [b"2\xc2", b"\xb7", b"\xe2", b"\x88", b"\x9e", b"\xe9", b"1", b""]
    monkeypatch.setattr(terminal, "_read", lambda _: chunks.pop(0))
    waiting, inside = os.pipe()
    os.write(inside, b"something to read")
    driver = object.__new__(terminal.Terminal)
    driver._debug, driver.fileno, driver.exit_event = False, waiting, threading.Event()
    typed, ended = [], []
    driver.process_message = lambda message: typed.append(message.character)
    driver._loop = SimpleNamespace(call_soon_threadsafe=lambda *called: ended.append(called))
    driver.run_input_thread()
    assert typed == ["2", "·", "∞", "�", "1"]
    assert len(ended) == 1
    os.close(waiting)
    os.close(inside)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("command", ["practice", "mock"])
def test_a_signal_to_end_leaves_the_terminal_as_it_was(open_terminal, command, number):
    window = open_terminal(*(PRACTICE if command == "practice" else ("mock", "terminals@5")))
    window.wait_for("in bits, ")
    assert window.modes_now() != window.modes
    window.press("5.6")
    window.wait_for("5.6 bits")
    window.program.send_signal(number)
    assert window.wait_for_the_end() == 128 + number
    assert window.modes_now() == window.modes
    assert all(sequence in window.written for sequence in RESTORED)
    assert b"Traceback" not in window.written
    if command == "mock":
        again = open_terminal("mock", "--resume")
        again.wait_for("5.6 bits")


@pytest.mark.parametrize("ignored", [False, True])
def test_a_terminal_that_is_gone_ends_the_app(open_terminal, ignored):
    def deaf():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    window = open_terminal(*PRACTICE, preexec_fn=deaf if ignored else None)
    window.wait_for("in bits, ")
    window.vanish()
    assert window.program.wait(PATIENCE) == 128 + signal.SIGHUP


BROKEN = """\
import sys
from quizapp.practice.session import Practice
def respond(self, *given, **more):
    raise ZeroDivisionError("not to be seen")
Practice.respond = respond
from quizapp.cli import main
sys.exit(main())
"""


def test_an_error_nobody_expected_is_told_in_a_sentence(open_terminal, tmp_path):
    window = open_terminal(*PRACTICE, run=("-c", BROKEN))
    window.wait_for("in bits, ")
    window.press("5.64\r")
    assert window.wait_for_the_end() not in (0, 1, 2)
    assert window.modes_now() == window.modes
    assert all(sequence in window.written for sequence in RESTORED)
    told = window.written[window.written.rindex(b"\x1b[?1049l") :].decode()
    assert "quizapp stopped because of an error" in told
    assert "Traceback" not in window.written.decode()
    assert "not to be seen" not in told
    assert "ZeroDivisionError" in (tmp_path / "data" / "fault-report.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["no-such-editor", "broken"])
def test_an_editor_that_cannot_be_started_leaves_the_app_as_it_was(open_terminal, tmp_path, name):
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x00")
    broken.chmod(0o755)
    editor = str(tmp_path / name)
    window = open_terminal(
        "author", str(tmp_path / "mine.yaml"), env={"EDITOR": editor, "VISUAL": ""}
    )
    window.wait_for("schema: 1")
    window.press("\x1b[20~")
    window.wait_for("I can't find" if name == "no-such-editor" else "I couldn't start")
    window.press("# still here")
    window.wait_for("# still here")
