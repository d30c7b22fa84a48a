"""Formulas as MathML."""

from xml.etree import ElementTree

import pytest

from quizapp.quantities.catalogue import QUANTITIES
from quizapp.text.typesetting.mathml import mathml
from quizapp.text.typesetting.nodes import CannotSetError
from quizapp.text.typesetting.tex import read


def letters(tex):
    """Return what a formula shows, without its spaces."""
    return "".join(ElementTree.fromstring(mathml(tex)).itertext()).replace(" ", "")


@pytest.mark.parametrize(
    ("tex", "markup"),
    [
        ("p_k", "<msub><mi>p</mi><mi>k</mi></msub>"),
        (r"\sum_k", "<munder><mo>∑</mo><mi>k</mi></munder>"),
        (r"\log q", '<mi>log</mi><mspace width="0.17em"></mspace><mi>q</mi>'),
        (r"\log(q)", '<mi>log</mi><mo stretchy="false">(</mo>'),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        (r"\hat{y}", '<mover accent="true"><mi>y</mi><mo>^</mo></mover>'),
        (r"\left(\frac{1}{2}\right)", '<mo stretchy="true">(</mo><mfrac><mn>1</mn><mn>2</mn>'),
        (r"a < b", "<mo>&lt;</mo>"),
    ],
)
def test_each_part_of_a_formula_has_its_element(tex, markup):
    assert markup in mathml(tex)


def test_cases_have_a_row_each():
    found = ElementTree.fromstring(
        mathml(r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}")
    )
    assert len(list(found.iter("mtr"))) == 2


def test_what_cannot_be_set_is_shown_as_its_source():
    with pytest.raises(CannotSetError):
        read(r"\nonsense{<b>}")
    assert mathml(r"\nonsense{<b>}") == r"<code>\nonsense{&lt;b&gt;}</code>"


@pytest.mark.parametrize("quantity", [one for one in QUANTITIES.values() if one.formula])
def test_the_formula_of_every_quantity_is_set(quantity):
    assert mathml(quantity.formula).startswith("<math ")
    assert letters(quantity.formula)
