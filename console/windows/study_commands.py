"""Everything a person can ask of the window, and what it then does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.tasks.task import TaskHandle, TaskState
from console.windows.change_places import changed_refs
from console.windows.commands import Command, CommandSet
from console.windows.element_commands import ElementCommands
from console.windows.export_commands import ExportCommands
from console.windows.file_commands import FileCommands
from console.windows.findings_dialog import FindingsDialog
from console.windows.view_commands import ViewCommands
from engines.values.validation import ValidationReport

if TYPE_CHECKING:
    from console.console import Console


class StudyCommands(QObject):
    """The commands of the window, bound to the console's parts."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._console = console
        self._window, self._desk = console.window, console.desk
        self._running: dict[int, TaskHandle] = {}
        self.files, self.exports, self.elements = (
            FileCommands(console),
            ExportCommands(console),
            ElementCommands(console),
        )
        self.views = ViewCommands(console, self._window)
        self.commands = CommandSet(self._window, self._window.mode_bar.menu_bar, self._all())
        file_menu = self.commands.menus[self.tr("&File")]
        file_menu.insertMenu(self.commands.actions["save"], self.files.recent_menu(file_menu))
        shared = ("upstream", "downstream", "find", "fit")
        self.elements.menu_actions = tuple(self.commands.actions[key] for key in shared)
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        window, desk = self._window, self._desk
        window.diagram.context_requested.connect(self.elements.show_element_menu)
        window.diagram.activated.connect(self.elements.activate)
        window.diagram.moved.connect(desk.move_by_hand)
        window.diagram_panel.time_axis.time_chosen.connect(desk.choose_time)
        self._console.study_tabs.close_asked.connect(self.files.close_study)
        window.mode_bar.cancel_button.clicked.connect(self.cancel_tasks)
        window.action_chosen.connect(self.elements.do_action)
        window.tables.remove_asked.connect(self._remove_change)
        window.tables.jump_asked.connect(self._jump_to_change)
        window.tables.set_run(self._console.run_file_work)
        window.tables.said.connect(window.say)
        window.tables.failed.connect(lambda sentence: window.say(sentence, "high"))
        window.charts.time_chosen.connect(desk.choose_time)
        window.diagram_panel.empty.open_asked.connect(self.files.ask_open)
        desk.refused.connect(self._on_refused)
        desk.opened.connect(lambda _entry: self._refresh())
        desk.closed_last.connect(self._refresh)
        desk.studies_changed.connect(self._refresh)
        window.selection.changed.connect(lambda *_: self._refresh())

    # The table ---------------------------------------------------------------------------------------------

    def _all(self) -> list[Command]:
        return [
            *self._file_commands(),
            *self._edit_commands(),
            *self.views.view_menu(self.tr("&View")),
            *self._network_commands(),
        ]

    def _file_commands(self) -> list[Command]:
        menu, tr, files = self.tr("&File"), self.tr, self.files
        return [
            Command(
                "open",
                menu,
                tr("Open…"),
                tr("Open a network or study beside what is open"),
                self.files.ask_open,
                "Ctrl+O",
            ),
            Command("save", menu, tr("Save"), tr("Save the study to its file"), files.save, "Ctrl+S"),
            Command("save_as", menu, tr("Save as…"), tr("Save to another file"), files.save_as, "Ctrl+Shift+S"),
            Command("copy", menu, tr("Copy of this study"), tr("Go on in a copy beside it"), files.duplicate, "Ctrl+N"),
            Command("rename", menu, tr("Rename study…"), tr("Another name for this study"), files.rename, "F2"),
            Command("close", menu, tr("Close study"), tr("Take the study off the desk"), files.close_front, "Ctrl+W"),
            Command(
                "export_diagram",
                menu,
                tr("Export diagram…"),
                tr("The diagram as SVG, PDF or PNG"),
                self.exports.export_diagram,
                "Ctrl+E",
                has_line_above=True,
            ),
            Command(
                "print", menu, tr("Print diagram…"), tr("The diagram on paper"), self.exports.print_diagram, "Ctrl+P"
            ),
            Command(
                "order",
                menu,
                tr("Export switching order…"),
                tr("The study's switch operations as a draft order"),
                self.exports.export_order,
            ),
            Command("quit", menu, tr("Quit"), tr("End the console"), self._window.close, "Ctrl+Q", has_line_above=True),
        ]

    def _edit_commands(self) -> list[Command]:
        menu, tr = self.tr("&Edit"), self.tr
        return [
            Command("undo", menu, tr("Undo"), tr("Take the last change back"), self.undo, "Ctrl+Z"),
            Command("redo", menu, tr("Redo"), tr("Make it again"), self.redo, "Ctrl+Y|Ctrl+Shift+Z"),
            self.views.find(menu),
            Command(
                "open_switch",
                menu,
                tr("Open the selected switch"),
                tr("Open the selected switch in this study"),
                lambda: self.elements.press_key("O"),
                "O",
                has_line_above=True,
            ),
            Command(
                "close_switch",
                menu,
                tr("Close the selected switch"),
                tr("Close the selected switch in this study"),
                lambda: self.elements.press_key("C"),
                "C",
            ),
            Command(
                "scale_load", menu, tr("Scale load…"), tr("All loads by a factor"), lambda: self.elements.scale("load")
            ),
            Command(
                "scale_generation",
                menu,
                tr("Scale generation…"),
                tr("All generation by a factor"),
                lambda: self.elements.scale("generation"),
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
            *self.views.traces(menu),
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
            self.views.log(menu),
            self.views.about(menu),
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
        for key in ("open_switch", "close_switch"):
            self.commands.enable(key, False, self.tr("Select a switch first."))
        for action in self.elements.present():
            if action.key in ("O", "C"):
                key = "open_switch" if action.key == "O" else "close_switch"
                self.commands.enable(key, not action.reason, action.reason)

    # Pictures and lists ------------------------------------------------------------------------------------

    def show_findings(self) -> None:
        """The validation report of the network in front."""
        entry = self._desk.front
        if entry is not None:
            report = entry.opened.report
            sentence = self.tr("{count} findings in {source}").format(count=len(report.findings), source=report.source)
            FindingsDialog(sentence, report, self._window).open()

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
        """End the task that the bar shows."""
        shown = self._shown_task()
        if shown is None:
            return
        self._console.day.cancel_span()
        shown.cancel()
        self._window.say(self.tr("{task}: cancelled; everything stays as it was").format(task=shown.title))

    def _shown_task(self) -> TaskHandle | None:
        """The task begun last that tells its progress: what the person has just asked for."""
        return next(reversed(self._running.values()), None)

    def show_tasks(self, handle: TaskHandle) -> None:
        """Keep the bar true."""
        if handle.state is TaskState.RUNNING and handle.title and handle.progress is not None:
            self._running[id(handle)] = handle
        elif handle.state.is_final:
            self._running.pop(id(handle), None)
        shown = self._shown_task()
        progress = shown.progress if shown is not None else None
        self._window.mode_bar.show_task(shown.title if shown else "", progress.fraction if progress else 0.0)
