"""Results of a network people have added to, told in the rows of the plain one."""

from __future__ import annotations

import numpy as np

from engines.exchange.shipped import load_shipped
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.switching.dressed import dressed_snapshot
from engines.switching.plain import plain_result, plain_topology
from engines.values.site import Cut, Jumper, MobileGenerator, SiteState
from engines.values.topology import SupplyState

MOMENT = np.datetime64("2026-01-15T18:00", "s")


def test_a_cut_darkens_what_lies_behind_it_and_a_jumper_lights_it_again() -> None:
    network = load_shipped("north").network
    snapshot = Snapshot(network).at(MOMENT)
    line, bus = network["line"], network.bus
    row = int(np.flatnonzero(line.id == "line:F2-W05")[0])
    near, far = (str(bus.id[network.bus_row(int(line[c][row]))]) for c in ("from_bus", "to_bus"))
    cut = Cut("c1", "line:F2-W05", near, "anna", 1)
    dark = dressed_snapshot(snapshot, SiteState(cuts=(cut,)))
    before = plain_topology(analyse(dark), network)
    assert before.structure_revision == network.structure_revision
    assert (before.supply != SupplyState.ENERGIZED).any()
    assert len(before.branch_closed["switch"]) == len(network["switch"])

    jumper = Jumper("j1", near, far, "anna", 2)
    lit = dressed_snapshot(snapshot, SiteState(cuts=(cut,), jumpers=(jumper,)))
    topology = plain_topology(analyse(lit), network)
    assert (topology.supply == SupplyState.ENERGIZED).all()
    behind = network.find(far)
    assert behind is not None
    assert topology.parent_bus[behind.row] >= 0
    assert topology.parent_row[behind.row] == -1, "no branch of the plain network leads there"

    result = LoadFlowSolver(lit.network).solve(lit)
    plain = plain_result(result, network)
    assert plain.is_converged
    assert plain.structure_revision == network.structure_revision
    np.testing.assert_array_equal(plain.vm_pu, result.vm_pu)
    for table, flow in plain.branches.items():
        assert len(flow.loading_percent) == len(network[table])


def test_a_running_generator_supplies_its_island_and_is_no_row_of_the_plain_network() -> None:
    network = load_shipped("north").network
    snapshot = Snapshot(network).at(MOMENT)
    line = network["line"]
    row = int(np.flatnonzero(line.id == "line:F2-W05")[0])
    near, far = (str(network.bus.id[network.bus_row(int(line[c][row]))]) for c in ("from_bus", "to_bus"))
    site = SiteState(
        cuts=(Cut("c1", "line:F2-W05", near, "anna", 1),),
        generators=(MobileGenerator("g1", far, 2.0, "anna", 2, is_running=True),),
    )
    dressed = dressed_snapshot(snapshot, site)
    result = plain_result(LoadFlowSolver(dressed.network).solve(dressed), network)
    assert len(result.source_p_mw) == len(network["ext_grid"])
    assert result.is_energized.all()


def test_a_plain_network_stays_itself() -> None:
    network = load_shipped("north").network
    snapshot = Snapshot(network).at(MOMENT)
    topology = analyse(snapshot)
    assert plain_topology(topology, network) is topology


def test_a_jumper_from_a_bar_moves_no_feeder_to_another_s_name() -> None:
    network = load_shipped("north").network
    snapshot = Snapshot(network).at(MOMENT)
    before = analyse(snapshot)
    for bar in sorted({f.source_bus_row for f in before.feeders}):
        jumper = Jumper("j1", str(network.bus.id[bar]), "bus:F1-03", "anna", 2)
        topology = plain_topology(analyse(dressed_snapshot(snapshot, SiteState(jumpers=(jumper,)))), network)
        names = [f.name for f in topology.feeders]
        assert set(names) <= {f.name for f in before.feeders}
        assert topology.feeder.max() < len(names)
        for row in range(len(network.bus)):
            was, now = int(before.feeder[row]), int(topology.feeder[row])
            if was >= 0 and now >= 0 and before.feeders[was].name != "F1 Harbour":
                assert names[now] == before.feeders[was].name
