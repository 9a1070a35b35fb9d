"""What lies behind a device that has tripped."""

from __future__ import annotations

from console.faults.cut_off import behind_device, cut_off
from console.study_actions import buses_of
from engines.grid.difference import Moment
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from tests.console.faults.field import network


def test_what_lies_behind_a_device_is_what_its_opening_cuts_off() -> None:
    snapshot = Snapshot(network())
    lines = [str(i) for i in network()["line"].id]
    before = Moment(snapshot, analyse(snapshot), None)
    for device in ("switch:F2-Q0", "switch:F3-Q0"):
        dark = cut_off(snapshot, (device,))
        found = behind_device(before, device, (*lines, "line:nowhere"))
        wanted = {i for i in lines if any(dark[row] for row in buses_of(network(), network().find(i)))}  # type: ignore[arg-type]
        assert found == wanted
        assert 0 < len(found) < len(lines)
    assert not behind_device(before, "switch:nowhere", lines)
    assert not behind_device(Moment(snapshot, None, None), "switch:F2-Q0", lines)
