"""What a working writes as on a whiteboard, in the words of the language."""

import re

_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_WRITTEN = (
    (r"⌈([^⌉]*)⌉", r"ceil(\1)"),
    (r"⌊([^⌋]*)⌋", r"floor(\1)"),
    (r"\|([^|]*)\|", r"abs(\1)"),
    (r"√([\d.,]+)", r"sqrt(\1)"),
    (r"∏(\[[^\]]*\])", r"prod(\1)"),
    (r"∏\(", "prod("),
    (r"\((\w+) choose (\w+)\)", r"comb(\1, \2)"),
    (r"(\d+)!", r"factorial(\1)"),
    (r"z([₀-₉.]+)", lambda found: f"normal_quantile({found[1].translate(_LOWERED)})"),
    (r"(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"**({found[1].translate(_RAISED)})"),
)


def typed(text):
    """Return a line of a working as somebody would type it."""
    for written, said in _WRITTEN:
        text = re.sub(written, said, text)
    return text
