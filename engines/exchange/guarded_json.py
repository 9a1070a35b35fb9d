"""pandapower's JSON without its power to load program objects.

pandapower's own reader imports whatever module a file names, and importing runs code. Here only tables
and numbers are restored; everything else becomes ``None`` and is counted. Runs in a worker.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter
from functools import partial
from typing import Any

_TABLES = {("DataFrame", "pandas.core.frame"), ("DataFrame", "pandas"), ("Series", "pandas.core.series")}
_PLAIN = {
    ("pandapowerNet", "pandapower.auxiliary"),
    ("Series", "pandas"),
    ("array", "numpy"),
    ("bool", "numpy"),
    ("tuple", "builtins"),
    ("set", "builtins"),
    ("frozenset", "builtins"),
    ("complex", "builtins"),
    *((f"{kind}{bits}", "numpy") for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
    *((f"float{bits}", "numpy") for bits in (16, 32, 64)),
    ("bool_", "numpy"),
}
_TABLE_OPTIONS = {
    "orient",
    "dtype",
    "is_multiindex",
    "is_multicolumn",
    "index_name",
    "index_names",
    "column_name",
    "column_names",
}


def load_guarded(text: str) -> tuple[Any, Counter[str]]:
    """What the JSON holds, and how many program objects of which class were left out.

    Gives a ``pandapowerNet`` for a net, plain data for other JSON. Raises ``ValueError`` for text that is
    not JSON, and whatever pandapower raises on tables that contradict themselves.
    """
    from pandapower.io_utils import PPJSONDecoder

    left_out: Counter[str] = Counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        restored = json.loads(text, cls=PPJSONDecoder, registry_class=_registry(left_out))
        return restored, left_out


def _registry(left_out: Counter[str]) -> Any:
    from pandapower.io_utils import FromSerializableRegistry

    class Guarded(FromSerializableRegistry):  # type: ignore[misc]
        """Restores tables and numbers, nothing else."""

        def __init__(self, obj: Any, d: dict[str, Any], hook: Any, *arguments: Any, **options: Any) -> None:
            # Tables hold further serialised cells: they must meet the same guard.
            self.d: dict[str, Any] = d
            super().__init__(obj, d, partial(hook, registry_class=Guarded), *arguments, **options)

        def from_serializable(self) -> Any:
            key = (self.class_name, self.module_name)
            if key in _TABLES and isinstance(self.obj, str) and self.obj.lstrip()[:1] in ("{", "["):
                for option in set(self.d) - _TABLE_OPTIONS:
                    del self.d[option]
            elif key not in _PLAIN or (key[0] == "pandapowerNet" and not isinstance(self.obj, dict)):
                left_out[".".join(reversed(key))] += 1
                return None
            return super().from_serializable()

    return Guarded
