"""Who solves a network, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import EngineChoice, LoadFlowOptions, PhaseChoice
from engines.loadflow.pandapower_phases import REASON as PHASES_REASON
from engines.loadflow.pandapower_phases import missing_zero_sequence
from engines.loadflow.support import unsupported_reason
from engines.values.validation import InputError


class Method(Enum):
    """How a network is solved."""

    FAST = auto()
    """By power-grid-model, balanced."""
    REFERENCE = auto()
    """By pandapower, balanced."""
    PHASES = auto()
    """By pandapower, phases apart."""
    OPENDSS = auto()
    """By OpenDSS."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A method, and why it is not the fast one (or what the fast one leaves out)."""

    method: Method
    reason: str = ""


def choose(network: Network, options: LoadFlowOptions) -> Choice:
    """Who solves ``network`` under ``options``.

    Raises:
        InputError: an engine was asked for that cannot represent the network.
    """
    if options.engine is EngineChoice.OPENDSS or (
        options.engine is EngineChoice.AUTO and _is_opendss(network, options)
    ):
        if "opendss" not in network.attachments:
            raise InputError(network.name, "was not read from OpenDSS", "choose another engine")
        return Choice(Method.OPENDSS, "the network comes from OpenDSS")
    note = _left_out(network, options)
    if options.phases is not PhaseChoice.BALANCED and options.engine is not EngineChoice.PGM:
        choice = _phases(network, options)
        if choice.method is Method.PHASES:
            return choice
        note = choice.reason or note
    if options.engine is EngineChoice.PANDAPOWER:
        return Choice(Method.REFERENCE, note or "asked for")
    with np.errstate(all="ignore"):  # values that are not numbers are told when they are solved with
        reason = unsupported_reason(Snapshot(network))
    if not reason:
        return Choice(Method.FAST, note)
    if options.engine is EngineChoice.PGM:
        raise InputError(network.name, f"power-grid-model cannot solve it: {reason}", "choose another engine")
    return Choice(Method.REFERENCE, reason)


def _left_out(network: Network, options: LoadFlowOptions) -> str:
    """What a balanced solution of this network does not show."""
    if "opendss" in network.attachments:
        return "solved by the positive sequence of its tables only; OpenDSS knows the phases"
    is_asked = options.phases is PhaseChoice.BALANCED or options.engine is EngineChoice.PGM
    if is_asked and any(len(network[t]) for t in ("asymmetric_load", "asymmetric_sgen")):
        return "solved balanced, as asked, although loads differ by phase"
    return ""


def _is_opendss(network: Network, options: LoadFlowOptions) -> bool:
    return "opendss" in network.attachments and options.phases is not PhaseChoice.BALANCED


def _phases(network: Network, options: LoadFlowOptions) -> Choice:
    is_asked = options.phases is PhaseChoice.UNBALANCED
    has_phases = any(len(network[t]) for t in ("asymmetric_load", "asymmetric_sgen"))
    if not has_phases and not is_asked:
        return Choice(Method.FAST)
    missing = missing_zero_sequence(network)
    if not missing:
        return Choice(Method.PHASES, PHASES_REASON)
    if is_asked:
        raise InputError(network.name, f"the phases cannot be solved apart: {missing}", "add it, or solve balanced")
    return Choice(Method.FAST, f"solved balanced although loads differ by phase: {missing}")
