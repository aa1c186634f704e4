"""How a row of the table of rights is written (权限表的写法), and the names that rows use."""

from __future__ import annotations

from typing import NamedTuple

from django.test.client import MULTIPART_CONTENT


class Row(NamedTuple):
    """One way of opening an address; with a form it is posted.

    `missing`: nothing is there to open yet, so whoever gets in is told so (404). `whole`: the form
    has everything that it needs, so a complaint about it (400) is a refusal.
    """

    who: str
    path: str
    form: dict[str, str] | None = None
    missing: bool = False
    content_type: str = MULTIPART_CONTENT
    whole: bool = False


def page(who: str, path: str, *, missing: bool = False) -> list[Row]:
    """Return the rows of an address that is only read."""
    return [Row(who, path, missing=missing)]


def act(who: str, path: str, *, missing: bool = False, **form: str) -> list[Row]:
    """Return the rows of an address that only takes a form."""
    return [Row(who, path, form, missing)]


def call(who: str, path: str, **body: str) -> list[Row]:
    """Return the rows of an address that takes JSON from a page's own script."""
    return [Row(who, path, body, content_type="application/json")]


def both(who: str, path: str, *, by: str = "", **form: str) -> list[Row]:
    """Return the rows of an address that is read and takes a form (by `by`, else the same)."""
    return [Row(who, path), Row(by or who, path, form)]


STAFF = "clerk desk officer head fund office"
SERVING = "clerk@430300"
"""The one clerk at whose window the owner stands."""
AT_THE_CASE = "officer@430300 head@430300 clerk@430300 officer@430300-police"
"""Who works on the owner's case: her own city's authority, all of it or the police alone."""
CASE = "/cases/{permit}"
STAFF_OF_FUNDS = "fund office"
NEIGHBOURS = "fund@43 office@43"
"""Whoever clears for the metro area of the treated resident."""
PARTIES = "fund@430100 fund@430300"
"""The pools of insurance and of care."""
EVERYONE, NOBODY = "everyone", "nobody"
ISSUERS = "office officer head"
ISSUERS_OF_CITY = "office@430100 officer@430100 head@430100"
"""Staff of the city that issued the owner's certificate."""
HELD = "/me/certificates/{certificate}"
BILL = "/clearing/entries/{entry}"
CODE = "/me/code/carriers/{carrier}"
DRAFT = "/office/items/drafts/{item_draft}"
ENTRY_DRAFT = "/office/powers/drafts/{entry_draft}"
PLAN = "/office/whatif/{scenario}"
DESK_BILL = "/desk/settlements/{setl}"
ORDER = {
    "act": "order",
    "record": "{look}",
    "until": "2026-03-20",
    "basis": "confidentiality",
    "document": "样例〔2026〕1号",
    "reason": "样例",
    "token": "d" * 22,
}
