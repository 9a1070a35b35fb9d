"""Plans and cases as JSON and back, by their types: arrays, times and what is not finite included."""

from __future__ import annotations

import json
import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from engines.values.frozen import FrozenMap, frozen_array

T = TypeVar("T")
_WORDS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def pack(value: Any) -> str:
    """A value as text."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def unpack(kind: type[T], text: str) -> T:
    """A value of text; fields it does not know are left out, missing ones take what is usual.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` for text that is no such value.
    """
    found: T = _value(kind, json.loads(text))
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "kind": value.dtype.kind, "values": _plain(value.ravel().tolist())}
    if isinstance(value, np.datetime64):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _choice(get_args(kind), plain)
    if origin is np.ndarray or kind is np.ndarray:
        return _array(plain)
    if origin is tuple:
        kinds = get_args(kind)
        own = kinds if kinds[-1] is not Ellipsis else (kinds[0],) * len(plain)
        return tuple(_value(one, item) for one, item in zip(own, plain, strict=True))
    if origin is FrozenMap:
        return FrozenMap({key: _value(get_args(kind)[1], item) for key, item in plain.items()})
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _value(hints[name], item) for name, item in plain.items() if name in hints})  # type: ignore[operator]
    return _single(kind, plain)


def _single(kind: Any, plain: Any) -> Any:
    if kind is float:
        return _WORDS[plain] if isinstance(plain, str) else float(plain)
    if kind is np.datetime64:
        return np.datetime64(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


def _choice(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and type(None) in kinds:
        return None
    others = [kind for kind in kinds if kind is not type(None)]
    exact = [kind for kind in others if isinstance(kind, type) and type(plain) is kind]
    return _value((exact or others)[0], plain)


def _array(plain: Any) -> Any:
    kind = {"f": np.float64, "i": np.int64, "b": np.bool_}[plain["kind"]]
    values = [_WORDS[item] if isinstance(item, str) else item for item in plain["values"]]
    return frozen_array(np.array(values, kind).reshape(plain["shape"]))
