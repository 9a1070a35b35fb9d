"""``tieline open``: the console on a network or a saved study."""

from __future__ import annotations

import argparse

from console.cli.case import add_case_argument

SUMMARY = "Open the console in study mode on a network or a saved study."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    for action in parser._actions:
        if action.dest == "case":
            action.nargs, action.default = "?", "north"
    parser.add_argument("--theme", choices=("light", "dark"), help="colours (else the last chosen)")


def run(arguments: argparse.Namespace) -> int:
    """Show the window until it is closed."""
    from console.application import run_console

    return run_console(arguments.case, theme=arguments.theme)
