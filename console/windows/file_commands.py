"""Opening, saving, closing and recovering studies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QPushButton, QWidget

from console.desk import OpenStudy
from console.studies.autosave_file import RecoverableStudy
from console.studies.background import run_here
from console.studies.saving import save_session
from console.windows.open_dialog import OpenDialog
from console.windows.recovery_dialog import RecoveryDialog
from engines.study.file import SUFFIX
from widgets.message_box import question_box

if TYPE_CHECKING:
    from console.console import Console


class FileCommands(QObject):
    """What a person asks of files and of the studies as a whole."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._console = console
        self._window, self._desk = console.window, console.desk

    def ask_open(self) -> None:
        """Choose what to open."""
        from engines.exchange.opening import known_names

        recent = [case.case for case in self._console.recent.cases if case.is_file and not case.is_missing]
        dialog = OpenDialog(recent, list(known_names().items()), self._window)
        if dialog.exec():
            self._desk.open_case(dialog.chosen)

    def recent_menu(self, parent: QWidget) -> QMenu:
        """What was opened lately, read afresh each time the menu opens."""
        menu = QMenu(self.tr("Open recent"), parent)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: self._fill_recent(menu))
        return menu

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        for case in self._console.recent.cases:
            action = menu.addAction(case.title)
            action.setToolTip(case.case)
            action.setEnabled(not case.is_missing)
            action.triggered.connect(lambda _=False, chosen=case.case: self._desk.open_case(chosen))
        if menu.isEmpty():
            menu.addAction(self.tr("Nothing was opened yet.")).setEnabled(False)

    def save(self) -> None:
        """Save to the study's own file, or ask for one."""
        entry = self._desk.front
        if entry is None:
            return
        if entry.session.path is None or entry.session.path.suffix != SUFFIX:
            self.save_as()
        else:
            self.save_to(entry, entry.session.path)

    def save_as(self) -> None:
        """Ask for a file and save there."""
        entry = self._desk.front
        path = self._ask_path(entry) if entry is not None else None
        if entry is not None and path is not None:
            self.save_to(entry, path)

    def _ask_path(self, entry: OpenStudy) -> Path | None:
        folder = Path(self._console.settings.value.last_folder)
        start = entry.session.path or folder / f"{entry.session.name}{SUFFIX}"
        kinds = self.tr("Studies (*.tieline)")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save study"), str(start), kinds)
        return Path(path) if path else None

    def save_to(self, entry: OpenStudy, path: Path) -> None:
        entry.session.set_view_state(self._window.view_state())
        save_session(entry.session, path, self._console.run_file_work, self._on_saved, self._on_save_failed)

    def _on_saved(self, path: Path) -> None:
        self._console.settings.change(last_folder=str(path.parent))
        front = self._desk.front
        self._console.recent.add(path, front.session.name if front is not None else path.stem)
        self._window.say(self.tr("Saved to {path}").format(path=path))
        self._desk.studies_changed.emit()

    def _on_save_failed(self, sentence: str) -> None:
        self._desk.refused.emit(sentence, None)

    def duplicate(self) -> None:
        """A copy of the study in front."""
        entry = self._desk.front
        if entry is not None:
            self._desk.duplicate(self.tr("{name}, copy").format(name=entry.session.name))

    def rename(self) -> None:
        """Ask for another name."""
        entry = self._desk.front
        if entry is None:
            return
        name, is_given = QInputDialog.getText(
            self._window, self.tr("Rename study"), self.tr("Name"), text=entry.session.name
        )
        if is_given:
            entry.session.rename(name)

    def close_front(self) -> None:
        """Close the study in front."""
        if self._desk.front is not None:
            self.close_study(self._desk.front)

    def close_study(self, entry: OpenStudy) -> None:
        """Close a study; unsaved changes are asked about first."""
        if entry.session.is_saved or self._may_discard([entry]):
            self._desk.close(entry)

    def may_close_all(self) -> bool:
        """Whether the window may be closed."""
        unsaved = [entry for entry in self._desk.studies if not entry.session.is_saved]
        return not unsaved or self._may_discard(unsaved)

    def _may_discard(self, entries: Sequence[OpenStudy]) -> bool:
        """Ask what becomes of unsaved changes; whether the studies may be closed."""
        names = ", ".join(entry.session.name for entry in entries)
        unsaved = self.tr("{names}: changes are not saved.").format(names=names)
        box = question_box(self.tr("Unsaved changes"), unsaved, self._window)
        save = QPushButton(self.tr("Save"), box)
        save.setProperty("primary", True)
        box.addButton(save, QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Go on working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.exec()
        if box.clickedButton() is save:
            return all(self._save_now(entry) for entry in entries)
        return box.clickedButton() is discard

    def _save_now(self, entry: OpenStudy) -> bool:
        """Save before anything else happens; whether that worked."""
        path = (
            entry.session.path if entry.session.path and entry.session.path.suffix == SUFFIX else self._ask_path(entry)
        )
        if path is None:
            return False
        failures: list[str] = []
        if entry is self._desk.front:
            entry.session.set_view_state(self._window.view_state())
        save_session(entry.session, path, run_here, lambda _path: None, failures.append)
        for sentence in failures:
            self._desk.refused.emit(sentence, None)
        return not failures

    def offer_recovery(self) -> None:
        """Show what an earlier run left unsaved."""
        found = self._console.autosave.recoverable()
        if not found:
            return
        dialog = RecoveryDialog(found, self._window)
        dialog.recover_asked.connect(self._recover)
        dialog.open()

    def _recover(self, study: RecoverableStudy) -> None:
        self._desk.recover(study, self._console.autosave)
