"""What the field says of protective devices and switches, as fault repair needs it. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable

from console.points.store import PointStore
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.points import PointFreshness, PointQuality, Quantity


class Devices:
    """Reads one store.

    Args:
        lockout_s: what does not say so itself has locked out after standing open for so long.
    """

    def __init__(self, network: Network, store: PointStore, lockout_s: float) -> None:
        self._network, self._store, self._lockout_s = network, store, lockout_s
        self._of: dict[Quantity, dict[str, int]] = {}
        for row, definition in enumerate(store.definitions):
            self._of.setdefault(definition.quantity, {})[definition.element_id] = row

    def value(self, element_id: str, quantity: Quantity) -> float | None:
        """What a point of a device says; ``None`` where there is none, or nothing usable."""
        row = self._of.get(quantity, {}).get(element_id)
        if row is None or self._store.quality[row] == PointQuality.INVALID:
            return None
        found = float(self._store.value[row])
        return found if found == found else None

    def has(self, element_id: str, quantity: Quantity) -> bool:
        """Whether a device has such a point."""
        return element_id in self._of.get(quantity, {})

    def is_open(self, element_id: str, snapshot: Snapshot) -> bool:
        """Whether a switch is known to be open."""
        ref = self._network.find(element_id)
        if ref is None or ref.table != "switch":
            return False
        return bool(snapshot.switch_position[ref.row] == SwitchPosition.OPEN)

    def is_closed(self, element_id: str, snapshot: Snapshot) -> bool:
        """Whether a switch is known to be closed."""
        ref = self._network.find(element_id)
        return ref is not None and ref.table == "switch" and bool(snapshot.switch_closed[ref.row])

    def is_locked_out(self, element_id: str, snapshot: Snapshot, open_s: float) -> bool:
        """Whether the protection will not reclose by itself any more.

        Args:
            open_s: how long it has stood open.
        """
        if not self.is_open(element_id, snapshot):
            return False
        if self.has(element_id, Quantity.IS_LOCKED_OUT):
            told = self.value(element_id, Quantity.IS_LOCKED_OUT)
            if told is not None:
                return told == 1.0
        elif self.value(element_id, Quantity.IS_RECLOSING_ON) == 0.0:
            return True
        return open_s >= self._lockout_s

    def flagged(self, quantity: Quantity) -> tuple[str, ...]:
        """Devices whose flag is set."""
        return tuple(e for e in self._of.get(quantity, {}) if self.value(e, quantity) == 1.0)

    def unusable(self) -> frozenset[str]:
        """Switches that would refuse: blocked drives in either direction."""
        return frozenset((*self.flagged(Quantity.IS_OPENING_BLOCKED), *self.flagged(Quantity.IS_CLOSING_BLOCKED)))

    def out_of_reach(self) -> frozenset[str]:
        """Remote switches that cannot be commanded now: local, or not heard of."""
        local = self.flagged(Quantity.IS_LOCAL)
        positions = self._of.get(Quantity.POSITION, {})
        silent = (e for e, row in positions.items() if self._store.freshness[row] == PointFreshness.STALE)
        switches = frozenset(positions)
        return frozenset(e for e in (*local, *silent) if e in switches)

    def recloses(self) -> frozenset[str]:
        """Switches whose automatic reclosing is on, or not known to be off."""
        points = self._of.get(Quantity.IS_RECLOSING_ON, {})
        return frozenset(e for e in points if self.value(e, Quantity.IS_RECLOSING_ON) != 0.0)

    def uncontrolled(self, element_ids: Iterable[str]) -> frozenset[str]:
        """Those that this console has no control of."""
        positions = self._of.get(Quantity.POSITION, {})
        rows = ((e, positions.get(e)) for e in element_ids)
        return frozenset(e for e, row in rows if row is None or not self._store.definitions[row].is_controllable)
