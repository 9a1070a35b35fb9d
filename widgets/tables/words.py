"""Words and names the tables share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from engines.grid.network import Network, Table
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.loadflow import LoadFlowResult, VerificationStatus
from engines.values.topology import SupplyState, Topology
from engines.values.violations import ViolationKind

Array = np.ndarray[Any, Any]


def tr(text: str) -> str:
    """Translated in the context of the tables."""
    return QCoreApplication.translate("Tables", text)


def labels(network: Network, table: str) -> Array:
    """``(n,)`` name of each row, its id where it has none."""
    return _labels(network[table])


@lru_cache(maxsize=16)
def _labels(rows: Table) -> Array:
    # A table is hashed as the object it is and never changes; names are asked for with every new result.
    return np.where(rows["name"] != "", rows["name"], rows.id) if "name" in rows else rows.id


def picked(texts: Array, rows: Array) -> Array:
    """``texts[rows]``, "" where the row is -1."""
    return np.append(texts, "")[np.where(rows >= 0, rows, len(texts))]


def bus_labels(network: Network, bus_index: Array) -> Array:
    """Names of buses by pandapower index."""
    return picked(labels(network, "bus"), network.bus_row(bus_index))


def feeder_names(topology: Topology | None, feeder: Array) -> Array:
    """Names of feeders by their number."""
    if topology is None:
        return np.full(len(feeder), "", "U1")
    return picked(np.array([f.name for f in topology.feeders], np.str_), feeder)


def supply_words(supply: Array) -> Array:
    """What is known of the voltage, in words."""
    words = {
        SupplyState.DEAD: tr("dead"),
        SupplyState.ENERGIZED: tr("live"),
        SupplyState.POSSIBLY_ENERGIZED: tr("perhaps live"),
        SupplyState.BACKFED: tr("backfed"),
        SupplyState.PROVEN_DEAD: tr("proven dead"),
        SupplyState.EARTHED: tr("earthed"),
    }
    return np.array([words[state] for state in SupplyState], np.str_)[supply]


def position_words(position: Array) -> Array:
    """Switch positions in words."""
    words = {
        SwitchPosition.OPEN: tr("open"),
        SwitchPosition.CLOSED: tr("closed"),
        SwitchPosition.INTERMEDIATE: tr("between"),
        SwitchPosition.UNKNOWN: tr("unknown"),
    }
    return np.array([words[state] for state in SwitchPosition], np.str_)[position]


def kind_words() -> dict[str, str]:
    """Tables of equipment in words."""
    return {
        "bus": tr("bus"),
        "line": tr("line"),
        "trafo": tr("transformer"),
        "trafo3w": tr("three-winding transformer"),
        "impedance": tr("impedance"),
        "switch": tr("switch"),
    }


def switch_kind_words() -> dict[str, str]:
    """Kinds of switches in words."""
    return {
        "breaker": tr("breaker"),
        "load_break_switch": tr("load-break switch"),
        "disconnector": tr("disconnector"),
        "recloser": tr("recloser"),
        "fuse": tr("fuse"),
    }


def violation_words() -> dict[str, str]:
    """Kinds of violations in words."""
    return {
        str(ViolationKind.UNDERVOLTAGE): tr("Voltage below limit"),
        str(ViolationKind.OVERVOLTAGE): tr("Voltage above limit"),
        str(ViolationKind.OVERLOAD): tr("Loading above limit"),
    }


def mapped(words: dict[str, str], keys: Array) -> Array:
    """Each key in words, itself where there is no word."""
    if not len(keys):
        return np.empty(0, "U1")
    place = np.full(len(keys), -1)
    for k, key in enumerate(words):
        # Comparing with each of a few words is many times faster than sorting them all.
        place[keys == key] = k
    texts = np.array([*words.values(), ""], np.str_)[place]
    return np.where(place < 0, keys, texts) if (place < 0).any() else texts


def failed_text(result: LoadFlowResult) -> str:
    """Why there are no values."""
    return tr("The load flow did not converge: {cause}").format(cause=result.cause or str(result.status))


def not_solved_text() -> str:
    """There is no result yet."""
    return tr("Not solved yet.")


def notice_text(result: LoadFlowResult | None) -> str:
    """The warning above rows whose values are missing, "" where they are there."""
    return "" if result is None or result.is_converged else f"▲ {failed_text(result)}"


def origin_text(snapshot: Snapshot, result: LoadFlowResult | None, clock: str = "") -> str:
    """Where values come from and how good they are."""
    if result is None:
        return not_solved_text()
    if not result.is_converged:
        return failed_text(result)
    verdicts = {
        VerificationStatus.VERIFIED: tr("verified against pandapower"),
        VerificationStatus.PENDING: tr("not yet verified"),
        VerificationStatus.NOT_POSSIBLE: tr("could not be verified"),
        VerificationStatus.REFUTED: tr("REFUTED by the reference engine"),
        VerificationStatus.REFERENCE: tr("reference engine"),
    }
    parts = [tr("calculated by {engine}").format(engine=result.engine), tr("converged")]
    if clock:
        parts.append(clock)
    parts.append(verdicts[result.verification])
    if snapshot.time is not None:
        shown = str(snapshot.time.astype("datetime64[m]")).replace("T", " ")
        parts.append(tr("for {time}").format(time=shown))
    return ", ".join(parts)
