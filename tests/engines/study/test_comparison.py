from __future__ import annotations

import numpy as np
import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.study.comparison import compare, rows_by_id, totals
from engines.study.new_der import NewDer
from engines.values.frozen import FrozenMap
from engines.values.loadflow import BranchFlow, Engine, LoadFlowResult, SolveStatus
from engines.values.violations import no_violations


def result_of(
    network: Network,
    vm_pu: list[float],
    loading: list[float],
    loss_mw: list[float],
    status: SolveStatus = SolveStatus.CONVERGED,
) -> LoadFlowResult:
    nothing = np.zeros(len(loading))
    flow = BranchFlow(np.array(loss_mw), nothing, nothing, nothing, nothing, nothing, np.array(loading))
    vm = np.array(vm_pu)
    return LoadFlowResult(
        1,
        network.structure_revision,
        None,
        status,
        Engine.PGM,
        vm,
        vm,
        np.isfinite(vm),
        FrozenMap({"line": flow}),
        np.array([3.0]),
        np.array([0.0]),
        1000 * sum(loss_mw) if status is SolveStatus.CONVERGED else float("nan"),
        0.0,
        no_violations(),
    )


def test_difference_is_after_minus_before(network: Network) -> None:
    before = result_of(network, [1.0, 0.99, 0.98, 0.97], [50, 40], [0.010, 0.020])
    after = result_of(network, [1.0, 0.99, 0.97, np.nan], [60, np.nan], [0.015, np.nan])
    comparison = compare(network, before, network, after)
    assert comparison.dvm_pu == pytest.approx([0, 0, -0.01, np.nan], nan_ok=True)
    assert comparison.lost_bus.tolist() == [False, False, False, True]
    assert comparison.branches["line"].dloading_percent == pytest.approx([10, np.nan], nan_ok=True)
    assert comparison.branches["line"].dlosses_kw == pytest.approx([5, np.nan], nan_ok=True)
    assert comparison.before.max_loading_percent == 50
    assert comparison.after.vm_min_pu == 0.97
    assert comparison.is_complete


def test_networks_of_different_structure_are_matched_by_id(network: Network) -> None:
    # The later network lists its buses the other way round and has lost one line.
    from engines.grid.network import make_network, make_table

    tables = {k: t for k, t in network.tables.items() if k not in ("bus", "line", "switch")}
    order = [3, 2, 1, 0]
    tables["bus"] = make_table(
        "bus", {"vn_kv": network.bus["vn_kv"][order]}, index=network.bus.index[order], ids=network.bus.id[order]
    )
    tables["line"] = make_table(
        "line", {c: network["line"][c][:1] for c in ("from_bus", "to_bus", "length_km")}, ids=["line:0"]
    )
    turned = make_network("turned", tables)
    before = result_of(network, [1.0, 0.99, 0.98, 0.97], [50, 40], [0.01, 0.02])
    after = result_of(turned, [0.96, 0.98, 1.0, 1.01], [45], [0.01])
    comparison = compare(network, before, turned, after)
    assert comparison.before_bus_row.tolist() == order
    assert comparison.dvm_pu == pytest.approx([-0.01, 0.0, 0.01, 0.01])
    assert comparison.branches["line"].dloading_percent == pytest.approx([-5])
    assert comparison.removed == ("line:1",)
    assert rows_by_id(network.bus.id, turned.bus.id).tolist() == order


def test_side_that_did_not_converge_gives_no_difference_at_all(network: Network) -> None:
    before = result_of(network, [1.0, 0.99, 0.98, 0.97], [50, 40], [0.010, 0.020])
    after = result_of(network, [0.0] * 4, [0, 0], [0, 0], SolveStatus.DIVERGED)
    comparison = compare(network, before, network, after)
    assert np.isnan(comparison.dvm_pu).all()
    assert np.isnan(comparison.dlosses_kw)
    assert np.isnan(comparison.branches["line"].dlosses_kw).all()
    assert not comparison.is_complete
    assert totals(after).n_violation == -1


def test_result_of_another_structure_is_refused(network: Network) -> None:
    other = NewDer("pv", "study:pv:1", "", "bus:2", 0.1, 0.1).apply(Snapshot(network)).network
    result = result_of(network, [1.0] * 4, [1, 1], [0, 0])
    with pytest.raises(ValueError, match="not of this structure"):
        compare(network, result, other, result)
