"""What stood on the network at a past moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.site.past import site_state_at
from console.site.site import Site, open_site
from engines.values.site import SiteState, TagKind


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now_us = 1_000_000

    def __call__(self) -> int:
        return self.now_us


@pytest.fixture
def clock() -> Clock:
    """One second after 1970."""
    return Clock()


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Iterator[Site]:
    """A site whose journal is written by ``clock``."""
    site = open_site("north", chosen=tmp_path, console="desk 1", clock=clock)
    yield site
    site.close()


def without_revision(state: SiteState) -> tuple[object, ...]:
    """All of a state but how often it was changed."""
    return state.tags, state.earths, state.cuts, state.jumpers, state.generators, state.dressed, state.substitutions


def test_every_moment_shows_what_stood_then(site: Site, clock: Clock) -> None:
    store = site.store
    seen: list[tuple[int, tuple[object, ...]]] = []

    def note() -> None:
        seen.append((clock.now_us, without_revision(store.state())))
        clock.now_us += 1_000_000

    note()
    tag = store.place_tag("switch:1", TagKind.CAUTION, "work on the pole", "anna").result(5)
    note()
    earth = store.place_earth("bus:1", "anna", line_id="line:1").result(5)
    note()
    store.name_relief(tag.tag_id, "ben", "anna").result(5)
    note()
    store.dress_position("switch:9", 0, "anna", "told by the crew").result(5)
    note()
    store.dress_position("switch:9", 1, "anna", "told by the crew").result(5)
    note()
    generator = store.place_generator("bus:2", 0.4, "anna").result(5)
    note()
    store.run_generator(generator.generator_id, True, "anna").result(5)
    note()
    store.substitute("load:1/p_mw", 0.2, "anna", "the meter lies").result(5)
    note()
    store.lift_tag(tag.tag_id, "ben").result(5)
    store.remove_earth(earth.earth_id, "anna").result(5)
    note()
    store.undress_position("switch:9", "anna").result(5)
    store.end_substitution("load:1/p_mw", "anna").result(5)
    store.remove_generator(generator.generator_id, "anna").result(5)
    note()
    assert len({repr(state) for _, state in seen}) == len(seen) - 1, "only the last is as bare as the first"
    for time_us, state in seen:
        assert without_revision(site_state_at(site.journal, store.state(), time_us)) == state, time_us


def test_what_was_placed_and_removed_since_is_not_there(site: Site, clock: Clock) -> None:
    then = clock.now_us
    clock.now_us += 1_000_000
    tag = site.store.place_tag("switch:1", TagKind.DO_NOT_OPERATE, "short", "anna").result(5)
    site.store.lift_tag(tag.tag_id, "anna").result(5)
    assert site_state_at(site.journal, site.store.state(), then).tags == ()
