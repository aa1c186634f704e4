"""An e-voucher of 28 characters becomes a token by 6101; 1101 takes that, and only that."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from rongcheng.foundation.people.public import get_insurance
from rongcheng.kernel.clock import FixedClock
from rongcheng.services.health.models import Voucher
from rongcheng.services.health.persons import issue_voucher
from tests.services.health.conftest import XIANGTAN, Person, World
from tests.services.health.interface import bodies
from tests.services.health.interface.hospital import Hospital
from tests.services.health.interface.stored import Unchanged, values_holding

PROVINCE = "430000"


@pytest.fixture
def person(world: World) -> Person:
    """An employee of Xiangtan with her phone in her hand."""
    return world.person(XIANGTAN)


@pytest.fixture
def code(person: Person) -> str:
    """The code that her phone shows."""
    return issue_voucher(get_insurance(person.psn_no), PROVINCE)


def token_of(hospital: Hospital, code: str) -> str:
    """Decode a code (6101) and return its token."""
    token: str = hospital.call("6101", bodies.decode(code))["data"]["ecToken"]
    return token


def refused(hospital: Hospital, person: Person, token: str) -> str:
    """Show something as a token (1101), which must be refused; return the reason."""
    return hospital.refused(hospital.message("1101", bodies.person_query(person, token)))


def test_a_code_has_its_28_characters_and_a_token_its_40(hospital: Hospital, code: str) -> None:
    assert re.fullmatch(r"424[0-9]{19}430000", code)
    assert len(code) == 28
    assert re.fullmatch(r"[0-9a-f]{40}", token_of(hospital, code))


def test_a_kind_of_use_that_the_text_does_not_know_is_refused(
    hospital: Hospital, code: str, unchanged: Unchanged
) -> None:
    body = bodies.decode(code)
    with unchanged:
        for kind in ("01999", "11", "样例"):
            body["data"]["businessType"] = kind
            assert "businessType" in hospital.refused(hospital.message("6101", body))
    body["data"]["businessType"] = "01301"
    hospital.call("6101", body)


def test_what_6101_says_is_what_1101_says_by_token_and_by_card(
    hospital: Hospital, person: Person, code: str
) -> None:
    decoded = hospital.call("6101", bodies.decode(code))["data"]
    by_token = hospital.call("1101", bodies.person_query(person, decoded["ecToken"]))
    assert by_token == hospital.call("1101", bodies.person_query(person))
    base = by_token["baseinfo"]
    assert (decoded["userName"], decoded["idNo"]) == (base["psn_name"], base["certno"])
    assert decoded["idType"] == base["psn_cert_type"] == "01"
    assert decoded["insuOrg"] == by_token["insuinfo"][0]["insuplc_admdvs"] == XIANGTAN


def test_code_and_token_do_not_serve_in_one_anothers_place(
    hospital: Hospital, person: Person, code: str, unchanged: Unchanged
) -> None:
    token = token_of(hospital, code)
    with unchanged:
        assert "mdtrt_cert_no" in refused(hospital, person, code)
        said = hospital.refused(hospital.message("6101", bodies.decode(token)))
        assert "businessInfo" in said


def test_a_token_serves_the_whole_visit_and_ends_with_its_time(
    hospital: Hospital, person: Person, code: str, clock: FixedClock, unchanged: Unchanged
) -> None:
    token = token_of(hospital, code)
    for _ in range(2):
        hospital.call("1101", bodies.person_query(person, token))
        clock.advance(timedelta(minutes=14))
    clock.advance(timedelta(minutes=2))
    with unchanged:
        assert "重新出示" in refused(hospital, person, token)
    # The code lives a day: decoded again it gives a fresh token.
    hospital.call("1101", bodies.person_query(person, token_of(hospital, code)))


def test_decoding_again_ends_the_token_before(
    hospital: Hospital, person: Person, code: str, unchanged: Unchanged
) -> None:
    first, second = token_of(hospital, code), token_of(hospital, code)
    assert first != second
    with unchanged:
        assert "mdtrt_cert_no" in refused(hospital, person, first)
    hospital.call("1101", bodies.person_query(person, second))


def test_a_message_sent_again_gets_the_same_token(
    hospital: Hospital, person: Person, code: str
) -> None:
    message = hospital.message("6101", bodies.decode(code))
    assert hospital.send(message).body == hospital.send(message).body
    token = hospital.accepted(message)["data"]["ecToken"]
    hospital.call("1101", bodies.person_query(person, token))


def test_neither_code_nor_token_opens_anything_at_another_institution(
    hospital: Hospital,
    hospital_at: Callable[[str, str], Hospital],
    person: Person,
    code: str,
    unchanged: Unchanged,
) -> None:
    other = hospital_at("430300", "level_3")
    assert other.place.code != hospital.place.code
    token = token_of(hospital, code)
    with unchanged:
        assert "mdtrt_cert_no" in refused(other, person, token)
        said = other.refused(other.message("6101", bodies.decode(code)))
        assert "重新出示" in said
    hospital.call("1101", bodies.person_query(person, token))
    fresh = issue_voucher(get_insurance(person.psn_no), PROVINCE)
    other.call("1101", bodies.person_query(person, token_of(other, fresh)))


def test_of_code_and_token_only_hashes_are_kept(hospital: Hospital, code: str) -> None:
    token = token_of(hospital, code)
    assert values_holding(code) == values_holding(token) == []
    row = Voucher.objects.get()
    assert len(bytes(row.code_hash)) == len(bytes(row.token_hash or b"")) == 32
