"""Where the user's files live."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """Return the folder of the user's own data, by the custom of the system."""
    # Here and not above: --help has no use for it.
    from platformdirs import user_data_path

    return user_data_path("quizapp", appauthor=False)


def user_banks(data: Path) -> Path:
    """Return the folder of the user's own banks, which is loaded always."""
    return data / "banks"
