"""Whether what the plant does keeps the limits, looked at with its own load flow after every step and now and then."""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.grid.network import Network
from engines.restoration.bounds import Excess, bounds
from engines.values.loadflow import LoadFlowResult


@dataclass(slots=True)
class LimitWatch:
    """Keeps what was violated.

    Attributes:
        found: sentences, the time in front; one for each element and order.
    """

    network: Network
    found: list[str] = field(default_factory=list)
    _seen: set[tuple[str, str, int]] = field(default_factory=set)

    def after_step(self, before: LoadFlowResult | None, now: LoadFlowResult | None, what: str, time: str) -> None:
        """A step was carried out: no emergency limit may be broken by it that was kept before."""
        if now is None or not now.is_converged:
            self._keep("", 0, f"{time} {what}: the load flow has no solution", what)
            return
        for excess in bounds(self.network, before, emergency=True).excesses(now):
            self._note(excess, what, time)

    def in_between(self, now: LoadFlowResult | None, time: str) -> None:
        """Emergency limits, whatever has led here."""
        if now is not None and now.is_converged:
            for excess in bounds(self.network, None, emergency=True).excesses(now):
                self._note(excess, "in between", time)

    def _note(self, excess: Excess, what: str, time: str) -> None:
        self._keep(excess.table, excess.row, f"{time} {what}: {excess.sentence(self.network)}", what)

    def _keep(self, table: str, row: int, sentence: str, what: str) -> None:
        if (what, table, row) not in self._seen:
            self._seen.add((what, table, row))
            self.found.append(sentence)
