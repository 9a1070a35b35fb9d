"""A storm from the first fault to the last closed switch, unattended and in simulated time.

The plant is the field, crews and telephones play themselves, and the desk does what an operator would with the console:
locate, plan, switch, send crews, make safe, repair, go back to normal. The same storm can be run with the console's
plans and without them (:class:`console.workflows.storm_plans.ByHand`): the same faults, crews and repair times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from console.workflows.crew_play import CrewOptions, CrewPlay
from console.workflows.customers import CustomerList
from console.workflows.places import Places
from console.workflows.storm_crews import CrewBoard
from console.workflows.storm_desk import DeskOptions, StormDesk
from console.workflows.storm_field import StormField
from console.workflows.storm_plans import ByHand, ConsolePlans, StormPolicy
from console.workflows.storm_result import StormAccount, account_of
from console.workflows.storm_supply import SupplyLog
from console.workflows.storm_zones import ZoneMap
from console.workflows.telephone_play import CallOptions, TelephonePlay
from engines.grid.network import Network
from engines.plant.options import MeterOptions, PlantOptions
from engines.plant.plant import Plant
from engines.plant.storm import Storm
from engines.values.repair import Crew
from engines.values.validation import InputError

PATIENT = PlantOptions(solve_s=60.0, meter=MeterOptions(scan_s=60.0, smart_interval_s=6 * 3600.0))
"""Meters look seldom: a storm goes by what is told at once, and by the state at a switching."""


@dataclass(frozen=True, slots=True)
class StormOptions:
    """How a storm is played.

    Attributes:
        seed: of everything but the drawing of the faults.
    """

    seed: int = 0
    desk: DeskOptions = field(default_factory=DeskOptions)
    crews: CrewOptions = field(default_factory=CrewOptions)
    calls: CallOptions = field(default_factory=CallOptions)
    plant: PlantOptions = PATIENT


def silence(sentence: str) -> None:
    """Progress that nobody reads."""


def storm_desk(
    network: Network, storm: Storm, customers: CustomerList, crews: Sequence[Crew], policy: StormPolicy,
    options: StormOptions, progress: Callable[[str], None] = silence,
) -> StormDesk:  # fmt: skip
    """A control room before the storm.

    Raises ``InputError`` where an event does not fit the district, or its first load flow has no solution.
    """
    script = storm.script(network, options.seed)
    rehearse(network, script_source=storm.source, storm=storm, seed=options.seed)
    plant = Plant(network, start=storm.start, seed=options.seed, options=options.plant)
    if not plant.status.is_solved:
        raise InputError(network.name, f"has no load flow to begin with: {plant.status.reason}", "see tieline solve")
    begin_us = int(plant.time.astype("datetime64[us]").astype(np.int64))
    zones, places = ZoneMap(network), Places(network)
    log = SupplyLog(network, customers.count)
    log.watch(plant.snapshot, begin_us)
    connections = {load: customers.count([load]) for load in customers.by_load}
    telephone = TelephonePlay(connections, options.seed, options.calls)
    field_ = StormField(plant, begin_us, zones, log, script, telephone)
    game = CrewPlay(crews, places, options.seed, options.crews, is_live=field_.is_live, kind_of=zones.kind_of)
    field_.play_crews(game)
    board = CrewBoard(crews, places, game.place_of)
    return StormDesk(field_, policy, board, customers, options.desk, progress)


def run_storm(
    network: Network, storm: Storm, customers: CustomerList, crews: Sequence[Crew], policy: StormPolicy,
    options: StormOptions, progress: Callable[[str], None] = silence,
) -> tuple[StormAccount, StormDesk]:  # fmt: skip
    """Run a storm to its end: the account, and the desk with every record. See :func:`storm_desk`."""
    desk = storm_desk(network, storm, customers, crews, policy, options, progress)
    desk.run()
    end_us = desk.begin_us + round(storm.duration_s * 1e6)
    return account_of(desk, desk.begin_us, end_us), desk


def compare_storm(
    network: Network, storm: Storm, customers: CustomerList, crews: Sequence[Crew], options: StormOptions,
    progress: Callable[[str], None] = silence,
) -> tuple[StormAccount, StormAccount]:  # fmt: skip
    """The same storm with the console's plans and without them."""
    with_plans, _ = run_storm(network, storm, customers, crews, ConsolePlans(), options, progress)
    progress("the same storm without the console's plans")
    without, _ = run_storm(network, storm, customers, crews, ByHand(), options, progress)
    return with_plans, without


def rehearse(network: Network, script_source: str, storm: Storm, seed: int) -> None:
    """Try every event on a plant of its own, so that what does not fit is told before anything begins."""
    plant = Plant(network)
    for entry in storm.script(network, seed):
        if entry.event is None:
            continue
        try:
            plant.inject(entry.event)
        except InputError as error:
            raise InputError(entry.place, str(error)) from error
