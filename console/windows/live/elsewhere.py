"""The window turned to another moment than the present, where nothing can be operated, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.live.district import LiveDistrict
from console.windows.live.presenter import LivePresenter
from engines.grid.snapshot import Mode

if TYPE_CHECKING:
    from console.live_console import LiveConsole

KEPT_OUT = ("open_switch", "close_switch", "trust", "browse")
"""Commands of the menus that lead to the field."""


class Elsewhere:
    """What goes with every other moment: the mode, the menus, who may do what."""

    def __init__(self, console: LiveConsole, presenter: LivePresenter, live: LiveDistrict) -> None:
        self._console, self._presenter, self._live = console, presenter, live

    def go(self, district: LiveDistrict, mode: Mode, reason: str, *, lets_plan_go_on: bool = False) -> None:
        """Show another district; nothing can be operated for that reason.

        Args:
            lets_plan_go_on: an armed plan is not suspended by it.
        """
        commands = self._console.commands
        if commands.faults is not None:
            commands.faults.rest(True)
        if commands.operating is not None:
            commands.operating.rest(reason, lets_plan_go_on=lets_plan_go_on)
        for key in KEPT_OUT:
            commands.commands.enable(key, False, reason)
        commands.show_instructor(False)
        self._console.desk.front = district
        self._show_mode(mode)
        commands.show_site(district, district.site)
        self._presenter.turn_to(district)

    def back(self) -> None:
        """Show the present again."""
        commands, live = self._console.commands, self._live
        if commands.faults is not None:
            commands.faults.rest(False)
        self._console.desk.front = live
        self._show_mode(self._console.mode)
        self._console.window.mode_bar.show_moment("")
        # What was said of the other moment would read as if it were about the present.
        self._console.window.say("")
        if commands.operating is not None:
            commands.operating.resume()
            for key in KEPT_OUT:
                commands.commands.enable(key, True)
        commands.show_instructor(True)
        commands.show_site(live, live.site)
        self._presenter.turn_to(live)

    def _show_mode(self, mode: Mode) -> None:
        self._console.window.show_mode(mode)
        self._console.window.show_title(self._live.opened.network.name, False)
