"""What meters and callers say of who is without supply, as likelihoods of every dead part.

The share of meters that gasp is not assumed. Every share (and every degree of how alike the meters of one zone
behave) is held possible, the evidence is weighed under each, and the result is averaged: the beta-binomial
likelihood, integrated on a grid. A fixed share makes the credible sets too small where fewer meters are heard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.averaging import log_mean
from engines.restoration.evidence import Gathered
from engines.restoration.location_options import CallRates, MeterRates
from engines.restoration.supply_paths import SupplyPaths

Array = np.ndarray[Any, Any]
ALIKE = 40.0
"""Concentration of momentary gasps: a dip reaches whole feeders, hardly single zones."""


@dataclass(frozen=True, slots=True, eq=False)
class DeadParts:
    """Log-likelihood of counts, for any dead part, under each assumption about the rates (last axis).

    Attributes:
        supplied: ``(n_rate,)`` everything has supply.
        by_area: ``(n_area, n_rate)`` what is added when the part behind an area's devices is dead.
        by_zone: ``(n_zone, n_rate)`` what is added when all behind a zone is dead and half of the zone itself.
    """

    supplied: Array
    by_area: Array
    by_zone: Array

    def joined(self, other: DeadParts) -> DeadParts:
        """What both say; the other one's rates are not in question."""
        return DeadParts(self.supplied + other.supplied, self.by_area + other.by_area, self.by_zone + other.by_zone)

    def none(self) -> float:
        """Nothing is dead."""
        return float(log_mean(self.supplied))

    def areas(self, areas: Array) -> Array:
        """One dead part for each of ``areas``; -1 means none."""
        added = np.where((areas >= 0)[:, None], self.by_area[areas], 0.0)
        return log_mean(self.supplied + added)

    def pairs(self, paths: SupplyPaths, first: Array, second: Array) -> Array:
        """Two dead parts at once for each pair of areas; one within the other counts once."""
        outer = paths.area_path.stands_before(first, second)
        inner = paths.area_path.stands_before(second, first)
        added = np.where(inner[:, None], 0.0, self.by_area[first]) + np.where(
            (outer & ~inner)[:, None], 0.0, self.by_area[second]
        )
        return log_mean(self.supplied + added)

    def beyond(self, zones: Array) -> Array:
        """What lies beyond a break in each of ``zones`` is dead."""
        return log_mean(self.supplied + self.by_zone[zones])

    def rates(self, areas: Array, weight: Array) -> Array:
        """``(n_rate,)`` posterior of the assumptions, given how likely each of ``areas`` is the dead one."""
        added = np.where((areas >= 0)[:, None], self.by_area[areas], 0.0)
        whole = self.supplied + added
        share = np.exp(whole - whole.max(axis=1, keepdims=True))
        share *= (weight / share.sum(axis=1))[:, None]
        return np.asarray(share.sum(axis=0))


def gasp_rates(rates: MeterRates) -> tuple[Array, Array, Array]:
    """Every combination of share of gasps, gathering and momentary gasps, ``(n_rate,)`` each."""
    grid = np.meshgrid(rates.gasp, rates.gathering, rates.momentary, indexing="ij")
    return grid[0].ravel(), grid[1].ravel(), grid[2].ravel()


def meter_parts(paths: SupplyPaths, found: Gathered, rates: MeterRates) -> DeadParts:
    """Last gasps and pings."""
    gasp, gathering, momentary = gasp_rates(rates)
    n, k = found.meters[:, None], found.gasps[:, None]
    live = _by_count(n, k, lambda n, k: _beta_binomial(n, k, momentary * ALIKE, (1 - momentary) * ALIKE))
    dead = _by_count(n, k, lambda n, k: _beta_binomial(n, k, gasp * gathering, (1 - gasp) * gathering))
    dead = np.logaddexp(np.log1p(-rates.lost) + dead, np.where(k == 0, np.log(rates.lost), -np.inf))
    gasps = _parts(paths, live, dead, found.gasps == 0, rates.lost)
    if not found.gasps.any():
        gasps = _or_silent(gasps, rates.silent)
    if not (found.replies.any() or found.no_replies.any()):
        return gasps
    # Answers count by themselves: what is lost is gasps, and an answer was heard.
    return gasps.joined(_parts(paths, *_pings(found, rates), found.gasps == 0, 0.0))


