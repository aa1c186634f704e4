"""The credential: anybody verifies it with pinned keys and a list, and no byte of it can change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import cbor2
import pytest

from rongcheng.foundation.certificates.claims import MEDIA_TYPE, decode_claims, encode_claims
from rongcheng.foundation.certificates.public import (
    LIST_TYPE,
    CertificateMalformed,
    get_credential,
    issue_certificate,
    read_credential,
    read_status,
    revoke_certificate,
    sign_status,
    verify_offline,
)
from rongcheng.foundation.code.offline.statements import LONGEST_STATEMENT
from rongcheng.foundation.code.public import (
    CodeMalformed,
    StatusListNotFound,
    ensure_keys,
    payload_of,
    published_keys,
    read_jwks,
    read_statement,
    read_status_list,
    sign_statement,
    withdraw_key,
)
from rongcheng.kernel.clock import FixedClock
from tests.foundation.certificates.samples import CHEN, METRO, resident, staff, wanted

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_it_verifies_without_a_database_and_tells_what_was_revoked(clock: FixedClock) -> None:
    clock.set(NOON)
    issued = issue_certificate(wanted())
    other = issue_certificate(wanted("C-2", person_id=CHEN))
    credentials = [
        get_credential(resident(), issued.number),
        get_credential(resident(CHEN), other.number),
    ]
    revoke_certificate(staff(), other.number, reason="材料不实")
    keys = read_jwks(published_keys().to_jwks())
    ended = read_status(sign_status(METRO, issued.claims.list_number), keys, at=NOON)
    verdicts = [verify_offline(c, keys=keys, ended=ended, at=NOON) for c in credentials]
    assert [verdict.state for verdict in verdicts] == ["valid", "revoked"]
    assert verdicts[0].claims == issued.claims
    later = NOON + timedelta(days=365)
    assert verify_offline(credentials[0], keys=keys, ended=ended, at=later).state == "expired"


def test_no_byte_of_it_can_change(clock: FixedClock) -> None:
    issued = issue_certificate(wanted())
    credential = get_credential(resident(), issued.number)
    keys = published_keys()
    assert read_credential(credential, keys) == issued.claims
    for place in range(0, len(credential), 7):
        changed = bytearray(credential)
        changed[place] ^= 1
        with pytest.raises(CertificateMalformed):
            read_credential(bytes(changed), keys)
    for wrong in (b"", credential + b"\0", credential[:-1], "text", None, bytes(70_000)):
        with pytest.raises(CertificateMalformed):
            read_credential(wrong, keys)


def test_another_form_of_the_same_content_is_malformed(clock: FixedClock) -> None:
    payload = encode_claims(issue_certificate(wanted()).claims)
    written = cbor2.loads(payload)
    own = written[-70002]
    for wrong in (
        cbor2.dumps(dict(reversed(written.items()))),
        cbor2.dumps(written | {99: 1}, canonical=True),
        cbor2.dumps(written | {2: 7}, canonical=True),
        cbor2.dumps(written | {5: "2026-13-01"}, canonical=True),
        cbor2.dumps(written | {6: 1 << 41}, canonical=True),
        cbor2.dumps(written | {1: "changzhutan"}, canonical=True),
        cbor2.dumps(written | {-70002: own | {5: []}}, canonical=True),
        cbor2.dumps(written | {-70002: own | {7: 1}}, canonical=True),
        cbor2.dumps([written]),
        payload + b"\0",
        b"\xff",
        b"",
    ):
        with pytest.raises(CertificateMalformed):
            decode_claims(wrong)
    assert decode_claims(payload).number


def test_a_statement_of_one_type_is_none_of_another(clock: FixedClock) -> None:
    clock.set(NOON)
    issued = issue_certificate(wanted())
    keys = published_keys()
    credential, ended = get_credential(resident(), issued.number), sign_status(METRO, 0)
    with pytest.raises(CertificateMalformed):
        read_credential(ended, keys)
    with pytest.raises(CertificateMalformed):
        read_status(credential, keys, at=NOON)
    with pytest.raises(CodeMalformed):
        read_status_list(ended, keys)
    assert read_statement(credential, MEDIA_TYPE, keys).key.metro == METRO
    for media_type in (LIST_TYPE, MEDIA_TYPE + "x"):
        with pytest.raises(CodeMalformed):
            read_statement(credential, media_type, keys)
        with pytest.raises(CodeMalformed):
            payload_of(credential, media_type)
    with pytest.raises(CodeMalformed):
        read_statement(bytes(LONGEST_STATEMENT + 1), MEDIA_TYPE, keys)


def test_a_certificate_of_one_metro_area_is_not_signed_by_another(clock: FixedClock) -> None:
    claims = issue_certificate(wanted()).claims
    elsewhere = sign_statement("chengdemeizi", encode_claims(claims), MEDIA_TYPE, until=None)
    with pytest.raises(CertificateMalformed):
        read_credential(elsewhere, published_keys())


def test_a_list_speaks_for_its_time_only_and_for_its_own_certificates(clock: FixedClock) -> None:
    clock.set(NOON)
    issued = issue_certificate(wanted())
    keys, signed = published_keys(), sign_status(METRO, 0)
    ended = read_status(signed, keys, at=NOON)
    for at in (NOON - timedelta(seconds=1), NOON + timedelta(days=30)):
        with pytest.raises(CertificateMalformed):
            read_status(signed, keys, at=at)
    credential = get_credential(resident(), issued.number)
    for other in (ended._replace(number=1), ended._replace(metro="chengdemeizi")):
        with pytest.raises(CertificateMalformed):
            verify_offline(credential, keys=keys, ended=other, at=NOON)
    for metro, number in ((METRO, 1), ("chengdemeizi", 0), ("nowhere", 0)):
        with pytest.raises(StatusListNotFound):
            sign_status(metro, number)


def test_a_key_stays_published_as_long_as_its_certificates_hold(clock: FixedClock) -> None:
    clock.set(NOON)
    first = ensure_keys(METRO)
    year = issue_certificate(wanted())
    clock.advance(timedelta(days=300))
    assert published_keys().find(bytes(first.key_id)) is not None
    assert read_credential(get_credential(resident(), year.number), published_keys())
    clock.advance(timedelta(days=900))
    assert published_keys().find(bytes(first.key_id)) is None
    # What has no end keeps its key for ever, and is none the worse for a later one that has.
    lasting = issue_certificate(wanted("C-2", kind="business-licence"))
    issue_certificate(wanted("C-3"))
    clock.advance(timedelta(days=36_500))
    assert read_credential(get_credential(resident(), lasting.number), published_keys())


def test_what_a_withdrawn_key_signed_is_refused_offline(clock: FixedClock) -> None:
    issued = issue_certificate(wanted())
    withdraw_key(METRO, bytes(ensure_keys(METRO).key_id))
    with pytest.raises(CertificateMalformed):
        read_credential(get_credential(resident(), issued.number), published_keys())
