"""Everything a person can ask of the window, and what it then does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox

from console.desk import OpenStudy
from console.settings import ThemeChoice
from console.studies.autosave_file import RecoverableStudy
from console.studies.saving import save_session
from console.study_actions import ElementAction, actions_for
from console.tasks.task import TaskHandle, TaskState
from console.windows.change_dialogs import ask_change, ask_scaling
from console.windows.change_places import changed_refs
from console.windows.commands import Command, CommandSet
from console.windows.findings_dialog import FindingsDialog
from console.windows.open_dialog import OpenDialog
from console.windows.recovery_dialog import RecoveryDialog
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.values.validation import InputError, ValidationReport
from widgets.style import apply_style
from widgets.theme import theme_chooser

if TYPE_CHECKING:
    from console.console import Console


class StudyCommands(QObject):
    """The commands of the window, bound to the console's parts."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._console = console
        self._window, self._desk = console.window, console.desk
        self._running: dict[int, TaskHandle] = {}
        self.commands = CommandSet(self._window, self._window.mode_bar.menu_bar, self._all())
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        window, desk = self._window, self._desk
        window.diagram.context_requested.connect(self.show_element_menu)
        window.diagram.activated.connect(self._on_activated)
        window.diagram.moved.connect(desk.move_by_hand)
        window.diagram_panel.time_axis.time_chosen.connect(desk.choose_time)
        window.study_tabs.close_asked.connect(self.close_study)
        window.mode_bar.cancel_button.clicked.connect(self.cancel_tasks)
        window.action_chosen.connect(self.do_action)
        window.tables.remove_asked.connect(self._remove_change)
        window.tables.jump_asked.connect(self._jump_to_change)
        window.tables.set_run(self._console.run_file_work)
        window.tables.said.connect(window.say)
        window.tables.failed.connect(lambda sentence: window.say(sentence, "high"))
        window.charts.time_chosen.connect(desk.choose_time)
        desk.refused.connect(self._on_refused)
        desk.opened.connect(lambda _entry: self._refresh())
        desk.closed_last.connect(self._refresh)
        desk.studies_changed.connect(self._refresh)
        window.selection.changed.connect(lambda *_: self._refresh())

    # The table ---------------------------------------------------------------------------------------------

    def _all(self) -> list[Command]:
        return [*self._file_commands(), *self._edit_commands(), *self._view_commands(), *self._network_commands()]

    def _file_commands(self) -> list[Command]:
        menu = self.tr("&File")
        tr = self.tr
        return [
            Command(
                "open", menu, tr("Open…"), tr("Open a network or study beside what is open"), self.ask_open, "Ctrl+O"
            ),
            Command("save", menu, tr("Save"), tr("Save the study to its file"), self.save, "Ctrl+S"),
            Command("save_as", menu, tr("Save as…"), tr("Save to another file"), self.save_as, "Ctrl+Shift+S"),
            Command("copy", menu, tr("Copy of this study"), tr("Go on in a copy beside it"), self.duplicate, "Ctrl+N"),
            Command("rename", menu, tr("Rename study…"), tr("Another name for this study"), self.rename, "F2"),
            Command("close", menu, tr("Close study"), tr("Take the study off the desk"), self.close_front, "Ctrl+W"),
            Command(
                "export_diagram",
                menu,
                tr("Export diagram…"),
                tr("The diagram as SVG, PDF or PNG"),
                self.export_diagram,
                "Ctrl+E",
                has_line_above=True,
            ),
            Command("print", menu, tr("Print diagram…"), tr("The diagram on paper"), self.print_diagram, "Ctrl+P"),
            Command(
                "order",
                menu,
                tr("Export switching order…"),
                tr("The study's switch operations as a draft order"),
                self.export_order,
            ),
            Command("quit", menu, tr("Quit"), tr("End the console"), self._window.close, "Ctrl+Q", has_line_above=True),
        ]

    def _edit_commands(self) -> list[Command]:
        menu, tr = self.tr("&Edit"), self.tr
        return [
            Command("undo", menu, tr("Undo"), tr("Take the last change back"), self.undo, "Ctrl+Z"),
            Command("redo", menu, tr("Redo"), tr("Make it again"), self.redo, "Ctrl+Y|Ctrl+Shift+Z"),
            Command("find", menu, tr("Find…"), tr("Find any equipment and fly to it"), self.find, "Ctrl+K|Ctrl+F"),
            Command(
                "open_switch",
                menu,
                tr("Open the selected switch"),
                tr("Open the selected switch in this study"),
                lambda: self._key_action("O"),
                "O",
                has_line_above=True,
            ),
            Command(
                "close_switch",
                menu,
                tr("Close the selected switch"),
                tr("Close the selected switch in this study"),
                lambda: self._key_action("C"),
                "C",
            ),
            Command("scale_load", menu, tr("Scale load…"), tr("All loads by a factor"), lambda: self._scale("load")),
            Command(
                "scale_generation",
                menu,
                tr("Scale generation…"),
                tr("All generation by a factor"),
                lambda: self._scale("generation"),
            ),
        ]

    def _view_commands(self) -> list[Command]:
        menu, tr, panel = self.tr("&View"), self.tr, self._window.diagram_panel
        layers = [
            Command(
                f"layer_{layer}",
                menu,
                tr("Layer: {name}").format(name=text),
                tip,
                lambda _=False, chosen=layer: panel.choose_layer(chosen),
                f"Ctrl+{number}",
                has_line_above=number == 1,
            )
            for number, (layer, (text, tip)) in enumerate(panel.layer_texts().items(), 1)
        ]
        return [
            Command(
                "fit",
                menu,
                tr("Whole network"),
                tr("Zoom so that all is seen"),
                self._window.diagram.zoom_to_fit,
                "Ctrl+0",
            ),
            Command(
                "schematic",
                menu,
                tr("Schematic"),
                tr("Feeders as rows"),
                lambda: panel.choose_view_kind("schematic"),
                "F6",
            ),
            Command("map", menu, tr("Map"), tr("By coordinates"), lambda: panel.choose_view_kind("map"), "F7"),
            *layers,
            Command(
                "dark",
                menu,
                tr("Dark colours"),
                tr("For dim control rooms"),
                self.toggle_theme,
                "Ctrl+T",
                has_line_above=True,
            ),
        ]

    def _network_commands(self) -> list[Command]:
        menu, tr, desk = self.tr("&Network"), self.tr, self._desk
        return [
            Command("solve", menu, tr("Solve"), tr("Load flow once more"), desk.solve_again, "F5"),
            Command(
                "year",
                menu,
                tr("Solve the whole year"),
                tr("Every step of the profiles, in the background"),
                self.solve_year,
                "F8",
            ),
            Command(
                "nominal",
                menu,
                tr("Nominal values"),
                tr("As the tables say, without a profile"),
                lambda: desk.choose_time(None),
                "F9",
            ),
            Command(
                "upstream",
                menu,
                tr("Trace to the source"),
                tr("Path from the selection to its source"),
                lambda: self._window.trace("up"),
                "U",
                has_line_above=True,
            ),
            Command(
                "downstream",
                menu,
                tr("Trace downstream"),
                tr("All that the selection supplies"),
                lambda: self._window.trace("down"),
                "D",
            ),
            Command(
                "findings",
                menu,
                tr("Validation report"),
                tr("What was found when the network was read"),
                self.show_findings,
                has_line_above=True,
            ),
            Command(
                "automatic", menu, tr("Automatic layout"), tr("Forget positions moved by hand"), self.forget_positions
            ),
            Command("log", menu, tr("Show the log folder"), tr("Where the console writes its log"), self.show_log),
        ]

    def _refresh(self) -> None:
        """Enable what can be done now; say why not for the rest."""
        entry = self._desk.front
        nothing = self.tr("No study is open.")
        for key in ("save", "save_as", "copy", "rename", "close", "export_diagram", "print", "solve", "findings"):
            self.commands.enable(key, entry is not None, nothing)
        stack = entry.session.undo_stack if entry is not None else None
        for key, can, text in (
            ("undo", stack is not None and stack.canUndo(), stack.undoText() if stack else ""),
            ("redo", stack is not None and stack.canRedo(), stack.redoText() if stack else ""),
        ):
            self.commands.enable(key, can, self.tr("There is nothing to take back or make again."))
            name = self.tr("Undo") if key == "undo" else self.tr("Redo")
            self.commands.actions[key].setText(f"{name}: {text}" if text else name)
        has_time = entry is not None and entry.session.snapshot.network.profiles is not None
        for key in ("year", "nominal"):
            self.commands.enable(key, has_time, self.tr("The network has no profiles."))
        for action in self._element_actions():
            if action.key in ("O", "C"):
                key = "open_switch" if action.key == "O" else "close_switch"
                self.commands.enable(key, not action.reason, action.reason)

    # Files -------------------------------------------------------------------------------------------------

    def ask_open(self) -> None:
        """Choose what to open."""
        from engines.exchange.opening import known_names

        recent = [case.case for case in self._console.recent.cases if case.is_file and not case.is_missing]
        dialog = OpenDialog(recent, list(known_names().items()), self._window)
        if dialog.exec():
            self._desk.open_case(dialog.chosen)

    def save(self) -> None:
        """Save to the study's own file, or ask for one."""
        entry = self._desk.front
        if entry is None:
            return
        if entry.session.path is None or entry.session.path.suffix != ".tieline":
            self.save_as()
        else:
            self._save_to(entry, entry.session.path)

    def save_as(self) -> None:
        """Ask for a file and save there."""
        entry = self._desk.front
        if entry is None:
            return
        start = entry.session.path or Path(self._console.settings.value.last_folder) / f"{entry.session.name}.tieline"
        kinds = self.tr("Studies (*.tieline)")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save study"), str(start), kinds)
        if path:
            self._save_to(entry, Path(path))

    def _save_to(self, entry: OpenStudy, path: Path) -> None:
        entry.session.set_view_state(self._window.view_state())
        save_session(entry.session, path, self._console.run_file_work, self._on_saved, self._on_save_failed)

    def _on_saved(self, path: Path) -> None:
        self._console.settings.change(last_folder=str(path.parent))
        front = self._desk.front
        self._console.recent.add(path, front.session.name if front is not None else path.stem)
        self._window.say(self.tr("Saved to {path}").format(path=path))
        self._desk.studies_changed.emit()

    def _on_save_failed(self, sentence: str) -> None:
        self._on_refused(sentence, None)

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
        names = ", ".join(entry.session.name for entry in entries)
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Unsaved changes"),
            self.tr("{names}: changes are not saved.").format(names=names),
            parent=self._window,
        )
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Go on working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is discard

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

    # Pictures and lists ------------------------------------------------------------------------------------

    def export_diagram(self) -> None:
        """Ask for a file and write the diagram."""
        entry = self._desk.front
        if entry is None:
            return
        start = Path(self._console.settings.value.last_folder) / f"{entry.session.name}.svg"
        kinds = self.tr("Drawing (*.svg);;Document (*.pdf);;Picture (*.png)")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export diagram"), str(start), kinds)
        if not path:
            return
        try:
            self._window.diagram.export(Path(path))
        except InputError as error:
            self._on_refused(str(error), None)
            return
        self._window.say(self.tr("Exported to {path}").format(path=path))

    def print_diagram(self) -> None:
        """Ask for a printer and print the diagram."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if not QPrintDialog(printer, self._window).exec():
            return
        try:
            self._window.diagram.print_to(printer)
        except InputError as error:
            self._on_refused(str(error), None)

    def export_order(self) -> None:
        """Ask for a file and write the draft switching order."""
        from engines.study.switching_order import switching_order_csv, switching_order_text

        entry = self._desk.front
        if entry is None:
            return
        start = Path(self._console.settings.value.last_folder) / f"{entry.session.name} order.csv"
        kinds = self.tr("Table (*.csv);;Text (*.txt)")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export switching order"), str(start), kinds)
        if not path:
            return
        write = switching_order_csv if path.endswith(".csv") else switching_order_text
        try:
            Path(path).write_text(write(entry.session.study), encoding="utf-8")
        except OSError as error:
            self._on_refused(f"{path}: {error.strerror}; {self.tr('choose another folder')}", None)

    def show_findings(self) -> None:
        """The validation report of the network in front."""
        entry = self._desk.front
        if entry is not None:
            report = entry.opened.report
            sentence = self.tr("{count} findings in {source}").format(count=len(report.findings), source=report.source)
            FindingsDialog(sentence, report, self._window).open()

    def show_log(self) -> None:
        """Open the folder with the log."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._console.diagnostics.folder)))

    def _on_refused(self, sentence: str, report: ValidationReport | None) -> None:
        self._window.say(sentence, "high")
        if report is not None and report.findings:
            FindingsDialog(sentence, report, self._window).open()

    # Changes -----------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last change back."""
        if self._desk.front is not None:
            self._desk.front.session.undo_stack.undo()

    def redo(self) -> None:
        """Make it again."""
        if self._desk.front is not None:
            self._desk.front.session.undo_stack.redo()

    def _remove_change(self, number: int) -> None:
        if self._desk.front is not None:
            self._desk.front.session.remove(number)

    def _jump_to_change(self, number: int) -> None:
        entry = self._desk.front
        if entry is None or not 0 <= number < len(entry.session.changes):
            return
        refs = changed_refs(entry.session.changes[number], entry.session.snapshot.network)
        if refs:
            self._window.selection.choose(list(refs))
            self._window.diagram.fly_to(refs[0])
        else:
            self._window.say(self.tr("This change concerns the whole network."))

    def _scale(self, kind: str) -> None:
        entry = self._desk.front
        if entry is not None:
            change = ask_scaling(entry.session.snapshot.network, (), self._window, kind)
            if change is not None:
                self._desk.make(change)

    def _snapshot(self) -> Snapshot | None:
        return self._desk.front.session.snapshot if self._desk.front is not None else None

    def _element_actions(self) -> tuple[ElementAction, ...]:
        snapshot, refs = self._snapshot(), self._window.selection.refs
        return actions_for(snapshot, refs[0]) if snapshot is not None and len(refs) == 1 else ()

    def _key_action(self, key: str) -> None:
        for action in self._element_actions():
            if action.key == key:
                if action.reason:
                    self._window.say(action.reason)
                else:
                    self.do_action(action)
                return
        self._window.say(self.tr("Select a switch first."))

    def do_action(self, action: ElementAction) -> None:
        """Make an action's change, asking first where it needs a value."""
        snapshot = self._snapshot()
        if snapshot is None or action.reason:
            return
        change = action.change
        if change is None and action.dialog:
            change = ask_change(action.dialog, snapshot, self._window.selection.refs, self._window)
        if change is not None:
            self._desk.make(change)

    def show_element_menu(self, ref: ElementRef | None, position: QPoint) -> None:
        """The actions of an element where the person pointed."""
        if ref is not None:
            self._window.selection.choose([ref])
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._element_actions():
            item = menu.addAction(action.text)
            item.setEnabled(not action.reason)
            item.setToolTip(action.reason or action.tip)
            item.triggered.connect(lambda _=False, chosen=action: self.do_action(chosen))
        if self._element_actions():
            menu.addSeparator()
        for key in ("upstream", "downstream", "find", "fit"):
            menu.addAction(self.commands.actions[key])
        menu.popup(position)

    def _on_activated(self, ref: ElementRef) -> None:
        for action in self._element_actions():
            if action.is_primary and not action.reason:
                self.do_action(action)
                return
        self._window.docks["inspector"].raise_()

    # View --------------------------------------------------------------------------------------------------

    def find(self) -> None:
        """Find any equipment."""
        self._window.show_search()

    def toggle_theme(self) -> None:
        """Light or dark."""
        now = self._console.settings.value.theme
        chosen = ThemeChoice.LIGHT if now is ThemeChoice.DARK else ThemeChoice.DARK
        self._console.settings.change(theme=chosen)
        theme_chooser().choose(str(chosen))
        apply_style(self._console.application)

    def forget_positions(self) -> None:
        """Back to the automatic layout."""
        if self._desk.front is not None:
            self._desk.front.session.forget_hand_positions()

    # Long tasks --------------------------------------------------------------------------------------------

    def solve_year(self) -> None:
        """Every step of the profiles."""
        entry = self._desk.front
        if entry is None or entry.session.snapshot.network.profiles is None:
            return
        steps = range(entry.session.snapshot.network.profiles.n_step)
        self._console.day.start_span(entry.session.snapshot, steps, self.tr("The whole year"))

    def cancel_tasks(self) -> None:
        """End what the bar shows."""
        self._console.day.cancel_span()
        for handle in list(self._running.values()):
            handle.cancel()

    def show_tasks(self, handle: TaskHandle) -> None:
        """Keep the bar true: the longest-running titled task."""
        if handle.state is TaskState.RUNNING and handle.title and handle.progress is not None:
            self._running[id(handle)] = handle
        elif handle.state.is_final:
            self._running.pop(id(handle), None)
        shown = next(iter(self._running.values()), None)
        progress = shown.progress if shown is not None else None
        self._window.mode_bar.show_task(shown.title if shown else "", progress.fraction if progress else 0.0)
