"""The dock "Trends": points of the district over time, from the field and from the history."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu

from console.live.district import LiveDistrict
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.windows.docks import DockPlace, add_late_dock
from console.windows.live.trends.export_job import TrendExport
from console.windows.live.trends.feed import LiveFeed
from console.windows.live.trends.groups import LONGEST_NAME, TrendGroup, TrendGroups
from console.windows.live.trends.picker import PointPicker
from console.windows.live.trends.series_port import SeriesPort
from console.windows.live.trends.traces import QUIET, TraceMaker, points_of
from console.windows.live.words import quantity_text
from console.windows.main_window import MainWindow
from engines.grid.network import ElementRef
from engines.values.history import PointSeries, RecordedSpan
from engines.values.points import PointDefinition, PointKind
from engines.values.validation import InputError
from widgets.slices import Slices, Steps
from widgets.tables.value_table import ValueTable
from widgets.trends.trace import MOST_TRACES
from widgets.trends.view import TrendView

NAMES_A_TURN = 25
LOADING_MS = 400
"""An answer that takes longer is announced."""


@dataclass(frozen=True, slots=True)
class _Question:
    point_ids: tuple[str, ...]
    from_us: int
    to_us: int
    entries: int


class _Told(QObject):
    """Brings the end of a piece of work from another thread."""

    done = Signal(bool)


class Trends(QObject):
    """Connects the chart with district, history and window. Of several questions to the history the latest counts.

    Attributes:
        view: the chart with its buttons; dock: where it stands, beside the charts, or on a second screen.
        history: what the past comes from.
    """

    def __init__(
        self,
        window: MainWindow,
        district: LiveDistrict,
        runner: TaskRunner,
        history: SeriesPort,
        *,
        points_table: ValueTable | None = None,
        groups_path: Path | None = None,
    ) -> None:
        """Add the dock; ``points_table`` is where rows of points are selected."""
        super().__init__(window)
        self._window, self._district, self._runner = window, district, runner
        self._points_table = points_table
        self._maker = TraceMaker(district.opened.network)
        self._asked: _Question | None = None
        self._next: _Question | None = None
        self._answer = 0
        self._has_failed = False
        self.view = TrendView(window)
        place = DockPlace("trends", self.tr("Trends"), self.view, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.dock = add_late_dock(window, window.docks, place, "charts")
        self._feed = LiveFeed(district, self.view, self)
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(LOADING_MS)
        self._loading.timeout.connect(lambda: self.view.say(self.tr("loading …")))
        self.history = history
        history.span_changed.connect(self._on_span)
        self.groups = TrendGroups(district.opened.network.name, groups_path)
        if self.groups.problem:
            window.say(self.groups.problem, "medium")
        self._group = ""
        self._show_groups()
        self._names: list[str] = []
        # Looking up a thousand names for the first time takes longer than a person who presses a button should notice.
        self._naming = Slices(self)
        self._naming.start(self._name_steps(), self._names.extend)
        self._connect()
        self._add_actions()
        window.diagram.offers_elements = True

    def _connect(self) -> None:
        view, bar = self.view, self.view.bar
        view.points_changed.connect(self._on_points)
        view.series_wanted.connect(self._ask)
        view.dropped.connect(self._on_dropped)
        view.find_asked.connect(self._find)
        bar.add_asked.connect(self.pick)
        bar.export_asked.connect(self.ask_export)
        bar.group_chosen.connect(self.show_group)
        bar.group_save_asked.connect(self.ask_group_name)
        bar.group_removal_asked.connect(self.remove_group)

    def _add_actions(self) -> None:
        window = self._window
        self.show_action = QAction(self.tr("Trends"), window)
        self.show_action.setShortcut(QKeySequence("Ctrl+Shift+T"))
        self.show_action.setToolTip(self.tr("Points of the field over time, against each other"))
        self.show_action.triggered.connect(lambda _=False: self.show())
        self.trend_action = QAction(self.tr("Show trend"), window)
        self.trend_action.setShortcut(QKeySequence("T"))
        self.trend_action.setToolTip(self.tr("Draw the measured values of what is selected over time"))
        self.trend_action.triggered.connect(lambda _=False: self.show_selected())
        for action in (self.show_action, self.trend_action):
            action.setStatusTip(action.toolTip())
            window.addAction(action)

    def add_to_menu(self, menu: QMenu) -> None:
        """Put the way here into a menu of the window."""
        menu.addSeparator()
        menu.addAction(self.show_action)
        menu.addAction(self.trend_action)

    def show_moment(self, time_us: int | None) -> None:
        """Mark the past moment the window shows, ``None`` for the present."""
        self.view.chart.show_moment(time_us)

    def show(self) -> None:
        """Bring the dock to the front and the keyboard to the chart."""
        self.dock.show()
        self.dock.raise_()
        if self.dock.isFloating():
            self.dock.activateWindow()
        (self.view.chart if self.view.traces else self.view.empty_button).setFocus()

    # Points ------------------------------------------------------------------------------------------------

    def add_points(self, point_ids: Sequence[str]) -> None:
        """Draw some points too, and show the chart."""
        store = self._district.store
        rows = [row for row in map(store.row, point_ids) if row is not None]
        left_out = self.view.add([self._maker.trace(store.definitions[row]) for row in rows])
        if left_out:
            text = self.tr("{count} points had no room: the chart draws {most}. Take others off it first.")
            self._window.say(text.format(count=left_out, most=MOST_TRACES), "medium")
        self.show()

    def show_element(self, ref: ElementRef, place: QPoint | None = None) -> None:
        """Draw the points of one piece of equipment; where it has several, ask which."""
        network = self._district.opened.network
        definitions = points_of(self._district.store, str(network[ref.table].id[ref.row]))
        if not definitions:
            name = network.label(ref)
            self._window.say(self.tr("{name} reports no values: there is nothing to draw.").format(name=name), "medium")
            return
        if len(definitions) == 1:
            self.add_points([definitions[0].point_id])
            return
        self._ask_which(definitions, place or self.view.mapToGlobal(QPoint(24, 48)))

    def _ask_which(self, definitions: Sequence[PointDefinition], place: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setObjectName("trendChoice")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        curves = [d for d in definitions if d.kind is PointKind.ANALOG]
        if len(curves) > 1:
            ids = [d.point_id for d in curves]
            text = self.tr("All {count} measured values").format(count=len(curves))
            menu.addAction(text).triggered.connect(lambda _=False: self.add_points(ids))
            menu.addSeparator()
        is_quiet = False
        for definition in definitions:
            if definition.quantity in QUIET and not is_quiet:
                menu.addSeparator()
                is_quiet = True
            name, unit = quantity_text(definition.quantity), definition.unit
            action = menu.addAction(f"{name}, {unit}" if unit else name)
            action.triggered.connect(lambda _=False, d=definition: self.add_points([d.point_id]))
        menu.popup(place)
        menu.setActiveAction(menu.actions()[0])

    def show_selected(self) -> None:
        """Draw what is selected: points of the points table, or equipment."""
        table = self._points_table
        if table is not None and table.view.hasFocus() and table.view.selected_rows():
            self.add_points(table.model.point_ids(table.view.selected_rows())[:MOST_TRACES])
            return
        refs = self._window.selection.refs
        if len(refs) == 1:
            self.show_element(refs[0])
        elif refs:
            self.add_points(self._main_points(refs))
        else:
            self._window.say(self.tr("Select equipment first: its values are then drawn over time."))

    def _main_points(self, refs: Sequence[ElementRef]) -> list[str]:
        network, store = self._district.opened.network, self._district.store
        of_each = [points_of(store, str(network[ref.table].id[ref.row])) for ref in refs]
        return [definitions[0].point_id for definitions in of_each if definitions]

    def _on_dropped(self, refs: Sequence[ElementRef], point_ids: Sequence[str], place: QPoint) -> None:
        if point_ids:
            self.add_points(point_ids)
        elif len(refs) == 1:
            self.show_element(refs[0], place)
        elif refs:
            self.add_points(self._main_points(refs))

    def _name_steps(self) -> Steps[list[str]]:
        names = []
        for definition in self._district.store.definitions:
            names.append(self._maker.name(definition))
            if len(names) % NAMES_A_TURN == 0:
                yield
        return names

    def pick(self) -> None:
        """Let the person choose points by name."""
        self._naming.finish()
        definitions = self._district.store.definitions
        picker = PointPicker(self._names, [d.point_id for d in definitions], self.view)
        picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picker.chosen.connect(self.add_points)
        picker.open()

    def _on_points(self, point_ids: Sequence[str]) -> None:
        self._feed.listen_for(point_ids)
        group = self.groups.group(self._group) if self._group else None
        if group is not None and tuple(point_ids) != group.point_ids:
            self._group = ""
            self._show_groups()

    def _find(self, point_id: str) -> None:
        ref = self._district.opened.network.find(point_id.rpartition("/")[0])
        if ref is not None:
            self._window.links.find(ref)

    # The past ----------------------------------------------------------------------------------------------

    def _ask(self, point_ids: Sequence[str], from_us: int, to_us: int, entries: int) -> None:
        question = _Question(tuple(point_ids), from_us, to_us, entries)
        if self._asked is not None:
            # One question at a time: whoever drags the chart asks a dozen, and only the last one is of use.
            self._next = question
            return
        self._asked, self._next = question, None
        self._answer += 1
        number, known_to_us = self._answer, min(to_us, time.time_ns() // 1000)
        self._loading.start()
        self.history.ask_series(
            question.point_ids,
            from_us,
            to_us,
            entries,
            lambda series: self._on_series(number, series, known_to_us),
            lambda sentence: self._on_failed(number, sentence),
        )

    def _on_series(self, number: int, series: Sequence[PointSeries], known_to_us: int) -> None:
        if number != self._answer:
            return
        self._end_question()
        self._has_failed = False
        self.view.say("")
        if self._next is None:
            self.view.give_past(series, known_to_us)
        self._ask_next()

    def _on_failed(self, number: int, sentence: str) -> None:
        if number != self._answer:
            return
        self._end_question()
        self._has_failed = True
        self.view.say(sentence)
        self._ask_next()

    def _end_question(self) -> None:
        self._loading.stop()
        self._asked = None

    def _ask_next(self) -> None:
        following = self._next
        if following is not None:
            self._ask(following.point_ids, following.from_us, following.to_us, following.entries)

    def _on_span(self, span: RecordedSpan) -> None:
        self.view.set_gaps(span.gaps)
        if self._has_failed and self._asked is None:
            # The history speaks again: what it could not tell is asked once more.
            self.view.refresh()

    # Groups ------------------------------------------------------------------------------------------------

    def _show_groups(self) -> None:
        self.view.bar.show_groups(self.groups.names(), self._group)

    def show_group(self, name: str) -> None:
        """Show the points of a group and no others."""
        group = self.groups.group(name)
        if group is None:
            return
        store = self._district.store
        rows = [row for row in map(store.row, group.point_ids) if row is not None]
        self._group = ""
        self.view.set_traces([self._maker.trace(store.definitions[row]) for row in rows])
        self.view.chart.show_last(group.span_s)
        missing = len(group.point_ids) - len(rows)
        if missing:
            text = self.tr("{count} points of the group “{name}” are not in this network any more.")
            self._window.say(text.format(count=missing, name=name), "medium")
        self._group = name
        self._show_groups()

    def ask_group_name(self) -> None:
        """Ask under what name the points are kept."""
        dialog = QInputDialog(self.view)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Keep as a group"))
        dialog.setLabelText(self.tr("Name of the group; one of the same name is replaced"))
        dialog.setTextValue(self._group)
        dialog.textValueSelected.connect(self.keep_group)
        dialog.open()

    def keep_group(self, name: str) -> None:
        """Keep the points that are shown under a name."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if not name or not self.view.traces:
            return
        from_us, to_us = self.view.chart.span_us
        ids = tuple(trace.point_id for trace in self.view.traces)
        if self._changed_groups(lambda: self.groups.keep(TrendGroup(name, ids, round((to_us - from_us) / 1e6, 3)))):
            self._group = name
            self._show_groups()
            self._window.say(self.tr("Kept as group “{name}”").format(name=name))

    def remove_group(self, name: str) -> None:
        """Forget a group; its points stay on the chart."""
        if self._changed_groups(lambda: self.groups.remove(name)):
            self._group = "" if self._group == name else self._group
            self._show_groups()

    def _changed_groups(self, change: Callable[[], None]) -> bool:
        try:
            change()
        except (InputError, OSError) as error:
            self._window.say(str(error), "high")
            return False
        return True

    # Taking away -------------------------------------------------------------------------------------------

    def ask_export(self, kind: str) -> None:
        """Ask for a file and write what is shown."""
        kinds = self.tr("Comma separated (*.csv)") if kind == "csv" else self.tr("Picture (*.png)")
        name = f"{self._district.opened.network.name} {self.tr('trends')} {time.strftime('%Y-%m-%d %H.%M')}.{kind}"
        path, _ = QFileDialog.getSaveFileName(self.view, self.tr("Export trends"), name, kinds)
        if path:
            chosen = Path(path)
            self.export_to(chosen if chosen.suffix.lower() == f".{kind}" else chosen.with_name(f"{chosen.name}.{kind}"))

    def export_to(self, path: Path) -> None:
        """Write what is shown; the ending .csv or .png says how. The window goes on meanwhile."""
        if path.suffix.lower() == ".png":
            self._save_picture(self.view.picture(), path)
            return
        traces = self.view.traces
        self._runner.start(
            "console.windows.live.trends.export_job:write_trends_job",
            TrendExport(self.view.chart.shown_series(), tuple(t.name for t in traces), tuple(t.unit for t in traces)),
            path,
            lane=Lane.IMPORT,
            key=f"export {path}",
            owner=self,
            on_done=lambda done: self._window.say(self.tr("Exported to {path}").format(path=done)),
            on_failed=lambda failure: self._window.say(failure.sentence, "high"),
            title=self.tr("Export trends"),
        )

    def _save_picture(self, image: QImage, path: Path) -> None:
        told = _Told(self)
        told.done.connect(lambda is_saved: self._on_picture(is_saved, path))
        QThreadPool.globalInstance().start(lambda: told.done.emit(image.save(str(path))))

    def _on_picture(self, is_saved: bool, path: Path) -> None:
        if is_saved:
            self._window.say(self.tr("Exported to {path}").format(path=path))
        else:
            text = self.tr("{path} cannot be written; choose another folder or close the file")
            self._window.say(text.format(path=path), "high")
