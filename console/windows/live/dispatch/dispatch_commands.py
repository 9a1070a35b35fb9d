"""What the Dispatch menu offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.windows.commands import Command
from console.windows.live.dispatch.execution_actions import STOP_KEY

if TYPE_CHECKING:
    from console.windows.live.dispatch.dispatch_window import DispatchWindow
    from console.windows.live.dispatch.execution_window import ExecutionWindow


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("DispatchWindow", text)


def dispatch_commands(shown: DispatchWindow, execution: ExecutionWindow | None) -> list[Command]:
    """The workspace, then what is done with plans, then the stop of the one that is carried out."""
    menu = tr("&Dispatch")
    found = [
        Command("dispatch", menu, tr("Dispatch workspace"), tr("Day-ahead plans and their proof"), shown.come),
        Command("new_case", menu, tr("New case…"), tr("The sample that comes with the product, or a case file"),
                shown.deeds.new_case, has_line_above=True),
        Command("edit_case", menu, tr("Edit the case…"),
                tr("Devices, limits and prices of the chosen case, each checked as it is written"), shown.edit_case),
        Command("blank_case", menu, tr("Case from the beginning…"),
                tr("An empty case for the network on the desk"), shown.begin_case),
        Command("forecast", menu, tr("Forecast"), tr("What the units of the chosen case may do"),
                shown.show_forecast),
        Command("day_report", menu, tr("Day report…"),
                tr("The chosen plan as a document or workbook: figures, proof, reasons, what was carried out"),
                shown.report),
    ]  # fmt: skip
    if execution is not None:
        tip = tr("Suspend the plan that is carried out, at once; only a person lets it go on")
        found.append(Command("stop_plan", menu, tr("Stop the plan"), tip, execution.stop, STOP_KEY,
                             has_line_above=True))  # fmt: skip
    return found
