"""What the office does with scenarios (测算方案): make, change, compute, name, copy, delete.

Everything here may be sent twice: the second time finds it done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.identifiers import new_id
from rongcheng.policy.changes.applying import apply_changes
from rongcheng.policy.changes.types import PolicyChange, change_from_plain
from rongcheng.policy.editions import current_book, current_hash
from rongcheng.scale.models import Scenario, ScenarioState
from rongcheng.scale.whatif.drafts import keep_draft
from rongcheng.scale.whatif.errors import (
    ScenarioBusy,
    ScenarioEmpty,
    ScenarioNameWrong,
    ScenarioUnknown,
    TooManyChanges,
)
from rongcheng.web.actor import Actor

MOST_CHANGES = 20
LONGEST_NAME = 60
SILENT_SECONDS = 120
"""A computation that has not moved for so long has lost its worker."""

BUSY = (ScenarioState.WAITING, ScenarioState.RUNNING)


def visible_scenarios(actor: Actor) -> QuerySet[Scenario]:
    """Return the scenarios that this actor may see: those of the metro whose office it is."""
    if actor.kind == "staff" and actor.role == "office":
        return Scenario.objects.filter(metro=actor.metro)
    return Scenario.objects.none()


def list_scenarios(actor: Actor) -> QuerySet[Scenario]:
    """Return the visible scenarios, newest first, without the weight of their results."""
    return visible_scenarios(actor).defer("findings", "checks").order_by("-made_at", "code")


def get_scenario(actor: Actor, code: str) -> Scenario:
    """Return one visible scenario, or say that it is unknown."""
    found = visible_scenarios(actor).select_related("draft").filter(code=code).first()
    if found is None:
        raise ScenarioUnknown(code=code)
    return found


def changes_of(scenario: Scenario) -> list[PolicyChange]:
    """Return a scenario's changes in their order."""
    return [change_from_plain(plain) for plain in scenario.changes]


def is_stuck(scenario: Scenario) -> bool:
    """Tell whether a running computation has lost its worker."""
    if scenario.state != ScenarioState.RUNNING or scenario.moved_at is None:
        return False
    silent = get_clock().now() - scenario.moved_at
    return silent.total_seconds() > SILENT_SECONDS


def is_stale(scenario: Scenario) -> bool:
    """Tell whether the policy has moved on since the figures were computed."""
    return bool(scenario.base) and scenario.base != current_hash(scenario.metro)


def make_scenario(actor: Actor, name: str, token: str) -> Scenario:
    """Begin a scenario; the same form sent twice makes one."""
    made, _ = Scenario.objects.get_or_create(
        token=token[:64] or new_id(),
        defaults={
            "code": new_id("W"),
            "metro": actor.metro,
            "name": _name(name),
            "made_by": actor.label or actor.id,
            "made_at": get_clock().now(),
        },
    )
    if made.metro != actor.metro:
        raise ScenarioUnknown(code=made.code)
    return made


def duplicate(actor: Actor, code: str, name: str, token: str) -> Scenario:
    """Copy a scenario's changes under another name; its figures are computed anew."""
    original = get_scenario(actor, code)
    with transaction.atomic():
        copy = make_scenario(actor, name, token)
        if not copy.changes:
            copy.changes = original.changes
            copy.save(update_fields=["changes"])
    return copy


def rename(actor: Actor, code: str, name: str) -> Scenario:
    """Give a scenario another name; a draft that was made keeps the name in its document."""
    scenario = get_scenario(actor, code)
    scenario.name = _name(name)
    scenario.save(update_fields=["name"])
    return scenario


def delete(actor: Actor, code: str) -> None:
    """Delete a scenario; its draft edition stays, for somebody may have its hash."""
    visible_scenarios(actor).filter(code=code).delete()


def add_change(actor: Actor, code: str, change: PolicyChange) -> Scenario:
    """Add a change that can be made to the current policy, or refuse it with the reason."""

    def added(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        plain = change.plain()
        if plain in changes:
            return changes
        if len(changes) >= MOST_CHANGES:
            raise TooManyChanges(most=MOST_CHANGES)
        return [*changes, plain]

    scenario = get_scenario(actor, code)
    apply_changes(current_book(scenario.metro).pack, [change], name=scenario.name)
    return _with_changes(scenario, added)


def remove_change(actor: Actor, code: str, plain: dict[str, Any]) -> Scenario:
    """Take a change out again; one that is gone already stays gone."""
    scenario = get_scenario(actor, code)
    return _with_changes(scenario, lambda changes: [c for c in changes if c != plain])


def _with_changes(
    scenario: Scenario, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> Scenario:
    with transaction.atomic():
        held = Scenario.objects.select_for_update().get(pk=scenario.pk)
        changes = change(held.changes)
        if changes == held.changes:
            return held
        if held.state in BUSY and not is_stuck(held):
            raise ScenarioBusy()
        # Figures of other changes would mislead, so they go.
        held.changes = changes
        held.state = ScenarioState.DRAFT
        held.run += 1
        held.draft, held.base, held.findings, held.checks, held.failure = None, "", {}, {}, {}
        held.save()
    return held


def start(actor: Actor, code: str, begin: Callable[[str, int], None]) -> Scenario:
    """Have a scenario computed against the policy of now; one that is under way goes on.

    `begin(code, run)` queues the job, in the same transaction.
    """
    get_scenario(actor, code)
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(pk=code)
        if scenario.state in BUSY and not is_stuck(scenario):
            return scenario
        if not scenario.changes:
            raise ScenarioEmpty()
        base = current_book(scenario.metro).pack
        scenario.draft = keep_draft(base, changes_of(scenario), scenario.name)
        scenario.base = base.hash
        scenario.state = ScenarioState.WAITING
        scenario.run += 1
        scenario.rows_done = scenario.rows_all = 0
        scenario.started_at = scenario.moved_at = get_clock().now()
        scenario.finished_at = None
        scenario.findings, scenario.checks, scenario.failure = {}, {}, {}
        scenario.save()
        begin(scenario.code, scenario.run)
    return scenario


def _name(given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > LONGEST_NAME:
        raise ScenarioNameWrong(most=LONGEST_NAME)
    return name
