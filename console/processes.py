"""Whether a process that left something behind still runs."""

from __future__ import annotations

import os
import sys


def is_running(process: int) -> bool:
    """False on Windows, where asking would end it: there a file that is in use cannot be removed anyway."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
