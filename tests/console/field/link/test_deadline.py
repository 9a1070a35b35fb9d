"""A deadline ends as one, also where a library calls it a cancellation of its own kind."""

from __future__ import annotations

import asyncio

import pytest

from console.field.link.deadline import end_of, within


class AnsweredMeanwhile(asyncio.CancelledError):
    """What a library raises where an answer and a cancellation come in the same moment."""


async def _answers_too_late() -> None:
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        raise AnsweredMeanwhile from None


def test_an_answer_in_the_moment_of_the_deadline_is_a_timeout() -> None:
    async def wait() -> None:
        async with within(0.01):
            await _answers_too_late()

    with pytest.raises(TimeoutError):
        asyncio.run(wait())


def test_a_plain_deadline_is_a_timeout_and_what_is_in_time_is_not() -> None:
    async def wait() -> str:
        async with within(5.0):
            await asyncio.sleep(0)
        with pytest.raises(TimeoutError):
            async with within(0.01):
                await asyncio.Event().wait()
        return "in time"

    assert asyncio.run(wait()) == "in time"


def test_a_cancellation_from_outside_stays_one() -> None:
    async def wait() -> None:
        async with within(5.0):
            await _answers_too_late()

    async def main() -> None:
        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main())


def test_a_task_that_swallows_a_cancellation_is_told_again() -> None:
    async def deaf() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()

    async def main() -> None:
        task = asyncio.create_task(deaf())
        await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await end_of(task)

    asyncio.run(main())
