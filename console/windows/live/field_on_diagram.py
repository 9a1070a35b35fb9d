"""Keeps the diagram's signs of the field true: at once where a doubt comes or goes, figures twice a second."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QObject, Signal

from console.live.district import LiveDistrict
from console.windows.connections import Connections
from engines.grid.difference import Moment
from engines.grid.snapshot import Mode, Snapshot
from engines.values.element_doubt import NO_DOUBT
from engines.values.loadflow import LoadFlowResult
from engines.values.points import LinkState
from engines.values.topology import Topology
from widgets.diagram.field_look import FieldLook
from widgets.diagram.view import DiagramView

SILENT = (LinkState.DOWN, LinkState.CONNECTING)


class FieldOnDiagram(QObject):
    """Listens to the district's points and links; the diagram is drawn anew only for what it shows.

    Signals:
        doubt_changed: ``doubt`` is another.

    Attributes:
        doubt: of what was calculated last. Grows with what is drawn as doubtful, and shrinks only with a solution
            of what was read after the doubt had gone.
    """

    doubt_changed = Signal()

    def __init__(self, diagram: DiagramView, district: LiveDistrict, parent: QObject) -> None:
        super().__init__(parent)
        self._diagram, self._district = diagram, district
        self._look: FieldLook | None = None
        self._freshness = ""
        self._is_plan_shown = False
        self.doubt = self._drawn = NO_DOUBT
        self._drawn_since = 0.0
        self._has_news = False
        self._heard = Connections()
        self.turn_to(district)

    def turn_to(self, district: LiveDistrict) -> None:
        """Listen to another district of the same network from now on."""
        self._district, self._look = district, None
        self._heard.drop()
        self._heard.make(district.points_changed, self._on_points)
        self._heard.make(district.health_changed, lambda _health: self._show_freshness())
        self._heard.make(district.site_changed, lambda _site: self._show_doubts())
        self._heard.make(district.ticked, self._on_tick)

    def show_moment(self, snapshot: Snapshot, topology: Topology | None, result: LoadFlowResult | None) -> None:
        """Another state or solution, with the field as it is now."""
        self._look, self._has_news, self._freshness = self._district.field_look(), False, self._now()
        if self._is_plan_shown:
            return
        self._diagram.show_moment(snapshot, topology, result, freshness=self._freshness, field=self._look)
        self._tell()

    def show_plan(self, played: Moment | None) -> None:
        """A moment of a plan in place of the present; ``None``: the present again."""
        self._is_plan_shown = played is not None
        if played is not None:
            self._diagram.show_moment(played.snapshot, played.topology, played.result, freshness="current", field=None)
            return
        moment = self._district.moment
        topology, result = (moment.topology, moment.result) if moment is not None else (None, None)
        self.show_moment(self._district.snapshot, topology, result)

    def _on_points(self, _rows: np.ndarray) -> None:
        self._has_news = True
        self._show_doubts()
        self._show_freshness()

    def _show_doubts(self) -> None:
        look = self._district.field_look()
        if not look.has_signs_of(self._look):
            self._show(look)

    def _on_tick(self) -> None:
        if self._has_news:
            self._show(self._district.field_look())
        self._show_freshness()

    def _show(self, look: FieldLook) -> None:
        self._look, self._has_news = look, False
        if self._is_plan_shown:
            return
        self._diagram.show_field(look)
        self._tell()

    def _show_freshness(self) -> None:
        """Whether a link has gone or come back for what is calculated; once, not with every word of its health."""
        if self._now() != self._freshness:
            self._freshness = self._now()
            if self._is_plan_shown:
                return
            moment = self._district.moment
            self._diagram.show_result(moment.result if moment is not None else None, freshness=self._freshness)
            self._tell()

    def _tell(self) -> None:
        drawn, live = self._diagram.element_doubt, self._district.live_moment
        if not drawn.is_as(self._drawn):
            self._drawn, self._drawn_since = drawn, time.monotonic()
        # A step of a plan rests on no value of the field.
        is_planned = self._district.mode is Mode.PLAN
        is_solved_since = is_planned or (live is not None and live.read_at >= self._drawn_since)
        doubt = drawn if is_solved_since else self.doubt.joined(drawn)
        if not doubt.is_as(self.doubt):
            self.doubt = doubt
            self.doubt_changed.emit()

    def _now(self) -> str:
        """Whether what is calculated may be taken for the present.

        Never before the field was heard, while it is silent altogether, or while no load flow answers; where one
        of several links is silent, each value says itself whether it hangs on that one.
        """
        if self._district.mode is Mode.PLAN:
            return "current" if self._district.is_solved else "solving"
        store = self._district.store
        is_silent = not store.receive_time_us.any() or all(h.state in SILENT for h in store.health)
        if is_silent or self._district.is_overdue:
            return "stale"
        return "current" if self._district.is_solved else "solving"
