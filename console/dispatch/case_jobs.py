"""What the editor of cases asks of its workers. Free of Qt; what knows networks is imported only inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.dispatch.jobs import open_snapshot
from console.workflows.report_files import write_whole
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_case_layout import CaseProblem
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.grid.snapshot import Snapshot

_PLACE = "network of the case editor"


def read_case_job(context: WorkContext, path: str) -> dict[str, Any]:
    """The tables of a case file, broken values and all. Raises ``InputError`` where it is no TOML."""
    from engines.dispatch.case_file import parse_document, read_text

    document = parse_document(read_text(Path(path)), path)
    document.setdefault("name", Path(path).stem)
    beside = Path(path).expanduser().resolve().parent / str(_file(document))
    if beside.is_file():
        # A network file named in a case lies beside it.
        document["network"] = {**document.get("network", {}), "file": str(beside)}
    return document


def _file(document: dict[str, Any]) -> Any:
    network = document.get("network")
    return network.get("file", "") if isinstance(network, dict) else ""


def write_case_job(context: WorkContext, document: dict[str, Any], path: Path) -> Path:
    """Write tables as a case file: whole, or not at all. Raises ``InputError`` where it cannot be written."""
    from engines.dispatch.case_document import toml_text

    return write_whole(context, toml_text(document).encode(), path)


def check_on_network_job(context: WorkContext, network: str, case: DispatchCase) -> tuple[CaseProblem, ...]:
    """What does not fit the network: of each device its bus, else the first thing that keeps a plan from being made."""
    from engines.dispatch.attaching import attach

    try:
        known = context.state.get(_PLACE)
        if known is None or known[0] != network:
            known = (network, open_snapshot(network))
            context.state[_PLACE] = known
    except InputError as error:
        return (CaseProblem("network", 0, "file", str(error)),)
    snapshot: Snapshot = known[1]
    found = tuple(_lost(case, snapshot))
    if found:
        return found
    try:
        attach(case, snapshot)
    except InputError as error:
        return (CaseProblem("", -1, "", str(error)),)
    return ()


def _lost(case: DispatchCase, snapshot: Snapshot) -> Iterator[CaseProblem]:
    from engines.dispatch.places import bus_row

    tables: dict[str, Sequence[Any]] = {
        "wt": [r for r in case.renewables if r.kind == "wt"], "pv": [r for r in case.renewables if r.kind == "pv"],
        "tie": case.ties, "es": case.storages, "mt": case.turbines, "dr": case.responses, "cb": case.capacitors,
        "svc": case.compensators, "oltc": case.substation_taps,
    }  # fmt: skip
    for table, devices in tables.items():
        for number, device in enumerate(devices):
            if device.bus is None:
                continue
            try:
                bus_row(device.bus, snapshot.network, f"[{table}] {number + 1}")
            except InputError as error:
                yield CaseProblem(table, number, "bus", str(error))
