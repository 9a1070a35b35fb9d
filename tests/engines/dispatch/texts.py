"""The sample case as text, to be spoilt."""

from __future__ import annotations

from importlib.resources import files

SAMPLE = files("resources").joinpath("cases", "ieee33.toml").read_text(encoding="utf-8")
