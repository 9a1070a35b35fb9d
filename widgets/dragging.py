"""What is carried from one part of the window to another with the mouse."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

from engines.grid.network import ElementRef

ELEMENTS, POINTS = "application/x-tieline-elements", "application/x-tieline-points"


def element_mime(refs: Iterable[ElementRef], point_ids: Iterable[str] = ()) -> QMimeData:
    """Equipment of the network in front, and which of its points where those were meant."""
    carried = QMimeData()
    carried.setData(ELEMENTS, "\n".join(f"{ref.table} {ref.row}" for ref in refs).encode())
    points = "\n".join(point_ids)
    if points:
        carried.setData(POINTS, points.encode())
        carried.setText(points)
    return carried


def carried_refs(carried: QMimeData) -> tuple[ElementRef, ...]:
    """The equipment that is carried; nothing where it is something else."""
    refs = []
    for line in bytes(carried.data(ELEMENTS).data()).decode("utf-8", "replace").splitlines():
        table, _, row = line.partition(" ")
        if table and row.isdecimal():
            refs.append(ElementRef(table, int(row)))
    return tuple(refs)


def carried_points(carried: QMimeData) -> tuple[str, ...]:
    """The points that are carried."""
    return tuple(bytes(carried.data(POINTS).data()).decode("utf-8", "replace").splitlines())
