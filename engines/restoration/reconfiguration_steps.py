"""From the open points now to others: pairs of a closing and an opening, each solved before the next is chosen.

Between two radial configurations there is always such an order: whatever tie is closed, one of the ways still to be
opened lies in the loop it makes (the exchange property of spanning trees). Nobody loses supply on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.reconfiguration_search import Opening, Search
from engines.values.loadflow import LoadFlowResult
from engines.values.reconfiguration import OperationStep

Array = np.ndarray[Any, Any]
NAN = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """The operations in order, the state after them, and the first that must not be; empty where none."""

    steps: tuple[OperationStep, ...]
    after: Snapshot
    refused: str
    is_solved: bool


def transition(
    search: Search, solver: LoadFlowSolver, snapshot: Snapshot, present: Opening, target: Opening, allowed: int
) -> Transition:
    """The way from ``present`` to ``target`` on the state of ``snapshot``.

    Args:
        search: judges which pair comes first.
        present: the ways open in ``snapshot``; fewer than a tree leaves open where loops are closed now.
        allowed: how many violated limits a step may leave, because as many stand before or after all of them.
    """
    order = _Order(search, solver, snapshot, present, allowed)
    n_open = len(search.start)
    while order.open != target:
        is_meshed = len(order.open) < n_open
        choices = order.openings(target) if is_meshed else order.pairs(target)
        if not order.take_first_good(choices):
            # Only a state on the way that the sweep cannot solve ends it: between two trees there is an exchange.
            order.refused, order.is_solved = "the sweep finds no solution for a state on the way", False
            break
    return Transition(tuple(order.steps), order.snapshot, order.refused, order.is_solved)


_Operations = tuple[tuple[int, bool], ...]
"""Ways in order, each closed (True) or opened."""


class _Order:
    """Operations done so far."""

    def __init__(
        self, search: Search, solver: LoadFlowSolver, snapshot: Snapshot, present: Opening, allowed: int
    ) -> None:
        self._search, self._solver, self._allowed = search, solver, allowed
        self.snapshot, self.open = snapshot, present
        self.steps: list[OperationStep] = []
        self.refused, self.is_solved = "", True

    def openings(self, target: Opening) -> Iterator[_Operations]:
        """Ways of ``target`` in a loop that is closed now: nobody loses supply when one is opened."""
        for way in sorted(target - self.open):
            if _is_connected(self._search, self.open | {way}):
                yield ((way, False),)

    def pairs(self, target: Opening) -> Iterator[_Operations]:
        """Ties to close, each with a way to open in the loop it makes, least losses afterwards first."""
        picture = self._search.picture(self.open)
        if picture is None:
            return
        change = picture.changes_kw()
        column_of = {way: k for k, way in enumerate(picture.way.tolist())}
        loop_of = {way: k for k, way in enumerate(picture.open_ways().tolist())}
        found = [
            (float(change[loop_of[tie], column_of[way]]), tie, way)
            for tie in self.open - target
            for way in target - self.open
        ]
        yield from (((tie, True), (way, False)) for kw, tie, way in sorted(found) if np.isfinite(kw))

    def take_first_good(self, choices: Iterator[_Operations]) -> bool:
        """Do the first choice whose every step is solved and within what is allowed; else the first of all.

        Whether there was any.
        """
        first = None
        for operations in choices:
            done = self._try(operations)
            if not done.refused:
                self._accept(done)
                return True
            first = first or done
        if first is not None:
            self._accept(first)
        return first is not None

    def _try(self, operations: _Operations) -> _Tried:
        snapshot, open_ways = self.snapshot, self.open
        steps: list[OperationStep] = []
        refused, is_solved = "", True
        for way, is_closing in operations:
            net = self._search.net
            row = int((net.closes_with if is_closing and not net.is_closed[way] else net.opens_with)[way])
            position = SwitchPosition.CLOSED if is_closing else SwitchPosition.OPEN
            snapshot = snapshot.with_values("switch", "position", row, position)
            open_ways = open_ways - {way} if is_closing else open_ways | {way}
            result = self._solver.solve(snapshot)
            step = operation_step(snapshot, row, is_closing, result)
            steps.append(step)
            if not step.is_converged:
                is_solved = False
            if not refused and (not step.is_converged or step.violations > self._allowed):
                refused = _refusal(step)
        return _Tried(snapshot, open_ways, steps, refused, is_solved)

    def _accept(self, done: _Tried) -> None:
        self.snapshot, self.open = done.snapshot, done.open_ways
        self.steps += done.steps
        self.refused = self.refused or done.refused
        self.is_solved = self.is_solved and done.is_solved


@dataclass(frozen=True, slots=True, eq=False)
class _Tried:
    snapshot: Snapshot
    open_ways: Opening
    steps: list[OperationStep]
    refused: str
    is_solved: bool


def operation_step(snapshot: Snapshot, row: int, is_closing: bool, result: LoadFlowResult) -> OperationStep:
    """One operation with what the load flow says of the state after it."""
    network = snapshot.network
    solved = result.is_converged
    return OperationStep(
        switch_id=str(network["switch"].id[row]),
        switch_name=network.label(ElementRef("switch", row)),
        is_closing=is_closing,
        is_converged=solved,
        losses_kw=result.losses_kw if solved else NAN,
        vm_min_pu=float(np.nanmin(result.vm_pu)) if solved else NAN,
        violations=len(result.violations) if solved else -1,
        cause=result.cause,
    )


def _refusal(step: OperationStep) -> str:
    done = f"after {'closing' if step.is_closing else 'opening'} {step.switch_name}"
    if not step.is_converged:
        return f"{done} the load flow has no solution: {step.cause}"
    return f"{done} {step.violations} limits are violated on the way"


def _is_connected(search: Search, opening: Opening) -> bool:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    net, closed = search.net, ~search.mask(opening)
    ends = (net.tail[closed], net.head[closed])
    count, _ = connected_components(coo_matrix((np.ones(len(ends[0])), ends), (net.n_node, net.n_node)), False)
    return int(count) == 1
