"""Cuts, jumpers, mobile generators and hand-dressed positions count in topology and load flow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.switching.dressed import dressed_snapshot, earthed_ids, unplaced
from engines.values.site import (
    Cut,
    HandDressedPosition,
    Jumper,
    MobileGenerator,
    PortableEarth,
    SiteState,
    Tag,
    TagKind,
)
from engines.values.topology import SupplyState


def cut(line: str, bus: str) -> Cut:
    return Cut("c1", line, bus, "Ada", 0)


def generator(bus: str, *, is_running: bool, name: str = "g1", sn_mva: float = 1.0) -> MobileGenerator:
    return MobileGenerator(name, bus, sn_mva, "Ada", 0, is_running)


def test_a_site_without_anything_leaves_the_snapshot_as_it_is(network: Network) -> None:
    snapshot = Snapshot(network)
    assert dressed_snapshot(snapshot, SiteState()) is snapshot


def test_positions_by_hand_count_and_telemetered_switches_keep_theirs(network: Network) -> None:
    by_hand = HandDressedPosition("switch:D", int(SwitchPosition.OPEN), "Ada", 0)
    site = SiteState(dressed=(by_hand,))
    dressed = dressed_snapshot(Snapshot(network), site)
    assert dressed.switch_position[1] == SwitchPosition.OPEN
    assert not analyse(dressed).is_energized[3]
    assert dressed_snapshot(Snapshot(network), site, telemetered={"switch:D"}).switch_position[1] == 1


def test_a_cut_takes_what_lies_beyond_out_of_supply_and_rows_stay(network: Network) -> None:
    dressed = dressed_snapshot(Snapshot(network), SiteState(cuts=(cut("line:1", "bus:2"),)))
    topology = analyse(dressed)
    assert not topology.is_energized[3]
    assert topology.is_energized[[2, 6, 7]].all()
    n = len(network["switch"])
    assert dressed.network["switch"].id[:n].tolist() == network["switch"].id.tolist()
    assert dressed.network["switch"].id[n] == "cut:c1"
    result = LoadFlowSolver(dressed.network).solve(dressed)
    assert result.is_converged
    assert np.isnan(result.vm_pu[3])


def test_a_jumper_supplies_what_a_cut_has_taken_away(network: Network) -> None:
    site = SiteState(cuts=(cut("line:1", "bus:2"),), jumpers=(Jumper("j1", "bus:7", "bus:3", "Ada", 0, max_i_ka=0.05),))
    dressed = dressed_snapshot(Snapshot(network), site)
    assert analyse(dressed).is_energized.sum() == 8
    assert [f.name for f in analyse(dressed).feeders] == [f.name for f in analyse(Snapshot(network)).feeders]
    result = LoadFlowSolver(dressed.network).solve(dressed)
    loading = result.branches["switch"].loading_percent[-1]
    # 2 MW of load less 0.4 MW of generation at 20 kV over the jumper's 50 A.
    assert loading == pytest.approx(100 * np.hypot(1.6, 0.2) / (np.sqrt(3) * 20 * result.vm_pu[3]) / 0.05, rel=1e-3)


def test_a_running_generator_supplies_its_island_and_stands_back_where_the_grid_does(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    island = placed(network, D=0)
    for is_running in (True, False):
        dressed = dressed_snapshot(
            island, SiteState(generators=(generator("bus:3", is_running=is_running, sn_mva=3.0),))
        )
        topology = analyse(dressed)
        assert topology.is_energized[3] == is_running
        assert [f.name for f in topology.feeders] == [f.name for f in analyse(island).feeders]
    dressed = dressed_snapshot(island, SiteState(generators=(generator("bus:3", is_running=True, sn_mva=3.0),)))
    result = LoadFlowSolver(dressed.network).solve(dressed)
    assert result.source_p_mw[-1] == pytest.approx(1.6, abs=1e-3)
    joined = dressed_snapshot(Snapshot(network), SiteState(generators=(generator("bus:3", is_running=True),)))
    assert not joined.column("ext_grid", "in_service")[-1]


def test_of_two_generators_in_one_island_the_larger_leads(network: Network, placed: Callable[..., Snapshot]) -> None:
    site = SiteState(
        generators=(
            generator("bus:3", is_running=True, name="small", sn_mva=0.2),
            generator("bus:3", is_running=True, name="large", sn_mva=2.0),
        )
    )
    dressed = dressed_snapshot(placed(network, D=0), site)
    running = dressed.network["ext_grid"].id[np.asarray(dressed.column("ext_grid", "in_service"))]
    assert running.tolist()[1:] == ["generator:large"]


def test_state_of_the_moment_and_structure_are_kept_apart(network: Network) -> None:
    site = SiteState(cuts=(cut("line:1", "bus:2"),))
    snapshot = Snapshot(network).with_values("load", "p_mw", [1], 0.5).with_values("switch", "position", [3], 0)
    dressed = dressed_snapshot(snapshot, site)
    assert dressed.column("load", "p_mw")[1] == 0.5
    assert dressed.switch_position[3] == 0
    again = dressed_snapshot(snapshot.with_values("load", "p_mw", [1], 0.6), site)
    assert again.network is dressed.network
    other = dressed_snapshot(snapshot, SiteState(cuts=(cut("line:3", "bus:6"),)))
    assert other.network.structure_revision != dressed.network.structure_revision
    assert dressed_snapshot(dressed, site).network is dressed.network


def test_what_names_equipment_the_network_lacks_is_named_and_not_lost_in_silence(network: Network) -> None:
    site = SiteState(
        tags=(Tag("t", "switch:gone", TagKind.CAUTION, "", "Ada", 0),),
        cuts=(cut("line:gone", "bus:2"),),
        earths=(PortableEarth("e", "bus:3", "Ada", 0), PortableEarth("f", "bus:gone", "Ada", 0)),
    )
    assert unplaced(network, site) == ("bus:gone", "line:gone", "switch:gone")
    assert earthed_ids(network, site) == ("bus:3",)


def test_an_earthed_part_is_known_to_the_topology(network: Network, placed: Callable[..., Snapshot]) -> None:
    site = SiteState(earths=(PortableEarth("e", "bus:3", "Ada", 0),))
    dead = analyse(placed(network, D=0), earthed=earthed_ids(network, site))
    assert dead.supply[3] == SupplyState.EARTHED


def test_north_dressed_solves_and_maps_back() -> None:
    network, _ = open_network("north")
    snapshot = Snapshot(network)
    line, bus = network["line"], network.bus
    row = int(np.flatnonzero(line.id == "line:F1-W03")[0])
    ends = [str(bus.id[network.bus_row(int(line[c][row]))]) for c in ("from_bus", "to_bus")]
    site = SiteState(cuts=(cut("line:F1-W03", ends[0]),), generators=(generator(ends[1], is_running=True, sn_mva=2.0),))
    dressed = dressed_snapshot(snapshot, site)
    result = LoadFlowSolver(dressed.network).solve(dressed)
    assert result.is_converged
    assert len(result.vm_pu) == len(network.bus)
    plain, cut_only = analyse(snapshot), analyse(dressed_snapshot(snapshot, SiteState(cuts=site.cuts)))
    assert cut_only.is_energized.sum() < plain.is_energized.sum() == analyse(dressed).is_energized.sum()
