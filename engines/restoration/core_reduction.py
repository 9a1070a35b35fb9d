"""Branches in series made one, so that the programme stays small.

::

    near ──A── node ──B── far        load L at the node, α = r_A / (r_A + r_B)
    near ─────A+B────── far          (1 - α) L at near, α L at far

The voltages at the ends stay exactly as they were, and the losses become smaller, never larger: the square of a mean
is at most the mean of the squares.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engines.restoration.core_network import CoreBranch, CoreNetwork

_NEGLIGIBLE_W = 2e-3
"""A squared voltage a node may need more than its neighbours without being kept for it; the load flow minds it."""


def without_series(core: CoreNetwork) -> CoreNetwork:
    """The skeleton without the nodes that only join two branches of one zone or one live path."""
    above: dict[int, int] = {branch.far: k for k, branch in enumerate(core.branches)}
    below: dict[int, list[int]] = {}
    for k, branch in enumerate(core.branches):
        below.setdefault(branch.near, []).append(k)
    fixed = {node for ends in core.terminals.values() for node in ends} | set(core.roots)
    branches: dict[int, CoreBranch] = dict(enumerate(core.branches))
    merged = {k: k for k in branches}
    p, q, low = list(core.p_mw), list(core.q_mvar), list(core.low_w)
    stands_for = {node: node for node in range(len(core.nodes))}
    for node in range(len(core.nodes)):
        if node in fixed or node not in above or len(below.get(node, ())) != 1:
            continue
        first, second = above[node], below[node][0]
        a, b = branches[first], branches[second]
        if a.zone != b.zone or not _is_negligible(core, low, a.near, node, b.far):
            continue
        share = a.r_pu / (a.r_pu + b.r_pu) if a.r_pu + b.r_pu > 0 else 0.5
        for load in (p, q):
            load[a.near] += (1 - share) * load[node]
            load[b.far] += share * load[node]
        branches[first] = _joined(a, b, p[node], q[node], share)
        del branches[second]
        merged[second] = first
        above[b.far] = first
        stands_for[node] = b.far if share >= 0.5 else a.near
    return _renumbered(core, branches, merged, stands_for, p, q, low)


def _is_negligible(core: CoreNetwork, low: list[float], near: int, node: int, far: int) -> bool:
    if np.isfinite(core.w0[node]):
        slack, beyond = core.w0[node] - low[node], core.w0[far] - low[far]
        return bool(slack >= beyond - _NEGLIGIBLE_W)
    return low[node] <= max(low[near], low[far]) + _NEGLIGIBLE_W


def _joined(a: CoreBranch, b: CoreBranch, p_mw: float, q_mvar: float, share: float) -> CoreBranch:
    tighter = min((a, b), key=lambda branch: branch.cap_mva - np.hypot(branch.p0_mw, branch.q0_mvar))
    return replace(
        tighter,
        near=a.near,
        far=b.far,
        r_pu=a.r_pu + b.r_pu,
        x_pu=a.x_pu + b.x_pu,
        near_mva=a.near_mva + (1 - share) * complex(p_mw, q_mvar),
        far_mva=b.far_mva + share * complex(p_mw, q_mvar),
    )


def _renumbered(
    core: CoreNetwork,
    branches: dict[int, CoreBranch],
    merged: dict[int, int],
    stands_for: dict[int, int],
    p: list[float],
    q: list[float],
    low: list[float],
) -> CoreNetwork:
    def last(links: dict[int, int], k: int) -> int:
        while links[k] != k:
            k = links[k]
        return k

    kept = [node for node in range(len(core.nodes)) if stands_for[node] == node]
    number = {node: k for k, node in enumerate(kept)}
    place = {k: at for at, k in enumerate(sorted(branches))}
    home = np.array([number[last(stands_for, n)] for n in range(len(core.nodes))], np.int64)
    return CoreNetwork(
        nodes=[core.nodes[n] for n in kept],
        zone=[core.zone[n] for n in kept],
        p_mw=[p[n] for n in kept],
        q_mvar=[q[n] for n in kept],
        low_w=[low[n] for n in kept],
        w0=[core.w0[n] for n in kept],
        roots=[number[n] for n in core.roots],
        branches=[replace(branches[k], near=number[branches[k].near], far=number[branches[k].far])
                  for k in sorted(branches)],
        terminals={j: (number[a], number[b]) for j, (a, b) in core.terminals.items()},
        home=np.where(core.home >= 0, home[core.home], -1),
        at={key: place[last(merged, k)] for key, k in core.at.items()},
    )  # fmt: skip
