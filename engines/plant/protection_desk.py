"""Faults, and the protection of the district."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.switches import SwitchKind
from engines.plant.bank import Bank
from engines.plant.clock import NEVER
from engines.plant.devices import Devices
from engines.plant.options import PlantOptions
from engines.protection.fault import Fault

Array = np.ndarray[Any, Any]


class ProtectionDesk:
    """What relays, reclosers and fuses do."""

    def __init__(self, network: Network, devices: Devices, options: PlantOptions) -> None:
        kind = network["switch"]["kind"]
        self.protected: Array = np.isin(kind, [str(SwitchKind.BREAKER), str(SwitchKind.RECLOSER)])
        self.recloses: Array = kind == str(SwitchKind.RECLOSER)
        self.is_reclosing_on: Array = self.recloses.copy()
        self.setting_group: Array = np.ones(len(kind))
        self.next_us = NEVER

    def on_command(self, row: int, closes: bool, now_us: int) -> None:
        """Somebody operates the switch."""

    def add_fault(self, event_id: str, fault: Fault, *, is_permanent: bool) -> None:
        """A fault begins."""

    def remove_fault(self, event_id: str) -> None:
        """A fault was repaired."""

    def set_reclosing(self, row: int, *, is_on: bool) -> None:
        """Switch reclosing on or off."""
        self.is_reclosing_on[row] = is_on

    def set_group(self, row: int, group: int) -> None:
        """Change the setting group."""
        self.setting_group[row] = group

    def fill(self, bank: Bank) -> None:
        """Write what the relays say."""
        bank.put("switch", "is_reclosing_on", self.is_reclosing_on)
        bank.put("switch", "setting_group", self.setting_group)
