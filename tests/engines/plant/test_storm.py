"""Storm files: what is right draws the same storm again, what is wrong is named with its line, table and field."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.plant.events import LostCommunication, NetworkFault, StuckDrive
from engines.plant.plant import Plant
from engines.plant.storm import read_script_or_storm, read_storm, start_of
from engines.protection.fault import FaultKind
from engines.values.validation import InputError

SMALL = """
[storm]
seed = 3
start = 2026-01-15T06:00:00
duration = "2:00:00"

[faults]
count = 12
from = 600
until = "1:30:00"
kinds = { earth = 1, two_phase = 1 }
overhead = 0.0
lost_communication_share = 1.0
stuck_drive_share = 1.0
transient_share = 0.5

[[entry]]
at = "0:05:00"
event = { event = "network_fault", element_id = "line:F4-W10" }
"""


def test_the_same_storm_again(north: Network) -> None:
    storm = read_storm(SMALL, "small.toml")
    assert storm.start == np.datetime64("2026-01-15T06:00:00")
    first, second = storm.script(north), storm.script(north)
    assert first == second
    assert storm.script(north, 4) != first
    assert [entry.at_us for entry in first] == sorted(entry.at_us for entry in first)


def test_faults_are_drawn_as_told(north: Network) -> None:
    entries = read_storm(SMALL, "small.toml").script(north)
    faults = [e for e in entries if isinstance(e.event, NetworkFault) and e.name]
    assert len(faults) == 12
    assert len({e.event.element_id for e in faults}) == 12
    assert all(600e6 <= e.at_us <= 5400e6 for e in faults)
    line = north["line"]
    kind = {str(i): str(t) for i, t in zip(line.id, line["type"], strict=True)}
    live = analyse(Snapshot(north)).is_energized
    for entry in faults:
        assert kind[entry.event.element_id] == "cs"
        assert entry.event.kind in (FaultKind.EARTH, FaultKind.TWO_PHASE)
        ref = north.find(entry.event.element_id)
        assert live[north.bus_row(int(line["to_bus"][ref.row]))]
    assert {e.event.is_permanent for e in faults} == {True, False}
    assert sum(isinstance(e.event, LostCommunication) for e in entries) > 6
    assert sum(isinstance(e.event, StuckDrive) for e in entries) > 6


def test_the_shipped_storm_fits_its_district(north: Network) -> None:
    text = files("resources").joinpath("storms", "north.toml").read_text("utf-8")
    entries = read_script_or_storm(text, "north.toml", north)
    plant = Plant(north)
    for entry in entries:
        if entry.event is not None:
            plant.inject(entry.event)
    assert sum(isinstance(entry.event, NetworkFault) for entry in entries) == 30
    assert start_of(text, "north.toml") == np.datetime64("2026-01-15T06:00:00")


def test_a_plain_script_stays_one(north: Network) -> None:
    text = "[[entry]]\nat = 1\nspeed = 2"
    assert read_script_or_storm(text, "day.toml", north)[0].speed == 2.0
    assert start_of(text, "day.toml") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[storm", "s.toml: is not TOML"),
        ("[faults]\ncount = 3", "s.toml: has no table [storm]"),
        ("storm = 3", "s.toml: has no table [storm]"),
        ("[storm]\n[wind]\nspeed = 3", "s.toml, line 2: wind is not known"),
        ("[storm]\nname = 'x'", "s.toml, line 2, [storm], name: is not known"),
        ("[storm]\nseed = -1", "line 2, [storm], seed: -1 is none"),
        ("[storm]\nseed = true", "[storm], seed: True is none"),
        ("[storm]\nstart = 2026-01-15", "[storm], start: 2026-01-15 is no local date"),
        ("[storm]\nstart = 2026-01-15T06:00:00Z", "is no local date"),
        ("[storm]\nduration = 'long'", "[storm], duration: duration is no number"),
        ("[storm]\nduration = 0", "[storm], duration: is no time a storm takes"),
        ("[storm]\n\n[faults]\nuntil = 60", "[faults], count: is missing"),
        ("[storm]\n[faults]\ncount = 0", "line 3, [faults], count: 0 is none"),
        ("[storm]\n[faults]\ncount = 1\nfrom = 60\nuntil = 60", "line 5, [faults], until: is not after"),
        ("[storm]\nduration = 60\n[faults]\ncount = 1\nuntil = 61", "[faults], until: is not after"),
        ("[storm]\n[faults]\ncount = 1\ntransient_share = 1.1", "transient_share: 1.1 is none"),
        ("[storm]\n[faults]\ncount = 1\ntransient_share = nan", "transient_share: nan is none"),
        ("[storm]\n[faults]\ncount = 1\nkinds = { flood = 1 }", "kinds: 'flood' is no kind"),
        ("[storm]\n[faults]\ncount = 1\nkinds = { earth = 0 }", "kinds: every weight is 0"),
        ("[storm]\n[faults]\ncount = 1\nkinds = 'earth'", "kinds: is no table"),
        ("[storm]\n[faults]\ncount = 1\noverhead = 0\ncable = 0", "nothing can be struck"),
        ("[storm]\nduration = 60\n[[entry]]\nat = 61\nevent = {event = 'lost_communication', element_id = 'x'}",
         "line 3, entry 1: comes after the end"),
        ("[storm]\n[[entry]]\nat = 1\nspeed = 2", "entry 1: a storm has no speed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_storm(text, "s.toml")
    assert said in str(raised.value)


def test_a_storm_for_another_district_and_one_too_dense(north: Network) -> None:
    with pytest.raises(InputError, match="the storm is for south"):
        read_storm("[storm]\ndistrict = 'south'", "s.toml").script(north)
    with pytest.raises(InputError, match="500 faults, and"):
        read_storm("[storm]\n[faults]\ncount = 500", "s.toml").script(north)
