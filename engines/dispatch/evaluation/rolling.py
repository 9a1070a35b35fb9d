"""A planned day as it is operated: hour by hour, each decided with what is known in it.

Known are the first stage, everything measured up to this hour, and a forecast of the rest given that. The rest of the
day is planned anew, and only this hour of it is carried out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.attaching import attach
from engines.dispatch.elastic import solve_elastic
from engines.dispatch.evaluation.settlement import NotSettled, flows_of, unknown_flows
from engines.dispatch.instance import Instance
from engines.dispatch.joint.case_units import on_case
from engines.dispatch.joint.model import JointModel
from engines.dispatch.joint.scoring import known_of
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching
from engines.dispatch.scenarios.decision import FirstStage
from engines.dispatch.scenarios.joining import scenario_case
from engines.dispatch.scenarios.recourse import RecourseSearch
from engines.dispatch.setpoints import Setpoints, read_setpoints
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import FrozenMap
from engines.values.joint_model import Scenarios
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

_PENALTY, _SECONDS = 100.0, 60.0
"""Where limits must give way, one MW costs so many times the dearest energy; time for the rest of a day."""
_ARRAYS = ("charge_mw", "discharge_mw", "energy_mwh", "response_mw", "ahead_mwh")


@dataclass(slots=True, eq=False)
class _State:
    """What the day has come to.

    Attributes:
        energy_mwh: ``(n_es,)``; ahead_mwh: ``(n_dr,)``.
        p_mw, q_mvar: ``(n_source,)`` exchanged in the hour before; NaN before the first.
    """

    energy_mwh: Array
    ahead_mwh: Array
    p_mw: Array
    q_mvar: Array


class _RestOfDay(RecourseSearch):
    """The hours still to come, demand response beginning ahead of or behind its usual use."""

    def __init__(
        self, instance: Instance, first: FirstStage, ahead_mwh: Array, reserve: Array, context: WorkContext
    ) -> None:
        self._ahead, self._reserve = ahead_mwh, reserve
        super().__init__(instance, first, context, _SECONDS)

    def build(self, instance: Instance) -> Programme:
        """The programme with what was shifted before."""
        programme = super().build(instance)
        assert self.wide is not None
        if len(self._ahead):
            programme = _with_shifted(programme, instance, self._ahead, self._reserve)
            self.wide = replace(self.wide, programme=programme)
        return programme


class RollingDay:
    """One day being operated.

    Args:
        case: without the day's weather; model: what the forecasts come from.
        actual: the day as it really is, ``(n_unit, n_step)`` MW; only what an hour may know is read.
        checker: of the case in that day.
        members: scenarios whose mean is a forecast.
    """

    def __init__(
        self,
        case: DispatchCase,
        model: JointModel,
        actual: Array,
        checker: AcChecker,
        first: FirstStage,
        members: int,
        seed: int,
        context: WorkContext,
    ) -> None:
        self._case, self._model, self._actual, self._checker = case, model, actual, checker
        self._first, self._members, self._seed, self._context = first, members, seed, context
        self._least = model.margins.ordered[:, 0].reshape(actual.shape)

    def operate(self, hours: int | None = None) -> Setpoints:
        """What was done, NaN from hour ``hours`` on where not all of them are asked for.

        Raises:
            NotSettled: an hour for which no setpoints or no load flow were found.
        """
        instance = self._checker.instance
        n = instance.horizon.n_step
        done = _empty(instance)
        n_source = len(instance.feeder.roots)
        state = _State(
            np.array([u.e_initial_mwh for u in self._case.storages]),
            np.zeros(len(self._case.responses)),
            np.full(n_source, np.nan),
            np.full(n_source, np.nan),
        )
        for hour in range(n if hours is None else hours):
            self._context.check_cancelled()
            now = self._decided(hour, state)
            _take(done, now, hour)
            self._move_on(done, hour, state)
        return done

    def forecast(self, hour: int) -> tuple[DispatchCase, Array]:
        """The day as it is seen in an hour: measured up to it, then the mean of what may follow.

        Also ``(n_step,)``, the share of the loads so forecast that every fitted day had: a load that falls faster than
        any scenario said must not keep shifted energy from being given back.
        """
        units, n = self._model.units, self._actual.shape[1]
        members = Scenarios(units, self._case.step_hours, self._actual[None], np.ones(1))
        if hour + 1 < n:
            known = known_of(units, self._actual, hour + 1)
            members = self._model.sample(self._members, self._seed + hour, known)
        available, load = on_case(self._case, members)
        usual = load.mean(axis=0)
        _, least = on_case(self._case, replace(members, p_mw=self._least[None], probability=np.ones(1)))
        share = np.divide(least[0], usual, out=np.ones(n), where=usual > 0)
        share[: hour + 1] = 1.0
        return scenario_case(self._case, available.mean(axis=0), usual), np.minimum(share, 1.0)

    def _decided(self, hour: int, state: _State) -> Setpoints:
        """Setpoints of the rest of the day; the first of them is this hour's."""
        whole, (seen, share) = self._checker.instance, self.forecast(hour)
        case = remaining(seen, whole, hour, self._first, state)
        instance = attach(case, whole.snapshot)
        first = rest_of(self._first, hour)
        search = _RestOfDay(instance, first, state.ahead_mwh, share[hour:], self._context)
        solution = search.settle_held()
        if search.best is not None:
            return search.best.points
        if solution.status == "infeasible":
            prices = case.prices
            penalty = _PENALTY * (float(np.abs(prices.grid).max()) + prices.loss + 1.0)
            elastic = solve_elastic(search.programme, search.fixing(first.switching), _SECONDS, penalty)
            solution = elastic.solution
            if solution.is_solved:
                return read_setpoints(search.programme, solution.x, first.switching)
        clock = self._case.clock(hour)
        raise NotSettled(f"no setpoints were found at {clock}, even with limits giving way ({solution.word})")

    def _move_on(self, done: Setpoints, hour: int, state: _State) -> None:
        """Book what the hour has done, with the exchange that really came of it."""
        instance = self._checker.instance
        hours = instance.horizon.hours
        for k, unit in enumerate(self._case.storages):
            into = done.charge_mw[hour, k] * unit.efficiency_charge
            state.energy_mwh[k] += hours * (into - done.discharge_mw[hour, k] / unit.efficiency_discharge)
        state.ahead_mwh += hours * (done.response_mw[hour] - instance.response_p_mw[hour])
        done.energy_mwh[hour], done.ahead_mwh[hour] = state.energy_mwh, state.ahead_mwh
        state.p_mw, state.q_mvar = flows_of(self._checker, done, self._first.switching, hour)


