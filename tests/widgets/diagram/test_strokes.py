"""Lines in their thousands."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.diagram.strokes import clipped, dashed, draw_lines


def length(lines: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return np.hypot(*(lines[:, 2:] - lines[:, :2]).T)


def test_dashes_lie_on_their_line_and_leave_gaps() -> None:
    line = np.array([[10.0, 20.0, 100.0, 20.0]])
    parts = dashed(line, 5.0, 4.0)
    assert len(parts) == 10
    np.testing.assert_allclose(length(parts), 5.0)
    np.testing.assert_allclose(parts[:, [1, 3]], 20.0)
    np.testing.assert_allclose(parts[1:, 0] - parts[:-1, 2], 4.0)


def test_a_line_shorter_than_a_dash_stays_whole() -> None:
    line = np.array([[0.0, 0.0, 0.0, 3.0]])
    np.testing.assert_allclose(dashed(line), line)


def test_too_many_dashes_become_lines() -> None:
    lines = np.tile([0.0, 0.0, 10_000.0, 0.0], (100, 1))
    assert dashed(lines) is lines


def test_what_is_cut_stays_on_its_line() -> None:
    rng = np.random.default_rng(3)
    lines = rng.uniform(-5000, 5000, (500, 4))
    cut = clipped(lines, 800, 600)
    direction = lines[:, 2:] - lines[:, :2]
    for end in (cut[:, :2], cut[:, 2:]):
        off = end - lines[:, :2]
        cross = direction[:, 0] * off[:, 1] - direction[:, 1] * off[:, 0]
        np.testing.assert_allclose(cross / length(lines), 0, atol=1e-6)


def test_what_is_in_view_is_not_cut() -> None:
    lines = np.array([[10.0, 10.0, 700.0, 500.0], [5.0, 5.0, 5.0, 599.0]])
    np.testing.assert_allclose(clipped(lines, 800, 600), lines)


def test_lines_arrive_on_the_picture(qtbot: QtBot) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    draw_lines(painter, np.array([[2.0, 5.0, 17.0, 5.0], [8.0, 1.0, 8.0, 18.0]]))
    painter.end()
    assert image.pixelColor(10, 5) == QColor("black")
    assert image.pixelColor(8, 15) == QColor("black")
    assert image.pixelColor(15, 15) == QColor("white")
