"""The outcome of a weighing as the value that travels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.restoration.averaging import weighted_band
from engines.restoration.evidence import Gathered
from engines.restoration.explanation import Explainer
from engines.restoration.location_options import LocationOptions
from engines.restoration.next_step import next_steps
from engines.restoration.outage import gasp_rates
from engines.restoration.passage import indicator_rates
from engines.restoration.scoring import KINDS, Suspicions, Weighing
from engines.values.fault_evidence import Reading
from engines.values.frozen import frozen_array
from engines.values.location import UNKNOWN_RATE, FaultType, Hypothesis, Location, LocationStatus, Rate

Array = np.ndarray[Any, Any]
NEGLIGIBLE = 1e-9
NO_FAULT = 0.8
"""Only beyond this is it said that there is no fault; below, the suspects are shown with the doubt beside them."""
WORTH_SAYING = 0.1
Strings = tuple[tuple[str, ...], ...]


class Teller:
    """Puts the posterior of one weighing into words and values."""

    def __init__(
        self, weighing: Weighing, found: Gathered, suspected: Suspicions, posterior: Array,
        members: Strings, boundary: tuple[tuple[int, ...], ...],
    ) -> None:  # fmt: skip
        self._weighing, self._paths, self._found = weighing, weighing.paths, found
        self._all, self._posterior = suspected, posterior
        self._members, self._boundary = members, boundary
        self._explainer = Explainer(found, weighing, suspected)
        self._order = np.argsort(-posterior, kind="stable")
        self._switch_id = weighing.paths.snapshot.network["switch"].id

    def tell(self, no_fault: float, options: LocationOptions) -> Location:
        """Everything about where the fault is."""
        zones, probability = self._by_zones()
        leader = int(self._order[0])
        misfits, pieces = self._explainer.misfits(leader)
        zone_probability = self._zone_probability()
        snapshot = self._paths.snapshot
        location = Location(
            LocationStatus.SUSPECTED,
            "",
            options.level,
            hypotheses=self._hypotheses(options.most_hypotheses),
            all_zones=frozen_array(zones),
            all_probability=frozen_array(probability),
            zone_probability=frozen_array(zone_probability),
            device_probability=self._devices(),
            no_fault_probability=no_fault,
            gasp_rate=self._gasp_rate(options),
            indicator_rate=self._indicator_rate(options),
            left_out=tuple(self._found.left_out),
            contradictions=(*self._found.conflicts, *misfits),
            unfitting=pieces,
            structure_revision=snapshot.network.structure_revision,
            snapshot_revision=snapshot.revision,
        )
        return self._judged(location, leader)

    def _judged(self, location: Location, leader: int) -> Location:
        held = location.credible_zones(location.level)
        is_tied = len(held) > 1
        if is_tied:
            steps = next_steps(self._paths, self._found, location.zone_probability, self._boundary)
            location = replace(location, next_steps=steps)
        if self._found.is_empty:
            reason = "nothing was heard that a fault would cause; every zone is as likely as before"
            return replace(location, status=LocationStatus.NO_EVIDENCE, reason=reason)
        if location.no_fault_probability > NO_FAULT:
            reason = "false reports explain what was heard better than any fault does"
            return replace(location, status=LocationStatus.NO_FAULT, reason=reason)
        if self._explainer.is_contradictory(leader):
            first = location.contradictions[0].text if location.contradictions else "reports point to different places"
            return replace(location, status=LocationStatus.CONTRADICTORY, reason=first)
        if is_tied:
            reason = f"{len(held)} zones remain for {location.level:.0%}"
            if location.no_fault_probability > WORTH_SAYING:
                reason += f", and there may be no fault at all ({location.no_fault_probability:.0%})"
            return replace(location, reason=reason)
        return replace(location, status=LocationStatus.LOCATED)

    def _by_zones(self) -> tuple[Array, Array]:
        """Every pair of zones once, with the probability of all its kinds, likeliest first."""
        base = self._paths.zones.count + 1
        code = self._all.zones[:, 0] * base + self._all.zones[:, 1] + 1
        pairs, where = np.unique(code, return_inverse=True)
        probability = np.bincount(where, self._posterior, minlength=len(pairs))
        order = np.argsort(-probability, kind="stable")
        order = order[probability[order] > NEGLIGIBLE]
        zones = np.stack([pairs[order] // base, pairs[order] % base - 1], axis=1)
        return zones, probability[order] / probability[order].sum()

    def _zone_probability(self) -> Array:
        found = np.zeros(self._paths.zones.count)
        for column in (0, 1):
            zone = self._all.zones[:, column]
            np.add.at(found, zone[zone >= 0], self._posterior[zone >= 0])
        return np.minimum(found, 1.0)

    def _hypotheses(self, most: int) -> tuple[Hypothesis, ...]:
        """The likeliest, one for each kind and zone; that a device failed is a detail of a short circuit."""
        groups: dict[tuple[int, int, int], list[int]] = {}
        for which in self._order[: 4 * most].tolist():
            key = (int(self._all.kind[which]), *self._all.zones[which].tolist())
            groups.setdefault(key, []).append(which)
        total = {key: float(self._posterior[members].sum()) for key, members in groups.items()}
        chosen = sorted(groups, key=lambda key: -total[key])[:most]
        return tuple(self._hypothesis(groups[key][0], total[key]) for key in chosen)

    def _hypothesis(self, which: int, probability: float) -> Hypothesis:
        zones = [int(zone) for zone in self._all.zones[which] if zone >= 0]
        around = dict.fromkeys(row for zone in zones for row in self._boundary[zone])
        return Hypothesis(
            KINDS[int(self._all.kind[which])],
            zones[0],
            zones[1] if len(zones) > 1 else -1,
            probability,
            tuple(name for zone in zones for name in self._members[zone]),
            tuple(str(self._switch_id[row]) for row in around),
            tuple(str(self._switch_id[row]) for row in self._explainer.tripped(which)),
            bool(self._all.is_backup[which]),
            self._explainer.reasons(which),
        )

    def _devices(self) -> tuple[tuple[str, float], ...]:
        """Who may have tripped; probabilities of a double fault count for both devices."""
        area = np.where(self._all.zones >= 0, self._paths.area[self._all.zones], -1)
        area[:, 0] = np.where(self._all.is_backup, self._paths.behind[area[:, 0]], area[:, 0])
        trips = np.isin(self._all.kind, [KINDS.index(FaultType.SHORT_CIRCUIT), KINDS.index(FaultType.DOUBLE)])
        area[~trips] = -1
        area[area[:, 1] == area[:, 0], 1] = -1
        by_area = np.zeros(self._paths.n_area)
        for column in (0, 1):
            used = area[:, column] >= 0
            np.add.at(by_area, area[used, column], self._posterior[used])
        found = {"": float(self._posterior[(area < 0).all(axis=1)].sum())}
        for number, probability in enumerate(by_area.tolist()):
            for name in [str(self._switch_id[row]) for row in self._paths.devices[number]] or [""]:
                found[name] = found.get(name, 0.0) + probability
        ranked = sorted(found.items(), key=lambda entry: -entry[1])
        return tuple((name, min(probability, 1.0)) for name, probability in ranked if probability > 1e-4)

    def _single_trips(self) -> tuple[Array, Array]:
        """The faulted zone of each plain short circuit and its probability."""
        plain = (self._all.kind == KINDS.index(FaultType.SHORT_CIRCUIT)) & ~self._all.is_backup
        weight = self._posterior[plain]
        likely = weight > 1e-4 * weight.max()
        return self._all.zones[plain, 0][likely], weight[likely] / weight.sum()

    def _speaks_of_trips(self) -> bool:
        """Whether a plain short circuit is likely enough to say anything of rates."""
        plain = (self._all.kind == KINDS.index(FaultType.SHORT_CIRCUIT)) & ~self._all.is_backup
        return float(self._posterior[plain].sum()) > NEGLIGIBLE

    def _gasp_rate(self, options: LocationOptions) -> Rate:
        # Where none has gasped, what is heard tells nothing of how many would.
        if not self._found.gasps.any() or not self._speaks_of_trips():
            return UNKNOWN_RATE
        zones, weight = self._single_trips()
        posterior = self._weighing.meters.rates(self._paths.area[zones], weight)
        return Rate(*weighted_band(gasp_rates(options.meters)[0], posterior))

    def _indicator_rate(self, options: LocationOptions) -> Rate:
        readings = self._weighing.indicators.readings
        if all(reading is Reading.QUIET for reading in readings) or not self._speaks_of_trips():
            return UNKNOWN_RATE
        zones, weight = self._single_trips()
        posterior = self._weighing.indicators.rates(zones, weight)
        return Rate(*weighted_band(indicator_rates(options.indicators)[0], posterior))
