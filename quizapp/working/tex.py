r"""Formulas for a terminal: TeX set in one line of text, or in two dimensions.

The TeX is read into a small tree. Whatever fits one line becomes Unicode here, spaced as TeX would
space it; texicode piles the rest up: fractions, sums with limits, tall brackets, cases, aligned
steps. It is given one opaque letter for each cell of text, because it drops all spaces, knows few
commands, loses scripts (``a_{ij}^T``) and lowers letters to wrong ones (``x_y`` as x with a gamma).

A formula that can't be set is shown as its TeX source: never half of it, never something else.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final, TypeAlias

MAXIMUM_LENGTH: Final = 2_000
"""Characters of TeX that are read; a longer formula is shown cut, as its source."""

MAXIMUM_NESTING: Final = 16
"""Levels of braces, fractions and scripts that are set."""


@dataclass(frozen=True)
class Formula:
    """A formula set in lines of text.

    Attributes
    ----------
    lines
        Without trailing spaces; at least one.
    fallback
        Whether the lines are the TeX source, because it could not be set.
    width
        Columns of the longest line; it may be wider than was asked for.
    baseline
        The line, counted from 0, that text beside the formula stands on.
    """

    lines: tuple[str, ...]
    fallback: bool
    width: int
    baseline: int = 0


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else len(split_columns(text))


def set_formula(tex: str, width: int = 60) -> Formula:
    """Set a formula in two dimensions, broken before operators where it is wider than asked."""
    return _set_formula(tex[: MAXIMUM_LENGTH + 1], width)


def inline(tex: str) -> str:
    r"""Set a formula in one line, to stand in a sentence.

    Examples
    --------
    >>> inline(r"-\sum_k p_k \log \frac{p_k}{q_k}")
    '−∑ₖ pₖ log(pₖ/qₖ)'
    """
    return _inline(tex[: MAXIMUM_LENGTH + 1])


@lru_cache(maxsize=512)
def _set_formula(tex: str, width: int) -> Formula:
    try:
        nodes = _read(tex)
        formula = _pile(nodes)
        return formula if formula.width <= width else _broken(nodes, width)
    except _CannotSetError:
        lines = textwrap.wrap(_source(tex), max(width, 20)) or [""]
        return Formula(tuple(lines), True, max(map(columns, lines)))


@lru_cache(maxsize=2048)
def _inline(tex: str) -> str:
    try:
        return _line(_read(tex))
    except _CannotSetError:
        return _source(tex)


class _CannotSetError(Exception):
    """The formula has something that this module can't set."""


def _source(tex: str) -> str:
    cut = tex[:MAXIMUM_LENGTH] + ("…" if len(tex) > MAXIMUM_LENGTH else "")
    return "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for char in " ".join(re.split(r"[ \t\r\n]+", cut.strip()))
    )


# The tree


@dataclass(frozen=True)
class _Atom:
    """A symbol, number, word or operator; its kind decides the spaces around it."""

    text: str
    kind: str = "letter"


@dataclass(frozen=True)
class _Group:
    body: _Nodes
    kind: str = "letter"


@dataclass(frozen=True)
class _Fraction:
    top: _Nodes
    bottom: _Nodes


@dataclass(frozen=True)
class _Root:
    body: _Nodes
    degree: _Nodes


@dataclass(frozen=True)
class _Scripts:
    base: _Node
    lower: _Nodes = ()
    upper: _Nodes = ()


@dataclass(frozen=True)
class _Accent:
    mark: str
    body: _Nodes


@dataclass(frozen=True)
class _Fenced:
    left: str
    body: _Nodes
    right: str


@dataclass(frozen=True)
class _Grid:
    name: str
    rows: tuple[tuple[_Nodes, ...], ...]


_Node: TypeAlias = _Atom | _Group | _Fraction | _Root | _Scripts | _Accent | _Fenced | _Grid
_Nodes: TypeAlias = tuple[_Node, ...]


# Symbols


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(entries: str) -> dict[str, str]:
    return dict(pair.split(":", 1) for pair in entries.split())


