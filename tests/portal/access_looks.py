"""A resident whose data was looked at, and the staff around her."""

from __future__ import annotations

from uuid import UUID

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.access.public import record_access
from rongcheng.foundation.people.public import demo_account
from rongcheng.web.actor import Actor
from tests.portal.clearing_books import METRO, client_of


def person_of(login: str) -> UUID:
    """Return the resident behind a sign-in name."""
    resident = demo_account(login).resident
    assert resident is not None
    return UUID(str(resident.id))


def desk_actor() -> Actor:
    """Return the member of staff of a hospital's desk."""
    account = demo_account("desk")
    staff = account.staff
    assert staff is not None
    return Actor(
        "staff",
        str(staff.id),
        label=staff.name,
        role="desk",
        institution=staff.institution_code,
        metro=METRO,
    )


def look(person: UUID, actor: Actor | None = None, purpose: str = "check") -> int:
    """Leave a record of a look and return its number."""
    record_access(
        actor=actor or desk_actor(),
        application="web",
        purpose=purpose,
        persons=[person],
        data_kinds=["insurance", "totals"],
        request_id="request-77",
    )
    return int(AccessRecord.objects.latest("id").pk)


def page(login: str, path: str, lang: str = "zh") -> str:
    """Return a page as somebody sees it."""
    answer = client_of(login, lang).get(path)
    assert answer.status_code == 200
    return answer.content.decode()
