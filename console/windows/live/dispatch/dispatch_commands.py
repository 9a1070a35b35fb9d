"""What the Dispatch menu offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.windows.commands import Command

if TYPE_CHECKING:
    from console.windows.live.dispatch.dispatch_window import DispatchWindow


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DispatchWindow", text)


def dispatch_commands(shown: DispatchWindow) -> list[Command]:
    """The workspace, then what is done with plans."""
    menu = tr("&Dispatch")
    return [
        Command("dispatch", menu, tr("Dispatch workspace"), tr("Day-ahead plans and their proof"), shown.come),
        Command("new_case", menu, tr("New case…"), tr("The sample that comes with the product, or a case file"),
                shown.deeds.new_case, has_line_above=True),
    ]  # fmt: skip
