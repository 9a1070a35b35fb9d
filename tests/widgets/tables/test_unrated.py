"""Where no branch has a rating, no table says that every loading is within its limits."""

from __future__ import annotations

import numpy as np

from engines.exchange.ieee33 import ieee33
from engines.grid.network import Network, with_tables
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import solve
from widgets.tables.findings import violations


def unrated() -> Network:
    """IEEE 33 whose lines have a placeholder instead of a thermal limit."""
    known = ieee33()
    return with_tables(known, {"line": known["line"].with_columns({"max_i_ka": np.full(len(known["line"]), 99999.0)})})


def test_the_table_of_violations_says_what_is_not_known() -> None:
    snapshot = Snapshot(unrated())
    table = violations(snapshot, None, solve(snapshot, verify=False))
    assert len(table.rows) == 0
    assert "every" not in table.empty
    assert "Not rated: 37 lines and transformers" in table.notice
    rated = Snapshot(ieee33())
    assert "Not rated" not in violations(rated, None, solve(rated, verify=False)).notice
