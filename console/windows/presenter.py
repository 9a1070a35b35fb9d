"""Brings what the desk knows into the window's widgets."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.day import DayClient
from console.desk import Desk, OpenStudy
from console.jobs import OpenedNetwork
from console.windows.main_window import MainWindow
from console.windows.turns import Turns
from engines.grid.difference import Moment
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.unsupplied import Unsupplied, unsupplied
from engines.study.comparison import rows_by_id
from engines.values.loadflow import Engine, LoadFlowResult, VerificationStatus
from engines.values.series import SeriesResult
from engines.values.violations import Severity
from widgets.diagram.scene import scene_steps
from widgets.diagram.view import Layer
from widgets.numbers import number_text
from widgets.slices import Steps
from widgets.time_axis.curve import load_curve

OVERDUE_MS = 250
"""A solve that takes longer leaves no old count of violations standing."""
COUNTED = {"buses": "bus", "lines": "line", "switches": "switch", "customers": "customer"}


class Presenter(QObject):
    """Listens to the desk, tells the widgets. Holds nothing of its own but what is shown now."""

    def __init__(self, window: MainWindow, desk: Desk, day: DayClient) -> None:
        super().__init__(window)
        self._window, self._desk, self._day = window, desk, day
        self._solved_at = 0.0
        self._before: Moment | None = None
        desk.prepare = _prepare
        desk.leaving.connect(self._on_leaving)
        desk.opened.connect(self._on_opened)
        desk.closed_last.connect(self._on_closed_last)
        desk.refused.connect(lambda sentence, _report: window.diagram_panel.empty.say(sentence))
        window.diagram_panel.empty.district_asked.connect(lambda: desk.open_case("north"))
        desk.layout_changed.connect(self._on_layout)
        desk.snapshot_changed.connect(self._on_snapshot)
        desk.moment_changed.connect(self._on_moment)
        desk.before_changed.connect(self._on_before)
        desk.solving_failed.connect(self._on_solving_failed)
        desk.said.connect(window.say)
        desk.studies_changed.connect(self._show_title)
        desk.opening_changed.connect(self._on_opening)
        day.day_changed.connect(self._on_day)
        day.span_done.connect(self._on_span)
        day.span_failed.connect(lambda sentence: window.say(sentence, "high"))
        window.diagram_panel.layer_chosen.connect(self._on_layer)
        window.charts.element_clicked.connect(lambda ref: window.selection.choose([ref]))
        window.tables.comparison_wanted.connect(self._ask_before)
        self._age = QTimer(self)
        self._age.setInterval(1000)
        self._age.timeout.connect(self._show_provenance)
        self._age.start()
        self._turns, self._opening, self._drawing = Turns(self), Turns(self), Turns(self)
        self._looked_at: OpenStudy | None = None
        self._has_comparison = False
        self._overdue = QTimer(self)
        self._overdue.setSingleShot(True)
        self._overdue.setInterval(OVERDUE_MS)
        self._overdue.timeout.connect(self._on_overdue)

    # What is in front --------------------------------------------------------------------------------------

    def _on_leaving(self, entry: OpenStudy) -> None:
        # Left before it was looked at, a study keeps the view it came with.
        if self._looked_at is entry:
            entry.view["state"] = self._window.view_state()

    def _on_opened(self, entry: OpenStudy) -> None:
        window = self._window
        self._before = None
        self._turns.run(())
        self._drawing.run(())
        self._clear_comparison()
        window.diagram_panel.show_nothing_open(False)
        window.selection.choose([])
        window.diagram.show_network(entry.opened.network, entry.opened.layout, entry.opened.map_layout)
        window.diagram_panel.allow_map(entry.opened.map_layout is not None)
        self._show_axis(entry)
        self._show_title()
        at_once: list[Callable[[], object]] = [
            lambda: self._on_snapshot(entry.session.snapshot),
            lambda: self._show_moment(entry.moment) if entry.moment is not None else None,
            lambda: self._restore_view(entry),
        ]
        later: list[Callable[[], object]] = [
            lambda: self._show_curve(entry.session.snapshot.network),
            lambda: window.search.prepare(entry.session.snapshot.network),
            lambda: self._day.need(entry.session.snapshot),
        ]
        if not window.isVisible():
            # Nobody waits yet, and the first picture is to be whole.
            for step in at_once:
                step()
            at_once = []
        self._opening.run([partial(self._if_in_front, entry, step) for step in (*at_once, *later)])

    def _if_in_front(self, entry: OpenStudy, step: Callable[[], object]) -> None:
        if self._desk.front is entry:
            step()

    def _restore_view(self, entry: OpenStudy) -> None:
        window = self._window
        self._looked_at = entry
        window.diagram.zoom_to_fit()
        state = entry.view.get("state", entry.session.study.view_state)
        window.restore_view(state, entry.opened.network, entry.opened.map_layout is not None)
        if "camera" not in state:
            # Once more when the tabs above the diagram have come or gone.
            QTimer.singleShot(0, window.diagram.zoom_to_fit)
        window.diagram.setFocus()

    def _on_closed_last(self) -> None:
        window = self._window
        self._before = None
        window.selection.choose([])
        window.diagram_panel.show_nothing_open(True)
        window.show_title("", False)
        window.mode_bar.show_violations(0, 0, known=False)
        window.mode_bar.show_unsupplied(Unsupplied())
        window.tables.show_failure(self.tr("no study is open"))
        window.charts.show_failure(self.tr("no study is open"))
        window.describe_selection()

    def _on_layout(self, opened: OpenedNetwork) -> None:
        window, entry = self._window, self._desk.front
        camera = window.diagram.camera
        window.diagram.show_network(opened.network, opened.layout, opened.map_layout)
        window.diagram.set_camera(camera)
        if entry is not None:
            moment = entry.moment
            if moment is None:
                window.diagram.show_state(entry.session.snapshot, None)
            else:
                self._drawing.run([lambda: self._show_moment(moment)])

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        window, entry = self._window, self._desk.front
        if entry is None:
            return
        moment = entry.moment
        is_same = moment is not None and moment.snapshot.network is snapshot.network
        if entry.opened.network.structure_revision == snapshot.network.structure_revision:
            topology, result = (moment.topology, moment.result) if moment is not None and is_same else (None, None)
            window.diagram.show_moment(snapshot, topology, result, freshness="solving")
        window.diagram_panel.time_axis.set_time(snapshot.time)
        window.charts.show_time(snapshot.time)
        window.tables.show_changes(entry.session.change_texts)
        self._day.need(snapshot)
        self._overdue.start()
        self._show_provenance()

    def _on_overdue(self) -> None:
        entry = self._desk.front
        if entry is not None and not entry.is_solved:
            self._window.mode_bar.show_violations(0, 0, known=False)
            self._window.tables.show_stale()

    def _on_moment(self, moment: Moment) -> None:
        self._solved_at = time.monotonic()
        self._show_moment(moment)

    def _show_moment(self, moment: Moment) -> None:
        window, entry = self._window, self._desk.front
        if entry is None or moment.result is None:
            return
        if entry.opened.network.structure_revision != moment.snapshot.network.structure_revision:
            return
        freshness = "current" if entry.is_solved else "solving"
        window.diagram.show_moment(moment.snapshot, moment.topology, moment.result, freshness=freshness)
        self._show_warning(moment.result)
        self._show_violations(moment.result)
        self._show_supply(moment)
        self._show_provenance()
        # The diagram at once, the rest in turns: together they would hold the window for too long.
        self._turns.run(
            [
                window.describe_selection,
                lambda: window.network_tree.show_network(moment.snapshot, moment.topology, moment.result),
                lambda: self._show_tables(moment),
                lambda: window.charts.show_moment(moment, self._before),
                self._ask_before,
            ]
        )

    def _show_tables(self, moment: Moment) -> None:
        self._window.tables.show_moment(moment, self._before)
        entry = self._desk.front
        if entry is not None and not entry.is_solved and not self._overdue.isActive():
            self._window.tables.show_stale()

    # Comparison --------------------------------------------------------------------------------------------

    def _on_layer(self, layer: Layer) -> None:
        self._ask_before()

    def _ask_before(self) -> None:
        entry = self._desk.front
        wants = self._window.diagram_panel.layer is Layer.COMPARISON or self._window.tables.shows_comparison
        if entry is None:
            return
        if not entry.session.changes:
            self._before = None
            self._clear_comparison()
        elif wants and (entry.before is None or entry.before is not self._before):
            self._desk.need_before()

    def _clear_comparison(self) -> None:
        if self._has_comparison:
            self._has_comparison = False
            self._window.diagram.show_comparison(None)

    def _on_before(self, before: Moment) -> None:
        self._before = before
        window, entry = self._window, self._desk.front
        if entry is None or entry.moment is None or before.result is None:
            return
        rows = rows_by_id(before.snapshot.network.bus.id, entry.moment.snapshot.network.bus.id)
        self._has_comparison = True
        window.diagram.show_comparison(before.result, rows)
        window.tables.show_moment(entry.moment, before)
        window.charts.show_moment(entry.moment, before)

    # Time --------------------------------------------------------------------------------------------------

    def _show_axis(self, entry: OpenStudy) -> None:
        axis = self._window.diagram_panel.time_axis
        profiles = entry.session.snapshot.network.profiles
        axis.setVisible(profiles is not None)
        if profiles is not None:
            axis.set_range(profiles.start, profiles.end, profiles.step_s)
            axis.set_now(profiles.same_moment(np.datetime64("now", "s")))
            axis.set_time(entry.session.snapshot.time)

    def _show_curve(self, network: Network) -> None:
        front = self._desk.front
        if front is not None and front.session.snapshot.network is network and network.profiles is not None:
            self._window.diagram_panel.time_axis.set_curve(*load_curve(network))

    def _on_day(self, series: SeriesResult) -> None:
        self._window.charts.show_day(series)
        self._window.day_series = series
        self._window.describe_selection()

    def _on_span(self, series: SeriesResult) -> None:
        self._window.charts.show_day(series)
        failed, beyond = len(series.failed_steps), int(np.count_nonzero(series.steps.violation_count > 0))
        text = self.tr("{steps} steps: losses {losses} MWh, {beyond} beyond a limit, {failed} not solved")
        counts = {"steps": number_text(series.n_step, 0), "losses": number_text(series.losses_mwh, 1)}
        severity = "high" if failed else "medium" if beyond else ""
        self._window.say(text.format(**counts, beyond=number_text(beyond, 0), failed=number_text(failed, 0)), severity)

    # Words -------------------------------------------------------------------------------------------------

    def _show_title(self) -> None:
        entry = self._desk.front
        if entry is not None:
            self._window.show_title(entry.session.name, not entry.session.is_saved)

    def _on_opening(self, name: str) -> None:
        if name:
            sentence = self.tr("Opening {name} …").format(name=name)
            self._window.say(sentence)
            self._window.diagram_panel.empty.say(sentence)
        elif self._desk.front is not None:
            network = self._desk.front.session.snapshot.network
            text = self.tr("{name}: {buses} buses, {lines} lines, {switches} switches, {customers} customers")
            counts = {k: number_text(len(network[t]), 0) for k, t in COUNTED.items()}
            self._window.say(text.format(name=network.name, **counts))

    def _show_violations(self, result: LoadFlowResult) -> None:
        severity = result.violations.severity
        high, medium = (int(np.count_nonzero(severity == s)) for s in (Severity.HIGH, Severity.MEDIUM))
        self._window.mode_bar.show_violations(high, medium, result.is_converged)

    def _show_warning(self, result: LoadFlowResult) -> None:
        text = "" if result.is_converged else self.tr("NOT SOLVED, no value is known: {cause}")
        self._window.diagram_panel.show_warning(text.format(cause=result.cause or result.status))

    def _show_supply(self, moment: Moment) -> None:
        lost = Unsupplied() if moment.topology is None else unsupplied(moment.snapshot, moment.topology)
        self._window.mode_bar.show_unsupplied(lost)

    def _on_solving_failed(self, sentence: str) -> None:
        window = self._window
        self._drawing.run(())
        window.diagram.show_result(None, freshness="stale")
        window.mode_bar.show_violations(0, 0, known=False)
        window.tables.show_failure(sentence)
        window.charts.show_failure(sentence)
        window.diagram_panel.show_provenance(self.tr("not solved: {reason}").format(reason=sentence))
        window.diagram_panel.show_warning(sentence)
        window.say(sentence, "high")

    def _show_provenance(self) -> None:
        entry = self._desk.front
        if entry is None or entry.moment is None or entry.moment.result is None:
            self._window.diagram_panel.show_provenance(self.tr("solving …"))
            return
        result = entry.moment.result
        if not entry.is_solved:
            stored = entry.moment.snapshot.time
            text = self.tr("solving … shown: {time}").format(time=moment_text(stored)) if stored is not None else ""
            self._window.diagram_panel.show_provenance(text or self.tr("solving …"))
            return
        if not result.is_converged:
            self._window.diagram_panel.show_provenance(self.tr("NOT SOLVED: {cause}").format(cause=result.cause))
            return
        age = max(0.0, time.monotonic() - self._solved_at)
        self._window.diagram_panel.show_provenance(*self._provenance(result, age))

    def _provenance(self, result: LoadFlowResult, age_s: float) -> tuple[str, str]:
        verdicts = {
            VerificationStatus.VERIFIED: (self.tr("verified"), self.tr("Agrees with pandapower to 1e-5 pu.")),
            VerificationStatus.PENDING: (self.tr("being verified"), self.tr("Not yet compared with pandapower.")),
            VerificationStatus.NOT_POSSIBLE: (
                self.tr("not verified"),
                self.tr("The reference engine could not be asked, or found no solution."),
            ),
            VerificationStatus.REFUTED: (self.tr("disagrees"), self.tr("The engines disagree; pandapower takes over.")),
            VerificationStatus.REFERENCE: (self.tr("reference"), result.engine_reason),
        }
        word, meaning = verdicts[result.verification]
        losses = number_text(result.losses_kw, 1)
        parts = [
            self.tr("losses {losses} kW{share}").format(losses=losses, share=self._loss_share(result)),
            f"{result.engine} ({word})",
            self.tr("calculated {age} ago").format(age=age_text(age_s)),
        ]
        if result.engine is not Engine.PGM and result.engine_reason:
            parts.append(result.engine_reason)
        return " · ".join(parts), meaning

    def _loss_share(self, result: LoadFlowResult) -> str:
        supplied = float(np.nansum(result.source_p_mw)) * 1000.0
        return f" ({number_text(100.0 * result.losses_kw / supplied, 1)} %)" if supplied > 0 else ""


def _prepare(opened: OpenedNetwork) -> Steps[None]:
    """What the diagram draws of a network, before it is put in front."""
    yield from scene_steps(opened.network, opened.layout)


def age_text(seconds: float) -> str:
    """A short age: 4 s, 3 min, 2 h."""
    for limit, unit, size in ((90.0, "s", 1.0), (5400.0, "min", 60.0)):
        if seconds < limit:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 3600.0:.0f} h"


def moment_text(moment: np.datetime64 | None) -> str:
    """Date and time to the minute."""
    return "–" if moment is None else str(moment.astype("datetime64[m]")).replace("T", " ")
