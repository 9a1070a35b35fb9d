"""The field server: a plant, its simulation and its OPC UA server put together."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from asyncua import ua
from asyncua.crypto.permission_rules import User, UserRole
from asyncua.server.server import Server

from console.field.addresses import ControlStyle, SecurityMode
from console.field.server.address_space import FieldNodes, build_field
from console.field.server.certificate import ServerCertificate
from console.field.server.controls import FieldControls
from console.field.server.instructor import Instructor
from console.field.server.logical_nodes import (
    APPLICATION_URI,
    NAMESPACE_URI,
    SELECT_TIMEOUT_S,
    PublishedPoint,
    control_type,
    published_points,
)
from console.field.server.nodes import NodeMaker
from console.field.server.opcua import data_value, standard
from console.field.server.publishing import Publisher
from console.field.server.selections import Selections
from console.field.server.sessions import ANYBODY, FieldInternalServer, ServerLimits, operation_limits
from console.field.server.simulation import Simulation, Tick
from engines.plant.plant import Plant
from engines.plant.script import ScriptEntry
from engines.values.validation import InputError

_log = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"
PATH = "/tieline/simulator"
POLICIES = {
    SecurityMode.NONE: [ua.SecurityPolicyType.NoSecurity],
    SecurityMode.SIGN: [
        ua.SecurityPolicyType.Basic256Sha256_Sign,
        ua.SecurityPolicyType.Aes128Sha256RsaOaep_Sign,
        ua.SecurityPolicyType.Aes256Sha256RsaPss_Sign,
    ],
    SecurityMode.ENCRYPT: [
        ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt,
        ua.SecurityPolicyType.Aes128Sha256RsaOaep_SignAndEncrypt,
        ua.SecurityPolicyType.Aes256Sha256RsaPss_SignAndEncrypt,
    ],
}


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """How the server is reached and what it demands.

    Attributes:
        port: 0 takes any free one.
        certificate: needed unless ``security`` is ``NONE``.
        user, password: the one login there is; an empty user lets everybody in.
        speed: simulated seconds a second to begin with.
    """

    host: str = LOOPBACK
    port: int = 0
    security: SecurityMode = SecurityMode.NONE
    certificate: ServerCertificate | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    speed: float = 1.0
    select_timeout_s: float = SELECT_TIMEOUT_S
    limits: ServerLimits = field(default_factory=ServerLimits)


class FieldServer:
    """Publishes a plant until it is stopped.

    Args:
        label: what people call an element, by its id.
    Raises:
        InputError: from :meth:`start`, where the port or the certificate cannot be used.
    """

    def __init__(self, plant: Plant, options: ServerOptions, label: Callable[[str], str] = str) -> None:
        self._options, self._label = options, label
        self.points = published_points(plant.points)
        self.simulation = Simulation(plant, self._announce, speed=options.speed)
        self._controls = FieldControls(self.simulation, Selections(time.monotonic, options.select_timeout_s))
        self._server = Server(FieldInternalServer(_Login(options.user, options.password), options.limits))
        self._publisher: Publisher | None = None
        self._instructor: Instructor | None = None
        self._setpoints: dict[str, ua.NodeId] = {}
        self._running: asyncio.Task[None] | None = None

    @property
    def endpoint(self) -> str:
        """Where clients connect; the port is known once the server has started."""
        port = self._server.bserver.port if self._server.bserver is not None else self._options.port
        host = f"[{self._options.host}]" if ":" in self._options.host else self._options.host
        return f"opc.tcp://{host}:{port}{PATH}"

    async def start(self, script: tuple[ScriptEntry, ...] = ()) -> None:
        """Build the address space, fill it, listen, and let the simulation run."""
        await self.simulation.begin_script(script)
        await self._prepare()
        await self.simulation.publish_all()
        try:
            await self._server.start()
        except OSError as error:
            place = f"{self._options.host}:{self._options.port}"
            reason = f"cannot listen there: {(error.strerror or str(error)).lower()}"
            raise InputError(place, reason, "give another --port, or 0 for any free one") from error
        self._running = asyncio.create_task(self.simulation.run())

    async def run_until(self, stop: asyncio.Event) -> None:
        """Wait until ``stop`` is set. Raises what ended the simulation if it ends before."""
        if self._running is None:
            raise RuntimeError("the server has not been started")
        waiting = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({waiting, self._running}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._running in done:
            await self._running

    async def stop(self) -> None:
        """End the simulation, say goodbye to the clients, give the port back."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self.simulation.stop()
        if self._server.bserver is not None:
            await self._server.stop()
        else:
            self._server.iserver.method_service.stop()

    async def _prepare(self) -> None:
        options, server = self._options, self._server
        server.set_server_name("Tieline simulator")
        server.product_uri = "urn:tieline"
        server.manufacturer_name = "Tieline"
        server.application_type = ua.ApplicationType.Server
        await server.init()
        await server.set_application_uri(APPLICATION_URI)
        server.set_endpoint(self.endpoint)
        server.set_security_policy(POLICIES[options.security])
        server.set_identity_tokens([ua.UserNameIdentityToken if options.user else ua.AnonymousIdentityToken])
        if options.certificate is not None:
            await server.load_certificate(options.certificate.certificate)
            await server.load_private_key(options.certificate.key)
        for node, limit in operation_limits(options.limits).items():
            await server.get_node(standard(node)).write_value(ua.Variant(limit, ua.VariantType.UInt32))
        self._build(await server.register_namespace(NAMESPACE_URI))

    def _build(self, namespace_index: int) -> None:
        server, internal = self._server, self._server.iserver
        maker = NodeMaker(server, namespace_index)
        objects = standard(ua.ObjectIds.ObjectsFolder)
        nodes: FieldNodes = build_field(maker, objects, self.points, self._controls, self._label)
        self._publisher = Publisher(server, self.points, nodes.variables)
        self._instructor = Instructor(server, maker, objects, self.simulation)
        by_node = {nodes.setpoints[row]: self.points[row] for row in nodes.setpoints}
        self._setpoints = {point.definition.point_id: node for node, point in by_node.items()}
        self._controls.setpoint_taken = self._publish_setpoint
        assert isinstance(internal, FieldInternalServer)
        internal.session_ended = self._controls.session_ended

        def write_setpoint(node: ua.NodeId, value: ua.DataValue) -> Any:
            point = by_node.get(node)
            if point is None or point.style is not ControlStyle.WRITE:
                return None
            return self._controls.write(point, value)

        internal.write_setpoint = write_setpoint

    async def _announce(self, tick: Tick) -> None:
        if self._publisher is not None and self._instructor is not None:
            await self._publisher.publish(tick.readings)
            await self._instructor.tell(tick)

    async def _publish_setpoint(self, point: PublishedPoint, value: float) -> None:
        node = self._setpoints.get(point.definition.point_id)
        if node is None:
            return
        name = control_type(point.definition.kind)
        made = ua.Variant(round(value) if name == "Int32" else value, getattr(ua.VariantType, name))
        await self._server.iserver.aspace.write_attribute_value(node, ua.AttributeIds.Value, data_value(made))


class _Login:
    """The one login there is, or none. Nobody is an administrator of a running server."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password

    def get_user(
        self, iserver: Any, username: str | None = None, password: str | None = None, certificate: Any = None
    ) -> User | None:
        """The user, or ``None`` where the login is refused."""
        if not self._user:
            return ANYBODY
        if username is None or password is None:
            return None
        is_right = hmac.compare_digest(password.encode(), self._password.encode())
        if username != self._user or not is_right:
            _log.warning("a login as %.60s was refused", username)
            return None
        return User(role=UserRole.User, name=username)
