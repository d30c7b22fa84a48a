"""The commands of TeX that are known, and the characters that stand for them."""

from __future__ import annotations

from typing import Final

from quizapp.text.typesetting.nodes import Atom


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(entries: str) -> dict[str, str]:
    return dict(pair.split(":", 1) for pair in entries.split())


LETTERS: Final = _table(
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
IGNORED: Final = _names(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag big Big "
    "bigg Bigg middle"
)
LEFT: Final = _names("left bigl Bigl biggl Biggl")
RIGHT: Final = _names("right bigr Bigr biggr Biggr")
FRACTIONS: Final = _names("frac dfrac tfrac cfrac")
WORDS: Final = _names("text textrm textit textbf textsf texttt textnormal mbox")
FONTS: Final = {
    **dict.fromkeys(
        _names("mathrm mathsf mathtt mathit mathnormal operatorname operatorname*"), ""
    ),
    **dict.fromkeys(_names("mathbf boldsymbol bm"), "BOLD"),
    **dict.fromkeys(_names("mathbb mathds"), "DOUBLE-STRUCK"),
    **dict.fromkeys(_names("mathcal mathscr"), "SCRIPT"),
}
ACCENTS: Final = {
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
LIMITED: Final = frozenset({"∑", "∏", "lim", "max", "min", "sup", "inf", "argmax", "argmin"})
"""What has its scripts above and below, where they can't stand beside it."""
BRACKETED: Final = {
    ("{", ""): "cases",
    ("(", ")"): "pmatrix",
    ("[", "]"): "bmatrix",
    ("{", "}"): "Bmatrix",
    ("|", "|"): "vmatrix",
    ("‖", "‖"): "Vmatrix",
}
"""Brackets around a matrix → the environment that has them."""
ENVIRONMENTS: Final = {
    **dict.fromkeys(_names("align align* aligned split gather gather* gathered"), "aligned"),
    **dict.fromkeys(_names("matrix smallmatrix array"), "matrix"),
    **{name: name for name in BRACKETED.values()},
}
CHARACTERS: Final = {
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
"""Character → kind, where it is no letter."""
GLYPHS: Final = {"-": "−", "*": "∗"}
"""Character as typed → as shown."""

SYMBOLS: Final = {
    **{name: Atom(text) for name, text in LETTERS.items()},
    **{name: Atom(text, "prefix") for name, text in _PREFIXES.items()},
    **{name: Atom(text, "relation") for name, text in _RELATIONS.items()},
    **{name: Atom(text, "binary") for name, text in _BINARY.items()},
    **{name: Atom(text, "big") for name, text in _BIG.items()},
    **{name: Atom(text, "open") for name, text in _OPENING.items()},
    **{name: Atom(text, "close") for name, text in _CLOSING.items()},
    **{name: Atom(text, "bar") for name, text in _BARS.items()},
    **{name: Atom(name, "function") for name in _FUNCTIONS},
    **{name: Atom(" " * count, "space") for name, count in _SPACES.items()},
}
"""Command → symbol."""

UPPER: Final = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ′∗⊤∘",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ′*ᵀ°",
)
"""Character → the same raised."""

LOWER: Final = str.maketrans(
    "0123456789+−=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)
"""Character → the same lowered."""
