"""Starts the console: Qt, style, diagnostics, workers, window; and takes pictures of it without a display."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from engines.values.validation import InputError

NO_DISPLAY = (
    "there is no display here, so no window can be shown; "
    "these work without one: tieline solve, tieline series, tieline check, tieline screenshot"
)


def display_is_missing() -> bool:
    """Whether a window cannot be shown on this machine (X11 and Wayland; other platforms always have one)."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_console(case: str, *, theme: str | None = None) -> int:
    """Show the window on ``case`` until it is closed; returns the exit code."""
    if display_is_missing():
        raise InputError("", NO_DISPLAY)
    from console.console import Console

    console = Console(theme=theme)
    console.start(case)
    return console.run()


def run_live(case: str, address_map: Path | None, *, theme: str | None = None) -> int:
    """Show the live window until it is closed; returns the exit code.

    Args:
        address_map: of a real field; ``None`` simulates the network.
    """
    if display_is_missing():
        raise InputError("", NO_DISPLAY)
    from console.live_console import LiveConsole

    console = LiveConsole(theme=theme, address_map=address_map)
    console.start(case)
    return console.run()


def take_screenshot(arguments: argparse.Namespace) -> dict[str, Any]:
    """Draw the whole window offscreen after the solve and write it; returns what is on it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from console.picture import Picture

    return Picture(arguments).take()
