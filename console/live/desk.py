"""What stands in front of a live window: nothing yet, or the district."""

from __future__ import annotations

from console.live.district import LiveDistrict


class LiveDesk:
    """Holds the district once its network is open."""

    def __init__(self) -> None:
        self.front: LiveDistrict | None = None
