"""The alarms on paper, in files and on the clipboard."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from console.windows.live.alarms.figures import figures_sheet
from console.windows.live.alarms.output import alarm_sheet, print_alarms
from console.windows.main_window import MainWindow
from widgets.alarms.line import AlarmLine
from widgets.alarms.model import cell_text
from widgets.alarms.panel import AlarmPanel, Page
from widgets.alarms.words import severity_text
from widgets.numbers import number_text
from widgets.tables.export import Sheet, export_sheet
from widgets.tables.value_table import Run


class Papers(QObject):
    """Writes what the desk shows, as it is filtered and sorted."""

    def __init__(self, window: MainWindow, panel: AlarmPanel, run: Run, parent: QObject) -> None:
        """``run`` writes files elsewhere."""
        super().__init__(parent)
        self._window, self._panel, self._run = window, panel, run

    def listed(self) -> list[AlarmLine]:
        """What would be written."""
        model = self._panel.aside if self._panel.page is Page.ASIDE else self._panel.lines
        model.finish()
        return model.shown()

    def caption(self) -> str:
        """Of which network, in which mode, when."""
        made = time.strftime("%Y-%m-%d %H:%M:%S")
        return self.tr("Alarms · {window} · {time}").format(window=self._window.windowTitle(), time=made)

    def copy(self, ids: Sequence[str]) -> None:
        """Put alarms on the clipboard."""
        lines = [line for line in map(self._panel.line_of, ids) if line is not None]
        columns = self._panel.lines.columns[1:]
        rows = ["\t".join([severity_text(line.severity), *(cell_text(line, c) for c in columns)]) for line in lines]
        QGuiApplication.clipboard().setText("\n".join(rows))
        self._window.say(self.tr("{count} alarms copied").format(count=number_text(len(lines), 0)))

    def print_list(self) -> None:
        """Ask for a printer, and print what is listed."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self._window).exec():
            print_alarms(printer, self.listed(), self.caption())
            place = printer.outputFileName() or printer.printerName()
            self._window.say(self.tr("Printed to {path}").format(path=place))

    def export_list(self) -> None:
        """Ask for a file, and write what is listed."""
        self._export(alarm_sheet(self.listed(), self.caption()), self.tr("Export alarms"), "alarms")

    def export_figures(self) -> None:
        """Ask for a file, and write the figures."""
        self._export(figures_sheet(self._panel.figures.shown), self.tr("Export figures"), "alarm figures")

    def _export(self, sheet: Sheet, title: str, name: str) -> None:
        kinds = self.tr("Comma separated (*.csv);;Workbook (*.xlsx)")
        path, kind = QFileDialog.getSaveFileName(self._window, title, f"{name}.csv", kinds)
        if path:
            chosen = Path(path)
            if chosen.suffix.lower() not in (".xlsx", ".csv"):
                chosen = chosen.with_name(chosen.name + (".xlsx" if "xlsx" in kind else ".csv"))
            self.write(sheet, chosen)

    def write(self, sheet: Sheet, path: Path) -> None:
        """Write a table to a file."""
        self._run(
            export_sheet,
            sheet,
            path,
            key=f"export {path}",
            on_done=lambda done: self._window.say(self.tr("Exported to {path}").format(path=done)),
            on_failed=lambda sentence: self._window.say(sentence, "medium"),
        )
