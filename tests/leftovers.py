"""Windows that outlive the tests they were made for."""

from __future__ import annotations

import sys
from typing import Any


def top_level_widgets() -> list[Any]:
    """All there are, without making Qt known to tests that do not need it."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    # A bare widget belongs to the layout of a plot, which asks it for the style and deletes it.
    return [widget for widget in widgets.QApplication.topLevelWidgets() if type(widget) is not widgets.QWidget]


def destroy_all_but(kept: list[Any]) -> None:
    """Destroy top level widgets that are not in ``kept``."""
    left = [widget for widget in top_level_widgets() if widget not in kept]
    if not left:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    for widget in left:
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    answers = sys.modules.get("console.windows.future_answer")
    if answers is not None:
        answers.forget_listeners()
