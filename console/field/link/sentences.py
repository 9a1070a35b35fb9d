"""Why a connection or an item is not there, in words a person can act on."""

from __future__ import annotations

from asyncua import ua

from console.field.security.refusals import LinkRefused


class SubscriptionLost(Exception):
    """The server has ended the subscription, or publishes nothing for it."""


_CODES = ua.StatusCodes
_OF_CONNECTION = {
    _CODES.BadTooManySessions: "the server takes no more sessions; close another client or raise its limit",
    _CODES.BadMaxConnectionsReached: "the server takes no more connections; close another client or raise its limit",
    _CODES.BadTcpServerTooBusy: "the server is too busy to take us; it is tried again",
    _CODES.BadServerHalted: "the server is halted; start it",
    _CODES.BadShutdown: "the server is shutting down",
    _CODES.BadRequestTooLarge: "the server sends a message larger than we take; find the variable with the huge value",
    _CODES.BadSessionClosed: "the server closed the session",
    _CODES.BadSessionIdInvalid: "the server no longer knows the session",
    _CODES.BadSecureChannelIdInvalid: "the server no longer knows the secure channel",
    _CODES.BadSecureChannelClosed: "the server closed the secure channel",
    _CODES.BadNoSubscription: "the server dropped the subscription",
    _CODES.BadSubscriptionIdInvalid: "the server dropped the subscription",
    _CODES.BadTooManySubscriptions: "the server takes no more subscriptions; close another client or raise its limit",
    _CODES.BadTcpEndpointUrlInvalid: "the server does not know this endpoint; check its path in the address map",
}
_OF_ITEM = {
    _CODES.BadNodeIdUnknown: "the server has no such node; check the address map",
    _CODES.BadNodeIdInvalid: "the server does not understand this node id; check the address map",
    _CODES.BadNoMatch: "the server has nothing at this browse path; check the address map",
    _CODES.BadAttributeIdInvalid: "the node is no variable; check the address map",
    _CODES.BadNotReadable: "the server does not let us read it; ask its owner for the right",
    _CODES.BadUserAccessDenied: "the server does not let this user read it; ask its owner for the right",
    _CODES.BadTooManyMonitoredItems: "the server watches no more items; raise its limit or shorten the address map",
    _CODES.BadFilterNotAllowed: "the server cannot watch it for changes",
}


def why_not_connected(error: BaseException, endpoint: str) -> str:
    """One sentence about a failed or lost connection."""
    if isinstance(error, LinkRefused):
        return str(error)
    if isinstance(error, SubscriptionLost):
        return str(error)
    if isinstance(error, ua.UaStatusCodeError):
        return _OF_CONNECTION.get(error.code, f"the server answered {code_name(error.code)}")
    if isinstance(error, TimeoutError):
        return f"nothing answers in time at {endpoint}; check the server and the network"
    if isinstance(error, ConnectionRefusedError):
        return f"nothing listens at {endpoint}; start the server or check host and port"
    if isinstance(error, OSError) and error.errno is not None:
        return f"{endpoint} cannot be reached ({error.strerror or error}); check host, port and network"
    if isinstance(error, ConnectionError):
        return "the server closed the connection"
    return f"{type(error).__name__}: {error}"


def why_no_item(code: int) -> str:
    """One clause about an item that cannot be watched."""
    return _OF_ITEM.get(code, f"the server answered {code_name(code)}")


def code_name(code: int) -> str:
    """Name of a status code, or its number."""
    try:
        return str(ua.StatusCode(code).name)  # type: ignore[arg-type]
    except Exception:
        return f"{code:#010x}"
