"""What a window needs to know of whatever stands in front: a study, or the live district."""

from __future__ import annotations

from typing import Protocol

from console.jobs import OpenedNetwork
from engines.grid.difference import Moment
from engines.grid.snapshot import Snapshot


class Front(Protocol):
    """One network being worked on, with what is known of it."""

    @property
    def opened(self) -> OpenedNetwork:
        """The network as it is laid out."""

    @property
    def snapshot(self) -> Snapshot:
        """The state that counts now, solved or not."""

    @property
    def moment(self) -> Moment | None:
        """What was solved last; may be older than ``snapshot``."""

    @property
    def is_solved(self) -> bool:
        """Whether ``moment`` is of the present snapshot."""


class FrontDesk(Protocol):
    """Whoever knows what stands in front."""

    @property
    def front(self) -> Front | None:
        """``None`` while nothing is open."""
