"""Profiles and prices of a case file, brought to one value a step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.dispatch.case_fields import Fields
from engines.dispatch.expression import evaluate
from engines.values.frozen import frozen_array
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

_SPAN = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$")
PEAK_HOURS = ("10:00-15:00", "18:00-21:00")
VALLEY_HOURS = ("23:00-07:00",)


def read_profile(value: Any, n_step: int, step_hours: float, first_hour: float, place: str) -> Array:
    """``(n_step,)`` per unit from a list or a formula of the hour.

    A list has one value a step, or one an hour of a day, between which it is linear (midnight to midnight).
    ``first_hour`` is the clock hour of the first step. Raises ``InputError`` for gaps, negative values and any
    other length.
    """
    hours = np.arange(n_step) * step_hours + first_hour
    if isinstance(value, str):
        values = evaluate(value, hours % 24, place)
        if len(gaps := np.flatnonzero(~np.isfinite(values))):
            raise InputError(place, f"{value!r} is no number at step {gaps[0]}", "mend the formula")
    else:
        given = _numbers(value, place)
        if len(given) == n_step:
            values = given
        elif len(given) == 24:
            values = np.interp(hours % 24, np.arange(25), [*given, given[0]])
        else:
            raise _wrong_length(place, len(given), n_step)
    if values.min() < 0:
        step = int(values.argmin())
        raise InputError(place, f"is negative ({values[step]:g}) at step {step}", "give per-unit values of 0 or more")
    return frozen_array(values)


def read_grid_price(price: Fields, n_step: int, step_hours: float, first_hour: float) -> Array:
    """``(n_step,)`` price at the source: a list, or peak, flat and valley with their half-open hours."""
    if "grid" in price:
        given = price.raw("grid")
        if isinstance(given, int | float) and not isinstance(given, bool):
            return frozen_array(np.full(n_step, price.number("grid")))
        values = _numbers(given, f"{price.place}, grid")
        if len(values) == n_step:
            return frozen_array(values)
        if len(values) == 24:
            hour = ((np.arange(n_step) * step_hours + first_hour + 1e-9) % 24).astype(int)
            return frozen_array(values[hour])
        raise _wrong_length(f"{price.place}, grid", len(values), n_step)
    flat = price.number("grid_flat")
    spans: list[tuple[str, float, float, float]] = []
    for name, usual in (("grid_peak", PEAK_HOURS), ("grid_valley", VALLEY_HOURS)):
        hours = price.raw(f"{name}_hours", list(usual))
        if f"{name}_hours" in price and name not in price:
            # Left out by mistake it would be billed at another price, and the plan look optimal.
            raise InputError(price.place, f"{name}_hours has no price", f"give {name}, or leave out its hours")
        if name in price:
            level = price.number(name)
            spans += [(text, *_span(text, f"{price.place}, {name}_hours"), level) for text in _texts(hours, price)]
    return _laid_out(spans, flat, n_step, step_hours, first_hour, price.place)


def _laid_out(
    spans: list[tuple[str, float, float, float]],
    flat: float,
    n_step: int,
    step_hours: float,
    first_hour: float,
    place: str,
) -> Array:
    minutes = np.full(1440, -1)
    for k, (text, begin, end, _) in enumerate(spans):
        inside = (np.arange(1440) - begin) % 1440 < (end - begin) % 1440 if begin != end else np.ones(1440, bool)
        taken = inside & (minutes >= 0)
        if taken.any():
            other = spans[int(minutes[taken][0])][0]
            raise InputError(place, f"the hours {other} and {text} overlap", "let each end where the next begins")
        minutes[inside] = k
    level = np.array([*(s[3] for s in spans), flat])
    moments = np.arange(n_step * 60)
    at = (first_hour * 60 + moments * step_hours).astype(int) % 1440
    # A step that a border cuts takes the mean of its minutes.
    return frozen_array(level[minutes[at]].reshape(n_step, 60).mean(axis=1))


def _span(text: str, place: str) -> tuple[float, float]:
    match = _SPAN.match(text)
    if match is None:
        raise InputError(place, f"{text!r} is no span of hours", 'write it like "18:00-21:00", the end excluded')
    h0, m0, h1, m1 = (int(part) for part in match.groups())
    if max(h0, h1) > 24 or max(m0, m1) > 59:
        raise InputError(place, f"{text!r} is no span of hours", "hours go from 00:00 to 24:00")
    return h0 * 60 + m0, (h1 * 60 + m1) % 1440


def _texts(value: Any, price: Fields) -> Sequence[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise InputError(price.place, f"{value!r} is no list of hours", 'write it like ["10:00-15:00"]')
    return value


def _numbers(value: Any, place: str) -> Array:
    if not isinstance(value, list) or not value:
        raise InputError(place, "is no list of numbers", "give one value a step, or one an hour of a day")
    for k, entry in enumerate(value):
        if isinstance(entry, bool) or not isinstance(entry, int | float):
            raise InputError(place, f"value {k + 1} of {len(value)} is {entry!r}, not a number", "fill the gap")
    values = np.array(value, np.float64)
    _require_finite(values, place)
    return values


def _require_finite(values: Array, place: str) -> None:
    gaps = np.flatnonzero(~np.isfinite(values))
    if len(gaps):
        raise InputError(
            place, f"has a gap at value {gaps[0] + 1} of {len(values)} ({len(gaps)} in all)", "fill the gap"
        )


def _wrong_length(place: str, given: int, n_step: int) -> InputError:
    return InputError(place, f"has {given} values for {n_step} steps", f"give {n_step} values, or 24 for the hours")
