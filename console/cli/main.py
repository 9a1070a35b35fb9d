"""The command ``tieline``: finds the verb, runs it, turns broken input into one line and exit code 2.

Worker processes import this module again when they start, so nothing heavy is imported at its top.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import NoReturn

from engines.values.validation import InputError

VERBS = (
    "live",
    "open",
    "solve",
    "series",
    "check",
    "estimate",
    "locate",
    "restore",
    "reconfigure",
    "reliability",
    "dispatch",
    "scenarios",
    "screenshot",
    "simulate",
    "storm",
    "journal",
    "alarms",
    "history",
    "link",
    "selftest",
    "support-bundle",
)
DONE, NOT_ACCEPTABLE, WRONG_INPUT = 0, 1, 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_INPUT, f"{self.prog}: {message}; see {self.prog} --help\n")


def build_parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser for a command line: with every verb, or with its one alone, whose module imports fast."""
    parser = _Parser(
        prog="tieline",
        description="Operator console and study desk for electric distribution networks. "
        "Without a verb it opens the built-in district.",
    )
    parser.add_argument("--version", action="version", version=f"tieline {product_version()}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    for name in words[:1] if words and words[0] in VERBS else VERBS:
        module = import_module(f"console.cli.{name.replace('-', '_')}")
        verb = verbs.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def product_version() -> str:
    """The installed version, or ``0`` when run from a folder that was never installed."""
    try:
        return version("tieline")
    except PackageNotFoundError:
        return "0"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 not acceptable, 2 wrong usage or input."""
    multiprocessing.freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    words = words or ["live"]
    parser = build_parser(words)
    chosen = parser.parse_args(words)
    if chosen.verb is None:
        parser.error("a verb is missing")
    try:
        return int(chosen.run(chosen))
    except InputError as error:
        print(f"tieline: {error}", file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:
        # The reader has gone; nothing more can be said on this stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
