"""What a person does with alarms: asked for, allowed, and done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from console.authority.rights import Right
from console.windows.live.alarms.dialogs import AcknowledgeDialog, AsideDialog, CommentDialog
from console.windows.live.alarms.source import AlarmSource
from console.windows.main_window import MainWindow
from engines.values.alarms import AlarmState
from widgets.alarms.line import AlarmLine

WithRight = Callable[[Right, str, Callable[[], None]], None]


class Deeds(QObject):
    """Acknowledges, shelves, comments, resets; each asks for the right and for what it needs to know first."""

    def __init__(
        self,
        window: MainWindow,
        desk: AlarmSource,
        line_of: Callable[[str], AlarmLine | None],
        with_right: WithRight,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._desk, self._line_of, self._with_right = window, desk, line_of, with_right

    def lines(self, ids: Sequence[str]) -> list[AlarmLine]:
        """Those of the alarms that are still there."""
        return [line for line in map(self._line_of, ids) if line is not None]

    def acknowledge(self, ids: Sequence[str]) -> None:
        """One at once; several once the person has seen them listed."""
        lines = [line for line in self.lines(ids) if line.state.is_unacknowledged]
        if not lines:
            self._window.say(self.tr("Nothing of the selection is to be acknowledged."))
            return
        wanted = [line.alarm_id for line in lines]

        def act() -> None:
            if len(lines) == 1:
                self._desk.acknowledge(wanted)
                return
            self._ask(AcknowledgeDialog(lines, self._window), lambda _dialog: self._desk.acknowledge(wanted))

        self._with_right(Right.ANSWER_ALARMS, lines[0].element_id, act)

    def shelve(self, ids: Sequence[str]) -> None:
        """For a time and a reason; what is shelved already comes back."""
        lines = self.lines(ids)
        shelved = [line for line in lines if line.state is AlarmState.SHELVED]
        if shelved:
            self._each(Right.ANSWER_ALARMS, shelved, lambda line: self._desk.unshelve(line.alarm_id))
            return
        lines = [line for line in lines if not line.state.is_put_aside]
        if lines:
            self._put_aside(lines, is_shelving=True)

    def take_out_of_service(self, ids: Sequence[str]) -> None:
        """Until somebody puts it back; what is out of service already is put back."""
        lines = self.lines(ids)
        out = [line for line in lines if line.state is AlarmState.OUT_OF_SERVICE]
        if out:
            self._each(Right.ALARM_SERVICE, out, lambda line: self._desk.return_to_service(line.alarm_id))
        elif lines:
            self._put_aside(lines, is_shelving=False)

    def _put_aside(self, lines: list[AlarmLine], *, is_shelving: bool) -> None:
        def on_answer(dialog: Any) -> None:
            for line in lines:
                if is_shelving:
                    self._desk.shelve(line.alarm_id, dialog.seconds, dialog.reason)
                else:
                    self._desk.take_out_of_service(line.alarm_id, dialog.reason)

        def act() -> None:
            self._ask(AsideDialog(lines, is_shelving=is_shelving, parent=self._window), on_answer)

        right = Right.ANSWER_ALARMS if is_shelving else Right.ALARM_SERVICE
        self._with_right(right, lines[0].element_id, act)

    def comment(self, ids: Sequence[str]) -> None:
        """Write the same to all of them."""
        lines = self.lines(ids)

        def on_answer(dialog: Any) -> None:
            for line in lines:
                self._desk.comment(line.alarm_id, dialog.text)

        if lines:
            right, element_id = Right.ANSWER_ALARMS, lines[0].element_id
            self._with_right(right, element_id, lambda: self._ask(CommentDialog(lines, self._window), on_answer))

    def reset(self, ids: Sequence[str]) -> None:
        """Latched ones whose cause is gone."""
        latched = (AlarmState.LATCHED_ACKNOWLEDGED, AlarmState.LATCHED_UNACKNOWLEDGED)
        lines = [line for line in self.lines(ids) if line.state in latched]
        if not lines:
            self._window.say(self.tr("Nothing of the selection waits to be reset."))
            return
        wanted = [line.alarm_id for line in lines]
        self._with_right(Right.ANSWER_ALARMS, lines[0].element_id, lambda: self._reset(wanted))

    def _reset(self, wanted: list[str]) -> None:
        self._desk.reset_latch(wanted)

    def _each(self, right: Right, lines: list[AlarmLine], act: Callable[[AlarmLine], object]) -> None:
        def act_on_all() -> None:
            for line in lines:
                act(line)

        self._with_right(right, lines[0].element_id, act_on_all)

    def _ask(self, dialog: QDialog, on_answer: Callable[[Any], object]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: on_answer(dialog))
        dialog.open()
