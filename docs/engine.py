"""Write docs/engine.md, the page of the engine's functions, from their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

from quizapp import engine

PAGE = Path(__file__).with_name("engine.md")
_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.MULTILINE)


def page() -> str:
    """Return the whole page as Markdown."""
    names = [name for name in engine.__all__ if name != "EngineError"]
    links = "\n".join(f"- [`{name}`](#{name}): {_first_sentence(name)}" for name in names)
    parts = [f"# The engine\n\n{inspect.getdoc(engine)}", links, *map(_function, names)]
    error = inspect.getdoc(engine.EngineError)
    return "\n\n".join([*parts, f"## EngineError\n\n{error}"]) + "\n"


def _first_sentence(name: str) -> str:
    text = inspect.getdoc(getattr(engine, name)) or ""
    return text.partition("\n\n")[0].replace("\n", " ")


def _function(name: str) -> str:
    function = getattr(engine, name)
    text = inspect.getdoc(function) or ""
    summary, *sections = _SECTION.split(text)
    parts = [f"## {name}", f"```python\n{name}{_signature(function)}\n```", summary.strip()]
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        language = "python" if title == "Examples" else "text"
        parts += [f"**{title}**", f"```{language}\n{body.strip()}\n```"]
    return "\n\n".join(parts)


def _signature(function: Callable[..., object]) -> str:
    """Return the parameters without their types, which the sections tell."""
    found = inspect.signature(function)
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in found.parameters.values()]
    return str(found.replace(parameters=bare, return_annotation=inspect.Signature.empty))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
