"""The rows of the incident page: a customer to be called, a crew's work, a safety document."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.faults.action_row import ActionRow
from widgets.faults.labels import SIGNS, WordsLabel, set_tone, signed
from widgets.faults.lines import CustomerLine, DocumentView, FactLine, WorkView


class CustomerRow(QWidget):
    """A customer with the way to reach them.

    Signals:
        told: id of the customer that a person has told.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._customer_id = ""
        self.name = WordsLabel(self, is_strong=True)
        self.text = WordsLabel(self, is_small=True)
        self.contact = WordsLabel(self, tone="muted", is_small=True)
        self.button = QPushButton(self.tr("Told"), self)
        self.button.setAutoDefault(False)
        self.button.setToolTip(self.tr("This customer has been called and knows; the journal notes it"))
        self.button.clicked.connect(lambda: self.told.emit(self._customer_id))
        words = QVBoxLayout()
        words.setSpacing(1)
        for label in (self.name, self.text, self.contact):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def show_line(self, line: CustomerLine) -> None:
        """Show a customer; one who was told is muted and cannot be told twice."""
        self._customer_id = line.customer_id
        is_told = bool(line.told_text)
        severity = "" if is_told else line.severity or ("high" if line.is_life_support else "")
        self.name.say(line.name, severity)
        if is_told:
            set_tone(self.name, "muted")
        support = self.tr("life support") if line.is_life_support else ""
        self.text.say(" · ".join(part for part in (support, line.text) if part))
        set_tone(self.text, "muted" if is_told else "")
        contact = line.contact or self.tr("no contact is known")
        self.contact.say(" · ".join(part for part in (contact, line.told_text) if part))
        self.button.setVisible(not is_told)
        self.button.setAccessibleName(self.tr("{name} has been told").format(name=line.name))


class WorkRow(QWidget):
    """A crew, how far it is, and what can be done with its order.

    Signals:
        asked: id of the work order and key of the action.
    """

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = ""
        self.title, self.text = WordsLabel(self, is_strong=True), WordsLabel(self)
        self.action_row = ActionRow(self)
        self.action_row.asked.connect(lambda key: self.asked.emit(self._id, key))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(2)
        self._column.addWidget(self.title)
        self._column.addWidget(self.text)
        self._column.addSpacing(2)
        self._column.addWidget(self.action_row)

    def show_work(self, view: WorkView) -> None:
        """Show a work order."""
        self._id = view.work_id
        self.title.say(view.title, view.severity)
        self.text.say(view.text)
        self.action_row.show_actions(view.actions)


class DocumentRow(WorkRow):
    """A safety document with its points of isolation and its earths.

    Signals:
        element_asked: id of a point to be gone to.
    """

    element_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.isolation, self.earths = self._points(), self._points()
        self._column.insertWidget(2, self.isolation)
        self._column.insertWidget(3, self.earths)

    def _points(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.linkActivated.connect(self.element_asked)
        return label

    def show_document(self, view: DocumentView) -> None:
        """Show a safety document."""
        self._id = view.document_id
        self.title.say(view.title, view.severity)
        self.text.say(view.text)
        _show_points(self.isolation, self.tr("Isolated at"), view.isolation)
        _show_points(self.earths, self.tr("Earthed at"), view.earths)
        self.action_row.show_actions(view.actions)


def _show_points(label: QLabel, name: str, points: Sequence[FactLine]) -> None:
    text = f"{escape(name)} {', '.join(_point(point) for point in points)}"
    if label.text() != text:
        label.setText(text)
    label.setAccessibleName(f"{name} {', '.join(signed(point.text, point.severity) for point in points)}")
    label.setVisible(bool(points))


def _point(point: FactLine) -> str:
    sign = f"{SIGNS[point.severity]} " if point.severity in SIGNS else ""
    words = escape(f"{sign}{point.text}")
    link = f'<a href="{escape(point.element_id)}">{words}</a>' if point.element_id else words
    return f"{link} {escape(point.muted)}" if point.muted else link
