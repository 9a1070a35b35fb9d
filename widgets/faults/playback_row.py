"""Steps played on the diagram ahead of what is done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QToolButton, QWidget

from widgets.faults.labels import TipLabel, set_tone
from widgets.faults.order_lines import PlaybackView
from widgets.icons import icon
from widgets.theme import theme_chooser


class PlaybackRow(QWidget):
    """Goes through the predicted states of an order; says plainly when what is shown is not the present.

    Signals:
        asked: the state after so many steps is wanted, 0 before the first, -1 the present.
    """

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = PlaybackView()
        self.back = self._arrow(self.tr("One step back"))
        self.on = self._arrow(self.tr("One step on"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setMinimumWidth(80)
        self.slider.setMaximumWidth(240)
        self.slider.setPageStep(1)
        self.slider.setToolTip(self.tr("Show the network as it is predicted after a step; nothing is operated by that"))
        self.slider.setAccessibleName(self.tr("Step that is shown"))
        self.words = TipLabel(self)
        self.now = QPushButton(self.tr("Back to now"), self)
        self.now.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        for widget in (self.back, self.slider, self.on):
            row.addWidget(widget)
        row.addWidget(self.words, 1)
        row.addWidget(self.now)
        self.back.clicked.connect(lambda: self._ask(self._view.at - 1))
        self.on.clicked.connect(lambda: self._ask(self._view.at + 1))
        self.now.clicked.connect(lambda: self._ask(-1))
        self.slider.valueChanged.connect(self._ask)
        theme_chooser().changed.connect(self._dress)
        self._dress()
        self.show_playback(PlaybackView())

    def _arrow(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("flat", True)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(name)
        button.setAccessibleName(name)
        return button

    def _dress(self) -> None:
        self.back.setIcon(icon("previous"))
        self.on.setIcon(icon("next"))

    def show_playback(self, view: PlaybackView) -> None:
        """Show how far is played; hidden where there is nothing to play."""
        self._view = view
        is_now = view.at < 0
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(view.count, 0))
        self.slider.setValue(max(view.at, 0))
        self.slider.blockSignals(False)
        self.back.setEnabled(view.at >= 0)
        self.on.setEnabled(view.at < view.count)
        self.now.setVisible(not is_now)
        self.now.setToolTip(self.tr("Show the present network again"))
        if is_now:
            words = view.text or self.tr("Play the {count} steps on the diagram before they are done").format(
                count=view.count
            )
        else:
            words = self.tr("Predicted, not now: step {step} of {count}").format(step=view.at, count=view.count)
            words = f"{words} · {view.text}" if view.text else words
        self.words.say(words)
        set_tone(self.words, "muted" if is_now else "plan")
        self.setVisible(view.count > 0)

    def _ask(self, step: int) -> None:
        step = max(-1, min(step, self._view.count))
        if step != self._view.at:
            self.asked.emit(step)
