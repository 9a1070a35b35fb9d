"""What a plan goes by in the live district: the site's tags and earths, the field's refusals, the other incidents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from console.faults.board import FaultBoard
from console.faults.devices import Devices
from console.faults.settings import FaultSettings
from console.faults.shares import open_loads
from console.workflows.customers import CustomerList
from engines.grid.network import Network
from engines.restoration.options import RestorationOptions
from engines.values.fault_evidence import EvidenceKind, FaultEvidence
from engines.values.frozen import FrozenMap
from engines.values.incidents import Incident, IncidentState
from engines.values.repair import SafetyDocument
from engines.values.site import SiteState, TagKind
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder

REPAIRED = (IncidentState.REPAIRED, IncidentState.NORMAL)
NEVER = (2**63, "")
BARRING = (TagKind.DO_NOT_OPERATE, TagKind.LIVE_LINE_WORK)


def plan_options(
    network: Network,
    site: SiteState,
    devices: Devices,
    settings: FaultSettings,
    *,
    seconds: float,
    repair_hours: float,
    heard: Iterable[FaultEvidence] = (),
    documents: Iterable[SafetyDocument] = (),
    kept_out: Iterable[str] = (),
    kept_dead: Iterable[str] = (),
    held: Mapping[str, str] = FrozenMap(),
    customers: CustomerList | None = None,
) -> RestorationOptions:
    """The options of a plan.

    Args:
        documents: safety documents of every incident; those that protect keep their points of isolation.
        kept_out: switches that belong to something else: another incident's, or not at their normal place before.
        kept_dead: buses suspected or worked at in other incidents.
        held: of ``kept_out`` what another order needs as it is, and which one.
        customers: from a file; ``None`` takes the network's own.
    """
    known = _Known(network)
    protecting = [d for d in documents if d.state.protects]
    tagged = [t.element_id for t in site.tags if t.kind in BARRING]
    tagged += [switch for d in protecting for switch in d.isolation]
    earthed = [e.line_id or e.bus_id for e in site.earths] + [place for d in protecting for place in d.earths]
    wires = [e.element_id for e in heard if e.kind is EvidenceKind.WIRE_DOWN]
    locked = [lock.point_id.rpartition("/")[0] for lock in site.locks]
    excluded = known.switches((*kept_out, *locked, *devices.unusable()))
    return RestorationOptions(
        credible_level=settings.credible_level,
        chance_limit=settings.chance_limit,
        repair_hours=repair_hours,
        excluded=excluded,
        held=FrozenMap({switch: why for switch, why in held.items() if switch in excluded}),
        tagged=known.any((*tagged, *kept_dead)),
        earthed=known.any(earthed),
        wire_down=known.any(wires),
        remote=FrozenMap(dict.fromkeys(known.switches(devices.out_of_reach()), False)),
        customers=FrozenMap(_counts(customers)),
        priority=FrozenMap(_priorities(customers)),
        reclosing=known.switches(devices.recloses()),
        reach_factor=settings.reach_factor,
        grid_forming=known.any(settings.grid_forming),
        seconds=seconds,
    )


@dataclass(frozen=True, slots=True)
class Bars:
    """What a plan must leave alone for the sake of other faults: ``kept_out`` switches, ``kept_dead`` elements.

    Attributes:
        held: of the switches, those that an order needs as they are, and which order.
    """

    kept_out: tuple[str, ...]
    kept_dead: tuple[str, ...]
    held: FrozenMap[str, str] = field(default_factory=FrozenMap)


def bars_of(incident: Incident, board: FaultBoard, suspected: Callable[[Incident], Sequence[str]]) -> Bars:
    """What other faults ask of a plan: those under way, those merged into one under way, the other places of its own.

    Args:
        suspected: ids of the elements among which an incident's fault is, as sure as its own plan has to be.
    """
    kept_out = [switch for switch, _ in incident.positions_before]
    kept_dead = _other_places(incident)
    held: dict[str, str] = {}
    since = min((_approved(order) for order in board.orders_of(incident.incident_id)), default=NEVER)
    for other in board.open_incidents():
        if other.state not in REPAIRED:
            kept_dead += _absorbed(other, board, suspected)
        if other.incident_id == incident.incident_id:
            continue
        kept_out += other.device_ids
        # Work that nobody has begun waits for a fault.
        waits = other.is_planned and not incident.is_planned
        for order in board.orders_of(other.incident_id):
            held |= dict.fromkeys(
                (s.element_id for s in _taken(order, (-1, "") if waits else since)), _who_has(order, other)
            )
        if other.state not in REPAIRED:
            kept_dead += (*other.isolated_ids, *other.element_ids)
        if incident.is_planned:
            # Whom a fault has cut off is its own incident's to bring back.
            kept_dead += sorted(open_loads(other))
        if other.state not in REPAIRED and not other.isolated_ids and not other.element_ids:
            # Not located yet, it may be wherever it has cut supply off.
            kept_dead += suspected(other) or sorted(open_loads(other))
    held = {switch: why for switch, why in held.items() if switch not in incident.device_ids}
    kept_out = [s for s in kept_out if s not in incident.device_ids]
    return Bars((*kept_out, *held), tuple(kept_dead), FrozenMap(held))


def holds(order: SwitchingOrder) -> bool:
    """Whether an order under way needs its switches: it was approved or begun; a draft reserves nothing."""
    return not order.state.is_over and bool(order.begun_us or order.state is OrderState.APPROVED)


def _approved(order: SwitchingOrder) -> tuple[int, str]:
    """Since when an order holds its switches, to be put in order: one that was begun comes before all others."""
    return (0 if order.begun_us else order.approved_us, order.order_id) if holds(order) else NEVER


def _who_has(order: SwitchingOrder, incident: Incident) -> str:
    return f"{order.order_id} of {incident.title} needs it, and is {order.state.value}"


def _taken(order: SwitchingOrder, since: tuple[int, str]) -> tuple[OrderStep, ...]:
    """Steps whose switches an order needs as they are: a draft takes nothing, one that is over what it has done.

    Args:
        since: of two orders that nobody has begun the one approved first has its switches.
    """
    if not order.begun_us:
        return order.steps if _approved(order) < since else ()
    return tuple(s for s in order.steps if s.state.is_begun) if order.state.is_over else order.steps


def _other_places(incident: Incident) -> list[str]:
    """A plan goes around one place; where a fault has broken more, the others stay dead like it."""
    is_whole = incident.is_planned or incident.state in REPAIRED
    return [] if is_whole else list(incident.element_ids[1:])


def _absorbed(incident: Incident, board: FaultBoard, suspected: Callable[[Incident], Sequence[str]]) -> list[str]:
    """What is known of incidents that became part of this one: it may yet have been another fault."""
    found: list[str] = []
    parts = [i for i in board.incidents.values() if i.merged_into == incident.incident_id]
    told = max((work.found_us for work in board.works_of(incident.incident_id)), default=0)
    for part in parts:
        found += [place for place in part.element_ids if place not in incident.element_ids[:1]]
        if told <= part.closed_us:
            # No crew has found anything since.
            found += part.isolated_ids or suspected(part) or tuple(element for element, _ in part.suspects)
        found += _absorbed(part, board, suspected)
    return found


def failed_switches(orders: Iterable[SwitchingOrder]) -> tuple[str, ...]:
    """Switches that have not done what an order asked of them, and that nobody wants to try again."""
    steps = [step for order in orders for step in order.steps]
    tried = [s for s in steps if s.state is OrderStepState.LEFT_OUT and s.instructed_us]
    return tuple(s.element_id for s in (*tried, *(s for s in steps if s.state is OrderStepState.FAILED)))


def reclosing_off(orders: Iterable[SwitchingOrder]) -> tuple[str, ...]:
    """Devices whose reclosing some orders have switched off, and not on again."""
    done = [s for order in orders for s in order.steps if s.state is OrderStepState.CONFIRMED]
    last = {s.element_id: s.action for s in done if s.action in (OrderAction.RECLOSING_OFF, OrderAction.RECLOSING_ON)}
    return tuple(e for e, action in last.items() if action is OrderAction.RECLOSING_OFF)


def repair_hours(incident: Incident, usual: float, now_us: int) -> float:
    """For how long a plan has to hold: until nine times of ten the repair is over."""
    if incident.estimate is None:
        return usual
    return min(max((incident.estimate.late_us - now_us) / 3.6e9, 0.5), 168.0)


class _Known:
    """Only what the network has: a tag on what is gone must not stop a plan."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def switches(self, ids: Iterable[str]) -> frozenset[str]:
        refs = ((i, self._network.find(i)) for i in ids)
        return frozenset(i for i, ref in refs if ref is not None and ref.table == "switch")

    def any(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(i for i in ids if self._network.find(i) is not None)


def _counts(customers: CustomerList | None) -> Mapping[str, int]:
    if customers is None:
        return {}
    return {load: sum(c.count for c in found) for load, found in customers.by_load.items()}


def _priorities(customers: CustomerList | None) -> Mapping[str, int]:
    """Life support weighs as much as anything can."""
    if customers is None:
        return {}
    return {
        load: max(3 if c.has_life_support else c.priority for c in found) for load, found in customers.by_load.items()
    }
