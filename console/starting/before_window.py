"""What has to be settled before Qt is touched, and before a window is shown."""

from __future__ import annotations

import shutil
import subprocess
import sys

from console.starting.clock import look_at_clock
from console.starting.display import look_at_display, platform_of
from console.starting.finding import StartFinding
from console.starting.folders import look_at_folders
from console.starting.libraries import load_reserve, look_at_libraries
from engines.values.validation import InputError

TELLERS = (
    ("zenity", "--error", "--no-markup", "--title=Tieline", "--text"),
    ("kdialog", "--title", "Tieline", "--error"),
    ("xmessage", "-center"),
    ("notify-send", "--urgency=critical", "Tieline"),
)
"""Programs of desktops that show a sentence without Qt."""

_shown: list[subprocess.Popen[bytes]] = []


def require_window() -> None:
    """Load what Qt needs, and refuse where no window can be shown.

    Raises ``InputError`` with the remedy. Where there is a display but Qt cannot be loaded, the sentence is also shown
    by whatever the desktop has for that.
    """
    load_reserve()
    _refuse(look_at_display())
    problems = look_at_libraries(platform_of())
    if problems:
        tell_without_qt(problems[0].sentence)
    _refuse(problems)


def look_at_machine() -> list[StartFinding]:
    """What is wrong with folders and clock. The console starts all the same; and it is said on stderr, too."""
    findings = [*look_at_folders(), *look_at_clock()]
    for finding in findings:
        if sys.stderr is not None:
            print(f"tieline: {finding.sentence}", file=sys.stderr)
    return findings


def tell_without_qt(sentence: str) -> bool:
    """Show ``sentence`` in a window of the desktop's own; whether there was something to show it."""
    for program, *words in TELLERS:
        path = shutil.which(program)
        if path is not None:
            # It stays until somebody has read it; this process has nothing left to do and does not wait.
            quiet = subprocess.DEVNULL
            _shown.append(subprocess.Popen([path, *words, sentence], stdout=quiet, stderr=quiet))
            return True
    return False


def _refuse(findings: list[StartFinding]) -> None:
    if findings:
        raise InputError(findings[0].place, findings[0].reason, findings[0].remedy)
