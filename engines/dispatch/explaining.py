"""Why the plan does what it does: one phrase for each thing a device does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.candidate import Candidate
from engines.dispatch.what_if import WhatIf
from engines.values.dispatch import DeviceKind, DispatchAction
from engines.values.phrase import Phrase, phrase

Array = np.ndarray[Any, Any]

_NOTICED_MW = 0.005
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
            for step in np.flatnonzero(positions != before).tolist():
                old = int(before[step])
                if s.kind == "capacitor":
                    bank = self.instance.case.capacitors[s.at]
                    why = self.what_if.bank(s.at, old * bank.step_mvar, float(old), step)
                else:
                    value = float(s.positions[old] if s.kind == "feeder" else s.value[old])
                    why = self.what_if.stair(s.kind, s.at, value, step)
                yield DispatchAction(
                    step, _STAIR_KIND[s.kind], s.name, self._move(s, old, int(positions[step]), step, why)
                )

    def _move(self, s: Any, old: int, new: int, step: int, why: Phrase | None) -> Phrase:
        reason = why or phrase("it suits the hours after it, and moves are limited")
        return phrase(
            "{device} {old} → {new} at {clock}: {why}",
            device=s.name,
            old=int(s.positions[old]),
            new=int(s.positions[new]),
            clock=self.clock(step),
            why=reason.text,
        )

    def storages(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.storages):
            power = self.plan.points.p_mw["storages"][: self.n_step, k]
            worth, node = self.worth[: self.n_step], int(self.instance.node["es"][k])
            gives, takes = np.maximum(power, 0.0), np.maximum(-power, 0.0)
            for mine, other, words, against in (
                (takes, gives, "charges", "given back"),
                (gives, takes, "discharges", "charged"),
            ):
                for first, last in _runs(mine > _NOTICED_MW):
                    reason = phrase(
                        "storage at bus {bus} {does} up to {power} MW from {begin} to {end}: energy is worth "
                        "{here} there, {there} where it is {against}",
                        bus=str(unit.bus),
                        does=words,
                        power=f"{mine[first:last].max():.3f}",
                        begin=self.clock(first),
                        end=self.instance.case.clock_end(last),
                        here=_mean(worth[first:last, node], mine[first:last]),
                        there=_mean(worth[:, node], other),
                        against=against,
                    )
                    yield DispatchAction(first, DeviceKind.STORAGE, f"storage at bus {unit.bus}", reason)

    def turbines(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.turbines):
            power, node = self.plan.points.p_mw["turbines"][: self.n_step, k], int(self.instance.node["mt"][k])
            for first, last in _runs(power > _NOTICED_MW):
                reason = phrase(
                    "turbine at bus {bus} gives up to {power} MW from {begin} to {end}: energy is worth {worth} there, "
                    "its own costs {price}",
                    bus=str(unit.bus),
                    power=f"{power[first:last].max():.3f}",
                    begin=self.clock(first),
                    end=self.instance.case.clock_end(last),
                    worth=_mean(self.worth[first:last, node], power[first:last]),
                    price=f"{self.instance.case.prices.mt:.2f}",
                )
                yield DispatchAction(first, DeviceKind.TURBINE, f"turbine at bus {unit.bus}", reason)

    def responses(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.responses):
            more = -self.plan.points.p_mw["responses"][: self.n_step, k]
            node = int(self.instance.node["dr"][k])
            mean = _mean(self.worth[: self.n_step, node], np.ones(self.n_step))
            for sign, words in ((1.0, "more"), (-1.0, "less")):
                for first, last in _runs(sign * more > _NOTICED_MW):
                    reason = phrase(
                        "demand response at bus {bus} takes up to {power} MW {words} from {begin} to {end}: "
                        "energy is worth {here} there, {mean} on average",
                        bus=str(unit.bus),
                        power=f"{np.abs(more[first:last]).max():.3f}",
                        words=words,
                        begin=self.clock(first),
                        end=self.instance.case.clock_end(last),
                        here=_mean(self.worth[first:last, node], np.abs(more[first:last])),
                        mean=mean,
                    )
                    yield DispatchAction(
                        first, DeviceKind.DEMAND_RESPONSE, f"demand response at bus {unit.bus}", reason
                    )

    def curtailments(self) -> Iterator[DispatchAction]:
        for k, unit in enumerate(self.instance.case.renewables):
            used = self.plan.points.p_mw["renewables"][: self.n_step, k]
            available = self.instance.available_mw[: self.n_step, k]
            node = int(self.instance.node["ren"][k])
            kind, words = (DeviceKind.PV, "PV") if unit.kind == "pv" else (DeviceKind.WIND, "wind")
            for first, last in _runs(available - used > _NOTICED_MW):
                deepest = first + int((available - used)[first:last].argmax())
                why = self.what_if.power("renewables", k, float(available[deepest]), deepest)
                if why is None or "losses" in why.template:
                    why = phrase("energy is worth {worth} there", worth=f"{self.worth[deepest, node]:.2f}")
                reason = phrase(
                    "{kind} at bus {bus} is curtailed by up to {power} MW from {begin} to {end}: {why}",
                    kind=words,
                    bus=str(unit.bus),
                    power=f"{(available - used)[deepest]:.3f}",
                    begin=self.clock(first),
                    end=self.instance.case.clock_end(last),
                    why=why.text,
                )
                yield DispatchAction(first, kind, f"{words} at bus {unit.bus}", reason)


def _runs(is_on: Array) -> Iterator[tuple[int, int]]:
    """Begin and end (exclusive) of each stretch of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_on, [False]]).astype(int)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _mean(worth: Array, weight: Array) -> str:
    total = float(weight.sum())
    return f"{float(worth @ weight) / total:.2f}" if total > 1e-9 else "–"
