"""Where the files of the user and of the package are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

NOWHERE: Final = Path(os.devnull) / "quizapp"
"""The data folder of a user who has none: nothing is there, and nothing can be."""
NO_HOME: Final = (
    "You have no home folder, so nothing will be saved; choose a folder with --data FOLDER."
)


def data_folder() -> Path:
    """Return the folder of the user's own data, by the custom of the system.

    It is `NOWHERE` where the system knows no home of the user, as in some containers.
    """
    # Here and not above: --help has no use for it.
    from platformdirs import user_data_path

    try:
        folder = user_data_path("quizapp", appauthor=False)
    except RuntimeError:
        return NOWHERE
    # Some versions return "~" as it is, which would be a folder of that name.
    return folder if folder.is_absolute() else NOWHERE


def user_banks(data: Path) -> Path:
    """Return the folder of the user's own banks, which is always loaded."""
    return data / "banks"


def package() -> Path | Traversable:
    """Return the folder of the package itself, be it inside of an archive."""
    folder = Path(__file__).parents[1]
    if folder.is_dir():
        return folder
    # Here and not above: it takes as long to load as all the history.
    from importlib.resources import files

    return files("quizapp")
