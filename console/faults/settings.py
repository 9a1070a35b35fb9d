"""How a site repairs its faults: ``faults.toml`` in its folder, where somebody wrote one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from engines.grid.network import Network
from engines.values.validation import InputError

FILE_NAME = "faults.toml"


@dataclass(frozen=True, slots=True)
class FaultSettings:
    """What may differ from site to site.

    Attributes:
        customers, crews: files beside it (or absolute), "" for what the network names and nobody.
        needs_approval: a second person approves each switching order.
        credible_level: the zones that hold this share of the probability stay isolated.
        chance_limit: a closing likelier than this to meet the fault asks for a patrol.
        seconds: for refining a plan; repair_hours: how long a repair is expected to last, until a crew knows.
        momentary_minutes: interruptions up to this long are momentary in the indices (IEEE 1366: 5).
        lockout_s: a device that does not say so has locked out once it has stayed open this long.
        grid_forming: ids of generation and storage that can hold up an island of its own.
        reach_factor: smallest fault current over the pickup that must see it; 0 leaves it unchecked, which plans say.
    """

    customers: str = ""
    crews: str = ""
    needs_approval: bool = False
    credible_level: float = 0.99
    chance_limit: float = 0.01
    seconds: float = 5.0
    repair_hours: float = 4.0
    momentary_minutes: float = 5.0
    lockout_s: float = 60.0
    reach_factor: float = 1.1
    grid_forming: tuple[str, ...] = ()


GRID_FORMING = ("sgen", "gen", "storage")
_RANGES = {
    "credible_level": (0.5, 0.9999),
    "chance_limit": (0.0, 1.0),
    "seconds": (0.0, 60.0),
    "repair_hours": (0.0, 168.0),
    "momentary_minutes": (0.5, 60.0),
    "lockout_s": (1.0, 3600.0),
    "reach_factor": (0.0, 10.0),
}


def read_settings(folder: Path) -> tuple[FaultSettings, tuple[str, ...]]:
    """What the site's folder says; for a line that makes no sense what is usual, and a sentence that names it.

    Raises ``InputError`` for a file that cannot be read at all.
    """
    path = folder / FILE_NAME
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return FaultSettings(), ()
    except (OSError, ValueError) as error:
        raise InputError(
            str(path), f"cannot be read ({error})", "correct it, or remove it for what is usual"
        ) from error
    usual = FaultSettings()
    known = {part.name: getattr(usual, part.name) for part in fields(FaultSettings)}
    values: dict[str, Any] = {}
    findings: list[str] = []
    for key, value in told.items():
        place = f"{path}: {key}"
        try:
            if key not in known:
                raise InputError(place, "is not known", f"write one of {', '.join(known)}")
            values[key] = _checked(place, key, known[key], value)
        except InputError as error:
            findings.append(str(error))
    return replace(usual, **values), tuple(findings)


def with_known_units(settings: FaultSettings, network: Network) -> tuple[FaultSettings, tuple[str, ...]]:
    """The settings with the grid-forming units that the network has, and a sentence for each it has not."""
    refs = {unit: network.find(unit) for unit in settings.grid_forming}
    known = tuple(unit for unit, ref in refs.items() if ref is not None and ref.table in GRID_FORMING)
    unknown = [unit for unit in settings.grid_forming if unit not in known]
    said = tuple(f"grid_forming: {u} is no generation or storage of the network; it was left out" for u in unknown)
    return replace(settings, grid_forming=known), said


def _checked(place: str, key: str, usual: Any, value: Any) -> Any:
    if isinstance(usual, bool | str):
        if not isinstance(value, type(usual)):
            raise InputError(
                place, f"is {value!r}", "write true or false" if isinstance(usual, bool) else "write a text"
            )
        return value
    if isinstance(usual, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InputError(place, f"is {value!r}", 'write a list of ids, as ["storage:1"]')
        return tuple(value)
    low, high = _RANGES[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InputError(place, f"is {value!r}", f"give a number from {low:g} to {high:g}")
    return float(value)
