"""How the simulated district behaves: the figures of its devices and meters."""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.grid.switches import SwitchKind
from engines.protection.grading import GradingRules
from engines.protection.options import ShortCircuitOptions
from engines.protection.settings import ProtectionSettings
from engines.values.frozen import FrozenMap


def _travel_s() -> FrozenMap[str, float]:
    return FrozenMap(
        {
            SwitchKind.BREAKER: 0.06,
            SwitchKind.RECLOSER: 0.06,
            SwitchKind.LOAD_BREAK_SWITCH: 4.0,
            SwitchKind.DISCONNECTOR: 6.0,
            SwitchKind.FUSE: 0.0,
        }
    )


@dataclass(frozen=True, slots=True)
class SwitchgearOptions:
    """Drives.

    Attributes:
        travel_s: time between the positions, by kind of switch; a motor takes seconds, a spring some cycles.
        reaction_s: from the command to the first movement.
        give_up_s: a drive that has not arrived this long after its travel time lets go of the command.
        by_hand_s: how long people at the switch need once they are told to operate it.
    """

    travel_s: FrozenMap[str, float] = field(default_factory=_travel_s)
    reaction_s: float = 0.2
    give_up_s: float = 4.0
    by_hand_s: float = 1.0


@dataclass(frozen=True, slots=True)
class RegulatorOptions:
    """Tap changers of primary transformers and their automatic regulators.

    Attributes:
        smallest_range: taps a tap changer must have to count as one that moves under load.
        travel_s: time of one step.
        setpoint_pu: voltage the regulators begin with.
        bandwidth: half width of the dead band, in tap steps; below 0.5 a regulator would hunt.
        first_delay_s, next_delay_s: how long the voltage must be outside before the first and each further step.
    """

    smallest_range: int = 8
    travel_s: float = 4.0
    setpoint_pu: float = 1.02
    bandwidth: float = 0.8
    first_delay_s: float = 60.0
    next_delay_s: float = 10.0


@dataclass(frozen=True, slots=True)
class GenerationOptions:
    """Generators, storage and capacitors.

    Attributes:
        smallest_remote_mva: smaller generators have neither telemetry nor remote control.
        setpoint_s: from a setpoint to its effect.
        power_factor: the least a generator must be able to run at; bounds the reactive setpoint.
        reconnect_s: how long the voltage must be back before a generator returns.
        ramp_s: how long it then takes to full power.
        efficiency: of storage, each way.
        capacitor_step_s: time of one step of a capacitor bank.
        discharge_s: a step that was switched off stays off this long.
    """

    smallest_remote_mva: float = 0.1
    setpoint_s: float = 1.0
    power_factor: float = 0.9
    reconnect_s: float = 60.0
    ramp_s: float = 300.0
    efficiency: float = 0.95
    capacitor_step_s: float = 1.0
    discharge_s: float = 60.0


@dataclass(frozen=True, slots=True)
class MeterOptions:
    """Measurement.

    Attributes:
        scan_s: how often meters of the control system look.
        noise: factor on all noise and gain errors; 0 makes every meter perfect.
        gain_percent: largest constant error of a power or current meter, drawn per meter.
        sigma_percent: random error of power and current meters, percent of full scale.
        voltage_sigma_pu: random error of voltage meters.
        dead_band_percent: change of power or current that is reported, percent of full scale.
        voltage_dead_band_pu: change of voltage that is reported.
        smart_interval_s: how often a smart meter sends its voltage.
        last_gasp_s: within which time meters tell that their voltage is gone; some take their time.
        last_gasp_lost: share of last gasps that never arrive.
        return_s: within which time meters tell that the voltage is back.
        metered_load_mva: larger loads have a power meter of the control system.
    """

    scan_s: float = 1.0
    noise: float = 1.0
    gain_percent: float = 0.2
    sigma_percent: float = 0.01
    voltage_sigma_pu: float = 0.0001
    dead_band_percent: float = 0.05
    voltage_dead_band_pu: float = 0.0005
    smart_interval_s: float = 900.0
    last_gasp_s: float = 15.0
    last_gasp_lost: float = 0.05
    return_s: float = 45.0
    metered_load_mva: float = 0.3


@dataclass(frozen=True, slots=True)
class PlantOptions:
    """All of it.

    Attributes:
        solve_s: how often loads and generation move; switching is solved at once.
        fluctuation_percent: how much a load wanders around its profile (standard deviation).
        fluctuation_s: how long such a wandering lasts.
        indicator_reset_s: after which time a fault passage indicator resets itself.
        deionisation_s: how long the place of a transient fault must be dead until it is gone.
        disturbing_ka: from this fault current on measured values mean nothing while it flows.
        short_circuit: neutral treatment and assumptions for fault currents.
        grading: how protection settings follow from the network; protection: settings instead of those.
    """

    solve_s: float = 5.0
    fluctuation_percent: float = 5.0
    fluctuation_s: float = 120.0
    indicator_reset_s: float = 4 * 3600.0
    deionisation_s: float = 0.3
    disturbing_ka: float = 0.05
    short_circuit: ShortCircuitOptions = field(default_factory=lambda: ShortCircuitOptions(assumed_s_sc_mva=1000.0))
    grading: GradingRules = field(default_factory=GradingRules)
    protection: ProtectionSettings | None = None
    switchgear: SwitchgearOptions = SwitchgearOptions()
    regulator: RegulatorOptions = RegulatorOptions()
    generation: GenerationOptions = GenerationOptions()
    meter: MeterOptions = MeterOptions()
