"""The second step: codes by RFC 6238, each once, secrets sealed for their own account."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection

from rongcheng.foundation.people import public as people
from rongcheng.foundation.people.second_factor import _step_of
from rongcheng.kernel.clock import SHANGHAI, FixedClock, get_clock, use_clock
from rongcheng.kernel.errors import SealBroken

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
# The secret of RFC 6238, Appendix B, in base32; its codes of eight digits end in these six.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    fixed = FixedClock(NOON)
    with use_clock(fixed):
        yield fixed


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(get_clock().now().timestamp()) // 30)))


def a_clerk(login: str = "clerk-1") -> people.Account:
    people.add_staff(
        login=login, metro="changzhutan", name="样例·柜员", role="clerk", city="430300"
    )
    return people.Account.objects.get(login=login)


@pytest.mark.parametrize(("second", "code"), RFC_CODES)
def test_codes_of_the_standard(second: int, code: str) -> None:
    with use_clock(FixedClock(datetime.fromtimestamp(second, UTC))):
        assert _step_of(RFC_SECRET, code) == second // 30
        with pytest.raises(people.CodeWrong):
            _step_of(RFC_SECRET, f"{(int(code) + 1) % 1_000_000:06d}")


def test_a_secret_lies_sealed_and_opens_for_its_account_only(db: None, clock: FixedClock) -> None:
    one, other = a_clerk(), a_clerk("clerk-2")
    secret = people.new_secret()
    people.confirm_authenticator(one, secret, code_now(secret))
    people.make_recovery_codes(one)
    with connection.cursor() as cursor:
        cursor.execute("select mfa_authenticator::text from mfa_authenticator")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert secret not in kept
    sealed = Authenticator.objects.get(user=one, type="totp").data["secret"]
    assert people.open_factor(sealed, one.pk) == secret
    with pytest.raises(SealBroken):
        people.open_factor(sealed, other.pk)
    # Moved to another account by hand, it opens nothing there.
    Authenticator.objects.create(user=other, type="totp", data={"secret": sealed})
    clock.advance(timedelta(minutes=1))
    with pytest.raises(SealBroken):
        people.check_code(other, code_now(secret))


def test_the_confirming_code_is_spent_too(db: None, clock: FixedClock) -> None:
    account, secret = a_clerk(), people.new_secret()
    people.confirm_authenticator(account, secret, code_now(secret))
    with pytest.raises(people.CodeWrong):
        people.check_code(account, code_now(secret))
    clock.advance(timedelta(seconds=30))
    assert people.check_code(account, code_now(secret)) == "totp"


def test_a_code_before_one_that_counted_counts_no_more(db: None, clock: FixedClock) -> None:
    account, secret = a_clerk(), people.new_secret()
    people.confirm_authenticator(account, secret, code_now(secret))
    clock.advance(timedelta(minutes=5))
    earlier = code_now(secret)
    clock.advance(timedelta(seconds=30))
    assert people.check_code(account, code_now(secret)) == "totp"
    with pytest.raises(people.CodeWrong):
        people.check_code(account, earlier)


def test_a_new_authenticator_replaces_the_old_one(db: None, clock: FixedClock) -> None:
    account, old, new = a_clerk(), people.new_secret(), people.new_secret()
    people.confirm_authenticator(account, old, code_now(old))
    # Both phones are looked at in the same half minute.
    people.confirm_authenticator(account, new, code_now(new))
    clock.advance(timedelta(minutes=1))
    with pytest.raises(people.CodeWrong):
        people.check_code(account, code_now(old))
    assert people.check_code(account, code_now(new)) == "totp"
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "1" * 500, "000 000"])
def test_nothing_else_is_a_code(db: None, clock: FixedClock, code: str) -> None:
    account, secret = a_clerk(), people.new_secret()
    people.confirm_authenticator(account, secret, code_now(secret))
    people.make_recovery_codes(account)
    with pytest.raises(people.CodeWrong):
        people.check_code(account, code)
    assert people.count_recovery_codes(account) == 10


def test_new_recovery_codes_void_the_old(db: None, clock: FixedClock) -> None:
    account = a_clerk()
    old = people.make_recovery_codes(account)
    new = people.make_recovery_codes(account)
    assert set(old).isdisjoint(new)
    with pytest.raises(people.CodeWrong):
        people.check_code(account, old[0])
    assert people.check_code(account, new[0]) == "recovery"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("means", ["totp", "recovery"])
def test_one_code_sent_by_four_at_once_counts_once(means: str) -> None:
    account, secret = a_clerk(), people.new_secret()
    with use_clock(FixedClock(NOON)):
        people.confirm_authenticator(account, secret, code_now(secret))
    later = NOON + timedelta(minutes=2)
    with use_clock(FixedClock(later)):
        code = code_now(secret) if means == "totp" else people.make_recovery_codes(account)[0]

    def send(number: int) -> bool:
        try:
            with use_clock(FixedClock(later)):
                people.check_code(account, code)
        except people.CodeWrong:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, range(4))) == 1
