"""Where on the diagram a change was made."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from engines.grid.network import ElementRef, Network
from engines.study.change import Change


def changed_refs(change: Change, network: Network) -> tuple[ElementRef, ...]:
    """The equipment a change names; none for what concerns the network as a whole or is not in it."""
    ids: list[str] = []
    for each in fields(change) if is_dataclass(change) else ():
        value = getattr(change, each.name)
        if each.name.endswith("_id") and isinstance(value, str):
            ids.append(value)
        elif each.name.endswith("_ids") and isinstance(value, tuple):
            ids += [v for v in value if isinstance(v, str)]
    found = (network.find(element_id) for element_id in ids)
    return tuple(dict.fromkeys(ref for ref in found if ref is not None))
