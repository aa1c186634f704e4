"""The one door of webhooks (推送对外接口): tell the cities' apps, and let them ask.

To know first: call `publish` in a listener of the outbox, in its transaction. A message holds no
name and no ID number, and the whole state of its case: one that comes late is told by `position`.
"""

from __future__ import annotations

from rongcheng.foundation.webhooks.delivering import deliver
from rongcheng.foundation.webhooks.endpoints import (
    add_endpoint,
    move_endpoint,
    rotate_secret,
    switch_endpoint,
)
from rongcheng.foundation.webhooks.errors import AddressRefused, EndpointKnown, EndpointUnknown
from rongcheng.foundation.webhooks.publishing import publish
from rongcheng.foundation.webhooks.queries import (
    events_after,
    get_endpoint,
    list_dead,
    list_endpoints,
)
from rongcheng.foundation.webhooks.retrying import retry_all, retry_delivery
from rongcheng.foundation.webhooks.signing_secrets import secrets_of
from rongcheng.foundation.webhooks.types import (
    DeadDelivery,
    Delivered,
    Draft,
    EndpointInfo,
    MadeEndpoint,
    Page,
    Told,
)

__all__ = [
    "AddressRefused",
    "DeadDelivery",
    "Delivered",
    "Draft",
    "EndpointInfo",
    "EndpointKnown",
    "EndpointUnknown",
    "MadeEndpoint",
    "Page",
    "Told",
    "add_endpoint",
    "deliver",
    "events_after",
    "get_endpoint",
    "list_dead",
    "list_endpoints",
    "move_endpoint",
    "publish",
    "retry_all",
    "retry_delivery",
    "rotate_secret",
    "secrets_of",
    "switch_endpoint",
]
