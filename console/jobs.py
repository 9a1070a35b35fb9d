"""What the console asks of its workers; free of Qt, and heavy imports only inside.

Every function here runs in a worker process and is named to the task runner as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.grid.difference import Moment
from engines.grid.network import Network
from engines.loadflow.requests import SolveReply, SolveRequest
from engines.study.study import Study
from engines.values.schematic import DiagramLayout
from engines.values.topology import Topology
from engines.values.validation import InputError, ValidationReport
from engines.values.work import WorkContext


@dataclass(frozen=True, slots=True, eq=False)
class OpenedNetwork:
    """A network with what the window needs to draw it.

    Attributes:
        case: file or name it was opened by.
        layout: schematic positions; map_layout: ``None`` where there are no coordinates.
        moments: solutions that came with it, for the first picture.
    """

    case: str
    network: Network
    report: ValidationReport
    layout: DiagramLayout
    map_layout: DiagramLayout | None = None
    moments: tuple[Moment, ...] = ()


def open_network_job(context: WorkContext, case: str, cache_folder: Path) -> OpenedNetwork:
    """Read, check and lay out a network. Raises ``InputError`` with the report where it cannot be used."""
    from engines.exchange.opening import work_open

    network, report = work_open(context, case, cache_folder)
    for finding in report.findings:
        if str(finding.severity) == "error":
            place = f"{case}, {finding.element}" if finding.element else case
            raise InputError(place, finding.reason, finding.remedy, report)
    context.report(0.8, "layout")
    return lay_out(network, case, report)


def lay_out(
    network: Network,
    case: str,
    report: ValidationReport,
    hand_positions: Mapping[str, tuple[float, float]] | None = None,
) -> OpenedNetwork:
    """The network with its positions on the diagram and on the map."""
    from engines.schematic.layout import schematic_layout
    from engines.schematic.map_layout import map_layout

    schematic = schematic_layout(network, hand_positions=hand_positions)
    return OpenedNetwork(case, network, report, schematic, map_layout(network))


def layout_job(
    context: WorkContext, network: Network, case: str, report: ValidationReport, hand: dict[str, tuple[float, float]]
) -> OpenedNetwork:
    """Lay out a network that is already open: after a structural change, or with positions moved by hand."""
    return lay_out(network, case, report, hand)


def warm_job(context: WorkContext) -> Any:
    """Import the engines and solve something small, so that the first real solve is fast."""
    from engines.loadflow.work import work_warm

    return work_warm(context)


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A worker's answer to a solve: the reply, and the topology of the same snapshot."""

    reply: SolveReply
    topology: Topology | None = None


def solve_job(context: WorkContext, request: SolveRequest) -> Solved:
    """Load flow and topology of one snapshot."""
    from engines.grid.topology import analyse
    from engines.loadflow.work import latest_snapshot, work_solve

    reply = work_solve(context, request)
    snapshot = latest_snapshot(context, request.client)
    if reply.result is None or snapshot is None:
        return Solved(reply)
    return Solved(reply, analyse(snapshot))


def open_study_job(context: WorkContext, case: str, cache_folder: Path) -> tuple[OpenedNetwork, Study]:
    """Read a saved study and lay out its network as the changes left it."""
    from engines.study.file import read_study

    study = read_study(Path(case))
    context.report(0.5, "layout")
    network = study.snapshot().network
    report = ValidationReport(case)
    return lay_out(network, case, report, dict(study.hand_positions)), study


def recover_study_job(context: WorkContext, folder: Path) -> tuple[OpenedNetwork, Study, Path | None]:
    """Read what an earlier run left unsaved and lay out its network as the changes left it."""
    from console.studies.autosave_file import read_autosave

    study, path = read_autosave(folder)
    network = study.snapshot().network
    opened = lay_out(network, study.base.source, ValidationReport(str(folder)), dict(study.hand_positions))
    return opened, study, path
