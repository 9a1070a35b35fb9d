"""What stands in front of a live window: nothing yet, the district, or a past moment of it."""

from __future__ import annotations

from console.live.district import LiveDistrict


class LiveDesk:
    """Holds the district once its network is open, and the past one while it is shown."""

    def __init__(self) -> None:
        self.front: LiveDistrict | None = None
