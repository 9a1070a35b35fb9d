"""Limits as data: what is normal and what is an emergency, per voltage level and element."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class VoltageBand:
    """Voltage limits of the buses whose nominal voltage lies in ``[from_kv, to_kv)``.

    Outside ``normal`` is a medium violation, outside ``emergency`` a high one.
    """

    from_kv: float
    to_kv: float
    normal_min_pu: float = 0.95
    normal_max_pu: float = 1.05
    emergency_min_pu: float = 0.90
    emergency_max_pu: float = 1.10


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a network.

    Attributes:
        voltage_bands: first band that contains a bus's ``vn_kv`` holds; ``bus.min_vm_pu`` and
            ``bus.max_vm_pu`` override its normal limits where they are not NaN.
        loading_normal_percent: above is a medium violation (``max_loading_percent`` of a branch overrides).
        loading_emergency_percent: above is a high violation.
    """

    voltage_bands: tuple[VoltageBand, ...] = field(default_factory=lambda: (VoltageBand(0.0, float("inf")),))
    loading_normal_percent: float = 100.0
    loading_emergency_percent: float = 120.0
