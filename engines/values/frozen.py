"""Immutable building blocks shared by every value that travels."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class FrozenMap(Mapping[K, V]):
    """A read-only mapping that, unlike ``MappingProxyType``, can be pickled."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[K, V] | None = None) -> None:
        self._entries: dict[K, V] = dict(entries or {})

    def __getitem__(self, key: K) -> V:
        return self._entries[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"FrozenMap({self._entries!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restored, (self._entries,))

    def updated(self, entries: Mapping[K, V]) -> FrozenMap[K, V]:
        """A copy in which ``entries`` replace or extend what is here."""
        return FrozenMap({**self._entries, **entries})


def _restored(entries: dict[K, V]) -> FrozenMap[K, V]:
    # An array comes out of a pickle writeable; inside a frozen map it must not be.
    for value in entries.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return FrozenMap(entries)


def frozen_array(values: Any, dtype: Any = None) -> np.ndarray[Any, Any]:
    """``values`` as an array nobody can write to; copied only when the caller could still write it."""
    array = np.asarray(values, dtype=dtype)
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array
