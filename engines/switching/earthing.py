"""The earthing interlock: what is earthed is never made live, and what may be live is never earthed."""

from __future__ import annotations

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.switching import wording
from engines.switching.conduction import switch_nodes, with_position, zones
from engines.switching.dressed import dressed_snapshot
from engines.switching.operation import Operation, label_of
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.phrase import phrase
from engines.values.site import PortableEarth, SiteState


def earthing_checks(snapshot: Snapshot, site: SiteState, operation: Operation) -> tuple[Check, ...]:
    """Whether closing a switch would join an earth with a source, or with generation that nobody controls.

    A position that is not known counts as closed. Costs one search of the graph, and nothing without earths.
    """
    ref = snapshot.network.find(operation.element_id)
    if not operation.is_closing or not site.earths or ref is None or ref.table != "switch":
        return ()
    nodes = switch_nodes(snapshot, ref.row)
    if nodes is None:
        return ()
    after = zones(with_position(snapshot, ref.row, SwitchPosition.CLOSED), site, for_safety=True)
    found: list[Check] = []
    for zone in sorted({int(after.zone[n]) for n in nodes}):
        earths = [site.earths[k] for k in after.earths_in(zone).tolist()]
        if after.has_source[zone]:
            found += [_check(snapshot.network, e, wording.EARTH_MADE_LIVE, Verdict.FORBIDDEN) for e in earths]
        elif after.has_generation[zone]:
            found += [_check(snapshot.network, e, wording.EARTH_ON_BACKFED, Verdict.NEEDS_READING) for e in earths]
    return tuple(found)


def check_site_change(snapshot: Snapshot, before: SiteState, after: SiteState) -> tuple[Check, ...]:
    """Whether what people put on, lift or dress by hand brings an earth onto a live part.

    Args:
        snapshot: as the field says, not dressed.
        before, after: the site before and after the change.
    """
    if not after.earths:
        return ()
    old, new = (zones(dressed_snapshot(snapshot, s), s, for_safety=True) for s in (before, after))
    known = {before.earths[k].earth_id for k in old.live_earths.tolist()}
    live = [after.earths[k] for k in new.live_earths.tolist()]
    found = [
        _check(snapshot.network, e, wording.EARTH_ON_LIVE, Verdict.FORBIDDEN) for e in live if e.earth_id not in known
    ]
    placed = {e.earth_id for e in before.earths}
    for k, earth in enumerate(after.earths):
        node = int(new.earth_node[k])
        if earth in live or earth.earth_id in placed or node < 0 or not new.has_generation[new.zone[node]]:
            continue
        found.append(_check(snapshot.network, earth, wording.EARTH_ON_BACKFED, Verdict.NEEDS_READING))
    return tuple(found)


def _check(network: Network, earth: PortableEarth, template: str, verdict: Verdict) -> Check:
    place = earth.line_id or earth.bus_id
    values = {"place": label_of(network, place), "author": earth.author}
    if template is wording.EARTH_ON_BACKFED:
        del values["author"]
    return Check(Rule.EARTH, verdict, phrase(template, **values), (place,))
