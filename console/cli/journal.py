"""``tieline journal``: check the journal of a site, or hand it on as a table."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from console.alarms.table import SCHEMA as ALARM_SCHEMA
from console.cli.answers import print_json, print_lines
from console.cli.case import check_span, parse_time
from console.journal.archive import archive_journal
from console.journal.backup import back_up
from console.journal.chain import HASH_BYTES, ChainHead
from console.journal.connection import DATABASE_ERRORS, SiteDatabase
from console.journal.database import FILE_NAME, SiteFile, sentence_of
from console.journal.export import export_journal, utc_text
from console.journal.journal import Journal
from console.journal.reading import Filter
from console.journal.signing import account_name
from console.journal.verifying import JournalReport, verify_journal
from console.site.place import SitePlace, site_place
from engines.values.validation import InputError

BUILT_IN = "North district simulator"
"""The site ``tieline`` alone opens."""
SUMMARY = "Check a site's journal for alteration and truncation, export it or back it up."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    verify = actions.add_parser(
        "verify",
        help="follow the chain and check every signature",
        epilog="Exit codes: 0 intact, 1 altered or cut off; 2 cannot be read at all, with reason and remedy.",
    )
    add_site_arguments(verify)
    verify.add_argument(
        "--noted", type=_noted, metavar="N:HASH", help="an end noted earlier elsewhere, which must still be there"
    )
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    export = actions.add_parser("export", help="write the records as .csv or .parquet")
    add_site_arguments(export)
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write (.csv or .parquet)")
    export.add_argument("--kind", action="append", metavar="KIND", help="only this kind; may be repeated")
    export.add_argument("--element", default="", metavar="ID", help="only this element")
    export.add_argument("--from", dest="start", type=parse_time, metavar="TIME", help="not before (UTC)")
    export.add_argument("--to", dest="end", type=parse_time, metavar="TIME", help="before (UTC)")
    export.add_argument("--json", action="store_true", help="print one JSON object")

    archive = actions.add_parser("archive", help="put the oldest records into a file of their own")
    add_site_arguments(archive)
    archive.add_argument(
        "--before", dest="end", type=parse_time, required=True, metavar="TIME", help="records from before it (UTC)"
    )
    archive.add_argument("--out", type=Path, metavar="FOLDER", help="where the file goes (else archive in the site's)")
    archive.add_argument("--json", action="store_true", help="print one JSON object")

    backup = actions.add_parser("backup", help="copy the whole site's file, also while consoles write")
    add_site_arguments(backup)
    backup.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the copy goes")
    backup.add_argument("--json", action="store_true", help="print one JSON object")


def add_site_arguments(parser: argparse.ArgumentParser) -> None:
    """How a site is named."""
    parser.add_argument("path", nargs="?", metavar="PATH", help="the site's folder or file (else that of --site)")
    parser.add_argument(
        "--site", default=BUILT_IN, metavar="NAME", help=f"name of the site, if no PATH is given (else {BUILT_IN})"
    )


def _noted(text: str) -> ChainHead:
    number, _, digits = text.partition(":")
    try:
        noted = ChainHead(int(number), bytes.fromhex(digits))
    except ValueError:
        noted = ChainHead(0, b"")
    if len(noted.hash) != HASH_BYTES:
        raise argparse.ArgumentTypeError(f"{text!r} is not an end of a journal like 812:9f3a...")
    return noted


def run(arguments: argparse.Namespace) -> int:
    """0 when done and intact, 1 when the journal was altered or cut off."""
    database = database_of(arguments)
    if arguments.action == "export":
        return _export(arguments, database)
    if arguments.action == "archive":
        return _archive(arguments, database)
    if arguments.action == "backup":
        return _back_up(arguments, database)
    report = verify_journal(database, arguments.noted)
    if arguments.json:
        print_json(_as_data(report))
    else:
        _print_report(report)
    return 0 if report.is_intact else 1


def database_of(arguments: argparse.Namespace) -> SiteDatabase:
    """The site that was named. Raises ``InputError`` where there is none."""
    place = SitePlace("", Path(arguments.path), True) if arguments.path else site_place(arguments.site)
    if place.server:
        return place.database
    path = place.folder
    if not path.exists():
        known = [] if arguments.path else sorted(p.parent.name for p in path.parent.glob(f"*/{FILE_NAME}"))
        remedy = f"give one of: {', '.join(known)}, as --site" if known else "give the site's folder or file"
        raise InputError(str(path), "there is no such site", remedy)
    return SiteFile(path)


def _export(arguments: argparse.Namespace, journal: SiteDatabase) -> int:
    check_span(arguments.start, arguments.end)
    _check_kinds(journal, arguments.kind or ())
    wanted = Filter(
        kinds=arguments.kind,
        element_id=arguments.element,
        from_us=_microseconds(arguments.start),
        to_us=_microseconds(arguments.end),
    )
    count = export_journal(journal, arguments.out, wanted)
    if arguments.json:
        print_json({"out": str(arguments.out), "records": count})
    else:
        print(f"{arguments.out}: {count} records")
    return 0


def _check_kinds(database: SiteDatabase, wanted: Sequence[str]) -> None:
    if not wanted:
        return
    connection = database.open_for_reading()
    try:
        known = sorted(str(kind) for (kind,) in connection.execute("SELECT DISTINCT kind FROM journal").fetchall())
    except DATABASE_ERRORS as error:
        raise sentence_of(error, database.place) from error
    finally:
        connection.close()
    for kind in wanted:
        if kind not in known:
            raise InputError(f"--kind {kind}", "no record is of this kind", f"use one of {', '.join(known)}")


def _archive(arguments: argparse.Namespace, database: SiteDatabase) -> int:
    if isinstance(database, SiteFile) and not database.path.exists():
        raise InputError(str(database.path), "there is no journal", "give the site's folder or file")
    with Journal(database) as journal:
        part = archive_journal(journal, _microseconds(arguments.end) or 0, arguments.out, account_name())
    if arguments.json:
        told = {} if part is None else {"archive": str(part.path), "first": part.first, "last": part.last}
        print_json(told or {"archive": None})
    elif part is None:
        print("no record under a signed checkpoint is that old: nothing was archived")
    else:
        print(f"{part.path}: records {part.first} to {part.last}")
    return 0


def _back_up(arguments: argparse.Namespace, journal: SiteDatabase) -> int:
    copy = back_up(journal, arguments.out, {"alarms": ALARM_SCHEMA})
    if arguments.json:
        print_json({"backup": str(copy)})
    else:
        print(copy)
    return 0


def _microseconds(moment: np.datetime64 | None) -> int | None:
    return None if moment is None else int(moment.astype("datetime64[us]").astype(np.int64))


def _as_data(report: JournalReport) -> dict[str, object]:
    return {
        "path": report.path,
        "intact": report.is_intact,
        "records": report.records,
        "first": utc_text(report.first_us) or None,
        "last": utc_text(report.last_us) or None,
        "checkpoints": report.checkpoints,
        "end_signed": report.is_end_signed,
        "proven_to": report.proven_to,
        "archived_to": report.archived_to,
        "head": f"{report.last}:{report.head_hash}" if report.records else None,
        "keys": list(report.keys),
        "problems": [{"sequence": p.sequence, "reason": p.reason} for p in report.problems],
        "notes": list(report.notes),
    }


def _print_report(report: JournalReport) -> None:
    for problem in report.problems:
        print(f"record {problem.sequence}: {problem.reason}" if problem.sequence else problem.reason)
    for note in report.notes:
        print(f"note: {note}")
    print_lines(
        {
            "journal": report.path,
            "records": str(report.records),
            "from": utc_text(report.first_us) or "–",
            "to": utc_text(report.last_us) or "–",
            "checkpoints": str(report.checkpoints),
            "proven to": f"record {report.proven_to}" if report.proven_to else "nothing",
            "end": f"{report.last}:{report.head_hash}" if report.records else "–",
            "verdict": "intact" if report.is_intact else "NOT INTACT",
        }
    )
