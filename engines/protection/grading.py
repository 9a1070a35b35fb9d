"""Settings from the network: pickups from ratings and reach, times graded from the ends toward the source."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.ratings import NO_LIMIT_KA, stated
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind
from engines.protection.curves import Curve, Stage, fastest_s, inverse_s
from engines.protection.fault import FaultKind
from engines.protection.hierarchy import Hierarchy, hierarchy, protective_rows
from engines.protection.options import Case, NeutralTreatment, ShortCircuitOptions
from engines.protection.settings import DeviceProtection, ProtectionSettings, ReclosingSettings, RelaySettings
from engines.protection.short_circuit import ShortCircuitModel
from engines.values.frozen import FrozenMap

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class GradingRules:
    """How settings are chosen.

    Attributes:
        over_rating: phase pickup over the rating of what lies behind.
        reach: phase pickup at most this share of the smallest fault current in the device's own zone.
        margin_s: between two relays; fuse_margin_s: between a relay and a fuse before it.
        first_s: time of the device nearest to the ends, at the largest current it can see.
        high_set: pickup of the fast stage over the largest current at the next device; high_set_s: its time.
        earth_share: earth pickup over the current the neutral lets through; earth_first_s: its shortest time.
        second_group: phase pickups of the second group over those of the first.
        longest_fuse_s: no earth stage waits longer than that for a fuse.
        fuse_melting: current at which a fuse begins to melt over its rating; fuse_time: its time multiplier.
        reclosing: sequence of reclosers and of the breakers of overhead feeders.
    """

    over_rating: float = 1.4
    reach: float = 0.7
    margin_s: float = 0.3
    fuse_margin_s: float = 0.2
    first_s: float = 0.2
    high_set: float = 1.3
    high_set_s: float = 0.05
    earth_share: float = 0.2
    earth_first_s: float = 0.3
    longest_fuse_s: float = 1.0
    second_group: float = 1.3
    fuse_melting: float = 2.0
    fuse_time: float = 0.02
    reclosing: ReclosingSettings = field(default_factory=ReclosingSettings)


DEFAULT_RULES = GradingRules()
ROOT3 = float(np.sqrt(3))
SHORTEST_TMS, LONGEST_TMS = 0.02, 2.0


def derive_settings(
    snapshot: Snapshot,
    options: ShortCircuitOptions = ShortCircuitOptions(),  # noqa: B008 - frozen
    rules: GradingRules = DEFAULT_RULES,
) -> ProtectionSettings:
    """Settings of every breaker, recloser and fuse of a network for its normal state.

    Inverse-time stages (IEC 60255-151) are graded at the largest current the device before can see; below it
    the margin only grows, because the device behind never has the lower pickup. Where nothing is set against
    a neighbour (standby transformers, couplers), the device takes the settings of its nearest relative.
    """
    tree = hierarchy(snapshot)
    largest = ShortCircuitModel(tree.snapshot, replace(options, case=Case.MAX)).bus_currents(FaultKind.THREE_PHASE)
    model = ShortCircuitModel(tree.snapshot, replace(options, case=Case.MIN))
    smallest, smallest_earth = (model.bus_currents(kind) for kind in (FaultKind.TWO_PHASE, FaultKind.EARTH))
    grader = Grader(tree, largest, smallest, smallest_earth, options, rules)
    devices = {row: grader.device(row) for row in reversed(tree.order)}
    for row in protective_rows(snapshot).tolist():
        if row not in devices:
            devices[row] = grader.relative(row, devices)
    return ProtectionSettings(FrozenMap(devices))


class Grader:
    """Makes the settings of one device after the other, those nearest to the ends first.

    Args:
        largest, smallest, smallest_earth: ``(n_bus,)`` fault currents, kA.
    """

    def __init__(
        self,
        tree: Hierarchy,
        largest: Array,
        smallest: Array,
        smallest_earth: Array,
        options: ShortCircuitOptions,
        rules: GradingRules,
    ) -> None:
        self._tree, self._rules, self._options = tree, rules, options
        self._network: Network = tree.snapshot.network
        self._largest, self._smallest, self._smallest_earth = largest, smallest, smallest_earth
        self._vn_kv = self._network.bus["vn_kv"]
        self._switch_bus = np.asarray(self._network.bus_row(self._network["switch"]["bus"]), np.int64)
        self._made: dict[int, DeviceProtection] = {}
        self._before: dict[int, list[int]] = {}
        for row in tree.order:
            self._before.setdefault(tree.behind[row], []).append(row)

    def device(self, row: int) -> DeviceProtection:
        """Settings of one switch; those before it must have been made."""
        is_fuse = self._network["switch"]["kind"][row] == SwitchKind.FUSE
        before = self._before.get(row, [])
        phase = self._fuse(row) if is_fuse else self._phase(row, before)
        normal = RelaySettings(phase, () if is_fuse else self._earth(row, before))
        raised = tuple(replace(s, pickup_ka=s.pickup_ka * self._rules.second_group) for s in phase)
        made = DeviceProtection(
            groups=(normal,) if is_fuse else (normal, replace(normal, phase=raised)),
            reclosing=None if is_fuse else self._reclosing(row),
            is_fuse=is_fuse,
            uses_neutral=self._feeds_bar(row),
            backs_up=self._tree.behind[row],
        )
        self._made[row] = made
        return made

    def relative(self, row: int, devices: dict[int, DeviceProtection]) -> DeviceProtection:
        """Settings for a switch outside the supply tree: those of a switch of its kind at the same bus."""
        switch = self._network["switch"]
        for other in devices:
            alike = all(switch[column][other] == switch[column][row] for column in ("kind", "et", "bus"))
            if alike and switch["kind"][row] != SwitchKind.FUSE:
                return replace(devices[other], backs_up=-1)
        if switch["kind"][row] == SwitchKind.FUSE:
            return DeviceProtection((RelaySettings(self._fuse(row)),), is_fuse=True)
        stage = Stage(self._rules.over_rating * self._rated_ka(row), 0.5)
        return DeviceProtection((RelaySettings((stage,)), RelaySettings((stage,))))

    def _phase(self, row: int, before: list[int]) -> tuple[Stage, ...]:
        rules = self._rules
        own = [self._smallest[bus] for bus in self._tree.own_buses[row] if self._same_level(bus, row)]
        least = min((float(i) for i in own if i > 0), default=np.inf)
        pickup = min(rules.over_rating * self._rated_ka(row), rules.reach * least)
        for other in before:
            if not self._made[other].is_fuse:
                pickup = max(pickup, 1.05 * self._made[other].groups[0].phase[0].pickup_ka * self._level(other, row))
        here = float(self._largest[self._tree.at_bus[row]])
        wanted = rules.first_s / inverse_s(Curve.STANDARD_INVERSE, max(here / pickup, 1.1))
        highest = 0.0
        for other in before:
            theirs = float(self._largest[self._tree.at_bus[other]])
            seen = theirs * self._level(other, row)
            highest = max(highest, seen)
            if seen <= pickup:
                continue
            margin = rules.fuse_margin_s if self._made[other].is_fuse else rules.margin_s
            # A fast stage of theirs must not make ours too fast for what it does not see.
            slow = fastest_s(self._made[other].groups[0].phase[:1], theirs)
            wanted = max(wanted, (slow + margin) / inverse_s(Curve.STANDARD_INVERSE, seen / pickup))
        stages = [Stage(pickup, float(np.clip(wanted, SHORTEST_TMS, LONGEST_TMS)), Curve.STANDARD_INVERSE)]
        if 0 < rules.high_set * highest < here:
            stages.append(Stage(rules.high_set * highest, rules.high_set_s))
        return tuple(stages)

    def _earth(self, row: int, before: list[int]) -> tuple[Stage, ...]:
        neutral, rules = self._options.neutral, self._rules
        if neutral.treatment in (NeutralTreatment.RESONANT, NeutralTreatment.ISOLATED):
            return ()
        vn_kv = float(self._vn_kv[self._tree.at_bus[row]])
        if not 1.0 < vn_kv <= 60.0:
            return ()
        longest = rules.earth_first_s
        for other in before:
            made = self._made[other]
            if not self._same_switch_level(other, row):
                continue
            if made.is_fuse:
                own = [self._smallest_earth[bus] for bus in self._tree.own_buses[other] if self._same_level(bus, row)]
                melts_s = fastest_s(made.groups[0].phase, float(min(own, default=neutral.limit_ka)))
                longest = max(longest, min(melts_s, rules.longest_fuse_s) + rules.fuse_margin_s)
            else:
                longest = max([longest, *(stage.time + rules.margin_s for stage in made.groups[0].earth)])
        return (Stage(rules.earth_share * neutral.limit_ka, longest),)

    def _fuse(self, row: int) -> tuple[Stage, ...]:
        switch, rules = self._network["switch"], self._rules
        rated = float(stated(switch["in_ka"], NO_LIMIT_KA)[row])
        rated = rated if np.isfinite(rated) else 0.1
        if switch["et"][row] == "t":
            # Fuses of a transformer follow its rating, three times of which pass when it is switched on.
            rated = min(rated, 2.0 * self._rated_ka(row))
        return (Stage(rules.fuse_melting * rated, rules.fuse_time, Curve.EXTREMELY_INVERSE, least_s=0.01),)

    def _reclosing(self, row: int) -> ReclosingSettings | None:
        kind = self._network["switch"]["kind"][row]
        if kind == SwitchKind.RECLOSER:
            return self._rules.reclosing
        if kind != SwitchKind.BREAKER or self._network["switch"]["et"][row] != "l":
            return None
        line = self._network["line"]
        below = self._beyond(row)
        tables, rows = self._tree.topology.parent_table[below], self._tree.topology.parent_row[below]
        lines = rows[tables == self._tree.topology.branch_tables.index("line")]
        length = line["length_km"][lines]
        overhead = float(length[line["type"][lines] == "ol"].sum())
        return self._rules.reclosing if overhead > 0.5 * float(length.sum()) else None

    def _beyond(self, row: int) -> Array:
        """Rows of all buses behind a switch, also behind others."""
        rows, waiting = [], [row]
        while waiting:
            at = waiting.pop()
            rows += self._tree.own_buses[at]
            waiting += self._before.get(at, [])
        return np.array(rows, np.int64)

    def _feeds_bar(self, row: int) -> bool:
        """Whether it stands at the low side of a transformer that feeds a bar."""
        switch, trafo = self._network["switch"], self._network["trafo"]
        if switch["et"][row] != "t":
            return False
        at = np.flatnonzero(trafo.index == switch["element"][row])
        return bool(len(at)) and bool(trafo["lv_bus"][at[0]] == switch["bus"][row])

    def _rated_ka(self, row: int) -> float:
        switch = self._network["switch"]
        table = {"l": "line", "t": "trafo"}.get(str(switch["et"][row]), "")
        rated = float(stated(switch["in_ka"], NO_LIMIT_KA)[row])
        at: Array = np.empty(0, np.int64)
        if table:
            at = np.flatnonzero(self._network[table].index == switch["element"][row])
        if len(at) and table == "line":
            line = self._network["line"]
            own = float((stated(line["max_i_ka"], NO_LIMIT_KA) * line["parallel"])[at[0]])
        elif len(at):
            vn_kv = float(self._vn_kv[self._switch_bus[row]])
            own = float(self._network["trafo"]["sn_mva"][at[0]]) / (ROOT3 * vn_kv)
        else:
            own = rated if np.isfinite(rated) else self._transformers_ka(row)
        return own if np.isfinite(own) and own > 0 else 0.4

    def _transformers_ka(self, row: int) -> float:
        """Rating of the transformers in a switch's own zone, seen from it; NaN without any."""
        trafo = self._network["trafo"]
        own = np.isin(np.asarray(self._network.bus_row(trafo["hv_bus"])), self._tree.own_buses.get(row, []))
        s_mva = float(trafo["sn_mva"][own].sum())
        return s_mva / (ROOT3 * float(self._vn_kv[self._switch_bus[row]])) if s_mva > 0 else float("nan")

    def _level(self, other: int, row: int) -> float:
        """Current at ``row`` for one ampere at ``other``: the inverse ratio of their voltages."""
        return float(self._vn_kv[self._tree.at_bus[other]] / self._vn_kv[self._switch_bus[row]])

    def _same_level(self, bus: int, row: int) -> bool:
        return bool(abs(self._vn_kv[bus] / self._vn_kv[self._switch_bus[row]] - 1) < 0.1)

    def _same_switch_level(self, other: int, row: int) -> bool:
        return self._same_level(int(self._switch_bus[other]), row)
