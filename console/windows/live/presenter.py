"""Brings what the live district knows into the window's widgets."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.live.district import LiveDistrict
from console.live.replay import ReplayDistrict
from console.live.solving import LiveMoment
from console.windows.connections import Connections
from console.windows.live.allocated import aged, with_origin
from console.windows.live.estimated import Estimated
from console.windows.live.field_on_diagram import FieldOnDiagram
from console.windows.live.link_words import link_summary
from console.windows.live.measured import age_text, measured_sections
from console.windows.live.moment_text import clock_text
from console.windows.live.points_table import PointsTable
from console.windows.main_window import MainWindow
from console.windows.turns import Turns
from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.grid.snapshot import Mode, Snapshot
from engines.grid.tracing import CustomersByBus
from engines.grid.unsupplied import Unsupplied, unsupplied
from engines.values.loadflow import LoadFlowResult, VerificationStatus
from engines.values.points import LinkHealth, LinkState
from engines.values.violations import Severity
from widgets.diagram.view import Layer
from widgets.inspector.values import ElementDescription
from widgets.numbers import number_text
from widgets.tables.value_table import ValueTable

if TYPE_CHECKING:
    from console.dispatch.planned_district import PlannedDistrict

LISTS_EVERY = 2
"""Tables and charts follow every second tick: nobody reads faster."""
DESCRIBE_MS = 200
WARNING_PX = 20
"""Together with the margin of the diagram as high as a warning of one line."""


class LivePresenter(QObject):
    """Listens to the district, tells the widgets.

    Attributes:
        points_table: the table of points; estimated: what shows the state estimate, once there is one.
        customers: those of a customer file; ``None``: the network's own.
    """

    def __init__(self, window: MainWindow, district: LiveDistrict) -> None:
        super().__init__(window)
        self._window, self._district = window, district
        self.estimated: Estimated | None = None
        self.customers: CustomersByBus | None = None
        self._turns, self._opening, self._doubting = Turns(self), Turns(self), Turns(self)
        self._ticks = 0
        self._listed: LiveMoment | None = None
        self._describing = QTimer(self)
        self._describing.setSingleShot(True)
        self._describing.setInterval(DESCRIBE_MS)
        self._describing.timeout.connect(window.describe_selection)
        window.links.dress = self._dress
        self._field = FieldOnDiagram(window.diagram, district, self)
        self._field.doubt_changed.connect(self._show_doubt)
        self._heard = Connections()
        self._listen(district)
        window.charts.element_clicked.connect(lambda ref: window.selection.choose([ref]))
        self._points, self.points_table = PointsTable(district), ValueTable(self.tr("Points"), window)
        window.tables.become_live(
            [(self.points_table, self.tr("Points"), self.tr("Every value from the field, with its quality and age"))]
        )
        window.charts.become_live()
        window.diagram.head_px = WARNING_PX
        window.diagram_panel.offer_layers(without=(Layer.COMPARISON,))

    def _listen(self, district: LiveDistrict) -> None:
        self._heard.drop()
        self._heard.make(district.points_changed, self._on_points)
        self._heard.make(district.snapshot_changed, self._on_snapshot)
        self._heard.make(district.moment_changed, self._on_moment)
        self._heard.make(district.verified, lambda _verdict: self._show_provenance())
        self._heard.make(district.solving_failed, self._on_solving_failed)
        self._heard.make(district.health_changed, self._on_health)
        self._heard.make(district.ticked, self._on_tick)

    def count_customers(self, told: CustomersByBus) -> None:
        """Those of a customer file count before the network's own."""
        self.customers = self._window.links.customers = told

    def turn_to(self, district: LiveDistrict) -> None:
        """Show another district of the same network: a past moment, or the present again."""
        self._district = self._points.district = district
        if self.estimated is not None:
            self.estimated.rest(district.mode in (Mode.REPLAY, Mode.PLAN))
        self._listed = None
        self._field.turn_to(district)
        self._listen(district)
        self._on_snapshot(district.snapshot)
        if district.live_moment is not None:
            self._on_moment(district.live_moment)
        else:
            self._window.mode_bar.show_violations(0, 0, known=False)
            self._window.mode_bar.show_unsupplied(Unsupplied())
            if district.mode is Mode.PLAN:
                self._show_unsolved(self.tr("this step is being solved"))
            if district.problem:
                self._on_solving_failed(district.problem)
        self._show_links()
        self._show_warning()
        self._show_doubt()
        self._window.describe_selection()

    def show_plan(self, played: Moment | None) -> None:
        """A moment of a plan on the diagram, in place of the present; ``None``: the present again."""
        self._field.show_plan(played)

    def begin(self) -> None:
        """The first picture: the network, and whatever solution came with it, marked as old."""
        window, opened = self._window, self._district.opened
        window.diagram_panel.show_nothing_open(False)
        window.diagram.show_network(opened.network, opened.layout, opened.map_layout)
        window.diagram_panel.allow_map(opened.map_layout is not None)
        window.diagram_panel.time_axis.hide()
        window.show_title(opened.network.name, False)
        self._on_snapshot(self._district.snapshot)
        window.diagram.zoom_to_fit()
        QTimer.singleShot(0, window.diagram.zoom_to_fit)
        window.diagram.setFocus()
        self._opening.run([lambda: window.search.prepare(opened.network)])
        self._show_links()
        self._show_warning()

    # What changes ------------------------------------------------------------------------------------------

    def _on_points(self, rows: np.ndarray) -> None:
        refs = self._window.selection.refs
        if len(refs) == 1 and self._concerns(rows, refs[0]):
            self._describe_soon()

    def _describe_soon(self) -> None:
        """Numbers change faster than anybody reads them."""
        if not self._describing.isActive():
            self._describing.start()

    def _concerns(self, rows: np.ndarray, ref: ElementRef) -> bool:
        network = self._district.opened.network
        own = self._district.store.rows_of_element(str(network[ref.table].id[ref.row]))
        return bool(own) and bool(np.isin(own, rows).any())

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        moment = self._district.moment
        topology, result = (moment.topology, moment.result) if moment is not None else (None, None)
        self._field.show_moment(snapshot, topology, result)

    def _on_moment(self, live: LiveMoment) -> None:
        moment = live.moment
        if moment.result is None:
            return
        self._field.show_moment(moment.snapshot, moment.topology, moment.result)
        self._show_warning()
        self._show_violations(moment.result)
        self._show_supply(moment)
        self._show_provenance()
        self._describe_soon()
        if self._listed is None or self._district.mode is Mode.PLAN:
            self._show_lists()

    def _show_lists(self) -> None:
        """What is listed and drawn beside the diagram; the last solution always gets there, however quiet it is."""
        live, window = self._district.live_moment, self._window
        if live is None or live is self._listed or live.moment.result is None:
            return
        self._listed, moment = live, live.moment
        self._turns.run(
            [
                lambda: window.network_tree.show_network(moment.snapshot, moment.topology, moment.result),
                lambda: window.tables.show_moment(moment, None),
                lambda: window.charts.show_moment(moment, None),
            ]
        )

    def _show_unsolved(self, why: str) -> None:
        """Nothing of another moment stays in the lists."""
        window = self._window
        window.tables.show_failure(why)
        window.charts.show_failure(why)
        window.network_tree.show_network(self._district.snapshot, None, None)

    def _on_solving_failed(self, sentence: str) -> None:
        window = self._window
        window.diagram.show_result(None, freshness="stale")
        window.mode_bar.show_violations(0, 0, known=False)
        self._show_unsolved(sentence)
        window.diagram_panel.show_provenance(self.tr("not solved: {reason}").format(reason=sentence))
        window.diagram_panel.show_warning(sentence)
        window.say(sentence, "high")

    def _on_health(self, health: LinkHealth) -> None:
        self._show_links()
        self._show_warning()

    def _show_doubt(self) -> None:
        """Lists and charts turn old for the same equipment as the diagram, and are shown anew afterwards."""
        self._listed, doubt, window = None, self._field.doubt, self._window
        moment = self._district.moment
        if moment is not None and moment.result is not None:
            self._show_violations(moment.result)
        steps = (window.tables.set_doubt, window.charts.set_doubt, window.network_tree.set_doubt)
        self._doubting.run([partial(step, doubt) for step in steps])
        self._show_provenance()
        self._describe_soon()

    def _on_tick(self) -> None:
        self._show_links()
        self._show_provenance()
        self._show_warning()
        self._ticks += 1
        if self._ticks % LISTS_EVERY == 0:
            self._show_lists()
            self.points_table.offer(self._points.steps)
        if self._window.selection.refs:
            self._describe_soon()

    # Words -------------------------------------------------------------------------------------------------

    def _dress(self, ref: ElementRef, description: ElementDescription) -> ElementDescription:
        """What the field says goes first; a power nobody measures says that it is allocated."""
        if (planned := self._planned()) is not None:
            # Here and not above: a window starts without plans.
            from console.windows.live.dispatch.ahead_inspector import planned_description

            # What the field says is of the present, and would stand beside figures of another hour.
            return planned_description(description, planned, ref)
        live = self._district.live_moment
        if live is not None:
            description = with_origin(description, live.allocation, ref)
        description = aged(description, self._field.doubt.of_ref(ref))
        district = self._district
        measured = measured_sections(district.opened.network, district.store, ref, district.reader.is_suspect)
        description = replace(description, sections=(*measured, *description.sections))
        return description if self.estimated is None else self.estimated.dress(ref, description)

    def _show_links(self) -> None:
        if self._district.mode is Mode.REPLAY:
            meaning = self.tr("The links go on behind what is shown; their state is seen when the present is.")
            self._window.mode_bar.show_links(self.tr("recorded"), "", meaning)
            return
        text, severity, meaning = link_summary(self._district.store)
        self._window.mode_bar.show_links(text, severity, meaning)

    def _show_warning(self) -> None:
        """The one thing an operator must not overlook, above the diagram."""
        if isinstance(self._district, ReplayDistrict) and not self._district.is_recorded:
            sentence = self.tr("NOTHING WAS RECORDED AT {time}: what is shown is what was known last before it")
            self._window.diagram_panel.show_warning(sentence.format(time=clock_text(self._district.time_us)))
            return
        if self._district.mode is Mode.PLAN and self._district.problem:
            self._window.diagram_panel.show_warning(self._district.problem)
            return
        silent = [h for h in self._district.store.health if h.state in (LinkState.SUSPECT, LinkState.DOWN)]
        if silent and self._district.mode is not Mode.PLAN:
            worst = max(silent, key=lambda h: h.state is LinkState.DOWN)
            text = self.tr("{server} IS SILENT, its values may be old: {reason}")
            if worst.state is LinkState.DOWN:
                text = self.tr("NO LINK to {server}, every value of it is old: {reason}")
            self._window.diagram_panel.show_warning(text.format(server=worst.server, reason=worst.reason).strip())
            return
        if self._district.is_overdue:
            text = self.tr("THE LOAD FLOW DOES NOT ANSWER, every calculated value is old")
            self._window.diagram_panel.show_warning(text)
            return
        moment = self._district.moment
        denied = moment.topology.contradictions if moment is not None and moment.topology is not None else ()
        if denied and moment is not None:
            bus = moment.snapshot.network.label(ElementRef("bus", denied[0].bus_row))
            sentence = self.tr("{bus} IS SAID TO BE EARTHED AND HAS A CLOSED WAY TO A SOURCE")
            self._window.diagram_panel.show_warning(sentence.format(bus=bus))
            return
        result = moment.result if moment is not None else None
        not_solved = result is not None and not result.is_converged
        sentence = self.tr("NOT SOLVED, no calculated value is known: {cause}")
        self._window.diagram_panel.show_warning(
            sentence.format(cause=result.cause or result.status) if result is not None and not_solved else ""
        )

    def _show_violations(self, result: LoadFlowResult) -> None:
        found, doubt = result.violations, self._field.doubt
        severity = found.severity[~doubt.is_old_at(found.table, found.row)]
        high, medium = (int(np.count_nonzero(severity == s)) for s in (Severity.HIGH, Severity.MEDIUM))
        is_known = result.is_converged and not doubt.is_all_old
        self._window.mode_bar.show_violations(high, medium, is_known, is_partial=doubt.is_old)

    def _show_supply(self, moment: Moment) -> None:
        lost = Unsupplied() if moment.topology is None else unsupplied(moment.snapshot, moment.topology, self.customers)
        self._window.mode_bar.show_unsupplied(lost)

    def _planned(self) -> PlannedDistrict | None:
        """What is shown, where that is a step of a plan."""
        return cast("PlannedDistrict", self._district) if self._district.mode is Mode.PLAN else None

    def _show_provenance(self) -> None:
        if (planned := self._planned()) is not None:
            from console.windows.live.dispatch.ahead_words import planned_words

            self._window.diagram_panel.show_provenance(*planned_words(planned))
            return
        live = self._district.live_moment
        if live is None or live.moment.result is None:
            is_past = self._district.mode is Mode.REPLAY
            text = self.tr("nothing is calculated for this moment") if is_past else self.tr("waiting for the field …")
            self._window.diagram_panel.show_provenance(text)
            return
        result = live.moment.result
        if not result.is_converged:
            self._window.diagram_panel.show_provenance(self.tr("NOT SOLVED: {cause}").format(cause=result.cause))
            return
        allocated = int(np.count_nonzero(~live.allocation.is_measured["load"]))
        doubtful = int(np.count_nonzero(live.allocation.load_is_doubtful))
        parts = [
            self.tr("losses {losses} kW").format(losses=number_text(result.losses_kw, 1)),
            f"{result.engine} ({self._verdict(result)})",
            self._heard_text(),
            self.tr("{count} loads allocated").format(count=number_text(allocated, 0)),
        ]
        if doubtful:
            parts.append(self.tr("{count} of them doubtful").format(count=number_text(doubtful, 0)))
        zones = [z.problem for z in live.allocation.zones if z.problem]
        if self.estimated is not None and self._district.mode is not Mode.REPLAY:
            words, meaning, has_suspects = self.estimated.summary
            # What somebody must look at goes first: where there is little room the end is cut off.
            parts.insert(0 if has_suspects else len(parts), words)
            zones.append(meaning)
        self._window.diagram_panel.show_provenance(" · ".join(parts), "\n".join(dict.fromkeys(zones)))

    def _heard_text(self) -> str:
        """How old the field's word is behind what is shown."""
        if isinstance(self._district, ReplayDistrict):
            return self.tr("as recorded at {time}").format(time=clock_text(self._district.time_us))
        if self._district.is_overdue:
            return self.tr("OLD: field read {age} ago").format(age=age_text(self._district.age_s()))
        if self._field.doubt.is_old:
            store = self._district.store
            ages = [store.heard_age_s(k) for k, h in enumerate(store.health) if h.state is not LinkState.UP]
            known = [age for age in ages if np.isfinite(age)]
            text = self.tr("OLD: field heard {age} ago")
            if not self._field.doubt.is_all_old:
                text = self.tr("PARTLY OLD: field heard {age} ago")
            return text.format(age=age_text(max(known, default=float("nan"))))
        store = self._district.store
        silent = [store.heard_age_s(k) for k, h in enumerate(store.health) if h.state is LinkState.SUSPECT]
        if silent:
            return self.tr("SILENT: field heard {age} ago").format(age=age_text(max(silent)))
        return self.tr("field read {age} ago").format(age=age_text(self._district.age_s()))

    def _verdict(self, result: LoadFlowResult) -> str:
        return {
            VerificationStatus.VERIFIED: self.tr("verified"),
            VerificationStatus.PENDING: self.tr("being verified"),
            VerificationStatus.NOT_POSSIBLE: self.tr("not verified"),
            VerificationStatus.REFUTED: self.tr("disagrees"),
            VerificationStatus.REFERENCE: self.tr("reference"),
        }[result.verification]
