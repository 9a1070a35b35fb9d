"""Reads typed, bounded values out of the tables of a case file, each refusal naming its place."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from typing import Any

from engines.values.dispatch_case import BusName
from engines.values.validation import InputError

_MISSING: Any = object()


class Fields:
    """One table of a case file; every value asked for is checked, what nobody asked for is refused.

    Attributes:
        place: file and table, as a person finds them.
    """

    def __init__(self, place: str, values: Any) -> None:
        if not isinstance(values, Mapping):
            raise InputError(place, "is not a table", "write it as name = value lines under its heading")
        self.place = place
        self._values = dict(values)
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def number(
        self, name: str, default: float = _MISSING, *, least: float = -math.inf, most: float = math.inf
    ) -> float:
        """A finite number within bounds (bounds included); ``default`` where it is not given."""
        value = self._get(name, default)
        if value is default and name not in self._values:
            return float(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(f"{self.place}, {name}", f"{value!r} is not a number", "give a number")
        if not least <= value <= most:
            bounds = f"give {_bounds(least, most)}"
            raise InputError(f"{self.place}, {name}", f"{value:g} is not possible", bounds)
        return float(value)

    def whole(self, name: str, default: int = _MISSING, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number within bounds."""
        value = self._get(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputError(f"{self.place}, {name}", f"{value!r} is not a whole number", "give a whole number")
        if not least <= value <= most:
            raise InputError(f"{self.place}, {name}", f"{value} is not possible", f"give {_bounds(least, most)}")
        return value

    def text(self, name: str, default: str = _MISSING) -> str:
        """A text."""
        value = self._get(name, default)
        if not isinstance(value, str):
            raise InputError(f"{self.place}, {name}", f"{value!r} is not a text", "put it in quotes")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """``true`` or ``false``."""
        value = self._get(name, default)
        if not isinstance(value, bool):
            raise InputError(f"{self.place}, {name}", f"{value!r} is neither true nor false", "give true or false")
        return value

    def bus(self) -> BusName:
        """The bus of a device: a number or a name."""
        found = self.optional_bus()
        if found is None:
            raise InputError(self.place, "bus is missing", "name the bus it stands at")
        return found

    def optional_bus(self) -> BusName | None:
        """The bus, or ``None`` where none is named."""
        value = self._get("bus", None)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | str)):
            raise InputError(f"{self.place}, bus", f"{value!r} is no bus", "give its number, id or name")
        return value

    def raw(self, name: str, default: Any = None) -> Any:
        """A value the caller checks itself."""
        return self._get(name, default)

    def done(self) -> None:
        """Raise ``InputError`` for a name that means nothing here: a typing error must not be ignored."""
        for name in self._values:
            if name not in self._asked:
                near = difflib.get_close_matches(name, self._asked, 1)
                remedy = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(self._asked))}"
                raise InputError(f"{self.place}, {name}", "means nothing here", remedy)

    def _get(self, name: str, default: Any) -> Any:
        self._asked.add(name)
        if name in self._values:
            return self._values[name]
        if default is _MISSING:
            raise InputError(self.place, f"{name} is missing", f"add {name} = ...")
        return default


def _bounds(least: float, most: float) -> str:
    if math.isinf(most):
        return f"{least:g} or more"
    return f"{most:g} or less" if math.isinf(least) else f"{least:g} to {most:g}"
