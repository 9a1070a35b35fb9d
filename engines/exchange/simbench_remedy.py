"""What to do where SimBench is not there."""

from __future__ import annotations

import sys


def simbench_remedy() -> str:
    """How somebody comes to SimBench's data: they are others' and not in the installed package."""
    if getattr(sys, "frozen", False):
        return (
            "open it where Tieline runs from its sources with the extra simbench, save it as a .tieline file, "
            "and open that file here"
        )
    return "install the extra with: pip install 'tieline[simbench]'"
