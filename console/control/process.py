"""One command from request to outcome, as a state machine without Qt, thread or clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from console.control import wording
from console.control.command import NEXT, CommandFacts, CommandView, Override, PredictionState, Stage
from console.control.confirming import Confirmation, why_not_yet
from console.control.delivery import Delivery
from console.control.link_watch import LinkWatch
from console.control.looking import device_state, quick_checks
from console.control.ports import Ports, Reading
from console.control.records import command_record
from engines.grid.snapshot import Snapshot
from engines.switching.blind import blind_checks, prediction_check
from engines.switching.consequence import Consequence
from engines.switching.sameness import is_connected_alike
from engines.switching.verdicts import Check, Verdict, of_verdict, worst
from engines.values.commands import CommandOutcome, FieldReply
from engines.values.phrase import Phrase, phrase
from engines.values.site import DeviceLock, SiteState

LATE_AFTER_S = 1.0
"""A prediction that takes longer is late: it is said, and opening no longer waits for it."""
CONFIRM_WITHIN_S = 300.0
"""A command that nobody confirms gives its device free after that time."""


class CommandProcess:
    """One command; told what happens, it moves from stage to stage and ends exactly once.

    Args:
        on_change: told after each change; the view is to be read from :attr:`view`.
        locks: locks of this console that the site does not know yet.
    """

    def __init__(
        self,
        ports: Ports,
        facts: CommandFacts,
        on_change: Callable[[CommandProcess], None],
        locks: Callable[[], Iterable[DeviceLock]],
        links: LinkWatch,
    ) -> None:
        self._links = links
        self.facts, self._ports, self._on_change, self._locks = facts, ports, on_change, locks
        self._stage = Stage.REQUESTED
        self._quick: tuple[Check, ...] = ()
        self._network: tuple[Check, ...] = ()
        self._consequence: Consequence | None = None
        self._prediction = PredictionState.WAITING
        self._basis: tuple[Snapshot, SiteState] | None = None
        self._ticket = 0
        self._note: Phrase | None = None
        self._outcome: CommandOutcome | None = None
        self._reason: Phrase | None = None
        self._override: Override | None = None
        self._second_person = ""
        self._delivery: Delivery | None = None
        self._is_end_told = False
        self._stop_late: Callable[[], None] = lambda: None
        self._stop_expiry: Callable[[], None] = lambda: None

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self._stage

    @property
    def is_ended(self) -> bool:
        """Whether it has its outcome."""
        return self._stage is Stage.ENDED

    @property
    def has_taken_token(self) -> bool:
        """Whether the device's control token was asked for, to be given free at the end."""
        return self._delivery is not None

    @property
    def view(self) -> CommandView:
        """As it is shown now."""
        return CommandView(
            facts=self.facts,
            stage=self._stage,
            checks=(*self._quick, *self._network),
            consequence=self._consequence,
            prediction=self._prediction,
            note=self._note,
            needs_second_person=self._ports.people.needs_second_person(self.facts.element_id),
            outcome=self._outcome,
            reason=self._reason,
        )

    # What people do ----------------------------------------------------------------------------------------

    def start(self, busy_with: str) -> None:
        """Check it at once and have it predicted; refused where a rule forbids it."""
        self._quick = self._checked(busy_with)
        if self._refuse_forbidden(self._quick):
            return
        self._move(Stage.CHECKED)
        self._predict()

    def confirm(self, override: Override | None, second_person: str, has_read: bool) -> Phrase | None:
        """Go on to sending, once nothing is missing; returns what is, ``None`` where nothing."""
        if self._stage is not Stage.AWAITING_CONFIRMATION:
            return phrase(wording.NOT_AWAITING)
        self._quick = self._checked()
        if self._refuse_forbidden((*self._quick, *self._network)):
            return self._reason
        given = Confirmation(override, second_person, has_read)
        checks = (*self._quick, *self._network)
        missing = why_not_yet(self._ports.people, self.facts, checks, self._prediction, given)
        if missing is not None:
            return self._noted(missing)
        if self._has_network_changed():
            self._predict()
            return self._noted(phrase(wording.NETWORK_CHANGED))
        self._override, self._second_person, self._note = override, second_person, None
        if self._prediction is PredictionState.CURRENT and not self._is_of_this_moment():
            self._move(Stage.CONFIRMED)
            self._predict()
        else:
            self._deliver()
        return None

    def withdraw(self, reason: Phrase) -> bool:
        """End it as cancelled; false where it has been sent."""
        if self.is_ended:
            return False
        if self._delivery is not None:
            return self._delivery.withdraw(reason)
        self._end(CommandOutcome.CANCELLED, reason)
        return True

    # What happens ------------------------------------------------------------------------------------------

    def on_network_changed(self) -> None:
        """The district moved; what is shown before confirming follows it."""
        if self._stage is Stage.AWAITING_CONFIRMATION and self._has_network_changed():
            self._note = phrase(wording.NETWORK_CHANGED)
            self._predict()
            self._tell()

    def on_reply(self, reply: FieldReply) -> None:
        """The link's answer."""
        if self._delivery is not None:
            self._delivery.on_reply(reply)

    def on_reading(self, reading: Reading) -> None:
        """The commanded point has changed."""
        if self._delivery is not None:
            self._delivery.on_reading(reading)

    # Prediction --------------------------------------------------------------------------------------------

    def _predict(self) -> None:
        self._ticket += 1
        ticket = self._ticket
        snapshot, site = self._ports.district.snapshot(), self._ports.site.state()
        self._basis = (snapshot, site)
        self._prediction = PredictionState.WAITING
        self._stop_late()
        self._stop_late = self._ports.scheduler.after(LATE_AFTER_S, lambda: self._on_late(ticket))
        device = device_state(self._ports, self.facts.definition, "")
        self._ports.assessor.assess(
            f"{self.facts.command_id} {ticket}",
            snapshot,
            site,
            self.facts.operation,
            device,
            lambda checks, found: self._on_predicted(ticket, checks, found),
            lambda reason: self._on_failed(ticket, reason),
        )

    def _on_predicted(self, ticket: int, checks: tuple[Check, ...], found: Consequence) -> None:
        if ticket != self._ticket or not self._is_before_sending():
            return
        self._stop_late()
        if not found.is_converged:
            checks = (*checks, prediction_check(self.facts.operation, found.cause))
        is_agreed = self._is_agreed(checks, found)
        self._network, self._consequence, self._prediction = checks, found, PredictionState.CURRENT
        if self._refuse_forbidden(checks):
            return
        if self._stage is Stage.CHECKED:
            self._move(Stage.PREDICTED)
        self._go_on(is_agreed)

    def _on_late(self, ticket: int) -> None:
        if ticket == self._ticket and self._prediction is PredictionState.WAITING:
            self._without_prediction(PredictionState.LATE, "")

    def _on_failed(self, ticket: int, reason: str) -> None:
        if ticket == self._ticket and self._is_before_sending():
            self._stop_late()
            self._without_prediction(PredictionState.FAILED, reason)

    def _without_prediction(self, state: PredictionState, reason: str) -> None:
        if not self._is_before_sending():
            return
        network = self._ports.district.snapshot().network
        device = device_state(self._ports, self.facts.definition, "")
        self._prediction, self._consequence = state, None
        self._network = blind_checks(network, self.facts.operation, device, reason)
        if not self._refuse_forbidden(self._network):
            self._go_on(self.facts.operation.is_opening)

    def _go_on(self, is_agreed: bool) -> None:
        """After a prediction has come, failed or is late.

        Args:
            is_agreed: what was confirmed before it still holds.
        """
        if self._stage is Stage.CONFIRMED:
            if is_agreed or self._needs_no_more():
                self._deliver()
            else:
                self._note = phrase(wording.CONSEQUENCE_CHANGED)
                self._await_confirmation()
        elif self._stage in (Stage.CHECKED, Stage.PREDICTED):
            self._await_confirmation()
        else:
            self._tell()

    def _is_agreed(self, checks: tuple[Check, ...], found: Consequence) -> bool:
        """Whether a person who has confirmed what was known before has confirmed this as well."""
        if self.facts.operation.is_opening and not found.is_converged:
            return True
        doubts = [{(c.rule, c.verdict) for c in some if c.verdict > Verdict.PASSES} for some in (checks, self._network)]
        before = self._consequence
        return before is not None and found.says_the_same_as(before) and doubts[0] <= doubts[1]

    def _needs_no_more(self) -> bool:
        """Whether a supervisor has taken on all that is now unknown."""
        return self._override is not None and self._prediction is not PredictionState.CURRENT

    def _await_confirmation(self) -> None:
        self._stop_expiry()
        self._stop_expiry = self._ports.scheduler.after(CONFIRM_WITHIN_S, self._on_expired)
        self._move(Stage.AWAITING_CONFIRMATION)

    def _on_expired(self) -> None:
        if self._stage is Stage.AWAITING_CONFIRMATION:
            self._end(CommandOutcome.CANCELLED, phrase(wording.EXPIRED))

    # Confirming --------------------------------------------------------------------------------------------

    def _has_network_changed(self) -> bool:
        if self._basis is None:
            return True
        return not is_connected_alike(*self._basis, self._ports.district.snapshot(), self._ports.site.state())

    def _is_of_this_moment(self) -> bool:
        return self._basis is not None and self._basis[0].revision == self._ports.district.snapshot().revision

    def _checked(self, busy_with: str = "") -> tuple[Check, ...]:
        device = device_state(self._ports, self.facts.definition, busy_with)
        return quick_checks(self._ports, self.facts.definition, self.facts.value, device, self._locks())

    # Sending and ending ------------------------------------------------------------------------------------

    def _deliver(self) -> None:
        self._stop_late()
        self._stop_expiry()
        override = self._override if of_verdict((*self._quick, *self._network), Verdict.NEEDS_OVERRIDE) else None
        record = command_record(
            self.facts, (*self._quick, *self._network), self._consequence, override, self._second_person
        )
        self._delivery = Delivery(
            self._ports, self.facts, record, self._why_not_now, self._move, self._end, self._links
        )
        self._move(Stage.JOURNALING)
        if not self.is_ended:
            self._delivery.begin()

    def _why_not_now(self) -> Phrase | None:
        """The rules once more in the moment of sending: a tag may have been placed while the journal was written."""
        self._quick = self._checked()
        forbidden = of_verdict(self._quick, Verdict.FORBIDDEN)
        if forbidden:
            return forbidden[0].sentence
        return phrase(wording.NETWORK_CHANGED) if self._is_closing_elsewhere() else None

    def _is_closing_elsewhere(self) -> bool:
        return not self.facts.operation.is_opening and self._has_network_changed()

    def _refuse_forbidden(self, checks: tuple[Check, ...]) -> bool:
        if worst(checks) is not Verdict.FORBIDDEN:
            return False
        self._end(CommandOutcome.REFUSED, of_verdict(checks, Verdict.FORBIDDEN)[0].sentence)
        return True

    def _is_before_sending(self) -> bool:
        return self._delivery is None and not self.is_ended

    def _noted(self, note: Phrase) -> Phrase:
        self._note = note
        self._tell()
        return note

    def _end(self, outcome: CommandOutcome, reason: Phrase) -> None:
        if self.is_ended:
            return
        self._stop_late()
        self._stop_expiry()
        self._outcome, self._reason = outcome, reason
        self._move(Stage.ENDED)

    def _move(self, stage: Stage) -> None:
        if stage not in NEXT[self._stage]:
            raise AssertionError(f"a command cannot go from {self._stage} to {stage}")
        self._stage = stage
        self._tell()

    def _tell(self) -> None:
        if self._is_end_told:
            return
        self._is_end_told = self.is_ended
        self._on_change(self)
