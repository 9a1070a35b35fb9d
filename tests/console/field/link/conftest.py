"""Field servers in processes of their own, and links to them; all are ended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# ruff: noqa: E402
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[4])]

from field_points import Heard

from benchmarks.faulty_proxy import FaultyProxy
from benchmarks.link_sources import Source, why_absent
from console.field.addresses import ServerAddress


@pytest.fixture(scope="session")
def shared() -> Iterator[Source]:
    """One server for all tests that leave it as it was."""
    source = Source("asyncua")
    yield source
    source.kill()


@pytest.fixture
def field() -> Iterator[Callable[..., Source]]:
    """Starts a server of the test's own."""
    sources: list[Source] = []

    def start(*arguments: str, kind: str = "asyncua") -> Source:
        if reason := why_absent(kind):
            pytest.skip(reason)
        sources.append(Source(kind, *arguments))
        return sources[-1]

    yield start
    for source in sources:
        source.kill()


@pytest.fixture
def link() -> Iterator[Callable[..., Heard]]:
    """Starts a link in a thread."""
    links: list[Heard] = []

    def start(server: ServerAddress, **options: Any) -> Heard:
        links.append(Heard(server, **options))
        return links[-1]

    yield start
    for one in links:
        one.thread.stop()


@pytest.fixture
def road() -> Iterator[Callable[[Source], FaultyProxy]]:
    """A road to a server on which things go wrong."""
    roads: list[FaultyProxy] = []

    def make(source: Source) -> FaultyProxy:
        roads.append(FaultyProxy(source.port))
        return roads[-1]

    yield make
    for one in roads:
        one.close()
