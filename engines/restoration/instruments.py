"""Where indicators hang when nobody lists them."""

from __future__ import annotations

import numpy as np

from engines.grid.network import Network
from engines.grid.switches import SwitchKind

SECTIONING = (SwitchKind.LOAD_BREAK_SWITCH, SwitchKind.DISCONNECTOR)


def sectioning_indicators(network: Network) -> tuple[str, ...]:
    """Ids of the normally closed load-break switches and disconnectors at lines."""
    switch = network["switch"]
    is_one = np.isin(switch["kind"], [str(kind) for kind in SECTIONING])
    is_one &= np.asarray(switch["normal_closed"], bool) & (switch["et"] == "l")
    return tuple(switch.id[is_one].tolist())
