"""A table of values with filter, sorting, copying and export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from engines.grid.network import ElementRef
from engines.values.element_doubt import NO_DOUBT, ElementDoubt
from engines.values.validation import InputError
from widgets.slices import Slices, Steps, run_steps
from widgets.tables.content import ColumnKind, TableContent
from widgets.tables.export import Sheet, export_sheet, tsv_header, tsv_lines
from widgets.tables.model import ValueModel, severity_text
from widgets.tables.view import ValueView
from widgets.theme import theme, theme_chooser

COPY_ROWS = 200
"""So many rows are made into text at once; more take turns with the window."""


Make = Callable[[], TableContent | Steps[TableContent]]
"""Makes a content, at once or in slices."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """A content with what was worked out for it: the rows in order, how they were asked for, widths of new columns."""

    content: TableContent
    order: Any
    asked: tuple[str, bool, str]
    widths: tuple[int, ...] | None


class Run(Protocol):
    """Runs ``work(context, *arguments)`` somewhere else and tells how it ended."""

    def __call__(
        self,
        work: Callable[..., Any],
        *arguments: Any,
        key: str,
        on_done: Callable[[Any], None],
        on_failed: Callable[[str], None],
    ) -> None: ...


def run_now(
    work: Callable[..., Any],
    *arguments: Any,
    key: str,
    on_done: Callable[[Any], None],
    on_failed: Callable[[str], None],
) -> None:
    """Run at once and here; a window gives its tables something better."""
    try:
        done = work(None, *arguments)
    except InputError as error:
        on_failed(str(error))
    else:
        on_done(done)


class ValueTable(QWidget):
    """Shows a :class:`TableContent`.

    Signals:
        element_activated: ``ElementRef``; the person wants to go there.
        selection_changed: tuple of ``ElementRef``, by the person only.
        delete_asked: Delete was pressed.
        said: a sentence on what a command did; failed: one on why it did not.
        content_changed: other rows or values are shown.
    """

    element_activated = Signal(object)
    selection_changed = Signal(object)
    delete_asked = Signal()
    said = Signal(str)
    failed = Signal(str)
    content_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run: Run = run_now
        self.asks_elsewhere = False
        """Whether the filter's words are also asked where the rows come from: then it stays when there are none."""
        self.setAccessibleName(name)
        self.model = ValueModel(self)
        self.view = ValueView(self.model, self)
        self.view.setAccessibleName(name)
        self._offered: Make | None = None
        self._slices = Slices(self)
        self._is_silent = False
        self._doubt = NO_DOUBT
        self._wanted: tuple[ElementRef, ...] = ()
        self._copying: tuple[Sheet, list[str]] | None = None
        self._make_bar()
        self._notice = QLabel(self)
        self._notice.setWordWrap(True)
        self._notice.setContentsMargins(12, 2, 12, 6)
        self._notice.hide()
        self._empty = QLabel(self)
        self._empty.setObjectName("emptyState")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(16, 12, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._notice)
        column.addWidget(self._empty, 1)
        column.addWidget(self.view, 1)
        self._connect()
        self._dress()
        self._show_state()

    def _make_bar(self) -> None:
        self.bar = QWidget(self)
        self.filter = QLineEdit(self.bar)
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Filter of the rows"))
        self.filter.setToolTip(
            self.tr("Rows with all these words; conditions such as voltage<0.95 or loading>80 count too. Esc clears.")
        )
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(320)
        self._count = QLabel(self.bar)
        self._count.setObjectName("small")
        self._count.setToolTip(self.tr("Rows that pass the filter, of all rows"))
        self.export_button = QToolButton(self.bar)
        self.export_button.setText(self.tr("Export"))
        self.export_button.setAccessibleName(self.tr("Export this table"))
        self.export_button.setToolTip(self.tr("Write the rows shown here, in this order, to a file (CSV or Excel)"))
        self.export_button.clicked.connect(self.ask_export)
        self.bar_row = QHBoxLayout(self.bar)
        self.bar_row.setContentsMargins(8, 4, 8, 4)
        self.bar_row.setSpacing(8)
        self.bar_row.addWidget(self.filter, 1)
        self.bar_row.addWidget(self._count)
        self.bar_row.addStretch(1)
        self.bar_row.addWidget(self.export_button)

    def _connect(self) -> None:
        self._filter_timer = QTimer(self)
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(60)
        self._filter_timer.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(lambda _: self._filter_timer.start())
        self.filter.returnPressed.connect(self._to_rows)
        self.view.selectionModel().selectionChanged.connect(self._on_selection)
        self.view.copy_asked.connect(self.copy)
        self.view.activate_asked.connect(self._on_activate)
        self.view.delete_asked.connect(self.delete_asked)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.model.modelReset.connect(self._on_reset)
        self.view.touched.connect(self.finish)
        theme_chooser().changed.connect(self._dress)

    def _dress(self) -> None:
        self._notice.setStyleSheet(f"color: {theme().color('high').name()}; font-weight: 600;")
        self.view.viewport().update()

    # What is shown -----------------------------------------------------------------------------------------

    def offer(self, make: Make) -> None:
        """Show what ``make`` gives: now, or once someone looks. Many rows take a few turns of the event loop."""
        self._offered = make
        if self.isVisible():
            self._take()

    def showEvent(self, event: QShowEvent) -> None:
        """Someone looks."""
        super().showEvent(event)
        is_new = self._offered is not None
        self._take()
        if is_new and self._slices.is_busy:
            # What was shown when someone last looked may be of another network.
            self.view.hide()
            self._empty.setText("")
            self._empty.show()

    def _take(self) -> None:
        make, self._offered = self._offered, None
        if make is not None:
            self._slices.start(self._making(make), self._show)

    def _making(self, make: Make) -> Steps[_Ready]:
        made = make()
        content = made if isinstance(made, TableContent) else (yield from made)
        asked = self.model.asked_order
        order = yield from self.model.order_steps(content)
        has_other_columns = self.model.content.columns != content.columns
        widths = (yield from self.view.width_steps(content)) if has_other_columns else None
        return _Ready(content, order, asked, widths)

    def finish(self) -> None:
        """Show now what is being made."""
        self._slices.finish()
        self.model.finish()

    @property
    def is_waiting(self) -> bool:
        """Whether other values were offered that are not shown yet: no one looked, or they are being made."""
        return self._offered is not None or self._slices.is_busy or self.model.is_busy

    def show_content(self, content: TableContent) -> None:
        """Show this now; place, order and selection stay where the rows are the same equipment."""
        self._offered = None
        self._slices.cancel()
        self._show(run_steps(self._making(lambda: content)))

    def set_doubt(self, doubt: ElementDoubt) -> None:
        """How far values, those shown and those still to come, may be taken for the present.

        Those shown only lose trust; they get it back with the values that replace them.
        """
        self._doubt = doubt
        content = self.model.content
        if doubt.whole and content.qualities and not self.is_waiting:
            self.model.set_content(content.aged(doubt), self.model.order)
        if not len(content) and not self.is_waiting:
            self._show_state()

    def _show(self, ready: _Ready) -> None:
        content = ready.content.aged(self._doubt)
        bars = (self.view.verticalScrollBar(), self.view.horizontalScrollBar())
        places = [bar.value() for bar in bars]
        self._is_silent = True
        # Sorted or filtered otherwise meanwhile: then the order is found anew.
        self.model.set_content(content, ready.order if ready.asked == self.model.asked_order else None)
        if ready.widths is not None:
            self.view.set_widths(ready.widths)
            self._show_sorting()
        else:
            for bar, place in zip(bars, places, strict=True):
                bar.setValue(place)
        self._is_silent = False
        self._show_state()
        self.content_changed.emit()

    def _show_sorting(self) -> None:
        keys = [c.key for c in self.model.content.columns]
        place = keys.index(self.model.sort_key) if self.model.sort_key in keys else -1
        order = Qt.SortOrder.DescendingOrder if self.model.is_descending else Qt.SortOrder.AscendingOrder
        heads = self.view.horizontalHeader()
        heads.blockSignals(True)
        heads.setSortIndicator(place, order)
        heads.blockSignals(False)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Sort by a column, also of a content that is still to come."""
        self.model.sort_key, self.model.is_descending = key, descending
        keys = [c.key for c in self.model.content.columns]
        if key in keys:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self.view.sortByColumn(keys.index(key), order)

    def _show_state(self) -> None:
        content, shown = self.model.content, self.model.rowCount()
        self._notice.setText(content.notice)
        self._notice.setVisible(bool(content.notice))
        if len(content):
            text = self.tr("No row matches “{text}”.").format(text=self.model.filter_text)
        elif self._doubt.is_old and content.columns:
            # "No violation" of a state that is gone reads as if it held now.
            text = self.tr("Not known: what is calculated is old.")
            if not self._doubt.is_all_old:
                text = self.tr("Nothing where values are of now; not known where they are old.")
        else:
            text = content.empty or self.tr("Nothing to show yet.")
        self._empty.setText(text)
        self._empty.setVisible(not shown)
        self.view.setVisible(bool(shown))
        self.bar.setVisible(bool(len(content)) or self.bar_row.count() > 4)
        self.filter.setVisible(bool(len(content)) or self.asks_elsewhere)
        self.export_button.setVisible(bool(len(content)))
        total = len(content)
        is_filtered = shown != total
        count = self.tr("{shown} of {total} rows") if is_filtered else self.tr("{total} rows")
        self._count.setText(count.format(shown=shown, total=total) if total else "")

    @property
    def empty_text(self) -> str:
        """What is said instead of rows, "" where there are rows."""
        return "" if self.model.rowCount() else self._empty.text()

    @property
    def notice_text(self) -> str:
        """The warning above the rows."""
        return self.model.content.notice

    # Filter ------------------------------------------------------------------------------------------------

    def _apply_filter(self) -> None:
        self.model.set_filter(self.filter.text())

    def _on_reset(self) -> None:
        was, self._is_silent = self._is_silent, True
        self._select(self._wanted, with_scroll=False)
        self._is_silent = was
        self._show_state()

    def _to_rows(self) -> None:
        self._apply_filter()
        self.finish()
        if self.model.rowCount():
            self.view.setFocus()
            if not self.view.selected_rows():
                self.view.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears the filter."""
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            return
        super().keyPressEvent(event)

    # Selection ---------------------------------------------------------------------------------------------

    @property
    def selected_refs(self) -> tuple[ElementRef, ...]:
        """Equipment of the selected rows, each once."""
        refs = (self.model.ref(row) for row in self.view.selected_rows())
        return tuple(dict.fromkeys(ref for ref in refs if ref is not None))

    def select_refs(self, refs: Sequence[ElementRef]) -> None:
        """Select the rows of some equipment; tells no one."""
        self._wanted = tuple(refs)
        if set(refs) == set(self.selected_refs):
            return
        was, self._is_silent = self._is_silent, True
        self._select(self._wanted, with_scroll=self.isVisible())
        self._is_silent = was

    def _select(self, refs: tuple[ElementRef, ...], *, with_scroll: bool) -> None:
        self.view.select_rows(self.model.rows_of(refs).tolist(), with_scroll=with_scroll)

    def _on_selection(self) -> None:
        if not self._is_silent:
            self._wanted = self.selected_refs
            self.selection_changed.emit(self._wanted)

    def _on_activate(self) -> None:
        row = self.view.currentIndex().row()
        ref = self.model.ref(row) if 0 <= row < self.model.rowCount() else None
        if ref is not None:
            self.element_activated.emit(ref)

    # Copy and export ---------------------------------------------------------------------------------------

    def sheet(self, rows: list[int] | None = None) -> Sheet:
        """The shown rows (or some of them) for writing.

        A column whose values are not all plainly good is followed by one that says how good each is.
        """
        content = self.model.content
        order = self.model.order if rows is None else self.model.order[rows]
        headers, columns, decimals = [], [], []
        for column in content.columns:
            values = content.values[column.key][order]
            if column.kind is ColumnKind.SEVERITY:
                values = np.array([severity_text(k) for k in (0, 1, 2, 3, -1)], np.str_)[values]
            headers.append(column.header)
            columns.append(values)
            decimals.append(column.decimals if column.kind is ColumnKind.NUMBER else -1)
            quality = content.qualities.get(column.key)
            if quality is not None and quality.flags[order].any():
                headers.append(self.tr("{title}: quality").format(title=column.header))
                columns.append(quality.taken(order).texts())
                decimals.append(-1)
        return Sheet(content.name, tuple(headers), tuple(columns), tuple(decimals), content.origin)

    def copy(self) -> None:
        """Put the selected rows (all where none is) on the clipboard, headers first."""
        self.finish()
        sheet = self.sheet(self.view.selected_rows() or None)
        if sheet.headers:
            self._copying = (sheet, [tsv_header(sheet)])
            self._copy_on()

    def _copy_on(self) -> None:
        if self._copying is None:
            return
        sheet, parts = self._copying
        begin = (len(parts) - 1) * COPY_ROWS
        parts.append(tsv_lines(sheet, begin, begin + COPY_ROWS))
        if begin + COPY_ROWS < len(sheet):
            QTimer.singleShot(0, self._copy_on)
            return
        self._copying = None
        QGuiApplication.clipboard().setText("".join(parts))
        self.said.emit(self.tr("{count} rows copied").format(count=len(sheet)))

    def ask_export(self) -> None:
        """Ask for a file and write there."""
        kinds = self.tr("Workbook (*.xlsx);;Comma separated (*.csv)")
        start = f"{self.model.content.name or self.accessibleName()}.xlsx"
        path, kind = QFileDialog.getSaveFileName(self, self.tr("Export table"), start, kinds)
        if path:
            chosen = Path(path)
            if chosen.suffix.lower() not in (".xlsx", ".csv"):
                chosen = chosen.with_name(chosen.name + (".csv" if "csv" in kind else ".xlsx"))
            self.export_to(chosen)

    def export_to(self, path: Path) -> None:
        """Write the shown rows in their order; the ending says whether CSV or a workbook."""
        self.finish()
        self.run(
            export_sheet,
            self.sheet(),
            path,
            key=f"export {path}",
            on_done=lambda done: self.said.emit(self.tr("Exported to {path}").format(path=done)),
            on_failed=self.failed.emit,
        )

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        fly = menu.addAction(self.tr("Show on the diagram\tF"), self._on_activate)
        fly.setEnabled(bool(self.selected_refs))
        fly.setToolTip(self.tr("Go to the equipment of this row"))
        menu.addSeparator()
        menu.addAction(self.tr("Copy rows\tCtrl+C"), self.copy)
        menu.addAction(self.tr("Export table …"), self.ask_export)
        menu.popup(self.view.viewport().mapToGlobal(place))
