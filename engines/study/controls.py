"""Move what regulates voltage: taps, capacitor steps, set voltages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engines.grid.network import Network, Table
from engines.grid.snapshot import Snapshot
from engines.study.change import Change, find_element, label_of, require
from engines.values.phrase import Phrase, phrase
from engines.values.validation import InputError

TAP = "Tap of {name} to {position:g}"
STEP = "{name} to step {step:g}"
VOLTAGE = "Set voltage of {name} to {vm_pu:.3f} pu"

_LOWEST_PU, _HIGHEST_PU = 0.5, 1.5


def tap_range(network: Network, transformer_id: str) -> tuple[int, int]:
    """Lowest and highest tap position. Raises ``InputError`` where there is no tap changer."""
    ref = find_element(network, transformer_id, ("trafo", "trafo3w"))
    table = network[ref.table]
    low, high = _limit(table, "tap_min", ref.row), _limit(table, "tap_max", ref.row)
    if np.isnan(low) or np.isnan(high) or low >= high:
        raise InputError(label_of(network, transformer_id), "has no tap changer", "choose a transformer that has one")
    return int(np.ceil(low)), int(np.floor(high))


def _limit(table: Table, column: str, row: int) -> float:
    return float(table[column][row]) if column in table else float("nan")


@dataclass(frozen=True, slots=True)
class TapChange(Change):
    """A transformer's tap brought to a position, a whole step within its range."""

    kind: ClassVar[str] = "tap_change"

    transformer_id: str
    position: float

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        low, high = tap_range(snapshot.network, self.transformer_id)
        name = label_of(snapshot.network, self.transformer_id)
        require(
            low <= self.position <= high and self.position == int(self.position),
            name,
            f"cannot go to tap {self.position:g}",
            f"choose a whole position from {low} to {high}",
        )
        ref = find_element(snapshot.network, self.transformer_id, ("trafo", "trafo3w"))
        return snapshot.with_values(ref.table, "tap_pos", [ref.row], self.position)

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        return phrase(TAP, name=label_of(network, self.transformer_id), position=self.position)


@dataclass(frozen=True, slots=True)
class CapacitorStepChange(Change):
    """Steps of a capacitor bank (or reactor) in use."""

    kind: ClassVar[str] = "capacitor_step_change"

    shunt_id: str
    step: float

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        ref = find_element(snapshot.network, self.shunt_id, ("shunt",))
        most = float(snapshot.network["shunt"]["max_step"][ref.row])
        require(
            0 <= self.step <= most and self.step == int(self.step),
            label_of(snapshot.network, self.shunt_id),
            f"cannot go to step {self.step:g}",
            f"choose a whole step from 0 to {most:g}",
        )
        return snapshot.with_values("shunt", "step", [ref.row], self.step)

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        return phrase(STEP, name=label_of(network, self.shunt_id), step=self.step)


@dataclass(frozen=True, slots=True)
class VoltageChange(Change):
    """The voltage an external grid or a generator holds, in pu of its bus's nominal voltage."""

    kind: ClassVar[str] = "voltage_change"

    element_id: str
    vm_pu: float

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        ref = find_element(snapshot.network, self.element_id, ("ext_grid", "gen"))
        require(
            _LOWEST_PU <= self.vm_pu <= _HIGHEST_PU,
            label_of(snapshot.network, self.element_id),
            f"cannot hold {self.vm_pu:g} pu",
            f"choose a voltage from {_LOWEST_PU} to {_HIGHEST_PU} pu",
        )
        return snapshot.with_values(ref.table, "vm_pu", [ref.row], self.vm_pu)

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        return phrase(VOLTAGE, name=label_of(network, self.element_id), vm_pu=self.vm_pu)
