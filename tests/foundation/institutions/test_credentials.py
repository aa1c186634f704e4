"""Machine credentials: shown once, sealed in storage, rotated, remembered for half a minute."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from rongcheng.foundation.institutions import credentials
from rongcheng.foundation.institutions.models import Credential
from rongcheng.foundation.institutions.public import (
    CredentialAlreadyIssued,
    CredentialUnknown,
    InstitutionUnknown,
    credential_for,
    forget_credentials,
    issue_credential,
    revoke_credential,
    sync_institutions,
)
from tests.foundation.institutions.test_sync import Book, hospital
from tests.foundation.threads import at_once

pytestmark = pytest.mark.django_db
CODE = "H43010200001"


@pytest.fixture(autouse=True)
def institution() -> Iterator[None]:
    """Have one hospital, and a process that remembers nothing."""
    sync_institutions(Book(hospital(1)))
    forget_credentials()
    yield
    forget_credentials()


def test_a_credential_opens_the_door_for_its_institution() -> None:
    issued = issue_credential(CODE, demo=False)
    assert re.fullmatch(r"AK[A-HJ-NP-Z2-9]{20}", issued.access_key)
    assert len(issued.secret_key) == 40
    institution, secret = credential_for(issued.access_key)
    assert (institution.code, secret) == (CODE, issued.secret_key)


def test_the_secret_lies_sealed_and_nothing_shows_it() -> None:
    issued = issue_credential(CODE, demo=False)
    with connection.cursor() as cursor:
        cursor.execute("select c::text from institutions_credential c")
        (row,) = cursor.fetchone()
    shown = f"{row} {issued!r} {Credential.objects.get()!r}"
    assert issued.secret_key not in shown
    assert issued.secret_key.encode().hex() not in shown


def test_outside_demo_mode_a_secret_is_shown_once() -> None:
    first = issue_credential(CODE, demo=False)
    with pytest.raises(CredentialAlreadyIssued) as caught:
        issue_credential(CODE, demo=False)
    assert "--rotate" in caught.value.message("zh")
    assert credential_for(first.access_key)[1] == first.secret_key
    assert Credential.objects.count() == 1


def test_in_demo_mode_the_same_pair_any_time() -> None:
    first = issue_credential(CODE, demo=True)
    assert issue_credential(CODE, demo=True) == first


def test_rotation_replaces_the_pair(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old = issue_credential(CODE, demo=False)
    credential_for(old.access_key)
    with django_capture_on_commit_callbacks(execute=True):
        new = issue_credential(CODE, demo=False, rotate=True)
    assert credential_for(new.access_key)[1] == new.secret_key
    with pytest.raises(CredentialUnknown):
        credential_for(old.access_key)


def test_a_revoked_pair_stops_working(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    issued = issue_credential(CODE, demo=False)
    credential_for(issued.access_key)
    with django_capture_on_commit_callbacks(execute=True):
        assert revoke_credential(CODE) is True
        assert revoke_credential(CODE) is False
    with pytest.raises(CredentialUnknown):
        credential_for(issued.access_key)


def test_a_look_up_is_remembered_for_half_a_minute(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    issued = issue_credential(CODE, demo=False)
    seconds = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    for moment, queries in ((1000.0, 1), (1029.9, 0), (1030.0, 1), (1059.9, 0)):
        seconds[0] = moment
        with django_assert_num_queries(queries):
            credential_for(issued.access_key)


def test_unknown_keys_are_refused_and_not_remembered() -> None:
    for _ in range(2):
        with pytest.raises(CredentialUnknown):
            credential_for("AKNOBODY")
    assert credentials._remembered == {}


def test_an_unknown_institution_gets_none() -> None:
    with pytest.raises(InstitutionUnknown):
        issue_credential("H00000000000", demo=True)
    assert Credential.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_demands_at_once_issue_one_pair() -> None:
    answers = at_once([partial(issue_credential, CODE, demo=False)] * 8)
    refusals = [a for a in answers if isinstance(a, CredentialAlreadyIssued)]
    assert len(refusals) == 7
    assert Credential.objects.count() == 1
    assert len(set(at_once([partial(issue_credential, CODE, demo=True)] * 8))) == 1
