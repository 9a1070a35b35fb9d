"""The figures in rows, the periods in columns."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from widgets.faults_reliability.lines import FigureCell, FigureLine, ReliabilityView
from widgets.theme import theme, theme_chooser, ui_font

ROW_PX, NAME_PX, UNIT_PX, PAD_PX = 24, 250, 56, 10
Index = QModelIndex | QPersistentModelIndex


class FigureModel(QAbstractTableModel):
    """Name, one column for each period, unit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = ReliabilityView()

    def show_view(self, view: ReliabilityView) -> None:
        """Show this; rows and columns that are the same stay where they are."""
        before, self.view = self.view, view
        keys = [line.key for line in view.figures], [head.key for head in view.heads]
        if keys == ([line.key for line in before.figures], [head.key for head in before.heads]):
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        else:
            self.beginResetModel()
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """One for each figure."""
        return 0 if parent is not None and parent.isValid() else len(self.view.figures)

    def columnCount(self, parent: Index | None = None) -> int:
        """Name, periods, unit."""
        return 0 if parent is not None and parent.isValid() else len(self.view.heads) + 2

    def figure(self, index: Index) -> tuple[FigureLine, FigureCell | None]:
        """The row and the cell of a place; no cell in the columns of names and units."""
        line = self.view.figures[index.row()]
        column = index.column() - 1
        return line, line.cells[column] if 0 <= column < len(line.cells) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Periods by name."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = section - 1
        is_period = 0 <= column < len(self.view.heads)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if is_period else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if not is_period:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        head = self.view.heads[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{head.title} *" if head.note else head.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (head.period, head.note) if part)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, and on request what they say."""
        line, shown = self.figure(index)
        is_name = index.column() == 0
        if role == Qt.ItemDataRole.DisplayRole:
            if is_name:
                return f"    {line.name}" if line.is_part else line.name
            return line.unit if shown is None else shown.text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if shown is None else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            return ui_font(bold=not line.is_part and shown is not None)
        if role == Qt.ItemDataRole.ForegroundRole:
            is_quiet = shown is None and (line.is_part or not is_name)
            return theme().color("muted" if is_quiet else "text")
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.formula if shown is None else f"{line.formula}\n{shown.data}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole and shown is not None:
            head = self.view.heads[index.column() - 1]
            return f"{line.name}, {head.title}: {shown.text} {line.unit}".strip()
        return None


class FigureTable(QTableView):
    """Shows the figures; one of them is always the chosen one.

    Signals:
        chosen: key of a row and of a period; "" for the period where a name was chosen.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FigureModel(self)
        self.setModel(self.figures)
        self.setAccessibleName(self.tr("Indices of reliability by period"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setMinimumSectionSize(UNIT_PX)
        heads.sectionClicked.connect(self._choose_column)
        self.selectionModel().currentChanged.connect(self._tell)
        self.figures.modelReset.connect(self._arrange)
        self.figures.dataChanged.connect(self._arrange)
        theme_chooser().changed.connect(self.viewport().update)

    def choose(self, figure: str, span: str) -> None:
        """Put a figure in front."""
        view = self.figures.view
        rows = [line.key for line in view.figures]
        columns = [head.key for head in view.heads]
        if figure in rows and span in columns:
            self.setCurrentIndex(self.figures.index(rows.index(figure), columns.index(span) + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C puts all figures on the clipboard; all else as in any table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
            return
        super().keyPressEvent(event)

    def text(self) -> str:
        """All of it with tabs between."""
        view = self.figures.view
        lines = ["\t".join(["", *(head.title for head in view.heads), ""])]
        lines += ["\t".join([line.name, *(c.text for c in line.cells), line.unit]) for line in view.figures]
        return "\n".join(lines) + "\n"

    def _arrange(self) -> None:
        heads = self.horizontalHeader()
        last = self.figures.columnCount() - 1
        for column in range(self.figures.columnCount()):
            is_period = 0 < column < last
            mode = QHeaderView.ResizeMode.Stretch if is_period else QHeaderView.ResizeMode.Fixed
            heads.setSectionResizeMode(column, mode)
        if last > 0:
            names = [self.figures.index(row, 0).data() for row in range(self.figures.rowCount())]
            widest = max((self.fontMetrics().horizontalAdvance(str(name)) for name in names), default=0)
            name_px = min(max(widest + 28, 120), NAME_PX)
            self.setColumnWidth(0, name_px)
            self.setColumnWidth(last, UNIT_PX)
            # No figure and no period is ever cut: the panel scrolls before that.
            self.setMinimumWidth(name_px + (last - 1) * self._period_px() + UNIT_PX + 2)
        self.setMinimumHeight(heads.sizeHint().height() + self.figures.rowCount() * ROW_PX + 2)

    def _period_px(self) -> int:
        """What the widest figure or heading needs."""
        metrics = QFontMetrics(ui_font(bold=True))
        view = self.figures.view
        texts = [f"{head.title} *" for head in view.heads] + [c.text for line in view.figures for c in line.cells]
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * PAD_PX

    def _choose_column(self, section: int) -> None:
        row = max(self.currentIndex().row(), 0)
        self.setCurrentIndex(self.figures.index(row, section))

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            line, shown = self.figures.figure(current)
            span = "" if shown is None else self.figures.view.heads[current.column() - 1].key
            self.chosen.emit(line.key, span)
