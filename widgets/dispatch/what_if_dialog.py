"""What is to be different in a second plan: devices out of service, other prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from widgets.faults.form import FormDialog
from widgets.faults.labels import section_title
from widgets.number_box import NumberBox

LEAST_LIST_PX, HIGHEST_LIST_PX = 120, 320


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A device that may be out of service; ``note`` stands beside it in fainter letters."""

    key: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PriceChoice:
    """A price that may be another, ``least`` to a million of ``unit``."""

    key: str
    text: str
    value: float
    unit: str
    least: float = 0.0


class WhatIfDialog(FormDialog):
    """Asks what is different.

    Attributes:
        devices: check boxes by key, checked while the device is in service; prices: boxes by key.
    """

    def __init__(
        self, base: str, devices: Sequence[DeviceChoice], prices: Sequence[PriceChoice], parent: QWidget | None = None
    ) -> None:
        """``base`` is the name of the plan beside which the other is made."""
        super().__init__("", "", "", parent)
        self.setWindowTitle(self.tr("What if"))
        self.done_button.setText(self.tr("Plan it"))
        self.devices: dict[str, QCheckBox] = {}
        self.prices: dict[str, NumberBox] = {}
        self._before = {price.key: price.value for price in prices}
        text = self.tr("A second plan beside “{name}”; uncheck what is out of service, or change a price.")
        words = QLabel(text.format(name=base), self)
        words.setObjectName("explanation")
        words.setWordWrap(True)
        self.column.insertWidget(0, words)
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addWidget(self._device_part(devices), 3)
        both.addWidget(self._price_part(prices), 2)
        self.column.insertLayout(1, both)
        self.setMinimumWidth(680)

    def _device_part(self, devices: Sequence[DeviceChoice]) -> QWidget:
        rows = QWidget(self)
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(2)
        for device in devices:
            line = QHBoxLayout()
            box = QCheckBox(device.text, rows)
            box.setChecked(True)
            note = QLabel(device.note, rows)
            note.setObjectName("small")
            note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(box, 1)
            line.addWidget(note)
            column.addLayout(line)
            self.devices[device.key] = box
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(rows)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(min(max(rows.sizeHint().height(), LEAST_LIST_PX), HIGHEST_LIST_PX))
        return self._part(self.tr("In service"), area)

    def _price_part(self, prices: Sequence[PriceChoice]) -> QWidget:
        rows = QWidget(self)
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.setColumnStretch(0, 1)
        for number, price in enumerate(prices):
            box = NumberBox(rows)
            box.setRange(price.least, 1e6)
            box.setDecimals(2)
            box.setValue(price.value)
            box.setAccessibleName(price.text)
            name = QLabel(price.text, rows)
            name.setBuddy(box)
            grid.addWidget(name, number, 0)
            grid.addWidget(box, number, 1)
            grid.addWidget(QLabel(price.unit, rows), number, 2)
            self.prices[price.key] = box
        grid.setRowStretch(len(prices), 1)
        return self._part(self.tr("Prices"), rows)

    def _part(self, title: str, content: QWidget) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(section_title(title, part))
        column.addWidget(content, 1)
        return part

    @property
    def out(self) -> frozenset[str]:
        """Keys of what is out of service."""
        return frozenset(key for key, box in self.devices.items() if not box.isChecked())

    @property
    def other_prices(self) -> dict[str, float]:
        """What costs something else, by key."""
        return {key: box.value() for key, box in self.prices.items() if box.value() != self._before[key]}

    def missing(self) -> tuple[str, QWidget] | None:
        """See :class:`FormDialog`."""
        if self.out or self.other_prices:
            return None
        first = next(iter(self.devices.values()), self.done_button)
        return self.tr("Nothing is different: take a device out of service or change a price."), first