_LETTERS: Final = _table(
    "alpha:α beta:β gamma:γ delta:δ epsilon:ϵ varepsilon:ε zeta:ζ eta:η theta:θ vartheta:ϑ iota:ι "
    "kappa:κ lambda:λ mu:μ nu:ν xi:ξ pi:π rho:ρ varrho:ϱ sigma:σ varsigma:ς tau:τ upsilon:υ phi:ϕ "
    "varphi:φ chi:χ psi:ψ omega:ω Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Upsilon:Υ "
    "Phi:Φ Psi:Ψ Omega:Ω ell:ℓ hbar:ℏ imath:ı jmath:ȷ infty:∞ emptyset:∅ varnothing:∅ top:⊤ bot:⊥ "
    "forall:∀ exists:∃ Re:ℜ Im:ℑ aleph:ℵ dots:… ldots:… dotsc:… dotso:… cdots:⋯ dotsb:⋯ vdots:⋮ "
    "ddots:⋱ prime:′ degree:° checkmark:✓ square:□ star:⋆ dagger:† %:% #:# &:& $:$ _:_"
)
_PREFIXES: Final = _table("nabla:∇ partial:∂ neg:¬ lnot:¬")
_RELATIONS: Final = _table(
    "le:≤ leq:≤ leqslant:≤ ge:≥ geq:≥ geqslant:≥ ne:≠ neq:≠ lt:< gt:> ll:≪ gg:≫ equiv:≡ approx:≈ "
    "sim:∼ simeq:≃ cong:≅ propto:∝ in:∈ notin:∉ ni:∋ subset:⊂ subseteq:⊆ supset:⊃ supseteq:⊇ mid:| "
    "parallel:‖ perp:⊥ to:→ rightarrow:→ longrightarrow:→ leftarrow:← gets:← leftrightarrow:↔ "
    "Rightarrow:⇒ Longrightarrow:⇒ implies:⇒ Leftarrow:⇐ Leftrightarrow:⇔ iff:⇔ mapsto:↦ "
    "coloneqq:≔ triangleq:≜ doteq:≐ models:⊨ vdash:⊢ lesssim:≲ gtrsim:≳ prec:≺ succ:≻ colon::"
)
_BINARY: Final = _table(
    "pm:± mp:∓ times:× cdot:· div:÷ ast:∗ circ:∘ bullet:• oplus:⊕ ominus:⊖ otimes:⊗ odot:⊙ cup:∪ "
    "cap:∩ setminus:∖ land:∧ wedge:∧ lor:∨ vee:∨"
)
_BIG: Final = _table("sum:∑ prod:∏ int:∫ iint:∬ oint:∮ bigcup:⋃ bigcap:⋂ bigoplus:⨁ bigodot:⨀")
_OPENING: Final = _table("{:{ lbrace:{ lbrack:[ langle:⟨ lfloor:⌊ lceil:⌈ lvert:| lVert:‖")
_CLOSING: Final = _table("}:} rbrace:} rbrack:] rangle:⟩ rfloor:⌋ rceil:⌉ rvert:| rVert:‖")
_BARS: Final = _table("|:‖ Vert:‖ vert:|")
_FUNCTIONS: Final = _names(
    "log ln lg exp sin cos tan sinh cosh tanh arcsin arccos arctan max min sup inf lim limsup "
    "liminf arg argmax argmin det dim gcd Pr deg ker hom softmax sigmoid softplus sgn"
)
_SPACES: Final = {",": 1, ":": 1, ";": 1, ">": 1, " ": 1, "\n": 1, "!": 0, "quad": 2, "qquad": 4}
_IGNORED: Final = _names(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag big Big "
    "bigg Bigg middle"
)
_LEFT: Final = _names("left bigl Bigl biggl Biggl")
_RIGHT: Final = _names("right bigr Bigr biggr Biggr")
_FRACTIONS: Final = _names("frac dfrac tfrac cfrac")
_WORDS: Final = _names("text textrm textit textbf textsf texttt textnormal mbox")
_FONTS: Final = {
    **dict.fromkeys(
        _names("mathrm mathsf mathtt mathit mathnormal operatorname operatorname*"), ""
    ),
    **dict.fromkeys(_names("mathbf boldsymbol bm"), "BOLD"),
    **dict.fromkeys(_names("mathbb mathds"), "DOUBLE-STRUCK"),
    **dict.fromkeys(_names("mathcal mathscr"), "SCRIPT"),
}
_ACCENTS: Final = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0305",
    "underline": "\u0332",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "vec": "\u20d7",
}
_BRACKETED: Final = {
    ("{", ""): "cases",
    ("(", ")"): "pmatrix",
    ("[", "]"): "bmatrix",
    ("{", "}"): "Bmatrix",
    ("|", "|"): "vmatrix",
    ("‖", "‖"): "Vmatrix",
}
_ENVIRONMENTS: Final = {
    **dict.fromkeys(_names("align align* aligned split gather gather* gathered"), "aligned"),
    **dict.fromkeys(_names("matrix smallmatrix array"), "matrix"),
    **{name: name for name in _BRACKETED.values()},
}
_CHARACTERS: Final = {
    **dict.fromkeys("=<>:≤≥≠≈∼∝∈→", "relation"),
    **dict.fromkeys("+-−±·×*⊙∘", "binary"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]!?", "close"),
    **dict.fromkeys(",;", "comma"),
    **dict.fromkeys("|‖", "bar"),
    **dict.fromkeys("/", "slash"),
    **dict.fromkeys("∂∇", "prefix"),
    **dict.fromkeys("∑∏∫", "big"),
}
_GLYPHS: Final = {"-": "−", "*": "∗"}

