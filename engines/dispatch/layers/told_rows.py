"""Rows and columns of the layer above for what regions have told of their networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, vstack

from engines.dispatch.conic import ConicSolution
from engines.dispatch.layers.boundary import widened
from engines.dispatch.layers.told_network import ToldNetwork
from engines.dispatch.programme import Programme
from engines.dispatch.rows import Part

Array = np.ndarray[Any, Any]

_FLAT = 1e-9
"""Curvature below this share of the largest is none."""


@dataclass(frozen=True, slots=True, eq=False)
class RegionColumns:
    """Where a region stands in the programme of the layer above.

    Attributes:
        boundary: ``(3, n_moment)`` columns of the p, q and u it touches by.
        drivers: ``(n_moment, n_driver)`` columns of what its intake follows, u last; see :class:`ToldNetwork`.
        is_bank: ``(n_driver - 1,)`` which of its devices are capacitor banks.
    """

    boundary: Array
    drivers: Array
    is_bank: Array


class ToldRows:
    """A programme grown by what is told.

    Attributes:
        programme: it, with rows and columns behind the others.
        quadratic: ``(n_column,)`` what squares of columns cost twice: losses bend along new ones.
    """

    def __init__(
        self,
        programme: Programme,
        regions: Sequence[RegionColumns],
        told: Sequence[ToldNetwork],
        loss_worth: Array,
        loss_price: Array,
        limit_price: float,
        margin_pu: float,
        damping: float = 0.0,
    ) -> None:
        """Grow it.

        Args:
            loss_worth: ``(n_region, 2, n_moment)`` what a MW and a Mvar of losses more costs, for their curvature.
            loss_price: ``(n_moment,)`` what a MW lost costs beside.
            limit_price: of one unit by which the worst of a region's limits in a moment is missed: they may not hold
                together as told, and are told anew.
            margin_pu: kept to the limits of regions.
            damping: what half the square of a driver's way from where it was told costs, voltage and ratios aside.
        """
        self._equal, self._upper, self._width = Part(), Part(), programme.layout.n_column
        m = len(programme.instance.horizon)
        self._bends: list[Array] = []
        self._missed: list[Array] = []
        self._deviations: list[Array] = []
        moment = np.zeros(self._width, np.int64)
        for columns in programme.layout.columns():
            moment[columns] = np.arange(m)[:, None]
        for region in regions:
            moment[region.boundary[:2]] = np.arange(m)
        self._moment = [moment]
        self._limit_price, self._damping, self._margin_pu = limit_price, damping, margin_pu
        horizon, prices = programme.instance.horizon, programme.instance.case.prices
        self._deviation_price = horizon.weight * horizon.hours * prices.voltage_deviation
        self._regions: list[RegionColumns] = []
        self._told, self._loss_price = told, loss_price
        before = len(programme.equal_right), len(programme.upper_right)
        self._rows: list[tuple[Array, Array]] = []
        for k, (known, own) in enumerate(zip(regions, told, strict=True)):
            first = self._equal.n_row, self._upper.n_row
            region = self._with_ratios(k, known, own)
            self._regions.append(region)
            self._take(k, region, own)
            self._bend(k, region, own, loss_worth[k])
            self._limit(k, region, own)
            self._deviate(k, region, own)
            self._rows.append(
                (before[0] + np.arange(first[0], self._equal.n_row), before[1] + np.arange(first[1], self._upper.n_row))
            )
        self.programme = self._grown(programme)
        self.quadratic = np.concatenate([np.zeros(programme.layout.n_column), *self._bends])

    def by_moment(self, solution: Array) -> Array:
        """``(n_moment,)`` what a solution costs in each moment."""
        cost = self.programme.cost * solution + 0.5 * self.quadratic * solution**2
        found = np.zeros(len(self.programme.instance.horizon))
        np.add.at(found, np.concatenate(self._moment), cost)
        return found

    def short(self, solution: Array) -> float:
        """By how many pu², at most, limits within regions are missed that do not hold together as told."""
        return float(solution[np.concatenate(self._missed)].max(initial=0.0))

    def voltage_price(self, region: int, solution: ConicSolution) -> Array:
        """``(n_moment,)`` what the layer above would pay for a region's voltage to be lower by one unit of u.

        Whatever the region's rows pull it by, the layer above pulls the other way.
        """
        equal, upper = self._rows[region]
        columns = self._regions[region].boundary[2]
        drawn = self.programme.equal[equal][:, columns].T @ solution.equal_dual[equal]
        drawn += self.programme.upper[upper][:, columns].T @ solution.upper_dual[upper]
        return np.asarray(-drawn - self._loss_price * self._told[region].lost[:, -1])

    def _with_ratios(self, k: int, region: RegionColumns, told: ToldNetwork) -> RegionColumns:
        """The ratios of its regulators are drivers only it has; they get columns here."""
        low, high = told.ratio_range
        m, n = low.shape
        if not n:
            return region
        columns = self._width + np.arange(m * n).reshape(m, n)
        self._width += m * n
        self._bends.append(np.zeros(m * n))
        self._moment.append(np.repeat(np.arange(m), n))
        place = np.arange(m)[:, None], np.arange(n)
        if np.array_equal(low, high):
            self._equal.add(self._equal.block(f"ratio {k}", *place, low).rows, columns.ravel(), 1.0)
        else:
            for name, end, sign in (("least", low, -1.0), ("most", high, 1.0)):
                rows = self._upper.block(f"{name} ratio {k}", *place, sign * end).rows
                self._upper.add(rows, columns.ravel(), sign)
        drivers = np.concatenate([region.drivers[:, :-1], columns, region.drivers[:, -1:]], axis=1)
        return replace(region, drivers=drivers)

    def _take(self, k: int, region: RegionColumns, told: ToldNetwork) -> None:
        """What it takes in follows its drivers."""
        for j in range(2):
            right = told.taken[j] - (told.slope[j] * told.at).sum(axis=1)
            rows = self._equal.block(f"taken {j} {k}", np.arange(len(right)), k, right).rows
            self._equal.add(rows, region.boundary[j], 1.0)
            self._equal.add(rows[:, None], region.drivers, -told.slope[j])

    def _bend(self, k: int, region: RegionColumns, told: ToldNetwork, worth: Array) -> None:
        """Losses bend along the main axes of their curvature, each a column of its own."""
        curvature = (worth[0] + self._loss_price)[:, None, None] * told.curvature[0]
        curvature = curvature + worth[1][:, None, None] * told.curvature[1]
        if self._damping:
            n = curvature.shape[1] - 1 - told.ratio_range.shape[2]
            curvature[:, np.arange(n), np.arange(n)] += self._damping
        value, vector = np.linalg.eigh(curvature)
        moment, place = np.nonzero(value > _FLAT * max(float(value.max(initial=0.0)), 1e-12))
        along = vector[moment, :, place]
        columns = self._width + np.arange(len(moment))
        self._width += len(moment)
        rows = self._equal.block(f"bend {k}", moment, place, (along * told.at[moment]).sum(axis=1)).rows
        self._equal.add(rows[:, None], region.drivers[moment], along)
        self._equal.add(rows, columns, -1.0)
        self._bends.append(value[moment, place])
        self._moment.append(moment)

    def _limit(self, k: int, region: RegionColumns, told: ToldNetwork) -> None:
        """Limits within it that are near, and by how much the worst of a moment is missed."""
        moment, m = told.limit_moment, len(told.at)
        missed = self._width + np.arange(m)
        self._width += m
        self._bends.append(np.zeros(m))
        self._missed.append(missed)
        self._moment.append(np.arange(m))
        never = self._upper.block(f"missed {k}", np.arange(m), k, 0.0).rows
        self._upper.add(never, missed, -1.0)
        if not len(moment):
            return
        room = told.limit_room - self._margin_pu * told.limit_margin
        right = room + (told.limit_slope * told.at[moment]).sum(axis=1)
        rows = self._upper.block(f"limit {k}", moment, np.arange(len(moment)), right).rows
        self._upper.add(rows[:, None], region.drivers[moment], told.limit_slope)
        self._upper.add(rows, missed[moment], -1.0)

    def _deviate(self, k: int, region: RegionColumns, told: ToldNetwork) -> None:
        """How far its voltages are from 1 pu, where that has a price; see the rows of the same name of a programme."""
        m, n = told.u.shape
        if not n:
            return
        columns = self._width + np.arange(m * n).reshape(m, n)
        self._width += m * n
        self._bends.append(np.zeros(m * n))
        self._moment.append(np.repeat(np.arange(m), n))
        self._deviations.append(columns)
        base = told.u - (told.u_slope * told.at[:, None, :]).sum(axis=2)
        for name, sign in (("over", 0.5), ("under", -0.5)):
            block = self._upper.block(f"deviation {name} {k}", np.arange(m)[:, None], np.arange(n), sign * (1.0 - base))
            rows = block.rows.reshape(m, n)
            self._upper.add(rows[:, :, None], region.drivers[:, None, :], sign * told.u_slope)
            self._upper.add(rows, columns, -1.0)

    def _grown(self, programme: Programme) -> Programme:
        grown = widened(programme, csc_matrix((len(programme.equal_right), self._width - programme.layout.n_column)))
        losses = np.zeros(self._width)
        for region, told in zip(self._regions, self._told, strict=True):
            np.add.at(losses, region.drivers, self._loss_price[:, None] * told.lost)
        short = np.zeros(self._width)
        short[np.concatenate(self._missed)] = self._limit_price
        apart = np.zeros(self._width)
        for columns in self._deviations:
            apart[columns] = self._deviation_price[:, None]
        return replace(
            grown,
            costs={**grown.costs, "loss below": losses, "limits below": short, "deviation below": apart},
            equal=csc_matrix(vstack([grown.equal, self._equal.matrix(self._width)], format="csc")),
            equal_right=np.concatenate([grown.equal_right, self._equal.right]),
            upper=csc_matrix(vstack([grown.upper, self._upper.matrix(self._width)], format="csc")),
            upper_right=np.concatenate([grown.upper_right, self._upper.right]),
        )
