"""A scorecard with its reviews as one HTML page: no scripts, nothing loaded, ready to print."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from quizapp.interview.scorecard import Scorecard
from quizapp.reports import scorecard
from quizapp.reports.html_blocks import html, preformatted
from quizapp.reports.review import Review
from quizapp.reports.scorecard import Table
from quizapp.text.phrases import moment

_SHORT: Final = 12
"""Characters of a cell that is not broken."""
_SHARE: Final = re.compile(r"\d{1,3}%")
_BAR: Final = '<span class="bar"><span style="width: {}"></span></span> '
_STYLE: Final = """
:root { color-scheme: light dark; --line: #8886; --soft: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
th, td { vertical-align: top; }
td.short { white-space: nowrap; }
.wide { overflow-x: auto; }
pre { font: 14px/1.4 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
pre { background: var(--soft); padding: .75rem 1rem; border-radius: .25rem; margin: .5rem 0; }
.about { opacity: .75; margin: 0; }
.about p { margin: 0; }
h4 { margin: 1rem 0 0; }
.example { border-left: 3px solid var(--line); padding-left: 1rem; }
.option { display: flex; gap: .5rem; margin: .5rem 0; }
.option p { margin: 0; }
.option > b { min-width: 2.2rem; white-space: nowrap; }
.math, .numbers { font-family: ui-serif, "Cambria Math", "STIX Two Math", serif; }
.numbers { margin: .25rem 0 .25rem 1.5rem; }
math { margin: .5rem 0 .5rem 1.5rem; }
math[display="block"] { display: block math; text-align: left; width: fit-content; }
table.given { width: auto; margin: .5rem 0; }
.right { text-align: right; }
.bar { display: inline-block; width: 5rem; height: .6rem; background: var(--soft); }
.bar span { display: block; height: 100%; background: #4a7ab5; }
.bar, .bar span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.verdict { font-weight: 600; }
section.review { margin-top: 2rem; }
@page { margin: 18mm; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; max-width: none; margin: 0; padding: 0; color: #000; }
  pre { font-size: 9pt; background: none; border: 1px solid #bbb; }
  h2, h3 { break-after: avoid; }
  tr, pre { break-inside: avoid; }
  thead { display: table-header-group; }
}
"""


def write(card: Scorecard) -> str:
    """Return a scorecard as an HTML document."""
    remarks = "".join(f"<li>{escape(remark)}</li>\n" for remark in scorecard.remarks(card))
    tables = "".join(_table(table) for table in scorecard.tables(card))
    reviews = "".join(_review(review) for review in scorecard.reviews(card))
    body = f"""<h1>{escape(card.title)}</h1>
<p class="about">{moment(card.began)} UTC. {escape(scorecard.for_a_friend(card))}</p>
<ul>
{remarks}</ul>
{tables}<h2>Review</h2>
{reviews}"""
    return page(card.title, body.removesuffix("\n"))


def page(title: str, body: str) -> str:
    """Return an HTML document that loads nothing."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in table.rows)
    return (
        f'<h2>{escape(table.title)}</h2>\n<div class="wide"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _cell(text: str) -> str:
    """Return a cell; a short one, such as a time, stays in one line, a share has a bar."""
    mark = ' class="short"' if len(text) <= _SHORT else ""
    bar = _BAR.format(text) if _SHARE.fullmatch(text) else ""
    return f"<td{mark}>{bar}{escape(text)}</td>"


def _review(review: Review) -> str:
    given = f"<p>Your answer:</p>\n{preformatted(review.response)}\n"
    response = given if review.response else ""
    feedback = "".join(f"<p>{escape(line)}</p>\n" for line in review.feedback if line)
    return (
        f'<section class="review">\n<h3>{escape(review.heading)}</h3>\n'
        f'<p class="about">{escape(review.about)}</p>\n{html(review.stem)}\n{response}'
        f'<p class="verdict">{escape(review.verdict)}</p>\n{feedback}'
        f"{html(review.answer)}\n</section>\n"
    )
