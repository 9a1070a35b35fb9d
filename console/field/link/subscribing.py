"""Making a subscription."""

from __future__ import annotations

from asyncua import ua

from console.field.addresses import ServerAddress
from console.field.link.connection import Connection
from console.field.link.options import LinkOptions


async def subscribe(connection: Connection, server: ServerAddress, options: LinkOptions) -> ua.CreateSubscriptionResult:
    """A subscription as the address map wants it, with what the server granted of it."""
    interval_ms = max(server.publishing_interval_s * 1000.0, 10.0)
    keep_alive = max(1, int(server.keep_alive_s * 1000.0 / interval_ms))
    request = ua.CreateSubscriptionRequest()
    parameters = request.Parameters
    parameters.RequestedPublishingInterval = interval_ms
    parameters.RequestedMaxKeepAliveCount = keep_alive
    parameters.RequestedLifetimeCount = max(3 * keep_alive, int(options.session_timeout_s * 1000.0 / interval_ms))
    parameters.MaxNotificationsPerPublish = 0
    parameters.PublishingEnabled = True
    answer: ua.CreateSubscriptionResult = (await connection.ask(request, ua.CreateSubscriptionResponse)).Parameters
    return answer
