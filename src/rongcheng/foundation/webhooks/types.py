"""Plain values of webhooks (推送数据类型)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple


class State(IntEnum):
    """Where a message stands: to be sent, taken, set aside, or kept for whoever only asks."""

    WAITING = 1
    DELIVERED = 2
    DEAD = 3
    KEPT = 4


class Draft(NamedTuple):
    """What one city's app is to learn (待推送): `key` is the case whose order must hold.

    `event_id` names what happened, the same however often it is told. `data` holds no name and no
    ID number.
    """

    metro: str
    app: str
    topic: str
    key: str
    event_id: str
    happened_at: datetime
    data: Mapping[str, Any]


class EndpointInfo(NamedTuple):
    """One subscription of a city's app (订阅), as pages and commands show it.

    Without `url` the app only asks. `off_reason` is empty while it is on, else `gone` (it answered
    410) or `closed` (by us). `rests_until` is set while nothing is sent because it failed.
    """

    id: str
    metro: str
    app: str
    url: str
    topics: tuple[str, ...]
    off_reason: str
    position: int
    waiting: int
    dead: int
    failures: int
    rests_until: datetime | None
    last_taken_at: datetime | None
    last_failure: str
    last_failure_at: datetime | None


class MadeEndpoint(NamedTuple):
    """A subscription just made or given a new secret, and the secret: it is shown this once."""

    id: str
    secret: str


class DeadDelivery(NamedTuple):
    """A message that was set aside (未送达), waiting for `retry`."""

    id: int
    endpoint: str
    app: str
    topic: str
    key: str
    position: int
    created_at: datetime
    attempts: int
    last_failure: str


class Told(NamedTuple):
    """One message as an app that asks reads it: exactly the text that is pushed."""

    message_id: str
    position: int
    body: str


class Page(NamedTuple):
    """What an app that asks gets: messages in order, the newest number, the oldest still kept."""

    events: list[Told]
    newest: int
    oldest: int


class Delivered(NamedTuple):
    """What a run of delivery did: messages taken, failed tries, and messages set aside."""

    taken: int = 0
    failed: int = 0
    dead: int = 0
