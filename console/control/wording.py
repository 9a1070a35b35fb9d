"""What the command path says; templates of :class:`engines.values.phrase.Phrase`."""

from __future__ import annotations

GIVEN = "{reason}"
NO_SUCH_POINT = "{point} is not known in this district"
NOBODY_SIGNED_IN = "nobody is signed in"
VIEW_ONLY = "this console is view-only: {reason}"

SUBSTITUTED = "{name} is shown by hand, by {author}: {reason}; what the field says stays hidden until that is ended"

# Why a confirmation does not count yet.
NOT_AWAITING = "the command is not waiting for a confirmation"
STILL_PREDICTING = "the prediction is being made"
READ_FIRST = "read first: {reason}"
NEEDS_SUPERVISOR = "needs a supervisor's override: {reason}"
OVERRIDE_NEEDS_REASON = "the override needs a reason"
OVERRIDE_NOT_GIVEN = "the override does not count: {reason}"
NEEDS_SECOND = "a second person must confirm"
SECOND_IS_FIRST = "the second person must be another one"
SECOND_NOT_GIVEN = "the second confirmation does not count: {reason}"
NETWORK_CHANGED = "the network changed meanwhile; look at the consequence again"
CONSEQUENCE_CHANGED = "the consequence changed meanwhile; look at it again"

# How commands end.
DONE_OPEN = "{name} is open"
DONE_CLOSED = "{name} is closed"
DONE_VALUE = "{name} shows {value:g}"
REFUSED_BY_DEVICE = "refused by the device: {reason}"
NOT_SENT = "not sent: {reason}"
NOT_JOURNALED = "nothing was sent, the command could not be recorded: {reason}"
TOO_LATE = "nothing was sent, recording it took too long"
TIMED_OUT = "{name} has not moved within {seconds:.0f} s"
STUCK = "{name} stands between its positions after {seconds:.0f} s"
CLAMPED_OPEN = "{name} is open, not closed"
CLAMPED_CLOSED = "{name} is closed, not open"
CLAMPED_VALUE = "{name} shows {value:g} instead of {wanted:g}"
NO_ANSWER = "sent, and no answer came"
UNKNOWN_ANSWER = "sent, and it is not known what became of it: {reason}"
NOT_SEEN = "accepted, and what {name} does cannot be seen"
CANCELLED = "withdrawn by {author}"
EXPIRED = "not confirmed in time"
CONSOLE_ENDED = "the console ended before the outcome was known"
LINK_BROKE = "the command could not be handed to the link: {reason}"

# Locks.
END_NOT_JOURNALED = "the end of a command could not be recorded: {reason}"
LOCK_NOT_KEPT = "the lock of {point} could not be recorded and holds for this console only: {reason}"

# Controls.
OPEN = "Open"
CLOSE = "Close"
LOWER = "Lower"
RAISE = "Raise"
SWITCH_ON = "Switch on"
SWITCH_OFF = "Switch off"
RESET = "Reset"
SET = "Set"
