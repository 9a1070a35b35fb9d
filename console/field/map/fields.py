"""Understands single fields of a map, whether they come as text from a table or typed from TOML."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from typing import Any, TypeVar

from console.field.map.complaints import Complaints, nearest

Word = TypeVar("Word", bound=StrEnum)


class Fields:
    """The fields of one entry; what cannot be understood is complained about and takes its default.

    Args:
        has_decimal_comma: the table is written where numbers have one.
    """

    def __init__(
        self, complaints: Complaints, place: str, fields: dict[str, Any], has_decimal_comma: bool = False
    ) -> None:
        self._complaints, self.place, self._fields = complaints, place, fields
        self._has_decimal_comma = has_decimal_comma

    def has(self, name: str) -> bool:
        """Whether the field is written and not empty."""
        value = self._fields.get(name)
        return value is not None and value != "" and value != {}

    def wrong(self, name: str, reason: str, remedy: str) -> None:
        """Complain about a field."""
        self._complaints.error(self.place, name, reason, remedy)

    def text(self, name: str, default: str = "") -> str:
        """Text; what is no text is complained about."""
        if not self.has(name):
            return default
        value = self._fields[name]
        if isinstance(value, str):
            return value.strip()
        self.wrong(name, f"{value!r} is no text", "put it in quotation marks")
        return default

    def number(self, name: str, default: float) -> float:
        """A finite number."""
        if not self.has(name):
            return default
        value = self._fields[name]
        if isinstance(value, str):
            value = self._parsed(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.wrong(name, f"{self._fields[name]!r} is no finite number", "write a number like 0.001")
            return default
        return float(value)

    def _parsed(self, text: str) -> float | None:
        plain = text.strip()
        if self._has_decimal_comma and plain.count(",") == 1 and "." not in plain:
            plain = plain.replace(",", ".")
        try:
            return float(plain)
        except ValueError:
            return None

    def flag(self, name: str, default: bool = False) -> bool:
        """Yes or no."""
        if not self.has(name):
            return default
        value = self._fields[name]
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        known = value if isinstance(value, bool) else words.get(str(value).strip().lower())
        if known is None:
            self.wrong(name, f"{value!r} is neither true nor false", "write true or false")
            return default
        return known

    def word(self, name: str, words: type[Word], default: Word) -> Word:
        """One of the words of an enumeration, whatever its capitals."""
        text = self.text(name)
        if not text:
            return default
        for word in words:
            if str(word).lower() == text.lower():
                return word
        self.wrong(name, f"{text!r} is not known", nearest(text, [str(w) for w in words]))
        return default

    def pairs(self, name: str, words: dict[str, int]) -> tuple[tuple[str, str], ...]:
        """``1=open, 2=closed`` or a TOML table as pairs of texts, in their order."""
        if not self.has(name):
            return ()
        value = self._fields[name]
        if isinstance(value, dict):
            return tuple((str(left).strip(), _plain(right)) for left, right in value.items())
        if isinstance(value, str):
            parts = [part for part in re.split(r"[,;\s]+", re.sub(r"\s*=\s*", "=", value.strip())) if part]
            if all(part.count("=") == 1 for part in parts):
                return tuple((left, right) for left, _, right in (part.partition("=") for part in parts))
        example = ", ".join(f"{number}={word}" for word, number in list(words.items())[:2]) or "1=1, 2=2"
        self.wrong(name, f"{value!r} are no pairs", f"write them as {example}")
        return ()

    def whole(self, name: str, text: str, words: dict[str, int]) -> int | None:
        """A whole number or one of ``words``; None (and a complaint) where it is neither."""
        known = words.get(text.lower())
        if known is not None:
            return known
        if re.fullmatch(r"[+-]?\d{1,18}", text):
            return int(text)
        allowed = f"a whole number or {', '.join(words)}" if words else "a whole number"
        self.wrong(name, f"{text!r} is no value", f"write {allowed}")
        return None


def _plain(value: Any) -> str:
    return str(value).strip() if not isinstance(value, bool) else str(int(value))
