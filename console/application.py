"""Starts the console: Qt, style, diagnostics, workers, window; and takes pictures of it without a display."""

from __future__ import annotations

import argparse
import gc
import os
from pathlib import Path
from typing import Any

from console.starting.before_window import look_at_machine, require_window
from console.starting.libraries import load_reserve
from console.starting.sources import read_no_sources


def run_console(case: str, *, theme: str | None = None) -> int:
    """Show the window on ``case`` until it is closed; returns the exit code."""
    require_window()
    _start_lightly()
    findings = look_at_machine()
    from console.console import Console

    console = Console(theme=theme)
    console.start(case)
    console.tell_findings(console.window, findings)
    return console.run()


def run_live(case: str, address_map: Path | None, *, theme: str | None = None) -> int:
    """Show the live window until it is closed; returns the exit code.

    Args:
        address_map: of a real field; ``None`` simulates the network.
    """
    require_window()
    _start_lightly()
    # Before the log of this start is written: its time would hide a clock that went back.
    findings = look_at_machine()
    from console.live_console import LiveConsole

    console = LiveConsole(theme=theme, address_map=address_map)
    console.welcomes = True
    console.start(case)
    console.tell_findings(console.window, findings)
    return console.run()


def take_screenshot(arguments: argparse.Namespace) -> dict[str, Any]:
    """Draw the whole window offscreen after the solve and write it; returns what is on it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    load_reserve()
    read_no_sources()
    from console.picture import Picture

    return Picture(arguments).take()


def _start_lightly() -> None:
    """Spare the start what it does not need."""
    read_no_sources()
    # What is made until the window stands nearly all stays: housekeeping begins to search for garbage.
    gc.disable()
