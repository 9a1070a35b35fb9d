"""What a short-circuit calculation assumes where the network says nothing; all of it data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Case(StrEnum):
    """Which currents are looked for (IEC 60909-0)."""

    MAX = "max"
    """The largest: what equipment must bear."""
    MIN = "min"
    """The smallest: what protection must still see."""


class NeutralTreatment(StrEnum):
    """How the neutral of a medium-voltage grid is earthed."""

    SOLID = "solid"
    LOW_RESISTANCE = "low_resistance"
    RESONANT = "resonant"
    """Compensated by a coil (Petersen)."""
    ISOLATED = "isolated"


@dataclass(frozen=True, slots=True)
class NeutralEarthing:
    """The neutral at each bar that a transformer without an earthed low-side neutral feeds, 1 to 60 kV.

    Attributes:
        limit_ka: ``LOW_RESISTANCE``: current the resistor lets through at nominal phase voltage.
        detuning: ``RESONANT``: coil current above the capacitive one, share of it (overcompensated positive).
        damping: ``RESONANT``: active residual current, share of the capacitive one.
    """

    treatment: NeutralTreatment = NeutralTreatment.LOW_RESISTANCE
    limit_ka: float = 0.5
    detuning: float = 0.05
    damping: float = 0.03


@dataclass(frozen=True, slots=True)
class ZeroSequenceAssumptions:
    """For equipment without zero-sequence columns (``r0_ohm_per_km``, ``vk0_percent``, ``x0x_max``, ...).

    Attributes:
        earth_return_ohm_per_km: resistance of the way back through earth, added to an overhead line's
            (Carson: pi^2 f 1e-4 ohm/km a conductor, three times that in zero sequence, at 50 Hz).
        overhead_x0_x1, overhead_c0_c1: overhead lines.
        cable_r0_r1, cable_x0_x1, cable_c0_c1: cables with earthed screens (radial field: c0 equals c1).
        transformer_z0_z1: of an earthed star against delta; zigzag_z0_z1: of a zigzag winding.
        source_x0_x1, source_r0_x0: of the feeding grid above 60 kV.
    """

    earth_return_ohm_per_km: float = 0.148
    overhead_x0_x1: float = 3.5
    overhead_c0_c1: float = 0.5
    cable_r0_r1: float = 4.0
    cable_x0_x1: float = 3.0
    cable_c0_c1: float = 1.0
    transformer_z0_z1: float = 1.0
    zigzag_z0_z1: float = 0.1
    source_x0_x1: float = 1.0
    source_r0_x0: float = 0.1


@dataclass(frozen=True, slots=True)
class ShortCircuitOptions:
    """How to calculate.

    Attributes:
        lv_tolerance_percent: 6 or 10, voltage tolerance of the low-voltage grid: c is 1.05/0.95 or 1.10/0.90.
        der_k: short-circuit current of inverter-coupled generation over its rated current (largest case only).
        source_rx: R/X of a feeding grid whose ``rx_max``/``rx_min`` is not given (IEC 60909-0).
        assumed_s_sc_mva: short-circuit power of a feeding grid that does not tell its own; NaN: such a grid feeds
            no fault, and the result says so.
        min_of_max: ``s_sc_min_mva`` over ``s_sc_max_mva`` where only the latter is given.
        end_temperature_degree: of a conductor at the end of the fault, smallest case, without ``endtemp_degree``.
    """

    case: Case = Case.MAX
    lv_tolerance_percent: int = 10
    neutral: NeutralEarthing = NeutralEarthing()
    zero_sequence: ZeroSequenceAssumptions = ZeroSequenceAssumptions()
    der_k: float = 1.1
    source_rx: float = 0.1
    assumed_s_sc_mva: float = float("nan")
    min_of_max: float = 0.8
    end_temperature_degree: float = 80.0
