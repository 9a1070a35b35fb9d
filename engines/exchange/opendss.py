"""OpenDSS scripts as networks: tables for the diagram, and the script itself for the load flow.

OpenDSS models phases, neutrals and controls our tables do not; the load flow of such a network is OpenDSS's
own. The tables hold positive-sequence equivalents. Runs in a worker.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engines.exchange.opendss_branches import line_tables, transformer_tables
from engines.exchange.opendss_injections import injection_tables
from engines.exchange.opendss_points import bus_table, source_table
from engines.exchange.opendss_reactors import reactor_rows
from engines.exchange.opendss_script import flatten
from engines.grid.limits import Limits, VoltageBand
from engines.grid.network import Network, make_network
from engines.values.validation import Finding, FindingSeverity, InputError

# ANSI C84.1, service voltage: range A is normal, range B an emergency.
_LIMITS = Limits((VoltageBand(0.0, float("inf"), 0.95, 1.05, 0.917, 1.058),))


def read_opendss(path: Path) -> tuple[Network, tuple[Finding, ...]]:
    """The network of an OpenDSS master script.

    Each row of its tables names its OpenDSS element in column ``dss_name`` (``line.650632``; a bus by its
    name), and the whole script without paths is ``attachments["opendss"]``. Raises ``InputError``.
    """
    script = flatten(path)
    engine = private_engine()
    run_script(engine, script.text, str(path))
    findings = list(_left_out(script.left_out))
    bus, index = bus_table(engine, script.coordinates, findings)
    tables = {"bus": bus, "ext_grid": source_table(engine, index)}
    tables |= line_tables(engine, index)
    tables |= transformer_tables(engine, index, bus, findings)
    tables["impedance"], reactors = reactor_rows(engine, index, bus)
    tables |= injection_tables(engine, index, bus, reactors, findings)
    network = make_network(
        str(engine.Circuit.Name()) or path.stem,
        tables,
        f_hz=float(engine.Solution.Frequency()),
        limits=_LIMITS,
        is_geographic=_are_degrees(script.coordinates),
        source=path.name,
        attachments={"opendss": script.text},
    )
    return network, tuple(findings)


def private_engine() -> Any:
    """An OpenDSS of its own, with no windows, no editor and no changing of folders."""
    from opendssdirect import dss

    engine = dss.NewContext()
    engine.Basic.AllowForms(False)
    engine.Basic.AllowEditor(False)
    engine.Basic.AllowChangeDir(False)
    engine.Basic.AllowDOScmd(False)
    return engine


def run_script(engine: Any, text: str, place: str) -> None:
    """Build the circuit of a flattened script. Raises ``InputError`` with OpenDSS's own complaint."""
    from dss import DSSException

    try:
        engine.Text.Command("clear")
        engine.Text.Commands(text)
        if engine.Basic.NumCircuits():
            engine.Text.Command("makebuslist")
    except DSSException as error:
        reason = f"OpenDSS refuses it: {' '.join(str(error).split())[:300]}"
        raise InputError(place, reason, "correct the script until OpenDSS runs it") from error
    if engine.Basic.NumCircuits() == 0 or engine.Circuit.NumBuses() == 0:
        raise InputError(place, "defines no circuit with buses", "open the master file, the one with New Circuit")


def _left_out(commands: list[str]) -> list[Finding]:
    if not commands:
        return []
    reason = f"{len(commands)} commands that write files, show windows or print were left out, first {commands[0]!r}"
    return [Finding(FindingSeverity.NOTE, "", "", reason, "nothing to do")]


def _are_degrees(coordinates: dict[str, tuple[float, float]]) -> bool:
    """Whether all coordinates are degrees within a few of each other, and not on a small drawing grid."""
    if not coordinates:
        return False
    x, y = [p[0] for p in coordinates.values()], [p[1] for p in coordinates.values()]
    fits = max(map(abs, x)) <= 180 and max(map(abs, y)) <= 90
    return fits and max(x) - min(x) < 5 and max(y) - min(y) < 5 and abs(sum(y) / len(y)) > 5 and min(map(abs, x)) > 1
