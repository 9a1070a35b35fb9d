"""From a server to a draft map, and from the draft to a map that works."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.field.addresses import ControlStyle, ServerAddress
from console.field.map.assembling import assemble
from console.field.map.browsed import BrowsedNode, BrowsedSpace, NodeKind
from console.field.map.drafting import draft_map
from console.field.map.elements import ElementNames
from console.field.map.found_controls import find_controls
from console.field.map.jobs import browse_server
from console.field.map.reading import read_map
from console.field.map.writing import write_entries
from console.field.security.credentials import Credentials
from console.field.simulator_map import simulator_server
from engines.exchange.shipped import load_shipped
from engines.plant.plant import Plant
from engines.values.points import Quantity
from engines.values.work import DirectContext


def test_the_draft_of_our_simulator_is_its_own_map(tight_simulator, tmp_path) -> None:
    """Names alone give every point and control of 1,237, read in the small parts the server allows."""
    network = load_shipped("north").network
    space = browse_server(DirectContext(), ServerAddress("N", tight_simulator, ()), Credentials())
    assert (space.cut, space.problems) == ("", ())
    entries, counts = draft_map(space, "N", {}, ElementNames(network))
    assert (counts.unknown, counts.guessed) == (2, 0)
    write_entries(tmp_path / "draft.csv", entries)
    as_guessed, _ = read_map(tmp_path / "draft.csv")
    assert as_guessed.servers[0].controls == ()
    for server in entries.servers:
        for point in server.points:
            point.fields.pop("guess", None)
    drafted = assemble(entries, "draft")[0].servers[0]
    true = simulator_server("N", tight_simulator, Plant(network).points)
    points = {p.definition.point_id: (p.node, p.data_type, set(p.raw_values)) for p in drafted.points}
    assert points == {p.definition.point_id: (p.node, p.data_type, set(p.raw_values)) for p in true.points}
    defaults = {"raw_values": (), "select_timeout_s": 0.0}
    controls = {c.point_id: replace(c, **defaults) for c in drafted.controls}
    assert controls == {c.point_id: replace(c, **defaults) for c in true.controls}


@pytest.mark.parametrize("uses_paths", [False, True])
def test_a_vendor_s_server_gives_a_draft_to_fill_in(vendor, tmp_path, uses_paths) -> None:
    space = browse_server(DirectContext(), ServerAddress("V", vendor.endpoint, ()), Credentials())
    elements = ElementNames(load_shipped("north").network)
    entries, counts = draft_map(space, "V", {}, elements, uses_paths=uses_paths)
    fields = {entry.fields["note"]: entry.fields for entry in entries.servers[0].points}
    position = fields["Plant / F1-R1 / Position"]
    assert (position["element"], position["quantity"]) == ("switch:F1-R1", "position")
    assert position["raw_values"] == {"0": "intermediate", "1": "open", "2": "closed", "3": "unknown"}
    assert "divide the scale" in fields["Plant / Bay 2 / Voltage L1L2"]["guess"]
    assert fields["Plant / Bay 2 / Current"]["scale"] == 1e-3
    assert fields["Plant / Bay 2 / Current"]["high"] == pytest.approx(0.4)
    assert fields["Plant / Bay 2 / Voltage of oil in °C"]["quantity"] == "?"
    assert "Plant / Bay 2 / Words" not in fields
    assert position["node"].startswith("/" if uses_paths else "nsu=")
    assert counts.assigned >= 2
    write_entries(tmp_path / "draft.toml", entries)
    read, report = read_map(tmp_path / "draft.toml")
    assert not report.has_errors
    assert {p.definition.quantity for p in read.servers[0].points} >= {Quantity.POSITION, Quantity.IS_LOCAL}


def test_a_method_without_select_is_commanded_directly(vendor) -> None:
    space = browse_server(DirectContext(), ServerAddress("V", vendor.endpoint, ()), Credentials())
    entries, _ = draft_map(space, "V", {}, ElementNames(load_shipped("north").network))
    styles = [
        e.fields.get("control_style") for e in entries.servers[0].points if "F1-R1 / Position" in e.fields["note"]
    ]
    assert styles == [str(ControlStyle.DIRECT_METHOD)]


def space_of(*nodes: tuple[str, NodeKind, int]) -> BrowsedSpace:
    """Nodes by their names with slashes and the row of their parent."""
    made = [
        BrowsedNode(f"s={name}", f"/{name}", tuple(name.split("/")), kind, parent, data_type="Int32")
        for name, kind, parent in nodes
    ]
    return BrowsedSpace("opc.tcp://127.0.0.1", (), tuple(made))


OBJECT, VARIABLE, METHOD = NodeKind.OBJECT, NodeKind.VARIABLE, NodeKind.METHOD


def test_a_control_is_never_paired_with_another_device() -> None:
    found = find_controls(
        space_of(
            ("Bay/Q1", OBJECT, -1),
            ("Bay/Q1/Position", VARIABLE, 0),
            ("Bay/Q2", OBJECT, -1),
            ("Bay/Q2/Position control", OBJECT, 2),
            ("Bay/Q2/Position control/Operate", METHOD, 3),
        )
    )
    assert found.of_row == {}


def test_two_controls_of_one_thing_are_left_to_the_person() -> None:
    twice = [(f"Bay/Q1/{name}", OBJECT, 0) for name in ("Position control", "Position cmd")]
    methods = [(f"{name}/Operate", METHOD, row) for row, (name, _, _) in enumerate(twice, 2)]
    nodes = [("Bay/Q1", OBJECT, -1), ("Bay/Q1/Position", VARIABLE, 0), *twice]
    assert find_controls(space_of(*nodes, *methods)).of_row == {}
    (pair,) = find_controls(space_of(*nodes, methods[0])).of_row.items()
    assert pair[0] == 1
    assert pair[1].owner.names[-1] == "Position control"


def test_a_device_with_methods_of_its_own_commands_what_it_shows() -> None:
    nodes = [("Bay/Q1", OBJECT, -1), ("Bay/Q1/Position", VARIABLE, 0), ("Bay/Q1/Local", VARIABLE, 0)]
    methods = [("Bay/Q1/Select", METHOD, 0), ("Bay/Q1/Operate", METHOD, 0)]
    (pair,) = find_controls(space_of(*nodes, *methods)).of_row.items()
    assert pair[0] == 1
    assert pair[1].style is ControlStyle.SELECT_BEFORE_OPERATE
