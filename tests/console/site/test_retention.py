"""How much of a site is kept, as its folder says."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.history.storage import Retention
from console.site.retention import FILE_NAME, JOURNAL, read_retention, usable_retention
from engines.values.validation import InputError


def test_without_a_file_the_usual_is_kept(tmp_path: Path) -> None:
    kept = read_retention(tmp_path)
    assert kept.history == Retention()
    assert kept.journal == JOURNAL


def test_what_is_written_stands_in_for_the_usual(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("[history]\ndays = 30\n[journal]\nsize_mb = 500.5\nwarn_share = 0.5\n")
    kept = read_retention(tmp_path)
    assert kept.history == Retention(days=30.0)
    assert kept.journal == Retention(days=JOURNAL.days, size_mb=500.5, warn_share=0.5)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[history]\ndays = -3\n", "history.days"),
        ("[history]\ndays = true\n", "history.days"),
        ("[history]\ndays = nan\n", "history.days"),
        ("[journal]\nyears = 3\n", "journal.years"),
        ("[journal]\nwarn_share = 1.5\n", "journal.warn_share"),
        ("[archive]\ndays = 3\n", "archive"),
        ("journal = 3\n", "journal"),
        ("[journal\n", "cannot be read"),
    ],
)
def test_what_makes_no_sense_is_named_and_recording_goes_on(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(InputError, match=place):
        read_retention(tmp_path)
    assert usable_retention(tmp_path).history == Retention()
