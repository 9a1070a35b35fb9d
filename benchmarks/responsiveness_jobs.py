"""Work of the responsiveness benchmark that runs in worker processes."""

from __future__ import annotations

from pathlib import Path

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.values.work import WorkContext


def write_case(context: WorkContext, case: str, path: Path) -> int:
    """Write a built-in network as a pandapower file; its bytes."""
    from engines.exchange.opening import work_open
    from engines.exchange.to_pandapower import write_pandapower_json

    network, _ = work_open(context, case, None)
    write_pandapower_json(Snapshot(network), path)
    return path.stat().st_size


def open_case(context: WorkContext, case: str) -> Network:
    """A built-in network."""
    from engines.exchange.opening import work_open

    return work_open(context, case, None)[0]
