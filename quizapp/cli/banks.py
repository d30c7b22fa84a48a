"""The commands on banks."""

from __future__ import annotations

from quizapp.cli.output import DONE, WRONG, count_up, write_result
from quizapp.cli.places import Options, check_there, loaded, loader, sources
from quizapp.errors import UsageError


def list_questions(options: Options) -> int:
    """List the questions."""
    from quizapp.reports import listing
    from quizapp.selection import Selection

    chosen = Selection(topic=options.topic, type=options.type).choose(loaded(options).questions)
    write_result(
        listing.structures(chosen) if options.json else None, lambda: listing.lines(chosen)
    )
    return DONE


def check(options: Options) -> int:
    """Check banks over many variants."""
    from quizapp import blueprint
    from quizapp.bank import blueprints, checks, reader

    for path in options.paths:
        check_there(path)
    everything = loader(options)()
    banks = reader.load(options.paths) if options.paths else everything
    found = blueprints.load(options.paths or sources(options))
    if not (banks.banks or banks.problems or found.blueprints or found.problems):
        raise UsageError("there is no bank in that folder; a bank is a file that ends in .yaml")

    def progress(done: int, total: int) -> None:
        count_up(done, total, "questions")

    named = {bank.name: bank for bank in (*everything.banks, *banks.banks)}
    known = reader.Banks(tuple(named.values()), ())
    report = checks.check(banks, options.variants, progress, blueprint.check(found, known))
    write_result(report.structure() if options.json else None, report.lines)
    return WRONG if report.failed else DONE
