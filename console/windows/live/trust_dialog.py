"""The certificates of field servers: those that wait for a person, and those that were approved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.field.security.trust_store import TrustEntry, TrustStore
from engines.values.validation import InputError


class TrustDialog(QDialog):
    """Shows certificates with all a person compares, approves and removes them.

    Args:
        ask_right: runs what is given once the person may approve certificates.

    Signals:
        approved: endpoint of a server whose certificate is believed from now on.
    """

    approved = Signal(str)

    def __init__(
        self, store: TrustStore, ask_right: Callable[[Callable[[], None]], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Certificates of field servers"))
        self.resize(720, 420)
        self._store, self._ask_right = store, ask_right
        explanation = QLabel(
            self.tr(
                "A server is believed once a person has compared its fingerprint with its owner. "
                "A certificate that has expired, is not yet valid or too weak can be approved by nobody."
            ),
            self,
        )
        explanation.setObjectName("explanation")
        explanation.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Certificates"))
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self._details = QLabel(self)
        self._details.setWordWrap(True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details.setAccessibleName(self.tr("Details of the certificate"))
        self._refusal = QLabel(self)
        self._refusal.setObjectName("refusal")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self.approve_button = QPushButton(self.tr("Approve"), self)
        self.approve_button.setProperty("primary", True)
        self.approve_button.clicked.connect(lambda: self._ask_right(self._approve))
        self.remove_button = QPushButton(self.tr("Forget"), self)
        self.remove_button.setToolTip(self.tr("The server is refused until its certificate is approved again"))
        self.remove_button.clicked.connect(lambda: self._ask_right(self._remove))
        row = QHBoxLayout()
        row.addWidget(self.approve_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.close)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for widget in (explanation, self.list, self._details, self._refusal):
            column.addWidget(widget)
        column.addLayout(row)
        self.refresh()

    def refresh(self) -> None:
        """Read the store again."""
        self.list.clear()
        try:
            entries = self._store.entries()
        except InputError as error:
            self._refuse(str(error))
            entries = ()
        for entry in entries:
            state = self.tr("approved") if entry.is_approved else self.tr("waits for approval")
            item = QListWidgetItem(f"{entry.certificate.endpoint} · {state}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, entry)
        if self.list.count():
            self.list.setCurrentRow(0)
        else:
            self._details.setText(self.tr("No server has shown a certificate yet."))
        self._show_chosen()

    def _chosen(self) -> TrustEntry | None:
        item = self.list.currentItem()
        entry = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return entry if isinstance(entry, TrustEntry) else None

    def _show_chosen(self) -> None:
        entry = self._chosen()
        self.approve_button.setEnabled(entry is not None and not entry.is_approved)
        self.remove_button.setEnabled(entry is not None)
        if entry is None:
            return
        shown = entry.certificate
        issued_for = ", ".join((*shown.host_names, *shown.application_uris)) or "–"
        lines = [
            self.tr("Subject: {text}").format(text=shown.subject),
            self.tr("Issuer: {text}").format(text=shown.issuer),
            self.tr("Valid: {begin} to {end} UTC").format(begin=shown.not_before, end=shown.not_after),
            self.tr("Issued for: {text}").format(text=issued_for),
            self.tr("SHA-256: {text}").format(text=shown.fingerprint),
        ]
        self._details.setText("\n".join(lines))

    def _approve(self) -> None:
        entry = self._chosen()
        if entry is not None and self._try(lambda: self._store.approve(*_name(entry))):
            self.approved.emit(entry.certificate.endpoint)

    def _remove(self) -> None:
        entry = self._chosen()
        if entry is not None:
            self._try(lambda: self._store.remove(*_name(entry)))

    def _try(self, act: Callable[[], object]) -> bool:
        self._refusal.hide()
        try:
            act()
        except (InputError, OSError) as error:
            self._refuse(str(error))
            return False
        self.refresh()
        return True

    def _refuse(self, sentence: str) -> None:
        self._refusal.setText(f"▲ {sentence}")
        self._refusal.show()


def _name(entry: TrustEntry) -> tuple[str, str]:
    return entry.certificate.fingerprint, entry.certificate.endpoint
