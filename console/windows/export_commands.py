"""The diagram and the switching order on paper or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QObject
from PySide6.QtWidgets import QFileDialog

from console.desk import OpenStudy
from console.windows.presenter import moment_text
from engines.values.validation import InputError

if TYPE_CHECKING:
    from console.console import Console


class ExportCommands(QObject):
    """What a person takes away from the window."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._console = console
        self._window, self._desk = console.window, console.desk

    def export_diagram(self) -> None:
        """Ask for a file and write the diagram."""
        entry = self._desk.front
        if entry is None:
            return
        start = Path(self._console.settings.value.last_folder) / f"{entry.session.name}.svg"
        kinds = self.tr("Drawing (*.svg);;Document (*.pdf);;Picture (*.png)")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export diagram"), str(start), kinds)
        if not path:
            return
        try:
            self._window.diagram.export(Path(path), self._caption(entry))
        except InputError as error:
            self._desk.refused.emit(str(error), None)
            return
        self._window.say(self.tr("Exported to {path}").format(path=path))

    def print_diagram(self) -> None:
        """Ask for a printer and print the diagram."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        entry = self._desk.front
        if entry is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if not QPrintDialog(printer, self._window).exec():
            return
        try:
            self._window.diagram.print_to(printer, self._caption(entry))
        except InputError as error:
            self._desk.refused.emit(str(error), None)
            return
        place = printer.outputFileName() or printer.printerName()
        self._window.say(self.tr("Printed to {path}").format(path=place))

    def _caption(self, entry: OpenStudy) -> str:
        """What a picture shows, so that nobody takes a study for the network as it is."""
        panel = self._window.diagram_panel
        time = entry.session.snapshot.time
        moment = self.tr("nominal values") if time is None else moment_text(time)
        made = QDateTime.currentDateTime().toString("yyyy-MM-dd HH:mm")
        layer = panel.layer_texts()[panel.layer][0]
        parts = [entry.session.name, self.tr("STUDY"), moment, layer, panel.warning or panel.provenance]
        return " · ".join([*parts, self.tr("made {time}").format(time=made)])

    def export_order(self) -> None:
        """Ask for a file and write the draft switching order."""
        from engines.study.switching_order import switching_order_csv, switching_order_text

        entry = self._desk.front
        if entry is None:
            return
        start = Path(self._console.settings.value.last_folder) / f"{entry.session.name} order.csv"
        kinds = self.tr("Table (*.csv);;Text (*.txt)")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export switching order"), str(start), kinds)
        if not path:
            return
        write = switching_order_csv if path.endswith(".csv") else switching_order_text
        try:
            Path(path).write_text(write(entry.session.study), encoding="utf-8")
        except OSError as error:
            self._desk.refused.emit(f"{path}: {error.strerror}; {self.tr('choose another folder')}", None)
