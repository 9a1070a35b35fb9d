"""Tags and what people do on site, recorded with dialogs as a person uses them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from console.site.site import Site, open_site
from console.windows.asking_dialog import AskingDialog
from console.windows.site_dialogs import (
    CutDialog,
    Desk,
    EarthDialog,
    GeneratorDialog,
    JumperDialog,
    PositionDialog,
    SubstitutionDialog,
)
from console.windows.tag_dialog import TagDialog
from engines.exchange.opening import open_network
from engines.grid.network import ElementRef, Network
from engines.grid.switches import SwitchPosition
from engines.values.points import PointDefinition, PointKind, Quantity
from engines.values.site import TagKind
from engines.values.validation import InputError

WAIT_MS = 20_000


@pytest.fixture(scope="module")
def network() -> Network:
    """The built-in district."""
    return open_network("north")[0]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The site of desk 1."""
    site = open_site("north", chosen=tmp_path, console="desk 1")
    yield site
    site.close()


@pytest.fixture
def desk(site: Site, network: Network) -> Desk:
    """ana at desk 1."""
    return Desk(site.store, network, "ana")


def found(network: Network, element_id: str) -> ElementRef:
    """An element that is there."""
    ref = network.find(element_id)
    assert ref is not None
    return ref


def shown(qtbot: QtBot, dialog: AskingDialog) -> AskingDialog:
    """The dialog on the screen."""
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def press_enter(qtbot: QtBot, dialog: AskingDialog, field: QLineEdit, text: str = "") -> None:
    """Type into a field and press Enter."""
    field.setFocus()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def wait_accepted(qtbot: QtBot, dialog: AskingDialog) -> None:
    """Until it has closed as accepted."""
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted and not dialog.isVisible(), timeout=WAIT_MS)


def test_a_tag_is_placed_and_lifted_by_its_holder(qtbot: QtBot, site: Site) -> None:
    dialog = TagDialog(site.store, "switch:1", "F1-02", "ana", ["ana", "ben"])
    shown(qtbot, dialog)
    assert dialog.empty.isVisible()
    press_enter(qtbot, dialog, dialog.reason)
    assert dialog.refusal.text().startswith("▲ A reason is missing")
    dialog.kind.setCurrentIndex(list(TagKind).index(TagKind.DO_NOT_OPERATE))
    dialog.relief.setCurrentText("ben")
    press_enter(qtbot, dialog, dialog.reason, "crew 7")
    wait_accepted(qtbot, dialog)
    (tag,) = site.store.state().tags
    assert (tag.kind, tag.reason, tag.author, tag.relief) == (TagKind.DO_NOT_OPERATE, "crew 7", "ana", "ben")

    again = TagDialog(site.store, "switch:1", "F1-02", "ana")
    shown(qtbot, again)
    assert again.table.rowCount() == 1
    qtbot.mouseClick(again.lift, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.empty.isVisible(), timeout=WAIT_MS)
    assert site.store.state().tags == ()
    again.reject()


def test_a_relief_is_named_later_by_the_holder_or_a_supervisor(qtbot: QtBot, site: Site) -> None:
    site.store.place_tag("switch:1", TagKind.CAUTION, "new drive", "ben").result(20)

    def name(author: str, relief: str, *, is_supervisor: bool = False) -> TagDialog:
        dialog = TagDialog(site.store, "switch:1", "F1-02", author, ["eve", "tom"], is_supervisor=is_supervisor)
        shown(qtbot, dialog)
        dialog.relief.setCurrentText(relief)
        qtbot.mouseClick(dialog.hand_over, Qt.MouseButton.LeftButton)
        return dialog

    stranger = name("ana", "eve")
    assert not stranger.hand_over.isEnabled()
    assert site.store.state().tags[0].relief == ""
    stranger.reject()
    own = name("ben", "eve")
    qtbot.waitUntil(lambda: site.store.state().tags[0].relief == "eve", timeout=WAIT_MS)
    own.reject()
    supervisor = name("ana", "tom", is_supervisor=True)
    qtbot.waitUntil(lambda: supervisor.table.item(0, 3).text() == "tom", timeout=WAIT_MS)
    assert site.store.state().tags[0].relief == "tom"
    supervisor.reject()


