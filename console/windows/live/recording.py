"""What people record on the network from the window: tags, earths, cuts, jumpers, positions and values by hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu

from console.authority.rights import Right
from console.authority.store import UserStore
from console.control.desk import CommandDesk
from console.live.district import LiveDistrict
from console.site.store import SiteStore
from console.windows.live.resolve_dialog import ResolveDialog
from console.windows.live.rights import Rights
from console.windows.live.words import quantity_text
from console.windows.main_window import MainWindow
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
from engines.grid.network import ElementRef
from engines.values.validation import InputError

RIGHT_OF = {
    "tag": Right.TAG,
    "earth": Right.PLACE,
    "cut": Right.PLACE,
    "jumper": Right.PLACE,
    "generator": Right.PLACE,
    "position": Right.DRESS,
    "substitute": Right.SUBSTITUTE,
    "resolve": Right.RESOLVE,
}


class Recording(QObject):
    """Opens the dialog of each kind of record."""

    def __init__(
        self,
        window: MainWindow,
        district: LiveDistrict,
        site: SiteStore,
        users: UserStore,
        rights: Rights,
        desk: CommandDesk,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._district, self._site = window, district, site
        self._users, self._rights, self._desk = users, rights, desk

    def record(self, kind: str, ref: ElementRef) -> None:
        """Ask for one kind of record about an element; the person may make it."""
        network = self._district.opened.network
        desk = Desk(self._site, network, self._rights.name)
        if kind == "substitute":
            self._ask_substitution(desk, ref)
            return
        if kind == "tag":
            element_id = str(network[ref.table].id[ref.row])
            dialog: QDialog = TagDialog(
                self._site,
                element_id,
                network.label(ref),
                self._rights.name,
                self._names(),
                self._window,
                is_supervisor=self._rights.may(Right.NAME_RELIEF, element_id).is_allowed,
            )
        else:
            kinds = {
                "earth": EarthDialog,
                "cut": CutDialog,
                "jumper": JumperDialog,
                "generator": GeneratorDialog,
                "position": PositionDialog,
            }
            dialog = kinds[kind](desk, ref, self._window)
        self._open(dialog)

    def _names(self) -> tuple[str, ...]:
        try:
            return tuple(user.name for user in self._users.users() if user.name != self._rights.name)
        except InputError:
            return ()

    def _ask_substitution(self, desk: Desk, ref: ElementRef) -> None:
        store = self._district.store
        network = self._district.opened.network
        rows = store.rows_of_element(str(network[ref.table].id[ref.row]))
        if len(rows) == 1:
            self._substitute(desk, ref, rows[0])
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row in rows:
            item = menu.addAction(quantity_text(store.definitions[row].quantity))
            item.triggered.connect(lambda _=False, chosen=row: self._substitute(desk, ref, chosen))
        menu.popup(self._window.inspector.mapToGlobal(QPoint(16, 120)))

    def _substitute(self, desk: Desk, ref: ElementRef, row: int) -> None:
        definition = self._district.store.definitions[row]
        label = f"{self._district.opened.network.label(ref)}, {quantity_text(definition.quantity)}"
        present = self._district.store.reading(row).value
        self._open(SubstitutionDialog(desk, definition, label, present, self._window))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._window.say(self.tr("Recorded: {what}").format(what=dialog.windowTitle())))
        dialog.open()

    def resolve(self, element_id: str) -> None:
        """The person has seen the device: what it shows now is what became of the command."""
        locks = [lock for lock in self._desk.locks() if lock.point_id.startswith(f"{element_id}/")]
        if not locks:
            return
        ref = self._district.opened.network.find(element_id)
        name = self._district.opened.network.label(ref) if ref is not None else element_id
        dialog = ResolveDialog(locks[0], name, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._desk.resolve(locks[0].point_id, dialog.reason))
        dialog.open()
