"""The public call: a case, its network and its history in, operating modes compared on held-out days out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engines.dispatch.attaching import attach
from engines.dispatch.evaluation.comparing import NAMES, differences, measures, worst_violations
from engines.dispatch.evaluation.intervals import METHOD
from engines.dispatch.evaluation.one_day import DayAnswer, find_set_point, fit_around, run_planned, run_rules
from engines.dispatch.evaluation.options import LEAST_DAYS, EvaluationOptions
from engines.dispatch.evaluation.scene import Scene
from engines.dispatch.evaluation.settlement import end_bus
from engines.dispatch.joint.case_units import on_case
from engines.dispatch.joint.holdout import Split, some_days, split_days
from engines.dispatch.joint.model import JointModel
from engines.dispatch.scenarios.executor import Executor, InlineExecutor, Work, WorkLost
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase
from engines.values.dispatch_evaluation import DayResult, ModeEvaluation, OperatingMode
from engines.values.frozen import FrozenMap
from engines.values.joint_model import Scenarios, UnitDays
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkCancelled, WorkContext

Array = np.ndarray[Any, Any]

DEFAULT_OPTIONS = EvaluationOptions()
_FITTING = 0.1
"""Share of the progress that fitting is."""


def evaluate_modes(
    case: DispatchCase,
    snapshot: Snapshot,
    history: UnitDays,
    options: EvaluationOptions = DEFAULT_OPTIONS,
    *,
    executor: Executor | None = None,
    context: WorkContext | None = None,
) -> ModeEvaluation:
    """Operate held-out days of ``history`` by rules, by plans of independent units and by plans of joint ones.

    Whoever cancels the ``context`` gets the days done until then, and so does whoever's ``executor`` loses its workers.
    A day that fails in one mode is named and left out of all.

    Raises:
        InputError: the case does not fit network or history, or counts that cannot be.
    """
    begin = time.perf_counter()
    context = context or DirectContext()
    executor = executor or InlineExecutor(context)
    _check(options)
    split = split_days(history)
    rows = _chosen(split, options)
    scene = Scene(case, snapshot, split.fitted, some_days(split.held_out, rows), options)
    # What does not fit is refused before anything is fitted.
    one = Scenarios(history.units, history.step_hours, history.p_mw[:1], np.ones(1))
    on_case(case, one)
    instance = attach(scene.case_of(history.p_mw[0]), snapshot)
    run = _Run(scene, split.block[rows], executor, context)
    run.everything()
    base = ModeEvaluation(
        case=case.name,
        end_bus=str(snapshot.network.bus.id[end_bus(instance)]),
        days_asked=options.days,
        scenarios=options.scenarios,
        seed=options.seed,
        split=split.rule,
        history=history.source,
        intervals=METHOD,
        blocks=0,
        cvar_level=case.cvar_level,
        times=tuple(case.clock(step) for step in range(case.n_step)),
    )
    return replace(_told(base, run, len(split.held_out.days)), seconds=time.perf_counter() - begin)


def _check(options: EvaluationOptions) -> None:
    if options.days < 1:
        raise InputError("days", f"{options.days} days cannot be operated", f"ask for 1 or more, best {LEAST_DAYS}")
    if not 1 <= options.scenarios <= options.drawn:
        reason = f"{options.scenarios} of {options.drawn} scenarios cannot be kept"
        raise InputError("scenarios", reason, f"keep 1 to {options.drawn}")
    if options.members < 1:
        raise InputError("members", f"a forecast cannot be the mean of {options.members}", "take 1 or more")


def _chosen(split: Split, options: EvaluationOptions) -> Array:
    """``(n,)`` mask of the held-out days that are operated, drawn by the seed."""
    n = len(split.held_out.days)
    if not n:
        raise InputError(split.held_out.source, "has no day that is held out", "give a longer history")
    chosen = np.zeros(n, bool)
    chosen[np.random.default_rng(options.seed).choice(n, min(options.days, n), replace=False)] = True
    return chosen


@dataclass(slots=True, eq=False)
class _Run:
    """The work on one evaluation, given out in pieces.

    Attributes:
        block: ``(n_day,)`` of the days to operate; answers: by day and kind of piece.
        far: models that had to be fitted to the whole year.
    """

    scene: Scene
    block: Array
    executor: Executor
    context: WorkContext
    answers: dict[tuple[int, str], DayAnswer] = field(default_factory=dict)
    stopped: str = ""
    set_pu: float = float("nan")
    far: int = 0

    def everything(self) -> None:
        """Fit, then operate all days in all modes."""
        try:
            self._everything()
        except WorkCancelled:
            self.stopped = "it was stopped"
        except WorkLost as error:
            self.stopped = str(error)

    def _everything(self) -> None:
        packed, days = self.scene.packed(), self.scene.chosen.days
        self.context.report(0.0, "choosing the set point of today's practice")
        (self.set_pu,) = self._run(find_set_point, [(packed,)])
        models: dict[int, JointModel] = {}
        # Days of one block lie together in the year: one model serves them all.
        blocks = np.unique(self.block)
        around = [(packed, days[self.block == b][len(days[self.block == b]) // 2]) for b in blocks]
        for k, (model, is_near) in enumerate(self._in_parts(fit_around, around, (0.0, _FITTING), "fitting models")):
            models[int(blocks[k])], self.far = model, self.far + (not is_near)
        pieces: list[tuple[int, str, tuple[Any, ...]]] = []
        for place in range(len(days)):
            model = models[int(self.block[place])]
            pieces.append((place, "rules", (packed, place, self.set_pu)))
            modes = (OperatingMode.INDEPENDENT, OperatingMode.JOINT)
            pieces.extend((place, str(mode), (packed, place, model, mode)) for mode in modes)
        self._operate(pieces, len(days))

    def _operate(self, pieces: list[tuple[int, str, tuple[Any, ...]]], n_day: int) -> None:
        # Whole days at a time, so that whoever stops has whole days.
        at_once = 3 * self.executor.workers
        for begin in range(0, len(pieces), at_once):
            part = pieces[begin : begin + at_once]
            share = _FITTING + (1 - _FITTING) * begin / len(pieces)
            self.context.report(share, f"{begin // 3} of {n_day} days done")
            arguments = [(kind, *rest) for _, kind, rest in part]
            for (place, kind, _), answer in zip(part, self._run(run_piece, arguments), strict=True):
                self.answers[place, kind] = answer
        self.context.report(1.0, f"{n_day} of {n_day} days done")

    def _in_parts(self, work: Work, arguments: list[Any], progress: tuple[float, float], text: str) -> list[Any]:
        found: list[Any] = []
        low, high = progress
        for begin in range(0, len(arguments), self.executor.workers):
            self.context.report(low + (high - low) * begin / len(arguments), text)
            found += self._run(work, arguments[begin : begin + self.executor.workers])
        return found

    def _run(self, work: Callable[..., Any], arguments: list[Any]) -> list[Any]:
        return self.executor.run(work, arguments, self.context.is_cancelled)


def run_piece(context: WorkContext, kind: str, *arguments: Any) -> DayAnswer:
    """One day in one mode."""
    return run_rules(context, *arguments) if kind == "rules" else run_planned(context, *arguments)


def _told(base: ModeEvaluation, run: _Run, held_out: int) -> ModeEvaluation:
    n_day, kinds = len(run.scene.chosen.days), ("rules", "independent", "joint")
    complete = [k for k in range(n_day) if all((k, kind) in run.answers for kind in kinds)]
    failed = {k for k in complete if any(run.answers[k, kind].failure for kind in kinds)}
    used = [k for k in complete if k not in failed]
    failures = [run.answers[k, kind].failure for k in complete for kind in kinds]
    results = tuple(r for k in used for kind in kinds for r in run.answers[k, kind].results)
    block, level = run.block[used], base.cvar_level
    late = sum(run.answers[k, kind].out_of_time for k in used for kind in kinds)
    return replace(
        base,
        blocks=len(np.unique(block)),
        results=results,
        failures=tuple(f for f in failures if f is not None),
        measures=measures(results, block, level),
        differences=differences(results, block, level),
        worst=worst_violations(results),
        notes=tuple(_notes(run, base, results, len(used), held_out, late)),
        stopped=run.stopped,
        plan_seconds=_plan_seconds(run),
    )


def _plan_seconds(run: _Run) -> FrozenMap[str, float]:
    """Mean time of a plan, by mode."""
    found = {}
    for mode in (OperatingMode.INDEPENDENT, OperatingMode.JOINT):
        seconds = [a.plan_seconds for (_, kind), a in run.answers.items() if kind == str(mode)]
        if seconds:
            found[str(mode)] = float(np.mean(seconds))
    return FrozenMap(found)


def _notes(
    run: _Run, base: ModeEvaluation, results: Sequence[DayResult], n_used: int, held_out: int, late: int
) -> list[str]:
    notes = []
    if held_out < base.days_asked:
        notes.append(f"The history has {held_out} held-out days, not the {base.days_asked} asked for.")
    if n_used < LEAST_DAYS:
        notes.append(f"{n_used} days are few: intervals are to be trusted from {LEAST_DAYS} days on.")
    if late:
        notes.append(f"{late} plans were not proven to their gap when their {run.scene.options.seconds:g} s were up.")
    if run.far:
        notes.append(f"{run.far} models were fitted to the whole year: too few fitted days lie near in the year.")
    if np.isfinite(run.set_pu):
        notes.append(f"Tap changers without a plan hold {run.set_pu:.3f} pu, which served best on fitted days.")
    for mode in (OperatingMode.RULES, OperatingMode.INDEPENDENT, OperatingMode.JOINT):
        broken = sum(bool(r.violations) for r in results if r.mode is mode)
        if broken:
            kept = f"in the mode of {NAMES[mode]} limits were not kept on {broken} of {n_used} days"
            notes.append(f"{kept.capitalize()}; its cost is not that of keeping them, and may lie below hindsight.")
    return notes
