"""A console of its own that carries an order out and says when its first step is on its way; the test kills it there.

python order_and_wait.py MAP SITE_FOLDER LINE
"""

from __future__ import annotations

import sys
from pathlib import Path

from console.live_console import LiveConsole
from engines.values.switching_orders import OrderStepState
from tests.console.faults.live.fault_room import FaultRoom
from tests.console.windows.live.conftest import wait_until


def main() -> None:
    """Take the fault that comes, write the order, run it through, and wait for the end that comes from outside."""
    address_map, folder, line = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    console = LiveConsole(theme="light", is_lasting=False, site_folder=folder, address_map=address_map)
    console.start("north", (1366, 768))
    room = FaultRoom(console)
    incident_id = room.take_incident(line)
    order_id = room.write_order(incident_id)
    room.press_order("through", order_id)

    def is_on_its_way() -> bool:
        due = room.order(order_id).next_step
        return bool(room.journal("command")) and due is not None and due.state is OrderStepState.INSTRUCTED

    wait_until(is_on_its_way, "the first step to be on its way")
    print(f"on its way {incident_id} {order_id}", flush=True)
    wait_until(lambda: False, "the end", 600.0)


if __name__ == "__main__":
    main()
