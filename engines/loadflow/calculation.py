"""Repeated calls of power-grid-model without laying out their buffers anew each time.

The public call describes every array to the core again, which costs more than solving a small network.
Here the description is made once. It needs names that power-grid-model does not promise to keep; where one
is missing, the public call does the same work, slower.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from power_grid_model import CalculationMethod, ComponentType, DatasetType, PowerGridModel, initialize_array
from power_grid_model.errors import PowerGridError

Array = np.ndarray[Any, Any]

try:
    from power_grid_model._core.data_handling import prepare_output_view, prepare_update_view
    from power_grid_model._core.dataset_definitions import ComponentType as _CoreType
    from power_grid_model._core.enum import CalculationType
    from power_grid_model._core.error_handling import assert_no_error
    from power_grid_model._core.power_grid_core import ConstDatasetPtr, get_power_grid_core

    _CAN_PREPARE = _CoreType is ComponentType
except ImportError:  # a later power-grid-model that keeps these elsewhere
    _CAN_PREPARE = False

OUTPUT_COMPONENTS = (ComponentType.node, ComponentType.generic_branch, ComponentType.source)


METHODS = (CalculationMethod.iterative_current, CalculationMethod.newton_raphson)
"""Fixed-point iteration on currents keeps its factors and is the faster one on distribution networks; near the
limit of what a network can carry it stops converging, and Newton-Raphson goes further."""


class Calculation:
    """One balanced power flow of one model, its output arrays kept between calls.

    Attributes:
        output: by component, the rows of the last call; overwritten by the next.
    """

    def __init__(self, pgm: PowerGridModel, tolerance: float, max_iterations: int) -> None:
        self._pgm = pgm
        self._tolerance, self._max_iterations = tolerance, max_iterations
        count = pgm.all_component_count
        self.output: dict[ComponentType, Array] = {
            c: initialize_array(DatasetType.sym_output, c, count[c]) for c in OUTPUT_COMPONENTS if count.get(c)
        }
        self._methods: tuple[CalculationMethod, ...] = METHODS
        self._prepared = self._prepare() if _CAN_PREPARE else None

    def run(self) -> dict[ComponentType, Array]:
        """Solve the model as it stands. Raises ``PowerGridError`` where there is no solution."""
        if len(self._methods) > 1:
            try:
                return self._run(self._methods[0])
            except PowerGridError:
                # What failed once will fail again: the next load is seldom much lower.
                self._methods = METHODS[1:]
        return self._run(self._methods[0])

    def _run(self, method: CalculationMethod) -> dict[ComponentType, Array]:
        if self._prepared is None:
            public: dict[ComponentType, Array] = self._pgm.calculate_power_flow(
                output_component_types=list(self.output), **self._keywords(method)
            )
            return public
        core, view, options = self._prepared
        core.calculate(
            self._pgm._model, options[method].opt, output_data=view.get_dataset_ptr(), update_data=ConstDatasetPtr()
        )
        if core.error_code():
            assert_no_error()
        return self.output

    def _keywords(self, method: CalculationMethod) -> dict[str, Any]:
        return {
            "symmetric": True,
            "error_tolerance": self._tolerance,
            "max_iterations": self._max_iterations,
            "calculation_method": method,
        }

    def _prepare(self) -> tuple[Any, Any, dict[CalculationMethod, Any]] | None:
        try:
            options = {
                method: PowerGridModel._options(
                    calculation_type=CalculationType.power_flow, threading=-1, **self._keywords(method)
                )
                for method in METHODS
            }
            return get_power_grid_core(), prepare_output_view(self.output, DatasetType.sym_output), options
        except (AttributeError, TypeError):
            return None


class Update:
    """A permanent change of ``n`` rows of one component, kept between calls: write to ``rows``, then apply."""

    def __init__(self, pgm: PowerGridModel, component: ComponentType, n: int) -> None:
        self._pgm, self._component = pgm, component
        self.rows: Array = initialize_array(DatasetType.update, component, n)
        self._view = prepare_update_view({component: self.rows}) if _CAN_PREPARE else None

    def apply(self) -> None:
        """Bring the model to what ``rows`` says. Raises ``PowerGridError``; the model is then of no more use."""
        if self._view is None:
            self._pgm.update(update_data={self._component: self.rows})
            return
        core = get_power_grid_core()
        core.update_model(self._pgm._model, self._view.get_dataset_ptr())
        if core.error_code():
            assert_no_error()
