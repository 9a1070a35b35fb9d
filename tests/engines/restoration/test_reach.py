"""What the protection must still see after a restoration."""

from __future__ import annotations

from dataclasses import replace

from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.restoration.options import RestorationOptions
from engines.restoration.reach import UNKNOWN
from engines.restoration.restoring import restore
from engines.restoration.tripping import tripped

AT_ONCE = RestorationOptions(seconds=0.0)


def test_a_plan_whose_ends_the_protection_cannot_see_is_not_taken() -> None:
    snapshot = tripped(Snapshot(open_network("north")[0]), "line:F1-W03")[0]
    seen = restore(snapshot, "line:F1-W03", replace(AT_ONCE, reach_factor=0.5))
    assert seen.is_usable
    assert seen.unserved_kw < seen.dead_kw
    # No device sees ten times its pickup at the end of a feeder: nothing is picked up.
    blind = restore(snapshot, "line:F1-W03", replace(AT_ONCE, reach_factor=10.0))
    assert blind.unserved_kw == blind.dead_kw


def test_an_unknown_fault_level_is_said() -> None:
    snapshot = tripped(Snapshot(open_network("ieee33")[0]), "line:6")[0]
    plan = restore(snapshot, "line:6", replace(AT_ONCE, reach_factor=1.3))
    assert plan.is_usable
    assert UNKNOWN in plan.notes
