"""What checking banks found, for people and for programs."""

from __future__ import annotations

from typing import Any, Final

from quizapp.bank.checking.questions import CheckedQuestion, CheckReport
from quizapp.reports.grading import TOO_CLOSE
from quizapp.text.phrases import NONE, counted, percent
from quizapp.text.visible import safe

_LEGEND: Final = (
    "fair   share of first draws used; the rest are redrawn because 'reject' rules",
    "       them out, a mistake would give the right answer, or options are alike",
    "guess  share of variants that a blind guess would get right",
)


def structure(report: CheckReport) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "questions": [
            {
                "question": finding.question,
                "type": finding.type,
                "variants": finding.variants,
                "different": finding.different,
                "fair": round(finding.fair, 4),
                "undiagnosable": list(finding.undiagnosable),
                "guessable": round(finding.guessable or 0.0, 4),
            }
            for finding in report.findings
        ],
        "problems": [
            {
                "path": str(problem.path),
                "line": problem.line,
                "column": problem.column,
                "severity": problem.severity,
                "message": problem.message,
            }
            for problem in report.all_problems
        ],
        "failed": report.failed,
    }


def lines(report: CheckReport) -> list[str]:
    """Return the report for people: a table, then the problems at their places."""
    wide = max((len(finding.question) for finding in report.findings), default=8)
    table = []
    if report.findings:
        table.append(f"{'question':<{wide}}  type     variants  fair  guess")
    table += [
        f"{checked.question:<{wide}}  {checked.type:<7}  {_drawn(checked)}"
        for checked in report.findings
    ]
    if any(checked.variants > 1 for checked in report.findings):
        table += ["", *_LEGEND]
    if any(checked.undiagnosable for checked in report.findings):
        table += ["", f"{TOO_CLOSE}; draw other numbers:"]
        table += [
            f"  {checked.question}: {', '.join(checked.undiagnosable)}"
            for checked in report.findings
            if checked.undiagnosable
        ]
    errors = sum(problem.severity == "error" for problem in report.all_problems)
    warnings = len(report.all_problems) - errors
    others = [(number, thing) for thing, number in report.others if number]
    counts = ", ".join(
        counted(number, thing)
        for number, thing in (
            *([(len(report.findings), "question")] if report.findings or not others else []),
            *others,
            (errors, "error"),
            (warnings, "warning"),
        )
    )
    problems = [safe(str(problem)) for problem in report.all_problems]
    return [*table, *([""] if table and problems else []), *problems, "", counts]


def _drawn(checked: CheckedQuestion) -> str:
    """Return what drawing variants showed; no shares where nothing is drawn."""
    if checked.variants <= 1:
        return f"{checked.different:>8}  {NONE:>4}  {NONE:>5}"
    return f"{checked.different:>8}  {percent(checked.fair):>4}  {percent(checked.guessable):>5}"