def test_a_relief_nobody_is_called_is_refused(qtbot: QtBot, site: Site) -> None:
    dialog = TagDialog(site.store, "switch:1", "F1-02", "ana", ["eve", "tom"])
    shown(qtbot, dialog)
    dialog.relief.setCurrentText("nobody_there")
    press_enter(qtbot, dialog, dialog.reason, "new drive")
    assert "Nobody is called nobody_there" in dialog.refusal.text()
    dialog.relief.setCurrentText("Eve")
    press_enter(qtbot, dialog, dialog.reason)
    wait_accepted(qtbot, dialog)
    assert site.store.state().tags[0].relief == "eve"


def test_a_tag_of_another_cannot_be_lifted_and_says_why(qtbot: QtBot, site: Site) -> None:
    site.store.place_tag("switch:1", TagKind.CAUTION, "new drive", "ben", relief="eve").result(20)
    site.store.place_tag("switch:1", TagKind.CAUTION, "mine", "ana").result(20)
    dialog = TagDialog(site.store, "switch:1", "F1-02", "ana")
    shown(qtbot, dialog)
    assert not dialog.lift.isEnabled()
    assert dialog.lift_reason.text() == "Only ben or eve may lift it."
    dialog.table.selectRow(1)
    assert dialog.lift.isEnabled()
    assert dialog.lift_reason.text() == ""
    dialog.reject()


def test_what_another_console_did_meanwhile_is_said(qtbot: QtBot, site: Site) -> None:
    tag = site.store.place_tag("switch:1", TagKind.CAUTION, "mine", "ana").result(20)
    dialog = TagDialog(site.store, "switch:1", "F1-02", "ana")
    shown(qtbot, dialog)
    site.store.lift_tag(tag.tag_id, "ana").result(20)
    qtbot.mouseClick(dialog.lift, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.refusal.isVisible(), timeout=WAIT_MS)
    assert "is not there any more" in dialog.refusal.text()
    assert dialog.empty.isVisible()
    dialog.reject()


def test_an_earth_at_the_far_side_of_a_line(qtbot: QtBot, desk: Desk, network: Network) -> None:
    ref = found(network, "line:F1-W02")
    dialog = EarthDialog(desk, ref)
    shown(qtbot, dialog)
    assert dialog.side is not None
    press_enter(qtbot, dialog, dialog.reason)
    assert dialog.refusal.text() == "▲ At the side of: nothing is chosen."
    for _ in range(2):
        qtbot.keyClick(dialog.side, Qt.Key.Key_Down)
    press_enter(qtbot, dialog, dialog.reason, "work on the cable")
    wait_accepted(qtbot, dialog)
    (earth,) = desk.store.state().earths
    far = int(network.bus_row(int(network["line"]["to_bus"][ref.row])))
    assert (earth.line_id, earth.bus_id, earth.author) == ("line:F1-W02", str(network.bus.id[far]), "ana")


def test_an_earth_at_a_bus_asks_for_no_side(qtbot: QtBot, desk: Desk, network: Network) -> None:
    dialog = EarthDialog(desk, found(network, "bus:F1-01"))
    shown(qtbot, dialog)
    assert dialog.side is None
    press_enter(qtbot, dialog, dialog.reason)
    assert "A reason is missing" in dialog.refusal.text()
    press_enter(qtbot, dialog, dialog.reason, "crew 7")
    wait_accepted(qtbot, dialog)
    assert [(e.bus_id, e.line_id) for e in desk.store.state().earths] == [("bus:F1-01", "")]


def test_a_cut_made_twice_is_refused(qtbot: QtBot, desk: Desk, network: Network) -> None:
    ref = found(network, "line:F1-W02")
    first, second = CutDialog(desk, ref), CutDialog(desk, ref)
    shown(qtbot, first)
    first.side.setCurrentIndex(0)
    press_enter(qtbot, first, first.reason, "crew 7")
    wait_accepted(qtbot, first)
    shown(qtbot, second)
    second.side.setCurrentIndex(0)
    press_enter(qtbot, second, second.reason, "crew 8")
    qtbot.waitUntil(lambda: second.refusal.isVisible(), timeout=WAIT_MS)
    assert "already" in second.refusal.text()
    second.reject()
    assert len(desk.store.state().cuts) == 1


def test_a_jumper_goes_to_a_bus_of_the_same_voltage(qtbot: QtBot, desk: Desk, network: Network) -> None:
    dialog = JumperDialog(desk, found(network, "bus:F1-01"))
    shown(qtbot, dialog)
    press_enter(qtbot, dialog, dialog.target, "NORTH 110")
    assert dialog.refusal.text() == "▲ NORTH 110 is no other bus of 20 kV."
    dialog.target.clear()
    dialog.reason.setText("crew 7")
    press_enter(qtbot, dialog, dialog.target, "SOUTH 20")
    wait_accepted(qtbot, dialog)
    (jumper,) = desk.store.state().jumpers
    assert (jumper.from_bus_id, jumper.to_bus_id) == ("bus:F1-01", "bus:SOUTH 20")
    assert math.isnan(jumper.max_i_ka)


