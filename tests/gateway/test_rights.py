"""Every address × every role and city: allowed or refused, complete by construction.

Each knock is taken back, so that none sees what another changed.
"""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from rongcheng.kernel.clock import FixedClock
from rongcheng.policy.editions import publish
from tests.gateway.metro import OTHER_METRO, Asker, Metro
from tests.gateway.rights_operations import (
    APP_OPERATIONS,
    OF_ONE_HOSPITAL,
    OPEN_OPERATIONS,
    OPERATIONS,
)
from tests.gateway.rights_rows import ROWS
from tests.gateway.rights_words import EVERYONE, Row
from tests.packs import pack_in
from tests.services.health.api.caller import Caller
from tests.services.health.conftest import PACK, World
from tests.services.health.conftest import clock as clock
from tests.services.health.conftest import pack as pack
from tests.services.health.conftest import world as world
from tests.services.health.interface.hospital import JSON, Hospital
from tests.services.health.test_access_complete import patterns

NOT_ALLOWED = 405
REFUSED = (401, 403, 404)
LED_AWAY = ("/signin?", "/signin/staff", "/counter?next=", "/counter?nobody")
"""Where whoever may not go further is led: to sign in, or to find somebody to serve first."""
ENTRUSTED = ("/me/people", "resident@430100")
"""Who may not end a mandate, and is told whose it is."""
WHOLE_CODE = 6


@pytest.fixture
def metro(world: World, clock: FixedClock, settings: Any, tmp_path: Any) -> Metro:
    settings.RONGCHENG_DEMO, settings.RONGCHENG_DATA = True, tmp_path
    # Each wrong password costs as much work as a right one, on purpose; here it would add up.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    found = pack_in(PACK.parent / OTHER_METRO)
    publish(found, by="test")
    return Metro(world)


def knock(asker: Asker, row: Row, names: dict[str, str]) -> HttpResponse:
    """Open an address as somebody, and take back whatever that did."""
    path = row.path.format(**names)
    # Signing in or out, and choices of language, stay in the browser.
    cookies = copy.deepcopy(asker.client.cookies)
    with transaction.atomic():
        if row.form is None:
            answer = asker.client.get(path)
        else:
            form = {key: value.format(**names) for key, value in row.form.items()}
            answer = asker.client.post(path, form, content_type=row.content_type)
        transaction.set_rollback(True)
    asker.client.cookies = cookies
    return answer


def got_in(answer: HttpResponse, row: Row) -> bool:
    """Tell whether somebody got past the door; whom the form does not satisfy did."""
    if answer.status_code in (301, 302, 303):
        return not answer["Location"].startswith(LED_AWAY)
    assert answer.status_code != NOT_ALLOWED, row.path
    if row.missing and answer.status_code == 404:
        return True
    if row.whole and answer.status_code == 400:
        return False
    return answer.status_code not in REFUSED


def fits(asker: Asker, who: str) -> bool:
    """Tell whether a row's words name this asker."""
    if who == EVERYONE:
        return True
    for word in who.split():
        audience, _, city = word.partition("@")
        is_kind = asker.audience == audience or (audience, asker.audience) == ("resident", "owner")
        whole = len(city) == WHOLE_CODE
        if is_kind and (asker.city == city if whole else asker.city.startswith(city)):
            return True
    return False


def test_every_address_has_its_rows() -> None:
    assert set(patterns(get_resolver().url_patterns)) == set(ROWS)


def test_everybody_gets_in_where_the_table_says_and_nowhere_else(metro: Metro) -> None:
    wrong = []
    for row in (row for rows in ROWS.values() for row in rows):
        # What is open to everyone shows nobody; one of each kind is enough there.
        for asker in metro.one_of_each() if row.who == EVERYONE else metro.askers:
            answer = knock(asker, row, metro.names)
            is_in = got_in(answer, row)
            if is_in != fits(asker, row.who):
                method = "GET" if row.form is None else "POST"
                wrong.append((method, row.path, asker.word, answer.status_code))
            entrusted = (row.path, asker.word) == ENTRUSTED
            if not is_in and not entrusted and shows(answer, metro.marks):
                wrong.append(("shown", row.path, asker.word, answer.status_code))
    assert wrong == []


