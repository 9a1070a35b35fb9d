"""``tieline link``: field servers from the command line: look through, test, trust."""

from __future__ import annotations

import argparse
from importlib import import_module

SUMMARY = "Field servers: look through one, test an address map, decide whom to trust."
WHAT = ("browse", "check", "trust")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be done with field servers."""
    verbs = parser.add_subparsers(dest="link_verb", metavar="WHAT", required=True)
    for name in WHAT:
        module = import_module(f"console.cli.link_{name}")
        verb = verbs.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        module.add_arguments(verb)
        verb.set_defaults(run_link=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    return int(arguments.run_link(arguments))
