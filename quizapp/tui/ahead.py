"""Work done in a process of its own while this one is still importing the screens."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from typing import Generic, TypeVar

_Result = TypeVar("_Result")


class Ahead(Generic[_Result]):
    """Begins a call at once in a forked process, and returns its result when it is called.

    Reading banks and importing the screens take about as long, and one interpreter does them one
    after the other. Where a process can't be forked, or the fork fails, the call is made here.

    Parameters
    ----------
    compute
        What is called; its result has to be picklable.
    """

    def __init__(self, compute: Callable[[], _Result]) -> None:
        self._compute = compute
        self._process = 0
        self._pipe = -1
        if hasattr(os, "fork"):
            self._begin()

    def __call__(self) -> _Result:
        """Return the result, waiting for it if need be."""
        if not self._process:
            return self._compute()
        with os.fdopen(self._pipe, "rb") as pipe:
            sent = pipe.read()
        process, self._process = self._process, 0
        _, status = os.waitpid(process, 0)
        if status:
            return self._compute()
        result: _Result = pickle.loads(sent)  # our own process wrote it
        return result

    def _begin(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        reader, writer = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(writer)
            self._pipe = reader
            return
        code = 1
        try:
            os.close(reader)
            sent = pickle.dumps(self._compute(), protocol=pickle.HIGHEST_PROTOCOL)
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(sent)
            code = 0
        finally:
            # Nothing of this process is to be cleaned up twice.
            os._exit(code)
