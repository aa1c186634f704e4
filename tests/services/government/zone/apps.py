"""People linked to apps as by a sign-in, and cases that they apply for there."""

from __future__ import annotations

from uuid import uuid4

from allauth.socialaccount.models import SocialAccount

from rongcheng.foundation.cases.public import Case
from rongcheng.foundation.people.models import Account
from rongcheng.foundation.people.public import find_sign_in_app, open_account
from rongcheng.services.government.public import (
    CHANNEL_PHONE,
    NewCase,
    open_case,
)
from rongcheng.web.actor import Actor
from tests.services.government.handling.conftest import Town
from tests.services.government.handling.test_three_modes import LICENCE

TOPIC = "government.case"


def link(town: Town, person: Actor, city: str, subject: str) -> None:
    """Link a person to a city's app, as signing in by it does."""
    account = Account.objects.filter(resident_id=person.person_id).first()
    if account is None:
        assert person.person_id is not None
        open_account(login=f"r-{person.person_id}", resident_id=person.person_id, demo=True)
        account = Account.objects.get(resident_id=person.person_id)
    app = find_sign_in_app(town.book, city)
    SocialAccount.objects.create(user=account, provider=app.key, uid=subject, extra_data={})


def apply_in_app(town: Town, person: Actor, app: str, *, at: str = "430200") -> Case:
    """Hand a licence application over from a phone, in an app or (empty) in a plain browser."""
    assert person.person_id is not None
    wanted = NewCase(
        person.person_id,
        "business-licence",
        at,
        True,
        str(uuid4()),
        CHANNEL_PHONE,
        LICENCE,
        app=app,
    )
    case = open_case(person, wanted)
    return town.submit(person, case, incomplete=True)
