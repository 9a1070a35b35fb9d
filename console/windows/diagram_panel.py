"""The centre of the window: the diagram, what it shows, who solved it, and the time axis beneath."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from console.windows.empty_desk import EmptyDesk
from widgets.diagram.plan_banner import HIGH_PX, PlanBanner
from widgets.diagram.view import DiagramView, Layer
from widgets.elided_label import ElidedLabel
from widgets.time_axis.axis import TimeAxis

PLAN_HEAD_PX = HIGH_PX
BESIDE_PX = 1150
"""From that width on the line about the results has room beside the buttons."""


class DiagramPanel(QWidget):
    """Diagram with its buttons above and the time axis below.

    Signals:
        view_kind_chosen: ``"schematic"`` or ``"map"``.
        layer_chosen: a :class:`Layer`.
    """

    view_kind_chosen = Signal(str)
    layer_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.diagram = DiagramView(self)
        self.time_axis = TimeAxis(self)
        self.empty = EmptyDesk(self)
        self._view_buttons: dict[str, QToolButton] = {}
        self._layer_buttons: dict[Layer, QToolButton] = {}
        self._warning = QLabel(self)
        self._warning.setObjectName("diagramWarning")
        self._warning.setWordWrap(True)
        self._warning.setAutoFillBackground(True)
        self._warning.hide()
        self.plan_banner = PlanBanner(self)
        self.plan_banner.hide()
        self._provenance = ElidedLabel(self)
        self._provenance.setObjectName("provenance")
        self._provenance.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._provenance.setAccessibleName(self.tr("Who solved the shown state, and when"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._bar = self._button_row()
        column.addWidget(self._bar)
        column.addWidget(self.diagram, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.time_axis)
        self.show_nothing_open(True)

    def show_nothing_open(self, is_empty: bool) -> None:
        """Show what can be opened instead of a diagram of nothing."""
        self.empty.setVisible(is_empty)
        for widget in (self._bar, self.diagram):
            widget.setVisible(not is_empty)
        if is_empty:
            self.time_axis.hide()

    def use_axis(self, axis: TimeAxis) -> None:
        """Put another time axis in the place of the present one."""
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self.time_axis, axis)
        axis.setVisible(not self.time_axis.isHidden())
        self.time_axis.hide()
        self.time_axis.deleteLater()
        self.time_axis = axis

    def _button_row(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("diagramBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bar_grid = QGridLayout(bar)
        self._bar_grid.setContentsMargins(12, 4, 12, 4)
        self._bar_grid.setVerticalSpacing(2)
        self._bar_grid.setColumnStretch(1, 1)
        row = QHBoxLayout()
        row.setSpacing(4)
        self._bar_grid.addLayout(row, 0, 0)
        self._add_views(row)
        caption = QLabel(self.tr("Layer"), bar)
        caption.setObjectName("caption")
        row.addSpacing(12)
        row.addWidget(caption)
        self._add_layers(row)
        self._place_provenance()
        return bar

    def _place_provenance(self) -> None:
        """Beside the buttons where there is room, else on a line of its own: it is never to be guessed at."""
        is_narrow = self.width() < BESIDE_PX
        alignment = Qt.AlignmentFlag.AlignLeft if is_narrow else Qt.AlignmentFlag.AlignRight
        self._provenance.setAlignment(alignment | Qt.AlignmentFlag.AlignVCenter)
        self._bar_grid.removeWidget(self._provenance)
        if is_narrow:
            self._bar_grid.addWidget(self._provenance, 1, 0, 1, 2)
        else:
            self._bar_grid.addWidget(self._provenance, 0, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line about the results readable."""
        super().resizeEvent(event)
        if (event.oldSize().width() < BESIDE_PX) != (self.width() < BESIDE_PX):
            self._place_provenance()
        self._place_warning()

    def _place_warning(self) -> None:
        """Over the top of the diagram, not above it: no symbol may move under the pointer just as a link fails."""
        top = self.diagram.geometry().top()
        self._warning.setGeometry(0, top, self.width(), self._warning.heightForWidth(self.width()))
        self._warning.raise_()
        below = top + (self._warning.height() if self._warning.isVisibleTo(self) else 0)
        self.plan_banner.setGeometry(0, below, self.width(), self.plan_banner.sizeHint().height())
        self.plan_banner.raise_()

    def _add_views(self, row: QHBoxLayout) -> None:
        group = QButtonGroup(self)
        texts = {
            "schematic": (self.tr("Schematic"), self.tr("Feeders as straight rows, not to scale (F6)")),
            "map": (self.tr("Map"), self.tr("Where the equipment stands, where its coordinates are known (F7)")),
        }
        for kind, (text, tip) in texts.items():
            button = self._toggle(text, tip)
            button.clicked.connect(lambda _=False, k=kind: self.choose_view_kind(k))
            group.addButton(button)
            self._view_buttons[kind] = button
            row.addWidget(button)
        self._view_buttons["schematic"].setChecked(True)

    def _add_layers(self, row: QHBoxLayout) -> None:
        group = QButtonGroup(self)
        for layer, (text, tip) in self.layer_texts().items():
            button = self._toggle(text, tip)
            button.clicked.connect(lambda _=False, chosen=layer: self.choose_layer(chosen))
            group.addButton(button)
            self._layer_buttons[layer] = button
            row.addWidget(button)
        self._layer_buttons[Layer.VOLTAGE].setChecked(True)

    def layer_texts(self) -> dict[Layer, tuple[str, str]]:
        """Name and meaning of each layer."""
        return {
            Layer.VOLTAGE: (self.tr("Voltage"), self.tr("Voltage of each bus in pu; marked where beyond a limit")),
            Layer.LOADING: (self.tr("Loading"), self.tr("Current against the thermal limit, in percent")),
            Layer.LOSSES: (self.tr("Losses"), self.tr("Active losses of each element, in kW")),
            Layer.FEEDERS: (self.tr("Feeders"), self.tr("Which feeder supplies each bus")),
            Layer.ENERGISATION: (self.tr("Supply"), self.tr("Energised, dead, back-fed, proven dead, earthed")),
            Layer.COMPARISON: (self.tr("Change"), self.tr("Difference to the state before the changes of this study")),
        }

    def _toggle(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setAccessibleDescription(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("segment", True)
        return button

    @property
    def layer(self) -> Layer:
        """What the diagram shows."""
        return next(layer for layer, button in self._layer_buttons.items() if button.isChecked())

    @property
    def view_kind(self) -> str:
        """``"schematic"`` or ``"map"``."""
        return next(kind for kind, button in self._view_buttons.items() if button.isChecked())

    def choose_view_kind(self, kind: str) -> None:
        """Show the schematic or the map."""
        self._view_buttons[kind].setChecked(True)
        self.diagram.set_view_kind(kind)
        self.view_kind_chosen.emit(kind)

    def choose_layer(self, layer: Layer) -> None:
        """Show another layer."""
        self._layer_buttons[layer].setChecked(True)
        self.diagram.set_layer(layer)
        self.layer_chosen.emit(layer)

    def offer_layers(self, without: tuple[Layer, ...]) -> None:
        """Leave out layers that mean nothing in this window."""
        for layer, button in self._layer_buttons.items():
            button.setVisible(layer not in without)

    def allow_map(self, has_map: bool) -> None:
        """Whether the network has coordinates."""
        button = self._view_buttons["map"]
        button.setEnabled(has_map)
        known = self.tr("Where the equipment stands (F7)")
        button.setToolTip(known if has_map else self.tr("This network carries no coordinates."))
        if not has_map:
            self.choose_view_kind("schematic")

    @property
    def provenance(self) -> str:
        """What the line above the diagram says."""
        return self._provenance.text()

    def show_warning(self, sentence: str) -> None:
        """Say above the diagram why it shows no values; nothing where it does."""
        self._warning.setText(f"▲ {sentence}")
        self._warning.setVisible(bool(sentence))
        self._place_warning()

    @property
    def warning(self) -> str:
        """What stands above the diagram instead of values, "" where there are values."""
        return "" if self._warning.isHidden() else self._warning.text()

    def show_plan(self, step: tuple[int, int] | None) -> None:
        """Say over the diagram after how many of how many steps of a plan it is shown; ``None``: the present is."""
        if step is not None:
            self.plan_banner.show_step(*step)
        if (step is not None) is not self.plan_banner.isVisibleTo(self):
            self.diagram.keep_head(self.diagram.head_px + (PLAN_HEAD_PX if step is not None else -PLAN_HEAD_PX))
        self.plan_banner.setVisible(step is not None)
        self._place_warning()

    def show_plan_words(self, words: tuple[str, ...]) -> None:
        """Say over the diagram which plan and which of its steps it shows; empty: another moment is shown."""
        if words:
            self.plan_banner.show_words(*words)
        self.plan_banner.setVisible(bool(words))
        self._place_warning()

    def show_provenance(self, text: str, meaning: str = "") -> None:
        """Who solved what is shown, how long ago, and how sure that is."""
        self._provenance.setText(text)
        self._provenance.setToolTip(f"{text}\n{meaning}" if meaning else text)
