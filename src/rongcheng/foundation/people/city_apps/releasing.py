"""Releasing an app that signs somebody in wrongly (解除关联): at once, traced, safe to repeat.

To know first: releasing deletes the link and every session that came by it, in one transaction
under the lock of the account. After "not mine" or "taken over" the app is not linked to this person
anew, under whatever name of its own, until a counter that saw her card lifts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rongcheng.foundation.outbox.public import notify
from rongcheng.foundation.people.choices import BLOCKING, ReleaseReason
from rongcheng.foundation.people.city_apps.errors import (
    AppLinkUnknown,
    ReleaseUnfit,
    SignInExpired,
)
from rongcheng.foundation.people.models import Account, AppRelease, AppReleaseLift, SignInSession
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.editions import current_book
from rongcheng.web.actor import Actor

NOTICE = "portal.app_links.notice."
_TAIL = 4


class AppLink(NamedTuple):
    """An app that signs somebody in (登录用的应用).

    `tail`: the end of the app's own name for her, which tells two accounts apart. `sessions`: in
    how many places she is signed in by it now.
    """

    number: int
    city: str
    tail: str
    since: datetime
    sessions: int


class ReleasedLink(NamedTuple):
    """An app that was released (已解除的应用): why, by whom, and whether it is blocked now."""

    number: int
    city: str
    tail: str
    reason: str
    origin: str
    by_label: str
    at: datetime
    is_blocked: bool
    lifted_at: datetime | None
    lifted_by: str


def list_app_links(person_id: UUID) -> list[AppLink]:
    """Return by which apps a person signs in, in the order in which she began."""
    account = Account.objects.filter(resident_id=person_id).first()
    if account is None:
        return []
    open_now = list(
        SignInSession.objects.filter(
            # Django wrote the end by the system's time.
            account=account,
            app_link__isnull=False,
            expire_date__gt=timezone.now(),
        ).values_list("app_link", flat=True)
    )
    return [
        AppLink(
            row.pk,
            city_of_key(row.provider),
            row.uid[-_TAIL:],
            row.date_joined,
            open_now.count(row.pk),
        )
        for row in SocialAccount.objects.filter(user=account).order_by("id")
    ]


def list_releases(person_id: UUID) -> list[ReleasedLink]:
    """Return which apps were released for a person, newest first."""
    rows = AppRelease.objects.filter(account__resident_id=person_id).select_related("lift")
    return [_released(row) for row in rows.order_by("-id")]


def release_link(actor: Actor, person_id: UUID, number: int, reason: str) -> None:
    """Let an app sign a person in no longer, and end every session that it opened (解除关联).

    Repeated for the same link nothing more happens. Raises AppLinkUnknown for a link that is not
    hers and ReleaseUnfit for a reason that there is not; then nothing was changed.
    """
    if reason not in ReleaseReason.values:
        raise ReleaseUnfit()
    with transaction.atomic():
        account = _locked_account(Q(resident_id=person_id))
        if AppRelease.objects.filter(link=number, account=account).exists():
            return
        link = SocialAccount.objects.filter(pk=number, user=account).first()
        if link is None:
            raise AppLinkUnknown()
        city = city_of_key(link.provider)
        row = AppRelease.objects.create(
            account=account,
            link=number,
            provider=link.provider,
            city=city,
            subject=link.uid,
            linked_at=link.date_joined,
            reason=reason,
            origin="online" if actor.kind == "resident" else "counter",
            by_kind=actor.kind,
            by_id=actor.id,
            by_label=actor.label,
            at=get_clock().now(),
        )
        _end_sessions(account, number)
        link.delete()
        word = "blocked" if reason in BLOCKING else "released"
        _tell(person_id, account, f"{word}:{row.pk}", f"{NOTICE}{word}", city)


def lift_block(actor: Actor, person_id: UUID, number: int) -> None:
    """Let a blocked app sign a person in again (恢复), once a counter has looked at her card.

    Repeated nothing more happens. Raises AppLinkUnknown where there is no such block.
    """
    with transaction.atomic():
        account = _locked_account(Q(resident_id=person_id))
        row = AppRelease.objects.filter(pk=number, account=account, reason__in=BLOCKING).first()
        if row is None:
            raise AppLinkUnknown()
        _, is_new = AppReleaseLift.objects.get_or_create(
            release=row,
            defaults={
                "by_kind": actor.kind,
                "by_id": actor.id,
                "by_label": actor.label,
                "at": get_clock().now(),
            },
        )
        if is_new:
            _tell(person_id, account, f"lifted:{row.pk}", f"{NOTICE}lifted", row.city)


def is_blocked(account: Account, city: str) -> bool:
    """Return whether a city's app may not be linked to an account anew."""
    return AppRelease.objects.filter(
        account=account, city=city, reason__in=BLOCKING, lift__isnull=True
    ).exists()


@contextmanager
def held_link(account: Account, number: int) -> Iterator[None]:
    """Open a session by a link inside this block: it cannot be released meanwhile.

    Raises SignInExpired where it was released since the app answered.
    """
    with transaction.atomic():
        _locked_account(Q(pk=account.pk))
        if not SocialAccount.objects.filter(pk=number, user=account).exists():
            raise SignInExpired()
        yield


def lock_account(account: Account) -> None:
    """Wait until nobody else changes how this account is signed in to."""
    _locked_account(Q(pk=account.pk))


def city_of_key(key: str) -> str:
    """Return the city of an app from the key under which its links are kept.

    >>> city_of_key("changzhutan:430100:https://app.example")
    '430100'
    """
    return key.split(":", 2)[1]


def _locked_account(which: Q) -> Account:
    # Rows that only point at the account do not wait for it.
    held = Account.objects.select_for_update(of=("self",), no_key=True).filter(which).first()
    if held is None:
        raise AppLinkUnknown()
    return held


def _end_sessions(account: Account, number: int) -> None:
    """Delete the sessions that a link opened: a row that is gone cannot be written back."""
    by_link = Q(app_link=number)
    if not account.demo:
        # A session from before this was noted was opened by some app; by which, nobody knows.
        by_link |= Q(app_link__isnull=True)
    SignInSession.objects.filter(by_link, account=account).delete()


def _tell(person_id: UUID, account: Account, key: str, title_key: str, city: str) -> None:
    assert account.resident is not None
    member = current_book(account.resident.metro).city(city)
    title = member.app.title if member.app is not None else member.title
    notify(person_id, f"app-link:{key}", title_key, {"app": dict(title)})


def _released(row: AppRelease) -> ReleasedLink:
    lift = getattr(row, "lift", None)
    return ReleasedLink(
        row.pk,
        row.city,
        row.subject[-_TAIL:],
        row.reason,
        row.origin,
        row.by_label,
        row.at,
        row.reason in BLOCKING and lift is None,
        lift.at if lift is not None else None,
        lift.by_label if lift is not None else "",
    )
