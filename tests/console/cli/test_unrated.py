"""A highest loading that nobody knows is not 0 %."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from console.cli.main import main
from engines.exchange.ieee33 import ieee33
from engines.exchange.network_file import write_network_file
from engines.grid.network import Network, with_tables


def unrated() -> Network:
    """IEEE 33 whose lines have a placeholder instead of a thermal limit."""
    known = ieee33()
    return with_tables(known, {"line": known["line"].with_columns({"max_i_ka": np.full(len(known["line"]), 99999.0)})})


def test_the_command_line_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "placeholder.tieline-network"
    write_network_file(unrated(), path)
    assert main(["solve", str(path)]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "highest loading" in line]
    assert "not known: no live branch is rated" in line
    assert "0.0" not in line
