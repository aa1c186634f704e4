"""Who listens to which topic (订阅登记): filled once by each app when it starts."""

from __future__ import annotations

from rongcheng.foundation.outbox.types import Handler

_handlers: dict[str, list[Handler]] = {}


def register(topic: str, handler: Handler) -> None:
    """Let `handler` receive the topic's events; the same handler twice counts once.

    Call it from `AppConfig.ready`. Handlers of a topic run in the order of registration, in one
    transaction: if one fails, none has done anything.
    """
    known = _handlers.setdefault(topic, [])
    if handler not in known:
        known.append(handler)


def unregister(topic: str, handler: Handler) -> None:
    """Stop `handler` from receiving the topic's events; unknown ones are ignored."""
    remaining = [known for known in _handlers.get(topic, []) if known is not handler]
    if remaining:
        _handlers[topic] = remaining
    else:
        _handlers.pop(topic, None)


def handlers_of(topic: str) -> tuple[Handler, ...]:
    """Return the topic's handlers in order."""
    return tuple(_handlers.get(topic, ()))


def topics() -> list[str]:
    """Return the topics that somebody listens to, sorted."""
    return sorted(_handlers)
