"""Files that other programs can read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from engines.values.validation import InputError
from widgets.diagram.view import DiagramView


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


@pytest.mark.skipif(sys.platform == "win32", reason="needs the printing to file of other systems")
def test_it_prints_on_one_page(view: DiagramView, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "p.pdf"))
    view.print_to(printer)
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
