"""Whether Qt can draw here. It is asked in a process of its own: where it cannot start, it ends its process."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import Connection

from console.selftest.result import CheckResult, Verdict, failed, ok
from console.starting.display import look_at_display, platform_of
from console.starting.libraries import load_reserve, look_at_libraries

WAIT_S = 30.0
WIDTH_PX, HEIGHT_PX = 320, 120
REMEDY = "start it in the desktop's own session; tieline support-bundle keeps what Qt said"


def check_qt() -> CheckResult:
    """A text drawn on the platform a window would be shown on; offscreen where there is no display."""
    taken = load_reserve()
    problems = look_at_display()
    platform = "offscreen" if problems else platform_of()
    lacking = look_at_libraries(platform)
    if lacking:
        return failed(f"{lacking[0].place} {lacking[0].reason}", lacking[0].remedy)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=draw, args=(theirs, platform), daemon=True)
    child.start()
    theirs.close()
    answer = _answer(ours)
    child.join(WAIT_S)
    if child.is_alive():
        child.kill()
        child.join()
    if not answer:
        how = f"ended with {child.exitcode}" if child.exitcode else "gave no answer"
        return failed(f"Qt's platform {platform!r} {how} before it drew anything", REMEDY)
    if not answer.get("is_drawn"):
        return failed(f"Qt's platform {platform!r} drew an empty picture", REMEDY)
    told = f"Qt {answer['version']} draws on {answer['platform']}"
    if taken:
        told += f", with {len(taken)} system libraries of the package"
    if problems:
        return CheckResult(
            "", "", Verdict.WARNING, f"{told}; {problems[0].place} {problems[0].reason}", problems[0].remedy
        )
    return ok(told)


def _answer(connection: Connection) -> dict[str, object]:
    try:
        if connection.poll(WAIT_S):
            answer = connection.recv()
            return answer if isinstance(answer, dict) else {}
    except (EOFError, OSError):
        pass
    return {}


def draw(connection: Connection, platform: str) -> None:
    """In the child: draw a text and tell whether there is ink."""
    load_reserve()
    if platform == "offscreen":
        os.environ["QT_QPA_PLATFORM"] = platform
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication, QLabel

    from widgets.style import load_fonts
    from widgets.theme import load_theme

    application = QApplication(["tieline"])
    load_fonts()
    label = QLabel("Tieline 0123")
    colours = load_theme("light")
    ink, ground = colours.color("text").name(), colours.color("raised").name()
    label.setStyleSheet(f"background: {ground}; color: {ink}; font: 20px 'Inter'")
    label.resize(WIDTH_PX, HEIGHT_PX)
    label.show()
    application.processEvents()
    picture = label.grab().toImage()
    lightness = {picture.pixelColor(x, y).lightness() for x in range(0, WIDTH_PX, 2) for y in range(0, HEIGHT_PX, 2)}
    is_drawn = bool(lightness) and max(lightness) - min(lightness) > 100
    connection.send({"platform": QGuiApplication.platformName(), "version": qVersion(), "is_drawn": is_drawn})
    connection.close()
