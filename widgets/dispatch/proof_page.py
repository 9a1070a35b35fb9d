"""What a plan rests on, at the right: its proof and seal, what it costs, and why it does what it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.charts.empty_state import EmptyState
from widgets.dispatch.agreement_plot import AgreementPlot
from widgets.dispatch.lines import ProofRow, ProofView, WhyLine
from widgets.dispatch.why_list import WhyList
from widgets.faults.action_row import ActionRow
from widgets.faults.flow_layout import FlowLayout
from widgets.faults.labels import TipLabel, WordsLabel, section_title, set_tone
from widgets.faults.order_lines import ActionLine
from widgets.slices import Steps, run_steps

FINE, DOUBTFUL = "✓", "■"
_REGIONS, _RULES = 4, 5
"""Numbers of the lists of regions and of operation by rules."""


class _Fact(QWidget):
    """A name, what is to be said of it, its value and its sign."""

    SIGN_PX = 16

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.value, self.sign = QLabel(self), QLabel(self), QLabel(self)
        self.note = TipLabel(self, tone="muted", is_small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for label in (self.name, self.value, self.sign):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.value, self.sign):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.value.setProperty("strong", True)
        self.sign.setFixedWidth(self.SIGN_PX)
        row.addWidget(self.name)
        row.addWidget(self.note, 1)
        row.addWidget(self.value)
        row.addWidget(self.sign)

    def show_row(self, row: ProofRow, *, has_signs: bool) -> None:
        self.name.setText(row.name)
        self.note.say(row.note)
        self.value.setText(row.value)
        self.sign.setVisible(has_signs)
        self.sign.setText("" if row.is_fine is None else FINE if row.is_fine else DOUBTFUL)
        for label in (self.value, self.sign):
            set_tone(label, "medium" if row.is_fine is False else "")


class Facts(QWidget):
    """Names at the left, values at the right, one beneath the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._facts: list[_Fact] = []

    def show_rows(self, rows: Sequence[ProofRow]) -> None:
        """Show these; signs have a column of their own where any has one."""
        run_steps(self.row_steps(rows))

    def row_steps(self, rows: Sequence[ProofRow]) -> Steps[None]:
        """:meth:`show_rows` in slices."""
        while len(self._facts) < len(rows):
            fact = _Fact(self)
            self._facts.append(fact)
            self._column.addWidget(fact)
            yield
        has_signs = any(row.is_fine is not None for row in rows)
        for at, fact in enumerate(self._facts):
            fact.setVisible(at < len(rows))
            if at < len(rows):
                fact.show_row(rows[at], has_signs=has_signs)
            yield

    @property
    def texts(self) -> tuple[tuple[str, str, str], ...]:
        """Name, value and sign of each line that is shown."""
        return tuple((f.name.text(), f.value.text(), f.sign.text()) for f in self._facts if not f.isHidden())


