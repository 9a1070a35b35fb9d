"""What is asked before alarms are acknowledged together, put aside or written to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from console.windows.asking_dialog import LONGEST_REASON
from console.windows.change_dialogs import ValueDialog
from widgets.alarms.line import AlarmLine
from widgets.alarms.shapes import LETTERS
from widgets.alarms.words import state_text, time_text
from widgets.numbers import number_text

HOUR_S = 3600.0
_MOST_NAMED = 3


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("AlarmDialogs", text)


def named(lines: Sequence[AlarmLine]) -> str:
    """Alarms by name, a few of them."""
    names = [f"{line.element}: {line.message}" for line in lines[:_MOST_NAMED]]
    if len(lines) > _MOST_NAMED:
        names.append(tr("and {count} more").format(count=number_text(len(lines) - _MOST_NAMED, 0)))
    return "\n".join(names)


class AcknowledgeDialog(ValueDialog):
    """Lists every alarm that is about to be acknowledged; nothing is acknowledged unseen.

    Attributes:
        list: what is acknowledged.
    """

    def __init__(self, lines: Sequence[AlarmLine], parent: QWidget | None) -> None:
        count = number_text(len(lines), 0)
        super().__init__(
            tr("Acknowledge {count} alarms").format(count=count),
            tr("These alarms are acknowledged together. Those that come meanwhile are not."),
            tr("Acknowledge {count}").format(count=count),
            parent,
        )
        self.setMinimumWidth(560)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Alarms that are acknowledged"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(min(26 * len(lines) + 8, 320))
        for line in lines:
            parts = (LETTERS[line.severity], time_text(line.time_us), line.element, line.message)
            self.list.addItem(QListWidgetItem("  ".join(parts) + f"  ({state_text(line.state)})"))
        self.form.addRow(self.list)


class AsideDialog(ValueDialog):
    """Asks for the reason, and for how long, why alarms are put aside.

    Attributes:
        seconds, reason: what was given.
    """

    def __init__(self, lines: Sequence[AlarmLine], *, is_shelving: bool, parent: QWidget | None) -> None:
        if is_shelving:
            title, done = tr("Shelve"), tr("Shelve")
            explanation = tr("Kept off the desk and silent for a time; then it comes back by itself.")
        else:
            title, done = tr("Take out of service"), tr("Take out of service")
            explanation = tr("Kept off the desk and silent until somebody puts it back.")
        super().__init__(title, f"{explanation}\n\n{named(lines)}", done, parent)
        self.setMinimumWidth(460)
        self._reason = _text(self, tr("Reason"), tr("such as: chatters, work order 1207"))
        self._minutes = self.add_number(tr("For"), 60, 1, 24 * 60, tr("min"), 0) if is_shelving else None
        if self._minutes is not None:
            self._minutes.setSingleStep(15)

    @property
    def seconds(self) -> float:
        """How long; an hour unless said otherwise."""
        return self._minutes.value() * 60.0 if self._minutes is not None else HOUR_S

    @property
    def reason(self) -> str:
        """Why."""
        return self._reason.text().strip()

    def accept(self) -> None:
        """Without a reason nothing is put aside."""
        if self.reason:
            super().accept()
        else:
            self._reason.setPlaceholderText(tr("A reason is needed: who comes after you must understand it"))
            self._reason.setFocus()


class CommentDialog(ValueDialog):
    """Asks for a comment.

    Attributes:
        text: what was written.
    """

    def __init__(self, lines: Sequence[AlarmLine], parent: QWidget | None) -> None:
        explanation = tr("Kept with the alarm and in the journal, with your name.")
        super().__init__(tr("Comment"), f"{explanation}\n\n{named(lines)}", tr("Write it down"), parent)
        self.setMinimumWidth(460)
        self._text = _text(self, tr("Comment"), "")

    @property
    def text(self) -> str:
        """What was written."""
        return self._text.text().strip()

    def accept(self) -> None:
        """Nothing to write is nothing to keep."""
        if self.text:
            super().accept()


def _text(dialog: ValueDialog, label: str, placeholder: str) -> QLineEdit:
    field = QLineEdit(dialog)
    field.setAccessibleName(label)
    field.setPlaceholderText(placeholder)
    field.setMaxLength(LONGEST_REASON)
    dialog.form.addRow(label, field)
    return field
