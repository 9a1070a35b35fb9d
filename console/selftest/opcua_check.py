"""Whether a server on this machine can be reached through OPC UA: written, read, and heard of by subscription."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from console.selftest.result import CheckResult, failed, ok

WAIT_S = 20.0
REMEDY = "allow connections to 127.0.0.1 on this machine (firewall, security software)"
NAMESPACE = "urn:tieline:selftest"


def check_opcua() -> CheckResult:
    """A server and a client in this process, talking over the loopback."""
    # Its remarks on a server without certificates are for those who run one.
    logging.getLogger("asyncua").setLevel(logging.CRITICAL)
    try:
        heard = asyncio.run(asyncio.wait_for(_talk(), WAIT_S))
    except TimeoutError:
        remedy = f"ask again when the machine is less busy; if that does not help, {REMEDY}"
        return failed(f"no answer over 127.0.0.1 within {WAIT_S:.0f} s", remedy)
    except OSError as error:
        return failed(f"127.0.0.1 cannot be used ({(error.strerror or str(error)).lower()})", REMEDY)
    if heard != [1.0, 2.0]:
        return failed(f"the subscription brought {heard} instead of 1 and 2", REMEDY)
    return ok("a value was written, and its change heard over 127.0.0.1")


class _Ear:
    """Takes what the subscription brings."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.is_complete = asyncio.Event()

    def datachange_notification(self, node: Any, value: Any, data: Any) -> None:
        """One change."""
        self.values.append(float(value))
        if len(self.values) == 2:
            self.is_complete.set()


async def _talk() -> list[float]:
    from asyncua import Client, Server

    server = Server()
    await server.init()
    # Port 0: the machine chooses a free one.
    server.set_endpoint("opc.tcp://127.0.0.1:0/selftest")
    space = await server.register_namespace(NAMESPACE)
    variable = await server.nodes.objects.add_variable(space, "value", 1.0)
    await variable.set_writable()
    async with server:
        port = server.bserver._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        async with Client(f"opc.tcp://127.0.0.1:{port}/selftest") as client:
            ear = _Ear()
            node = client.get_node(variable.nodeid)
            subscription = await client.create_subscription(20, ear)
            await subscription.subscribe_data_change(node)
            await node.write_value(2.0)
            await ear.is_complete.wait()
            await subscription.delete()
    return ear.values