_UPPER: Final = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ′∗⊤∘",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ′*ᵀ°",
)
_LOWER: Final = str.maketrans(
    "0123456789+−=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)


# Reading

_TOKEN: Final = re.compile(r"\\operatorname\*|\\[A-Za-z]+|\\.|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


def _read(tex: str) -> _Nodes:
    if len(tex) > MAXIMUM_LENGTH or not tex.strip():
        raise _CannotSetError
    if not all(char.isprintable() or char in "\n\r\t" for char in tex):
        raise _CannotSetError
    reader = _Reader(_TOKEN.findall(tex))
    rows = reader.rows(frozenset())
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return (_Grid("aligned", rows),)


class _Reader:
    """Reads tokens of TeX into nodes."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0
        self.nesting = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def skip_spaces(self) -> None:
        while self.peek().isspace():
            self.place += 1

    def rows(self, ends: frozenset[str]) -> tuple[tuple[_Nodes, ...], ...]:
        """Read rows of cells up to one of the ends, which is left."""
        rows: list[tuple[_Nodes, ...]] = []
        cells: list[_Nodes] = []
        while True:
            cells.append(self.sequence(ends | {"&", r"\\", r"\newline"}))
            token = self.peek()
            if token == "&":
                self.take()
                continue
            rows.append(tuple(cells))
            cells = []
            if token in ends or not token:
                break
            self.take()
            if self.peek() == "[":  # the space below the row
                while self.peek() and self.take() != "]":
                    pass
        if len(rows) > 1 and not any(rows[-1]):
            rows.pop()
        return tuple(rows)

    def sequence(self, ends: frozenset[str]) -> _Nodes:
        """Read nodes up to one of the ends, which is left."""
        self.nesting += 1
        if self.nesting > MAXIMUM_NESTING:
            raise _CannotSetError
        nodes: list[_Node] = []
        while self.peek() and self.peek() not in ends:
            token = self.peek()
            if token.isspace() or (token[0] == "\\" and token[1:] in _IGNORED):
                self.take()
            elif token in ("^", "_", "'"):
                base = nodes.pop() if nodes else _Group(())
                nodes.append(self.scripts(base))
            else:
                nodes.append(self.node())
        self.nesting -= 1
        return tuple(nodes)

    def scripts(self, base: _Node) -> _Node:
        lower: _Nodes = ()
        upper: _Nodes = ()
        while (token := self.peek()) in ("^", "_", "'") or token.isspace():
            self.take()
            if token == "'":
                upper += (_Atom("′"),)
            elif token == "_":
                if lower:
                    raise _CannotSetError
                lower = self.argument()
            elif token == "^":
                if any(node != _Atom("′") for node in upper):
                    raise _CannotSetError
                upper += self.argument()
        return _Scripts(base, lower, upper) if lower or upper else base

    def argument(self) -> _Nodes:
        """Read a group in braces, or else one node."""
        self.skip_spaces()
        if self.peek() == "{":
            return self.braced()
        if self.peek() in ("", "}", "^", "_", "&", r"\\"):
            raise _CannotSetError
        token = self.peek()
        if len(token) > 1 and token[0].isdigit():  # x^23 is x²3
            self.tokens[self.place] = token[1:]
            return (_Atom(token[0], "number"),)
        self.nesting += 1
        if self.nesting > MAXIMUM_NESTING:
            raise _CannotSetError
        node = self.node()
        self.nesting -= 1
        return (node,)

    def braced(self) -> _Nodes:
        self.take()
        body = self.sequence(frozenset({"}"}))
        if self.take() != "}":
            raise _CannotSetError
        return body

    def raw(self) -> str:
        """Read the text between braces as it stands."""
        self.skip_spaces()
        if self.take() != "{":
            raise _CannotSetError
        parts: list[str] = []
        while (token := self.take()) != "}":
            if token in ("", "{") or (token[0] == "\\" and token[1:] not in _LETTERS):
                raise _CannotSetError
            parts.append(_LETTERS.get(token[1:], token) if token[0] == "\\" else token)
        return re.sub(r"\s+", " ", "".join(parts))

    def node(self) -> _Node:
        token = self.take()
        if token == "{":
            self.place -= 1
            body = self.braced()
            return body[0] if len(body) == 1 and not isinstance(body[0], _Atom) else _Group(body)
        if token in ("}", "&", "$", "#", "%", "\\"):
            raise _CannotSetError
        if token == "~":
            return _Atom(" ", "space")
        if token[0].isdigit():
            return _Atom(token, "number")
        if token[0] != "\\":
            return _Atom(_GLYPHS.get(token, token), _CHARACTERS.get(token, "letter"))
        return self.command(token[1:])

    def command(self, name: str) -> _Node:
        if (symbol := _SYMBOLS.get(name)) is not None:
            return symbol
        if name in _FRACTIONS:
            return _Fraction(self.argument(), self.argument())
        if name in _WORDS:
            return _word(self.raw())
        if name in _FONTS:
            return _in_font(self.argument(), _FONTS[name], function=name.startswith("operator"))
        if name in _ACCENTS:
            return _Accent(_ACCENTS[name], self.argument())
        if name in _LEFT:
            return self.fenced()
        if name == "sqrt":
            return self.root()
        if name == "begin":
            return self.environment()
        if name == "boxed":
            return _Group(self.argument())
        raise _CannotSetError

    def fenced(self) -> _Node:
        left = self.delimiter()
        body = self.sequence(frozenset("\\" + name for name in _RIGHT))
        if not self.take():
            raise _CannotSetError
        right = self.delimiter()
        if len(body) == 1 and isinstance(body[0], _Grid) and body[0].name == "matrix":
            name = _BRACKETED.get((left, right))
            if name:
                return _Grid(name, body[0].rows)
        return _Fenced(left, body, right)

    def delimiter(self) -> str:
        self.skip_spaces()
        token = self.take()
        if token in ("(", ")", "[", "]", "|", "‖", "/"):
            return token
        if token == ".":
            return ""
        symbol = _SYMBOLS.get(token[1:]) if token.startswith("\\") else None
        if symbol is None or symbol.kind not in ("open", "close", "bar"):
            raise _CannotSetError
        return symbol.text

    def root(self) -> _Node:
        self.skip_spaces()
        degree: _Nodes = ()
        if self.peek() == "[":
            self.take()
            degree = self.sequence(frozenset({"]"}))
            self.take()
        return _Root(self.argument(), degree)

    def environment(self) -> _Node:
        name = self.raw()
        if name not in _ENVIRONMENTS:
            raise _CannotSetError
        if name == "array":
            self.raw()
        rows = self.rows(frozenset({r"\end"}))
        if not self.take() or self.raw() != name:
            raise _CannotSetError
        return _Grid(_ENVIRONMENTS[name], rows)


_SYMBOLS: Final = {
    **{name: _Atom(text) for name, text in _LETTERS.items()},
    **{name: _Atom(text, "prefix") for name, text in _PREFIXES.items()},
    **{name: _Atom(text, "relation") for name, text in _RELATIONS.items()},
    **{name: _Atom(text, "binary") for name, text in _BINARY.items()},
    **{name: _Atom(text, "big") for name, text in _BIG.items()},
    **{name: _Atom(text, "open") for name, text in _OPENING.items()},
    **{name: _Atom(text, "close") for name, text in _CLOSING.items()},
    **{name: _Atom(text, "bar") for name, text in _BARS.items()},
    **{name: _Atom(name, "function") for name in _FUNCTIONS},
    **{name: _Atom(" " * count, "space") for name, count in _SPACES.items()},
}


def _word(text: str) -> _Node:
    """Return a text whose outer spaces merge with those of the formula."""
    if not text.strip():
        return _Atom(text, "space")
    inner = _Atom(text.strip(), "word")
    before = (_Atom(" ", "space"),) if text[0] == " " else ()
    after = (_Atom(" ", "space"),) if text[-1] == " " else ()
    return _Group((*before, inner, *after), "word") if before or after else inner


def _in_font(body: _Nodes, style: str, *, function: bool) -> _Node:
    """Return the letters as one word; what has more structure keeps it, in the plain font."""
    atoms = [node for node in body if isinstance(node, _Atom)]
    if len(atoms) < len(body):
        return _Group(body)
    text = "".join(_styled(char, style) for atom in atoms for char in atom.text)
    if function:
        return _Atom(text, "function")
    return _Atom(text, "word" if len(text) > 1 else "letter")


def _styled(char: str, style: str) -> str:
    if not style or not char.isascii() or not char.isalnum():
        return char
    kind = "DIGIT" if char.isdigit() else "CAPITAL" if char.isupper() else "SMALL"
    name = unicodedata.name(char).rsplit(" ", 1)[1]
    for prefix in (f"MATHEMATICAL {style}", style):  # ℝ and ℒ have the shorter names
        try:
            return unicodedata.lookup(f"{prefix} {kind} {name}")
        except KeyError:
            continue
    return char


# Setting in one line


@dataclass(frozen=True)
class _Placed:
    """A node with what its neighbours make of it: the spaces before it and its kind."""

    node: _Node
    kind: str
    spaces: int


_OPERANDS: Final = frozenset({"letter", "number", "word", "scripted", "close", "fraction", "bar"})
_FACTORS: Final = frozenset({"letter", "number", "word", "scripted", "fraction", "prefix"})


def _placed(nodes: _Nodes, *, script: bool = False) -> list[_Placed]:
    """Return the nodes that show, with the spaces that TeX's classes of symbols put before each."""
    placed: list[_Placed] = []
    explicit = 0
    before = ""
    for node in _spliced(nodes):
        kind = _kind(node)
        if isinstance(node, _Atom) and kind == "space":
            explicit += len(node.text)
            continue
        if before not in _OPERANDS:
            kind = {"binary": "sign", "bar": "open"}.get(kind, kind)
        entry = "open" if _is_fenced(node) else kind
        spaces = max(explicit, _gap(before, entry, script=script))
        placed.append(_Placed(node, kind, spaces if placed else 0))
        explicit, before = 0, kind
    return placed


def _spliced(nodes: _Nodes) -> list[_Node]:
    """Return the nodes with the words that bring their own spaces taken apart."""
    spliced: list[_Node] = []
    for node in nodes:
        if isinstance(node, _Group) and node.kind == "word":
            spliced.extend(node.body)
        else:
            spliced.append(node)
    return spliced


def _is_fenced(node: _Node) -> bool:
    return isinstance(node.base if isinstance(node, _Scripts) else node, _Fenced)


def _kind(node: _Node) -> str:
    match node:
        case _Atom() | _Group():
            return node.kind
        case _Fraction():
            return "fraction"
        case _Fenced():
            return "close"
        case _Scripts():
            kind = _kind(node.base)
            if kind == "prefix":  # ∇_z L, but ∂²L
                return "scripted" if _lower(node.lower).startswith("_") else kind
            return "scripted" if kind in ("letter", "number", "word", "fraction") else kind
        case _Root():
            return "scripted"
        case _Grid():
            return "word"
        case _Accent():
            return "letter"


def _gap(left: str, right: str, *, script: bool) -> int:
    """Return the spaces between two kinds; in scripts only what keeps words apart."""
    if not left or left == right == "relation":
        return 0
    if "relation" in (left, right) or "binary" in (left, right) or left == "comma":
        return 0 if script else 1
    if left in ("sign", "open", "slash", "prefix", "bar"):
        return 0
    if right in ("close", "comma", "slash", "bar"):
        return 0
    if left == "function":
        return 0 if right == "open" else 1
    if left == "big" or right in ("function", "big"):
        return 1
    if left in ("close", "scripted", "word"):
        return 1 if right in _FACTORS else 0
    return 1 if right in ("word", "fraction") or left == "fraction" != right else 0


def _line(nodes: _Nodes, *, script: bool = False) -> str:
    placed = _placed(nodes, script=script)
    parts: list[str] = []
    for index, entry in enumerate(placed):
        text = _text(entry.node)
        spaces = entry.spaces
        if entry.kind == "fraction":
            before = placed[index - 1].kind if index else ""
            after = placed[index + 1] if index + 1 < len(placed) else None
            follows = after is not None and (
                after.kind in _FACTORS | {"open", "function", "big"} or _is_fenced(after.node)
            )
            if follows or before in ("function", "prefix", "slash", "number"):
                text = f"({text})"
            if before == "function":
                spaces = 0
        parts.append(" " * spaces + text)
    return "".join(parts)


def _text(node: _Node) -> str:
    match node:
        case _Atom():
            return node.text
        case _Group():
            return _line(node.body)
        case _Fraction():
            derivative = node.top[:1] == (_Atom("d"),) == node.bottom[:1]
            bottom = node.bottom[1:] if derivative else node.bottom
            top_text, bottom_text = _line(node.top), _line(node.bottom)
            if _factors(node.top) is None:
                top_text = f"({top_text})"
            if _factors(bottom) != 1 or _placed(bottom)[0].kind == "sign":
                bottom_text = f"({bottom_text})"
            return f"{top_text}/{bottom_text}"
        case _Root():
            text = _line(node.body)
            return _surd(node.degree) + (text if _is_single(node.body) else f"({text})")
        case _Scripts():
            base = _text(node.base)
            if isinstance(node.base, _Group | _Fraction) and not _is_single((node.base,)):
                base = f"({base})"
            return base + _lower(node.lower) + _upper(node.upper)
        case _Accent():
            return _accented(node)
        case _Fenced():
            return node.left + _line(node.body) + node.right
        case _Grid():
            return _grid_text(node)


def _factors(nodes: _Nodes) -> int | None:
    """Count the factors of a product, a sign as one; none where it is no plain product."""
    placed = _placed(nodes)
    count = place = 0
    while place < len(placed):
        kind = placed[place].kind
        if kind == "prefix":
            place += 1
            continue
        count += 1
        if _opens(placed[place]):
            place = _closing(placed, place)
        elif kind in ("letter", "word", "scripted", "function"):
            place += 1
            called = place < len(placed) and _opens(placed[place])
            if kind == "function" and not called:
                return None
            if called:
                end = _closing(placed, place)
                if kind == "function" or _is_argument(placed[place:end]):
                    place = end
        elif kind == "number" or (kind == "sign" and place == 0):
            place += 1
        else:
            return None
    return count if place == len(placed) else None


def _opens(entry: _Placed) -> bool:
    return entry.kind == "open" or _is_fenced(entry.node)


def _closing(placed: list[_Placed], start: int) -> int:
    """Return the place after the bracket that closes the one at the start, or past the end."""
    if _is_fenced(placed[start].node):
        return start + 1
    bar = _text(placed[start].node) in ("|", "‖")
    depth = 0
    for place in range(start, len(placed)):
        kind = placed[place].kind
        if bar:
            if kind == "bar":
                return place + 1
        elif kind == "open":
            depth += 1
        elif kind == "close" and not _is_fenced(placed[place].node):
            depth -= 1
            if depth == 0:
                return place + 1
    return len(placed) + 1


def _is_argument(inside: list[_Placed]) -> bool:
    """Whether a bracket after a letter reads as its argument: q(x), and not a(b + c)."""
    return not any(
        entry.kind in ("binary", "relation") or _is_fenced(entry.node) for entry in inside
    )


def _is_single(nodes: _Nodes) -> bool:
    placed = _placed(nodes)
    return _factors(nodes) == 1 and placed[0].kind != "sign"


def _surd(degree: _Nodes) -> str:
    glyphs = _glyphs(_line(degree, script=True), _UPPER)
    if glyphs is None:
        raise _CannotSetError
    return glyphs + "√"


def _lower(nodes: _Nodes) -> str:
    if not nodes:
        return ""
    text = _line(nodes, script=True)
    glyphs = _glyphs(text, _LOWER)
    if glyphs is not None:
        return glyphs
    return f"_{text}" if _is_plain_word(text) else f"_({text})"


def _upper(nodes: _Nodes) -> str:
    if not nodes:
        return ""
    text = _line(nodes, script=True)
    glyphs = _glyphs(text, _UPPER)
    if glyphs is not None:
        return glyphs
    return f"^{text}" if len(text) == 1 else f"^({text})"


def _glyphs(text: str, table: dict[int, int]) -> str | None:
    """Return a script's text in raised or lowered characters, where all of them exist."""
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    if "(" in inner or ")" in inner or any(ord(char) not in table for char in text):
        return None
    return text.translate(table)


def _is_plain_word(text: str) -> bool:
    return all(unicodedata.category(char) in ("Lu", "Ll", "Nd") for char in text)


def _accented(node: _Accent) -> str:
    body = node.body[0] if len(node.body) == 1 else None
    if isinstance(body, _Scripts):  # the hat of y_k stands on the y
        return _text(_Scripts(_Accent(node.mark, (body.base,)), body.lower, body.upper))
    text = _line(node.body)
    if len(text) != 1 and node.mark not in ("\u0305", "\u0332"):
        raise _CannotSetError
    return unicodedata.normalize("NFC", "".join(char + node.mark for char in text))


def _grid_text(node: _Grid) -> str:
    if node.name == "aligned":
        rows = [tuple(chain.from_iterable(row)) for row in node.rows]
        steps = [_line((_Group(()), *row) if _is_step(row) else row) for row in rows]
        return "".join(
            ("; " if index and not _is_step(row) else "") + step
            for index, (row, step) in enumerate(zip(rows, steps, strict=True))
        )
    if node.name == "cases":
        return "{" + "; ".join(", ".join(map(_line, row)) for row in node.rows) + "}"
    left, right = next((pair for pair, name in _BRACKETED.items() if name == node.name), ("[", "]"))
    return left + "; ".join(" ".join(map(_line, row)) for row in node.rows) + right


def _is_step(row: _Nodes) -> bool:
    """Whether a row goes on from the one above, as ``= c`` does."""
    return bool(row) and _kind(row[0]) == "relation"


# Setting in two dimensions

_INDENT: Final = 4
"""Columns before the later lines of a broken formula."""

_FIRST_CELL: Final = 0xAC00
"""The letters from here on stand for cells: texicode leaves Hangul alone."""


def split_columns(text: str) -> list[str]:
    """Split a text into columns; the second column of a wide character is empty."""
    cells: list[str] = []
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me") and cells:
            cells[-1] += char
        else:
            cells.append(char)
            if unicodedata.east_asian_width(char) in ("W", "F"):
                cells.append("")
    return cells


class _Cells:
    """Hands texicode a letter for each column of text, and puts the text back."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def letters(self, text: str) -> str:
        return "".join(
            self.known.setdefault(cell, chr(_FIRST_CELL + len(self.known)))
            for cell in split_columns(text)
        )

    def lines(self, rows: Sequence[str]) -> list[str]:
        cells = str.maketrans({letter: cell for cell, letter in self.known.items()})
        return [row.translate(cells) for row in rows]


def _pile(nodes: _Nodes) -> Formula:
    """Set nodes in as many lines as they need."""
    if not _is_tall(nodes, display=True):
        return _formula([_line(nodes)], 0)
    cells = _Cells()
    mark = "가"  # shows the line that the formula stands on
    cells.known["\0"] = mark
    rows = _piled_by_texicode(_tall(nodes, cells, display=True) + mark)
    baseline = next(index for index, row in enumerate(rows) if mark in row)
    lines = cells.lines([row.replace(mark, "") for row in rows])
    if isinstance(nodes[0], _Grid) and sum(map(bool, map(str.strip, lines))) == len(nodes[0].rows):
        lines = [line for line in lines if line.strip()]  # flat rows need no blanks between
        baseline = 0
    return _formula(lines, baseline)


def _formula(lines: list[str], baseline: int) -> Formula:
    lines = [line.rstrip() for line in lines]
    shown = [index for index, line in enumerate(lines) if line]
    if not shown:
        raise _CannotSetError
    lines = lines[shown[0] : shown[-1] + 1]
    indent = min(len(line) - len(line.lstrip(" ")) for line in lines if line)
    lines = [line[indent:] for line in lines]
    baseline = min(max(baseline - shown[0], 0), len(lines) - 1)
    return Formula(tuple(lines), False, max(map(columns, lines)), baseline)


def _piled_by_texicode(source: str) -> list[str]:
    # Imported here: the first screen need not wait for it.
    from texicode.lexer import lexer  # type: ignore[import-untyped, unused-ignore]
    from texicode.parser import parse  # type: ignore[import-untyped, unused-ignore]
    from texicode.renderer import render  # type: ignore[import-untyped, unused-ignore]

    try:
        rows = render(parse(lexer(source, False), False), False)
    except Exception as error:  # not our code: whatever it can't set, it may raise anything for
        raise _CannotSetError from error
    return ["".join(row) for row in rows]


def _is_tall(nodes: _Nodes, *, display: bool) -> bool:
    return any(_is_tall_node(node, display=display) for node in nodes)


def _is_tall_node(node: _Node, *, display: bool) -> bool:
    match node:
        case _Atom():
            return False
        case _Group() | _Fenced() | _Accent():
            return _is_tall(node.body, display=display)
        case _Root():
            return _is_tall(node.body, display=False)
        case _Scripts():
            return (
                _is_tall_node(node.base, display=display)
                or (display and _takes_limits(node.base))
                or _lower(node.lower)[:1] == "_"
                or _upper(node.upper)[:1] == "^"
                or _is_tall(node.lower + node.upper, display=False)
            )
        case _Fraction() | _Grid():
            return True


def _takes_limits(node: _Node) -> bool:
    return isinstance(node, _Atom) and node.text in ("∑", "∏")


def _tall(nodes: _Nodes, cells: _Cells, *, display: bool, script: bool = False) -> str:
    """Return nodes as TeX that texicode can set."""
    if not _is_tall(nodes, display=display):
        return "{" + cells.letters(_line(nodes, script=script)) + "}"
    parts: list[str] = []
    before = ""
    for entry in _placed(nodes, script=script):
        tall = _is_tall_node(entry.node, display=display)
        spaces = entry.spaces
        if before == "tall big":
            spaces = 1 if tall and entry.kind == "big" else 0  # its limits may be wide
        elif tall and entry.kind == "fraction" and before not in ("relation", "binary", "comma"):
            spaces = 0  # the ends of its bar are space enough
        parts.append(cells.letters(" " * spaces))
        if tall:
            parts.append(_tall_node(entry.node, cells, display=display))
        else:
            parts.append(cells.letters(_text(entry.node)))
        before = "tall big" if tall and entry.kind == "big" else entry.kind
    return "".join(parts)


def _tall_node(node: _Node, cells: _Cells, *, display: bool) -> str:
    match node:
        case _Group():
            return "{" + _tall(node.body, cells, display=display) + "}"
        case _Fraction():
            top, bottom = (_tall(part, cells, display=False) for part in (node.top, node.bottom))
            return rf"\frac{{{top}}}{{{bottom}}}"
        case _Root():
            degree = cells.letters(_surd(node.degree)[:-1])
            optional = f"[{degree}]" if degree else ""
            return rf"\sqrt{optional}{{{_tall(node.body, cells, display=False)}}}"
        case _Scripts():
            return _tall_scripts(node, cells, display=display)
        case _Fenced():
            left, right = _delimiter(node.left), _delimiter(node.right)
            return rf"\left{left} {_tall(node.body, cells, display=display)}\right{right} "
        case _Grid():
            rows = (
                " & ".join(_cell(cell, index, node.name, cells) for index, cell in enumerate(row))
                for row in node.rows
            )
            return rf"\begin{{{node.name}}}" + r" \\ ".join(rows) + rf"\end{{{node.name}}}"
        case _:
            raise _CannotSetError


def _tall_scripts(node: _Scripts, cells: _Cells, *, display: bool) -> str:
    lower, upper = (
        _tall(part, cells, display=False, script=True) if part else ""
        for part in (node.lower, node.upper)
    )
    if _takes_limits(node.base):
        name = r"\sum" if node.base == _Atom("∑", "big") else r"\prod"
        return name + (f"_{{{lower}}}" if lower else "") + (f"^{{{upper}}}" if upper else "")
    source = _tall((node.base,), cells, display=display)
    if not _is_tall_node(node.base, display=display):
        low, high = _lower(node.lower), _upper(node.upper)
        beside = (low if low[:1] != "_" else "") + (high if high[:1] != "^" else "")
        source = cells.letters(_text(node.base) + beside)
        lower, upper = (lower if low[:1] == "_" else ""), (upper if high[:1] == "^" else "")
    for mark, script in (("_", lower), ("^", upper)):
        if script:
            source = f"{{{source}}}{mark}{{{script}}}"
    return source


_DELIMITERS: Final = {
    "": ".",
    "{": r"\{",
    "}": r"\}",
    "‖": r"\Vert",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "⌈": r"\lceil",
    "⌉": r"\rceil",
}


def _delimiter(text: str) -> str:
    if text in ("⟨", "⟩", "/"):  # texicode has no tall ones
        raise _CannotSetError
    return _DELIMITERS.get(text, text)


def _cell(nodes: _Nodes, index: int, name: str, cells: _Cells) -> str:
    if name == "aligned" and index % 2:
        nodes = (_Group(()), *nodes)  # a relation at its start has something to its left
    return _tall(nodes, cells, display=True) if nodes else ""


def _broken(nodes: _Nodes, width: int) -> Formula:
    """Set as much as fits in each line, broken before operators and after wide spaces."""
    spliced = tuple(_spliced(nodes))
    shown = [index for index, node in enumerate(spliced) if _kind(node) != "space"]
    breaks = [
        index
        for index, entry in zip(shown, _placed(spliced), strict=True)
        if index and (entry.kind in ("relation", "binary") or entry.spaces > 1)
    ]
    rows: list[Formula] = []
    start = 0
    for end, following in pairwise([*breaks, len(spliced), len(spliced) + 1]):
        indent = _INDENT if rows else 0
        if following <= len(spliced) and indent + _part(spliced, start, following).width <= width:
            continue
        rows.append(_part(spliced, start, end))
        start = end
    lines = list(rows[0].lines)
    for above, row in pairwise(rows):
        if len(above.lines) > 1 or len(row.lines) > 1:
            lines.append("")
        lines.extend(" " * _INDENT + text for text in row.lines)
    return Formula(tuple(lines), False, max(map(columns, lines)), rows[0].baseline)


def _part(nodes: _Nodes, start: int, end: int) -> Formula:
    part = nodes[start:end]
    return _pile(
        (_Group(()), *part) if _kind(part[0]) in ("relation", "binary") and start else part
    )
