"""A plan made in regions: how they came to agree, and what became of each."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from console.windows.live.dispatch.words import capital, money, plain, tr
from engines.values.dispatch_layers import LayersRecord, RegionPart
from widgets.dispatch.lines import AgreementView, ProofRow, WhyLine


def agreement_view(record: LayersRecord) -> AgreementView | None:
    """The exchanges as they are drawn; ``None`` where there was none."""
    if not record.exchanges:
        return None
    last = record.exchanges[-1]
    return AgreementView(
        np.array([e.cost for e in record.exchanges]),
        np.array([e.p_mw for e in record.exchanges]),
        np.array([e.is_whole for e in record.exchanges], bool),
        tr("Cost {cost}").format(cost=money(last.cost)),
        tr("Difference {value} kW").format(value=plain(1e3 * last.p_mw, 2)),
    )


def region_rows(record: LayersRecord) -> Iterator[ProofRow]:
    """What stands in the proof of a plan in regions."""
    answered, count = record.answered, len(record.regions)
    yield ProofRow(
        tr("Regions"), tr("{answered} of {count} answered").format(answered=answered, count=count), "",
        answered == count,
    )  # fmt: skip
    if record.exchanges:
        yield ProofRow(tr("Exchanges"), str(len(record.exchanges)))


def region_doubts(record: LayersRecord) -> Iterator[str]:
    """What keeps a plan in regions from being one of all of them."""
    for region in record.regions:
        if region.silence:
            yield tr("region {name} did not answer after exchange {number} and is held at what was agreed then").format(
                name=region.name, number=region.last_answered
            )


def region_lines(record: LayersRecord) -> tuple[WhyLine, ...]:
    """Each region, those that fell silent first."""
    regions = sorted(record.regions, key=lambda region: not region.silence)
    return tuple(WhyLine(-1, capital(_headline(region)), capital(_detail(region))) for region in regions)


def _headline(region: RegionPart) -> str:
    if region.silence:
        return tr("{name}: silent since exchange {number}").format(name=region.name, number=region.last_answered)
    return tr("{name}: answered to the end").format(name=region.name)


def _detail(region: RegionPart) -> str:
    holds = tr("from {branch} on: {buses} buses and {devices} of the devices").format(
        buses=region.buses, devices=region.devices, branch=region.branch
    )
    if region.silence:
        return f"{holds}; {region.silence}"
    takes = tr("takes in {low} to {high} MW").format(
        low=plain(float(region.p_mw.min()), 2), high=plain(float(region.p_mw.max()), 2)
    )
    return "; ".join(part for part in (holds, takes, _room(region)) if part)


def _room(region: RegionPart) -> str:
    """How far the region could go, by the days it solved."""
    if not len(region.ends_p_mw) or not math.isfinite(float(np.nansum(region.ends_p_mw))):
        return ""
    with np.errstate(invalid="ignore"):
        low, high = np.nanmin(region.ends_p_mw), np.nanmax(region.ends_p_mw)
    return tr("could take in {low} to {high} MW").format(low=plain(float(low), 2), high=plain(float(high), 2))
