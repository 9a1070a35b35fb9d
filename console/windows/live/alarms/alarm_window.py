"""The alarm desk in the live window: its dock, its keys, its horn, its marks on the diagram."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QTabWidget

from console.windows.commands import Command, CommandSet
from console.windows.connections import Connections
from console.windows.docks import DockPlace, add_first_dock
from console.windows.live.alarms.deeds import Deeds, WithRight
from console.windows.live.alarms.figures import desk_figures
from console.windows.live.alarms.lines import DeskView, LineMaker
from console.windows.live.alarms.papers import Papers
from console.windows.live.alarms.past import PastAlarms
from console.windows.live.alarms.sound import HornSound
from console.windows.live.alarms.source import AlarmSource
from console.windows.live.alarms.texts import alarm_sentence
from console.windows.main_window import MainWindow
from engines.grid.network import ElementRef, Network
from engines.values.alarms import AlarmGroup, AlarmOccurrence, AlarmState, HornState
from engines.values.violations import Severity
from widgets.alarms.blink import blink_clock
from widgets.alarms.line import AlarmLine
from widgets.alarms.panel import SILENCE_KEY, AlarmPanel, Page
from widgets.alarms.shapes import LETTERS
from widgets.alarms.words import severity_text, state_text, time_text
from widgets.diagram.marks import Mark
from widgets.inspector.values import ElementDescription, Fact, Section
from widgets.numbers import number_text
from widgets.slices import Slices
from widgets.tables.value_table import Run

BUDGET_S = 0.0015
"""After so long the lines of other alarms wait for the next turn of the event loop."""
VIEW_MS, MARKS_MS = 200, 800
MOST_FACTS = 6


class AlarmWindow(QObject):
    """Connects an alarm desk with its widgets; there is none until the network is open.

    Attributes:
        panel: the desk; papers: its lists on paper and in files; marks: signs for the diagram.

    Signals:
        marks_changed: other signs are to be on the diagram.
    """

    marks_changed = Signal()

    def __init__(self, window: MainWindow, run: Run, sound: HornSound) -> None:
        super().__init__(window)
        self._window, self.sound = window, sound
        self.panel = AlarmPanel(window)
        self.papers = Papers(window, self.panel, run, self)
        self.marks: tuple[Mark, ...] = ()
        self.deeds: Deeds | None = None
        self._desk: AlarmSource | None = None
        self._network: Network | None = None
        self._lines: LineMaker | None = None
        self._past: Mapping[str, AlarmOccurrence] | None = None
        self._past_groups: tuple[AlarmGroup, ...] = ()
        self._is_past_recorded = True
        self._past_alarms: PastAlarms | None = None
        self._pending: dict[str, None] = {}
        self._said: dict[str, tuple[str, str]] = {}
        self._view = DeskView()
        self._slices = Slices(self)
        self._heard = Connections()
        window.setTabPosition(Qt.DockWidgetArea.BottomDockWidgetArea, QTabWidget.TabPosition.North)
        place = DockPlace("alarms", self.tr("Alarms"), self.panel, Qt.DockWidgetArea.BottomDockWidgetArea)
        self._dock = add_first_dock(window, window.docks, place, "tables")
        self.commands = CommandSet(window, window.mode_bar.menu_bar, self._commands())
        self._taking, self._viewing, self._marking = self._timer(0), self._timer(VIEW_MS), self._timer(MARKS_MS)
        self._taking.timeout.connect(self._take)
        self._viewing.timeout.connect(self._look)
        self._marking.timeout.connect(self._mark)
        self._connect()
        self.panel.horn.show_problem(sound.problem)
        self._show_counts()

    def _timer(self, pause_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause_ms)
        return timer

    def _commands(self) -> list[Command]:
        tr, menu = self.tr, self.tr("&Alarms")
        return [
            Command("alarms", menu, tr("Alarm desk"), tr("To the alarms, worst first"), self.show_desk, "Ctrl+Shift+A"),
            Command(
                "alarms_of",
                menu,
                tr("Alarms of the selection"),
                tr("The alarms of the equipment that is selected"),
                self.show_selected,
                "A",
            ),
            Command(
                "silence",
                menu,
                tr("Silence the horn"),
                tr("The horn falls silent; nothing is acknowledged. A new alarm as grave sounds it again."),
                self.silence,
                SILENCE_KEY,
                has_line_above=True,
            ),
            Command(
                "reduce_motion",
                menu,
                tr("Nothing blinks"),
                tr("Alarms nobody has acknowledged keep their full shape instead of blinking"),
                lambda on: blink_clock().reduce(bool(on)),
                is_checkable=True,
            ),
            Command(
                "print_alarms",
                menu,
                tr("Print the list…"),
                tr("The alarms as they are listed and filtered"),
                self.papers.print_list,
                has_line_above=True,
            ),
            Command("export_alarms", menu, tr("Export the list…"), tr("The same, to a file"), self.papers.export_list),
        ]

    def _connect(self) -> None:
        panel, deed = self.panel, self._deed
        panel.acknowledge_asked.connect(lambda ids: deed(lambda d: d.acknowledge(ids)))
        panel.shelve_asked.connect(lambda ids: deed(lambda d: d.shelve(ids)))
        panel.comment_asked.connect(lambda ids: deed(lambda d: d.comment(ids)))
        panel.find_asked.connect(self.find_element)
        panel.copy_asked.connect(self.papers.copy)
        panel.menu_asked.connect(self.show_menu)
        panel.silence_asked.connect(self.silence)
        panel.figures.looked_at.connect(self._show_figures)
        panel.figures.export_asked.connect(self.papers.export_figures)
        panel.figures.element_asked.connect(self._fly_to)
        self._window.mode_bar.alarm_button.clicked.connect(lambda _: self.show_desk())
        self.sound.problem_changed.connect(panel.horn.show_problem)

    # The desk ----------------------------------------------------------------------------------------------

    def attach(
        self, network: Network, place_of: Callable[[str], tuple[str, str]], desk: AlarmSource, with_right: WithRight
    ) -> None:
        """The network is open and its alarms are watched.

        Args:
            place_of: feeder and substation of an element.
            with_right: does something if the person may, and asks them to sign in where that helps.
        """
        self._desk, self._network, self._lines = desk, network, LineMaker(network, place_of)
        self.deeds = Deeds(self._window, desk, self.panel.line_of, with_right, self)
        self._past_alarms = PastAlarms(
            desk, desk.past_grouping, self.look_back, lambda text: self._window.say(text, "medium"), self
        )
        self._heard.drop()
        self._heard.make(desk.changed, self._on_changed)
        self._heard.make(desk.groups_changed, lambda *_: self._look_soon())
        self._heard.make(desk.horn_changed, self._on_horn)
        self._heard.make(desk.metrics_changed, lambda *_: self._show_figures())
        self._heard.make(desk.failed, lambda sentence: self._window.say(sentence, "medium"))
        dress = self._window.links.dress
        self._window.links.dress = lambda ref, found: self._dress(ref, dress(ref, found) if dress else found)
        self._on_horn(desk.horn)
        self._on_changed(tuple(desk.occurrences))
        self._show_figures()

    def forget_places(self) -> None:
        """Feeders have changed with the switches."""
        if self._lines is not None:
            self._lines.forget_places()

    def look_at(self, time_us: int, position: np.ndarray, *, is_recorded: bool = True) -> None:
        """Show the alarms of a past moment once they are read; :meth:`look_back` with ``None`` shows the present.

        Where nothing was recording nobody can say that there was none.
        """
        self._is_past_recorded = is_recorded
        if self._past_alarms is not None:
            self._past_alarms.ask(time_us, position)

    def look_back(self, past: Mapping[str, AlarmOccurrence] | None, groups: tuple[AlarmGroup, ...] = ()) -> None:
        """Show the alarms of a past moment, where nothing can be done with them; ``None`` shows the present."""
        if past is None and self._past_alarms is not None:
            self._past_alarms.forget()
        self._past, self._past_groups = past, groups
        self.panel.clear()
        self._pending = {}
        text = self.tr(
            "Alarms as they stood at the moment shown; nothing can be done with them from here. "
            "Figures are of the present."
        )
        if not self._is_past_recorded:
            text = self.tr("Nothing was recorded at this moment: which alarms stood is not known.")
        self.panel.show_notice(text if past is not None else "")
        self._on_changed(tuple(self.alarms), is_past=past is not None)
        self._look_soon()

    def close(self) -> None:
        """Sound no more."""
        self._heard.drop()
        if self._past_alarms is not None:
            self._past_alarms.close()
        self.sound.close()

    @property
    def alarms(self) -> Mapping[str, AlarmOccurrence]:
        """What is shown, by id."""
        if self._past is not None:
            return self._past
        return self._desk.occurrences if self._desk is not None else {}

    # What changes ------------------------------------------------------------------------------------------

    def _on_changed(self, ids: Sequence[str], *, is_past: bool = False) -> None:
        if self._past is not None and not is_past:
            return
        self._pending.update(dict.fromkeys(ids))
        if not self._taking.isActive():
            self._taking.start()

    def _take(self) -> None:
        """Lines of what has changed, as many as there is time for."""
        if self._lines is None:
            return
        deadline, alarms = time.perf_counter() + BUDGET_S, self.alarms
        lines: list[AlarmLine] = []
        gone: list[str] = []
        taken = 0
        for alarm_id in self._pending:
            taken += 1
            alarm = alarms.get(alarm_id)
            if alarm is None or alarm.state is AlarmState.NORMAL:
                gone.append(alarm_id)
            else:
                lines.append(self._lines.line(alarm))
                self._said[alarm.alarm_id] = alarm.element_id, lines[-1].message
            if taken % 8 == 0 and time.perf_counter() > deadline:
                break
        self._pending = dict.fromkeys(list(self._pending)[taken:])
        self.panel.put(lines, gone)
        if self._pending:
            self._taking.start()
        self._look_soon()

    def _look_soon(self) -> None:
        if not self._viewing.isActive():
            self._viewing.start()

    def _look(self) -> None:
        """Cards and counts, worked out in slices."""
        if self._lines is None:
            return
        if self._slices.is_busy:
            self._viewing.start()
            return
        groups = self._past_groups
        if self._desk is not None and self._past is None:
            groups = tuple(self._desk.groups)
        self._slices.start(self._lines.desk_steps(tuple(groups), dict(self.alarms)), self._show_view)

    def _show_view(self, view: DeskView) -> None:
        self._view = view
        self.panel.show_causes(view.cards)
        if self._past is None:
            more = self.tr("{count} more causes: they are in the list.").format(count=number_text(view.more, 0))
            self.panel.show_notice(more if view.more else "")
        self._show_counts()
        if view.marks != self.marks and not self._marking.isActive():
            self._marking.start()

    def _mark(self) -> None:
        """The diagram finds places for its signs anew, which takes longer than anything else here."""
        if self._view.marks != self.marks:
            self.marks = self._view.marks
            self.marks_changed.emit()

    def _show_counts(self) -> None:
        view = self._view
        parts = [
            f"{LETTERS[severity]} {number_text(view.counts[severity], 0)}"
            for severity in sorted(Severity, reverse=True)
            if view.counts.get(severity)
        ]
        owed = self.tr("{count} to acknowledge").format(count=number_text(view.unacknowledged, 0))
        counts = "  ".join(parts) or self.tr("no alarm")
        if self._past is not None and not self._is_past_recorded and not parts:
            counts = self.tr("alarms: not known")
        names = ", ".join(
            f"{LETTERS[priority]} {severity_text(priority)}: {number_text(view.counts.get(priority, 0), 0)}"
            for priority in sorted(Severity, reverse=True)
        )
        meaning = self.tr("Alarms by priority ({names}); opens the desk").format(names=names)
        is_owed = bool(view.unacknowledged)
        self._window.mode_bar.show_alarms(counts, owed if is_owed else "", "high" if is_owed else "", meaning)
        standing = sum(view.counts.values())
        self._dock.setWindowTitle(f"{self.tr('Alarms')} {number_text(standing, 0)}" if standing else self.tr("Alarms"))

    def _on_horn(self, horn: HornState) -> None:
        self.panel.show_horn(horn.priority)
        self.sound.sound(horn.priority)

    def _show_figures(self) -> None:
        if self._desk is not None and self.panel.figures.isVisible():
            self.panel.figures.show_figures(desk_figures(self._desk.metrics, self._name_of))

    def _name_of(self, alarm_id: str, message: str) -> tuple[str, str]:
        element_id = alarm_id.partition("#")[0].rpartition("/")[0] or alarm_id.partition("#")[0]
        element_id, message = self._said.get(alarm_id, (element_id, message))
        name = self._lines.place(element_id)[0] if self._lines is not None else element_id
        is_known = self._network is not None and self._network.find(element_id) is not None
        return f"{name}: {message}" if message else name, element_id if is_known else ""

    # Going there and back ----------------------------------------------------------------------------------

    def show_desk(self) -> None:
        """To the cards."""
        self._dock.show()
        self._dock.raise_()
        if self.panel.page is Page.FIGURES or not self.panel.causes.causes:
            self.panel.choose(Page.CAUSES)
        view = self.panel.cards if self.panel.page is Page.CAUSES else self.panel.list
        view.setFocus()
        if view is self.panel.cards and self.panel.causes.rowCount() and not self.panel.cards.selected_rows():
            self.panel.cards.choose([0])

    def show_selected(self) -> None:
        """The alarms of what is selected on the diagram."""
        refs, network = self._window.selection.refs, self._network
        if network is None or not refs:
            self._window.say(self.tr("Select equipment first."))
            return
        self.show_alarms_of([str(network[ref.table].id[ref.row]) for ref in refs])

    def show_alarms_of(self, element_ids: Sequence[str]) -> None:
        """The alarms of equipment, selected in the list."""
        wanted = set(element_ids)
        found = [a for a in self.alarms.values() if a.element_id in wanted and a.state is not AlarmState.NORMAL]
        if not found:
            self._window.say(self.tr("No alarm stands there."))
            return
        self._dock.show()
        self._dock.raise_()
        self.panel.show_alarms([alarm.occurrence_id for alarm in found])

    def find_element(self, ids: Sequence[str]) -> None:
        """To the equipment of the first of these alarms."""
        lines = [line for line in map(self.panel.line_of, ids) if line is not None]
        if lines and lines[0].element_id:
            self._fly_to(lines[0].element_id)
        elif lines:
            self._window.say(self.tr("This alarm belongs to no equipment of the network."))

    def _fly_to(self, element_id: str) -> None:
        ref = self._network.find(element_id) if self._network is not None else None
        if ref is not None:
            self._window.links.find(ref)
        else:
            self._window.say(self.tr("{element} is not in this network.").format(element=element_id))

    def _dress(self, ref: ElementRef, description: ElementDescription) -> ElementDescription:
        """The alarms of the selection stand first in the inspector."""
        network = self._network
        if network is None:
            return description
        element_id = str(network[ref.table].id[ref.row])
        found = sorted(self._view.by_element.get(element_id, ()), key=lambda a: (-int(a.priority), -a.raised_us))
        if not found:
            return description
        facts = tuple(
            Fact(alarm_sentence(a), state_text(a.state), severity={3: "high", 2: "medium"}.get(int(a.priority), ""),
                 age=time_text(a.raised_us))
            for a in found[:MOST_FACTS]
        )  # fmt: skip
        title = self.tr("Alarms (A shows them)")
        sections = (Section(title, facts), *description.sections)
        return ElementDescription(
            description.kind, description.title, description.state, sections, description.bars, description.hint
        )

    # Doing something ---------------------------------------------------------------------------------------

    def silence(self) -> None:
        """Let the horn be silent; nothing is acknowledged, and nobody must sign in for it."""
        if self._desk is not None:
            self._desk.silence()

    def _deed(self, act: Callable[[Deeds], None]) -> None:
        if self._past is not None:
            self._window.say(self.tr("A past moment is shown: nothing can be done with its alarms."), "medium")
        elif self.deeds is not None:
            act(self.deeds)

    def show_menu(self, ids: Sequence[str], at: QPoint) -> None:
        """What can be done with these alarms."""
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = [line for line in map(self.panel.line_of, ids) if line is not None]
        states = {line.state for line in lines}
        tr, deed = self.tr, self._deed
        is_shelved, is_out = AlarmState.SHELVED in states, AlarmState.OUT_OF_SERVICE in states
        latched = {AlarmState.LATCHED_ACKNOWLEDGED, AlarmState.LATCHED_UNACKNOWLEDGED}
        owed = any(state.is_unacknowledged for state in states)
        entries: tuple[tuple[str, bool, Callable[[], object]], ...] = (
            (tr("Acknowledge\tSpace"), owed, lambda: deed(lambda d: d.acknowledge(ids))),
            (tr("Show on the diagram\tF"), bool(lines), lambda: self.find_element(ids)),
            (tr("Bring back") if is_shelved else tr("Shelve…\tS"), bool(lines) and not is_out,
             lambda: deed(lambda d: d.shelve(ids))),
            (tr("Put back into service") if is_out else tr("Take out of service…"), bool(lines) and not is_shelved,
             lambda: deed(lambda d: d.take_out_of_service(ids))),
            (tr("Comment…\tN"), bool(lines), lambda: deed(lambda d: d.comment(ids))),
            (tr("Reset"), bool(states & latched), lambda: deed(lambda d: d.reset(ids))),
            (tr("Copy\tCtrl+C"), bool(lines), lambda: self.papers.copy(ids)),
        )  # fmt: skip
        for text, is_possible, act in entries:
            item = menu.addAction(text)
            item.setEnabled(is_possible)
            item.triggered.connect(lambda _=False, act=act: act())
        menu.addSeparator()
        for key in ("print_alarms", "export_alarms", "reduce_motion"):
            menu.addAction(self.commands.actions[key])
        menu.popup(at)
