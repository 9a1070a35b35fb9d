"""Two servers of one district, one falls silent: only what hangs on it turns old, everywhere on the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from console.field.addresses import AddressMap
from console.field.map.writing import write_map
from console.field.simulator_map import simulator_server
from console.live_console import LiveConsole
from engines.exchange.shipped import load_shipped
from engines.grid.network import ElementRef, Network
from engines.grid.schema import BUS_COLUMNS
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.plant.plant import Plant
from engines.values.points import LinkState
from tests.console.windows.live.conftest import wait_until
from widgets.tables.quality import CellFlag
from widgets.tables.value_table import ValueTable

pytestmark = pytest.mark.slow
SILENT_FEEDER, OTHER_FEEDER = "F2 Old town", "F1 Harbour"


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[tuple[str, subprocess.Popen[str]]]]:
    """Two simulators of the same district, each of which shall speak for a part of it."""
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path / "server")}
    command = [sys.executable, "-m", "console.cli.main", "simulate", "north", "--until-stdin-closes"]
    running = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        yield [(str(json.loads(process.stdout.readline())["endpoint"]), process) for process in running]  # type: ignore[union-attr]
    finally:
        for process in running:
            process.kill()
            process.wait(20)
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()


def feeder_of(network: Network, element_id: str) -> str:
    """The feeder all of an element's buses lie on, "" where they do not."""
    ref = network.find(element_id)
    assert ref is not None, element_id
    found = feeders_at(network, ref)
    return found.pop() if len(found) == 1 else ""


def feeders_at(network: Network, ref: ElementRef) -> set[str]:
    """The feeders an element has an end in, "" for none; the head of one is of that one alone."""
    topology = analyse(Snapshot(network))
    heads = {str(network[f.head_table].id[f.head_row]): f.name for f in topology.feeders}
    if (element_id := str(network[ref.table].id[ref.row])) in heads:
        return {heads[element_id]}
    rows = [ref.row] if ref.table == "bus" else []
    rows += [int(network.bus_row(int(network[ref.table][c][ref.row]))) for c in BUS_COLUMNS.get(ref.table, ())]
    if ref.table == "switch":
        element = int(network["switch"]["element"][ref.row])
        if str(network["switch"]["et"][ref.row]) == "b":
            rows.append(int(network.bus_row(element)))
        else:
            line = int(np.flatnonzero(network["line"].index == element)[0])
            rows += [int(network.bus_row(int(network["line"][c][line]))) for c in ("from_bus", "to_bus")]
    return {topology.feeders[int(topology.feeder[r])].name if topology.feeder[r] >= 0 else "" for r in rows}


def test_what_hangs_on_a_silent_server_turns_old_and_the_rest_of_the_window_stays(
    qapp: QApplication, servers: list[tuple[str, subprocess.Popen[str]]], tmp_path: Path
) -> None:
    network = load_shipped("north").network
    (east, _), (west, silent) = servers
    points = Plant(network).points
    feeders = {p.element_id: feeder_of(network, p.element_id) for p in points}
    whole = simulator_server("east", east, points)
    of_west = tuple(p for p in whole.points if feeders[p.definition.element_id] == SILENT_FEEDER)
    of_east = tuple(p for p in whole.points if feeders[p.definition.element_id] != SILENT_FEEDER)
    assert of_west
    assert of_east
    parts = (
        replace(whole, points=of_east, controls=()),
        replace(whole, name="west", endpoint=west, points=of_west, controls=()),
    )
    write_map(tmp_path / "map.toml", AddressMap("north", parts))
    console = LiveConsole(
        theme="light", is_lasting=False, site_folder=tmp_path / "site", address_map=tmp_path / "map.toml"
    )
    console.start("north", (1600, 940))
    try:
        window = console.window
        wait_until(lambda: console.links is not None and len(console.links.links) == 2, "two links")
        links = {link.server.name: link for link in console.links.links}  # type: ignore[union-attr]
        wait_until(lambda: all(link.health.state is LinkState.UP for link in links.values()), "both links up")
        window.tables.setCurrentWidget(window.tables.branches)
        wait_until(lambda: len(window.tables.branches.model.content) > 0, "the branches")
        wait_until(lambda: not old_rows(window.tables.branches).any(), "everything to be of now", 20)
        silent.kill()
        wait_until(lambda: links["west"].health.state is LinkState.DOWN, "the link to be seen as down", 10)
        wait_until(lambda: bool(old_rows(window.tables.branches).any()), "the branches to turn old", 10)

        content = window.tables.branches.model.content
        is_old = old_rows(window.tables.branches)
        told = content.values["feeder"]
        assert is_old[told == SILENT_FEEDER].all()
        others = {ElementRef(str(content.tables[k]), int(content.rows[k])) for k in np.flatnonzero(is_old)}
        touching = {ref for ref in others if SILENT_FEEDER in feeders_at(network, ref)}
        assert others == touching, "only what has an end in the silent feeder"
        assert np.count_nonzero(~is_old) > np.count_nonzero(is_old)
        wait_until(lambda: old_feeders(console) == {SILENT_FEEDER}, "the tree to say it of one feeder")
        assert window.charts.cornerWidget().text() == "partly old"  # type: ignore[attr-defined]
        assert "not known" in window.mode_bar.violations_text
        assert "PARTLY OLD" in window.diagram_panel.provenance

        for feeder, is_doubtful in ((SILENT_FEEDER, True), (OTHER_FEEDER, False)):
            assert (told == feeder).any(), (feeder, np.unique(told, return_counts=True))
            row = int(np.flatnonzero((told == feeder) & (content.tables == "line"))[0])
            window.selection.choose([ElementRef("line", int(content.rows[row]))])
            wait_until(lambda want=is_doubtful: inspector_is_old(console) is want, f"the inspector of {feeder}", 10)
    finally:
        for widget in qapp.topLevelWidgets():
            if widget is not console.window and widget.isVisible():
                widget.close()
        console.window.close()
        console.close()


def old_rows(table: ValueTable) -> np.ndarray:
    """``(n,)`` rows whose flow is hatched."""
    quality = table.model.content.qualities["loading_percent"]
    return (quality.flags & CellFlag.STALE) != 0


def old_feeders(console: LiveConsole) -> set[str]:
    """Feeders of the tree whose power is hatched."""
    tree, found = console.window.network_tree.tree, set()
    for k in range(tree.topLevelItemCount()):
        station = tree.topLevelItem(k)
        found |= {station.child(i).text(0) for i in range(station.childCount()) if station.child(i).toolTip(1)}
    return found


def inspector_is_old(console: LiveConsole) -> bool:
    """Whether the fact "Loading" of the inspector, which nobody measures, is hatched."""
    shown = console.window.inspector._shown
    assert shown is not None
    facts = [f for s in shown[0].sections for f in s.facts if "calculated" in f.origin]
    return bool(facts) and all(f.flags & CellFlag.STALE for f in facts)
