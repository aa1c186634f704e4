"""Keeps where results are posted (记邮寄地址): while a case goes on, and some time after it.

An address that is half written is kept with its draft; a case is handed over with a whole one.
"""

from __future__ import annotations

from datetime import timedelta

from rongcheng.foundation.cases.public import (
    Case,
    CaseStep,
    address_of,
    drop_address,
    drop_address_on,
    has_address,
    keep_address,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.clock.times import policy_days
from rongcheng.services.government.posting.addresses import (
    NO_ADDRESS,
    POST,
    PostAddress,
    address_faults,
    address_from,
)
from rongcheng.services.government.posting.errors import AddressFaulty
from rongcheng.web.actor import SYSTEM

_KEPT_DAYS = "government.delivery.address_days"


def kept_days(book: PolicyBook, case: Case) -> int:
    """Return for how many days an address is kept once a case has ended; raises NoPolicyValue."""
    return policy_days(book, _KEPT_DAYS, case)


def keep_draft_address(book: PolicyBook, case: Case, address: PostAddress) -> None:
    """Keep with a locked draft what was written so far; a draft that is left loses it in time."""
    if address == NO_ADDRESS:
        return
    day = get_clock().today() + timedelta(days=kept_days(book, case))
    keep_address(case, address._asdict(), day)


def take_address(case: Case, given: PostAddress) -> None:
    """Keep a locked case's address as it is handed over, where its result comes by post.

    What the draft has counts where nothing is given; one that is not needed is dropped. Raises
    AddressFaulty.
    """
    if case.delivery != POST:
        drop_address(case)
        return
    address = given
    if given == NO_ADDRESS:
        kept = address_of(SYSTEM, case)
        address = NO_ADDRESS if kept is None else address_from(kept.words)
    change_address(case, address)


def change_address(case: Case, address: PostAddress) -> None:
    """Keep another address of a locked case that is under way; raises AddressFaulty."""
    faults = address_faults(address)
    if faults:
        raise AddressFaulty(faults)
    keep_address(case, address._asdict(), None)


def lacks_address(case: Case) -> bool:
    """Tell whether a result that should be posted has nowhere to go yet."""
    return case.delivery == POST and not has_address(case)


def let_go(book: PolicyBook, case: Case, _step: CaseStep) -> None:
    """Follow a step: once a case has ended its address gets the day from which it goes."""
    if case.ended_on is not None and has_address(case):
        drop_address_on(case, case.ended_on + timedelta(days=kept_days(book, case)))
