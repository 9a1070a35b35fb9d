"""A paper into a PDF and onto a printer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from console.windows.live.faults.paper_pages import page_steps
from console.windows.live.faults.paper_setting import UNITS
from console.windows.live.faults.paper_values import Paper
from console.workflows.report_files import write_whole
from engines.values.validation import InputError
from widgets.slices import Steps, run_steps
from widgets.style import load_fonts

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MARGIN_MM = 13.0
DOTS_PER_INCH = 720
"""A tenth of a point is one dot."""


def page_layout(paper: Paper) -> QPageLayout:
    """A4, upright or across."""
    side = QPageLayout.Orientation.Landscape if paper.is_landscape else QPageLayout.Orientation.Portrait
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM - 4)
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), side, margins, QPageLayout.Unit.Millimeter)


def pdf_bytes(paper: Paper) -> bytes:
    """The paper as a PDF, at once."""
    return run_steps(pdf_steps(paper))


def pdf_steps(paper: Paper) -> Steps[bytes]:
    """The paper as a PDF, in slices."""
    load_fonts()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageLayout(page_layout(paper))
    writer.setTitle(f"{paper.kind} {paper.number}".strip())
    writer.setCreator("Tieline")
    yield from _paint_steps(paper, writer, DOTS_PER_INCH)
    return bytes(buffer.data().data())


def save_pdf(paper: Paper, path: Path) -> Path:
    """Write the paper to ``path``: whole, or not at all. Raises ``InputError`` where it cannot be written."""
    return write_whole(None, pdf_bytes(paper), path)


def prepare(printer: QPrinter, paper: Paper) -> None:
    """Turn the printer's page the way the paper wants it."""
    layout = page_layout(paper)
    # The person's own size of paper stays.
    printer.setPageOrientation(layout.orientation())
    printer.setPageMargins(layout.margins(), QPageLayout.Unit.Millimeter)
    printer.setDocName(f"{paper.kind} {paper.number}".strip())


def print_paper(printer: QPrinter, paper: Paper) -> None:
    """The paper on the pages of a printer. Raises ``InputError`` where it does not take them."""
    load_fonts()
    name = printer.outputFileName() or printer.printerName()
    if printer.outputFileName():
        _require_writable(Path(printer.outputFileName()))
    if not run_steps(_paint_steps(paper, printer, printer.resolution())):
        raise InputError(name, "does not take the paper", "choose another printer or folder")


def _require_writable(path: Path) -> None:
    try:
        path.open("ab").close()
    except OSError as error:
        reason = f"cannot be written: {error.strerror or error}"
        raise InputError(str(path), reason, "choose another folder or make room") from None


def _paint_steps(paper: Paper, device: Any, dots_per_inch: int) -> Steps[bool]:
    painter = QPainter(device)
    if not painter.isActive():
        return False
    try:
        share = dots_per_inch / 72 / UNITS
        painter.scale(share, share)
        area = device.pageLayout().paintRectPixels(dots_per_inch)
        pages = yield from page_steps(paper, area.width() / share, area.height() / share)
        for number in range(1, pages.count + 1):
            if number > 1 and not device.newPage():
                return False
            yield from pages.paint_steps(painter, number)
    finally:
        # Also where nobody wants the rest any more.
        is_whole = painter.end()
    return is_whole
