"""What a plan goes by in the live district: the site's tags and earths, the field's refusals, the other incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from console.faults.devices import Devices
from console.faults.settings import FaultSettings
from console.workflows.customers import CustomerList
from engines.grid.network import Network
from engines.restoration.options import RestorationOptions
from engines.values.fault_evidence import EvidenceKind, FaultEvidence
from engines.values.frozen import FrozenMap
from engines.values.incidents import Incident
from engines.values.repair import SafetyDocument
from engines.values.site import SiteState, TagKind
from engines.values.switching_orders import OrderAction, OrderStepState, SwitchingOrder

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
    customers: CustomerList | None = None,
) -> RestorationOptions:
    """The options of a plan.

    Args:
        documents: safety documents of every incident; those that protect keep their points of isolation.
        kept_out: switches that belong to something else: another incident's, or not at their normal place before.
        kept_dead: buses suspected or worked at in other incidents.
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
        tagged=known.any((*tagged, *kept_dead)),
        earthed=known.any(earthed),
        wire_down=known.any(wires),
        remote=FrozenMap(dict.fromkeys(known.switches(devices.out_of_reach()), False)),
        customers=FrozenMap(_counts(customers)),
        priority=FrozenMap(_priorities(customers)),
        reclosing=known.switches(devices.recloses()),
        reach_factor=settings.reach_factor,
        seconds=seconds,
    )


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
