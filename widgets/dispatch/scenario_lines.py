"""What a plan over scenarios shows over its hours, as plain values; texts are in the person's language."""

from __future__ import annotations

from dataclasses import dataclass

from widgets.dispatch.lines import CoursesView


@dataclass(frozen=True, slots=True)
class BandRow:
    """A figure of the whole day over the scenarios.

    Attributes:
        cells: ready texts in the order of :attr:`ScenarioView.columns`.
    """

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioView:
    """A plan over scenarios: what is decided for all, and bands over what each makes of it."""

    courses: CoursesView
    columns: tuple[str, ...]
    rows: tuple[BandRow, ...]
