"""Holds what is measured against the plan, and has the rest planned anew where it does not come true."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject

from console.dispatch.band_file import read_band, write_band
from console.dispatch.control_points import FieldPoints
from console.dispatch.desk import DispatchDesk
from console.dispatch.jobs import new_id
from console.dispatch.kept import KeptPlan
from console.dispatch.measuring import Band, Deviation, Measure, deviations
from console.dispatch.replanning import RealState, remaining_case
from console.live.district import LiveDistrict
from console.workflows.dispatch_anchor import local_time
from console.workflows.dispatch_values import MeasuredDeviation, PlanExecution, ReleaseState
from engines.values.frozen import frozen_array
from engines.values.loadflow import LoadFlowResult
from engines.values.validation import InputError

SHARE_OF_EXCHANGE = 0.1
"""Without a choice of the person the band of the exchange is this share of the plan's largest."""
WORDS = {
    Measure.EXCHANGE: "the exchange is {measured:.2f} MW, planned {planned:.2f} MW",
    Measure.LOWEST_VOLTAGE: "the lowest voltage is {measured:.4f} pu at {place}, planned {planned:.4f} pu",
    Measure.ENERGY: "{place} holds {measured:.3f} MWh, planned {planned:.3f} MWh",
}


class Watching(QObject):
    """Compares, and remembers for how long something lies outside its band.

    Attributes:
        band: as the people of the site have set it; ``None``: the usual one for the plan.
        problem: one sentence where what was set cannot be read, "" where all is well.
        proposal_id: plan of the rest that was made last, "" for none.
    """

    def __init__(
        self,
        district: LiveDistrict,
        plans: DispatchDesk,
        field: FieldPoints,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._district, self._plans, self._field, self._say = district, plans, field, say
        self.band: Band | None = None
        self.problem = ""
        try:
            self.band = read_band(plans.folder)
        except InputError as error:
            self.problem = str(error)
        self.proposal_id = ""
        self._since_us: int | None = None
        self._judged: tuple[str, int] | None = None
        self._worst: dict[tuple[str, int], dict[tuple[str, str], Deviation]] = {}

    def forget(self) -> None:
        """A person has decided: what lies outside counts anew."""
        self._since_us = self._judged = None

    def set_band(self, band: Band) -> None:
        """Hold plans to this from now on, also after the console has ended."""
        self.band = band
        try:
            write_band(self._plans.folder, band)
        except InputError as error:
            self._say(str(error))

    def band_of(self, kept: KeptPlan) -> Band:
        """The band a plan is held to."""
        if self.band is not None:
            return self.band
        usual = Band()
        assert kept.planned is not None
        largest = float(np.max(np.abs(kept.planned.plan.purchase_mw), initial=0.0))
        return Band(max(usual.exchange_mw, round(SHARE_OF_EXCHANGE * largest, 2)))

    def look(self, execution: PlanExecution, kept: KeptPlan, now_us: int) -> tuple[Deviation, ...]:
        """What is measured in the step whose time it is; empty where it is no step's."""
        step = execution.running(now_us)
        if step is None or kept.planned is None:
            return ()
        share = (now_us - step.begins_us) / (step.ends_us - step.begins_us)
        network = self._district.opened.network
        return deviations(
            kept.carried_case, kept.planned.plan, step.number, share, network, self._result(), self._field,
            self.band_of(kept),
        )  # fmt: skip

    def note(self, execution: PlanExecution, found: tuple[Deviation, ...], now_us: int) -> None:
        """Remember of each measure where it lay farthest from the plan in the step that runs."""
        step = execution.running(now_us)
        if step is None or step.state is not ReleaseState.SENT:
            return
        worst = self._worst.setdefault((execution.execution_id, step.number), {})
        for one in found:
            key = (str(one.measure), one.place if one.measure is Measure.ENERGY else "")
            if one.is_known and (key not in worst or abs(one.difference) > abs(worst[key].difference)):
                worst[key] = one

    def over(self, execution: PlanExecution, now_us: int) -> tuple[int, tuple[MeasuredDeviation, ...]] | None:
        """A step that is over, and what was remembered of it, told once; ``None`` where there is none."""
        running = execution.running(now_us)
        for key in tuple(self._worst):
            if key[0] != execution.execution_id:
                del self._worst[key]
            elif running is None or key[1] != running.number:
                worst = self._worst.pop(key)
                told = [
                    MeasuredDeviation(str(d.measure), d.place, d.planned, d.measured, d.width) for d in worst.values()
                ]
                if told:
                    return key[1], tuple(told)
        return None

    def judge(self, execution: PlanExecution, kept: KeptPlan, now_us: int) -> str:
        """What has lain outside its band for long enough in a step that was sent, said once a step; else "".

        The rest is planned anew from the real state then.
        """
        step = execution.running(now_us)
        found = self.look(execution, kept, now_us)
        self.note(execution, found, now_us)
        beyond = [d for d in found if d.is_beyond]
        if step is None or step.state is not ReleaseState.SENT or not beyond:
            self._since_us = None
            return ""
        if self._since_us is None:
            self._since_us = now_us
        key = (execution.execution_id, step.number)
        if self._judged == key or now_us - self._since_us < self.band_of(kept).hold_s * 1e6:
            return ""
        if not self.plan_rest(execution, kept, now_us):
            return ""
        self._judged = key
        worst = max(beyond, key=lambda d: abs(d.difference) / max(d.width, 1e-9))
        said = WORDS[worst.measure].format(measured=worst.measured, planned=worst.planned, place=worst.place)
        return f"{said}; the rest is planned anew"

    def plan_rest(self, execution: PlanExecution, kept: KeptPlan, now_us: int) -> bool:
        """Have the steps that have not begun planned from the real state; false while another plan is being made."""
        assert kept.planned is not None
        first = next((s for s in execution.steps if s.begins_us > now_us), None)
        if first is None:
            return True
        if self._plans.is_busy:
            return False
        result = self._result()
        power = [] if result is None else [tuple(map(float, v)) for v in (result.source_p_mw, result.source_q_mvar)]
        begins = local_time(first.begins_us)
        state = RealState(begins, *(power or [(), ()]))
        try:
            case = remaining_case(kept.carried_case, kept.planned.plan.schedule, first.number, state, self._field)
        except InputError as error:
            self._say(str(error))
            return True
        clock = kept.planned.plan.times[first.number]
        proposal = KeptPlan(
            new_id(),
            self.tr("{name} from {clock}, as measured").format(name=execution.title, clock=clock),
            case,
            kept.network,
            time.time(),
            base_id=kept.plan_id,
            changes=(self.tr("from the real state at {clock}").format(clock=local_time(now_us).astype(object).time()),),
            switch_position=frozen_array(self._district.snapshot.switch_position.astype(np.int64)),
            is_proposal=True,
        )
        if self._plans.propose(proposal):
            self.proposal_id = proposal.plan_id
        return True

    def _result(self) -> LoadFlowResult | None:
        live = self._district.live_moment
        result = None if live is None or self._district.is_overdue else live.moment.result
        return result if result is not None and result.is_converged else None
