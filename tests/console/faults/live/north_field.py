"""A simulated field that outlives its consoles, and in which a line breaks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.field.addresses import AddressMap
from console.field.map.writing import write_map
from console.field.simulator_map import simulator_server
from engines.exchange.shipped import load_shipped
from engines.plant.plant import Plant


@contextmanager
def north_field(folder: Path, line_id: str, at_s: float) -> Iterator[Path]:
    """The address map of a running field; for a console it is a real one. The line breaks after so many seconds."""
    script = folder / "script.toml"
    event = f'{{ event = "network_fault", element_id = "{line_id}" }}'
    script.write_text(f"[[entry]]\nat = {at_s}\nevent = {event}\n", "utf-8")
    command = [sys.executable, "-m", "console.cli.main", "simulate", "north", "--script", str(script)]
    with subprocess.Popen(
        [*command, "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"XDG_DATA_HOME": str(folder / "server")},
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        endpoint = str(json.loads(process.stdout.readline())["endpoint"])
        server = simulator_server("district", endpoint, Plant(load_shipped("north").network).points)
        path = folder / "north.toml"
        write_map(path, AddressMap("north", (server,)))
        yield path
        process.stdin.close()
        process.wait(20)
