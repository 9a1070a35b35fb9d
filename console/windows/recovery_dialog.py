"""What an earlier run left unsaved: take it up again, or let it go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.studies.autosave_file import RecoverableStudy, discard


class RecoveryDialog(QDialog):
    """Lists unsaved studies of a run that ended without being closed.

    Signals:
        recover_asked: ``RecoverableStudy``, one for each that is ticked.
    """

    recover_asked = Signal(object)

    def __init__(self, found: Sequence[RecoverableStudy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Unsaved studies"))
        self.setMinimumWidth(520)
        text = QLabel(self.tr("The console ended without being closed. These studies were not saved:"), self)
        text.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Unsaved studies"))
        for study in found:
            self._add(study)
        buttons = QDialogButtonBox(self)
        recover = QPushButton(self.tr("Recover"), self)
        recover.setProperty("primary", True)
        recover.setDefault(True)
        buttons.addButton(recover, QDialogButtonBox.ButtonRole.AcceptRole)
        later = buttons.addButton(self.tr("Later"), QDialogButtonBox.ButtonRole.RejectRole)
        later.setToolTip(self.tr("Keep them; they are offered again at the next start."))
        drop = buttons.addButton(self.tr("Discard ticked"), QDialogButtonBox.ButtonRole.DestructiveRole)
        buttons.accepted.connect(self._recover)
        buttons.rejected.connect(self.reject)
        drop.clicked.connect(self._discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (text, self.list, buttons):
            column.addWidget(widget)

    def _add(self, study: RecoverableStudy) -> None:
        when = datetime.fromtimestamp(study.changed).strftime("%Y-%m-%d %H:%M:%S")
        what = self.tr("{name} · {network} · {count} changes · {when}").format(
            name=study.name, network=study.network_name, count=study.n_change, when=when
        )
        item = QListWidgetItem(study.problem or what)
        item.setData(Qt.ItemDataRole.UserRole, study)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked if study.problem else Qt.CheckState.Checked)
        self.list.addItem(item)

    def _ticked(self) -> list[RecoverableStudy]:
        items = [self.list.item(k) for k in range(self.list.count())]
        return [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked]

    def _recover(self) -> None:
        for study in self._ticked():
            if not study.problem:
                self.recover_asked.emit(study)
        self.accept()

    def _discard(self) -> None:
        for study in self._ticked():
            discard(study)
        self.accept()
