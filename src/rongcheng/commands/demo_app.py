"""The cities' apps beside a demonstration (演示用城市应用): same people, real sign-in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rongcheng.commands.webhooks import DEFAULT_TOPICS
from rongcheng.foundation.webhooks.public import (
    add_endpoint,
    list_endpoints,
    move_endpoint,
    secrets_of,
)
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.reference_app.cities import list_app_cities
from rongcheng.reference_app.people import AppCity, Person, Registry, registry_to_json
from rongcheng.simulation.public import list_demo_people

HERE = "http://127.0.0.1"


def become_demo_app(*, port: int, secret_file: Path, host: str, core: str) -> int:
    """Become the stand-in of the cities' apps, for the demonstration's invented residents.

    The list goes to a small program by a pipe: it is never written down, and that program loads
    neither database nor rules.
    """
    registry = with_subscriptions(demo_registry(), port, core)
    # A pipe takes 64 KB before somebody reads; a demonstration's people are a tenth of that.
    reading, writing = os.pipe()
    os.write(writing, registry_to_json(registry).encode())
    os.close(writing)
    os.dup2(reading, 0)
    words = ["--secret-file", str(secret_file), "--host", host, "--port", str(port)]
    program = [sys.executable, "-m", "rongcheng.reference_app.running", *words]
    os.execv(sys.executable, program)  # noqa: S606 - our own program, no shell


def demo_registry() -> Registry:
    """Return the cities of all published metros with the demonstration's people."""
    books = [current_book(metro) for metro in list_metros()]
    cities = [city for book in books for city in list_app_cities(book.metro, book.cities())]
    people = [
        Person(
            name=member.name,
            id_number=member.id_number,
            city=member.city,
            home=dict(book.city(member.city).title),
            metro=book.metro,
        )
        for book in books
        for member in list_demo_people(book)
    ]
    return Registry({city.code: city for city in cities}, tuple(people))


def with_subscriptions(registry: Registry, port: int, core: str) -> Registry:
    """Subscribe each city's app to its residents' cases, once; `core` is where they ask."""
    cities = {code: _subscribed(city, port) for code, city in registry.cities.items()}
    return registry._replace(cities=cities, core=core)


def _subscribed(city: AppCity, port: int) -> AppCity:
    url = f"{HERE}:{port}/{city.code}/webhooks"
    known = [row for row in list_endpoints(city.metro, [city.code]) if row.url.startswith(HERE)]
    if known:
        endpoint = known[0].id
        # The port next to the pages' own may be another one this time.
        if known[0].url != url:
            move_endpoint(endpoint, url)
    else:
        made = add_endpoint(metro=city.metro, app=city.code, url=url, topics=DEFAULT_TOPICS)
        endpoint = made.id
    return city._replace(endpoint=endpoint, webhook_secret=secrets_of(endpoint)[0])
