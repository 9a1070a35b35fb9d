"""What a plan goes by: limits, levels of certainty, and what people know of devices and customers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engines.grid.network import Network
from engines.protection.settings import ProtectionSettings
from engines.values.frozen import FrozenMap
from engines.values.validation import InputError


@dataclass(frozen=True, slots=True)
class RestorationOptions:
    """Options of every plan; elements are named by their ids.

    Attributes:
        credible_level: the suspected zones that stay isolated hold at least this share of the probability.
        chance_limit: a closing more likely than this to meet the fault asks for a patrol or a test energisation.
        emergency_hours: for how long the emergency limits may be used; a repair that takes longer must end within
            the normal ones, and only the steps on the way may use the others.
        repair_hours: until the network is back to normal; the plan must hold for the loads expected until then.
        excluded: switches that must not be used: stuck, refused, under local control.
        held: of those of them that another switching order needs as they are: which one, to be told.
        tagged: elements under a tag that forbids making them live or operating them.
        earthed: elements with an earth on them.
        wire_down: elements named by a call about a wire on the ground.
        remote: switches whose remote control is otherwise than the network says.
        travel_s: way and work at a switch that is operated on site; default_travel_s: where it is not named.
        remote_s: one operation from the control room.
        customers, priority: connections and priority (0 to 3) of a load, over what the network says.
        customer_kw: what one connection without supply weighs beside the kilowatts of its load.
        cold_load_factor: load picked up after an outage over what it would be, until it has settled.
        reclosing: switches whose automatic reclosing is on; ``None``: every recloser's.
        sheddable: loads that may be switched off, the least important first.
        grid_forming: generation and storage that can hold up an island of its own; all other counts as away where
            supply comes back.
        island_mw: what such a unit can be counted on for until the repair, where it is not its present output, or of
            a storage what its energy lasts for.
        phases_unproven: ties at which phase sequence has never been compared: never closed between live parts.
        breaking_ka: what a breaker interrupts, where it is not ``default_breaking_ka`` (IEC 62271-100 series).
        reach_factor: smallest fault current over the pickup of the device that must see it, wherever a plan feeds
            something through another device than before; 0 leaves it unchecked, which plans say.
        protection: what breakers, reclosers and fuses are set to; ``None``: worked out by the rules of grading.
        most_shifts: open points between live feeders that a plan may move to make room for what is dead.
        seconds: for refining the first plan; 0 takes the first.
    """

    credible_level: float = 0.99
    chance_limit: float = 0.01
    emergency_hours: float = 24.0
    repair_hours: float = 4.0
    excluded: frozenset[str] = frozenset()
    held: FrozenMap[str, str] = field(default_factory=FrozenMap)
    tagged: frozenset[str] = frozenset()
    earthed: frozenset[str] = frozenset()
    wire_down: frozenset[str] = frozenset()
    remote: FrozenMap[str, bool] = field(default_factory=FrozenMap)
    travel_s: FrozenMap[str, float] = field(default_factory=FrozenMap)
    default_travel_s: float = 1800.0
    remote_s: float = 30.0
    customers: FrozenMap[str, int] = field(default_factory=FrozenMap)
    priority: FrozenMap[str, int] = field(default_factory=FrozenMap)
    customer_kw: float = 1.0
    cold_load_factor: float = 1.0
    reclosing: frozenset[str] | None = None
    sheddable: tuple[str, ...] = ()
    grid_forming: frozenset[str] = frozenset()
    island_mw: FrozenMap[str, float] = field(default_factory=FrozenMap)
    phases_unproven: frozenset[str] = frozenset()
    breaking_ka: FrozenMap[str, float] = field(default_factory=FrozenMap)
    default_breaking_ka: float = 16.0
    reach_factor: float = 1.1
    protection: ProtectionSettings | None = None
    most_shifts: int = 3
    seconds: float = 5.0


DEFAULT_OPTIONS = RestorationOptions()


def check_options(network: Network, options: RestorationOptions) -> None:
    """Raise ``InputError`` for a figure outside its range or an element that is not in the network."""
    ranges = {
        "credible_level": (0.0, 1.0),
        "chance_limit": (0.0, 1.0),
        "emergency_hours": (0.0, float("inf")),
        "repair_hours": (0.0, 24.0 * 31),
        "default_travel_s": (0.0, float("inf")),
        "remote_s": (0.0, float("inf")),
        "customer_kw": (0.0, float("inf")),
        "cold_load_factor": (1.0, 10.0),
        "reach_factor": (0.0, 10.0),
        "most_shifts": (0, 10),
        "seconds": (0.0, float("inf")),
    }
    for name, (low, high) in ranges.items():
        value = float(getattr(options, name))
        if not low <= value <= high:
            raise InputError(name, f"{value:g} is outside {low:g} to {high:g}", "give a figure within it")
    for name in ("excluded", "held", "remote", "travel_s", "phases_unproven", "breaking_ka", "reclosing"):
        _known(network, name, getattr(options, name) or (), "switch")
    for name in ("customers", "priority", "sheddable"):
        _known(network, name, getattr(options, name), "load")
    for unit_id, p_mw in options.island_mw.items():
        if not 0.0 <= p_mw < float("inf"):
            raise InputError(f"island_mw {unit_id}", f"{p_mw:g} MW is no power to count on", "give MW from 0 on")
    for name in ("tagged", "earthed", "wire_down", "grid_forming", "island_mw"):
        _known(network, name, getattr(options, name), "")


def _known(network: Network, option: str, ids: Iterable[str], table: str) -> None:
    for element_id in ids:
        ref = network.find(element_id)
        if ref is None or (table and ref.table != table):
            what = f"there is no {table or 'element'} {element_id}"
            raise InputError(option, what, f"name it by its id in {network.name}")
