"""One server of a map."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.map.fields import Fields

SCHEME = "opc.tcp"
EXAMPLE = "opc.tcp://10.0.0.5:4840/path"
LONGEST_PUBLISHING_S, LONGEST_KEEP_ALIVE_S = 60.0, 1.0
"""Silence shows after a keep-alive or two, so a longer one would make the link look dead."""


def assemble_server(fields: Fields, name: str) -> ServerAddress:
    """The server without its points."""
    if not name:
        fields.wrong("name", "the server has no name", "write what people call it")
    mode, policy = _security(fields)
    user, uses_certificate = fields.text("user"), fields.flag("uses_certificate")
    if mode is SecurityMode.NONE and (user or uses_certificate):
        fields.wrong(
            "user" if user else "uses_certificate",
            "a login needs a secured channel, and none is set",
            "set security_policy and security_mode, or leave out the login",
        )
    if user and uses_certificate:
        fields.wrong("uses_certificate", "both a user and a certificate are to log in", "keep one of them")
    return ServerAddress(
        name=name,
        endpoint=_endpoint(fields),
        points=(),
        security_policy=policy,
        security_mode=mode,
        user=user,
        uses_certificate=uses_certificate,
        publishing_interval_s=_interval(fields, "publishing_interval_s", 0.1, LONGEST_PUBLISHING_S),
        keep_alive_s=_interval(fields, "keep_alive_s", 1.0, LONGEST_KEEP_ALIVE_S),
    )


def _security(fields: Fields) -> tuple[SecurityMode, SecurityPolicy]:
    policy = fields.word("security_policy", SecurityPolicy, SecurityPolicy.NONE)
    mode = fields.word("security_mode", SecurityMode, SecurityMode.NONE)
    if not fields.has("security_mode") and policy is not SecurityPolicy.NONE:
        mode = SecurityMode.ENCRYPT
    if not fields.has("security_policy") and mode is not SecurityMode.NONE:
        policy = SecurityPolicy.BASIC256SHA256
    if (mode is SecurityMode.NONE) != (policy is SecurityPolicy.NONE):
        fields.wrong(
            "security_mode",
            f"mode {mode} and policy {policy} exclude each other",
            "set both to none, or both to something else",
        )
    return mode, policy


def _endpoint(fields: Fields) -> str:
    endpoint = fields.text("endpoint")
    problem = endpoint_problem(endpoint)
    if problem is not None:
        fields.wrong("endpoint", *problem)
    return endpoint


def endpoint_problem(endpoint: str) -> tuple[str, str] | None:
    """What is wrong with an endpoint, and the remedy; never repeats a password that is written in it."""
    if not endpoint:
        return "the server has no endpoint", f"write it as {EXAMPLE}"
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, parts.hostname
    except ValueError:
        return "the endpoint has an impossible host or port", f"write it as {EXAMPLE}"
    if _has_user(parts):
        return "the endpoint contains a user name", "leave it out and write the user in its own field"
    if parts.scheme.lower() != SCHEME:
        return f"the endpoint {endpoint} does not begin with {SCHEME}://", f"write it as {EXAMPLE}"
    if not host or port == 0:
        return f"the endpoint {endpoint} has no host or port", f"write it as {EXAMPLE}"
    return None


def _has_user(parts: SplitResult) -> bool:
    return "@" in parts.netloc


def _interval(fields: Fields, name: str, default: float, longest: float) -> float:
    value = fields.number(name, default)
    if not 0 < value <= longest:
        fields.wrong(name, f"{value:g} s is not possible", f"write a number above 0 and up to {longest:g}")
        return default
    return value
