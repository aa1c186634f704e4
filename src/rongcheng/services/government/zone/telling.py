"""How a case goes on, told to the app it belongs to (办件进展推送): number and state, no name.

The app is the one in which it was applied for. One that was begun online without an app is told to
the apps by which the person signs in; one from a counter to none. She stands in a message under the
app's own name for her, and only if she signs in by it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from rongcheng.foundation.cases.public import Case, visible_cases
from rongcheng.foundation.outbox.public import Event
from rongcheng.foundation.people.public import subjects_of
from rongcheng.foundation.webhooks.public import Draft, publish
from rongcheng.policy.editions import current_book
from rongcheng.services.government.applying.drafting import CHANNEL_COMPUTER, CHANNEL_PHONE
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.handling.finishing import TOPIC
from rongcheng.services.government.zone.words import state_words
from rongcheng.web.actor import SYSTEM

_ONLINE = (CHANNEL_COMPUTER, CHANNEL_PHONE)
_KEPT_AT_HOME = CaseState.DRAFT.name.lower()
Subjects = Mapping[UUID, Mapping[str, str]]


def tell_apps(events: Sequence[Event]) -> None:
    """Put what happened to cases in line for their apps; a listener of the outbox."""
    told = [event for event in events if event.payload.get("state") != _KEPT_AT_HOME]
    numbers = {str(event.payload["number"]) for event in told}
    cases = {case.number: case for case in visible_cases(SYSTEM).filter(number__in=numbers)}
    subjects = _subjects(cases.values())
    publish(
        [
            draft
            for event in told
            if (case := cases.get(str(event.payload["number"]))) is not None
            for draft in _drafts(event, case, subjects.get(case.person_id, {}))
        ]
    )


def _subjects(cases: Any) -> Subjects:
    by_metro: dict[str, set[UUID]] = defaultdict(set)
    for case in cases:
        by_metro[case.metro].add(case.person_id)
    found: dict[UUID, dict[str, str]] = {}
    for metro, persons in by_metro.items():
        found |= subjects_of(current_book(metro), persons)
    return found


def _drafts(event: Event, case: Case, subjects: Mapping[str, str]) -> list[Draft]:
    apps = [case.app] if case.app else sorted(subjects) if case.channel in _ONLINE else []
    told = event.payload
    data = {
        "number": case.number,
        "seq": told["seq"],
        "item": told["item"],
        "event": told["event"],
        "state": told["state"],
        "state_words": state_words(CaseState[str(told["state"]).upper()]),
        "waits_for": told["waits_for"],
        "due_on": told["due_on"],
    }
    return [
        Draft(
            metro=case.metro,
            app=app,
            topic=TOPIC,
            key=case.number,
            event_id=_message_id(case.number, told["seq"]),
            happened_at=datetime.fromisoformat(str(told["at"])),
            data=data | ({"subject": subjects[app]} if app in subjects else {}),
        )
        for app in apps
    ]


def _message_id(number: str, seq: object) -> str:
    """Return the id of what happened, the same however often it is told."""
    digest = hashlib.sha256(f"{TOPIC}:{number}:{seq}".encode()).hexdigest()
    return f"msg_{digest[:26]}"
