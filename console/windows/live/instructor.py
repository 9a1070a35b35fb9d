"""Carries out what the instructor asks: through the simulator's own methods, never through the command path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from console.faults.faults import Faults
from console.faults.played_people import PlayedPeople
from console.field.link.messages import InstructorReply
from console.live.district import LiveDistrict
from console.live.field import FieldLinks
from console.windows.live.instructor_panel import InstructorPanel, InstructorTarget
from console.windows.main_window import MainWindow
from engines.values.points import LinkState

LISTEN_MS = 1_000
LARGEST_SCRIPT = 1_000_000


class Instructor(QObject):
    """Keeps the panel true and hands its wishes to the simulator.

    Signals:
        instructed: what the simulator was told to do: a sentence in English, and the same as data.
        simulated: the simulated moment (``datetime64``) and its speed, each time the simulator told them.
    """

    simulated = Signal(object, float)
    instructed = Signal(str, object)

    def __init__(self, window: MainWindow, district: LiveDistrict, links: FieldLinks) -> None:
        """Raises ``RuntimeError`` where a server is real."""
        super().__init__(window)
        if not links.is_simulated:
            raise RuntimeError("there is no instructor where a server is real")
        self._window, self._district, self._links = window, district, links
        self.panel = InstructorPanel(window)
        self.panel.inject_asked.connect(self._inject)
        self.panel.clear_asked.connect(lambda event_id: self._call("Clear", event_id))
        self.panel.speed_asked.connect(lambda speed: self._call("SetSpeed", speed))
        self.panel.script_asked.connect(self._ask_script)
        window.selection.changed.connect(lambda *_: self._show_target())
        self._speed = 1.0
        self.people: PlayedPeople | None = None
        self._listening = QTimer(self)
        self._listening.setInterval(LISTEN_MS)
        self._listening.timeout.connect(self._listen)
        self._listening.start()
        self._show_target()

    def _show_target(self) -> None:
        refs = self._window.selection.refs
        network = self._district.opened.network
        if len(refs) != 1:
            self.panel.show_target(InstructorTarget())
            return
        element_id = str(network[refs[0].table].id[refs[0].row])
        store = self._district.store
        points = tuple(store.definitions[row] for row in store.rows_of_element(element_id))
        self.panel.show_target(InstructorTarget(refs[0].table, element_id, network.label(refs[0]), points))

    def attach_people(self, faults: Faults) -> None:
        """Crews and telephones can play themselves."""
        people = self.people = PlayedPeople(
            faults, self._district, self._inject, lambda event_id: self._call("Clear", event_id), self
        )
        people.said.connect(self.panel.show_people)
        self.panel.people_asked.connect(self._let_people)

    def _let_people(self, is_wanted: bool, speed: float) -> None:
        if self.people is not None:
            self.people.speed = speed
            self.people.play(is_wanted)

    # What the simulator tells ------------------------------------------------------------------------------

    def _listen(self) -> None:
        if self._links.links[0].health.state is not LinkState.UP:
            return
        self._links.read_instructor("Speed", on_done=self._on_speed)
        self._links.read_instructor("SimulatedTime", on_done=self._on_time)
        self._links.read_instructor("Events", on_done=self._on_events)

    def _on_speed(self, reply: InstructorReply) -> None:
        if reply.values and isinstance(reply.values[0], int | float):
            self._speed = float(reply.values[0])

    def _on_time(self, reply: InstructorReply) -> None:
        if not reply.values or not isinstance(reply.values[0], str):
            return
        moment = np.datetime64(reply.values[0].replace(" ", "T").partition("+")[0], "ms")
        self.panel.show_time(str(moment.astype("datetime64[s]")).replace("T", "  "), self._speed)
        self.simulated.emit(moment, self._speed)

    def _on_events(self, reply: InstructorReply) -> None:
        if not reply.values or not isinstance(reply.values[0], str):
            return
        events: list[tuple[str, dict[str, Any], str]] = []
        network = self._district.opened.network
        for entry in json.loads(reply.values[0] or "[]"):
            ref = network.find(str(entry["event"].get("element_id", "")))
            label = network.label(ref) if ref is not None else str(entry["event"].get("element_id", ""))
            events.append((str(entry["id"]), entry["event"], label))
        self.panel.show_events(events)
        if self.people is not None:
            self.people.know_events({event_id: event for event_id, event, _ in events})

    # What is asked of it -----------------------------------------------------------------------------------

    def _inject(self, event: dict[str, Any]) -> None:
        self._call("Inject", json.dumps(event))

    def _call(self, method: str, argument: str | float) -> None:
        self._links.call_instructor(method, argument, on_done=lambda reply: self._on_answer(method, argument, reply))

    def _on_answer(self, method: str, argument: str | float, reply: InstructorReply) -> None:
        if reply.reason:
            self._window.say(self.tr("The simulator refuses: {reason}").format(reason=reply.reason), "medium")
        else:
            self._tell(method, argument)
        self._listen()

    def _tell(self, method: str, argument: str | float) -> None:
        details: dict[str, object] = {"method": method}
        if method == "Inject":
            event = json.loads(str(argument))
            details |= {k: v for k, v in event.items() if isinstance(v, str | int | float | bool)}
            sentence = f"Simulator: {event.get('event')} on {event.get('element_id')}"
        elif method == "Script":
            sentence = "Simulator: a script was handed over"
        else:
            details["argument"] = argument
            sentence = f"Simulator: {method} {argument}"
        self.instructed.emit(sentence, details)

    def _ask_script(self) -> None:
        kinds = self.tr("Script (*.toml)")
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Run a script"), "", kinds)
        if path:
            self.run_script(Path(path))

    def run_script(self, path: Path) -> None:
        """Hand a script to the simulator."""
        try:
            if path.stat().st_size > LARGEST_SCRIPT:
                raise OSError(0, self.tr("larger than any script"))
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._window.say(self.tr("{path}: {reason}; choose another file").format(path=path, reason=reason), "high")
            return
        self._call("Script", text)
