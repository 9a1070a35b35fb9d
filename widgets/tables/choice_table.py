"""A value table with a few views of one matter to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from widgets.tables.value_table import Make, ValueTable


@dataclass(frozen=True, slots=True)
class Choice:
    """One view: its key, the button's text and what it shows."""

    key: str
    text: str
    tip: str


class ChoiceTable(ValueTable):
    """Buttons beside the filter choose which of the offered contents is shown."""

    def __init__(self, name: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.chosen = choices[0].key
        self._sources: Mapping[str, Make] = {}
        self.buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for place, choice in enumerate(choices):
            button = QToolButton(self.bar)
            button.setText(choice.text)
            button.setToolTip(choice.tip)
            button.setAccessibleName(choice.text)
            button.setAccessibleDescription(choice.tip)
            button.setProperty("segment", True)
            button.setCheckable(True)
            button.setChecked(place == 0)
            button.clicked.connect(lambda _=False, key=choice.key: self.choose(key))
            group.addButton(button)
            self.bar_row.insertWidget(place, button)
            self.buttons[choice.key] = button

    def offer_choices(self, sources: Mapping[str, Make]) -> None:
        """What each choice shows."""
        self._sources = sources
        self._offer_chosen()

    def offer(self, make: Make) -> None:
        """Every choice shows the same: a reason why there is nothing."""
        self._sources = dict.fromkeys(self.buttons, make)
        super().offer(make)

    def choose(self, key: str) -> None:
        """Show another view."""
        self.chosen = key
        self.buttons[key].setChecked(True)
        self._offer_chosen()

    def _offer_chosen(self) -> None:
        make = self._sources.get(self.chosen)
        if make is not None:
            super().offer(make)
