"""The user's own editor of texts."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from quizapp.errors import UsageError


def command() -> list[str]:
    """Return the words that start the editor.

    Raises
    ------
    UsageError
        When none is named, or none of that name is installed.
    """
    said = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(said)
    except ValueError as error:
        raise UsageError(f"I can't read EDITOR: {said} ({error})") from error
    if not words:
        raise UsageError("Set the EDITOR environment variable first, for example EDITOR=vim")
    if shutil.which(words[0]) is None:
        raise UsageError(f"I can't find {words[0]}; set EDITOR to an editor that is installed")
    return words


def edit(editor: list[str], path: Path) -> None:
    """Let the user change a file, and come back when the editor ends.

    Raises
    ------
    OSError
        When it can't be started.
    """
    subprocess.run([*editor, str(path)], check=False)
