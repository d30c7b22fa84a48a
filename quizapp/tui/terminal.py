"""The terminal as the app meets it: with bytes that are no text, and with an end.

Textual's own driver ends in a traceback at a byte that isn't UTF-8, reads an ended terminal for
ever, and leaves a terminal in raw mode when the process is told to end.
"""

from __future__ import annotations

import os
import selectors
import signal
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import IO, Any, Final

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

_MOST_BYTES: Final = 4096
"""Bytes that are read at once."""
_PATIENCE: Final = 0.1
"""Seconds between two looks at whether an escape sequence has ended, and the app."""
_ENDING: Final = (signal.SIGTERM, signal.SIGHUP)
"""Signals that end the app."""
_SIGNALLED: Final = 128
"""What shells add to a signal's number to tell that it ended a program."""


class Terminal(LinuxDriver):
    """A driver that reads any bytes, and ends the app when the terminal or the process ends."""

    def __init__(self, app: App[Any], **options: Any) -> None:  # noqa: ANN401 - passed on as they are
        super().__init__(app, **options)
        assert self._file is not None, "the app is started in a terminal"
        self._file = _Lasting(self._file)  # type: ignore[assignment]

    def start_application_mode(self) -> None:
        """Take the terminal, and listen to the signals that end a program."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._loop.add_signal_handler(number, self._end, _SIGNALLED + number)

    def stop_application_mode(self) -> None:
        """Give the terminal back, and let signals end the program by themselves."""
        for number in _ENDING:
            with suppress(RuntimeError):  # the loop is closed already
                self._loop.remove_signal_handler(number)
        super().stop_application_mode()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # of the thread: the app tells of it like of its own
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until the app ends or the terminal does."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_PATIENCE):
                    read = _read(self.fileno)
                    if not read:
                        self._loop.call_soon_threadsafe(self._end, _SIGNALLED + signal.SIGHUP)
                        return
                    text = decode(read)
                    # Nothing yet of a character of several bytes; to the parser it were the end.
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _end(self, return_code: int) -> None:
        self._app.exit(return_code=return_code)


def _read(descriptor: int) -> bytes:
    """Return what was typed; nothing when the terminal is gone."""
    try:
        return os.read(descriptor, _MOST_BYTES)
    except OSError:
        return b""


class _Lasting:
    """A file that takes what is written to it even when nothing is behind it any more.

    What draws waits till its writing is done, for ever if that stopped at an error.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a file has
        return getattr(self._file, name)
