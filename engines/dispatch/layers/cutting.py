"""Where a radial district is cut into regions: at branches a case names, or balanced by size.

A region is all that a branch supplies, that branch included. What no region holds is the layer above: the sources with
their taps, and the network between them and the regions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.feeder import Feeder
from engines.dispatch.instance import Instance
from engines.dispatch.network_rows import tap_node
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

MOST_REGIONS = 100


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """What one branch supplies.

    Attributes:
        name: what a person calls it; cut: the branch of the feeder it begins with.
        above: node of the layer above that it hangs on; nodes: ``(n,)`` its own; branches: ``(n,)`` with ``cut``.
    """

    name: str
    cut: int
    above: int
    nodes: Array
    branches: Array


def cut_branches(instance: Instance, cuts: list[int], names: list[str] | None = None) -> tuple[Region, ...]:
    """The regions below some branches. Raises ``InputError`` where one region lies within another."""
    feeder = instance.feeder
    branch_above = np.full(feeder.n_node, -1, np.int64)
    branch_above[feeder.child] = np.arange(len(feeder.child))
    owner = _owners(feeder, cuts)
    for k, cut in enumerate(cuts):
        if owner[feeder.parent[cut]] >= 0:
            outer = tree_branch_name(instance, cuts[int(owner[feeder.parent[cut]])])
            reason = f"the region behind {tree_branch_name(instance, cut)} lies within that behind {outer}"
            raise InputError(instance.case.name, reason, "keep one of the two cuts")
        if int(owner[feeder.child[cut]]) != k:
            raise InputError(instance.case.name, f"names {tree_branch_name(instance, cut)} twice", "name it once")
    found = []
    for k, cut in enumerate(cuts):
        nodes = np.flatnonzero(owner == k)
        name = names[k] if names else f"behind {instance.node_label(int(feeder.parent[cut]))}"
        found.append(Region(name, cut, int(feeder.parent[cut]), nodes, branch_above[nodes]))
    return tuple(_told_apart(instance, found))


def _told_apart(instance: Instance, regions: list[Region]) -> list[Region]:
    """Regions that would bear the same name are named by the bus they begin at."""
    names = [r.name for r in regions]
    return [
        r
        if names.count(r.name) == 1
        else Region(f"from {instance.node_label(int(instance.feeder.child[r.cut]))}", *_rest(r))
        for r in regions
    ]


def _rest(region: Region) -> tuple[int, int, Array, Array]:
    return region.cut, region.above, region.nodes, region.branches


def _owners(feeder: Feeder, cuts: list[int]) -> Array:
    """``(n_node,)`` which region holds each node (the innermost); -1 for the layer above."""
    owner = np.full(feeder.n_node, -1, np.int64)
    begins = {int(feeder.child[cut]): k for k, cut in enumerate(cuts)}
    # Branches run from the sources outward, so that what lies above is known before what lies below.
    for parent, child in zip(feeder.parent.tolist(), feeder.child.tolist(), strict=True):
        owner[child] = begins.get(child, owner[parent])
    return owner


def balanced_cuts(instance: Instance, count: int) -> list[int]:
    """``count`` branches whose regions are large, none holding more than its share of the nodes.

    Of regions of one size that with more devices is preferred.

    Raises:
        InputError: the network has not so many branches side by side.
    """
    if not 1 <= count <= MOST_REGIONS:
        raise InputError("regions", f"{count} cannot be made", f"ask for 1 to {MOST_REGIONS}")
    feeder = instance.feeder
    size, above = _sizes(feeder), {int(c): int(p) for p, c in zip(feeder.parent, feeder.child, strict=True)}
    devices = np.zeros(feeder.n_node)
    for nodes in instance.node.values():
        np.add.at(devices, nodes, 1)
    for branch in range(len(feeder.child) - 1, -1, -1):
        devices[feeder.parent[branch]] += devices[feeder.child[branch]]
    # A transformer whose taps are planned stays whole within one side: so does the layer that holds its taps.
    high = set(tap_node(instance).tolist()) if len(instance.feeder_tap_branch) else set()
    branch_of = {int(c): k for k, c in enumerate(feeder.child)}
    candidates = [int(c) for c in feeder.child if int(feeder.parent[branch_of[int(c)]]) not in high]
    cap = max(1, int(np.ceil(feeder.n_node / count)))
    order = sorted(candidates, key=lambda n: (-int(size[n]), -float(devices[n]), n))
    chosen: list[int] = []
    taken: set[int] = set()
    for node in order:
        if len(chosen) == count:
            break
        if size[node] > cap or node in taken or _holds_any(node, chosen, above):
            continue
        chosen.append(node)
        taken |= _below(feeder, node)
    if len(chosen) < count:
        reason = f"{instance.snapshot.network.name} falls into {len(chosen)} regions at most in this way"
        raise InputError(f"{count} regions", reason, "ask for fewer, or name the branches in [[region]]")
    return sorted(branch_of[node] for node in chosen)


def _sizes(feeder: Feeder) -> Array:
    size = np.ones(feeder.n_node, np.int64)
    for branch in range(len(feeder.child) - 1, -1, -1):
        size[feeder.parent[branch]] += size[feeder.child[branch]]
    return size


def _holds_any(node: int, chosen: list[int], above: dict[int, int]) -> bool:
    for other in chosen:
        at: int | None = other
        while at is not None:
            if at == node:
                return True
            at = above.get(at)
    return False


def _below(feeder: Feeder, node: int) -> set[int]:
    found = {node}
    for parent, child in zip(feeder.parent.tolist(), feeder.child.tolist(), strict=True):
        if parent in found:
            found.add(child)
    return found
