"""Regions asked side by side over an executor; whoever does not answer is told apart from whoever does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engines.dispatch.layers.region_ask import RegionAnswer, RegionAsk
from engines.dispatch.layers.region_work import solve_region
from engines.dispatch.layers.time_left import TimeUp, until
from engines.dispatch.scenarios.executor import Executor, WorkLost
from engines.dispatch.scenarios.setup import Setup
from engines.values.work import WorkCancelled, WorkContext

_OFTEN = 2
"""A region that stayed silent so often is not asked again."""


class Asking:
    """The way down to the regions and back.

    Attributes:
        silences: by region, how often it did not answer.
    """

    def __init__(
        self, executor: Executor, setup: Setup, context: WorkContext, patience: float, left: Callable[[], float]
    ) -> None:
        self._executor, self._setup, self._context, self._patience = executor, setup, context, patience
        self._left = left
        self.silences: dict[int, int] = {}

    def ask(self, asks: Sequence[RegionAsk]) -> list[RegionAnswer | str]:
        """The answers in order; in place of one that did not come, why.

        Raises:
            WorkCancelled: whoever waits for the plan has given it up.
            TimeUp: there is no time left for the planning; no region is to blame.
        """
        due = [a for a in asks if self.silences.get(a.region, 0) < _OFTEN]
        found: dict[int, RegionAnswer | str] = {a.region: "it is not asked any more" for a in asks if a not in due}
        try:
            found |= zip([a.region for a in due], self._run(due), strict=True)
        except Exception as error:
            self._require_wanted(error)
            # One of them brings the others down: each by itself says which.
            for one in due:
                found[one.region] = self._alone(one) if len(due) > 1 else _reason(error)
        for region, answer in found.items():
            if isinstance(answer, RegionAnswer) and not answer.is_solved:
                if answer.solution.status == "out_of_time" and self._left() <= 0:
                    raise TimeUp
                found[region] = _solver_said(answer)
            if isinstance(found[region], str):
                self.silences[region] = self.silences.get(region, 0) + 1
        return [found[a.region] for a in asks]

    def _alone(self, ask: RegionAsk) -> RegionAnswer | str:
        try:
            return self._run([ask])[0]
        except Exception as error:
            self._require_wanted(error)
            return _reason(error)

    def _run(self, asks: Sequence[RegionAsk]) -> list[RegionAnswer]:
        if not asks:
            return []
        left = until(self._patience * max(1.0, len(asks) / self._executor.workers))
        return self._executor.run(
            solve_region,
            [(self._setup, a) for a in asks],
            lambda: self._context.is_cancelled() or min(left(), self._left()) < 0,
        )

    def _require_wanted(self, error: Exception) -> None:
        if self._context.is_cancelled():
            raise WorkCancelled from error
        if self._left() <= 0:
            raise TimeUp from error


def _reason(error: Exception) -> str:
    if isinstance(error, WorkCancelled):
        return "it took too long"
    return str(error) if isinstance(error, WorkLost) else f"{type(error).__name__}: {error}"


def _solver_said(answer: RegionAnswer) -> str:
    words = {"infeasible": "it cannot keep its limits", "out_of_time": "it took too long"}
    return words.get(answer.solution.status, f"its solver broke down ({answer.solution.word})")
