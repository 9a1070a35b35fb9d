"""What a worker answers: only changes travel, and it says what it lacks."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.requests import Missing, RequestLine, SolveReply, SolveRequest
from engines.loadflow.solving import solve
from engines.loadflow.work import STATES_KEPT, STRUCTURES_KEPT, work_series, work_solve, work_verify, work_warm
from engines.values.loadflow import Engine, LoadFlowResult, VerificationStatus
from engines.values.work import DirectContext

from .conftest import ring_network  # type: ignore[import-not-found,unused-ignore]


def through_a_pipe(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


def ask(context: DirectContext, line: RequestLine, snapshot: Snapshot) -> tuple[LoadFlowResult, list[SolveRequest]]:
    """The result, and every request it took."""
    requests = []
    for _ in range(3):
        requests.append(line.request(snapshot))
        reply = through_a_pipe(work_solve(context, through_a_pipe(requests[-1])))
        assert isinstance(reply, SolveReply)
        if not line.replied(reply):
            assert reply.result is not None
            return reply.result, requests
    raise AssertionError("the worker was never satisfied")


def test_second_request_carries_only_what_changed(ring: Network) -> None:
    context, line = DirectContext(), RequestLine("study 1")
    base = Snapshot(ring)
    result, requests = ask(context, line, base)
    assert [r.network is not None for r in requests] == [True]
    toggled = base.with_values("switch", "position", [0], 0)
    result, requests = ask(context, line, toggled)
    assert len(requests) == 1
    assert requests[0].network is None
    assert list(requests[0].columns) == [("switch", "position")]
    assert len(pickle.dumps(requests[0])) < 2000
    assert result.snapshot_revision == toggled.revision
    assert not result.is_energized[4]
    back, requests = ask(context, line, base.with_values("load", "p_mw", [0], 0.6))
    assert set(requests[0].columns) == {("switch", "position"), ("load", "p_mw")}
    assert back.is_energized.all()


def test_replaced_worker_is_primed_again(ring: Network) -> None:
    line = RequestLine("study")
    base = Snapshot(ring)
    ask(DirectContext(), line, base)
    changed = base.with_values("load", "p_mw", [1], 0.3)
    result, requests = ask(DirectContext(), line, changed)
    assert [r.network is not None for r in requests] == [False, True]
    assert requests[-1].base_revision == -1
    direct = solve(changed, verify=False)
    assert result.vm_pu == pytest.approx(direct.vm_pu, abs=1e-12)


def test_worker_that_forgot_the_state_is_sent_it_without_the_network(ring: Network) -> None:
    context, one = DirectContext(), RequestLine("study")
    base = Snapshot(ring)
    ask(context, one, base)
    other = RequestLine("study")  # the same client elsewhere moves the worker's states on
    snapshot = base
    for k in range(STATES_KEPT + 1):
        snapshot = snapshot.with_values("load", "p_mw", [0], 0.1 * k)
        ask(context, other, snapshot)
    result, requests = ask(context, one, base.with_values("load", "p_mw", [0], 0.7))
    assert [r.network is not None for r in requests] == [False, False]
    assert result.is_converged


def test_several_studies_do_not_mix(ring: Network) -> None:
    context = DirectContext()
    lines = {name: RequestLine(name) for name in ("a", "b")}
    base = Snapshot(ring)
    other = Snapshot(ring_network(load={"p_mw": [0.9, 0.1]}))
    first, _ = ask(context, lines["a"], base)
    second, _ = ask(context, lines["b"], other)
    again, _ = ask(context, lines["a"], base.with_values("trafo", "tap_pos", [0], 0.0))
    assert again.losses_kw == pytest.approx(first.losses_kw, abs=1e-9)
    assert abs(second.losses_kw - first.losses_kw) > 0.1


def test_worker_keeps_only_so_many_structures(ring: Network) -> None:
    context = DirectContext()
    line = RequestLine("study")
    ask(context, line, Snapshot(ring))
    for k in range(STRUCTURES_KEPT):
        ask(context, RequestLine(f"other {k}"), Snapshot(ring_network(line={"length_km": [1.0 + k, 1, 1, 1]})))
    reply = work_solve(context, line.request(Snapshot(ring)))
    assert reply.missing is Missing.NETWORK


def test_verification_reaches_other_workers(ring: Network) -> None:
    background, preview = DirectContext(), DirectContext()
    background_line, preview_line = RequestLine("study"), RequestLine("study")
    base = Snapshot(ring)
    pending, _ = ask(preview, preview_line, base)
    assert pending.verification is VerificationStatus.PENDING
    reply = through_a_pipe(work_verify(background, background_line.request(base)))
    assert not background_line.replied(reply)
    assert reply.verification.status is VerificationStatus.VERIFIED
    assert reply.result.verification is VerificationStatus.VERIFIED
    preview_line.verification = reply.verification
    verified, _ = ask(preview, preview_line, base.with_values("load", "p_mw", [0], 0.4))
    assert verified.verification is VerificationStatus.VERIFIED


def test_refuted_structure_comes_back_from_the_reference_engine(ring: Network) -> None:
    context, line = DirectContext(), RequestLine("study", LoadFlowOptions(agreement_pu=0.0))
    reply = work_verify(context, line.request(Snapshot(ring)))
    assert reply.verification is not None
    assert reply.verification.status is VerificationStatus.REFUTED
    assert reply.result is not None
    assert reply.result.engine is Engine.PANDAPOWER


def test_series_runs_in_a_worker() -> None:
    from .test_series import network_with, shapes  # type: ignore[import-not-found,unused-ignore]

    network = network_with(shapes())
    context, line = DirectContext(), RequestLine("study")
    reply = through_a_pipe(work_series(context, line.request(Snapshot(network)), range(4)))
    assert not line.replied(reply)
    assert reply.result.is_converged.tolist() == [True] * 4
    assert np.isfinite(reply.result.steps.losses_kw).all()


def test_warm_up_leaves_a_usable_worker(ring: Network) -> None:
    context = DirectContext()
    work_warm(context)
    result, _ = ask(context, RequestLine("study"), Snapshot(ring))
    assert result.is_converged


def test_asking_for_work_imports_no_solver() -> None:
    code = (
        "import sys, engines.loadflow.work, engines.loadflow.requests;"
        "import engines.grid.loss_summary, engines.values.series;"
        "print([m for m in ('pandapower', 'power_grid_model', 'pandas', 'numba', 'dss') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
