"""The turns of orders that this console asks for: each in one transaction, none twice, nothing sent after a halt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from console.faults import order_deeds
from console.faults.desk import FaultDesk
from console.workflows import orders
from engines.values.switching_orders import OrderState, SwitchingOrder


class OrderTurns(QObject):
    """What the rooms of carrying out have in common.

    Attributes:
        goes_on: orders whose next remote step begins by itself.
        halted: orders that are to be halted, until they are begun again: nothing of them is sent any more.
        unproven: orders under way of which more is known than at their last proof: no step begins before the next one.
        begun_here: orders that this console, since its start, has begun.

    Signals:
        changed: id of an order of which more is known than is written down.
        halting: id of an order that is being halted: what has not been sent is withdrawn.
    """

    changed = Signal(str)
    halting = Signal(str)

    def __init__(self, desk: FaultDesk, who: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.who = desk, who
        self.goes_on: set[str] = set()
        self.halted: set[str] = set()
        self.unproven: set[str] = set()
        self.begun_here: set[str] = set()
        self._asked: set[tuple[str, str]] = set()

    @property
    def now(self) -> int:
        """Microseconds since 1970 UTC."""
        return self.desk.now_us

    def order(self, order_id: str) -> SwitchingOrder | None:
        """An order as last read."""
        return self.desk.board.orders.get(order_id)

    def mine(self) -> list[SwitchingOrder]:
        """Orders that this console carries out."""
        found = self.desk.board.orders.values()
        return [o for o in found if o.state is OrderState.EXECUTING and o.console == self.desk.console]

    def turn(
        self,
        order_id: str,
        change: order_deeds.Turn,
        sentence: str,
        author: str,
        then: Callable[[SwitchingOrder], object] | None = None,
    ) -> None:
        """Carry out a turn; ``then`` once it is kept. The same one that is still on its way is not asked for again."""
        key, now = (order_id, sentence), self.now
        if sentence and key in self._asked:
            return
        self._asked.add(key)

        def done(order: SwitchingOrder) -> None:
            self._asked.discard(key)
            if then is not None:
                then(order)

        def refused(sentence: str) -> None:
            self._asked.discard(key)
            self.desk.failed.emit(sentence)

        self.desk.write(lambda ledger: order_deeds.turn(ledger, order_id, change, author, sentence, now), done, refused)

    def suspend(self, order: SwitchingOrder, reason: str, *, is_void: bool = False) -> None:
        """Something is not as expected: halt it, once, and say why; ``is_void``: what was proven holds no more."""
        order_id = order.order_id
        if order_id in self.halted:
            return
        self.stop(order_id)
        told = False

        def turn(o: SwitchingOrder) -> SwitchingOrder:
            nonlocal told
            told = o.state is OrderState.EXECUTING
            if not told:
                return o
            halted = orders.suspended(o, reason)
            return replace(halted, is_checked=False) if is_void else halted

        def then(_order: SwitchingOrder) -> None:
            if told:
                text = self.tr("{order} halted: {reason}")
                self.desk.failed.emit(text.format(order=order_id, reason=reason))

        self.turn(order_id, turn, f"halted: {reason}", "", then)

    def stop(self, order_id: str) -> None:
        """Send nothing of an order any more, and withdraw what is not sent yet."""
        self.goes_on.discard(order_id)
        self.unproven.discard(order_id)
        self.halted.add(order_id)
        self.halting.emit(order_id)

    def resume(self, order_id: str, *, goes_on: bool) -> None:
        """It is being begun again, here."""
        self.halted.discard(order_id)
        self.begun_here.add(order_id)
        (self.goes_on.add if goes_on else self.goes_on.discard)(order_id)
