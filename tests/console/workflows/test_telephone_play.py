"""The telephone: few of many call, somebody of those who lose supply together always does, and only they (mostly)."""

from __future__ import annotations

from console.workflows.telephone_play import HOUR_US, MINUTE_US, CallOptions, TelephonePlay
from engines.values.fault_evidence import EvidenceKind, FaultEvidence

LOADS = {f"load:{k}": 20 for k in range(30)}
HONEST = CallOptions(false_per_hour=0.0)


def calls(game: TelephonePlay, dead: list[str], hours: float, hour: int = 12, begin_us: int = 0) -> list[FaultEvidence]:
    """What is heard in so many hours, asked every minute."""
    found: list[FaultEvidence] = []
    for minute in range(round(hours * 60) + 1):
        found += game.step(begin_us + minute * MINUTE_US, dead, hour)
    return found


def test_few_of_many_call_and_more_by_day() -> None:
    dead = list(LOADS)
    by_day, by_night = (calls(TelephonePlay(LOADS, 3, HONEST), dead, 2, hour) for hour in (12, 2))
    assert 10 < len(by_day) < 50
    assert 1 <= len(by_night) < len(by_day)
    assert all(call.kind is EvidenceKind.TROUBLE_CALL and call.element_id in LOADS for call in by_day)
    assert [call.time_us for call in by_day] == sorted(call.time_us for call in by_day)
    assert by_day == calls(TelephonePlay(LOADS, 3, HONEST), dead, 2)
    assert by_day != calls(TelephonePlay(LOADS, 4, HONEST), dead, 2)


def test_somebody_calls_for_certain() -> None:
    for seed in range(20):
        found = calls(TelephonePlay({"load:1": 1}, seed, HONEST), ["load:1"], 1.1, 3)
        assert found, f"nobody has called with seed {seed}"


def test_who_has_supply_again_does_not_call() -> None:
    game = TelephonePlay(LOADS, 3, CallOptions(share_by_day=1.0, false_per_hour=0.0))
    game.step(0, list(LOADS), 12)
    assert not calls(game, [], 3, begin_us=1)


def test_false_calls_come_from_those_with_supply() -> None:
    game = TelephonePlay(LOADS, 3, CallOptions(share_by_day=0.0, false_per_hour=6.0, sure_min=1e6))
    found = calls(game, ["load:1"], 10)
    assert 30 < len(found) < 100
    assert all(call.element_id != "load:1" for call in found)


def test_a_wire_on_the_ground_is_told_sometimes() -> None:
    game = TelephonePlay(LOADS, 3, HONEST)
    for number in range(100):
        game.wire_may_be_down(f"line:{number}", 0)
    found = [call for call in calls(game, [], 24) if call.kind is EvidenceKind.WIRE_DOWN]
    assert 8 < len(found) < 35
    assert game.next_us is None
    assert all(0 <= call.time_us < 24 * HOUR_US for call in found)