def rest_of(first: FirstStage, hour: int) -> FirstStage:
    """A first stage from an hour on."""
    switching = first.switching
    purchase = None if first.purchase_mw is None else first.purchase_mw[hour:]
    rest = Switching(tuple(p[hour:] for p in switching.positions), switching.charges[hour:])
    return FirstStage(rest, first.turbine_mw[hour:], purchase)


def remaining(case: DispatchCase, whole: Instance, hour: int, first: FirstStage, state: _State) -> DispatchCase:
    """The case from an hour on, beginning with what the day has come to."""
    if hour == 0:
        return case
    ties = list(case.ties)
    for source, place in enumerate(whole.tie):
        if place >= 0:
            p, q = float(state.p_mw[source]), float(state.q_mvar[source])
            ties[place] = replace(ties[place], initial_p_mw=p, initial_q_mvar=q)
    # What rounding leaves beyond a limit would leave nothing possible.
    storages = [
        replace(u, e_initial_mwh=float(np.clip(e, u.e_min_mwh, u.e_mwh)))
        for u, e in zip(case.storages, state.energy_mwh, strict=True)
    ]
    turbines = [
        replace(u, initial_p_mw=float(p)) for u, p in zip(case.turbines, first.turbine_mw[hour - 1], strict=True)
    ]
    return replace(
        case,
        n_step=case.n_step - hour,
        prices=replace(case.prices, grid=case.prices.grid[hour:]),
        profiles=FrozenMap({name: values[hour:] for name, values in case.profiles.items()}),
        ties=tuple(ties),
        storages=tuple(storages),
        turbines=tuple(turbines),
    )


def _with_shifted(programme: Programme, instance: Instance, ahead_mwh: Array, reserve: Array) -> Programme:
    """Demand response beginning with ``(n_dr,)`` energy ahead; of its later loads ``(n_step,)`` shares are counted on.

    More than can be brought back is not asked for: it stays, and the settlement says so.
    """
    hours, given = instance.horizon.hours, np.abs(instance.response_p_mw)
    share = np.array([u.flexible_fraction for u in instance.case.responses])
    later = instance.horizon.previous >= 0
    counted = share * given * np.where(later, reserve, 1.0)[:, None]
    ahead = np.clip(ahead_mwh, -hours * counted.sum(axis=0), hours * counted.sum(axis=0))
    equal, upper = programme.equal_right.copy(), programme.upper_right.copy()
    begin = programme.equal_blocks["response_energy"]
    at = ~later[begin.moment]
    equal[begin.rows[at]] += ahead[begin.element[at]]
    for name, sign in (("response_min", -1.0), ("response_max", 1.0)):
        block = programme.upper_blocks[name]
        usual = instance.response_p_mw[block.moment, block.element]
        upper[block.rows] = sign * usual + counted[block.moment, block.element]
    return replace(programme, equal_right=equal, upper_right=upper)


def _empty(instance: Instance) -> Setpoints:
    m, case = len(instance.horizon), instance.case
    kinds = ("renewables", "storages", "turbines", "responses", "capacitors", "compensators")

    def blank(n: int) -> Array:
        return np.full((m, n), np.nan)

    counts = {kind: len(getattr(case, kind)) for kind in kinds}
    energies = {name: blank(counts["storages"]) for name in _ARRAYS[:3]}
    shifted = {name: blank(counts["responses"]) for name in _ARRAYS[3:]}
    power = [{kind: blank(n) for kind, n in counts.items()} for _ in range(2)]
    return Setpoints(p_mw=power[0], q_mvar=power[1], **energies, **shifted, **unknown_flows(instance))


def _take(done: Setpoints, now: Setpoints, hour: int) -> None:
    """The first moment of ``now`` becomes an hour of ``done``."""
    for mine, theirs in ((done.p_mw, now.p_mw), (done.q_mvar, now.q_mvar)):
        for kind, values in mine.items():
            values[hour] = theirs[kind][0]
    for name in _ARRAYS:
        getattr(done, name)[hour] = getattr(now, name)[0]
