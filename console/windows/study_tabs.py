"""The open studies side by side, as tabs above the diagram."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from console.desk import Desk


class StudyTabs(QTabBar):
    """One tab a study; hidden while there is only one.

    Signals:
        close_asked: ``OpenStudy`` whose tab was closed.
    """

    close_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(self.tr("Open studies"))
        self.setExpanding(False)
        self.setTabsClosable(True)
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.currentChanged.connect(self._on_current)
        self.tabCloseRequested.connect(lambda k: self.close_asked.emit(desk.studies[k]))
        desk.studies_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the desk's studies."""
        with QSignalBlocker(self):
            while self.count() > len(self._desk.studies):
                self.removeTab(self.count() - 1)
            for k, entry in enumerate(self._desk.studies):
                mark = "" if entry.session.is_saved else " •"
                text = f"{entry.session.name}{mark}"
                if k >= self.count():
                    self.addTab(text)
                self.setTabText(k, text)
                tip = self.tr("{name}, {count} changes").format(
                    name=entry.session.name, count=len(entry.session.changes)
                )
                self.setTabToolTip(k, tip)
                close = self.tabButton(k, QTabBar.ButtonPosition.RightSide)
                if close is not None:
                    close.setAccessibleName(self.tr("Close {name}").format(name=entry.session.name))
            if self._desk.front in self._desk.studies:
                self.setCurrentIndex(self._desk.studies.index(self._desk.front))
        self.setVisible(len(self._desk.studies) > 1)

    def _on_current(self, k: int) -> None:
        if 0 <= k < len(self._desk.studies) and self._desk.studies[k] is not self._desk.front:
            self._desk.bring_to_front(self._desk.studies[k])
