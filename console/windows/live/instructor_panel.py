"""The instructor's panel: what only a simulator allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.windows.live.event_words import event_choices, event_text
from console.windows.live.words import quantity_text
from engines.values.points import PointDefinition
from widgets.number_box import NumberBox

SPEEDS = (0.0, 1.0, 10.0, 60.0, 600.0)
SPEEDS_A_ROW = 3
LEAST_FIELD_PX = 120
PEOPLE_SPEEDS = (1.0, 10.0, 60.0, 600.0)


@dataclass(frozen=True, slots=True)
class InstructorTarget:
    """What the instructor acts on.

    Attributes:
        table: of the network; "" while nothing is selected.
        points: points of the element, for defects of measurements.
    """

    table: str = ""
    element_id: str = ""
    label: str = ""
    points: tuple[PointDefinition, ...] = ()


class InstructorPanel(QScrollArea):
    """Speed, faults and defects at the selected equipment, and what is active.

    Signals:
        inject_asked: an event as a dictionary. clear_asked: id of an active event.
        speed_asked: simulated seconds a second. script_asked: a script is to be chosen.
        people_asked: whether crews and telephones play themselves, and how many seconds of theirs pass in one.
    """

    inject_asked = Signal(object)
    clear_asked = Signal(str)
    speed_asked = Signal(float)
    script_asked = Signal()
    people_asked = Signal(bool, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Instructor"))
        self._target = InstructorTarget()
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        self._add_time(column)
        self._add_form(column)
        self._add_active(column)
        self._add_people(column)
        column.addStretch(1)
        self.setWidget(page)
        self.show_target(self._target)
        self.show_events([])

    # Parts -------------------------------------------------------------------------------------------------

    def _title(self, text: str) -> QLabel:
        label = QLabel(text.upper(), self)
        label.setObjectName("sectionTitle")
        return label

    def _add_time(self, column: QVBoxLayout) -> None:
        column.addWidget(self._title(self.tr("Simulated time")))
        self._time = QLabel("–", self)
        self._time.setObjectName("valueText")
        self._time.setAccessibleName(self.tr("Simulated time"))
        row = QGridLayout()
        row.setSpacing(4)
        self._speeds: dict[float, QToolButton] = {}
        group = QButtonGroup(self)
        for speed in SPEEDS:
            button = QToolButton(self)
            button.setText(f"{speed:g}×" if speed else self.tr("Pause"))
            button.setToolTip(
                self.tr("{speed:g} simulated seconds a second").format(speed=speed)
                if speed
                else self.tr("Simulated time stands still")
            )
            button.setAccessibleName(button.toolTip())
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda _=False, chosen=speed: self.speed_asked.emit(chosen))
            group.addButton(button)
            place = len(self._speeds)
            self._speeds[speed] = button
            row.addWidget(button, place // SPEEDS_A_ROW, place % SPEEDS_A_ROW)
        row.setColumnStretch(SPEEDS_A_ROW, 1)
        column.addWidget(self._time)
        column.addLayout(row)

    def _add_form(self, column: QVBoxLayout) -> None:
        self._form_title = self._title("")
        column.addWidget(self._form_title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._kind, self._quantity = QComboBox(self), QComboBox(self)
        for box in (self._kind, self._quantity):
            # Else the longest entry decides how wide the panel must be.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self._fraction, self._value = NumberBox(self), NumberBox(self)
        self._permanent = QCheckBox(self.tr("Permanent"), self)
        self._permanent.setChecked(True)
        self._permanent.setToolTip(self.tr("Otherwise it is gone once its place has been dead for a moment"))
        self._fraction.setRange(0.0, 100.0)
        self._fraction.setValue(50.0)
        self._fraction.setSuffix(" %")
        self._value.setRange(-1e6, 1e6)
        self._value.setDecimals(3)
        rows = (
            (self.tr("What"), self._kind, self.tr("What happens to the selected equipment")),
            (self.tr("Where"), self._fraction, self.tr("How far along the line, from its first bus")),
            (self.tr("Point"), self._quantity, self.tr("Which of its points is concerned")),
            (self.tr("Value"), self._value, self.tr("The value shown, or the drift an hour")),
        )
        self._labels: dict[QWidget, QLabel] = {}
        for number, (text, widget, tip) in enumerate(rows):
            label = QLabel(text, self)
            label.setBuddy(widget)
            # A field is as wide as there is room, whatever its longest text.
            widget.setMinimumWidth(LEAST_FIELD_PX)
            widget.setAccessibleName(text)
            widget.setToolTip(tip)
            self._labels[widget] = label
            grid.addWidget(label, number, 0)
            grid.addWidget(widget, number, 1)
        self._kind.currentIndexChanged.connect(lambda _: self._show_fields())
        self._inject = QPushButton(self.tr("Let it happen"), self)
        self._inject.setToolTip(self.tr("Only in the simulator: no real device is touched"))
        self._inject.clicked.connect(self._ask)
        self._hint = QLabel(self)
        self._hint.setObjectName("hint")
        self._hint.setWordWrap(True)
        column.addLayout(grid)
        column.addWidget(self._permanent)
        column.addWidget(self._inject)
        column.addWidget(self._hint)

    def _add_active(self, column: QVBoxLayout) -> None:
        column.addWidget(self._title(self.tr("Active")))
        self._active = QListWidget(self)
        self._active.setAccessibleName(self.tr("Active faults and defects"))
        self._active.setMinimumHeight(72)
        self._active.itemSelectionChanged.connect(self._show_clear)
        self._none = QLabel(self.tr("Nothing is wrong in the district."), self)
        self._none.setObjectName("hint")
        self._clear = QPushButton(self.tr("Repair"), self)
        self._clear.setToolTip(self.tr("Takes the chosen fault or defect away"))
        self._clear.clicked.connect(self._ask_clear)
        script = QPushButton(self.tr("Run a script…"), self)
        script.setToolTip(self.tr("A TOML file with what happens when"))
        script.clicked.connect(self.script_asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._clear, script):
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self._none, self._active):
            column.addWidget(widget)
        column.addLayout(row)

    def _add_people(self, column: QVBoxLayout) -> None:
        column.addWidget(self._title(self.tr("Crews and telephone")))
        self.people = QCheckBox(self.tr("They play themselves"), self)
        self.people.setToolTip(
            self.tr("Crews do what they are told and say so; customers without supply call. Else you play them.")
        )
        self.people_speed = QComboBox(self)
        self.people_speed.setAccessibleName(self.tr("How fast crews live"))
        for speed in PEOPLE_SPEEDS:
            self.people_speed.addItem(self.tr("a minute takes {seconds:g} s").format(seconds=60 / speed), speed)
        self.people_speed.setCurrentIndex(1)
        self._people_said = QLabel(self)
        self._people_said.setObjectName("hint")
        self._people_said.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.people)
        row.addWidget(self.people_speed)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._people_said)
        self.people.toggled.connect(lambda _: self._ask_people())
        self.people_speed.currentIndexChanged.connect(lambda _: self._ask_people())

    def _ask_people(self) -> None:
        self.people_asked.emit(self.people.isChecked(), float(self.people_speed.currentData()))

    def show_people(self, sentence: str) -> None:
        """What somebody has said last."""
        self._people_said.setText(sentence)

    # What is shown -----------------------------------------------------------------------------------------

    def show_time(self, text: str, speed: float) -> None:
        """Simulated time, and how fast it runs."""
        self._time.setText(text)
        for known, button in self._speeds.items():
            button.setChecked(known == speed)

    def show_target(self, target: InstructorTarget) -> None:
        """What is selected: the form offers what can happen to it."""
        if target == self._target and self._kind.count():
            return
        self._target = target
        self._form_title.setText(
            (self.tr("At {label}").format(label=target.label) if target.label else self.tr("At the selection")).upper()
        )
        self._kind.clear()
        for text, event in event_choices(target.table, bool(target.points)):
            self._kind.addItem(text, event)
        self._quantity.clear()
        for point in target.points:
            self._quantity.addItem(quantity_text(point.quantity), str(point.quantity))
        has_any = bool(self._kind.count())
        for widget in (self._kind, self._inject):
            widget.setEnabled(has_any)
        nothing = self.tr("Select a line, a bus, a switch or any device with telemetry.")
        self._hint.setText("" if has_any else nothing)
        self._hint.setVisible(not has_any)
        self._show_fields()

    def show_events(self, events: Sequence[tuple[str, dict[str, Any], str]]) -> None:
        """The active events: id, event, name of its equipment."""
        wanted = [(event_id, event_text(event, label)) for event_id, event, label in events]
        shown = [
            (str(self._active.item(k).data(Qt.ItemDataRole.UserRole)), self._active.item(k).text())
            for k in range(self._active.count())
        ]
        if wanted != shown:
            self._active.clear()
            for event_id, text in wanted:
                item = QListWidgetItem(text, self._active)
                item.setData(Qt.ItemDataRole.UserRole, event_id)
        self._none.setVisible(not wanted)
        self._active.setVisible(bool(wanted))
        self._show_clear()

    @property
    def active_texts(self) -> list[str]:
        """What is listed as active."""
        return [self._active.item(k).text() for k in range(self._active.count())]

    def _show_clear(self) -> None:
        self._clear.setEnabled(bool(self._active.selectedItems()) or self._active.count() == 1)

    def _show_fields(self) -> None:
        event = self._kind.currentData() or {}
        fields = {self._fraction: "fraction", self._quantity: "quantity", self._value: ("value", "per_hour")}
        for widget, names in fields.items():
            is_asked = any(name in event for name in ((names,) if isinstance(names, str) else names))
            for each in (widget, self._labels[widget]):
                each.setVisible(is_asked)
        self._permanent.setVisible("is_permanent" in event)

    # What is asked -----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        event = dict(self._kind.currentData() or {})
        if not event:
            return
        event["element_id"] = self._target.element_id
        for name, value in (
            ("fraction", self._fraction.value() / 100.0),
            ("is_permanent", self._permanent.isChecked()),
            ("quantity", self._quantity.currentData()),
            ("value", self._value.value()),
            ("per_hour", self._value.value()),
        ):
            if name in event:
                event[name] = value
        self.inject_asked.emit(event)

    def _ask_clear(self) -> None:
        chosen = self._active.selectedItems() or [self._active.item(0)]
        if chosen and chosen[0] is not None:
            self.clear_asked.emit(str(chosen[0].data(Qt.ItemDataRole.UserRole)))
