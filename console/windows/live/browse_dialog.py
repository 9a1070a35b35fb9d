"""Looks through a field server and makes a first draft of its address map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.security.credentials import Credentials
from console.live.browse_jobs import Draft
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import Progress, TaskFailure, TaskHandle
from console.windows.live.draft_model import ELEMENT, NODE, QUANTITY, DraftModel, Index
from engines.grid.network import Network
from engines.values.points import Quantity
from widgets.numbers import number_text


class BrowseDialog(QDialog):
    """Endpoint in, draft out; nothing is sent to the server but questions.

    Args:
        ask_right: runs what is given once the person may edit address maps.
    """

    def __init__(
        self,
        runner: TaskRunner,
        network: Network,
        trust_folder: Path | None,
        ask_right: Callable[[Callable[[], None]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Browse a server"))
        self.resize(980, 620)
        self._runner, self._network, self._trust_folder = runner, network, trust_folder
        self._ask_right = ask_right
        self._task: TaskHandle | None = None
        self._draft: Draft | None = None
        self.model = DraftModel(network, self)
        self._rows = QSortFilterProxyModel(self)
        self._rows.setSourceModel(self.model)
        self._rows.setFilterKeyColumn(-1)
        self._rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(self._make_form())
        column.addLayout(self._make_progress())
        column.addWidget(self._make_table(), 1)
        column.addLayout(self._make_buttons())
        self._show_state()

    # Parts -------------------------------------------------------------------------------------------------

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(8)
        self.endpoint, self.user, self.password = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.endpoint.setPlaceholderText("opc.tcp://host:4840/path")
        self.user.setPlaceholderText(self.tr("none: anonymous"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.policy = QComboBox(self)
        for policy in SecurityPolicy:
            self.policy.addItem(str(policy), policy)
        rows = (
            (self.tr("Endpoint"), self.endpoint),
            (self.tr("Security"), self.policy),
            (self.tr("User"), self.user),
            (self.tr("Password"), self.password),
        )
        for label, field in rows:
            field.setAccessibleName(label)
            form.addRow(label, field)
        self.endpoint.textChanged.connect(lambda _: self._show_state())
        return form

    def _make_progress(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.browse_button = QPushButton(self.tr("Browse"), self)
        self.browse_button.setProperty("primary", True)
        self.browse_button.clicked.connect(self.browse)
        self._progress = QProgressBar(self)
        self._progress.setAccessibleName(self.tr("Progress of browsing"))
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(6)
        self._said = QLabel(self)
        self._said.setObjectName("hint")
        self._said.setWordWrap(True)
        row.addWidget(self.browse_button)
        row.addWidget(self._said, 1)
        row.addWidget(self._progress)
        return row

    def _make_table(self) -> QTableView:
        self.table = QTableView(self)
        self.table.setModel(self._rows)
        self.table.setAccessibleName(self.tr("Points of the draft"))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for section, width in ((0, 70), (ELEMENT, 170), (QUANTITY, 130), (NODE, 300)):
            header.resizeSection(section, width)
        ids = [str(i) for name, t in self._network.tables.items() if name != "customer" for i in t.id.tolist()]
        self.table.setItemDelegateForColumn(ELEMENT, _Completing(sorted(ids), self.table))
        self.table.setItemDelegateForColumn(QUANTITY, _Completing([str(q) for q in Quantity], self.table))
        return self.table

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter of the points"))
        self.filter.textChanged.connect(self._rows.setFilterFixedString)
        self.write_button = QPushButton(self.tr("Write the map…"), self)
        self.write_button.setToolTip(self.tr("Guesses are read but never commanded until they are checked"))
        self.write_button.clicked.connect(lambda: self._ask_right(self._ask_file))
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.close)
        row.addWidget(self.filter)
        row.addStretch(1)
        row.addWidget(self.write_button)
        row.addWidget(close)
        self.model.dataChanged.connect(lambda *_: self._say_counts())
        return row

    # Browsing ----------------------------------------------------------------------------------------------

    def server(self) -> ServerAddress:
        """The server as it was typed."""
        policy = SecurityPolicy(self.policy.currentData())
        mode = SecurityMode.NONE if policy is SecurityPolicy.NONE else SecurityMode.ENCRYPT
        endpoint = self.endpoint.text().strip()
        name = endpoint.partition("//")[2].rstrip("/") or endpoint
        return ServerAddress(
            name, endpoint, (), security_policy=policy, security_mode=mode, user=self.user.text().strip()
        )

    def browse(self) -> None:
        """Look through the server; pressed again it stops."""
        if self._task is not None:
            self._task.cancel()
            self._end(self.tr("Stopped; nothing was changed."))
            return
        from console.field.map.server_fields import endpoint_problem

        server = self.server()
        problem = endpoint_problem(server.endpoint)
        if problem is not None:
            self._said.setText(f"▲ {server.endpoint}: {'; '.join(part for part in problem if part)}")
            return
        self._said.setText(self.tr("Looking through {endpoint} …").format(endpoint=server.endpoint))
        self._task = self._runner.start(
            "console.live.browse_jobs:browse_job",
            server,
            Credentials(self.password.text() if server.user else None),
            self._trust_folder,
            self._network,
            lane=Lane.IMPORT,
            key="browse a server",
            owner=self,
            on_done=self._on_draft,
            on_failed=self._on_failed,
            on_progress=self._on_progress,
            title=self.tr("Browsing {endpoint}").format(endpoint=server.endpoint),
        )
        self._show_state()

    def _on_progress(self, progress: Progress) -> None:
        self._progress.setValue(round(progress.fraction * 1000))
        if progress.text:
            self._said.setText(progress.text)

    def _on_draft(self, draft: Draft) -> None:
        self._draft = draft
        self.model.show_draft(draft)
        self._end("")
        self._say_counts()

    def _on_failed(self, failure: TaskFailure) -> None:
        self._end(f"▲ {failure.sentence}")

    def _end(self, sentence: str) -> None:
        self._task = None
        self._said.setText(sentence)
        self._show_state()

    def _say_counts(self) -> None:
        if self._draft is None:
            return
        total, assigned, guessed = self.model.counts()
        text = self.tr("{nodes} nodes, {total} points, {assigned} assigned, {guessed} of them guesses to be checked")
        counts = {"nodes": self._draft.nodes, "total": total, "assigned": assigned, "guessed": guessed}
        said = text.format(**{name: number_text(count, 0) for name, count in counts.items()})
        if self._draft.problems:
            said += self.tr("; {count} nodes could not be looked into").format(count=self._draft.problems)
        if self._draft.cut:
            said += f"; {self._draft.cut}"
        self._said.setText(said)

    def _show_state(self) -> None:
        is_busy = self._task is not None
        self.browse_button.setText(self.tr("Stop") if is_busy else self.tr("Browse"))
        self.browse_button.setEnabled(is_busy or bool(self.endpoint.text().strip()))
        self._progress.setVisible(is_busy)
        self.write_button.setEnabled(self._draft is not None and not is_busy)

    # Writing -----------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        kinds = self.tr("Address map (*.toml);;Table (*.csv)")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Write the address map"), "map.toml", kinds)
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """Write the draft as it stands."""
        if self._draft is None:
            return
        self._runner.start(
            "console.live.browse_jobs:write_draft_job",
            path,
            self._draft.name,
            self._draft.server_fields,
            self.model.entries,
            lane=Lane.IMPORT,
            owner=self,
            on_done=lambda written: self._said.setText(self.tr("Written to {path}").format(path=written)),
            on_failed=lambda failure: self._said.setText(f"▲ {failure.sentence}"),
            title=self.tr("Writing {name}").format(name=path.name),
        )

    @property
    def said(self) -> str:
        """What the dialog says."""
        return self._said.text()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Browsing ends with the dialog."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().closeEvent(event)


class _Completing(QStyledItemDelegate):
    """An editor that completes any part of a word."""

    def __init__(self, words: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QStringListModel(words, self)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line with the completer."""
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Equipment or quantity of the point"))
        completer = QCompleter(self._words, editor)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        editor.setCompleter(completer)
        return editor
