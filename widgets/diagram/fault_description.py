"""A zone, step or crew in words, for the card under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.grid.network import Network
from widgets.diagram.description import Description
from widgets.diagram.fault_signs import CrewSign, StepBadge, Zone
from widgets.diagram.fault_words import crew_word, name_of, step_word, zone_word
from widgets.diagram.kinds import kind_word


def _tr(text: str) -> str:
    return QCoreApplication.translate("Diagram", text)


def describe_sign(network: Network, thing: Zone | StepBadge | CrewSign) -> Description:
    """What the card under the pointer says of it."""
    if isinstance(thing, Zone):
        tip = [(line, "") for line in thing.tip.splitlines() if line]
        rows = [*tip, (_tr("Elements"), str(len(thing.refs)))]
        return Description(thing.text or thing.zone_id, zone_word(thing.kind), tuple(rows), "")
    if isinstance(thing, StepBadge):
        rows = [(_tr("Switch"), name_of(network, thing.ref))]
        rows += [(line, "") for line in thing.tip.splitlines() if line]
        kind = _tr("Switching step")
        return Description(_tr("Step {number}").format(number=thing.number), kind, tuple(rows), step_word(thing.state))
    rows = [(thing.text, "")] if thing.text else []
    if thing.ref is not None and name_of(network, thing.ref):
        rows.append((kind_word(network, thing.ref), name_of(network, thing.ref)))
    return Description(thing.name, _tr("Crew"), tuple(rows), crew_word(thing.state))
