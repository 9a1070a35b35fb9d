"""What all pieces of work on one plan know: the case in each scenario, and the network. Packed once, unpacked once
by each worker."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.attaching import attach
from engines.dispatch.instance import Instance
from engines.dispatch.scenarios.first_stage import SharedProgramme, build_shared
from engines.dispatch.scenarios.joining import joined
from engines.dispatch.scenarios.risk import Risk
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

_PLACE = "dispatch scenarios"


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """The packed knowledge; ``key`` tells one plan from another."""

    key: str
    packed: bytes


@dataclass(slots=True, eq=False)
class ScenarioSet:
    """The case in each scenario on the network.

    Instances and programmes are made whenever they are asked for: that takes little beside solving them, and those of
    hundreds of scenarios would fill the memory.

    Attributes:
        cases: one a scenario; mean: the case in the mean of all.
        probability: ``(n_scenario,)``, sums to 1.
    """

    cases: tuple[DispatchCase, ...]
    mean: DispatchCase
    snapshot: Snapshot
    probability: Array

    def packed(self) -> Setup:
        """As pieces of work take it."""
        packed = pickle.dumps((self.cases, self.mean, self.snapshot, self.probability), pickle.HIGHEST_PROTOCOL)
        return Setup(hashlib.sha256(packed).hexdigest(), packed)

    def instance(self, scenario: int) -> Instance:
        """One scenario alone, its weight 1. Raises ``InputError`` where case and network do not fit."""
        return attach(self.cases[scenario], self.snapshot)

    def programme(self, scenarios: tuple[int, ...], weight: Array, risk: Risk) -> SharedProgramme:
        """Some scenarios with their weights in one programme."""
        return build_shared(joined([self.instance(k) for k in scenarios], weight), risk)


def unpacked(context: WorkContext, setup: Setup) -> ScenarioSet:
    """The knowledge in a worker, kept for the next piece of work."""
    known = context.state.get(_PLACE)
    if known is None or known[0] != setup.key:
        known = (setup.key, ScenarioSet(*pickle.loads(setup.packed)))
        context.state[_PLACE] = known
    found: ScenarioSet = known[1]
    return found
