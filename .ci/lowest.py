"""Print the lowest version of each package that pyproject.toml allows, one requirement a line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
for requirement in project["dependencies"] + project["optional-dependencies"]["test"]:
    name, lowest = re.fullmatch(r"([\w-]+)>=([\w.]+),<[\w.]+", requirement).groups()
    print(f"{name}=={lowest}")
