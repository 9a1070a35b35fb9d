"""The whole diagram on paper or in a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from engines.values.validation import InputError
from widgets.diagram.camera import Camera
from widgets.diagram.frame import Frame
from widgets.diagram.halos import Highlights
from widgets.diagram.scale_bar import paint_bar
from widgets.theme import LABEL_PX, load_theme, ui_font

MARGIN_PX, CAPTION_PX = 16.0, 24.0
_LARGEST_PICTURE_PX = 12_000
_LARGEST_PAGE_PT = 14_000.0
"""PDF readers refuse pages above 200 inches."""


def export(frame: Frame, path: Path, caption: str = "") -> None:
    """Writes the whole diagram; the ending says how: ``.svg``, ``.pdf`` or ``.png``.

    ``caption`` stands beneath it: what is shown, of which moment, in which mode.

    Raises ``InputError`` where the ending is another, or the file cannot be written.
    """
    writers = {".svg": _write_svg, ".pdf": _write_pdf, ".png": _write_png}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise InputError(str(path), f"a diagram cannot be written as {path.suffix or 'a file without ending'}",
                         "use .svg, .pdf or .png")  # fmt: skip
    _check_writable(path)
    if not write(frame, path, caption):
        raise InputError(str(path), "the diagram could not be written in full", "look for room on the disk")


def _check_writable(path: Path) -> None:
    try:
        path.open("ab").close()
    except OSError as error:
        raise InputError(str(path), f"cannot be written ({error.strerror})", "choose another folder") from error


def page_camera(frame: Frame, width: float = 0.0, height: float = 0.0, foot: float = 0.0) -> Camera:
    """Everything at 100 %, or fitted into width and height; ``foot`` pixels stay free beneath."""
    x0, y0, x1, y1 = frame.scene.bounds
    if width and height:
        above = Camera(width=width, height=height - foot).fitted(frame.scene.bounds, MARGIN_PX, 4.0)
        return above.resized(width, height).panned(0, -foot / 2)
    middle = (y0 + y1 + foot) / 2
    return Camera((x0 + x1) / 2, middle, 1.0, x1 - x0 + 2 * MARGIN_PX, y1 - y0 + 2 * MARGIN_PX + foot)


def draw_image(frame: Frame, size: QSize, caption: str = "") -> QImage:
    """A picture of the whole diagram."""
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    camera = page_camera(frame, size.width(), size.height(), _foot(frame, caption))
    frame.paint(painter, camera, Highlights())
    _write_foot(painter, frame, camera, caption)
    painter.end()
    return image


def _foot(frame: Frame, caption: str) -> float:
    return CAPTION_PX * (bool(caption) + frame.scene.is_map)


def _write_foot(painter: QPainter, frame: Frame, camera: Camera, caption: str) -> None:
    """The caption at the foot of the page, above it a map's scale, and at its head that it is a plan."""
    light = load_theme("light")
    if frame.shown.moment.fault.is_plan:
        painter.setFont(ui_font(LABEL_PX, bold=True))
        painter.setPen(frame.palette.color["plan"])
        said = QCoreApplication.translate("Diagram", "PLAN · not the present")
        painter.drawText(QPointF(MARGIN_PX, MARGIN_PX + 1), said)
    if frame.scene.is_map:
        foot = camera.height - CAPTION_PX * bool(caption) - CAPTION_PX / 2
        paint_bar(painter, MARGIN_PX, foot, frame.scene.layout.metres_per_unit / camera.scale, light)
    if caption:
        painter.setFont(ui_font(LABEL_PX))
        painter.setPen(light.color("text"))
        painter.drawText(QPointF(MARGIN_PX, camera.height - MARGIN_PX / 2), caption)


def _write_png(frame: Frame, path: Path, caption: str) -> bool:
    camera = page_camera(frame, foot=_foot(frame, caption))
    share = min(1.0, _LARGEST_PICTURE_PX / max(camera.width, camera.height))
    size = QSize(max(1, int(camera.width * share)), max(1, int(camera.height * share)))
    return draw_image(frame, size, caption).save(str(path))


def _write_svg(frame: Frame, path: Path, caption: str) -> bool:
    camera = page_camera(frame, foot=_foot(frame, caption))
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(QSize(int(camera.width), int(camera.height)))
    generator.setViewBox(QRectF(0, 0, camera.width, camera.height))
    generator.setTitle(frame.scene.network.name)
    return _paint(frame, QPainter(generator), camera, caption)


def _write_pdf(frame: Frame, path: Path, caption: str) -> bool:
    camera = page_camera(frame, foot=_foot(frame, caption))
    # 96 pixels of the screen are 72 points of paper.
    points = 0.75 * min(1.0, _LARGEST_PAGE_PT / (0.75 * max(camera.width, camera.height)))
    writer = QPdfWriter(str(path))
    writer.setTitle(frame.scene.network.name)
    writer.setResolution(288)
    size = QPageSize(QSizeF(camera.width * points, camera.height * points), QPageSize.Unit.Point)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    share = writer.width() / camera.width
    painter.scale(share, share)
    return _paint(frame, painter, camera, caption)


def _paint(frame: Frame, painter: QPainter, camera: Camera, caption: str) -> bool:
    if not painter.isActive():
        return False
    frame.paint(painter, camera, Highlights(), is_exact=True, has_ground=False)
    _write_foot(painter, frame, camera, caption)
    return painter.end()


def print_to(frame: Frame, printer: QPrinter, caption: str = "") -> None:
    """The whole diagram on one page, turned to the better side."""
    x0, y0, x1, y1 = frame.scene.bounds
    wide = x1 - x0 > y1 - y0
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    if printer.outputFileName():
        _check_writable(Path(printer.outputFileName()))
    painter = QPainter(printer)
    if not painter.isActive():
        raise InputError(printer.printerName(), "the printer does not answer", "choose another printer")
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    share = printer.resolution() / 96.0
    painter.scale(share, share)
    camera = page_camera(frame, page.width() / share, page.height() / share, _foot(frame, caption))
    if not _paint(frame, painter, camera, caption):
        raise InputError(printer.printerName(), "did not take the whole page", "look at the printer and print again")
