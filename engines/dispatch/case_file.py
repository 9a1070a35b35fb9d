"""Reads a dispatch case from TOML; the words are those of ``resources/cases/ieee33.toml``."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from engines.dispatch.case_fields import Fields
from engines.dispatch.device_reading import read_devices
from engines.dispatch.series_reading import read_grid_price, read_profile
from engines.values.dispatch_case import NAN, DispatchCase
from engines.values.dispatch_prices import Prices
from engines.values.frozen import FrozenMap
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

LONGEST_BYTES = 5_000_000
LONGEST_STEPS = 2_000
DEFAULT_NETWORK = "ieee33"
DEVICE_TABLES = ("wt", "pv", "es", "mt", "dr", "cb", "svc", "tie", "oltc", "regulator", "region")


def open_case(name_or_path: str) -> DispatchCase:
    """The case in a file, or one that comes with the product (``ieee33``). Raises ``InputError``."""
    path = Path(name_or_path).expanduser()
    if path.is_file():
        return parse_case(read_text(path), str(path))
    shipped = files("resources").joinpath("cases", f"{name_or_path}.toml")
    if name_or_path.isidentifier() and shipped.is_file():
        return parse_case(shipped.read_text(encoding="utf-8"), name_or_path)
    if path.is_dir():
        raise InputError(name_or_path, "is a folder, not a file", "name a case file")
    raise InputError(name_or_path, "there is no such case file", "check the name, or use the sample case ieee33")


def read_text(path: Path) -> str:
    """The text of a case file. Raises ``InputError``."""
    try:
        if path.stat().st_size > LONGEST_BYTES:
            raise InputError(str(path), "is too big for a dispatch case", "name a case file")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), "cannot be read as text", "check its rights and that it is UTF-8") from error


def parse_case(text: str, place: str = "case") -> DispatchCase:
    """The case in a text. Raises ``InputError`` naming table and value."""
    return read_document(parse_document(text, place), place)


def parse_document(text: str, place: str = "case") -> dict[str, Any]:
    """The tables of a text as they stand there, not yet looked at. Raises ``InputError`` where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(place, f"is not TOML ({error})", "mend the line named") from error


def read_document(document: dict[str, Any], place: str = "case") -> DispatchCase:
    """The case that tables make. Raises ``InputError`` naming table and value."""
    top = Fields(place, document)
    n_step, step_hours, start = read_horizon(place, top.raw("horizon", {}))
    network = read_network(place, top.raw("network", {}))
    profiles = read_profiles(place, top.raw("profiles", {}), n_step, step_hours, start)
    risk = read_risk(place, top.raw("risk", {}))
    prices = read_prices(place, top.raw("price", {}), n_step, step_hours, start)
    devices = read_devices(place, {key: top.raw(key, []) for key in DEVICE_TABLES}, frozenset(profiles))
    name = top.text("name", Path(place).stem)
    top.done()
    return DispatchCase(
        name=name,
        n_step=n_step,
        step_hours=step_hours,
        prices=prices,
        profiles=FrozenMap(profiles),
        start=start,
        **network,
        **risk,
        **devices,
    )


def read_horizon(place: str, raw: Any) -> tuple[int, float, np.datetime64 | None]:
    """Number and length of the steps, and when they begin."""
    horizon = Fields(f"{place}, [horizon]", raw)
    n_step = horizon.whole("steps", least=1, most=LONGEST_STEPS)
    step_hours = horizon.number("step_hours", least=1 / 60, most=24.0)
    start = _start(horizon)
    horizon.done()
    return n_step, step_hours, start


def read_network(place: str, raw: Any) -> dict[str, Any]:
    """Fields of the case that tell of its network."""
    network = Fields(f"{place}, [network]", raw)
    file = network.text("file", DEFAULT_NETWORK)
    v_min, v_max = network.number("v_min_pu", NAN, least=0.5, most=1.5), network.number("v_max_pu", NAN, least=0.5)
    if v_min >= v_max:
        raise InputError(network.place, f"v_min_pu {v_min:g} is not below v_max_pu {v_max:g}", "exchange them")
    v_grid = network.number("v_grid_pu", NAN, least=0.5, most=1.5)
    limit = network.number("branch_limit_mva", NAN, least=1e-6)
    network.done()
    return {
        "network": file,
        "v_grid_pu": v_grid,
        "v_min_pu": v_min,
        "v_max_pu": v_max,
        "branch_limit_mva": limit,
    }


def read_profiles(
    place: str, raw: Any, n_step: int, step_hours: float, start: np.datetime64 | None
) -> dict[str, Array]:
    """Every profile, one value a step."""
    if not isinstance(raw, dict):
        Fields(f"{place}, [profiles]", raw)
    profiles = {
        key: read_profile(value, n_step, step_hours, _first_hour(start), f"{place}, [profiles], {key}")
        for key, value in raw.items()
    }
    if "load" not in profiles and start is None:
        remedy = "add load = [...], or a start in [horizon] to follow the network's own profiles"
        raise InputError(f"{place}, [profiles]", "load is missing", remedy)
    return profiles


def read_risk(place: str, raw: Any) -> dict[str, Any]:
    """Fields of the case that plans over scenarios ask for."""
    risk = Fields(f"{place}, [risk]", raw)
    found = {
        "cvar_level": risk.number("cvar_level", 0.95, least=0.0, most=0.9999),
        "cvar_weight": risk.number("cvar_weight", 0.0, least=0.0, most=1.0),
    }
    risk.done()
    return found


def read_prices(place: str, raw: Any, n_step: int, step_hours: float, start: np.datetime64 | None) -> Prices:
    """What is paid for what."""
    price = Fields(f"{place}, [price]", raw)
    return _prices(price, n_step, step_hours, _first_hour(start))


def _start(horizon: Fields) -> np.datetime64 | None:
    given = horizon.raw("start")
    if given is None:
        return None
    try:
        moment: np.datetime64 = np.datetime64(str(given).replace(" ", "T")).astype("datetime64[s]")
    except ValueError as error:
        raise InputError(horizon.place, f"start {given!r} is no time", "write it like 2026-01-14T00:00") from error
    return moment


def _first_hour(start: np.datetime64 | None) -> float:
    if start is None:
        return 0.0
    return float((start - start.astype("datetime64[D]")).astype("timedelta64[s]").astype(int)) / 3600


def _prices(price: Fields, n_step: int, step_hours: float, first_hour: float) -> Prices:
    grid = read_grid_price(price, n_step, step_hours, first_hour)
    kinds = ("loss", "pv", "wt", "es", "mt", "curtailment", "tap_move", "capacitor_move", "voltage_deviation")
    names = (*kinds, "imbalance_short", "imbalance_long")
    # A negative price of anything but energy would pay for waste.
    prices = Prices(grid, **{key: price.number(key, 0.0, least=0.0) for key in names})
    price.done()
    return prices
