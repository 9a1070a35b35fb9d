"""The live district: its points, its state, and what the load flow makes of them."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.jobs import OpenedNetwork
from console.live.field_reader import FieldReader
from console.live.solving import LEAST_PAUSE_S, LiveMoment, LiveSolver
from console.points.store import PointStore
from console.study_actions import bus_of
from console.tasks.runner import TaskRunner
from engines.allocation.field_state import FieldState
from engines.grid.difference import Moment
from engines.grid.snapshot import Mode, Snapshot
from engines.values.estimate import Estimate
from engines.values.points import LinkHealth, LinkState, PointBatch, Quantity
from engines.values.site import SiteState
from widgets.diagram.field_look import FieldLook

FRAME_MS = 40
"""What arrived is told to the window once in that time."""
OVERDUE_S = 4.0
"""A load flow that owes its answer for so long makes what is shown old, as a silent link does."""
TICK_MS = 500
"""How often points that promised to report are looked at, and ages shown anew."""


class LiveDistrict(QObject):
    """What is known of the district now; stands in front of the live window.

    Attributes:
        time_us: the moment shown, microseconds since 1970 UTC; 0 where that is the present.
        problem: why nothing is calculated, a sentence; "" where something is, or is being calculated.

    Signals:
        values_taken: ``PointChanges``, every value that came, as it comes.
        points_changed: rows of the store (``ndarray``) whose value, quality or freshness changed, once a frame.
        snapshot_changed: ``Snapshot`` after a switch moved, not solved yet.
        moment_changed: ``LiveMoment``, solved (converged or not).
        verified: ``Verification``.
        solving_failed: a sentence.
        health_changed: ``LinkHealth`` of one server.
        site_changed: ``SiteState``.
        ticked: half a second has passed.
    """

    values_taken = Signal(object)
    points_changed = Signal(object)
    snapshot_changed = Signal(object)
    moment_changed = Signal(object)
    verified = Signal(object)
    solving_failed = Signal(str)
    health_changed = Signal(object)
    site_changed = Signal(object)
    ticked = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        opened: OpenedNetwork,
        store: PointStore,
        mode: Mode,
        clock: Callable[[], np.datetime64 | None],
        parent: QObject | None = None,
        pause_s: float = LEAST_PAUSE_S,
    ) -> None:
        """``clock`` tells the present moment in the time of the network's profiles; ``pause_s`` between solves."""
        super().__init__(parent)
        self.opened, self.mode = opened, mode
        self.time_us = 0
        self.site = SiteState()
        self._clock = clock
        self.equip(store)
        self.live_moment: LiveMoment | None = None
        self.problem = ""
        # A stored solution fills the first picture of a simulator; of a real network nothing is known before it speaks.
        shown = opened.moments if mode is Mode.SIMULATOR else ()
        self.moment: Moment | None = shown[0] if shown else None
        self._snapshot = Snapshot(opened.network, mode=mode, time=clock())
        self.solver = LiveSolver(runner, opened.network, mode, self._read, self, pause_s)
        self.solver.solved.connect(self._on_solved)
        self.solver.verified.connect(self.verified)
        self.solver.failed.connect(self._on_failed)
        self._frame, self._tick = QTimer(self), QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._tell)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._tick.start()

    def equip(self, store: PointStore) -> None:
        """From now on the district has these points."""
        self.store, self.reader = store, FieldReader(self.opened.network, store)
        self._positions = np.array([d.quantity is Quantity.POSITION for d in store.definitions], bool)

    def note_estimate(self, estimate: Estimate) -> None:
        """Measurements that contradict the others are questionable from now on, until an estimate says otherwise."""
        if estimate.is_usable:
            self.reader.suspect(suspect.point_id for suspect in estimate.suspects)
            self.points_changed.emit(np.zeros(0, np.int64))

    def close(self) -> None:
        """Ask for nothing any more."""
        self._tick.stop()
        self._frame.stop()
        self.solver.close()

    # What stands in front ----------------------------------------------------------------------------------

    @property
    def front(self) -> LiveDistrict:
        """The district itself: nothing else can stand in front of a live window."""
        return self

    @property
    def snapshot(self) -> Snapshot:
        """The state that counts now: what was solved last, with the switches as they are reported."""
        return self._snapshot

    @property
    def is_solved(self) -> bool:
        """Whether the moment is of the present snapshot."""
        return self.moment is not None and self.moment.snapshot.revision == self._snapshot.revision

    @property
    def is_overdue(self) -> bool:
        """Whether the field has changed and the load flow does not answer: what is calculated is old."""
        return self.solver.waiting_s > OVERDUE_S

    def place_of(self, element_id: str) -> tuple[str, str]:
        """Names of the feeder that supplies an element and of its substation, "" where there is none."""
        network, moment = self.opened.network, self.moment
        ref = network.find(element_id)
        row = -1 if ref is None else bus_of(network, ref)
        if row < 0:
            return "", ""
        substation = str(network.bus["substation"][row])
        if moment is None or moment.topology is None or moment.topology.feeder[row] < 0:
            return "", substation
        return moment.topology.feeders[int(moment.topology.feeder[row])].name, substation

    @property
    def heard(self) -> LinkState:
        """The worst state among the links; ``UP`` where there is none."""
        order = (LinkState.UP, LinkState.CONNECTING, LinkState.SUSPECT, LinkState.DOWN)
        return max((h.state for h in self.store.health), key=order.index, default=LinkState.UP)

    def field_look(self) -> FieldLook:
        """How good everything is that is known of the field now."""
        doubtful = None if self.live_moment is None else self.live_moment.allocation.load_is_doubtful
        return self.reader.look(self.site, doubtful)

    # What arrives ------------------------------------------------------------------------------------------

    def apply(self, server: int, batch: PointBatch) -> None:
        """Take over values of one server; the window is told with the next frame."""
        taken = self.store.apply(server, batch)
        if len(taken):
            self.values_taken.emit(taken)
        self._schedule()

    def set_health(self, health: LinkHealth) -> None:
        """Take note of the state of a link."""
        self.store.set_health(health)
        self.health_changed.emit(health)
        self._schedule()

    def set_site(self, site: SiteState) -> None:
        """Tags, earths, hand-dressed positions, substitutions: as the site has them now."""
        self.site = site
        self.store.substitute({s.point_id: s.value for s in site.substitutions})
        self.site_changed.emit(site)
        self._show_positions()
        self._schedule()
        self._want()

    def _want(self) -> None:
        """Solve, once the field was heard at all: a district of unknown positions is dark, and that is not true."""
        if self.store.receive_time_us.any():
            self.solver.want()

    def _schedule(self) -> None:
        if not self._frame.isActive():
            self._frame.start()

    def _tell(self) -> None:
        rows = self.store.take_changed()
        if not len(rows):
            return
        if self._positions[rows].any():
            self._show_positions()
        self.points_changed.emit(rows)
        self._want()

    def _on_tick(self) -> None:
        self.store.tick()
        self._tell()
        self.ticked.emit()

    def _show_positions(self) -> None:
        """Switches stand as they are reported at once; the numbers follow with the next load flow."""
        position = self.reader.positions(self.site)
        if not np.array_equal(position, self._snapshot.switch_position):
            self._snapshot = self._snapshot.with_state({("switch", "position"): position})
            self.snapshot_changed.emit(self._snapshot)

    # Solving -----------------------------------------------------------------------------------------------

    def _read(self) -> tuple[FieldState, SiteState]:
        return self.reader.read(self._clock(), self.site), self.site

    def _on_solved(self, live: LiveMoment) -> None:
        self.live_moment, self.moment, self.problem = live, live.moment, ""
        self._snapshot = live.moment.snapshot
        self.moment_changed.emit(live)
        # A switch may have moved while this was being solved.
        self._show_positions()

    def _on_failed(self, sentence: str) -> None:
        self.live_moment = self.moment = None
        self.problem = sentence
        self.solving_failed.emit(sentence)

    def age_s(self) -> float:
        """Seconds since the field was read for what is shown; NaN where nothing is."""
        return float("nan") if self.live_moment is None else time.monotonic() - self.live_moment.read_at
