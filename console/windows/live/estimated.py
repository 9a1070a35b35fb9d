"""The estimate in the window: list of what contradicts, inspector, bus table, bands in the voltage profile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject

from console.live.estimating import LiveEstimator
from console.windows.live.words import quantity_text
from console.windows.main_window import MainWindow
from engines.grid.network import ElementRef, Network
from engines.values.estimate import BASES, VERDICTS, BusBasis, Estimate, EstimateStatus, MeasurementVerdict
from engines.values.points import UNITS, Quantity
from widgets.inspector.values import ElementDescription, Fact, Section
from widgets.numbers import number_text
from widgets.tables.columns import number, text
from widgets.tables.content import ColumnSpec, TableContent, nothing
from widgets.tables.quality import CellFlag
from widgets.tables.value_table import ValueTable

SURE = 2.0
"""Deviations of a band: 95 of 100 lie within."""
PLACE = 2
"""Behind violations and points."""


def tr(message: str) -> str:
    """``message`` in the person's language."""
    return QCoreApplication.translate("Estimated", message)


def estimate_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the list of measurements."""
    return (
        text("verdict", tr("Verdict"), tr("What the other measurements say of it")),
        text("element", tr("Equipment")),
        text("quantity", tr("Point")),
        number("measured", tr("Measured"), "", 4, tr("As it came from the field")),
        number("estimated", tr("Estimated"), "", 4, tr("What the others say it should read")),
        text("unit", tr("Unit")),
        number("deviations", tr("Deviations"), "σ", 1, tr("How far apart they are, in standard deviations")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


class Estimated(QObject):
    """Shows what the estimator finds.

    Attributes:
        table: the list of measurements.
    """

    def __init__(self, window: MainWindow, network: Network, estimator: LiveEstimator) -> None:
        super().__init__(window)
        self._window, self._network = window, network
        self.estimate: Estimate | None = None
        self._problem = tr("The state estimate follows the first load flow.")
        self.table = ValueTable(tr("Estimate"), window)
        window.tables.add_table(self.table, PLACE, tr("Estimate"), tr("Measurements against each other"))
        estimator.estimated.connect(self._on_estimate)
        estimator.failed.connect(self._on_failed)
        self._show()

    def rest(self, is_resting: bool) -> None:
        """While a past moment is shown nothing is said of the present."""
        shown = None if is_resting else self.estimate
        self._window.tables.show_estimate(shown)
        self._window.charts.show_estimate(shown)

    def dress(self, ref: ElementRef, description: ElementDescription) -> ElementDescription:
        """What the estimate says of an element, after what is measured."""
        facts = self._facts(ref)
        if not facts:
            return description
        section = Section(tr("State estimate"), facts)
        return replace(description, sections=(*description.sections[:1], section, *description.sections[1:]))

    @property
    def summary(self) -> tuple[str, str, bool]:
        """The estimate in a few words, its meaning, and whether it suspects anything."""
        estimate = self.estimate
        if estimate is None or not estimate.is_usable:
            reason = estimate.reason if estimate is not None else self._problem
            return tr("no state estimate"), reason, False
        band = SURE * float(np.nanmedian(estimate.vm_std_pu))
        words = tr("estimate ±{band} pu").format(band=number_text(band, 4))
        suspects = len(estimate.suspects) + len(estimate.switches)
        if suspects:
            words = tr("■ {count} suspect, {estimate}").format(count=suspects, estimate=words)
        parts = [f"{name}: {count}" for name, count in estimate.unobservable[:5]]
        meaning = tr("Median of the band that 95 of 100 voltages lie in; {engine}.").format(engine=estimate.engine)
        if parts:
            meaning += " " + tr("Only assumed loads determine (first bus: buses): {parts}").format(
                parts=", ".join(parts)
            )
        return words, meaning, bool(suspects)

    def _on_estimate(self, estimate: Estimate) -> None:
        self.estimate, self._problem = estimate, estimate.reason
        self._show()

    def _on_failed(self, sentence: str) -> None:
        self.estimate, self._problem = None, sentence
        self._show()

    def _show(self) -> None:
        estimate = self.estimate
        self.table.offer(self._content)
        place = self._window.tables.indexOf(self.table)
        count = 0 if estimate is None else len(estimate.suspects) + len(estimate.switches)
        title = tr("Estimate")
        self._window.tables.setTabText(place, f"{title} {count}" if count else title)
        if self._window.desk.front is not None and self._window.mode_is_elsewhere:
            return
        self._window.tables.show_estimate(estimate)
        self._window.charts.show_estimate(estimate)

    def _content(self) -> TableContent:
        estimate = self.estimate
        if estimate is None or not estimate.point_ids:
            return nothing(self._problem or tr("Nothing is estimated."), tr("Estimate"))
        names = [p.rpartition("/") for p in estimate.point_ids]
        refs = [self._network.find(element) for element, _, _ in names]
        order = {MeasurementVerdict.BAD: 0, MeasurementVerdict.CRITICAL: 2, MeasurementVerdict.UNUSED: 3}
        verdicts = [VERDICTS[v] for v in estimate.verdict.tolist()]
        switches = {s.switch_id for s in estimate.switches}
        words = [
            tr("contradicts the position") if element in switches and quantity == Quantity.P_MW else _verdict_text(v)
            for v, (element, _, quantity) in zip(verdicts, names, strict=True)
        ]
        rank = np.array(
            [
                0 if e in switches and q == Quantity.P_MW else order.get(v, 1)
                for v, (e, _, q) in zip(verdicts, names, strict=True)
            ]
        )
        deviations = np.abs(estimate.residual)
        first = np.lexsort((-np.nan_to_num(deviations), rank))
        values = {
            "verdict": np.array(words, np.str_)[first],
            "element": np.array(
                [self._network.label(r) if r is not None else e for r, (e, _, _) in zip(refs, names, strict=True)],
                np.str_,
            )[first],
            "quantity": np.array([quantity_text(Quantity(q)) for _, _, q in names], np.str_)[first],
            "measured": estimate.measured[first],
            "estimated": estimate.estimated[first],
            "unit": np.array([UNITS.get(Quantity(q), "") for _, _, q in names], np.str_)[first],
            "deviations": deviations[first],
            "id": np.array(estimate.point_ids, np.str_)[first],
        }
        tables = np.array([r.table if r is not None else "" for r in refs], np.str_)[first]
        rows = np.array([r.row if r is not None else -1 for r in refs], np.int64)[first]
        note = "" if estimate.status is EstimateStatus.ESTIMATED else estimate.reason
        return TableContent(estimate_columns(), values, tables, rows, note, tr("Nothing is measured."),
                            name=tr("Estimate"))  # fmt: skip

    def _facts(self, ref: ElementRef) -> tuple[Fact, ...]:
        estimate = self.estimate
        if estimate is None or self._window.mode_is_elsewhere:
            return ()
        if not estimate.is_usable:
            return (
                (Fact(tr("Voltage"), "–", "", tr("not estimated"), meaning=estimate.reason),)
                if (ref.table == "bus")
                else ()
            )
        bus = self._bus(ref)
        if bus < 0 or not np.isfinite(estimate.vm_pu[bus]):
            return ()
        basis = BASES[int(estimate.basis[bus])]
        band = number_text(SURE * float(estimate.vm_std_pu[bus]), 4)
        value = f"{number_text(float(estimate.vm_pu[bus]), 4)} ± {band}"
        is_pseudo = basis is BusBasis.PSEUDO
        origin = tr("estimated from assumed loads") if is_pseudo else tr("estimated")
        meaning = tr("95 of 100 times the true voltage lies within.")
        flags = int(CellFlag.ESTIMATED) | (int(CellFlag.QUESTIONABLE) if is_pseudo else 0)
        facts = [Fact(tr("Voltage"), value, "pu", origin, flags=flags, meaning=meaning)]
        element_id = str(self._network[ref.table].id[ref.row])
        for suspect in estimate.suspects:
            if suspect.element_id == element_id:
                quantity = Quantity(suspect.point_id.rpartition("/")[2])
                told = tr("{measured}, the others say {estimated}").format(
                    measured=number_text(suspect.measured, 4), estimated=number_text(suspect.estimated, 4)
                )
                facts.append(Fact(tr("Suspect: {point}").format(point=quantity_text(quantity)), told,
                                  UNITS.get(quantity, ""), "", flags=int(CellFlag.QUESTIONABLE)))  # fmt: skip
        words, doubt = tr("flow contradicts the position"), int(CellFlag.QUESTIONABLE)
        facts += [
            Fact(tr("Suspect: position"), number_text(switch.p_mw, 3), "MW", words, flags=doubt)
            for switch in estimate.switches
            if switch.switch_id == element_id
        ]
        return tuple(facts)

    def _bus(self, ref: ElementRef) -> int:
        if ref.table == "bus":
            return ref.row
        table = self._network[ref.table]
        return int(self._network.bus_row(table["bus"][[ref.row]])[0]) if "bus" in table else -1


def _verdict_text(verdict: MeasurementVerdict) -> str:
    return {
        MeasurementVerdict.GOOD: tr("agrees"),
        MeasurementVerdict.CRITICAL: tr("cannot be checked"),
        MeasurementVerdict.BAD: tr("■ contradicts the others"),
        MeasurementVerdict.UNUSED: tr("not used"),
    }[verdict]
