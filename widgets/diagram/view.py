"""The single-line diagram as a widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.values.element_doubt import NO_DOUBT, ElementDoubt
from engines.values.loadflow import LoadFlowResult
from engines.values.schematic import DiagramLayout
from engines.values.topology import Topology
from widgets.diagram.camera import Camera
from widgets.diagram.description import Description, describe
from widgets.diagram.fault_signs import NO_FAULT_SIGNS, CrewSign, FaultSigns, StepBadge, Zone
from widgets.diagram.fault_words import fault_sentence
from widgets.diagram.field_look import FieldLook
from widgets.diagram.flight import Flight
from widgets.diagram.frame import Frame
from widgets.diagram.halos import Highlights
from widgets.diagram.hover_card import HoverCard
from widgets.diagram.keys import Keys
from widgets.diagram.layers import Freshness, Layer
from widgets.diagram.legend import Legend
from widgets.diagram.marks import Mark
from widgets.diagram.minimap import Minimap
from widgets.diagram.palette import Palette
from widgets.diagram.pointer import Pointer
from widgets.diagram.scale_bar import ScaleBar
from widgets.diagram.scene import Scene, build_scene
from widgets.diagram.shown import Moment, Shown, fits, show
from widgets.diagram.signs import Sign
from widgets.diagram.sprites import Sprites
from widgets.diagram.trust import element_doubt
from widgets.diagram.words import Words
from widgets.diagram.zone_shapes import ZoneShapes
from widgets.theme import theme, theme_chooser

__all__ = ["DiagramView", "Layer", "Mark"]

_ZOOM_STEP = 1.25
_WAIT_MS = 600
"""A solution under way for longer: the old values are hatched like stale ones."""
_REST_MS = 90
"""A camera that has not moved for so long rests."""
_AWAY = 12


class DiagramView(QWidget):
    """Draws a network and its state; a person looks around, selects and points.

    Signals:
        selection_changed: tuple of ``ElementRef``, after a person chose otherwise.
        activated: ``ElementRef`` a person double-clicked, or pressed Enter on.
        context_requested: ``ElementRef`` or ``None``, and the global position for a menu.
        hovered: ``ElementRef`` under the pointer, ``None`` when it left.
        moved: ids and world (x, y) of what a person moved by Alt-drag.
        view_changed: another part is seen, or another kind of view.

    Attributes:
        offers_elements: whether dragging a selected element (any with Ctrl) carries it elsewhere.
    """

    selection_changed = Signal(object)
    activated = Signal(object)
    context_requested = Signal(object, QPoint)
    hovered = Signal(object)
    moved = Signal(object)
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.camera = Camera()
        self.scene: Scene | None = None
        self.shown: Shown | None = None
        self.head_px = 0
        """Room at the top that is left free of the network, for what may lie over it."""
        self.offers_elements = False
        self._layouts: dict[str, DiagramLayout | None] = {}
        self._network: Network | None = None
        self._kind = "schematic"
        self._layer = Layer.VOLTAGE
        self._moment = Moment()
        self._lights = Highlights()
        self._palette = Palette(theme())
        self._sprites, self._words, self._zone_shapes = (Sprites(), Sprites()), Words(), ZoneShapes()
        self._frame: Frame | None = None
        self._cameras: dict[str, Camera] = {}
        self._wants_fit = True
        self._make_overlays()
        self._pointer, self._keys = Pointer(self), Keys(self)
        self._shows_focus = False
        self._describe_selection()
        theme_chooser().changed.connect(self._on_theme)

    def _make_overlays(self) -> None:
        self._flight = Flight(self)
        self._flight.moved.connect(self._move_camera)
        self.legend, self.minimap, self.hover_card = Legend(self), Minimap(self), HoverCard(self)
        self.scale_bar = ScaleBar(self)
        self.minimap.chosen.connect(lambda x, y: self.look_by_hand(self.camera.centred(x, y)))
        self._rest_timer = QTimer(self)
        self._rest_timer.setSingleShot(True)
        self._rest_timer.setInterval(_REST_MS)
        self._rest_timer.timeout.connect(self.update)
        self._wait_timer = QTimer(self)
        self._wait_timer.setSingleShot(True)
        self._wait_timer.setInterval(_WAIT_MS)
        self._wait_timer.timeout.connect(lambda: self._change_moment(is_waiting=True))
        self.minimap.hide()

    # What is shown -----------------------------------------------------------------------------------------

    def show_network(self, network: Network, layout: DiagramLayout, map_layout: DiagramLayout | None = None) -> None:
        """Show a network. The camera and selection stay where the same network is laid out anew."""
        is_same = self._network is not None and self._network.structure_revision == network.structure_revision
        kept = self.selection if self._network is not None else ()
        ids = [str(self._network[ref.table].id[ref.row]) for ref in kept] if self._network is not None else []
        before, self._network = self._network, network
        self._layouts = {"schematic": layout, "map": map_layout}
        if map_layout is None:
            self._kind = "schematic"
        if not is_same:
            self._moment = Moment(
                fault=self._moment.fault.carried(before, network) if before is not None else NO_FAULT_SIGNS
            )
            self._cameras.clear()
            self._wants_fit = True
        self._lights = Highlights(commanded=self._lights.commanded if is_same else ())
        self._build()
        if ids:
            self.select([ref for ref in map(network.find, ids) if ref is not None])
        self._describe_selection()
        if self._wants_fit and self.isVisible():
            self.zoom_to_fit()

    def set_view_kind(self, kind: str) -> None:
        """``"schematic"`` or ``"map"``; each keeps its own camera. A map that is not there is not shown."""
        if kind == self._kind or self._layouts.get(kind) is None:
            return
        self._cameras[self._kind] = self.camera
        self._kind = kind
        self._build()
        known = self._cameras.get(kind)
        if known is not None:
            self.set_camera(known.resized(self.width(), self.height()))
        else:
            self.zoom_to_fit()

    @property
    def view_kind(self) -> str:
        """``"schematic"`` or ``"map"``."""
        return self._kind

    def show_state(self, snapshot: Snapshot, topology: Topology | None) -> None:
        """Show switch positions and what is supplied; values of another snapshot count as waiting for their next."""
        self._change_moment(snapshot=snapshot, topology=topology)

    def show_result(self, result: LoadFlowResult | None, *, freshness: str = "current") -> None:
        """Show a load flow, or that there is none.

        Args:
            result: one that did not converge shows no number at all.
            freshness: ``"current"``, ``"solving"`` (of the state before, the next is on its way) or ``"stale"``.
        """
        self._change_moment(result=result, said=Freshness(freshness))

    def show_moment(
        self,
        snapshot: Snapshot,
        topology: Topology | None,
        result: LoadFlowResult | None,
        *,
        freshness: str = "current",
        field: FieldLook | None = None,
    ) -> None:
        """:meth:`show_state`, :meth:`show_result` and :meth:`show_field` of one moment, drawn once."""
        said = Freshness(freshness)
        self._change_moment(snapshot=snapshot, topology=topology, result=result, said=said, field=field)

    def show_field(self, look: FieldLook | None) -> None:
        """Show how fresh and from where everything is; ``None`` where there is no field, as in a study."""
        self._change_moment(field=look)

    def show_comparison(
        self, before: LoadFlowResult | None, before_bus_row: np.ndarray[Any, Any] | None = None
    ) -> None:
        """What :attr:`Layer.COMPARISON` compares with.

        Args:
            before: ``None`` or unconverged draws dashes.
            before_bus_row: ``(n_bus,)`` row in ``before`` of each drawn bus, -1 for none; needed where the
                structure has changed in between (``Comparison.before_bus_row``).
        """
        self._change_moment(before=before, before_bus_row=before_bus_row)

    @property
    def element_doubt(self) -> ElementDoubt:
        """How far what is calculated for each element may be taken for the present, as it is drawn."""
        return NO_DOUBT if self.scene is None or self.shown is None else element_doubt(self.scene, self.shown.trust)

    def set_layer(self, layer: Layer) -> None:
        """Show another quantity."""
        if layer is not self._layer:
            self._layer = layer
            self._refresh()

    @property
    def layer(self) -> Layer:
        """The quantity shown."""
        return self._layer

    def show_trace(self, bus_rows: Iterable[int], branch_refs: Iterable[ElementRef]) -> None:
        """Mark a path or an area."""
        if self.scene is None:
            return
        numbers = [self.scene.elements.start["bus"] + int(row) for row in bus_rows]
        numbers += [n for n in map(self.scene.elements.number, branch_refs) if n >= 0]
        self._set_lights(traced=np.array(sorted(set(numbers)), np.int64))

    def clear_trace(self) -> None:
        """Mark nothing."""
        self._set_lights(traced=np.zeros(0, np.int64))

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Pin signs on elements, instead of those shown before."""
        if tuple(marks) != self._moment.marks:
            self._change_moment(marks=tuple(marks))

    def show_commanded(self, refs: Iterable[ElementRef]) -> None:
        """Put a ring around what a command runs on, instead of those before."""
        if self.scene is not None:
            numbers = [n for n in map(self.scene.elements.number, refs) if n >= 0]
            self._set_lights(commanded=tuple(dict.fromkeys(numbers)))

    def show_zones(self, zones: Sequence[Zone]) -> None:
        """Show the zones of a fault as areas beneath the drawing, instead of those before."""
        self._show_fault(zones=tuple(zones))

    def show_steps(self, steps: Sequence[StepBadge]) -> None:
        """Show numbers of switching steps beside their switches, instead of those before."""
        self._show_fault(steps=tuple(steps))

    def show_crews(self, crews: Sequence[CrewSign]) -> None:
        """Show crews where they work, on the map where they are, instead of those before."""
        self._show_fault(crews=tuple(crews))

    def show_plan_frame(self, is_plan: bool) -> None:
        """Frame the drawing while what it shows is a step of a plan, so that no one takes it for the present."""
        self._show_fault(is_plan=is_plan)

    def _show_fault(self, **changes: object) -> None:
        fault: FaultSigns = replace(self._moment.fault, **changes)  # type: ignore[arg-type]
        if fault != self._moment.fault:
            self._change_moment(fault=fault)

    def point_at(self, refs: Iterable[ElementRef]) -> None:
        """Emphasise elements for a while without selecting them, instead of those before; none to end it."""
        if self.scene is not None:
            numbers = [n for n in map(self.scene.elements.number, refs) if n >= 0]
            self._set_lights(pointed=tuple(dict.fromkeys(numbers)))

    @property
    def pointed(self) -> tuple[ElementRef, ...]:
        """What is pointed at."""
        return () if self.scene is None else tuple(self.scene.elements.ref(n) for n in self._lights.pointed)

    def fault_at(self, x: float, y: float, *, has_zones: bool = True) -> Zone | StepBadge | CrewSign | None:
        """The step, crew or zone that stands at a pixel; the area of a zone only where asked for."""
        return None if self._frame is None else self._frame.fault_at(self.camera, x, y, has_zones=has_zones)

    def _change_moment(self, **changes: object) -> None:
        moment: Moment = replace(self._moment, **changes)  # type: ignore[arg-type]
        if moment.freshness is not Freshness.SOLVING:
            self._wait_timer.stop()
            moment = replace(moment, is_waiting=False)
        elif not self._wait_timer.isActive() and not moment.is_waiting:
            self._wait_timer.start()
        self._moment = moment
        self._refresh()

    def _build(self) -> None:
        layout = self._layouts.get(self._kind)
        self.scene = None
        if self._network is not None and layout is not None:
            self.scene = build_scene(self._network, layout, is_map=self._kind == "map")
        self._refresh()

    def _refresh(self) -> None:
        if self.scene is None:
            self.shown = self._frame = None
        else:
            self.shown = show(self.scene, self._fitting_moment(self.scene), self._layer)
            self._show_legend()
            self._frame = self._make_frame(self._palette)
            self.minimap.show_scene(self.scene, self.shown, self._palette)
            self.minimap.show_camera(self.camera)
        self._show_scale()
        if self.hover_card.isVisible():
            self._pointer.show_card()
        self._describe_selection()
        self.update()

    def _show_legend(self) -> None:
        if self.shown is not None:
            signs = self.shown.signs | ({Sign.COMMANDED} if self._lights.commanded else set())
            if self.legend.show_layer(self._layer, self.shown.looks, signs):
                self._place_overlays()

    def _fitting_moment(self, scene: Scene) -> Moment:
        """The moment without what belongs to another structure: its rows would name the wrong equipment."""
        m, n_bus = self._moment, len(scene.layout.bus)
        revision = scene.network.structure_revision
        snapshot = m.snapshot
        if snapshot is not None and snapshot.network.structure_revision != revision:
            snapshot = None
        is_fitting = m.topology is not None and m.topology.structure_revision in ("", revision)
        topology = m.topology if is_fitting and len(m.topology.supply) == n_bus else None  # type: ignore[union-attr]
        has_rows = fits(m.result, scene) and m.result.structure_revision == revision  # type: ignore[union-attr]
        field = m.field if m.field is not None and m.field.structure_revision == revision else None
        return replace(m, snapshot=snapshot, topology=topology, result=m.result if has_rows else None, field=field)

    def _on_theme(self) -> None:
        self._palette = Palette(theme())
        self._refresh()

    # Selection ---------------------------------------------------------------------------------------------

    @property
    def selection(self) -> tuple[ElementRef, ...]:
        """What is selected, in the order it was chosen."""
        if self.scene is None:
            return ()
        return tuple(self.scene.elements.ref(n) for n in self._lights.selected)

    @property
    def selected_numbers(self) -> tuple[int, ...]:
        """The same as numbers of the scene's elements."""
        return self._lights.selected

    def select(self, refs: Sequence[ElementRef]) -> None:
        """Select from outside; no signal tells of it."""
        if self.scene is not None:
            numbers = [n for n in map(self.scene.elements.number, refs) if n >= 0]
            self._set_lights(selected=tuple(dict.fromkeys(numbers)))
            self._describe_selection()

    def choose(self, numbers: Sequence[int]) -> None:
        """Select as a person does: listeners are told."""
        chosen = tuple(dict.fromkeys(numbers))
        if chosen != self._lights.selected:
            self._set_lights(selected=chosen)
            self._describe_selection()
            self.selection_changed.emit(self.selection)

    def _set_lights(
        self,
        *,
        selected: tuple[int, ...] | None = None,
        traced: np.ndarray[Any, Any] | None = None,
        hovered: int | None = None,
        commanded: tuple[int, ...] | None = None,
        pointed: tuple[int, ...] | None = None,
    ) -> None:
        now = self._lights
        self._lights = Highlights(
            now.selected if selected is None else selected,
            now.traced if traced is None else traced,
            now.hovered if hovered is None else hovered,
            now.commanded if commanded is None else commanded,
            now.pointed if pointed is None else pointed,
        )
        self._show_legend()
        self.update()

    def hover(self, number: int) -> None:
        """The pointer is over an element, or over none (-1)."""
        if number != self._lights.hovered:
            self._set_lights(hovered=number)
            ref = self.scene.elements.ref(number) if self.scene is not None and number >= 0 else None
            self.hovered.emit(ref)

    @property
    def hovered_number(self) -> int:
        """What the pointer is over, -1 for nothing."""
        return self._lights.hovered

    def describe(self, ref: ElementRef) -> Description | None:
        """An element in words, ``None`` where it is not drawn."""
        if self.scene is None or self.shown is None:
            return None
        number = self.scene.elements.number(ref)
        return describe(self.scene, self.shown, number) if number >= 0 else None

    def _describe_selection(self) -> None:
        name = self.tr("Single-line diagram")
        if self._network is not None:
            name = self.tr("Single-line diagram of {network}").format(network=self._network.name)
        self.setAccessibleName(name)
        said = [d.sentence for d in map(self.describe, self.selection[:3]) if d is not None]
        more = len(self.selection) - len(said)
        if more > 0:
            said.append(self.tr("and {count} more").format(count=more))
        keys = self.tr("Arrow keys go to the neighbouring element, Enter acts on it, Home shows everything.")
        text = self.tr("Selected: {elements}").format(elements="; ".join(said)) if said else keys
        if self._network is not None:
            text = f"{fault_sentence(self._network, self._moment.fault)} {text}".lstrip()
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    # Looking around ----------------------------------------------------------------------------------------

    def set_camera(self, camera: Camera) -> None:
        """Look there."""
        self.camera = camera
        self.minimap.show_camera(camera)
        self._show_scale()
        self.update()
        self.view_changed.emit()

    def _show_scale(self) -> None:
        """On a map, how long a stretch of it is; above the small overview where that is shown."""
        is_map = self.scene is not None and self.scene.is_map
        self.scale_bar.setVisible(is_map)
        if self.scene is not None and is_map:
            self.scale_bar.show_scale(self.scene.layout.metres_per_unit / self.camera.scale)
            above = self.minimap.height() + _AWAY if self.minimap.isVisibleTo(self) else 0
            bar = self.scale_bar
            bar.move(self.width() - bar.width() - _AWAY, self.height() - bar.height() - _AWAY - above)

    def look_by_hand(self, camera: Camera) -> None:
        """Look where a person moves the drawing to: ends a flight, and the wish to see everything."""
        self._flight.stop()
        self._wants_fit = False
        self._move_camera(camera)

    def _move_camera(self, camera: Camera) -> None:
        """Look there on the way to somewhere else; what takes time to draw waits until the camera rests."""
        self._rest_timer.start()
        self.set_camera(camera)

    def fly_to(self, ref: ElementRef) -> None:
        """Bring an element into the middle, at a size at which it can be read."""
        number = self.scene.elements.number(ref) if self.scene is not None else -1
        if self.scene is None or number < 0 or not np.isfinite(self.scene.anchor[number]).all():
            return
        x, y = self.scene.anchor[number].tolist()
        self._wants_fit = False
        self._fly(self.camera.centred(x, y, max(self.camera.scale, 1.0)))

    def _fly(self, aim: Camera) -> None:
        if self.isVisible():
            self._flight.start(self.camera, aim)
        else:
            self.set_camera(aim)

    def zoom_to_fit(self) -> None:
        """All of the network, also when the room for it changes, until a person looks elsewhere."""
        self._flight.stop()
        self._wants_fit = True
        if self.scene is not None:
            foot = self.legend.height() + _AWAY if self.legend.isVisibleTo(self) else 0
            room = self.height() - foot - self.head_px
            between = self.camera.resized(self.width(), room).fitted(self.scene.bounds)
            self.set_camera(between.resized(self.width(), self.height()).panned(0, (self.head_px - foot) / 2))

    def keep_head(self, px: int) -> None:
        """Leave so much free at the top of what shows everything: at once where it is more, else from the next time on.

        What has moved down for a band stays there when the band goes: nothing may move under the pointer by itself.
        """
        grows, self.head_px = px > self.head_px, px
        if grows and self._wants_fit:
            self.zoom_to_fit()

    def zoom_in(self) -> None:
        """Larger about the middle."""
        self.look_by_hand(self.camera.zoomed(_ZOOM_STEP, self.width() / 2, self.height() / 2))

    def zoom_out(self) -> None:
        """Smaller about the middle."""
        self.look_by_hand(self.camera.zoomed(1 / _ZOOM_STEP, self.width() / 2, self.height() / 2))

    # Files -------------------------------------------------------------------------------------------------

    def grab_image(self, size: QSize) -> QImage:
        """The whole diagram as a picture of this size; empty before a network is shown."""
        from widgets.diagram.export import draw_image

        return draw_image(self._frame, size) if self._frame is not None else QImage()

    def export(self, path: Path, caption: str = "") -> None:
        """The whole diagram as ``.svg``, ``.pdf`` or ``.png``; raises ``InputError`` where it cannot be written."""
        from widgets.diagram.export import export

        export(self._paper_frame(), Path(path), caption)

    def print_to(self, printer: object, caption: str = "") -> None:
        """The whole diagram on a page of a ``QPrinter``."""
        from widgets.diagram.export import print_to

        print_to(self._paper_frame(), printer, caption)  # type: ignore[arg-type]

    def _paper_frame(self) -> Frame:
        from engines.values.validation import InputError
        from widgets.theme import load_theme

        if self.scene is None or self.shown is None:
            raise InputError("", self.tr("no network is shown"), self.tr("open one first"))
        return self._make_frame(Palette(load_theme("light"), is_paper=True))

    def _make_frame(self, palette: Palette) -> Frame:
        assert self.scene is not None
        assert self.shown is not None
        return Frame(self.scene, self.shown, palette, self._sprites, self._words, self._zone_shapes)

    # Qt ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """One frame."""
        painter = QPainter(self)
        if self._frame is None:
            painter.fillRect(self.rect(), self._palette.canvas)
            painter.setPen(self._palette.color["muted"])
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No network is open."))
        else:
            self._frame.paint(painter, self.camera, self._lights, is_moving=self._rest_timer.isActive())
        self._pointer.paint(painter)
        if self._shows_focus and self.hasFocus():
            painter.setPen(self._palette.color["accent"])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The middle stays in the middle."""
        self._place_overlays()
        if self._wants_fit:
            self.zoom_to_fit()
        else:
            self.set_camera(self.camera.resized(self.width(), self.height()))

    def showEvent(self, event: QEvent) -> None:
        """What was asked to fit before it was seen fits now."""
        if self._wants_fit:
            self.zoom_to_fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A rim shows the focus to whoever came by keyboard."""
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._shows_focus = event.reason() in reasons
        super().focusInEvent(event)

    def _place_overlays(self) -> None:
        self.minimap.move(self.width() - self.minimap.width() - _AWAY, self.height() - self.minimap.height() - _AWAY)
        self.legend.arrange(self.width() - self.minimap.width() - 3 * _AWAY)
        self.legend.move(_AWAY, self.height() - self.legend.height() - _AWAY)
        self.legend.setVisible(self.width() > 420 and self.height() > 260)
        self._show_scale()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; with a touchpad's pixels the same, in finer steps."""
        turns = event.angleDelta().y() / 120.0
        if turns:
            at = event.position()
            self.look_by_hand(self.camera.zoomed(_ZOOM_STEP**turns, at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The beginning of a click or a drag."""
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag, or looking for what is beneath."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag, or a click."""
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Act on what is there."""
        self._pointer.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: by mouse of what is there, by key of what is selected."""
        self._pointer.ask_menu(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._pointer.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything the mouse can do."""
        self._pointer.hide_card()
        if event.key() == Qt.Key.Key_Escape and self._pointer.cancel():
            return
        if not self._keys.press(event):
            super().keyPressEvent(event)
