"""The devices of a case file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engines.dispatch.case_fields import Fields
from engines.values.dispatch_case import (
    INF,
    NAN,
    CapacitorBank,
    CaseRegion,
    DemandResponse,
    FeederTapChanger,
    MicroTurbine,
    Renewable,
    StaticVarCompensator,
    StorageUnit,
    SubstationTapChanger,
    UpperGridTie,
)
from engines.values.validation import InputError


def read_devices(place: str, tables: Mapping[str, Any], profiles: frozenset[str]) -> dict[str, Any]:
    """Devices by field of :class:`DispatchCase`. Raises ``InputError`` naming the device and the value."""

    def each(name: str) -> tuple[Any, ...]:
        entries = tables[name] if isinstance(tables[name], list) else [tables[name]]
        return tuple(read_device(place, name, k, len(entries), entry, profiles) for k, entry in enumerate(entries))

    return {
        "ties": each("tie"),
        "renewables": each("wt") + each("pv"),
        "storages": each("es"),
        "turbines": each("mt"),
        "responses": each("dr"),
        "capacitors": each("cb"),
        "compensators": each("svc"),
        "substation_taps": each("oltc"),
        "feeder_taps": each("regulator"),
        "regions": each("region"),
    }


def read_device(place: str, table: str, number: int, count: int, entry: Any, profiles: frozenset[str]) -> Any:
    """One device: ``number`` (from 0) of ``count`` in its table. Raises ``InputError`` naming it and the value."""
    where = f"{place}, [{table}]" if count == 1 else f"{place}, [{table}] {number + 1}"
    fields = Fields(where, entry)
    made = _renewable(fields, table, profiles) if table in ("wt", "pv") else _READERS[table](fields)
    fields.done()
    return made


def _tie(f: Fields) -> UpperGridTie:
    tie = UpperGridTie(
        bus=f.optional_bus(),
        s_mva=f.number("s_mva", INF, least=0.0),
        p_min_mw=f.number("p_min_mw", -INF),
        p_max_mw=f.number("p_max_mw", INF),
        q_min_mvar=f.number("q_min_mvar", -INF),
        q_max_mvar=f.number("q_max_mvar", INF),
        p_ramp_mw_per_h=f.number("p_ramp_mw_per_h", INF, least=0.0),
        q_ramp_mvar_per_h=f.number("q_ramp_mvar_per_h", INF, least=0.0),
        initial_p_mw=f.number("initial_p_mw", NAN),
        initial_q_mvar=f.number("initial_q_mvar", NAN),
    )
    _ordered(f, "p_min_mw", tie.p_min_mw, "p_max_mw", tie.p_max_mw)
    _ordered(f, "q_min_mvar", tie.q_min_mvar, "q_max_mvar", tie.q_max_mvar)
    for name, least in (("p_min_mw", tie.p_min_mw), ("q_min_mvar", tie.q_min_mvar)):
        if least > tie.s_mva:
            raise InputError(f.place, f"{name} {least:g} is above s_mva {tie.s_mva:g}", f"lower {name} or raise s_mva")
    for name, most in (("p_max_mw", tie.p_max_mw), ("q_max_mvar", tie.q_max_mvar)):
        if -most > tie.s_mva:
            raise InputError(f.place, f"{name} {most:g} is beyond s_mva {tie.s_mva:g}", f"raise {name} or s_mva")
    return tie


def _renewable(f: Fields, kind: str, profiles: frozenset[str]) -> Renewable:
    s_mva, profile = f.number("s_mva", least=0.0), f.text("profile", kind)
    if profile not in profiles:
        raise InputError(f.place, f"there is no profile {profile!r}", f"add {profile} = [...] to [profiles]")
    return Renewable(
        kind=kind,
        bus=f.bus(),
        s_mva=s_mva,
        p_mw=f.number("p_mw", s_mva, least=0.0),
        profile=profile,
        power_factor_min=f.number("power_factor_min", 0.0, least=0.0, most=1.0),
        element=f.text("element", ""),
    )


def _storage(f: Fields) -> StorageUnit:
    p_mw, e_mwh = f.number("p_mw", least=0.0), f.number("e_mwh", least=0.0)
    e_min = f.number("e_min_mwh", 0.0, least=0.0, most=e_mwh)
    e_initial = f.number("e_initial_mwh", least=e_min, most=e_mwh)
    return StorageUnit(
        bus=f.bus(),
        p_mw=p_mw,
        s_mva=f.number("s_mva", p_mw, least=0.0),
        e_mwh=e_mwh,
        e_initial_mwh=e_initial,
        e_min_mwh=e_min,
        e_final_mwh=f.number("e_final_mwh", e_initial, least=e_min, most=e_mwh),
        efficiency_charge=f.number("efficiency_charge", 1.0, least=0.01, most=1.0),
        efficiency_discharge=f.number("efficiency_discharge", 1.0, least=0.01, most=1.0),
        element=f.text("element", ""),
    )


def _turbine(f: Fields) -> MicroTurbine:
    s_mva = f.number("s_mva", least=0.0)
    return MicroTurbine(
        bus=f.bus(),
        s_mva=s_mva,
        p_min_mw=f.number("p_min_mw", 0.0, least=0.0, most=s_mva),
        ramp_mw_per_h=f.number("ramp_mw_per_h", INF, least=0.0),
        initial_p_mw=f.number("initial_p_mw", NAN, least=0.0, most=s_mva),
    )


def _response(f: Fields) -> DemandResponse:
    return DemandResponse(
        bus=f.bus(),
        flexible_fraction=f.number("flexible_fraction", least=0.0, most=1.0),
        max_shift_mwh=f.number("max_shift_mwh", INF, least=0.0),
    )


def _bank(f: Fields) -> CapacitorBank:
    steps = f.whole("steps", least=1, most=100)
    return CapacitorBank(
        bus=f.bus(),
        step_mvar=f.number("step_mvar", least=0.0),
        steps=steps,
        initial_step=f.whole("initial_step", 0, most=steps),
        max_moves_per_day=f.whole("max_moves_per_day", 24),
        max_steps_per_move=f.whole("max_steps_per_move", 1_000, least=1),
        follows_voltage=f.flag("follows_voltage", False),
        element=f.text("element", ""),
    )


def _compensator(f: Fields) -> StaticVarCompensator:
    low, high = f.number("q_min_mvar"), f.number("q_max_mvar")
    _ordered(f, "q_min_mvar", low, "q_max_mvar", high)
    return StaticVarCompensator(f.bus(), low, high)


def _substation_taps(f: Fields) -> SubstationTapChanger:
    k_min, k_max = f.number("k_min", least=0.5, most=1.5), f.number("k_max", least=0.5, most=1.5)
    positions = f.whole("positions", least=2, most=200)
    if k_min >= k_max:
        raise InputError(f.place, f"k_min {k_min:g} is not below k_max {k_max:g}", "exchange them")
    return SubstationTapChanger(
        k_min,
        k_max,
        positions,
        initial_position=f.whole("initial_position", most=positions - 1),
        max_moves_per_day=f.whole("max_moves_per_day", 24),
        max_positions_per_step=f.whole("max_positions_per_step", 1_000, least=1),
        bus=f.optional_bus(),
    )


def _feeder_taps(f: Fields) -> FeederTapChanger:
    return FeederTapChanger(
        trafo=f.text("trafo"),
        initial_position=f.whole("initial_position", least=-200, most=200) if "initial_position" in f else None,
        max_moves_per_day=f.whole("max_moves_per_day", 24),
        max_positions_per_step=f.whole("max_positions_per_step", 1_000, least=1),
        is_automatic=f.flag("is_automatic", False),
    )


def _ordered(f: Fields, low_name: str, low: float, high_name: str, high: float) -> None:
    if low > high:
        raise InputError(f.place, f"{low_name} {low:g} is above {high_name} {high:g}", "exchange them")


def _region(f: Fields) -> CaseRegion:
    return CaseRegion(f.text("branch"), f.text("name", ""))


_READERS: dict[str, Callable[[Fields], Any]] = {
    "tie": _tie,
    "es": _storage,
    "mt": _turbine,
    "dr": _response,
    "cb": _bank,
    "svc": _compensator,
    "oltc": _substation_taps,
    "regulator": _feeder_taps,
    "region": _region,
}
