"""Which column of the programme is which quantity."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance

Array = np.ndarray[Any, Any]


class Layout:
    """Column numbers by quantity, ``(n_moment, n)`` each; ``layout["u"][m, k]`` is a column.

    ========== =============================================================== =========
    ``u``      squared voltage of nodes                                        pu²
    ``um``     squared voltage behind the taps of a transformer in a feeder    pu²
    ``p q l``  flow into a branch's impedance at its sending end, squared current  MW, Mvar, (MVA/pu)²
    ``tp tq``  from the sources                                                MW, Mvar
    ``rp rq``  renewables                                                      MW, Mvar
    ``ec ed eq ee``  storage: charged, discharged, reactive, held at the step's end  MW, MW, Mvar, MWh
    ``gp gq``  turbines                                                        MW, Mvar
    ``dp dx``  load under demand response, energy ahead at the step's end       MW, MWh
    ``cn cw``  capacitor steps in, and those times squared voltage             1
    ``sq``     static var compensators                                         Mvar
    ``vd``     voltage deviation, where it has a price                         pu
    ========== =============================================================== =========
    """

    def __init__(self, instance: Instance) -> None:
        feeder, node, m = instance.feeder, instance.node, len(instance.horizon)
        n_branch = len(feeder.child)
        counts = {
            "u": feeder.n_node,
            "um": len(instance.feeder_tap_branch),
            **dict.fromkeys(("p", "q", "l"), n_branch),
            **dict.fromkeys(("tp", "tq"), len(feeder.roots)),
            **dict.fromkeys(("rp", "rq"), len(node["ren"])),
            **dict.fromkeys(("ec", "ed", "eq", "ee"), len(node["es"])),
            **dict.fromkeys(("gp", "gq"), len(node["mt"])),
            **dict.fromkeys(("dp", "dx"), len(node["dr"])),
            **dict.fromkeys(("cn", "cw"), len(node["cb"])),
            "sq": len(node["svc"]),
            "vd": feeder.n_node if instance.case.prices.voltage_deviation > 0 else 0,
        }
        self._columns: dict[str, Array] = {}
        at = 0
        for name, n in counts.items():
            self._columns[name] = at + np.arange(m * n).reshape(m, n)
            at += m * n
        self.n_column = at

    def widened(self, n: int) -> Layout:
        """The layout with ``n`` nameless columns behind it."""
        wider = copy(self)
        wider.n_column = self.n_column + n
        return wider

    def columns(self) -> tuple[Array, ...]:
        """All named columns, ``(n_moment, n)`` each."""
        return tuple(self._columns.values())

    def __getitem__(self, name: str) -> Array:
        return self._columns[name]
