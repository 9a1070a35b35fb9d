"""The times and sizes the link lives by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """Times in seconds on the monotonic clock.

    Attributes:
        suspect_after_s: silence after which commands are refused. Longer than the keep-alive asked for, shorter
            than one and a half seconds.
        down_after_s: silence after which every value is stale and a fresh connection is tried.
        flush_s: values are handed on that often.
        backoff_s, backoff_max_s: first and longest pause between attempts; each is shortened at random by up to
            half, so that many consoles do not return at once.
        unreachable_pause_s: longest pause while nothing answers at the address at all; asking costs nothing then.
        refused_pause_s: pause where a person has to act first (certificate, password); a server may lock an
            account that is tried too often.
        reach_s: how long a host may take to accept a connection, after an attempt that failed.
        connect_s: how long making a session may take altogether, and frozen_answer_s each step of it.
        answer_s: how long a request within a session may take.
        first_values_s: how long after subscribing the first values may take before they are read instead.
        operate_answer_s: how long a device may take to answer a command that was sent.
        items_per_subscription: some servers take the longer for each further item of a subscription, the more it has.
        send_margin_s: a command is not sent when less than that is left of its time: it takes a moment to the wire.
        queue_size: changes of one item the server keeps between two publishes.
        session_timeout_s: how long the server keeps a session it hears nothing of; after a loss it takes up room there.
        channel_lifetime_s: of a secure channel; it is renewed after three quarters of it.
        max_value_bytes: a single value larger than that puts its node in quarantine.
        outbox_values: values kept for a window that does not fetch them; beyond it the oldest are dropped.
        event_queue_size: events the server keeps between two publishes.
        refresh_pause_s: the server's alarms are asked for anew no more often than that.
        outbox_events: as ``outbox_values``.
    """

    suspect_after_s: float = 1.4
    down_after_s: float = 3.6
    tick_s: float = 0.05
    flush_s: float = 0.05
    health_s: float = 0.5
    backoff_s: float = 0.25
    backoff_max_s: float = 5.0
    unreachable_pause_s: float = 1.0
    refused_pause_s: float = 30.0
    answer_s: float = 4.0
    reach_s: float = 2.0
    frozen_answer_s: float = 8.0
    connect_s: float = 20.0
    first_values_s: float = 2.0
    operate_answer_s: float = 15.0
    send_margin_s: float = 0.05
    queue_size: int = 50
    chunk: int = 1000
    publish_requests: int = 2
    items_per_subscription: int = 2000
    session_timeout_s: float = 30.0
    channel_lifetime_s: float = 3600.0
    max_value_bytes: int = 4096
    outbox_values: int = 2_000_000
    event_queue_size: int = 10_000
    refresh_pause_s: float = 5.0
    outbox_events: int = 50_000
