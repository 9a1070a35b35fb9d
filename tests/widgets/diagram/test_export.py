"""Files that other programs can read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from engines.grid.network import ElementRef
from engines.values.validation import InputError
from widgets.diagram.export import page_camera
from widgets.diagram.halos import Highlights
from widgets.diagram.view import DiagramView

WITHOUT_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="needs the printing to file of other systems")


def test_svg_holds_the_values_as_text(view: DiagramView, case: Any, tmp_path: Path) -> None:
    view.export(tmp_path / "d.svg")
    root = ElementTree.parse(tmp_path / "d.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    written = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {f"{vm:.3f}" for vm in case.result.vm_pu} <= written


def test_pdf_is_one_page(view: DiagramView, tmp_path: Path) -> None:
    view.export(tmp_path / "d.pdf")
    content = (tmp_path / "d.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert content.count(b"/Type /Page\n") == 1


def test_png_shows_everything_at_full_size(view: DiagramView, case: Any, tmp_path: Path) -> None:
    view.export(tmp_path / "d.png")
    image = QImage(str(tmp_path / "d.png"))
    x0, _, x1, _ = case.layout.bounds
    assert image.width() >= x1 - x0
    assert len({image.pixel(x, image.height() // 2) for x in range(image.width())}) > 1


def test_a_picture_of_any_size(view: DiagramView) -> None:
    assert view.grab_image(QSize(640, 360)).size() == QSize(640, 360)


def test_an_unknown_ending_is_a_sentence(view: DiagramView, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.docx; use \.svg, \.pdf or \.png"):
        view.export(tmp_path / "d.docx")


def test_a_folder_that_is_not_there_is_a_sentence(view: DiagramView, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written .*; choose another folder"):
        view.export(tmp_path / "nowhere" / "d.svg")


@WITHOUT_WINDOWS
def test_it_prints_on_one_page(view: DiagramView, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "p.pdf"))
    view.print_to(printer)
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")


@WITHOUT_WINDOWS
def test_printing_into_a_folder_that_is_gone_is_a_sentence(view: DiagramView, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gone" / "diagram.pdf"))
    with pytest.raises(InputError, match=r"cannot be written .*; choose another folder"):
        view.print_to(printer, "caption")


def test_bars_are_broader_than_lines_on_paper_too(view: DiagramView) -> None:
    """A printer has many dots to a pixel of the screen: what is broad on the screen is as broad on paper."""
    dots = 6
    frame = view._paper_frame()
    camera = page_camera(frame, 1000, 700)
    image = QImage(1000 * dots, 700 * dots, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(dots, dots)
    frame.paint(painter, camera, Highlights(), is_exact=True, has_ground=False)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    line = frame.scene.elements.number(ElementRef("line", 2))
    x, y = frame.scene.anchor[line].tolist()
    column, row = (round(v * dots) for v in camera.to_screen(x, y))
    across = pixels[row - 10 * dots : row + 10 * dots, column] != 0xFFFFFFFF
    assert across.sum() >= 0.9 * dots