class ProofPage(QWidget):
    """The proof of a plan.

    Attributes:
        seal: in words; rows, costs: figures; whys: what it does; agreement: how regions came to it; action_row: the
            buttons beneath.

    Signals:
        step_asked: number of a step a person wants to see; action_asked: key of a button.
    """

    step_asked = Signal(int)
    action_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Proof of the plan"))
        self.setMinimumWidth(240)
        self.view: ProofView | None = None
        self._empty = EmptyState("", self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._page = QWidget(self)
        self.title = WordsLabel(self._page)
        self.title.setObjectName("panelTitle")
        self.subtitle = WordsLabel(self._page, tone="muted", is_small=True)
        self.seal = WordsLabel(self._page, is_strong=True)
        self.doubts = WordsLabel(self._page, is_small=True)
        self.rows, self.costs = Facts(self._page), Facts(self._page)
        self.proof_title = section_title(self.tr("Proof"), self._page)
        self.cost_title = section_title(self.tr("Cost by kind"), self._page)
        self.lists = QButtonGroup(self)
        self.whys = WhyList(self._page)
        self.whys.setAccessibleName(self.tr("Why the plan does this"))
        self.whys.step_asked.connect(self.step_asked)
        self.agreement = AgreementPlot(self._page)
        self.nothing = WordsLabel(self._page, tone="muted", is_small=True)
        self.action_row = ActionRow(self._page)
        self.action_row.asked.connect(self.action_asked)
        self._lay_out()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._page)
        self.show_empty("")

    def sizeHint(self) -> QSize:
        """Wide enough for a reason."""
        return QSize(340, 560)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 12, 8)
        top.setSpacing(4)
        for widget in (self.title, self.subtitle, self.seal, self.doubts):
            top.addWidget(widget)
        top.addSpacing(4)
        top.addWidget(self.proof_title)
        top.addWidget(self.rows)
        top.addSpacing(8)
        top.addWidget(self.cost_title)
        top.addWidget(self.costs)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 12, 12)
        foot.addWidget(self.action_row)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._choices())
        column.addWidget(self.agreement)
        column.addWidget(self.nothing)
        column.addWidget(self.whys, 1)
        column.addLayout(foot)
        self.nothing.setContentsMargins(16, 6, 12, 6)

    def _choices(self) -> QVBoxLayout:
        frame, row = QVBoxLayout(), FlowLayout(spacing=4)
        frame.setContentsMargins(12, 4, 12, 4)
        frame.addLayout(row)
        texts = (
            (self.tr("Why"), self.tr("What each device does, and the reason; a click goes to its hour")),
            (self.tr("Limits"), self.tr("What the plan runs into, and what one unit more would save")),
            (self.tr("Record"), self.tr("What was done to come to this plan")),
            (self.tr("Units"), self.tr("What of wind and PV is used, of each unit on each day")),
            (self.tr("Layers"), self.tr("How the regions came to agree, and which of them answered")),
            (self.tr("By rules"), self.tr("The same day with every device following a rule of its own")),
        )
        for number, (text, tip) in enumerate(texts):
            button = QToolButton(self._page)
            button.setText(text)
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setProperty("segment", True)
            self.lists.addButton(button, number)
            row.addWidget(button)
        self.lists.idClicked.connect(lambda _: self._fill_list())
        return frame

    # What is shown -----------------------------------------------------------------------------------------

    def show_empty(self, sentence: str) -> None:
        """Say why there is no proof."""
        self.view = None
        self._empty.setText(sentence)
        self._stack.setCurrentWidget(self._empty)

    def show_proof(self, view: ProofView) -> None:
        """Show the proof of a plan."""
        run_steps(self.proof_steps(view))

    def proof_steps(self, view: ProofView) -> Steps[None]:
        """:meth:`show_proof` in slices."""
        is_other = self.view is None or self.view.title != view.title
        self.view = view
        self.title.say(view.title)
        self.subtitle.say("\n".join(part for part in (view.subtitle, *view.changes) if part))
        set_tone(self.seal, "proven" if view.is_proven else "medium")
        self.seal.say(f"{FINE if view.is_proven else DOUBTFUL} {view.seal}" if view.seal else "")
        for widget in (self.proof_title, *self.lists.buttons()):
            widget.setVisible(bool(view.seal))
        self.lists.button(_REGIONS).setVisible(bool(view.seal) and bool(view.regions))
        self.lists.button(_RULES).setVisible(bool(view.seal) and bool(view.rules))
        self.doubts.say("\n".join(view.doubts))
        yield
        yield from self.rows.row_steps(view.rows)
        costs = [ProofRow(name, value, f"{100 * share:.0f} %") for name, value, share in view.costs]
        yield from self.costs.row_steps(costs)
        self.cost_title.setVisible(bool(view.costs))
        self.costs.setVisible(bool(view.costs))
        gone = {_REGIONS: not view.regions, _RULES: not view.rules}
        if is_other or gone.get(self.lists.checkedId(), False):
            self.lists.button(0).setChecked(True)
        self._fill_list()
        yield
        self._stack.setCurrentWidget(self._page)

    def show_actions(self, actions: Sequence[ActionLine]) -> None:
        """The buttons beneath."""
        self.action_row.show_actions(actions)

    def _fill_list(self) -> None:
        view = self.view
        if view is None:
            return
        no_plan = "" if view.has_plan else self.tr("There is no plan that could be told of.")
        if not view.seal:
            no_plan = self.tr("A plan brings its proof with it: cost, lower bound, and the load flow of each step.")
        lines: tuple[tuple[WhyLine, ...], str] = (
            (view.whys, no_plan or self.tr("The plan changes nothing: there is nothing to explain.")),
            (view.limits, no_plan or self.tr("The plan runs into no limit.")),
            (view.record, no_plan or self.tr("The first solution was the plan: nothing had to be done about it.")),
            (view.weather, no_plan or self.tr("Nothing is known of wind and PV in this plan.")),
            (view.regions, no_plan),
            (view.rules, no_plan),
        )[self.lists.checkedId()]
        is_agreement = self.lists.checkedId() == _REGIONS and view.agreement is not None
        if is_agreement and view.agreement is not None:
            self.agreement.show_agreement(view.agreement)
        self.agreement.setVisible(is_agreement)
        # There is room for one of the two on a small screen.
        for widget in (self.cost_title, self.costs):
            widget.setVisible(bool(view.costs) and not is_agreement)
        self.whys.why.put(lines[0])
        self.nothing.say("" if lines[0] else lines[1])
