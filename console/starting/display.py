"""Whether a window can be shown: asked before Qt is, which ends the process where the answer is no."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from console.starting.finding import StartFinding, Weight

WITHOUT_WINDOW = "these work without one: tieline solve, tieline series, tieline check, tieline screenshot"
WAIT_S = 2.0


def platform_of(environment: Mapping[str, str] = os.environ) -> str:
    """What Qt will draw on: ``xcb``, ``wayland``, ``offscreen``, ...; "" where there is nothing."""
    if not sys.platform.startswith("linux"):
        return "native"
    chosen = environment.get("QT_QPA_PLATFORM", "").split(";")[0].partition(":")[0]
    if chosen:
        return chosen.removesuffix("-egl")
    if environment.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if environment.get("DISPLAY") else ""


def look_at_display(
    environment: Mapping[str, str] = os.environ, can_reach_x: Callable[[str], bool] | None = None
) -> list[StartFinding]:
    """What keeps a window from being shown; empty where nothing does."""
    platform = platform_of(environment)
    if not platform:
        reason = "is not set: there is no display here, so no window can be shown"
        return [StartFinding(Weight.FAILED, "DISPLAY", reason, WITHOUT_WINDOW)]
    unknown = _look_at_choice(environment, platform)
    if unknown:
        return unknown
    if platform == "xcb":
        name = environment.get("DISPLAY", "")
        if not name or not (can_reach_x or reaches_x_server)(name):
            reason = f"names {name!r}, where no X server lets this account in, so no window can be shown"
            remedy = "start it in the desktop's own session, or allow this account there (xhost +SI:localuser:NAME)"
            return [StartFinding(Weight.FAILED, "DISPLAY", reason, remedy)]
    if platform == "wayland" and not _reaches_wayland(environment):
        name = environment.get("WAYLAND_DISPLAY", "")
        remedy = "start it in the desktop's own session, or set QT_QPA_PLATFORM=xcb where there is an X server"
        return [StartFinding(Weight.FAILED, "WAYLAND_DISPLAY", f"names {name!r}, where nobody answers", remedy)]
    return []


def _look_at_choice(environment: Mapping[str, str], platform: str) -> list[StartFinding]:
    """What Qt is told to draw on, where it has nothing of that name: it would end the process with a core dump."""
    there = platforms_there(environment) if environment.get("QT_QPA_PLATFORM") else ()
    if not there or any(name.startswith(platform) for name in there):
        return []
    reason = f"names {environment['QT_QPA_PLATFORM']!r}, which is nothing that Qt can draw on"
    return [StartFinding(Weight.FAILED, "QT_QPA_PLATFORM", reason, "take it out of the environment")]


def platforms_there(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Names of Qt's platform plugins; none where they cannot be found."""
    try:
        from PySide6.QtCore import QLibraryInfo
    except ImportError:
        return ()  # which library it lacks is said by another look
    plugins = [QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)]
    plugins += environment.get("QT_PLUGIN_PATH", "").split(os.pathsep)
    folders = [Path(folder) / "platforms" for folder in plugins if folder]
    folders += [Path(f) for f in environment.get("QT_QPA_PLATFORM_PLUGIN_PATH", "").split(os.pathsep) if f]
    return tuple(sorted({path.stem.removeprefix("libq") for folder in folders for path in folder.glob("libq*.so")}))


def reaches_x_server(name: str) -> bool:
    """Whether the X server ``name`` (as ``:0``) lets this account in. Where it cannot be asked, Qt has to find out."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _reaches_wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "wayland-0")
    path = Path(environment.get("XDG_RUNTIME_DIR", "/")) / name
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(WAIT_S)
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True
