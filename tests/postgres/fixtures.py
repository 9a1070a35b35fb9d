"""Fixtures on a real server: one for all tests of a worker, emptied after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from console.site.place import SERVER_VARIABLE
from tests.postgres.server import PostgresServer, programs

needs_postgres = pytest.mark.skipif(programs() is None, reason="no PostgreSQL server is installed here")
KEPT_IN = ["file", pytest.param("server", marks=needs_postgres)]
"""What a site is kept in; the same holds in both."""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server."""
    server = PostgresServer()
    yield server
    server.end()


@pytest.fixture
def postgres(postgres_server: PostgresServer) -> Iterator[PostgresServer]:
    """A running server without any site."""
    yield postgres_server
    postgres_server.empty()


@pytest.fixture(params=KEPT_IN)
def kept_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have sites kept in files, and then on a server."""
    if request.param == "server":
        monkeypatch.setenv(SERVER_VARIABLE, request.getfixturevalue("postgres").address)
    return str(request.param)
