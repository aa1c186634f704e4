"""A metro's books for the clearing pages: real pools and hospitals, invented settlements."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.test import Client

from rongcheng.foundation.institutions.public import list_institutions
from rongcheng.foundation.ledger.public import PostingLine, post_entry
from rongcheng.foundation.people import public as people
from rongcheng.kernel.clock import SHANGHAI

METRO = "changzhutan"
CHANGSHA, ZHUZHOU, XIANGTAN = "430199", "430299", "430399"
CITIES = {CHANGSHA: "430100", ZHUZHOU: "430200", XIANGTAN: "430300"}
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)


@cache
def hospital(pool: str) -> str:
    """Return the first institution of a pool."""
    return list_institutions(METRO, city=CITIES[pool])[0].code


def settle(number: int, payer: str, payee: str, amount: int, fund: str = "310102") -> int:
    """Post a settlement as health does, with a personal account paying a part."""
    lines = [
        PostingLine(f"fund:{payer}:{fund}", -amount),
        PostingLine(f"hospital:{hospital(payee)}:fund", amount),
        PostingLine("opening:sample", -100),
        PostingLine("account:SAMPLE-PSN-7", 100),
    ]
    if payer != payee:
        lines.append(PostingLine(f"clearing:{payer}:{payee}:{fund}", amount))
        lines.append(PostingLine(f"agency:{payee}", -amount))
    return post_entry(
        key=f"test:{number}",
        metro=METRO,
        kind="health.settlement",
        reference=f"S{number:08d}",
        occurred_at=NOON,
        postings=lines,
    )


def add_fund_staff() -> None:
    """Add a fund officer for each city and the coordination office."""
    for pool, city in CITIES.items():
        add_staff(f"fund-{pool}", "fund", city)
    add_staff("the-office", "office", "430100")
    add_staff("a-clerk", "clerk", "430100")


def add_staff(login: str, role: str, city: str) -> None:
    """Add an invented member of staff."""
    people.add_staff(login=login, metro=METRO, name="样例·" + role, role=role, city=city, demo=True)


def client_of(login: str, lang: str = "zh") -> Client:
    """Return a signed-in browser."""
    client = Client()
    client.cookies["lang"] = lang
    if login:
        client.post("/signin/demo", {"login": login})
    return client
