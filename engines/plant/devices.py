"""All devices of the district, and what they are doing right now."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import StateKey
from engines.plant.bank import Bank
from engines.plant.capacitors import Capacitors
from engines.plant.connection import Connection
from engines.plant.drives import Drives
from engines.plant.generation import Generation
from engines.plant.indicators import Indicators
from engines.plant.options import PlantOptions
from engines.plant.regulators import Regulators
from engines.plant.storage import Storage

Array = np.ndarray[Any, Any]
CONTROLLED_TABLES = ("switch", "trafo", "shunt", "sgen", "storage")


class Devices:
    """Drives, tap changers, banks, generators, storage and indicators of a network.

    Attributes:
        is_local: by table, ``(n,)`` switched to local: the control room can do nothing.
        is_opening_blocked, is_closing_blocked: ``(n_switch,)``.
        is_stuck: by table, ``(n,)`` the drive of a tap changer or bank does not move (switches: see ``drives``).
    """

    def __init__(self, network: Network, options: PlantOptions) -> None:
        self.network = network
        self.drives = Drives(network, options.switchgear)
        self.regulators = Regulators(network, options.regulator)
        self.capacitors = Capacitors(network, options.generation)
        self.generation = Generation(network, options.generation)
        self.storage = Storage(network, options.generation)
        self.indicators = Indicators(network, options.indicator_reset_s)
        self.is_local: dict[str, Array] = {t: np.zeros(len(network[t]), bool) for t in CONTROLLED_TABLES}
        self.is_stuck: dict[str, Array] = {t: np.zeros(len(network[t]), bool) for t in ("trafo", "shunt")}
        n = len(network["switch"])
        self.is_opening_blocked: Array = np.zeros(n, bool)
        self.is_closing_blocked: Array = np.zeros(n, bool)
        self.sgen_connection = self._connection("sgen", options)
        self.storage_connection = self._connection("storage", options)

    def _connection(self, table: str, options: PlantOptions) -> Connection:
        rows = np.asarray(self.network.bus_row(self.network[table]["bus"]), np.int64)
        return Connection(self.network[table], rows, options.generation)

    @property
    def next_us(self) -> int:
        """When something happens next."""
        parts = (
            self.drives,
            self.regulators,
            self.capacitors,
            self.storage,
            self.indicators,
            self.sgen_connection,
            self.storage_connection,
        )
        return min(part.next_us for part in parts)

    def advance(self, now_us: int) -> tuple[Array, bool]:
        """Let every device do what is due; switches that moved, and whether anything else changed the flows."""
        is_due = self.storage.next_us <= now_us
        self.storage.pass_time(now_us)
        moved = self.drives.advance(now_us)
        is_due |= self.regulators.advance(now_us, self.is_stuck["trafo"])
        is_due |= self.capacitors.advance(now_us, self.is_stuck["shunt"])
        self.indicators.advance(now_us)
        is_due |= self.sgen_connection.advance(now_us)
        is_due |= self.storage_connection.advance(now_us)
        return moved, is_due

    def on_voltage(self, is_energized: Array, now_us: int) -> bool:
        """Take notice of which buses have voltage; whether a generator or storage went off for it."""
        sgen = self.sgen_connection.on_voltage(is_energized, now_us)
        return self.storage_connection.on_voltage(is_energized, now_us) or sgen

    def columns(self, scheduled: dict[StateKey, Array], factor: Array, now_us: int) -> dict[StateKey, Array]:
        """State columns for the load flow.

        Args:
            scheduled: what profiles say; factor: ``(n_load,)`` how the loads wander around it.
        """
        own = self.network.tables
        p_sgen = scheduled.get(("sgen", "p_mw"), own["sgen"]["p_mw"]) * own["sgen"]["scaling"]
        self.generation.settle(np.nan_to_num(p_sgen), self.sgen_connection.ramp(now_us))
        p_storage = scheduled.get(("storage", "p_mw"), own["storage"]["p_mw"]) * own["storage"]["scaling"]
        self.storage.follow(np.nan_to_num(p_storage))
        self.storage.settle(self.storage_connection.is_connected)
        columns: dict[StateKey, Array] = {
            ("switch", "position"): self.drives.position,
            ("trafo", "tap_pos"): self.regulators.tap_pos,
            ("shunt", "step"): self.capacitors.step,
        }
        for quantity in ("p_mw", "q_mvar"):
            base = scheduled.get(("load", quantity), own["load"][quantity])
            columns["load", quantity] = base * factor
            # A scaling of 0 would hide what was set; powers are scaled here already.
            for table, source in (("sgen", self.generation), ("storage", self.storage)):
                columns[table, quantity] = getattr(source, quantity)
        for table in ("sgen", "storage"):
            columns[table, "scaling"] = np.ones(len(own[table]))
        for key, values in scheduled.items():
            columns.setdefault(key, values)
        return columns

    def fill(self, bank: Bank) -> None:
        """Write what the devices know of themselves into the bank."""
        bank.put("switch", "position", self.drives.position)
        bank.put("switch", "is_opening_blocked", self.is_opening_blocked)
        bank.put("switch", "is_closing_blocked", self.is_closing_blocked)
        for table, is_local in self.is_local.items():
            bank.put(table, "is_local", is_local)
        bank.put("trafo", "tap_pos", self.regulators.tap_pos)
        bank.put("trafo", "is_regulating", self.regulators.is_regulating)
        bank.put("trafo", "setpoint_pu", self.regulators.setpoint_pu)
        bank.put("shunt", "step", self.capacitors.step)
        for column in ("p_limit_mw", "q_setpoint_mvar"):
            bank.put("sgen", column, getattr(self.generation, column))
        for column in ("soc_percent", "p_setpoint_mw", "q_setpoint_mvar"):
            bank.put("storage", column, getattr(self.storage, column))
        self.indicators.show(bank.column("switch", "fault_passage"), bank.column("line", "fault_passage"))

    def fill_powers(self, bank: Bank, is_energized: Array) -> None:
        """Write what generators and storage give; nothing where there is no voltage."""
        for table, source in (("sgen", self.generation), ("storage", self.storage)):
            at = np.asarray(self.network.bus_row(self.network[table]["bus"]), np.int64)
            for column in ("p_mw", "q_mvar"):
                bank.put(table, column, np.where(is_energized[at], getattr(source, column), 0.0))
