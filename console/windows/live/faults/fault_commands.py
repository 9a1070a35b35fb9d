"""What the Faults menu offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.windows.commands import Command

if TYPE_CHECKING:
    from console.windows.live.faults.fault_window import FaultWindow


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("FaultWindow", text)


def fault_commands(shown: FaultWindow) -> list[Command]:
    """Workspaces first, then what is reported and planned, then papers."""
    menu = tr("&Faults")
    return [
        Command("faults", menu, tr("Faults workspace"), tr("Incidents, their orders and crews"),
                shown.come),
        Command("operate", menu, tr("Operate workspace"), tr("The network as it is"),
                shown.go),
        Command("report_fault", menu, tr("Report a fault…"),
                tr("A call, an indicator that was read, a wire that is down"), shown.deeds.reports.report_fault,
                "Ctrl+Shift+R", has_line_above=True),
        Command("plan_outage", menu, tr("Plan an outage of the selection…"),
                tr("An order that makes the selected equipment dead for work and keeps the others in supply"),
                shown.deeds.reports.plan_outage),
        Command("handover", menu, tr("Shift handover…"),
                tr("What the next shift must know, life support first"), shown.paper_desk.show_handover,
                has_line_above=True),
        Command("site_files", menu, tr("Doubts about the site's files…"),
                tr("What was left out of the files of faults, customers and crews, and why"),
                shown.site_files.show, has_line_above=True),
        Command("customer_file", menu, tr("Customer file…"),
                tr("Who is supplied where, with counts and priorities, from the next start on"),
                shown.site_files.choose_customers),
        Command("crew_file", menu, tr("Crew file…"),
                tr("Who can be sent, from the next start on"), shown.site_files.choose_crews),
    ]  # fmt: skip
