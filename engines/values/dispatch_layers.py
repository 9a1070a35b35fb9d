"""How a plan made in regions came about: who took part, what they could do, how they came to agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NAN = float("nan")


def _restored(kind: Any, values: tuple[Any, ...]) -> Any:
    # An array comes out of a pickle writeable; in a plan it must not be.
    for value in values:
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return kind(*values)


@dataclass(frozen=True, slots=True)
class LayerExchange:
    """One exchange between the regions and the layer above.

    Attributes:
        cost: what the layers' models cost together; as long as they differ it is no plan's.
        p_mw, q_mvar, vm_pu: largest difference in any step between what a region takes in and begins with and what the
            layer above provides.
        is_whole: positions of taps and banks were held.
        silent: names of regions that did not answer and were held at what they last agreed to.
    """

    cost: float
    p_mw: float
    q_mvar: float
    vm_pu: float
    is_whole: bool
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RegionPart:
    """A region and its part in the plan.

    Attributes:
        branch: id of the branch it begins with; buses, devices: how many it holds.
        p_mw, q_mvar: ``(n_step,)`` taken in, as agreed; vm_pu: ``(n_step,)`` where it hangs on.
        price: ``(n_step,)`` money per MWh the layer above puts on what it takes in.
        ends: ways it was taken to its ends, e.g. ``least P``; ends_p_mw, ends_q_mvar: ``(n_end, n_step)`` what it takes
            in there, each row the solution of a whole day, NaN where there was none; ends_cost: ``(n_end,)`` what
            that costs it.
        last_answered: exchange it last answered in; silence: why it did not answer later, empty where it always did.
    """

    name: str
    branch: str
    buses: int
    devices: int
    p_mw: Array
    q_mvar: Array
    vm_pu: Array
    price: Array
    ends: tuple[str, ...]
    ends_p_mw: Array
    ends_q_mvar: Array
    ends_cost: Array
    last_answered: int
    silence: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (RegionPart, tuple(getattr(self, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class LayersRecord:
    """How a plan was made in regions.

    Attributes:
        whole_cost: cost of the plan of the whole district in one piece, whole_bound: its lower bound; NaN where none
            was made to compare with.
        workers: regions that planned at once.
    """

    regions: tuple[RegionPart, ...]
    exchanges: tuple[LayerExchange, ...]
    workers: int = 1
    whole_cost: float = NAN
    whole_bound: float = NAN

    @property
    def answered(self) -> int:
        """How many regions answered to the end."""
        return sum(not region.silence and region.last_answered > 0 for region in self.regions)
