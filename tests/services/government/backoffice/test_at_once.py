"""Sharing out while somebody works on a case: neither waits for the other's row."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from rongcheng.foundation.cases.models import Case
from rongcheng.foundation.cases.public import locked_case
from tests.foundation.append_only import emptying_allowed  # noqa: F401
from tests.foundation.threads import at_once
from tests.services.government.backoffice.conftest import Authority, holder

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_case_in_a_step_is_shared_out_without_waiting(authority: Authority) -> None:
    """A step holds its case and then its turn; sharing out holds the turn and names the case.

    If it waited for the case there, each would wait for the other, and one of them fail.
    """
    case = authority.case()

    def share_out() -> int:
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = '5s'")
        return authority.share_out()

    with transaction.atomic():
        locked_case(authority.head, case.number)
        given = at_once([share_out])
    assert given == [1]
    assert holder(Case.objects.get()) is not None
