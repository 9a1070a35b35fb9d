"""A short, smooth change of camera."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from widgets.diagram.camera import Camera

DURATION_MS = 140


class Flight(QObject):
    """Brings the camera from one place to another.

    Signals:
        moved: the camera on its way; the last is exactly the aim.
    """

    moved = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._begin = self._aim = Camera()
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(DURATION_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_step)

    @property
    def is_under_way(self) -> bool:
        """Whether the camera still moves."""
        return self._animation.state() == QVariantAnimation.State.Running

    def start(self, begin: Camera, aim: Camera) -> None:
        """Set out; a flight under way ends where it is."""
        self._animation.stop()
        self._begin, self._aim = begin, aim
        self._animation.start()

    def stop(self) -> None:
        """End here."""
        self._animation.stop()

    def _on_step(self, share: float) -> None:
        a, b = self._begin, self._aim
        if share >= 1.0:
            self.moved.emit(b)
            return
        scale = a.scale * (b.scale / a.scale) ** share
        self.moved.emit(b.centred(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, scale))
