"""``tieline live``: the console on a field, real or simulated. It is also what ``tieline`` alone does."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cli.open import require_known
from engines.values.validation import InputError

SUMMARY = "Open the console live: on the built-in simulated district, or on the servers of an address map."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("case", metavar="FILE|NAME", nargs="?", default="north", help="the network (else north)")
    parser.add_argument(
        "--map", type=Path, metavar="FILE", help="address map (TOML or CSV); without one every device is simulated"
    )
    parser.add_argument("--theme", choices=("light", "dark"), help="colours (else the last chosen)")


def run(arguments: argparse.Namespace) -> int:
    """Show the window until it is closed."""
    from console.application import run_live

    require_known(arguments.case)
    if arguments.map is not None and not arguments.map.expanduser().is_file():
        raise InputError(str(arguments.map), "there is no such file", "check the path of the address map")
    return run_live(arguments.case, arguments.map, theme=arguments.theme)
