"""What operation by rules would have cost, worked out for the plan that is shown, once for each."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from console.dispatch.kept import KeptPlan
from console.dispatch.rule_days import RuleDays, rules_job
from widgets.tables.value_table import Run

KEPT = 32
"""Answers that are kept: a planner goes back and forth between a few plans."""
Key = tuple[str, float]


class RulesBeside(QObject):
    """Asks for the day of a plan by rules, and keeps the answers.

    Signals:
        changed: an answer has come.
    """

    changed = Signal()

    def __init__(self, run: Run, parent: QObject | None = None) -> None:
        """``run`` works elsewhere."""
        super().__init__(parent)
        self._run = run
        self._found: dict[Key, RuleDays] = {}
        self._asked: Key | None = None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    def of(self, kept: KeptPlan) -> RuleDays | None:
        """The day of a plan by rules; ``None`` while it is being worked out, which this begins."""
        key = (kept.plan_id, kept.planned_at)
        if key in self._found:
            return self._found[key]
        if key != self._asked:
            self._asked = key
            # One key for all: of those that wait only the plan that is shown now is worked out.
            self._run(
                rules_job,
                asked_of(kept),
                key="rules beside",
                on_done=lambda rules: self._keep(key, rules),
                on_failed=lambda sentence: self._keep(key, RuleDays(why_not=sentence)),
            )
        return None

    def _keep(self, key: Key, rules: RuleDays) -> None:
        self._found[key] = rules
        while len(self._found) > KEPT:
            del self._found[next(iter(self._found))]
        if key == self._asked:
            self._asked = None
        self.changed.emit()


def asked_of(kept: KeptPlan) -> KeptPlan:
    """So much of a plan as its day by rules depends on: the rest need not travel to a worker."""
    if kept.over is None:
        return replace(kept, planned=None)
    plan = replace(kept.over.plan, outcomes=(), bands=(), schedule=(), expected=None)
    return replace(kept, planned=None, over=replace(kept.over, plan=plan))
