"""The voltage along the feeders: distance against per unit, with limits and branches."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QToolTip, QWidget

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.element_doubt import NO_DOUBT, ElementDoubt
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from engines.values.violations import Severity
from widgets.charts.empty_state import EmptyOr
from widgets.charts.item_pool import ItemPool
from widgets.charts.level_bands import LevelBand, level_bands, reach_pu
from widgets.charts.plot import MOST_SMOOTH, dress_plot, make_plot, nearest, pen
from widgets.charts.profile_lines import ProfileLines, profile_lines
from widgets.numbers import number_text
from widgets.slices import Steps, run_steps
from widgets.theme import LABEL_PX, theme, theme_chooser, ui_font

MARKS = {Severity.MEDIUM: ("s", "medium"), Severity.HIGH: ("t1", "high")}
SURE = 2.0
"""Deviations of an estimate's band: 95 of 100 lie within."""
MOST_DOTS = 400
"""Beyond that, buses within their limits are not dotted: the line says it."""


class VoltageProfile(EmptyOr):
    """One line per feeder, each lateral leaving its parent; violations carry their shape.

    Dragging moves, the wheel zooms, a double click shows everything again.

    Signals:
        element_clicked: ``ElementRef`` of the bus that was pointed at.
    """

    element_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.show_empty(self.tr("No load flow yet: press F5."))
        self.setAccessibleName(self.tr("Voltage profile"))
        self.setAccessibleDescription(self.tr("Voltage in pu against the distance from the bar, by feeder"))
        self._snapshot: Snapshot | None = None
        self._topology: Topology | None = None
        self._lines: ProfileLines | None = None
        self._before: ProfileLines | None = None
        self._bands: tuple[LevelBand, ...] = ()
        self._estimate: tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None = None
        self._doubt: ElementDoubt = NO_DOUBT
        self._feeder: int | None = None
        self._selected: frozenset[int] = frozenset()
        self._structure = ""
        self._is_zoomed = False
        theme_chooser().changed.connect(self._dress)

    def prepare(self) -> None:
        """Make what it is drawn with, before there is anything to draw."""
        _ = self._plot

    @property
    def lines(self) -> ProfileLines | None:
        """What is drawn; ``None`` while there is nothing."""
        return self._lines if not self.sentence else None

    def show_result(
        self,
        snapshot: Snapshot | None,
        topology: Topology | None,
        result: LoadFlowResult | None,
        feeder: int | None = None,
        *,
        before: tuple[Topology, LoadFlowResult] | None = None,
    ) -> None:
        """Draw a converged result, anything else as a sentence; ``feeder`` is emphasised.

        ``before`` is drawn lighter behind it.
        """
        run_steps(self.result_steps(snapshot, topology, result, feeder, before=before))

    def result_steps(
        self,
        snapshot: Snapshot | None,
        topology: Topology | None,
        result: LoadFlowResult | None,
        feeder: int | None = None,
        *,
        before: tuple[Topology, LoadFlowResult] | None = None,
    ) -> Steps[None]:
        """:meth:`show_result` in slices; until the last one the earlier picture stays whole."""
        if snapshot is None or topology is None or result is None:
            self._show_nothing(self.tr("No load flow yet: press F5."))
        elif not result.is_converged:
            self._show_nothing(
                self.tr("Nothing to draw, the load flow has no solution: {cause}").format(cause=result.cause)
            )
        elif not topology.feeders:
            self._show_nothing(self.tr("No feeder leaves a bar with voltage."))
        else:
            lines = profile_lines(topology, result)
            yield
            has_before = before is not None and before[1].is_converged
            earlier = profile_lines(*before) if before is not None and has_before else None
            yield
            feeder = feeder if feeder is not None and feeder < len(topology.feeders) else None
            bands = _bands(snapshot, topology, lines, feeder)
            yield
            self._snapshot, self._topology, self._feeder = snapshot, topology, feeder
            self._lines, self._before, self._bands = lines, earlier, bands
            is_other = self._structure != snapshot.network.structure_revision
            self._structure = snapshot.network.structure_revision
            self._draw(is_new_view=is_other or not self._is_zoomed)

    def _show_nothing(self, sentence: str) -> None:
        self._snapshot = self._topology = self._lines = None
        self.show_empty(sentence)

    def emphasise(self, feeder: int | None) -> None:
        """Draw one feeder strong and the others behind it; ``None`` makes them equal."""
        if feeder == self._feeder or self._lines is None:
            return
        if self._snapshot is not None and self._topology is not None:
            self._feeder = feeder
            self._bands = _bands(self._snapshot, self._topology, self._lines, feeder)
            self._draw(is_new_view=True)

    def show_estimate(self, estimate: tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None) -> None:
        """Estimated ``vm_pu`` and its deviation by bus row, drawn as the band 95 of 100 voltages lie in."""
        if estimate is None and self._estimate is None:
            return
        self._estimate = estimate
        if self._lines is not None and self.isVisible():
            self._draw(is_new_view=False)

    def set_doubt(self, doubt: ElementDoubt) -> None:
        """Which voltages are old: their line is drawn dashed and faint, their marks hollow."""
        self._doubt = doubt
        if self._lines is not None and self.isVisible():
            self._draw(is_new_view=False)

    def _is_old(self, bus_rows: Any) -> Any:
        return self._doubt.is_old_at(np.full(len(bus_rows), "bus"), bus_rows)

    def select_refs(self, refs: Any) -> None:
        """Ring the selected buses."""
        chosen = frozenset(ref.row for ref in refs if ref.table == "bus")
        if chosen != self._selected:
            self._selected = chosen
            if self._lines is not None:
                self._draw(is_new_view=False)

    # Drawing -----------------------------------------------------------------------------------------------

    def _draw(self, *, is_new_view: bool) -> None:
        lines = self._lines
        assert lines is not None
        self._limits.show_bands(self._bands)
        self._pool.begin()
        if self._before is not None:
            self._put_segments("before", self._before, self._of_before(), pen("wire_2", 1.0, alpha=0.7, is_dashed=True))
        is_chosen = lines.segment_feeder == self._feeder if self._feeder is not None else None
        is_old = self._is_old(lines.segment_bus)
        self._put_segments("old", lines, is_old, pen("faint", 1.4, is_dashed=True))
        if is_chosen is None:
            self._put_segments("strong", lines, ~is_old, pen("wire", 1.4))
        else:
            self._put_segments("behind", lines, ~is_chosen & ~is_old, pen("wire", 1.0, alpha=0.35))
            self._put_segments("strong", lines, is_chosen & ~is_old, pen("wire", 2.0))
        self._draw_estimate(lines)
        self._draw_points(lines)
        self._pool.end()
        self.show_content(self._plot)
        if is_new_view:
            self._show_all()

    def _draw_estimate(self, lines: ProfileLines) -> None:
        """One upright bar a bus, beneath its dot."""
        if self._estimate is None or self._structure == "" or not len(lines):
            return
        vm_pu, std_pu = self._estimate
        if int(lines.bus_row.max()) >= len(vm_pu):
            return
        middle, reach = vm_pu[lines.bus_row], SURE * std_pu[lines.bus_row]
        shown = np.isfinite(middle) & np.isfinite(reach)
        if self._feeder is not None:
            shown &= lines.feeder == self._feeder
        x = np.repeat(lines.x_km[shown], 2)
        y = np.column_stack([middle[shown] - reach[shown], middle[shown] + reach[shown]]).ravel()
        curve = self._pool.curve("estimate")
        curve.setData(x, y, connect="pairs", pen=pen("accent", 3.0, alpha=0.45), skipFiniteCheck=True)
        curve.setToolTip(self.tr("Estimated voltage, 95 of 100 lie within"))

    def _of_before(self) -> Any:
        """Which segments of the time before are drawn: all, or those of the feeder in front."""
        assert self._before is not None
        feeder = self._before.segment_feeder
        return np.ones(len(feeder), bool) if self._feeder is None else feeder == self._feeder

    @cached_property
    def _limits(self) -> Any:
        from widgets.charts.limit_bands import LimitBands

        return LimitBands()

    @cached_property
    def _pool(self) -> ItemPool:
        return ItemPool(self._plot, ("before", "old", "behind", "strong", "estimate"))

    @cached_property
    def _plot(self) -> Any:
        """Made when there is something to draw: a window without a result shows sooner."""
        plot = make_plot(self.tr("km"), y_decimals=2)
        plot.addItem(self._limits, ignoreBounds=True)
        plot.setAccessibleName(self.accessibleName())
        item = plot.getPlotItem()
        item.vb.setLimits(minXRange=0.01, minYRange=0.001)
        item.vb.sigRangeChangedManually.connect(self._on_zoomed)
        scene = plot.scene()
        scene.sigMouseClicked.connect(self._on_clicked)
        scene.sigMouseMoved.connect(self._on_moved)
        return plot

    def _put_segments(self, name: str, lines: ProfileLines, wanted: Any, line_pen: Any) -> None:
        pairs = np.repeat(wanted, 2)
        is_smooth = int(np.count_nonzero(pairs)) < MOST_SMOOTH
        if not is_smooth:
            # Qt draws thin lines many times faster than those it has to outline first.
            line_pen = QPen(line_pen)
            line_pen.setWidthF(1.0)
        if pairs.any():
            self._pool.curve(name).setData(
                lines.segment_x[pairs],
                lines.segment_y[pairs],
                connect="pairs",
                pen=line_pen,
                antialias=is_smooth,
                skipFiniteCheck=True,
            )

    def _draw_points(self, lines: ProfileLines) -> None:
        shown = lines.feeder == self._feeder if self._feeder is not None else np.ones(len(lines), bool)
        is_old = self._is_old(lines.bus_row)
        plain = shown & (lines.severity == 0)
        if np.count_nonzero(plain) <= MOST_DOTS:
            self._add_marks(lines, plain & ~is_old, "o", 4.0, "wire")
            self._add_marks(lines, plain & is_old, "o", 4.0, "faint", is_hollow=True)
        for severity, (symbol, token) in MARKS.items():
            beyond = lines.severity == severity
            self._add_marks(lines, beyond & ~is_old, symbol, 7.0, token)
            self._add_marks(lines, beyond & is_old, symbol, 7.0, token, is_hollow=True)
        is_selected = np.isin(lines.bus_row, list(self._selected))
        self._add_marks(lines, is_selected, "o", 15.0, "accent", is_hollow=True)
        self._label_worst(lines, shown)

    def _add_marks(
        self, lines: ProfileLines, wanted: Any, symbol: str, size: float, token: str, *, is_hollow: bool = False
    ) -> None:
        if wanted.any():
            self._pool.marks(f"{token} {symbol} {size} {is_hollow}").setData(
                lines.x_km[wanted],
                lines.y_pu[wanted],
                symbol=symbol,
                size=size,
                pen=pen(token, 1.0 if size < 10 else 2.0) if is_hollow else None,
                brush=None if is_hollow else theme().color(token),
            )

    def _label_worst(self, lines: ProfileLines, shown: Any) -> None:
        beyond = np.flatnonzero(shown & (lines.severity > 0))
        if not len(beyond) or self._snapshot is None:
            return
        low, high = lines.y_pu[beyond].argmin(), lines.y_pu[beyond].argmax()
        # Low and high at once: the one that lies farther from the nominal voltage.
        is_low_worse = 1.0 - lines.y_pu[beyond[low]] >= lines.y_pu[beyond[high]] - 1.0
        worst = beyond[low] if is_low_worse else beyond[high]
        symbol, token = ("▲", "high") if lines.severity[worst] == Severity.HIGH else ("■", "medium")
        name = self._snapshot.network.label(ElementRef("bus", int(lines.bus_row[worst])))
        is_right = lines.x_km[worst] > 0.5 * np.nanmax(lines.x_km)
        is_low = lines.y_pu[worst] < 1.0
        label = self._pool.label()
        label.setColor(theme().color(token))
        label.setText(f"{symbol} {name} {lines.y_pu[worst]:.3f}")
        label.setFont(ui_font(LABEL_PX))
        label.setAnchor((1.0 if is_right else 0.0, -0.25 if is_low else 1.25))
        label.setPos(float(lines.x_km[worst]), float(lines.y_pu[worst]))

    def _on_zoomed(self) -> None:
        self._is_zoomed = True

    def _show_all(self) -> None:
        self._is_zoomed = False
        lines = self._lines
        if lines is None or not len(lines):
            return
        shown = (lines.feeder == self._feeder) | (lines.feeder < 0) if self._feeder is not None else lines.x_km >= 0
        y = lines.y_pu[shown]
        low, high = reach_pu(self._bands)
        low, high = min(low, float(y.min())), max(high, float(y.max()))
        room = 0.12 * max(high - low, 0.01)
        # The name of the lowest bus stands beneath it.
        floor = low - (2.2 if (lines.severity[shown] > 0).any() and y.min() <= low else 1.0) * room
        view = self._plot.getPlotItem().vb
        view.setRange(
            xRange=(0.0, max(float(lines.x_km[shown].max()), 0.05)), yRange=(floor, high + room), padding=0.02
        )

    def _dress(self) -> None:
        if "_plot" in self.__dict__:
            dress_plot(self._plot)
        if self._lines is not None:
            self._draw(is_new_view=False)

    # Pointing ----------------------------------------------------------------------------------------------

    def _on_clicked(self, event: Any) -> None:
        if event.double():
            self._show_all()
            return
        if event.button() != Qt.MouseButton.LeftButton or self._lines is None:
            return
        at = nearest(self._lines.x_km, self._lines.y_pu, self._plot, event.scenePos())
        if at >= 0:
            self.element_clicked.emit(ElementRef("bus", int(self._lines.bus_row[at])))

    def _on_moved(self, scene_position: QPointF) -> None:
        lines = self._lines
        if lines is None or self._snapshot is None or self._topology is None:
            return
        at = nearest(lines.x_km, lines.y_pu, self._plot, scene_position)
        self._plot.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
        if at < 0:
            QToolTip.hideText()
            return
        place = self._plot.mapToGlobal(self._plot.mapFromScene(scene_position))
        QToolTip.showText(place, self.point_text(at), self._plot)

    def point_text(self, at: int) -> str:
        """What is said of one point: name, voltage, distance, feeder."""
        lines = self._lines
        assert lines is not None
        assert self._snapshot is not None
        assert self._topology is not None
        name = self._snapshot.network.label(ElementRef("bus", int(lines.bus_row[at])))
        feeder = int(lines.feeder[at])
        where = self._topology.feeders[feeder].name if feeder >= 0 else self.tr("bar")
        row = int(lines.bus_row[at])
        told = ""
        if self._estimate is not None and row < len(self._estimate[0]) and np.isfinite(self._estimate[0][row]):
            middle, reach = float(self._estimate[0][row]), SURE * float(self._estimate[1][row])
            told = self.tr("\nestimated {voltage} ± {reach} pu").format(
                voltage=number_text(middle, 4), reach=number_text(reach, 4)
            )
        text = self.tr("{name}: {voltage} pu at {distance} km · {feeder}").format(
            name=name,
            voltage=number_text(float(lines.y_pu[at]), 4),
            distance=number_text(float(lines.x_km[at]), 2),
            feeder=where,
        )
        if self._is_old(lines.bus_row[at : at + 1])[0]:
            told += self.tr("\nold: what it was calculated from is not heard any more")
        return text + told


def _bands(snapshot: Snapshot, topology: Topology, lines: ProfileLines, feeder: int | None) -> tuple[LevelBand, ...]:
    bar = topology.feeders[feeder].source_bus_row if feeder is not None else -1
    return level_bands(snapshot.network, lines, feeder, bar)
