"""What a planner asks for: a case, a what-if, a file of the schedule, a plan less."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from console.dispatch.desk import DispatchDesk
from console.dispatch.kept import KeptPlan
from console.dispatch.scenario_sheet import scenario_sheet
from console.dispatch.sheet import schedule_sheet
from console.dispatch.what_if import SCALED, case_devices, case_prices, changed_case
from console.windows.live.dispatch.words import capital, device_text, plain, price_text
from console.windows.main_window import MainWindow
from engines.values.validation import InputError
from widgets.dispatch.new_case_dialog import NewCaseDialog
from widgets.dispatch.regions_dialog import RegionsDialog
from widgets.dispatch.what_if_dialog import DeviceChoice, PriceChoice, WhatIfDialog
from widgets.tables.export import export_sheet
from widgets.tables.value_table import Run

SAMPLE = "ieee33"
LONGEST_NAME = 80
USUAL_REGIONS, MOST_REGIONS = 3, 100


class DispatchDeeds(QObject):
    """Asks the person, and has the desk do it."""

    def __init__(self, window: MainWindow, desk: DispatchDesk, run: Run, came: Callable[[], None]) -> None:
        """``run`` writes files elsewhere; ``came`` shows the workspace."""
        super().__init__(window)
        self._window, self._desk, self._run, self._come = window, desk, run, came

    def _ask(self, dialog: QDialog, then: Callable[[], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(then)
        dialog.open()

    def new_case(self) -> None:
        """Ask for a case, and read it."""
        self._come()
        if self._desk.is_busy:
            self._window.say(self.tr("Wait until the plan under way is done, or cancel it."), "medium")
            return
        text = self.tr("The sample: IEEE 33-bus feeder, 24 hours")
        dialog = NewCaseDialog(SAMPLE, text, self._window)
        self._ask(dialog, lambda: self._desk.open_case(dialog.chosen))

    def what_if(self, kept: KeptPlan) -> None:
        """Ask what is to be different, and plan that beside it."""
        case = kept.case
        devices = [DeviceChoice(d.key, device_text(d), d.size) for d in case_devices(case)]
        prices = [
            PriceChoice(p.key, price_text(p.key, p.value), p.value, "%" if p.key == SCALED else self.tr("per MWh"),
                        p.least)
            for p in case_prices(case)
        ]  # fmt: skip
        dialog = WhatIfDialog(kept.name, devices, prices, self._window)
        self._ask(dialog, lambda: self._try(kept, dialog.out, dialog.other_prices))

    def _try(self, kept: KeptPlan, out: frozenset[str], prices: dict[str, float]) -> None:
        try:
            case = changed_case(kept.case, out, prices)
        except InputError as error:
            self._window.say(str(error), "medium")
            return
        changes = [
            self.tr("{device} out").format(device=device_text(d)) for d in case_devices(kept.case) if d.key in out
        ]
        for price in case_prices(kept.case):
            if price.key in prices:
                text = self.tr("{what}: {value}").format(
                    what=price_text(price.key, price.value), value=plain(prices[price.key])
                )
                changes.append(text + (" %" if price.key == SCALED else ""))
        name = ", ".join(changes)
        if len(name) > LONGEST_NAME:
            name = self.tr("{first} and {count} more").format(first=changes[0], count=len(changes) - 1)
        self._desk.try_out(kept.plan_id, capital(name), case, (*kept.changes, *changes))

    def in_regions(self, kept: KeptPlan) -> None:
        """Ask for the number of regions, and plan in them beside what there is."""
        dialog = RegionsDialog(kept.region_count or len(kept.case.regions) or USUAL_REGIONS, MOST_REGIONS, self._window)

        def plan() -> None:
            count = round(dialog.count.value())
            name = self.tr("{name} in {count} regions").format(name=kept.name, count=count)
            change = self.tr("planned in {count} regions").format(count=count)
            self._desk.plan_in_regions(kept.plan_id, name, count, (*kept.changes, change))

        self._ask(dialog, plan)

    def export(self, kept: KeptPlan) -> None:
        """Ask for a file, and write the schedule."""
        kinds = self.tr("Comma separated (*.csv);;Workbook (*.xlsx)")
        name = re.sub(r"[^\w.-]+", " ", kept.name).strip() or "plan"
        path, kind = QFileDialog.getSaveFileName(self._window, self.tr("Export the schedule"), f"{name}.csv", kinds)
        if path:
            chosen = Path(path)
            if chosen.suffix.lower() not in (".xlsx", ".csv"):
                chosen = chosen.with_name(chosen.name + (".xlsx" if "xlsx" in kind else ".csv"))
            self.write(kept, chosen)

    def write(self, kept: KeptPlan, path: Path) -> None:
        """Write the schedule of a plan to a file."""
        self._run(
            export_sheet,
            schedule_sheet(kept) if kept.over is None else scenario_sheet(kept),
            path,
            key=f"export {path}",
            on_done=lambda done: self._window.say(self.tr("Exported to {path}").format(path=done)),
            on_failed=lambda sentence: self._window.say(sentence, "medium"),
        )

    def remove(self, kept: KeptPlan) -> None:
        """Ask whether a plan is to be forgotten."""
        if kept.plan_id == self._desk.planning_id:
            self._window.say(self.tr("This case is being planned; cancel that first."), "medium")
            return
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Remove a plan"))
        box.setText(self.tr("Remove “{name}” from the plans of this site? It cannot be brought back.").format(
            name=kept.name))  # fmt: skip
        yes = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda pressed: self._desk.remove(kept.plan_id) if pressed is yes else None)
        box.open()
