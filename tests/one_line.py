"""Run the program as it would be with one more line in a table."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

_START = """
import sys
from importlib.util import module_from_spec, spec_from_file_location

# Everything reads a table as it is imported, so the line stands in it before that.
changed = module_from_spec(spec_from_file_location({name!r}, {path!r}))
sys.modules[changed.__name__] = changed
source = open({path!r}, encoding="utf-8").read()
assert {before!r} in source
exec(compile(source.replace({before!r}, {line!r} + "\\n" + {before!r}, 1), {path!r}, "exec"),
     changed.__dict__)
parent, _, own = changed.__name__.rpartition(".")
setattr(__import__(parent, fromlist=[""]), own, changed)
"""


def output_with(line, before, module, script):
    """Return what a script prints when a line stands in a module, before a text of it."""
    place = {"name": module, "path": find_spec(module).origin, "before": before, "line": line}
    done = subprocess.run(
        [sys.executable, "-c", _START.format(**place) + script],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
