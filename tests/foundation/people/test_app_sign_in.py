"""First sign-ins by an app that come at once: one resident, one account, one link for each app."""

from __future__ import annotations

from functools import partial

import pytest
from allauth.socialaccount.models import SocialAccount

from rongcheng.foundation.access.models import AccessRecord
from rongcheng.foundation.people.city_apps.errors import AppNameDiffers
from rongcheng.foundation.people.city_apps.linking import sign_in_by_app
from rongcheng.foundation.people.city_apps.offered import AppAddress, SignInApp
from rongcheng.foundation.people.city_apps.verifying import AppPerson
from rongcheng.foundation.people.models import Account, Resident
from rongcheng.policy.city_apps import AppAssurance, AppClaims
from tests.foundation.people.samples import LIN, METRO
from tests.foundation.threads import at_once

MANY = 200


def app_of(city: str) -> SignInApp:
    return SignInApp(
        metro=METRO,
        city=city,
        title={"zh": "样例应用", "en": "Sample app"},
        issuer=f"https://{city}.example",
        client_id="rongcheng",
        scopes=("openid",),
        claims=AppClaims("id_number", "name"),
        assurance=AppAssurance("acr", ("real_name",)),
        userinfo=False,
        algorithms=("ES256",),
        address=AppAddress("nowhere"),
    )


@pytest.mark.django_db(transaction=True)
def test_two_hundred_first_sign_ins_at_once_make_one_resident() -> None:
    person = AppPerson("subject-of-lin", "林样例", LIN)
    apps = [app_of("430100"), app_of("430300")]
    calls = [partial(sign_in_by_app, apps[turn % 2], person) for turn in range(MANY)]
    found = at_once(calls)
    assert [answer for answer in found if isinstance(answer, Exception)] == []
    assert len({entry.account.pk for entry in found}) == 1
    assert Resident.objects.count() == Account.objects.count() == 1
    assert SocialAccount.objects.count() == 2
    assert AccessRecord.objects.count() == MANY


@pytest.mark.django_db(transaction=True)
def test_of_two_names_that_come_at_once_one_is_registered_and_the_other_refused() -> None:
    people = [AppPerson(f"subject-{name}", name, LIN) for name in ("林样例", "凌样例")]
    calls = [partial(sign_in_by_app, app_of("430100"), people[turn % 2]) for turn in range(16)]
    found = at_once(calls)
    refused = [answer for answer in found if isinstance(answer, AppNameDiffers)]
    assert len(refused) == 8
    assert Resident.objects.count() == Account.objects.count() == SocialAccount.objects.count() == 1
    assert sorted(AccessRecord.objects.values_list("data_kinds", flat=True)) == (
        [["identity"]] * 8 + [["lookup"]] * 8
    )
