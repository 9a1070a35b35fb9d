"""Which past a forecast rests on."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from widgets.faults.form import FormDialog


class ForecastDialog(FormDialog):
    """Asks for the history.

    Attributes:
        simbench, own: which of the two; path: the file; browse: looks for one; season: only days near ``day``.
    """

    def __init__(self, day: str, within: int, parent: QWidget | None = None, path: str = "") -> None:
        """``day`` is the date the forecast is for, ``within`` how near days of the year count as like it."""
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("Forecast"))
        self.done_button.setText(self.tr("Make the forecast"))
        self.simbench = QRadioButton(self.tr("SimBench's year of quarter hours"), self)
        self.own = QRadioButton(self.tr("A CSV file: a column time, and one for each unit"), self)
        self._which = QButtonGroup(self)
        for button in (self.simbench, self.own):
            self._which.addButton(button)
            self.form.addRow(button)
        (self.own if path else self.simbench).setChecked(True)
        self.path = QLineEdit(path, self)
        self.path.setPlaceholderText(self.tr("history.csv"))
        self.path.setAccessibleName(self.tr("File of the history"))
        self.path.textEdited.connect(lambda _: self.own.setChecked(True))
        self.browse = QPushButton(self.tr("Browse…"), self)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.setContentsMargins(24, 0, 0, 0)
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        self.form.addRow(line)
        text = self.tr("Only days within {within} days of {day} in the year").format(within=within, day=day)
        self.season = QCheckBox(text, self)
        self.form.addRow(self.season)

    @property
    def chosen(self) -> str:
        """Path of the file, "" for SimBench."""
        return "" if self.simbench.isChecked() else self.path.text().strip()

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        return None if self.simbench.isChecked() or self.chosen else (self.tr("No file is named."), self.path)

    def _browse(self) -> None:
        kinds = self.tr("Comma separated (*.csv)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open a history"), self.path.text(), kinds)
        if path:
            self.own.setChecked(True)
            self.path.setText(path)
