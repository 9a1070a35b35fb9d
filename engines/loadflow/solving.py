"""The public call: a snapshot in, a load flow result out.

The fast engine solves what it can represent. Each structure is compared once with the reference engine;
until then results say ``pending``, and where the two differ the reference engine takes over.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from engines.grid.limit_check import LimitArrays, limit_arrays
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.assembly import ResultLayout, UnacceptableAnswer, assemble, result_layout
from engines.loadflow.choice import Choice, Method, choose
from engines.loadflow.collapse import explain_divergence
from engines.loadflow.diagnosis import Diagnosis, contradicting_sources, find_invalid
from engines.loadflow.failure import failed_result
from engines.loadflow.options import EngineChoice, LoadFlowOptions
from engines.loadflow.pandapower_engine import ReferenceModel
from engines.loadflow.pandapower_phases import solve_phases
from engines.loadflow.pgm_model import NotANumber, PgmModel, PowerGridError
from engines.values.loadflow import (
    Engine,
    LoadFlowResult,
    SolveStatus,
    Verification,
    VerificationStatus,
)
from engines.values.validation import InputError

if TYPE_CHECKING:
    from engines.loadflow.opendss_engine import OpenDssModel

DEFAULT_OPTIONS = LoadFlowOptions()


def solve(snapshot: Snapshot, options: LoadFlowOptions = DEFAULT_OPTIONS, *, verify: bool = True) -> LoadFlowResult:
    """Solve one snapshot once.

    Args:
        snapshot: what to solve.
        options: engine, tolerance, limits, phases.
        verify: compare with the reference engine at once (costs seconds where pandapower is not imported
            yet); otherwise a result of the fast engine stays ``pending``.

    Raises:
        InputError: an engine was asked for that cannot represent the network.
    """
    solver = LoadFlowSolver(snapshot.network, options)
    result = solver.solve(snapshot)
    if not verify or result.engine is not Engine.PGM or not result.is_converged:
        return result
    verdict = solver.verify(snapshot, result)
    if verdict.status is VerificationStatus.REFUTED and options.engine is EngineChoice.AUTO:
        return solver.solve(snapshot)
    return replace(result, verification=verdict.status)


class LoadFlowSolver:
    """Keeps a network compiled, so that a solve costs only what changed. Belongs to one process.

    Attributes:
        network: what it solves; snapshots of another structure are refused.
        options: how it solves.
        verification: what is known about agreement with the reference engine.
    """

    def __init__(self, network: Network, options: LoadFlowOptions = DEFAULT_OPTIONS) -> None:
        self.network, self.options = network, options
        self.verification = Verification(network.structure_revision, VerificationStatus.PENDING)
        self._limits: LimitArrays | None = limit_arrays(network) if options.check_limits else None
        self._model: PgmModel | None = None
        self._layout: ResultLayout | None = None
        self._circuit: OpenDssModel | None = None
        self._reference: ReferenceModel | None = None
        self._has_rivals = len(network["ext_grid"]) > 1
        self._choice = choose(network, options)

    @property
    def engine_reason(self) -> str:
        """Why the fast engine does not solve this network; empty where it does."""
        return self._choice.reason

    @property
    def uses_reference(self) -> bool:
        """Whether another engine than the fast one solves this network."""
        return self._choice.method is not Method.FAST

    def solve(self, snapshot: Snapshot) -> LoadFlowResult:
        """Solve a snapshot of this network; whatever goes wrong is a status of the result.

        Raises:
            ValueError: the snapshot belongs to another structure.
        """
        network = snapshot.network
        if network is not self.network and network.structure_revision != self.network.structure_revision:
            raise ValueError("the snapshot belongs to another structure than this solver")
        if self.uses_reference:
            return self._solve_otherwise(snapshot)
        begin = time.perf_counter()
        try:
            model, layout = self._updated(snapshot)
            raw = model.solve()
            verification = self.verification.status
            return assemble(snapshot, model, layout, raw, verification, self._choice.reason, begin)
        except (PowerGridError, NotANumber, UnacceptableAnswer) as error:
            return self._failed(snapshot, error, begin)

    def verify(self, snapshot: Snapshot, result: LoadFlowResult | None = None) -> Verification:
        """Compare the fast engine with the reference engine on ``snapshot``, once per structure.

        Costs seconds in a process that has not imported pandapower yet. When the two differ by more than
        ``options.agreement_pu``, further solves go to the reference engine (unless power-grid-model was
        asked for by name).
        """
        from engines.loadflow.verification import compare

        if self.uses_reference:
            self.verification = replace(self.verification, status=VerificationStatus.REFERENCE)
            return self.verification
        if result is None or result.snapshot_revision != snapshot.revision:
            result = self.solve(snapshot)
        self.verification = compare(snapshot, result, self.options)
        self._obey()
        return self.verification

    def accept(self, verification: Verification) -> None:
        """Take over a verdict that was reached elsewhere on the same structure."""
        if verification.structure_revision != self.network.structure_revision:
            return
        if self.verification.status is VerificationStatus.PENDING:
            self.verification = verification
            self._obey()

    def _obey(self) -> None:
        if self.verification.status is VerificationStatus.REFUTED and self.options.engine is EngineChoice.AUTO:
            self._choice = Choice(Method.REFERENCE, self.verification.reason)

    def _updated(self, snapshot: Snapshot) -> tuple[PgmModel, ResultLayout]:
        if self._model is None or self._layout is None:
            if find_invalid(snapshot) is not None:
                raise NotANumber
            self._model = PgmModel(snapshot, self.options.tolerance, self.options.max_iterations)
            self._layout = result_layout(self.network, self._model.branches, self._limits)
        else:
            if self._has_rivals and any(contradicting_sources(snapshot)):
                raise NotANumber
            self._model.update(snapshot)
        return self._model, self._layout

    def _solve_otherwise(self, snapshot: Snapshot) -> LoadFlowResult:
        """By another engine than the fast one."""
        if self._choice.method is Method.OPENDSS:
            return self._solve_circuit(snapshot)
        invalid = find_invalid(snapshot)
        if invalid is not None:
            return failed_result(snapshot, invalid, Engine.NONE, engine_reason=self._choice.reason)
        if self._choice.method is Method.PHASES:
            return solve_phases(snapshot, self.options, self._limits)
        if self._reference is None or self._reference.engine_reason != self._choice.reason:
            self._reference = ReferenceModel(self.options, self._limits, self._choice.reason)
        return self._reference.solve(snapshot)

    def _solve_circuit(self, snapshot: Snapshot) -> LoadFlowResult:
        from engines.loadflow.opendss_engine import OpenDssModel

        if self._circuit is None:
            try:
                self._circuit = OpenDssModel(self.network)
            except InputError as error:
                diagnosis = Diagnosis(SolveStatus.INVALID_INPUT, str(error))
                return failed_result(snapshot, diagnosis, Engine.OPENDSS, engine_reason=self._choice.reason)
        return self._circuit.solve(snapshot, self._limits, self.options.tolerance)

    def _failed(self, snapshot: Snapshot, error: Exception, begin: float) -> LoadFlowResult:
        """The result for a snapshot without solution, with its likely cause."""
        model, self._model = self._model, None
        diagnosis = find_invalid(snapshot)
        refused = model is None or isinstance(error, UnacceptableAnswer)
        if diagnosis is None and refused and self.options.engine is EngineChoice.AUTO:
            self._choice = Choice(Method.REFERENCE, f"power-grid-model cannot solve it: {error}")
            return self._solve_otherwise(snapshot)
        if diagnosis is None and isinstance(error, UnacceptableAnswer):
            cause = f"power-grid-model's answer is no solution: {error}"
            diagnosis = Diagnosis(SolveStatus.FAILED, cause, error.bus_row)
        if diagnosis is None and model is not None:
            diagnosis = explain_divergence(snapshot, model)
        if diagnosis is None:
            diagnosis = Diagnosis(SolveStatus.FAILED, f"power-grid-model could not take the network ({error})")
        engine = Engine.NONE if diagnosis.status is SolveStatus.INVALID_INPUT else Engine.PGM
        return failed_result(
            snapshot,
            diagnosis,
            engine,
            engine_reason=self._choice.reason,
            verification=self.verification.status,
            seconds=time.perf_counter() - begin,
        )
