"""Choosing what to open: a recent file, a built-in network, or a file of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.theme import LABEL_PX, theme, ui_font


class OpenDialog(QDialog):
    """Lists recent files and built-in networks; the line on top takes a name or path as typed.

    Attributes:
        chosen: name or path, "" when cancelled.
    """

    def __init__(self, recent: Sequence[str], built_in: Sequence[tuple[str, str]], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.chosen = ""
        self.setWindowTitle(self.tr("Open a network or study"))
        self.setMinimumSize(560, 460)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Name or path, for example simbench:1-MV-rural--0-sw"))
        self.line.setAccessibleName(self.tr("Name or path to open"))
        self.list = QListWidget(self)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName(self.tr("Recent files and built-in networks"))
        self._fill(recent, built_in)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.open_button = QPushButton(self.tr("Open"), self)
        self.open_button.setProperty("primary", True)
        self.open_button.setDefault(True)
        self.browse_button = QPushButton(self.tr("Browse files…"), self)
        self.buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.browse_button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (self.line, self.list, self.buttons):
            column.addWidget(widget)
        self.list.currentItemChanged.connect(self._take_item)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.browse_button.clicked.connect(self.browse)
        self.line.setFocus()

    def _fill(self, recent: Sequence[str], built_in: Sequence[tuple[str, str]]) -> None:
        sections = (
            (self.tr("Recent"), [(path, str(Path(path).parent)) for path in recent]),
            (self.tr("Built in"), list(built_in)),
        )
        for title, entries in sections:
            if not entries:
                continue
            heading = QListWidgetItem(title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(ui_font(LABEL_PX, bold=True))
            heading.setForeground(theme().color("muted"))
            self.list.addItem(heading)
            for name, meaning in entries:
                self._add_entry(name, meaning)

    def _add_entry(self, name: str, meaning: str) -> None:
        shown = Path(name).name if "/" in name else name
        item = QListWidgetItem(f"{shown}\n{meaning}")
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{shown}, {meaning}")
        item.setToolTip(name)
        self.list.addItem(item)

    def _take_item(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(Qt.ItemDataRole.UserRole):
            self.line.setText(item.data(Qt.ItemDataRole.UserRole))

    def browse(self) -> None:
        """Pick a file with the platform's own dialog."""
        kinds = self.tr("Networks and studies (*.tieline *.json *.xlsx *.m *.dss);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open a file"), self.line.text(), kinds)
        if path:
            self.line.setText(path)
            self.accept()

    def accept(self) -> None:
        """Take what the line says; nothing typed keeps the dialog open."""
        self.chosen = self.line.text().strip()
        if self.chosen:
            super().accept()
