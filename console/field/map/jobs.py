"""Browsing as a job: for the command line, and for a worker process behind a dialog."""

from __future__ import annotations

import asyncio
from pathlib import Path

from console.field.addresses import ServerAddress
from console.field.map.browsed import BrowseBounds, BrowsedSpace
from console.field.security.credentials import Credentials
from console.field.security.refusals import LinkRefused
from engines.values.validation import InputError
from engines.values.work import WorkContext


def browse_server(
    context: WorkContext,
    server: ServerAddress,
    credentials: Credentials,
    trust_folder: Path | None = None,
    bounds: BrowseBounds | None = None,
) -> BrowsedSpace:
    """Connect, look through the address space, disconnect.

    Raises:
        LinkRefused: a person has to act first (certificate, password).
        InputError: the server cannot be reached or answers nothing.
    """
    from console.field.link.sentences import why_not_connected
    from console.field.map.browsing import browse_space
    from console.field.security.connecting import prepare_client
    from console.field.security.trust_store import TrustStore

    most = (bounds or BrowseBounds()).nodes

    def tell(count: int) -> None:
        context.check_cancelled()
        context.report(min(count / most, 0.99), f"{count} nodes")

    async def browse() -> BrowsedSpace:
        client = prepare_client(server, credentials, TrustStore(trust_folder), timeout_s=10.0)
        await client.connect()
        try:
            return await browse_space(client, server.endpoint, bounds, tell)
        finally:
            await client.disconnect()

    try:
        return asyncio.run(browse())
    except (LinkRefused, InputError):
        raise
    except Exception as error:
        from asyncua.ua.uaerrors import UaError

        if not isinstance(error, OSError | TimeoutError | UaError):
            raise
        reason, _, remedy = why_not_connected(error, server.endpoint).partition("; ")
        raise InputError(server.endpoint, reason, remedy) from error
