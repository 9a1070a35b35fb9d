"""A window starts without reading the sources of all it imports."""

from __future__ import annotations

import subprocess
import sys

STARTED = """
import linecache
from console.starting.sources import forget_sources, read_no_sources
read_no_sources()
import console.live_console, widgets.diagram.view
from PySide6.QtCore import QObject
assert QObject().objectName() == ""
print(len(linecache.cache), end=" ")
linecache.getline(console.live_console.__file__, 1)
forget_sources()
print(len(linecache.cache))
"""


def test_no_source_is_read_while_the_window_s_modules_are_imported() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    read, left = map(int, done.stdout.split())
    # Without it more than a thousand files.
    assert read < 50
    assert left == 0
