"""Why the plan does what it does: for each thing a device does, what and why."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.candidate import Candidate
from engines.dispatch.instance import Staircase
from engines.dispatch.what_if import WhatIf
from engines.values.dispatch import DeviceKind, DispatchAction
from engines.values.dispatch_case import BusName
from engines.values.phrase import Phrase, phrase

Array = np.ndarray[Any, Any]

_NOTICED_MW = 0.005
_NOTICED_KWH = 0.05
AT_CLOCK = "at {clock} "
"""What a consequence begins with that comes later than the move."""
_CHARGES = "storage at bus {bus} charges up to {power} MW from {begin} to {end}"
_DISCHARGES = "storage at bus {bus} discharges up to {power} MW from {begin} to {end}"
_GIVES = "turbine at bus {bus} gives up to {power} MW from {begin} to {end}"
_MORE = "demand response at bus {bus} takes up to {power} MW more from {begin} to {end}"
_LESS = "demand response at bus {bus} takes up to {power} MW less from {begin} to {end}"
_SUN_CURTAILED = "PV at bus {bus} is curtailed by up to {power} MW from {begin} to {end}"
_WIND_CURTAILED = "wind at bus {bus} is curtailed by up to {power} MW from {begin} to {end}"
_STAIR_KIND = {
    "substation": DeviceKind.SUBSTATION_TAP,
    "feeder": DeviceKind.FEEDER_TAP,
    "capacitor": DeviceKind.CAPACITOR,
}


def explain(checker: AcChecker, plan: Candidate) -> tuple[DispatchAction, ...]:
    """What the plan does in its first scenario, in order of time."""
    teller = _Teller(checker, plan)
    found = [*teller.stairs(), *teller.storages(), *teller.turbines(), *teller.responses(), *teller.curtailments()]
    return tuple(sorted(found, key=lambda action: action.step))


class _Teller:
    def __init__(self, checker: AcChecker, plan: Candidate) -> None:
        self.instance, self.plan = checker.instance, plan
        self.what_if = WhatIf(checker, plan)
        self.n_step = self.instance.horizon.n_step
        m, n_node = len(self.instance.horizon), self.instance.feeder.n_node
        # The dual of a node's balance is what a megawatt hour is worth there.
        dual = -plan.solution.equal_dual[: m * n_node].reshape(m, n_node)
        self.worth = dual / (self.instance.horizon.weight * self.instance.horizon.hours)[:, None]

    def clock(self, step: int) -> str:
        return self.instance.case.clock(step)

    def stairs(self) -> Iterator[DispatchAction]:
        for s, positions in zip(self.instance.staircases, self.plan.switching.positions, strict=True):
            before = np.concatenate([[s.initial], positions[:-1]])
            moves = np.flatnonzero(positions != before).tolist()
            for step, until in itertools.pairwise([*moves, self.n_step]):
                old = int(before[step])
                does = phrase(
                    "{device} {old} → {new} at {clock}",
                    device=f"{s.name}:" if s.name[-1:].isdigit() else s.name,
                    old=int(s.positions[old]),
                    new=int(s.positions[int(positions[step])]),
                    clock=self.clock(step),
                )
                yield DispatchAction(step, _STAIR_KIND[s.kind], s.name, does, self._why_moved(s, old, step, until))

    def _why_moved(self, s: Staircase, old: int, step: int, until: int) -> Phrase:
        """The first limit the old position would break while the new one is held, else what it would lose."""
        for moment in range(step, until):
            if why := self.what_if.broken(s, old, moment):
                if moment == step:
                    return why
                return phrase(f"{AT_CLOCK}{why.template}", clock=self.clock(moment), **why.arguments)
        more_kw = sum(self.what_if.more_losses_kw(s, old, moment) for moment in range(step, until))
        more_kwh, end = more_kw * self.instance.horizon.hours, self.instance.case.clock_end(until)
        if more_kwh > _NOTICED_KWH:
            return phrase("losses until {clock} would be {value} kWh higher", clock=end, value=f"{more_kwh:.1f}")
        told = "the old position would break no limit of voltage until {clock}, and change losses by {value} kWh"
        return phrase(told, clock=end, value=f"{more_kwh:+.2f}")

    def storages(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.storages):
            power = self.plan.points.p_mw["storages"][: self.n_step, k]
            worth = self.worth[: self.n_step, int(self.instance.node["es"][k])]
            gives, takes = np.maximum(power, 0.0), np.maximum(-power, 0.0)
            for mine, other, does, why in (
                (takes, gives, _CHARGES, "energy is worth {here} there, {there} where it is given back"),
                (gives, takes, _DISCHARGES, "energy is worth {here} there, {there} where it is charged"),
            ):
                for first, last in _runs(mine > _NOTICED_MW):
                    here = _mean(worth[first:last], mine[first:last])
                    reason = phrase(why, here=here, there=_mean(worth, other))
                    name = f"storage at bus {unit.bus}"
                    yield self._over(DeviceKind.STORAGE, name, does, unit.bus, mine, (first, last), reason)

    def turbines(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.turbines):
            power = self.plan.points.p_mw["turbines"][: self.n_step, k]
            worth = self.worth[: self.n_step, int(self.instance.node["mt"][k])]
            for first, last in _runs(power > _NOTICED_MW):
                reason = phrase(
                    "energy is worth {worth} there, its own costs {price}",
                    worth=_mean(worth[first:last], power[first:last]),
                    price=f"{self.instance.case.prices.mt:.2f}",
                )
                name = f"turbine at bus {unit.bus}"
                yield self._over(DeviceKind.TURBINE, name, _GIVES, unit.bus, power, (first, last), reason)

    def responses(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.responses):
            more = -self.plan.points.p_mw["responses"][: self.n_step, k]
            worth = self.worth[: self.n_step, int(self.instance.node["dr"][k])]
            for sign, does, why in (
                (1.0, _MORE, "energy is worth {here} there, {there} where it takes less"),
                (-1.0, _LESS, "energy is worth {here} there, {there} where it takes more"),
            ):
                there = _mean(worth, np.maximum(-sign * more, 0.0))
                for first, last in _runs(sign * more > _NOTICED_MW):
                    here = _mean(worth[first:last], np.abs(more[first:last]))
                    reason = phrase(why, here=here, there=there)
                    name = f"demand response at bus {unit.bus}"
                    span = (first, last)
                    yield self._over(DeviceKind.DEMAND_RESPONSE, name, does, unit.bus, np.abs(more), span, reason)

    def curtailments(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.renewables):
            available = self.instance.available_mw[: self.n_step, k]
            missing = available - self.plan.points.p_mw["renewables"][: self.n_step, k]
            node, is_pv = int(self.instance.node["ren"][k]), unit.kind == "pv"
            kind, name = (DeviceKind.PV, "PV") if is_pv else (DeviceKind.WIND, "wind")
            for first, last in _runs(missing > _NOTICED_MW):
                deepest = first + int(missing[first:last].argmax())
                why = self.what_if.power("renewables", k, float(available[deepest]), deepest)
                if why is None or "losses" in why.template:
                    why = phrase("energy is worth {worth} there", worth=f"{self.worth[deepest, node]:.2f}")
                does = _SUN_CURTAILED if is_pv else _WIND_CURTAILED
                yield self._over(kind, f"{name} at bus {unit.bus}", does, unit.bus, missing, (first, last), why)

    def _over(
        self, kind: DeviceKind, name: str, does: str, bus: BusName, power: Array, span: tuple[int, int], why: Phrase
    ) -> DispatchAction:
        """Something that lasts for some steps."""
        first, last = span
        told = phrase(
            does,
            bus=str(bus),
            power=f"{power[first:last].max():.3f}",
            begin=self.clock(first),
            end=self.instance.case.clock_end(last),
        )
        return DispatchAction(first, kind, name, told, why)


def _runs(is_on: Array) -> Iterator[tuple[int, int]]:
    """Begin and end (exclusive) of each stretch of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_on, [False]]).astype(int)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _mean(worth: Array, weight: Array) -> str:
    total = float(weight.sum())
    return f"{float(worth @ weight) / total:.2f}" if total > 1e-9 else "–"
