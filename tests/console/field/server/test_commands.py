"""Commands to a real simulator: select before operate, written setpoints, refusals with their reason."""

from __future__ import annotations

import asyncio

from simulator_process import SimulatorProcess, console_on, eventually

OFF, ON, INTERMEDIATE = 1, 2, 0
LATERAL, LATERAL_POS = "switch:F4-LR4/CSWI1.Pos", "switch:F4-LR4/XCBR1.Pos"
TIE, TIE_POS = "switch:F2-S2/CSWI1.Pos", "switch:F2-S2/XSWI1.Pos"
RECLOSING = "switch:F4-LR4/RREC1.Rec"


def test_selecting_and_operating_moves_the_switch_after_its_travel(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:

            async def shows(position: int) -> bool:
                return bool(await console.value(TIE_POS) == position)

            before = await console.value(TIE_POS)
            assert before in (OFF, ON)
            assert await console.operate(TIE, before == OFF) == ("Good", [""])
            await eventually(lambda: shows(INTERMEDIATE))
            status, [reason] = await console.operate(TIE, before == ON)
            assert status == "BadInvalidState"
            assert "still moving" in reason
            await eventually(lambda: shows(OFF if before == ON else ON))

    asyncio.run(work())


def test_a_wrong_token_is_refused_and_the_right_one_still_works(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            status, (token, _) = await console.call(LATERAL, "Select")
            assert status == "Good"
            status, [reason] = await console.call(LATERAL, "Operate", "guessed", False)
            assert status == "BadInvalidArgument"
            assert "not the token" in reason
            assert await console.value(LATERAL_POS) == ON
            # One device, one selection: the token is for the position, not for reclosing.
            status, _ = await console.call(RECLOSING, "Operate", token, False)
            assert status == "BadInvalidState"
            assert await console.call(LATERAL, "Cancel", token) == ("Good", [""])

    asyncio.run(work())


def test_nothing_is_operated_without_a_selection(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            for token in ("", "none"):
                status, [reason] = await console.call(LATERAL, "Operate", token, False)
                assert status == "BadRequiresLock"
                assert "not selected" in reason
            _, (token, _) = await console.call(LATERAL, "Select")
            assert (await console.call(LATERAL, "Cancel", token))[0] == "Good"
            assert (await console.call(LATERAL, "Operate", token, False))[0] == "BadRequiresLock"
            assert await console.value(LATERAL_POS) == ON

    asyncio.run(work())


def test_a_selection_is_used_up_by_one_operate_even_a_refused_one(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            _, (token, _) = await console.call(LATERAL, "Select")
            status, [reason] = await console.call(LATERAL, "Operate", token, True)
            assert status == "BadInvalidState"
            assert "already closed" in reason
            assert (await console.call(LATERAL, "Operate", token, False))[0] == "BadRequiresLock"

    asyncio.run(work())


def test_a_second_client_is_refused_until_the_selection_runs_out(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as first, console_on(simulator.endpoint) as second:
            _, (token, _) = await first.call(LATERAL, "Select")
            status, (nothing, reason) = await second.call(LATERAL, "Select")
            assert (status, nothing) == ("BadLocked", "")
            assert "is selected by anonymous" in reason
            assert (await second.call(LATERAL, "Operate", token, False))[0] == "BadLocked"
            assert (await second.call(LATERAL, "Cancel", token))[0] == "BadLocked"

            async def is_free() -> bool:
                return (await second.call(LATERAL, "Select"))[0] == "Good"

            await eventually(is_free)
            assert (await first.call(LATERAL, "Operate", token, False))[0] == "BadLocked"

    asyncio.run(work())


def test_the_selection_of_a_client_that_leaves_is_free_at_once(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as second:
            async with console_on(simulator.endpoint) as first:
                assert (await first.call("trafo:NORTH TR1/ATCC1.Auto", "Select"))[0] == "Good"
            assert (await second.call("trafo:NORTH TR1/ATCC1.Auto", "Select"))[0] == "Good"

    asyncio.run(work())


def test_a_written_setpoint_shows_in_its_own_feedback_later(simulator: SimulatorProcess) -> None:
    limit, feedback = "sgen:PV F2-02/DRCC1.MaxWSet", "sgen:PV F2-02/DRCC1.MaxW"

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            assert await console.write(limit, 0.05) == "Good"
            assert await console.value(limit) == 0.05

            async def is_taken() -> bool:
                return abs(await console.value(feedback) - 0.05) < 1e-6

            await eventually(is_taken)
            assert await console.write(limit, 1e6) == "BadOutOfRange"
            assert await console.write(limit, float("nan")) == "BadOutOfRange"
            assert await console.value(limit) == 0.05

    asyncio.run(work())


def test_a_measured_value_cannot_be_written(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            assert await console.write("switch:F4-LR4/MMXU1.A", 1.0) == "BadUserAccessDenied"

    asyncio.run(work())


def test_a_tap_is_refused_while_its_regulator_is_on_and_moves_when_it_is_off(simulator: SimulatorProcess) -> None:
    taps, auto = "trafo:SOUTH TR1/ATCC1.TapChg", "trafo:SOUTH TR1/ATCC1.Auto"

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            status, [reason] = await console.operate(taps, 2)
            assert status == "BadInvalidState"
            assert "regulator is on" in reason
            assert (await console.operate(auto, False))[0] == "Good"

            async def is_off() -> bool:
                return await console.value("trafo:SOUTH TR1/ATCC1.AutoSt") is False

            await eventually(is_off)
            before = await console.value("trafo:SOUTH TR1/ATCC1.TapPos")
            assert (await console.operate(taps, before + 1))[0] == "Good"
            assert await console.value(f"{taps}.Setpoint") == before + 1

            async def has_moved() -> bool:
                return bool(await console.value("trafo:SOUTH TR1/ATCC1.TapPos") == before + 1)

            await eventually(has_moved)
            for value, code in ((99, "BadOutOfRange"), (1.5, "BadOutOfRange"), ("one", "BadTypeMismatch")):
                assert (await console.operate(taps, value))[0] == code

    asyncio.run(work())


def test_an_indicator_is_reset_without_selecting(simulator: SimulatorProcess) -> None:
    indicator = "switch:F2-S2/SFPI1.IndRs"

    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            assert await console.call(indicator, "Operate", True) == ("Good", [""])
            assert (await console.call(indicator, "Operate", False))[0] == "BadOutOfRange"

    asyncio.run(work())


def test_wrong_arguments_are_answered_and_nothing_else_happens(simulator: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(simulator.endpoint) as console:
            assert (await console.call(LATERAL, "Select", "too much"))[0] == "BadTooManyArguments"
            assert (await console.call(LATERAL, "Operate"))[0] == "BadArgumentsMissing"
            assert (await console.operate(LATERAL, "open"))[0] == "BadTypeMismatch"
            assert (await console.operate(LATERAL, 2.0))[0] == "BadOutOfRange"
            assert (await console.operate(LATERAL, float("inf")))[0] == "BadOutOfRange"
            assert await console.value(LATERAL_POS) == ON

    asyncio.run(work())
