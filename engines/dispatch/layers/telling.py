"""What an agreement has to tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.dispatch.attaching import tree_branch_name
from engines.dispatch.instance import Instance
from engines.dispatch.layers.agreeing import Agreement
from engines.dispatch.layers.boundary import Layer
from engines.dispatch.layers.cutting import Region
from engines.dispatch.layers.region_ask import DIRECTIONS
from engines.values.dispatch_layers import LayerExchange, LayersRecord, RegionPart
from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]


def layers_record(
    whole: Instance,
    regions: Sequence[Region],
    layers: Sequence[Layer],
    agreement: Agreement,
    moves_cost: float,
    workers: int,
) -> LayersRecord:
    """How regions and the layer above came to agree; ``moves_cost`` is that of the positions held."""
    names = [region.name for region in regions]
    exchanges = [
        LayerExchange(
            r.cost + (moves_cost if r.is_whole else 0.0),
            float(r.difference[0]),
            float(r.difference[1]),
            # A squared voltage near 1 differs by twice as much as the voltage.
            float(r.difference[2] / 2),
            r.is_whole,
            tuple(names[k] for k in sorted(r.silent)),
        )
        for r in agreement.rounds
    ]
    told = [_region(whole, k, regions[k], layers[k], agreement) for k in range(len(regions))]
    return LayersRecord(tuple(told), tuple(exchanges), workers)


def _region(whole: Instance, k: int, region: Region, layer: Layer, agreement: Agreement) -> RegionPart:
    answer, ends = agreement.answers[k], agreement.flexibility[k]
    m = len(whole.horizon)
    boundary = np.full((3, m), np.nan) if answer is None else answer.boundary
    hours = whole.horizon.hours * whole.horizon.weight
    has_price = agreement.price.shape[2] == m
    n_end = 0 if ends is None else len(ends.flexibility_cost)
    return RegionPart(
        name=region.name,
        branch=tree_branch_name(whole, region.cut),
        buses=int(np.isin(whole.feeder.node_of_bus, region.nodes).sum()),
        devices=sum(len(found) for found in layer.part.devices.values()),
        p_mw=frozen_array(boundary[0]),
        q_mvar=frozen_array(boundary[1]),
        vm_pu=frozen_array(np.sqrt(np.maximum(boundary[2], 0.0))),
        price=frozen_array(agreement.price[k, 0] / hours if has_price else np.full(m, np.nan)),
        ends=DIRECTIONS[:n_end],
        ends_p_mw=frozen_array(np.empty((0, m)) if ends is None else ends.flexibility[:, 0]),
        ends_q_mvar=frozen_array(np.empty((0, m)) if ends is None else ends.flexibility[:, 1]),
        ends_cost=frozen_array(np.empty(0) if ends is None else ends.flexibility_cost),
        last_answered=agreement.last_answered[k],
        silence=agreement.why_silent(k),
    )
