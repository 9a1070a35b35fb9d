"""Scripts: what is right is read in order, what is wrong is named with its line and entry."""

from __future__ import annotations

import pytest

from engines.plant.events import LostCommunication
from engines.plant.script import read_script
from engines.values.validation import InputError

RIGHT = """
[[entry]]
at = 20
clear = "radio"

[[entry]]
at = 5.5
name = "radio"
event = { event = "lost_communication", element_id = "switch:7" }

[[entry]]
at = 6
command = { point = "switch:8/position", value = 0 }

[[entry]]
at = 7
speed = 10
"""


def test_entries_happen_in_the_order_of_their_times() -> None:
    entries = read_script(RIGHT, "day.toml")
    assert [entry.at_us for entry in entries] == [5_500_000, 6_000_000, 7_000_000, 20_000_000]
    assert entries[0].event == LostCommunication("switch:7")
    assert entries[1].command == ("switch:8/position", 0.0)
    assert entries[2].speed == 10.0
    assert entries[3].clear == "radio"


def test_a_time_may_be_written_as_on_a_clock() -> None:
    entries = read_script("[[entry]]\nat = '1:20:05'\nspeed = 2\n[[entry]]\nat = '0:40'\nspeed = 3", "day.toml")
    assert [entry.at_us for entry in entries] == [2_400_000_000, 4_805_000_000]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[entry", "day.toml: is not TOML"),
        ("at = 3", "day.toml: at is not known"),
        ("entry = 3", "entry is no list of tables"),
        ("\n[[entry]]\nspeed = 1", "day.toml, line 2, entry 1: at is missing"),
        ("[[entry]]\nat = -1\nspeed = 1", "at is no number"),
        ("[[entry]]\nat = nan\nspeed = 1", "at is no number"),
        ("[[entry]]\nat = '1:75'\nspeed = 1", "at is no number"),
        ("[[entry]]\nat = true\nspeed = 1", "at is no number"),
        ("[[entry]]\nat = 1", "line 1, entry 1: has 0 actions"),
        ("[[entry]]\nat = 1\nspeed = 1\nclear = 'x'", "has 2 actions"),
        ("[[entry]]\nat = 1\nspeed = 4000", "speed 4000 is too fast"),
        ("[[entry]]\nat = 1\nspeeed = 4", "speeed is not known"),
        ("[[entry]]\nat = 1\nclear = 'x'", "nothing named x happens before"),
        ("[[entry]]\nat = 1\nevent = 3", "event is no table"),
        (
            "[[entry]]\nat = 1\nspeed = 1\n[[entry]]\nat = 2\nevent = {event = 'flood'}",
            "line 4, entry 2: event: 'flood'",
        ),
        ("[[entry]]\nat = 1\nevent = {event = 'lost_communication'}", "'element_id' is missing"),
        ("[[entry]]\nat = 1\ncommand = {point = 'a/b'}", "command needs a point and a value"),
        ("[[entry]]\nat = 1\ncommand = {point = 'a/b', value = inf}", "is no number"),
    ],
)
def test_a_wrong_script_is_named_with_line_and_entry(text: str, said: str) -> None:
    with pytest.raises(InputError, match=r".") as caught:
        read_script(text, "day.toml")
    assert said in str(caught.value)
