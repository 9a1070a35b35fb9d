"""What all pieces of one evaluation know. Packed once, unpacked once by each worker."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.ac_check import AcChecker
from engines.dispatch.attaching import attach
from engines.dispatch.evaluation.options import EvaluationOptions
from engines.dispatch.joint.case_units import on_case
from engines.dispatch.scenarios.joining import scenario_case
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase
from engines.values.joint_model import Scenarios, UnitDays
from engines.values.work import WorkContext

Array = np.ndarray[Any, Any]

_PLACE = "dispatch evaluation"


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """The packed knowledge; ``key`` tells one evaluation from another."""

    key: str
    data: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A case on its network and the days to operate.

    Attributes:
        fitted: days a model may be fitted to; chosen: held-out days that are operated.
    """

    case: DispatchCase
    snapshot: Snapshot
    fitted: UnitDays
    chosen: UnitDays
    options: EvaluationOptions

    def packed(self) -> Packed:
        """As pieces of work take it."""
        data = pickle.dumps((self.case, self.snapshot, self.fitted, self.chosen, self.options), pickle.HIGHEST_PROTOCOL)
        return Packed(hashlib.sha256(data).hexdigest(), data)

    def checker(self, p_mw: Array) -> AcChecker:
        """The load flow of the case in a day of ``(n_unit, n_step)`` MW. Raises ``InputError``."""
        return AcChecker(attach(self.case_of(p_mw), self.snapshot))

    def case_of(self, p_mw: Array) -> DispatchCase:
        """The case in a day of ``(n_unit, n_step)`` MW. Raises ``InputError`` where a unit has no history."""
        one = Scenarios(self.fitted.units, self.fitted.step_hours, p_mw[None], np.ones(1))
        available, load = on_case(self.case, one)
        return scenario_case(self.case, available[0], load[0])


def unpacked(context: WorkContext, packed: Packed) -> Scene:
    """The knowledge in a worker, kept for the next piece of work."""
    known = context.state.get(_PLACE)
    if known is None or known[0] != packed.key:
        known = (packed.key, Scene(*pickle.loads(packed.data)))
        context.state[_PLACE] = known
    found: Scene = known[1]
    return found
