"""Keeps diagram, tables, tree and inspector on the same selection, and shows traces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from console.study_actions import actions_for, bus_of
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.tracing import CustomersByBus, downstream, lower_bus, path_to_source
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from widgets.inspector.description import describe
from widgets.inspector.inspector import InspectorAction
from widgets.inspector.trend import trend_of
from widgets.inspector.values import ElementDescription

if TYPE_CHECKING:
    from console.windows.main_window import MainWindow


class SelectionAction(Protocol):
    """What a button of the inspector needs to know of an action."""

    @property
    def text(self) -> str:
        """What stands on it."""

    @property
    def tip(self) -> str:
        """What it does."""

    @property
    def reason(self) -> str:
        """Why it cannot be done now, "" when it can."""

    @property
    def is_primary(self) -> bool:
        """The one most likely wanted."""


class SelectionLinks(QObject):
    """Follows the window's one selection.

    Attributes:
        actions_of: what can be done with an element; a study's changes, or the live district's commands.
        customers: those of a customer file; ``None``: the network's own.
        dress: adds to a description what only a live window knows; ``None`` in a study.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: Sequence[SelectionAction] = ()
        self.actions_of: Callable[[Snapshot, ElementRef], Sequence[SelectionAction]] = actions_for
        self.customers: CustomersByBus | None = None
        self.dress: Callable[[ElementRef, ElementDescription], ElementDescription] | None = None
        selection = window.selection
        selection.changed.connect(self._on_changed)
        window.diagram.selection_changed.connect(lambda refs: selection.choose(refs, window.diagram))
        window.tables.selection_changed.connect(lambda refs: selection.choose(refs, window.tables))
        for finder in (
            window.tables.element_activated,
            window.network_tree.element_chosen,
            window.search.element_chosen,
        ):
            finder.connect(self.find)
        window.network_tree.search_asked.connect(window.show_search)
        window.inspector.action_chosen.connect(self._on_action)

    def find(self, ref: ElementRef) -> None:
        """Select something and fly there."""
        self._window.selection.choose([ref])
        self._window.diagram.fly_to(ref)
        self._window.diagram.setFocus()

    def _on_changed(self, refs: tuple[ElementRef, ...], source: object) -> None:
        window = self._window
        if source is not window.diagram:
            window.diagram.select(refs)
        if source is not window.tables:
            window.tables.select_refs(refs)
        window.charts.select_refs(refs)
        window.diagram.clear_trace()
        self.describe()

    def _present(self) -> tuple[Snapshot | None, Topology | None, LoadFlowResult | None]:
        entry = self._window.desk.front
        if entry is None:
            return None, None, None
        moment = entry.moment
        if moment is None or not entry.is_solved:
            return entry.snapshot, None, None
        return entry.snapshot, moment.topology, moment.result

    def describe(self) -> None:
        """Show the selection in the inspector; where that fails, nothing, and never what was selected before."""
        try:
            self._describe()
        except Exception:
            self._actions = ()
            refs = self._window.selection.refs
            said = self.tr("This equipment could not be described; the log says why.")
            self._window.inspector.show_element(ElementDescription("", "", hint=said if refs else ""), [], None)
            raise

    def _describe(self) -> None:
        snapshot, topology, result = self._present()
        refs = self._window.selection.refs
        is_one = snapshot is not None and len(refs) == 1
        self._actions = self.actions_of(snapshot, refs[0]) if snapshot is not None and is_one else ()
        buttons = [InspectorAction(a.text, a.tip, a.reason, a.is_primary) for a in self._actions]
        description = describe(snapshot, topology, result, refs, self.customers)
        if self.dress is not None and is_one:
            description = self.dress(refs[0], description)
        self._window.inspector.show_element(description, buttons, trend_of(snapshot, refs, self._window.day_series))

    def _on_action(self, number: int) -> None:
        self._window.action_chosen.emit(self._actions[number])

    def trace(self, way: str) -> None:
        """Path to the source or all that is supplied, from the first of what is selected."""
        window = self._window
        snapshot, topology, _ = self._present()
        refs = window.selection.refs
        if snapshot is None or topology is None or not refs:
            window.say(self.tr("Select something on a solved network first."))
            return
        bus = lower_bus(snapshot, topology, refs[0])
        row = bus if bus is not None else bus_of(snapshot.network, refs[0])
        if row < 0 or topology.depth[row] < 0:
            window.say(self.tr("There is no way to a source from here."))
            return
        found = path_to_source(topology, row) if way == "up" else downstream(topology, row)
        window.diagram.show_trace(found.bus_rows, found.branches)
        count = len(found.bus_rows)
        text = self.tr("{count} buses to the source") if way == "up" else self.tr("{count} buses downstream")
        window.say(text.format(count=count))
