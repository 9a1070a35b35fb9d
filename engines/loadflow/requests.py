"""What travels to and from a worker that solves: never more than what changed. No solver behind the import."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Array, Mode, Snapshot, StateKey, changed_columns
from engines.loadflow.options import LoadFlowOptions
from engines.values.frozen import FrozenMap
from engines.values.loadflow import LoadFlowResult, Verification, VerificationStatus
from engines.values.series import SeriesResult


class Missing(StrEnum):
    """What a worker lacks to answer a request."""

    NOTHING = ""
    NETWORK = "network"
    """It does not know the structure: send the network and the whole state."""
    STATE = "state"
    """It knows the structure but not the state the changes refer to: send the whole state."""


@dataclass(frozen=True, slots=True, eq=False)
class SolveRequest:
    """A snapshot to solve, as changes to one the worker knows.

    Attributes:
        client: whose snapshots these are (a study, the live state); each has its own line of states.
        structure_revision, snapshot_revision: what is to be solved.
        base_revision: snapshot the ``columns`` are changes of; -1 when they are the whole state.
        network: only when the worker has to be primed.
        verification: what another worker found out about this structure.
    """

    client: str
    structure_revision: str
    snapshot_revision: int
    columns: FrozenMap[StateKey, Array]
    base_revision: int = -1
    network: Network | None = None
    time: np.datetime64 | None = None
    mode: Mode = Mode.STUDY
    options: LoadFlowOptions = field(default_factory=LoadFlowOptions)
    verification: Verification | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SolveReply:
    """A result, or what has to be sent before there can be one."""

    snapshot_revision: int
    missing: Missing
    result: LoadFlowResult | None = None


@dataclass(frozen=True, slots=True, eq=False)
class VerifyReply:
    """A verdict (and the result it leads to), or what has to be sent first."""

    snapshot_revision: int
    missing: Missing
    verification: Verification | None = None
    result: LoadFlowResult | None = None


@dataclass(frozen=True, slots=True)
class SeriesOptions:
    """What a series gives.

    Attributes:
        keep_all: keep voltages, loadings and flows of every step (float32).
        quantile_levels: of each bus's voltage.
    """

    keep_all: bool = False
    quantile_levels: tuple[float, ...] = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class SeriesReply:
    """A series, or what has to be sent before there can be one."""

    snapshot_revision: int
    missing: Missing
    result: SeriesResult | None = None


class RequestLine:
    """Builds the requests of one client to one worker lane, sending only what that worker does not know.

    Call :meth:`request` for a snapshot, hand every reply to :meth:`replied`; where it returns ``True`` the
    worker lacked something: build the request again. After a worker was replaced nothing has to be done,
    the new one says what it lacks. Belongs to one thread.
    """

    def __init__(self, client: str, options: LoadFlowOptions | None = None) -> None:
        self.client = client
        self.options = options or LoadFlowOptions()
        self.verification: Verification | None = None
        self._sent: dict[int, Snapshot] = {}
        self._known: Snapshot | None = None
        self._primed_structure = ""

    def request(self, snapshot: Snapshot) -> SolveRequest:
        """The smallest request for ``snapshot``."""
        structure = snapshot.network.structure_revision
        known = self._known
        if known is not None and known.network.structure_revision == structure:
            columns, base = changed_columns(known, snapshot), known.revision
        else:
            columns, base = dict(snapshot.state), -1
        self._sent[snapshot.revision] = snapshot
        verdict = self.verification
        return SolveRequest(
            client=self.client,
            structure_revision=structure,
            snapshot_revision=snapshot.revision,
            columns=FrozenMap(columns),
            base_revision=base,
            network=None if self._primed_structure == structure else snapshot.network,
            time=snapshot.time,
            mode=snapshot.mode,
            options=self.options,
            verification=verdict if verdict is not None and verdict.structure_revision == structure else None,
        )

    def replied(self, reply: SolveReply | VerifyReply | SeriesReply) -> bool:
        """Take note of a reply; whether the request has to be built and sent again."""
        snapshot = self._sent.pop(reply.snapshot_revision, None)
        if reply.missing is Missing.NOTHING:
            for older in [r for r in self._sent if r < reply.snapshot_revision]:
                del self._sent[older]
            if snapshot is not None:
                self._known, self._primed_structure = snapshot, snapshot.network.structure_revision
            if isinstance(reply, VerifyReply) and reply.verification is not None:
                self.verification = reply.verification
            return False
        self._known = None
        if reply.missing is Missing.NETWORK:
            self._primed_structure = ""
        return True

    @property
    def is_verified(self) -> bool:
        """Whether the reference engine has agreed on the structure sent last."""
        verdict = self.verification
        return (
            verdict is not None
            and verdict.structure_revision == self._primed_structure
            and verdict.status is VerificationStatus.VERIFIED
        )
