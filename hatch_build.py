"""Put what is shipped into the package as it is read, so that a first start reads no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Prepare(BuildHookInterface):
    """Read the shipped files with the program that is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write what was read: for the wheel, or into the checkout that is installed."""
        sys.path.insert(0, self.root)
        from quizapp.bank import cache, reader, track_reader
        from quizapp.interview import blueprints

        readers = {"bank": reader.read, "blueprint": blueprints.read, "track": track_reader.read}
        if version == "editable":
            cache.ship(readers, cache.program(), Path(self.root, "quizapp"))
            return
        self._folder = TemporaryDirectory()
        cache.ship(readers, "", Path(self._folder.name))
        for written in Path(self._folder.name).iterdir():
            build_data["force_include"][str(written)] = f"quizapp/{written.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Leave nothing beside the wheel."""
        if version != "editable":
            self._folder.cleanup()
