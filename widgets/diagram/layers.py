"""What the diagram can say about the network, and how fresh that is."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """What values and lines stand for."""

    VOLTAGE = "voltage"
    LOADING = "loading"
    LOSSES = "losses"
    FEEDERS = "feeders"
    ENERGISATION = "energisation"
    COMPARISON = "comparison"


class Freshness(StrEnum):
    """How the shown result relates to the shown snapshot."""

    CURRENT = "current"
    SOLVING = "solving"
    """Of the snapshot before; the next one is on its way."""
    STALE = "stale"
    """Of the snapshot before; nothing is on its way."""
