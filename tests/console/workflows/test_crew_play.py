"""Crews that play themselves: in their own time, the same again for the same seed."""

from __future__ import annotations

import pytest

from console.workflows.crew_files import crews_of_network
from console.workflows.crew_play import CrewOptions, CrewPlay
from console.workflows.crew_reports import CrewReport, CrewRequest, CrewTask, CrewWord
from console.workflows.places import Places, travel_min
from console.workflows.restoration_time import MINUTE_US
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.plant.events import HandOperation
from engines.values.repair import FaultCause

WILLING = CrewOptions(silent_share=0.0, stuck_share=0.0)
LINE, SWITCH = "line:F4-W10", "switch:F4-S1"


@pytest.fixture(scope="module")
def network() -> Network:
    """The shipped district."""
    return open_network("north")[0]


def play(network: Network, options: CrewOptions = WILLING, seed: int = 1, live: bool = False) -> CrewPlay:
    """Crews of the district; ``live``: whatever they test has voltage."""
    return CrewPlay(
        crews_of_network(network).crews, Places(network), seed, options, is_live=lambda element: live,
        kind_of=lambda element: "overhead",
    )  # fmt: skip


def everything(game: CrewPlay) -> list[CrewReport]:
    """All that is still going to be said."""
    said: list[CrewReport] = []
    while game.next_us is not None:
        said += game.step(game.next_us)
    return said


def words(said: list[CrewReport]) -> list[CrewWord]:
    return [report.word for report in said]


def test_a_crew_comes_in_the_time_the_road_takes(network: Network) -> None:
    game = play(network)
    here = game.place_of("crew-1")
    game.tell(CrewRequest(CrewTask.COME, "crew-1", "work:1", LINE), 0)
    said = everything(game)
    assert words(said) == [CrewWord.ANSWERED, CrewWord.EN_ROUTE, CrewWord.ON_SITE]
    way = travel_min(here, Places(network).of(LINE))
    assert way > 1
    assert (said[2].time_us - said[1].time_us) / MINUTE_US == pytest.approx(way, abs=1e-3)
    assert game.place_of("crew-1") == Places(network).of(LINE)


def test_a_search_finds_what_is_broken_there_and_nothing_else(network: Network) -> None:
    game = play(network)
    game.know_faults({"event-1": LINE})
    search = CrewRequest(CrewTask.SEARCH, "crew-1", "work:1", sections=(("line:F4-W01",), (LINE, "bus:F4-11")))
    game.tell(search, 0)
    found = everything(game)[-1]
    assert (found.word, found.element_id, found.event_id) == (CrewWord.FOUND, LINE, "event-1")
    assert found.cause in (FaultCause.TREE, FaultCause.OVERHEAD_LINE, FaultCause.ANIMAL)
    game.know_faults({})
    game.tell(search, found.time_us)
    assert words(everything(game)) == [CrewWord.NOTHING_FOUND]


def test_a_repair_ends_the_fault_and_takes_the_same_again(network: Network) -> None:
    took = []
    for before in ((), ("crew-2",)):
        game = play(network)
        for other in before:
            game.tell(CrewRequest(CrewTask.COME, other, "work:9", SWITCH), 0)
        game.tell(CrewRequest(CrewTask.COME, "crew-1", "work:1", LINE), 0)
        game.tell(
            CrewRequest(CrewTask.REPAIR, "crew-1", "work:1", LINE, event_id="event-1", cause=FaultCause.TREE), 0
        )  # fmt: skip
        mine = [report for report in everything(game) if report.crew_id == "crew-1"]
        assert words(mine)[-2:] == [CrewWord.REPAIRED, CrewWord.CLEARED]
        assert mine[-2].clears == "event-1"
        took.append(mine[-2].time_us - mine[-3].time_us)
    assert took[0] == took[1] > 0


def test_a_switch_is_read_back_and_then_moved_or_stuck(network: Network) -> None:
    game = play(network)
    game.tell(CrewRequest(CrewTask.OPEN, "crew-1", "order:1", SWITCH, 3), 0)
    said = everything(game)
    assert words(said) == [CrewWord.READ_BACK, CrewWord.EXECUTED]
    assert said[1].operation == HandOperation(SWITCH, False)
    assert (said[1].about, said[1].number) == ("order:1", 3)
    stuck = play(network, CrewOptions(silent_share=0.0, stuck_share=1.0))
    stuck.tell(CrewRequest(CrewTask.CLOSE, "crew-1", "order:1", SWITCH, 3), 0)
    said = everything(stuck)
    assert words(said) == [CrewWord.READ_BACK, CrewWord.STUCK]
    assert said[1].operation is None
    stuck.tell(CrewRequest(CrewTask.CLOSE, "crew-1", "order:2", SWITCH, 1), 0)
    assert words(everything(stuck)) == [CrewWord.READ_BACK, CrewWord.EXECUTED], "who comes again gets it to move"


def test_a_switch_that_does_not_move_is_the_same_whoever_asks_for_it(network: Network) -> None:
    switches = [str(s) for s in network["switch"].id]
    met = []
    for crew, order, asked in (("crew-1", "order:1", switches), ("crew-2", "order:9", switches[::-1])):
        game = play(network, CrewOptions(silent_share=0.0, stuck_share=0.3))
        for switch in asked:
            game.tell(CrewRequest(CrewTask.OPEN, crew, order, switch), 0)
        met.append({report.element_id for report in everything(game) if report.word is CrewWord.STUCK})
    assert met[0] == met[1]
    assert 0 < len(met[0]) < len(switches)


def test_earths_and_the_test_for_voltage(network: Network) -> None:
    for live, word in ((False, CrewWord.PROVED_DEAD), (True, CrewWord.NOT_DEAD)):
        game = play(network, live=live)
        for task in (CrewTask.PROVE_DEAD, CrewTask.EARTH, CrewTask.REMOVE_EARTH):
            game.tell(CrewRequest(task, "crew-1", "document:1", LINE), 0)
        assert words(everything(game)) == [word, CrewWord.EARTHED, CrewWord.EARTH_REMOVED]


def test_some_never_answer_and_a_released_crew_says_no_more(network: Network) -> None:
    silent = play(network, CrewOptions(silent=frozenset({"crew-1"})))
    silent.tell(CrewRequest(CrewTask.COME, "crew-1", "work:1", LINE), 0)
    assert silent.next_us is None
    game = play(network)
    game.tell(CrewRequest(CrewTask.COME, "crew-1", "work:1", LINE), 0)
    game.tell(CrewRequest(CrewTask.RELEASE, "crew-1", "work:1"), 60_000_000)
    assert not everything(game)
    often = play(network, CrewOptions(silent_share=0.5))
    for number in range(40):
        often.tell(CrewRequest(CrewTask.COME, "crew-1", f"work:{number}", LINE), 0)
    answers = words(everything(often)).count(CrewWord.ANSWERED)
    assert 8 < answers < 32
