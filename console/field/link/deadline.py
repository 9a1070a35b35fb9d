"""A deadline that always reads as ``TimeoutError``.

The protocol library waits with a ``wait_for`` of its own, which tells of an answer that comes in the very moment of a
cancellation by a subclass of ``CancelledError``. ``asyncio.timeout`` of Python 3.11 knows only ``CancelledError``
itself and lets the subclass through: the task that waits would end as if it had been cancelled, without an outcome.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Give what stands inside that long; raises ``TimeoutError`` after it. A cancellation from outside stays one."""
    task = asyncio.current_task()
    assert task is not None
    cancelling = task.cancelling()
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            yield
    except asyncio.CancelledError as error:
        if limit.expired() and task.cancelling() <= cancelling:
            raise TimeoutError from error
        raise


async def end_of(task: asyncio.Task[None]) -> None:
    """Cancel a task until it has ended: one that swallowed a cancellation is told again. Raises what it raised."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.5)
    await task
