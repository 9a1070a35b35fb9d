"""pandas columns as plain arrays: no object columns, nothing that could hide another type."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from engines.grid.schema import Column

Array = np.ndarray[Any, Any]


def plain_column(series: Any) -> Array | None:
    """A pandas column as booleans, whole numbers, reals (NaN = not known) or text ("" = not known).

    Lists and objects of JSON become JSON text. ``None`` for what cannot be kept (program objects).
    """
    import pandas as pd

    dtype = series.dtype
    if isinstance(dtype, np.dtype) and dtype.kind in "biuf":
        target: Any = {"b": bool, "i": np.int64, "u": np.int64, "f": np.float64}[dtype.kind]
        return np.asarray(series.to_numpy(), target)
    if pd.api.types.is_numeric_dtype(dtype):
        return np.asarray(series.to_numpy(np.float64, na_value=np.nan))
    if not pd.api.types.is_object_dtype(dtype):
        return np.asarray([_text(value) for value in series.astype(object)], np.str_)
    return _from_objects(series.to_numpy())


def _from_objects(values: Array) -> Array | None:
    known = [value for value in values if not _is_missing(value)]
    if any(not isinstance(v, (str, bool, np.bool_, int, float, np.number, list, tuple, dict)) for v in known):
        return None
    if known and all(isinstance(v, (bool, np.bool_)) for v in known):
        if len(known) == len(values):
            return values.astype(bool)
        return np.array([math.nan if _is_missing(v) else float(v) for v in values])
    if known and all(isinstance(v, (int, float, np.number)) and not isinstance(v, bool) for v in known):
        return np.array([math.nan if _is_missing(v) else float(v) for v in values])
    return np.asarray([_text(value) for value in values], np.str_)


def schema_column(series: Any, column: Column) -> tuple[Array, Array]:
    """A pandas column in its schema type, and ``(n,)`` where a value could not be read or was missing
    although the column has a default other than "not known"."""
    import pandas as pd

    n = len(series)
    if column.dtype == "U":
        return np.asarray([_text(value) for value in series.astype(object)], np.str_), np.zeros(n, bool)
    missing = series.isna().to_numpy()
    if column.dtype == "bool":
        return _booleans(series, bool(column.default)), missing
    numbers = pd.to_numeric(series, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    unread = np.isnan(numbers) & ~missing
    if column.dtype == "float64":
        lost = unread if _is_nan(column.default) else unread | missing
        return numbers, np.asarray(lost)
    lost = ~np.isfinite(numbers) | (numbers != np.trunc(np.nan_to_num(numbers)))
    return np.where(lost, column.default, np.nan_to_num(numbers)).astype(column.dtype), lost


def _booleans(series: Any, default: bool) -> Array:
    def read(value: Any) -> bool:
        if _is_missing(value):
            return default
        if isinstance(value, str):
            return value.strip().lower() in ("true", "1", "yes", "1.0")
        return bool(value)

    return np.array([read(value) for value in series.astype(object)], bool)


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value is pd.NaT or _is_nan(value)


def _text(value: Any) -> str:
    if _is_missing(value):
        return ""
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, default=str)
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value).replace("\0", "")
