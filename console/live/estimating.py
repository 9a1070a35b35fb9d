"""State estimation of the live district, beside its load flow: started after it, never in its way."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.live.district import LiveDistrict
from console.live.solving import LiveMoment
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import TaskFailure
from engines.estimation.measurements import Measurements
from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot, StateKey
from engines.values.estimate import Estimate
from engines.values.frozen import FrozenMap
from engines.values.site import SiteState
from engines.values.work import WorkContext

if TYPE_CHECKING:
    Array = np.ndarray[Any, Any]

STATE_KEY, SOLVER_KEY = "console.live.estimating", "console.live.estimating.solver"
LEAST_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class EstimateRequest:
    """A solved live state, and what was measured at that time.

    Attributes:
        network: only when the worker has to be primed.
        start: vm_pu and va_degree of the load flow; ``None`` where it has no solution.
        time: in the time of the network's profiles; load_is_measured: ``(n_load,)`` powers that are telemetered.
    """

    structure_revision: str
    snapshot_revision: int
    state: FrozenMap[StateKey, Array]
    told: Measurements
    mode: Mode
    network: Network | None = None
    site: SiteState = field(default_factory=SiteState)
    start: tuple[Array, Array] | None = None
    time: np.datetime64 | None = None
    load_is_measured: Array | None = None


def estimate_job(context: WorkContext, request: EstimateRequest) -> Estimate | None:
    """The estimate, speaking of the plain network's rows; ``None`` where the network has to be sent first."""
    from engines.estimation.estimating import estimate
    from engines.estimation.fast_solver import FastSolver
    from engines.switching.dressed import dressed_snapshot

    known: dict[str, Network] = context.state.setdefault(STATE_KEY, {})
    network = request.network or known.get(request.structure_revision)
    if network is None:
        return None
    known.clear()
    known[request.structure_revision] = network
    plain = _as_profiles_have_it(network, request)
    dressed = dressed_snapshot(plain, replace(request.site, dressed=()))
    start = request.start
    if start is not None and len(dressed.network.bus) != len(network.bus):
        start = None
    solver: FastSolver = context.state.setdefault(SOLVER_KEY, FastSolver())
    found = estimate(dressed, request.told, start=start, solver=solver)
    n = len(network.bus)
    return replace(
        found,
        structure_revision=request.structure_revision,
        snapshot_revision=request.snapshot_revision,
        vm_pu=found.vm_pu[:n],
        va_degree=found.va_degree[:n],
        vm_std_pu=found.vm_std_pu[:n],
        basis=found.basis[:n],
    )


class LiveEstimator(QObject):
    """Keeps a district estimated, at most every two seconds; the latest state wins.

    Signals:
        estimated: ``Estimate``, usable or not.
        failed: a sentence; there is no estimate.
    """

    estimated = Signal(object)
    failed = Signal(str)

    def __init__(self, runner: TaskRunner, district: LiveDistrict, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._district = runner, district
        self.estimate: Estimate | None = None
        self._is_primed = self._is_running = self._is_closed = False
        self._began_at = -LEAST_PAUSE_S
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._begin)
        district.moment_changed.connect(self._want)

    def close(self) -> None:
        """Ask for nothing any more."""
        self._is_closed = True
        self._pause.stop()

    def _want(self, _live: LiveMoment) -> None:
        if self._is_closed or self._is_running or self._pause.isActive():
            return
        self._pause.start(max(0, round(1000 * (self._began_at + LEAST_PAUSE_S - time.monotonic()))))

    def _begin(self) -> None:
        live = self._district.live_moment
        if self._is_closed or self._is_running or live is None:
            return
        self._is_running, self._began_at = True, time.monotonic()
        snapshot, result = live.moment.snapshot, live.moment.result
        has_start = result is not None and result.is_converged
        site = replace(self._district.site, tags=(), dressed=(), substitutions=(), locks=())
        request = EstimateRequest(
            structure_revision=snapshot.network.structure_revision,
            snapshot_revision=snapshot.revision,
            state=snapshot.state,
            time=snapshot.time,
            load_is_measured=live.allocation.is_measured["load"],
            told=self._district.reader.measurements(),
            mode=snapshot.mode,
            network=None if self._is_primed else snapshot.network,
            site=site,
            start=(result.vm_pu, result.va_degree) if has_start and result is not None else None,
        )
        self._runner.start(
            "console.live.estimating:estimate_job",
            request,
            lane=Lane.BACKGROUND,
            key="estimate",
            owner=self,
            on_done=self._on_done,
            on_failed=self._on_failed,
            title=self.tr("State estimation"),
        )

    def _on_done(self, found: Estimate | None) -> None:
        self._is_running = False
        if self._is_closed:
            return
        if found is None:
            self._is_primed = False
            self._begin()
            return
        self._is_primed = True
        self.estimate = found
        self.estimated.emit(found)

    def _on_failed(self, failure: TaskFailure) -> None:
        self._is_running = self._is_primed = False
        self.estimate = None
        self.failed.emit(failure.sentence)


def _as_profiles_have_it(network: Network, request: EstimateRequest) -> Snapshot:
    """The state with the loads nobody measures as their profiles have them.

    Scaled to the measured flows, as the load flow takes them, they would agree with a meter that lies.
    """
    plain = Snapshot(network, request.state, request.time, request.mode, request.snapshot_revision)
    if request.time is None or network.profiles is None or request.load_is_measured is None:
        return plain
    ground = Snapshot(network, mode=request.mode).at(request.time)
    loads = {
        ("load", name): np.where(request.load_is_measured, plain.column("load", name), ground.column("load", name))
        for name in ("p_mw", "q_mvar")
    }
    return plain.with_state(loads)
