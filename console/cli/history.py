"""``tieline history``: what is recorded of a site, checked, copied, handed on."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from console.cli.answers import print_json, print_lines
from console.cli.case import check_span, parse_time
from console.cli.journal import BUILT_IN
from console.history.asking import HistoryConnection, OwnerAway
from console.history.storage import FOLDER_NAME
from console.site.place import site_place
from engines.values.validation import InputError

SUMMARY = "Show, check, back up or export the recorded history of a site."
EVERYTHING_US = (0, 2**62)
VERIFIED, DAMAGED = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    status = actions.add_parser("status", help="what there is")
    verify = actions.add_parser(
        "verify",
        help="read everything and say what is damaged",
        epilog="Exit codes: 0 whole, 1 damaged in parts, each named; 2 cannot be read at all, with reason and remedy.",
    )
    backup = actions.add_parser("backup", help="copy everything, also while a console records")
    backup.add_argument("out", type=Path, metavar="FOLDER", help="where the copy goes")
    export = actions.add_parser("export", help="write changes as .csv or .parquet")
    export.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write")
    export.add_argument("--point", action="append", default=[], metavar="ID", help="only this point; may be repeated")
    export.add_argument("--from", dest="start", type=parse_time, metavar="TIME", help="after (UTC)")
    export.add_argument("--to", dest="end", type=parse_time, metavar="TIME", help="up to (UTC)")
    for action in (status, verify, backup, export):
        action.add_argument("--path", type=Path, metavar="PATH", help="the site's folder (else that of --site)")
        action.add_argument("--site", default=BUILT_IN, metavar="NAME", help=f"name of the site (else {BUILT_IN})")
        action.add_argument("--json", action="store_true", help="print one JSON object")
    # Not for people: without a help text it is not listed.
    serve = actions.add_parser("serve")
    serve.add_argument("folder", type=Path)
    serve.add_argument("--idle", type=float, default=20.0)


def run(options: argparse.Namespace) -> int:
    """Carry out the action."""
    if options.action == "serve":
        from console.history.owner import serve
        from console.site.retention import usable_retention

        return serve(options.folder, usable_retention(options.folder.parent).history, options.idle)
    folder = (options.path or site_place(options.site).folder) / FOLDER_NAME
    if not folder.is_dir():
        raise InputError(str(folder), "there is no history", "give the site's folder with --path, or its name")
    connection = HistoryConnection(folder)
    try:
        return _ACTIONS[options.action](connection, options)
    except OwnerAway as error:
        raise InputError(str(folder), str(error), "try again, or look at the log") from error
    finally:
        connection.close()


def _status(connection: HistoryConnection, options: argparse.Namespace) -> int:
    status = connection.status()
    words = {
        "from": _utc(status.span.from_us),
        "to": _utc(status.span.to_us),
        "points": status.points,
        "changes": status.changes,
        "size_mb": round(status.span.size_bytes / 1e6, 1),
        "gaps": len(status.span.gaps),
        "clock_jumps": status.clock_jumps,
        "warning": status.warning,
    }
    _say(options, words)
    return VERIFIED


def _verify(connection: HistoryConnection, options: argparse.Namespace) -> int:
    answer, _ = connection.request("verify")
    damages = [str(d) for d in answer["damages"]]
    if options.json:
        print_json({"is_whole": not damages, "damages": damages})
    else:
        print("\n".join(damages or ["every hour that was kept can be read and is whole"]))
    return DAMAGED if damages else VERIFIED


def _backup(connection: HistoryConnection, options: argparse.Namespace) -> int:
    connection.request("backup", folder=str(options.out.resolve()))
    _say(options, {"backup": str(options.out / FOLDER_NAME)})
    return VERIFIED


def _export(connection: HistoryConnection, options: argparse.Namespace) -> int:
    check_span(options.start, options.end)
    begin = EVERYTHING_US[0] if options.start is None else _us(options.start)
    end = EVERYTHING_US[1] if options.end is None else _us(options.end)
    answer, _ = connection.request(
        "export", path=str(options.out.resolve()), points=options.point, from_us=begin, to_us=end
    )
    _say(options, {"file": str(options.out), "changes": int(answer["count"])})
    return VERIFIED


_ACTIONS = {"status": _status, "verify": _verify, "backup": _backup, "export": _export}


def _say(options: argparse.Namespace, words: dict[str, object]) -> None:
    if options.json:
        print_json(words)
    else:
        print_lines({name.replace("_", " "): str(value) for name, value in words.items() if value not in ("", None)})


def _us(moment: np.datetime64) -> int:
    return int(moment.astype("datetime64[us]").astype(np.int64))


def _utc(time_us: int) -> str:
    return f"{datetime.fromtimestamp(time_us / 1e6, UTC):%Y-%m-%dT%H:%M:%SZ}" if time_us else ""