def test_another_residents_identifiers_open_nothing(metro: Metro) -> None:
    """Whatever a page might take as somebody's number is given to it, in address and form."""
    given = {
        name: value
        for value, names in (
            (metro.names["person"], ("person", "resident", "person_id", "resident_id", "id")),
            (metro.names["psn"], ("psn_no", "psn", "insured", "for")),
            (metro.names["setl"], ("setl", "setl_id", "settlement")),
            (metro.names["look"], ("record", "look", "before")),
            (metro.names["carrier"], ("carrier", "replaces", "phone")),
            (metro.names["certificate"], ("number", "certificate")),
        )
        for name in names
    }
    wrong = []
    # The neighbour in Changsha is entrusted by the owner, and may know that; strangers may not.
    others = [metro.asker(word) for word in ("visitor", "resident@430200", "resident@510100")]
    marks = (metro.person.name, "450.75")
    own = knock(metro.asker("owner@430300"), Row("", "/me/settlements"), metro.names)
    assert all(shows(own, (mark,)) for mark in marks)
    for row in (row for rows in ROWS.values() for row in rows if row.who != EVERYONE):
        path = row.path.format(**metro.names)
        crafted = Row(row.who, f"{path}?{urlencode(given)}")
        for asker in others:
            answers = [knock(asker, crafted, metro.names)] if row.form is None else []
            posted = crafted._replace(form={**(row.form or {}), **given})
            answers.append(knock(asker, posted, metro.names))
            # The number itself may stand in the page's own address; whose it is may not.
            if any(shows(answer, marks) for answer in answers):
                wrong.append((row.path, asker.word))
    assert wrong == []


def test_every_operation_has_its_row() -> None:
    described = Client().get("/api/openapi.json").json()
    found = {op["operationId"] for path in described["paths"].values() for op in path.values()}
    assert found == {*OPERATIONS, *OPEN_OPERATIONS, *APP_OPERATIONS}


def test_what_is_public_is_open_without_a_signature(metro: Metro) -> None:
    for name, path in OPEN_OPERATIONS.items():
        for asker in metro.one_of_each():
            answer = knock(asker, Row(EVERYONE, path), {})
            assert answer.status_code == 200, (name, asker.word)
            assert not shows(answer, metro.marks)


def test_only_an_institutions_signature_opens_the_interface(metro: Metro) -> None:
    """No browser session does, not even that of the hospital's own desk."""
    for name, (method, template) in {**OPERATIONS, **APP_OPERATIONS}.items():
        path, form = template.format(**metro.names), None if method == "GET" else {"a": "b"}
        for asker in metro.askers:
            answer = knock(asker, Row("", path, form, content_type=JSON), {})
            assert answer.status_code == 401, (name, asker.word)


def test_what_one_hospital_settled_no_other_opens(metro: Metro) -> None:
    neighbour = Caller(Hospital(metro.world.at_tier("430300", "level_3")))
    own = Caller(Hospital(metro.place))
    body = {"request_id": "RIGHTS-R-1", "psn_no": metro.names["psn"], "visit": "V"}
    for name in OF_ONE_HOSPITAL:
        method, template = OPERATIONS[name]
        path = template.format(**metro.names)
        replies = [
            caller.get(path) if method == "GET" else caller.post(path, body)
            for caller in (neighbour, own)
        ]
        assert replies[0].status == 404, name
        assert metro.person.name not in replies[0].body.decode()
        assert method == "POST" or replies[1].status == 200, name


def shows(answer: HttpResponse, marks: tuple[str, ...]) -> bool:
    """Tell whether an answer holds one of these marks."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    return any(mark in text for mark in marks)
