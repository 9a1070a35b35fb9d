"""A field server to be tested against, in a process of its own: started, told and asked over standard input and output.

Prints one JSON line when it listens, then one for each command a device received:
``{"device": name, "value": number, "at": time.monotonic()}``. Reads JSON lines:

- ``{"write": name, "value": ..., "type": "Double", "status": 0}``: change a variable
- ``{"drop": true}``: drop every connection and session
- ``{"clock": seconds}``: the server's clock is off by so much from now on
- ``{"keep_alive": n}``: subscriptions made from now on are granted no shorter keep-alive than ``n`` intervals
- ``{"lose": n}``: the next ``n`` publish responses are not sent, and can be asked for again unless ``forget``
- ``{"ramp": [count, per_second]}``: change ``Ramp0`` ... so often
- ``{"alarm": k, "active": true, "acked": false, "severity": 700, "message": "..."}``: an event of condition ``Alarmk``
- ``{"answer": {"device": text}}``: what that device says from now on (``refuse``, ``hang``, ``move``)
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import sys
import time
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from asyncua import Server, ua
from asyncua.common.event_objects import AlarmCondition
from asyncua.ua import uaprotocol_auto
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

URI = "urn:test:field"


class Field:
    """The server and what it is told."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.server = Server()
        self.nodes: dict[str, Any] = {}
        self.answers: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.index = 0
        self.clock_off = timedelta()
        self.shortest_keep_alive = 0

    async def start(self) -> None:
        # The standard address space is a hundred thousand objects that stay; looking through them takes longest.
        gc.disable()
        await self.server.init()
        gc.freeze()
        gc.enable()
        self.server.set_endpoint(f"opc.tcp://127.0.0.1:{self.options.port}/field")
        if self.options.secure:
            await self._secure(Path(self.options.secure))
        await self.server.register_namespace("urn:test:other")
        self.index = await self.server.register_namespace(URI)
        objects = self.server.nodes.objects
        folder = await objects.add_object(self._id("Folder"), self._name("Folder"))
        for name, value, kind in (
            ("Voltage", 1.0, "Double"),
            ("Position", 1, "Int32"),
            ("Flag", True, "Boolean"),
            ("Text", "words", "String"),
            ("Anything", 0.5, "Double"),
            ("Setpoint", 1.0, "Double"),
        ):
            data_type = ua.NodeId(ua.ObjectIds.BaseDataType) if name == "Anything" else None
            variant = ua.Variant(value, ua.VariantType[kind])
            node = await folder.add_variable(self._id(name), self._name(name), variant, datatype=data_type)
            await node.set_writable()
            self.nodes[name] = node
        for k in range(self.options.ramps):
            name = f"Ramp{k}"
            self.nodes[name] = await folder.add_variable(self._id(name), self._name(name), 0.0)
        for device in ("Direct", "Selected"):
            await self._add_device(folder, device)
        service = self.server.iserver.subscription_service
        create = service.create_subscription

        async def grant(parameters: Any, *more: Any, **other: Any) -> Any:
            asked = parameters.RequestedMaxKeepAliveCount
            parameters.RequestedMaxKeepAliveCount = max(asked, self.shortest_keep_alive)
            return await create(parameters, *more, **other)

        service.create_subscription = grant
        # A server in the field may send anything, whatever it has declared.
        self.server.iserver.aspace._is_expected_variant_type = lambda *_: True
        await self.server.start()

    async def _secure(self, folder: Path) -> None:
        """With a certificate made at each start."""
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Field")])
        now = datetime.now(UTC)
        uri = "urn:test:field:server"
        names = [
            x509.DNSName("localhost"),
            x509.IPAddress(IPv4Address("127.0.0.1")),
            x509.UniformResourceIdentifier(uri),
        ]
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=30))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(True, True, True, True, False, False, False, False, False), critical=True)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        (folder / "server.der").write_bytes(certificate.public_bytes(Encoding.DER))
        (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        await self.server.set_application_uri(uri)
        self.server.set_security_policy([ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt])
        await self.server.load_certificate(str(folder / "server.der"))
        await self.server.load_private_key(str(folder / "key.pem"))

    def _id(self, text: str) -> ua.NodeId:
        return ua.NodeId(text, self.index)

    def _name(self, text: str) -> ua.QualifiedName:
        return ua.QualifiedName(text, self.index)

    async def _add_device(self, folder: Any, device: str) -> None:
        node = await folder.add_object(self._id(device), self._name(device))

        async def select(parent: Any) -> Any:
            if self.answers.get(device) == "refuse":
                return self._refusal(["", "the drive is blocked"])
            self.tokens[device] = f"token-{time.monotonic_ns()}"
            return [ua.Variant(self.tokens[device]), ua.Variant("")]

        async def operate(parent: Any, *arguments: ua.Variant) -> Any:
            value = arguments[-1].Value
            if device == "Selected" and arguments[0].Value != self.tokens.pop(device, None):
                return self._refusal(["it is not selected"])
            say(device=device, value=value, at=time.monotonic())
            answer = self.answers.get(device, "move")
            if answer == "refuse":
                return self._refusal(["the drive is blocked"])
            if answer == "hang":
                await asyncio.sleep(3600)
            return [ua.Variant("")]

        text, number = ua.VariantType.String, ua.VariantType.Double
        taken = [text, number] if device == "Selected" else [number]
        await node.add_method(self._id(f"{device}.Select"), self._name("Select"), select, [], [text, text])
        await node.add_method(self._id(f"{device}.Operate"), self._name("Operate"), operate, taken, [text])

    def _refusal(self, texts: list[str]) -> ua.CallMethodResult:
        result = ua.CallMethodResult()
        result.StatusCode = ua.StatusCode(ua.StatusCodes.BadUserAccessDenied)
        result.OutputArguments = [ua.Variant(text) for text in texts]
        return result

    async def obey(self, order: dict[str, Any]) -> None:
        if "write" in order:
            now = datetime.now(UTC) + self.clock_off
            value = order["value"]
            if isinstance(value, str) and value.startswith("size:"):
                value = "x" * int(value[5:])
            data = ua.DataValue(
                ua.Variant(value, ua.VariantType[order.get("type", "Double")]),
                ua.StatusCode(order.get("status", 0)),
                SourceTimestamp=now,
            )
            node = self.nodes[order["write"]]
            await self.server.iserver.aspace.write_attribute_value(node.nodeid, ua.AttributeIds.Value, data)
        if "drop" in order:
            for connection in list(self.server.bserver.clients):
                connection.transport.abort()
        if "clock" in order:
            self._shift_clock(order["clock"])
        if "keep_alive" in order:
            self.shortest_keep_alive = order["keep_alive"]
        if "lose" in order:
            self._lose(order["lose"], is_forgotten=order.get("forget", False))
        if "alarm" in order:
            await self._raise(order)
        if "answer" in order:
            self.answers.update(order["answer"])
        if "ramp" in order:
            self.ramping = asyncio.create_task(self._ramp(*order["ramp"]))

    async def _raise(self, order: dict[str, Any]) -> None:
        """This library knows no conditions, only their events: it tells none again."""
        kind = ua.VariantType
        event = AlarmCondition()
        event.add_property("NodeId", self._id(f"Alarm{order['alarm']}"), kind.NodeId)
        event.add_property("ActiveState/Id", order.get("active"), kind.Boolean)
        event.add_property("AckedState/Id", order.get("acked", False), kind.Boolean)
        generator = await self.server.get_event_generator(event)
        event = generator.event
        event.ConditionName, event.SourceName = f"Condition {order['alarm']}", "Voltage"
        event.SourceNode, event.Severity = self.nodes["Voltage"].nodeid, order.get("severity", 500)
        event.Retain = bool(order.get("active"))
        await generator.trigger(message=order.get("message", "told by a test"))

    def _shift_clock(self, seconds: float) -> None:
        self.clock_off = timedelta(seconds=seconds)

        class Shifted(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return datetime.now(tz) + timedelta(seconds=seconds)

        # What the library stamps its answers with.
        uaprotocol_auto.datetime = Shifted

    def _lose(self, count: int, *, is_forgotten: bool) -> None:
        for subscription in self.server.iserver.subscription_service.subscriptions.values():
            send = subscription.pub_result_callback
            left = [count]

            async def lossy(
                result: Any, *request: Any, s: Any = subscription, send: Any = send, left: Any = left
            ) -> None:
                if left[0] and result.NotificationMessage.NotificationData:
                    left[0] -= 1
                    if is_forgotten:
                        s._not_acknowledged_results.clear()
                    return
                await send(result, *request)

            subscription.pub_result_callback = lossy

    async def _ramp(self, count: int, per_second: float) -> None:
        """Each of ``count`` variables counts up by one."""
        step = 0
        write = self.server.iserver.aspace.write_attribute_value
        nodes = [self.nodes[f"Ramp{k}"].nodeid for k in range(count)]
        begin = time.monotonic()
        while True:
            step += 1
            data = ua.DataValue(ua.Variant(float(step)), SourceTimestamp=datetime.now(UTC))
            for node in nodes:
                await write(node, ua.AttributeIds.Value, data)
            await asyncio.sleep(max(0.0, begin + step / per_second - time.monotonic()))


def say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ramps", type=int, default=50)
    parser.add_argument("--secure", default="", help="folder for certificate and key")
    field = Field(parser.parse_args())
    logging.disable(logging.CRITICAL)
    await field.start()
    port = field.server.bserver._server.sockets[0].getsockname()[1]
    say(endpoint=f"opc.tcp://127.0.0.1:{port}/field", port=port)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        await field.obey(json.loads(line))
    await field.server.stop()


if __name__ == "__main__":
    asyncio.run(main())
