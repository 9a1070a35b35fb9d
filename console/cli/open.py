"""``tieline open``: the console on a network or a saved study."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cli.case import add_case_argument
from engines.values.validation import InputError

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

    require_known(arguments.case)
    return run_console(arguments.case, theme=arguments.theme)


def require_known(case: str) -> None:
    """Refuse what is neither a file nor a built-in name before a window is shown.

    Raises ``InputError`` naming what there is.
    """
    from engines.exchange.opening import known_names

    names = known_names()
    families = {name.partition(":")[0] for name in names if ":" in name}
    if case in names or case.partition(":")[0].lower() in families or Path(case).expanduser().exists():
        return
    raise InputError(case, "there is no such file or built-in network", f"built in are {', '.join(names)}")
