"""System libraries that Qt needs: the machine's own where it has them, else those the package brings.

The package's copies are a reserve: a machine's own go with its drivers and its desktop. They have to be loaded before
anything imports Qt; the loader then takes them for everyone who asks by name.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from console.starting.finding import StartFinding, Weight

FOLDER, ORDER_FILE = "system", "order.txt"

DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt needs to draw at all, and the Debian packages that bring it."""
X_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
"""What it needs besides for a window on an X server."""

Loader = Callable[[str], object]


def reserve_folder() -> Path | None:
    """Where the package keeps its copies; ``None`` where the program was not installed from one."""
    inner = getattr(sys, "_MEIPASS", None)
    folder = Path(inner) / FOLDER if inner else None
    return folder if folder is not None and (folder / ORDER_FILE).is_file() else None


def load_reserve(folder: Path | None = None, load: Loader = ctypes.CDLL) -> list[str]:
    """Load from the package what the machine lacks; gives the names of those libraries.

    A copy that cannot be loaded either is left out: :func:`missing_libraries` then names it.

    Args:
        folder: of the copies; ``None`` takes the package's own.
    """
    folder = folder or reserve_folder()
    if folder is None or not sys.platform.startswith("linux"):
        return []
    taken = []
    for name in (folder / ORDER_FILE).read_text("utf-8").split():
        if _can_load(name, load):
            continue
        if _can_load(str(folder / name), load):
            taken.append(name)
    return taken


def missing_libraries(names: Iterable[str], load: Loader = ctypes.CDLL) -> list[str]:
    """Those of ``names`` that cannot be loaded, by now or at all."""
    return [name for name in names if not _can_load(name, load)]


def look_at_libraries(platform: str, load: Loader = ctypes.CDLL) -> list[StartFinding]:
    """What is missing for Qt's ``platform`` (``xcb``, ``wayland``, ``offscreen``), with the command that brings it."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = {**DRAWING, **(X_WINDOW if platform == "xcb" else {})}
    missing = missing_libraries(wanted, load)
    if not missing:
        return []
    packages = " ".join(wanted[name] for name in missing)
    are = "is" if len(missing) == 1 else "are"
    remedy = f"an administrator installs them with: apt-get install {packages}"
    return [StartFinding(Weight.FAILED, ", ".join(missing), f"{are} missing on this machine", remedy)]


def _can_load(name: str, load: Loader) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True
