"""Where the chain of a journal begins: at its first record, or after the part that was put into an archive."""

from __future__ import annotations

from dataclasses import dataclass

from console.journal.chain import ChainHead, first_head
from console.journal.connection import SiteConnection

ARCHIVED_TO, ARCHIVED_HASH, IS_ARCHIVE = "archived_to", "archived_hash", "is_archive"
"""Names in ``site_meta``; the first two are also details of the record that tells of an archive."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The beginning of what a file holds.

    Attributes:
        begin: the record before the first one that is here.
        is_archive: the file is an archived part, which ends where it was cut.
    """

    site_id: str
    begin: ChainHead
    is_archive: bool


def origin_of(connection: SiteConnection) -> Origin:
    """Read from a site's tables. Raises one of ``DATABASE_ERRORS``."""
    meta = {str(name): str(value) for name, value in connection.execute("SELECT name, value FROM site_meta").fetchall()}
    site_id = meta.get("site_id", "")
    begin = first_head(site_id)
    try:
        if ARCHIVED_TO in meta:
            begin = ChainHead(int(meta[ARCHIVED_TO]), bytes.fromhex(meta.get(ARCHIVED_HASH, "")))
    except ValueError:
        # Nothing fits that; verifying names it.
        begin = ChainHead(0, b"")
    return Origin(site_id, begin, IS_ARCHIVE in meta)
