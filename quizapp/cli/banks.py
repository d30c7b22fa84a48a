"""The commands on banks."""

from __future__ import annotations

from quizapp import config
from quizapp.cli.output import DONE, WRONG, count_up, write, write_result
from quizapp.cli.places import Options, check_there, data_folder, loaded, loader, sources
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


def schema(options: Options) -> int:
    """Print the JSON Schema of a bank or a blueprint."""
    import json

    from quizapp.bank import json_schema

    found = json_schema.blueprint() if options.blueprint else json_schema.bank()
    write(json.dumps(found, indent=2, ensure_ascii=False))
    return DONE


def new(options: Options) -> int:
    """Write a bank to begin with, or add a question to one."""
    from quizapp.bank import installed

    folder = config.user_banks(data_folder(options))
    path = options.path or installed.first_free(folder)
    if options.type and path.exists():
        name = installed.extend(path, options.type)
        write(f"added the question {name} at the end of {path}")
    else:
        installed.begin(path, [options.type] if options.type else [])
        write(f"written to {path}")
    own = path.resolve().parent == folder.resolve()
    asks = "quizapp" if own else f"quizapp --bank {path}"
    write(f"change it, check it with 'quizapp bank check {path}', and practise with '{asks}'")
    return DONE


def add(options: Options) -> int:
    """Take a bank in among the user's own."""
    from quizapp.bank import installed

    check_there(options.path)
    folder = config.user_banks(data_folder(options))
    for path in installed.take_in(options.path, folder, loaded(options)):
        write(f"copied to {path}, which is loaded from now on")
    return DONE


def remove(options: Options) -> int:
    """Put one of the user's own banks away."""
    from quizapp.bank import installed

    aside = installed.put_away(options.name, config.user_banks(data_folder(options)))
    write(f"put away: its file is now {aside}")
    return DONE
