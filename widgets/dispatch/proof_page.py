"""What a plan rests on, at the right: its proof and seal, what it costs, and why it does what it does."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.charts.empty_state import EmptyState
from widgets.dispatch.agreement_plot import AgreementPlot
from widgets.dispatch.facts import DOUBTFUL, FINE, Facts
from widgets.dispatch.lines import ProofRow, ProofView, WhyLine
from widgets.dispatch.why_list import WhyList
from widgets.faults.action_row import ActionRow
from widgets.faults.flow_layout import FlowLayout
from widgets.faults.labels import WordsLabel, section_title, set_tone
from widgets.faults.order_lines import ActionLine
from widgets.shrinking_area import ShrinkingArea
from widgets.slices import Steps, run_steps

_REGIONS, _RULES = 4, 5
"""Numbers of the lists of regions and of operation by rules."""
_LIST_PX = 124
"""Two reasons are read at once, also on a low screen."""


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
        self._page, self._facts = QWidget(self), QWidget()
        self.area = ShrinkingArea(self._facts, self._page)
        self.title = WordsLabel(self._facts)
        self.title.setObjectName("panelTitle")
        self.subtitle = WordsLabel(self._facts, tone="muted", is_small=True)
        self.seal = WordsLabel(self._facts, is_strong=True)
        self.doubts = WordsLabel(self._facts, is_small=True)
        self.rows, self.costs = Facts(self._facts), Facts(self._facts)
        self.proof_title = section_title(self.tr("Proof"), self._facts)
        self.cost_title = section_title(self.tr("Cost by kind"), self._facts)
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
        top = QVBoxLayout(self._facts)
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
        column.addWidget(self.area)
        column.addLayout(self._choices())
        column.addWidget(self.agreement)
        column.addWidget(self.nothing)
        column.addWidget(self.whys, 1)
        self.whys.setMinimumHeight(_LIST_PX)
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
