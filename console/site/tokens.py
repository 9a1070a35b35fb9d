"""Which console may command a device: one at a time, as long as it is heard."""

from __future__ import annotations

from console.journal.batch import JournalBatch
from console.journal.connection import SiteConnection
from console.journal.record import JournalRecord
from engines.values.site import ControlToken
from engines.values.validation import InputError

TOKEN_S = 20.0
"""Seconds after which a token lapses when its console is not heard."""
RENEW_S = 5.0
_TAKE = (
    "INSERT INTO tokens VALUES (?,?,?,?,?) ON CONFLICT(element_id) DO UPDATE SET console=excluded.console, "
    "author=excluded.author, taken_at_us=excluded.taken_at_us, expires_at_us=excluded.expires_at_us"
)


def take_token(batch: JournalBatch, element_id: str, author: str) -> ControlToken:
    """See :meth:`console.site.store.SiteStore.take_token`."""
    held, now = _find(batch.connection, element_id), batch.now_us
    if held is not None and held.console != batch.console and is_in_force(held, now):
        raise InputError(
            element_id, f"is under the control of {held.author} at {held.console}", "ask them to release it"
        )
    is_kept = held is not None and (held.console, held.author) == (batch.console, author)
    since = held.taken_at_us if held is not None and is_kept else now
    token = ControlToken(element_id, batch.console, author, since, now + int(TOKEN_S * 1e6))
    if not is_kept:
        sentence = f"Control of {element_id} taken by {author} at {batch.console}"
        if held is not None and held.console != batch.console:
            sentence += f"; that of {held.author} at {held.console} had lapsed"
        batch.append(JournalRecord("token", author, element_id, sentence))
    batch.connection.execute(
        _TAKE,
        (token.element_id, token.console, token.author, token.taken_at_us, token.expires_at_us),
    )
    return token


def release_token(batch: JournalBatch, element_id: str, author: str) -> bool:
    """See :meth:`console.site.store.SiteStore.release_token`."""
    held = _find(batch.connection, element_id)
    if held is None or held.console != batch.console:
        return False
    batch.append(JournalRecord("token", author, element_id, f"Control of {element_id} released by {author}"))
    batch.connection.execute("DELETE FROM tokens WHERE element_id=?", (element_id,))
    return True


def renew_tokens(batch: JournalBatch) -> int:
    """Put off the lapse of this console's tokens; returns how many it holds. Those that lapsed stay lapsed."""
    now = batch.now_us
    rows = batch.connection.execute(
        "UPDATE tokens SET expires_at_us=? WHERE console=? AND expires_at_us > ?",
        (now + int(TOKEN_S * 1e6), batch.console, now),
    )
    return int(rows.rowcount)


def read_tokens(connection: SiteConnection) -> tuple[ControlToken, ...]:
    """All tokens, lapsed ones too."""
    rows = connection.execute(
        "SELECT element_id, console, author, taken_at_us, expires_at_us FROM tokens ORDER BY element_id"
    )
    return tuple(ControlToken(*row) for row in rows)


def is_in_force(token: ControlToken, now_us: int) -> bool:
    """Whether a token counts; one that ends too far ahead is of a clock that was set back."""
    return now_us < token.expires_at_us <= now_us + int(2 * TOKEN_S * 1e6)


def _find(connection: SiteConnection, element_id: str) -> ControlToken | None:
    row = connection.execute(
        "SELECT element_id, console, author, taken_at_us, expires_at_us FROM tokens WHERE element_id=?",
        (element_id,),
    ).fetchone()
    return None if row is None else ControlToken(*row)
