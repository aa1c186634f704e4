"""`rongcheng webhooks`: the cities' apps that are told of events, by whoever runs the house."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rongcheng.commands.errors import WebhookFactMissing
from rongcheng.commands.output import say
from rongcheng.foundation.webhooks.public import (
    DeadDelivery,
    EndpointInfo,
    MadeEndpoint,
    add_endpoint,
    get_endpoint,
    list_dead,
    list_endpoints,
    move_endpoint,
    retry_all,
    retry_delivery,
    rotate_secret,
    switch_endpoint,
)
from rongcheng.policy.editions import current_book
from rongcheng.runtime.console import line

DEFAULT_TOPICS = ("government.case",)


def act_on_webhooks(
    *,
    act: str,
    endpoint: str,
    metro: str,
    city: str,
    url: str,
    topics: Sequence[str],
    message: int,
) -> int:
    """Do one act and say what it did; a secret is printed once."""
    if act == "list":
        for row in list_endpoints(metro, [city] if city else ()):
            say(_shown(row))
        return 0
    if act == "dead":
        for dead in list_dead(endpoint, metro=metro, limit=1_000):
            say(_shown_dead(dead))
        return 0
    if act == "add":
        _add(metro, city, url, topics or DEFAULT_TOPICS)
        return 0
    if not endpoint:
        raise WebhookFactMissing(act=act, fact="ENDPOINT")
    _act_on_one(act, endpoint, url, message)
    return 0


def _add(metro: str, city: str, url: str, topics: Sequence[str]) -> None:
    for fact, given in {"--metro": metro, "--city": city}.items():
        if not given:
            raise WebhookFactMissing(act="add", fact=fact)
    cities = {known.code for known in current_book(metro).cities()}
    if city not in cities:
        raise WebhookFactMissing(act="add", fact=f"--city ({', '.join(sorted(cities))})")
    _tell_secret(add_endpoint(metro=metro, app=city, url=url, topics=topics))


def _act_on_one(act: str, endpoint: str, url: str, message: int) -> None:
    acts: dict[str, Callable[[], None]] = {
        "move": lambda: move_endpoint(endpoint, url),
        "on": lambda: switch_endpoint(endpoint, on=True),
        "off": lambda: switch_endpoint(endpoint, on=False),
    }
    if act == "rotate":
        _tell_secret(rotate_secret(endpoint))
    elif act == "retry":
        revived = int(retry_delivery(endpoint, message)) if message else retry_all(endpoint)
        say(line("webhooks_retried", count=revived))
    else:
        acts[act]()
        say(_shown(get_endpoint(endpoint)))


def _tell_secret(made: MadeEndpoint) -> None:
    say(line("webhooks_made", endpoint=made.id))
    say(line("webhooks_secret", secret=made.secret))


def _shown(row: EndpointInfo) -> str:
    state = row.off_reason or ("on" if row.url else "asks")
    counts = line("webhooks_counts", told=row.position, waiting=row.waiting, dead=row.dead)
    parts = [row.id, row.metro, row.app, state, counts, ",".join(row.topics), row.url]
    return "  ".join(part for part in (*parts, row.last_failure) if part)


def _shown_dead(row: DeadDelivery) -> str:
    at = f"{row.created_at:%Y-%m-%d %H:%M}"
    return f"{row.id}  {row.endpoint}  {row.app}  {row.key}  #{row.position}  {at}  " + (
        f"{row.attempts}x  {row.last_failure}"
    )
