"""What a commissioning engineer's point test found; plain data."""

from __future__ import annotations

from dataclasses import dataclass

from engines.values.points import PointFreshness, PointKind, PointQuality

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class PointCheck:
    """One point.

    Attributes:
        problem: why it is not acceptable; empty where it is.
        was_asked: whether the server was reached, so that "not found" means something.
        data_type: built-in type the server sends; empty where it sent none.
        value: in our unit; NaN where there was none.
        kind: how the value is to be read.
        quality: None where no value came.
        age_s: since the source's time, else since it was received; NaN where no value came.
        updates: values received since the link was up.
    """

    server: str
    point_id: str
    node: str
    is_found: bool
    problem: str = ""
    was_asked: bool = True
    data_type: str = ""
    value: float = NAN
    kind: PointKind = PointKind.ANALOG
    unit: str = ""
    quality: PointQuality | None = None
    freshness: PointFreshness = PointFreshness.STALE
    age_s: float = NAN
    updates: int = 0
    updates_per_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ServerCheck:
    """One link.

    Attributes:
        problem: why it is not acceptable; empty where it is.
        connect_s: until it was up; NaN where it never was.
        seconds: how long it was watched since it was up.
        values: received, those of connecting included; ``values_per_s`` without those.
    """

    name: str
    endpoint: str
    state: str
    problem: str = ""
    connect_s: float = NAN
    seconds: float = 0.0
    values: int = 0
    values_per_s: float = 0.0
    gaps: int = 0
    republished: int = 0
    overflows: int = 0
    reconnects: int = 0
    clock_offset_s: float = NAN


@dataclass(frozen=True, slots=True)
class MapCheck:
    """A whole map, servers and points in its order."""

    servers: tuple[ServerCheck, ...]
    points: tuple[PointCheck, ...]

    @property
    def is_acceptable(self) -> bool:
        """Whether everything is as it should be."""
        return not any(server.problem for server in self.servers) and not any(point.problem for point in self.points)
