"""What a chart of trends is told about one of its points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from widgets.numbers import MISSING, number_text

MOST_TRACES = 8
"""So many are told apart by colour and number."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A value that shall not be passed."""

    value: float
    is_emergency: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """One point.

    Attributes:
        element: name of its equipment; quantity: what it measures.
        scale: traces of one scale share an axis; the unit where there is one.
        limits: drawn dashed, the emergency ones in the colour of an alarm.
        states: of a point that has states and no number: its word for each value.
    """

    point_id: str
    element: str
    quantity: str
    unit: str = ""
    scale: str = ""
    decimals: int = 3
    limits: tuple[Limit, ...] = ()
    states: Callable[[float], str] | None = field(default=None, compare=False)

    @property
    def has_states(self) -> bool:
        """Whether it is drawn as a band of words and not as a curve."""
        return self.states is not None

    @property
    def name(self) -> str:
        """Equipment and quantity."""
        return f"{self.element} · {self.quantity}" if self.quantity else self.element

    def text(self, value: float, *, with_unit: bool = True) -> str:
        """A value of this point in words; a dash where there is none."""
        if value != value:
            return MISSING
        if self.states is not None:
            return self.states(value)
        text = number_text(value, self.decimals)
        return f"{text} {self.unit}" if self.unit and with_unit else text


def token_of(number: int) -> str:
    """Colour of the trace with that number, counted from 0."""
    return f"feeder_{number % MOST_TRACES + 1}"
