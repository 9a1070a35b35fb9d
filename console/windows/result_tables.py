"""The tables beneath the diagram: what was found, what was changed, every value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.study.comparison import compare
from engines.values.comparison import Comparison
from engines.values.element_doubt import ALL_OLD, NO_DOUBT, ElementDoubt
from engines.values.estimate import Estimate
from widgets.slices import Steps
from widgets.tables.branches import branch_steps
from widgets.tables.buses import buses
from widgets.tables.change_list import ChangeList
from widgets.tables.choice_table import Choice, ChoiceTable
from widgets.tables.compared import compared_branches, compared_buses, compared_totals
from widgets.tables.content import TableContent, nothing
from widgets.tables.customers import customer_steps
from widgets.tables.findings import violations
from widgets.tables.losses import losses_by_element, losses_by_feeder, losses_by_level
from widgets.tables.switches import switch_steps
from widgets.tables.value_table import Run, ValueTable


class ResultTables(QTabWidget):
    """Violations, changes, equipment, losses and the comparison. Only what is in front is computed.

    Signals:
        element_activated: ``ElementRef``; go there. selection_changed: tuple of ``ElementRef``.
        remove_asked, jump_asked: number of a change.
        comparison_wanted: the comparison came to front.
        said, failed: a sentence on a copy or an export.
    """

    element_activated = Signal(object)
    selection_changed = Signal(object)
    remove_asked = Signal(int)
    jump_asked = Signal(int)
    comparison_wanted = Signal()
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Result tables"))
        self.setUsesScrollButtons(True)
        self.violations = ValueTable(self.tr("Violations"), self)
        self.changes = ChangeList(self)
        self.buses = ValueTable(self.tr("Buses"), self)
        self.branches = ValueTable(self.tr("Branches"), self)
        self.branches.sort_by("loading_percent", descending=True)
        self.switches = ValueTable(self.tr("Switches"), self)
        self.losses = ChoiceTable(self.tr("Losses"), self._loss_choices(), self)
        self.comparison = ChoiceTable(self.tr("Comparison"), self._comparison_choices(), self)
        self.customers = ValueTable(self.tr("Customers"), self)
        self._extra: list[ValueTable] = []
        self._doubt = NO_DOUBT
        self._estimate: Estimate | None = None
        self._moment: Moment | None = None
        self._before: Moment | None = None
        self._compared: tuple[Moment, Moment, Comparison] | None = None
        self._add_tabs()
        self._connect()
        self._offer_all()

    def _loss_choices(self) -> tuple[Choice, ...]:
        return (
            Choice("feeder", self.tr("Feeders"), self.tr("Losses of all branches of each feeder")),
            Choice("level", self.tr("Levels"), self.tr("Losses by voltage level; transformers stand between two")),
            Choice("element", self.tr("Elements"), self.tr("Each line and transformer, greatest losses first")),
        )

    def _comparison_choices(self) -> tuple[Choice, ...]:
        return (
            Choice("totals", self.tr("Totals"), self.tr("The network as a whole, before and after the changes")),
            Choice("buses", self.tr("Buses"), self.tr("Voltages, greatest difference first")),
            Choice("branches", self.tr("Branches"), self.tr("Loadings and losses, greatest difference first")),
        )

    @property
    def tables(self) -> tuple[ValueTable, ...]:
        """All tables of values."""
        return (
            self.violations,
            self.buses,
            self.branches,
            self.switches,
            self.losses,
            self.comparison,
            self.customers,
            *self._extra,
        )

    def _add_tabs(self) -> None:
        for widget, title, tip in (
            (self.violations, self.tr("Violations"), self.tr("Limits that are broken, worst first")),
            (self.changes, self.tr("Changes"), self.tr("What this study changed, in order")),
            (self.buses, self.tr("Buses"), self.tr("Voltage of every bus")),
            (self.branches, self.tr("Branches"), self.tr("Flow and loading of every line and transformer")),
            (self.switches, self.tr("Switches"), self.tr("Position of every switch")),
            (self.losses, self.tr("Losses"), self.tr("Where the losses arise")),
            (self.comparison, self.tr("Comparison"), self.tr("Before and after the changes of this study")),
            (self.customers, self.tr("Customers"), self.tr("Who is supplied and who is not")),
        ):
            self.setTabToolTip(self.addTab(widget, title), tip)

    def become_live(self, extra: Sequence[tuple[ValueTable, str, str]]) -> None:
        """In a live window nothing is changed on a copy, so there is nothing to compare; it has lists of its own.

        Args:
            extra: tables with title and meaning; whoever hands them over fills them.
        """
        for widget in (self.changes, self.comparison):
            self.removeTab(self.indexOf(widget))
        for place, (table, title, tip) in enumerate(extra, 1):
            self.add_table(table, place, title, tip)
        unknown = self.tr("Nothing is known yet: the field has not been heard.")
        for table in self.tables:
            if table not in self._extra:
                table.offer(partial(nothing, unknown))

    def add_table(self, table: ValueTable, place: int, title: str, tip: str) -> None:
        """Another table, filled by whoever hands it over."""
        self.setTabToolTip(self.insertTab(place, table, title), tip)
        self._connect_table(table)
        self._extra.append(table)

    def _connect(self) -> None:
        for table in self.tables:
            self._connect_table(table)
        self.changes.remove_asked.connect(self.remove_asked)
        self.changes.jump_asked.connect(self.jump_asked)
        self.currentChanged.connect(self._on_tab)

    def _connect_table(self, table: ValueTable) -> None:
        table.element_activated.connect(self.element_activated)
        table.selection_changed.connect(self._on_selection)
        table.said.connect(self.said)
        table.failed.connect(self.failed)

    def set_run(self, run: Run) -> None:
        """Where files are written."""
        for table in self.tables:
            table.run = run

    # What is shown -----------------------------------------------------------------------------------------

    def show_changes(self, texts: Sequence[str]) -> None:
        """List the changes of the study."""
        self.changes.show_changes(texts)
        self._set_title(self.changes, self.tr("Changes"), len(texts))

    def show_moment(self, moment: Moment, before: Moment | None) -> None:
        """Show a solved (or unsolved) moment; ``before`` is the study without its changes."""
        self._moment, self._before = moment, before
        self._pass_doubt(self._doubt)
        self._show_counts()
        self._offer_all()

    def show_estimate(self, estimate: Estimate | None) -> None:
        """Let the buses show a state estimate beside the load flow, from the next moment on."""
        self._estimate = estimate if estimate is not None and estimate.is_usable else None

    def set_doubt(self, doubt: ElementDoubt) -> None:
        """How far what is calculated, now or by a moment to come, is of the present; lists of their own know."""
        self._doubt = doubt
        self._show_counts()
        self._pass_doubt(doubt)

    def show_failure(self, reason: str) -> None:
        """The state in front could not be solved at all: no table keeps values of another."""
        self._moment = self._before = None
        self.setTabText(self.indexOf(self.violations), self.tr("Violations") + " –")
        for table in self.tables:
            if table not in self._extra:
                table.offer(partial(nothing, self.tr("Not solved: {reason}").format(reason=reason)))

    def show_stale(self) -> None:
        """What is shown is of a state that is not the present one any more; the next moment replaces it."""
        self._pass_doubt(ALL_OLD)

    def _pass_doubt(self, doubt: ElementDoubt) -> None:
        for table in self.tables:
            if table not in self._extra:
                table.set_doubt(doubt)

    def _show_counts(self) -> None:
        result = self._moment.result if self._moment is not None else None
        if result is None:
            self._set_title(self.violations, self.tr("Violations"), 0)
        elif result.is_converged and not self._doubt.is_old:
            self._set_title(self.violations, self.tr("Violations"), len(result.violations))
        elif result.is_converged and not self._doubt.is_all_old:
            # So many are known, where nothing is old.
            known = int(np.count_nonzero(~self._doubt.is_old_at(result.violations.table, result.violations.row)))
            self.setTabText(self.indexOf(self.violations), self.tr("Violations {count} + ?").format(count=known))
        else:
            self.setTabText(self.indexOf(self.violations), self.tr("Violations") + " –")

    def _set_title(self, widget: QWidget, title: str, count: int) -> None:
        self.setTabText(self.indexOf(widget), f"{title} {count}" if count else title)

    def _offer_all(self) -> None:
        moment = self._moment
        if moment is None:
            for table in self.tables:
                if table not in self._extra:
                    table.offer(partial(nothing, self.tr("No network is open. Open one to see its values here.")))
            return
        now = moment.snapshot, moment.topology, moment.result
        clock = QDateTime.currentDateTime().toString("HH:mm:ss")
        self.violations.offer(partial(violations, *now, clock))
        self.buses.offer(partial(buses, *now, clock, self._estimate))
        self.branches.offer(partial(branch_steps, *now, clock))
        self.switches.offer(partial(switch_steps, *now[:2]))
        self.customers.offer(partial(customer_steps, *now[:2]))
        self.losses.offer_choices(
            {
                "feeder": partial(losses_by_feeder, *now, clock),
                "level": partial(losses_by_level, *now, clock),
                "element": partial(losses_by_element, *now, clock),
            }
        )
        self.comparison.offer_choices({key: partial(self._compare, key) for key in ("totals", "buses", "branches")})

    # Comparison --------------------------------------------------------------------------------------------

    @property
    def shows_comparison(self) -> bool:
        """Whether the comparison is in front."""
        return self.currentWidget() is self.comparison

    def _compare(self, key: str) -> Steps[TableContent]:
        comparison = self._comparison_now()
        if comparison is None or self._moment is None:
            return nothing(self._why_no_comparison())
        network = self._moment.snapshot.network
        yield
        if key == "totals":
            return compared_totals(comparison)
        if key == "buses":
            return compared_buses(network, comparison)
        return (yield from compared_branches(network, comparison))

    def _comparison_now(self) -> Comparison | None:
        before, after = self._before, self._moment
        if before is None or after is None or before.result is None or after.result is None:
            return None
        if before.snapshot.time != after.snapshot.time:
            return None
        if self._compared is None or self._compared[0] is not before or self._compared[1] is not after:
            made = compare(before.snapshot.network, before.result, after.snapshot.network, after.result)
            self._compared = (before, after, made)
        return self._compared[2]

    def _why_no_comparison(self) -> str:
        if not self.changes.list.count():
            return self.tr("No changes yet. The state before and after them is compared here.")
        return self.tr("The state before the changes is being calculated …")

    def _on_tab(self) -> None:
        if self.shows_comparison:
            self.comparison_wanted.emit()

    # Selection ---------------------------------------------------------------------------------------------

    def select_refs(self, refs: Sequence[ElementRef]) -> None:
        """Select equipment in every table; tells no one."""
        for table in self.tables:
            table.select_refs(refs)

    def _on_selection(self, refs: tuple[ElementRef, ...]) -> None:
        for table in self.tables:
            if table is not self.sender():
                table.select_refs(refs)
        self.selection_changed.emit(refs)