def test_a_mobile_generator_is_running(qtbot: QtBot, desk: Desk, network: Network) -> None:
    dialog = GeneratorDialog(desk, found(network, "bus:F1-01"))
    shown(qtbot, dialog)
    dialog.rating.setValue(0.4)
    qtbot.keyClick(dialog.running, Qt.Key.Key_Space)
    press_enter(qtbot, dialog, dialog.reason, "hospital")
    wait_accepted(qtbot, dialog)
    (generator,) = desk.store.state().generators
    assert (generator.bus_id, generator.sn_mva, generator.is_running) == ("bus:F1-01", 0.4, True)


def test_a_position_is_given_and_ended(qtbot: QtBot, desk: Desk, network: Network) -> None:
    ref = ElementRef("switch", 3)
    dialog = PositionDialog(desk, ref)
    shown(qtbot, dialog)
    press_enter(qtbot, dialog, dialog.reason)
    assert dialog.refusal.text() == "▲ Position: nothing is chosen."
    dialog.position.setCurrentText("Closed")
    press_enter(qtbot, dialog, dialog.reason)
    assert "A reason is missing" in dialog.refusal.text()
    press_enter(qtbot, dialog, dialog.reason, "crew saw it")
    wait_accepted(qtbot, dialog)
    (dressed,) = desk.store.state().dressed
    assert (dressed.position, dressed.reason) == (SwitchPosition.CLOSED, "crew saw it")
    again = PositionDialog(desk, ref)
    shown(qtbot, again)
    again.position.setCurrentText("No longer by hand")
    press_enter(qtbot, again, again.reason)
    wait_accepted(qtbot, again)
    assert desk.store.state().dressed == ()


def test_a_value_is_substituted_and_ended(qtbot: QtBot, desk: Desk) -> None:
    definition = PointDefinition("line:F1-W02", Quantity.P_MW, PointKind.ANALOG, -10.0, 10.0)
    dialog = SubstitutionDialog(desk, definition, "F1-W02 P", 1.5)
    shown(qtbot, dialog)
    assert dialog.value.value() == 1.5
    dialog.value.setValue(2.25)
    press_enter(qtbot, dialog, dialog.reason, "meter broken")
    wait_accepted(qtbot, dialog)
    (made,) = desk.store.state().substitutions
    assert (made.point_id, made.value) == ("line:F1-W02/p_mw", 2.25)
    again = SubstitutionDialog(desk, definition, "F1-W02 P")
    shown(qtbot, again)
    qtbot.keyClick(again.end, Qt.Key.Key_Space)
    press_enter(qtbot, again, again.reason)
    wait_accepted(qtbot, again)
    assert desk.store.state().substitutions == ()


def test_a_position_is_substituted_by_its_name_and_never_by_a_fraction(qtbot: QtBot, desk: Desk) -> None:
    definition = PointDefinition("switch:F1-Q0", Quantity.POSITION, PointKind.POSITION, 0.0, 3.0)
    dialog = SubstitutionDialog(desk, definition, "F1-Q0 position", 1.0)
    shown(qtbot, dialog)
    assert dialog.choice is not None
    assert [dialog.choice.itemText(k) for k in range(dialog.choice.count())] == [
        "open", "closed", "between positions", "unknown"
    ]  # fmt: skip
    press_enter(qtbot, dialog, dialog.reason, "indication broken")
    assert "nothing is chosen" in dialog.refusal.text()
    dialog.choice.setCurrentText("open")
    press_enter(qtbot, dialog, dialog.reason)
    wait_accepted(qtbot, dialog)
    (made,) = desk.store.state().substitutions
    assert made.value == 0.0
    again = SubstitutionDialog(desk, definition, "F1-Q0 position")
    qtbot.addWidget(again)
    told = " ".join(label.text() for label in again.findChildren(QLabel))
    assert "F1-Q0 position" in told
    assert "open" in told
    with pytest.raises(InputError, match="no value of a position"):
        desk.store.substitute(definition.point_id, 0.5, "anna", "why", PointKind.POSITION).result(10)
