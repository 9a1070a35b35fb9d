"""Numbers to and from a PostgreSQL server as arrays, in its binary form of COPY: no object a value.

Form of a row: the count of its fields, then of each field its length and its bytes, most significant first
(PostgreSQL documentation, "COPY", binary format).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import psycopg

Array = np.ndarray[Any, Any]
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
WIDTHS = {"int2": ">i2", "int4": ">i4", "int8": ">i8", "float8": ">f8"}


def copy_in(
    connection: psycopg.Connection[Any], table: str, columns: Mapping[str, Array], kinds: Mapping[str, str]
) -> None:
    """Add rows to a table.

    Args:
        columns: ``(n,)`` by name, without missing values but NaN; kinds: type of each column on the server.
    """
    n = len(next(iter(columns.values())))
    rows = np.zeros(n, _row_kind([kinds[name] for name in columns]))
    rows["fields"] = len(columns)
    for k, (name, column) in enumerate(columns.items()):
        rows[f"value{k}"] = column
        rows[f"length{k}"] = np.dtype(WIDTHS[kinds[name]]).itemsize
    names = ", ".join(columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(HEADER + rows.tobytes() + TRAILER)


def copy_out(connection: psycopg.Connection[Any], question: str, columns: Mapping[str, str]) -> dict[str, Array]:
    """The rows of a question without missing values.

    Args:
        question: complete, in SQL; nothing in it may come from a person.
        columns: names and types on the server, in the question's order.
    """
    with connection.cursor() as cursor, cursor.copy(f"COPY ({question}) TO STDOUT (FORMAT binary)") as copy:
        told = b"".join(bytes(part) for part in copy)
    kind = _row_kind(list(columns.values()))
    rows = np.frombuffer(told, kind, (len(told) - len(HEADER) - len(TRAILER)) // kind.itemsize, len(HEADER))
    return {
        name: rows[f"value{k}"].astype(np.dtype(WIDTHS[kind_]).newbyteorder("="))
        for k, (name, kind_) in enumerate(columns.items())
    }


def _row_kind(kinds: list[str]) -> np.dtype[Any]:
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for k, kind in enumerate(kinds):
        fields += [(f"length{k}", ">i4"), (f"value{k}", WIDTHS[kind])]
    return np.dtype(fields)
