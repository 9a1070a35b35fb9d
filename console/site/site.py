"""A site as one thing: its folder, its journal, and what is placed on its network."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from console.journal.journal import Journal, now_us
from console.site.place import SitePlace, site_place
from console.site.store import SiteStore


@dataclass(frozen=True, slots=True)
class Site:
    """An open site."""

    place: SitePlace
    journal: Journal
    store: SiteStore

    def close(self) -> None:
        """Release this console's tokens, finish the journal, let the file go."""
        self.store.close()
        self.journal.close()


def open_site(
    name: str,
    *,
    chosen: Path | None = None,
    console: str = "",
    must_share: bool = False,
    clock: Callable[[], int] = now_us,
    environment: Mapping[str, str] = os.environ,
) -> Site:
    """Open a site, making it at its first use.

    A site that cannot be written is opened all the same, view-only, with the reason in
    :attr:`SiteStore.view_only_reason`; it becomes usable by itself once the folder can be written.

    Args:
        chosen: folder under which sites lie, by a setting.
        must_share: whether a folder of this account alone is not enough, as for a district with a real field.
    """
    place = site_place(name, chosen, environment)
    journal = Journal(place.database, console=console, clock=clock)
    forbidden = place.reason if must_share and not place.is_shared else ""
    return Site(place, journal, SiteStore(journal, view_only_reason=forbidden))
