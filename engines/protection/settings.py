"""Protection settings of a district, as data."""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.protection.curves import Stage, fastest_s
from engines.values.frozen import FrozenMap


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """One setting group of one device.

    Attributes:
        phase: stages on the largest phase current.
        earth: stages on the earth current.
    """

    phase: tuple[Stage, ...]
    earth: tuple[Stage, ...] = ()

    def operate_s(self, i_ka: float, earth_i_ka: float = 0.0) -> float:
        """Time until it trips at steady currents; infinite where nothing picks up."""
        return min(fastest_s(self.phase, i_ka), fastest_s(self.earth, earth_i_ka))


@dataclass(frozen=True, slots=True)
class ReclosingSettings:
    """Automatic reclosing.

    Attributes:
        dead_times_s: how long the switch stays open before each attempt; as many attempts as there are times.
        reclaim_s: how long the line must hold before the count begins anew.
    """

    dead_times_s: tuple[float, ...] = (0.5, 20.0)
    reclaim_s: float = 15.0


@dataclass(frozen=True, slots=True)
class DeviceProtection:
    """The protection at one switch.

    Attributes:
        groups: setting groups, the first in force at the beginning: 1 normal feeding, 2 while the feeder also
            carries a neighbour (higher pickups).
        reclosing: ``None`` where it cannot reclose.
        is_fuse: it interrupts once, reports nothing and is replaced by hand.
        uses_neutral: its earth stages look at the current of the neutral earthed at its bar.
        backs_up: the next protective switch toward the source (row), -1 where there is none.
    """

    groups: tuple[RelaySettings, ...]
    reclosing: ReclosingSettings | None = None
    is_fuse: bool = False
    uses_neutral: bool = False
    backs_up: int = -1


@dataclass(frozen=True, slots=True)
class ProtectionSettings:
    """All protection of a network, by switch row."""

    devices: FrozenMap[int, DeviceProtection] = field(default_factory=FrozenMap)