def _or_silent(parts: DeadParts, silent: float) -> DeadParts:
    """``parts`` and one more assumption, of weight ``silent``: no gasp of any meter ever comes through.

    Nothing but a gasp tells it from many gasps and no fault at all. Averages are taken over all assumptions alike,
    so that the weights go into what holds whatever is dead.
    """
    count = len(parts.supplied)
    weight = np.append(np.full(count, (1.0 - silent) / count), silent) * (count + 1)

    def with_silence(values: Array) -> Array:
        return np.concatenate([values, np.zeros((len(values), 1))], axis=1)

    supplied = np.append(parts.supplied, 0.0) + np.log(weight)
    return DeadParts(supplied, with_silence(parts.by_area), with_silence(parts.by_zone))


def call_parts(paths: SupplyPaths, found: Gathered, rates: CallRates) -> DeadParts:
    """Calls for lack of supply: Poisson counts; those for low voltage count once a conductor may be open."""
    dead_share = np.asarray(rates.dead)
    calls, customers = found.calls[:, None], np.maximum(found.customers, found.calls)[:, None]
    live = calls * np.log(rates.live) - customers * rates.live + np.zeros(len(dead_share))
    dead = calls * np.log(dead_share) - customers * dead_share
    parts = _parts(paths, live, dead, np.zeros(len(found.calls), bool), 0.0)
    if not found.dim_calls.any():
        return parts
    dim = found.dim_calls[:, None]
    dim_dead = dead + dim * np.log(dead_share)
    dim_live = live + dim * np.log(rates.live)
    open_conductor = _parts(paths, dim_live, dim_dead, np.zeros(len(found.calls), bool), 0.0)
    # Behind a tripped device there is no voltage at all: a call for low voltage is as odd there as anywhere.
    return DeadParts(open_conductor.supplied, parts.by_area, open_conductor.by_zone)


def _parts(paths: SupplyPaths, live: Array, dead: Array, is_silent: Array, lost: float) -> DeadParts:
    fed, area = paths.fed_zones, paths.area[paths.fed_zones]
    n_rate = live.shape[1]
    own_dead, own_live = np.zeros((paths.n_area, n_rate)), np.zeros((paths.n_area, n_rate))
    np.add.at(own_dead, area, dead[fed])
    np.add.at(own_live, area, live[fed])
    if lost:
        heard = np.zeros(paths.n_area, bool)
        heard[area[~is_silent[fed]]] = True
        own_dead = np.logaddexp(np.log1p(-lost) + own_dead, np.where(heard, -np.inf, np.log(lost))[:, None])
    nodes = np.zeros((len(paths.area_path.begin), n_rate))
    nodes[: paths.n_area] = own_dead - own_live
    by_area = paths.area_path.sums(nodes)[: paths.n_area]
    gain = np.zeros((len(paths.path.begin), n_rate))
    gain[fed] = dead[fed] - live[fed]
    half = np.logaddexp(gain, 0.0) - np.log(2.0)
    by_zone = (paths.path.sums(gain) - gain + half)[: paths.zones.count]
    return DeadParts(live[fed].sum(axis=0), by_area, by_zone)


def _by_count(n: Array, k: Array, likelihood: Callable[[Array, Array], Array]) -> Array:
    """``likelihood`` of every row, worked out once for each pair of counts that occurs."""
    base = n.max(initial=0.0) + 1.0
    code, where = np.unique(n[:, 0] * base + k[:, 0], return_inverse=True)
    return np.asarray(likelihood(code[:, None] // base, code[:, None] % base)[where])


def _beta_binomial(n: Array, k: Array, a: Array, b: Array) -> Array:
    """Logarithm of the beta-binomial probability of ``k`` of ``n`` without the binomial coefficient."""
    from scipy.special import betaln

    return np.asarray(betaln(k + a, n - k + b) - betaln(a, b))


def _pings(found: Gathered, rates: MeterRates) -> tuple[Array, Array]:
    replies, no_replies = found.replies[:, None], found.no_replies[:, None]
    asked = (replies + no_replies) > 0
    live = replies * np.log(rates.ping_reply) + no_replies * np.log1p(-rates.ping_reply)
    live = np.logaddexp(np.log1p(-rates.ping_lost) + live, np.where(replies == 0, np.log(rates.ping_lost), -np.inf))
    dead = replies * np.log(rates.wrong_place)
    # A record that names the wrong zone brings all its answers from there.
    dead = np.logaddexp(np.log1p(-rates.wrong_place) + dead, np.log(rates.wrong_place) + live)
    return np.where(asked, live, 0.0), np.where(asked, dead, 0.0)
