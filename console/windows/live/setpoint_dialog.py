"""Asks for the value of a setpoint before it goes the way of every command."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from console.windows.change_dialogs import ValueDialog
from console.windows.live.words import DECIMALS, quantity_text, value_text
from engines.values.points import PointDefinition, PointKind
from widgets.numbers import number_text

WIDEST = 1e6


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("SetpointDialog", text)


class SetpointDialog(ValueDialog):
    """Any number can be typed: what is out of range is refused by the rule, with its reason."""

    def __init__(
        self,
        name: str,
        definition: PointDefinition,
        present: float,
        low: float,
        high: float,
        parent: QWidget | None = None,
    ) -> None:
        quantity = quantity_text(definition.quantity)
        unit = f" {definition.unit}" if definition.unit else ""
        shown = value_text(definition.quantity, definition.kind, present)
        said = tr("The field shows {value}.").format(value=shown + unit)
        if math.isfinite(low) and math.isfinite(high):
            decimals = 0 if definition.kind is PointKind.STEP else 3
            said += " " + tr("It takes {low} to {high}.").format(
                low=number_text(low, decimals), high=number_text(high, decimals) + unit
            )
        super().__init__(
            tr("{quantity} of {name}").format(quantity=quantity, name=name), said, tr("Ask what will happen"), parent
        )
        decimals = 0 if definition.kind is PointKind.STEP else DECIMALS.get(definition.quantity, 3)
        start = present if math.isfinite(present) else 0.0
        self._box = self.add_number(quantity, start, -WIDEST, WIDEST, definition.unit, decimals)

    @property
    def value(self) -> float:
        """What was typed."""
        return float(self._box.value())
