"""What stands in the middle while no study is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyDesk(QWidget):
    """Says what can be done, with a button for each.

    Signals:
        open_asked: the person wants to choose.
        district_asked: the person wants the built-in district.
    """

    open_asked = Signal()
    district_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel(self.tr("No study is open"), self)
        title.setObjectName("objectTitle")
        hint = QLabel(self.tr("Open a network file, a saved study or a built-in network."), self)
        hint.setObjectName("hint")
        self.open_button = QPushButton(self.tr("Open…"), self)
        self.open_button.setProperty("primary", True)
        self.open_button.setToolTip(self.tr("Choose a file, a saved study or a built-in network (Ctrl+O)"))
        self.district_button = QPushButton(self.tr("District north"), self)
        self.district_button.setToolTip(self.tr("The built-in district with ten feeders and 300 buses"))
        self.open_button.clicked.connect(self.open_asked)
        self.district_button.clicked.connect(self.district_asked)
        self._arrange(title, hint)

    def _arrange(self, title: QLabel, hint: QLabel) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.open_button)
        row.addWidget(self.district_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addLayout(row)
        column.addStretch(2)

    def say(self, sentence: str) -> None:
        """What is happening: a file is being opened, or why it could not be."""
        self.findChildren(QLabel)[1].setText(sentence)
