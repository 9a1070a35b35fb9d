"""How good a number is, and where it comes from."""

from __future__ import annotations

from enum import StrEnum


class Quality(StrEnum):
    """Whether a value may be believed; freshness and origin are told apart from it."""

    GOOD = "good"
    """Believable as it stands."""
    QUESTIONABLE = "questionable"
    """Usable with care: out of range, substituted, or its source reports a doubt."""
    INVALID = "invalid"
    """Not to be used; shown as a dash, never as a number."""


class Origin(StrEnum):
    """Where a value comes from."""

    TELEMETERED = "telemetered"
    """Measured in the field and sent here."""
    ESTIMATED = "estimated"
    """From state estimation."""
    CALCULATED = "calculated"
    """From a load flow."""
    ALLOCATED = "allocated"
    """Shared out from a sum or a profile."""
    MANUAL = "manual"
    """Typed in by a person."""


class Freshness(StrEnum):
    """Whether the source of a value has been heard lately."""

    FRESH = "fresh"
    SUSPECT = "suspect"
    STALE = "stale"
