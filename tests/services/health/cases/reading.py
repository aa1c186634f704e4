"""Reads citizen stories from YAML: every word is checked, every number is read as it is written.

The format is told in `README.md` beside the stories. An unknown or missing word is an error that
names the story, so that no expectation is ever skipped in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.money import line_amount_fen, parse_scaled, parse_yuan
from rongcheng.services.health.domain.types import Approval
from tests.services.health.cases.telling import (
    ACCOUNTS,
    AMOUNTS,
    APPROVALS,
    KINDS,
    MORNING,
    STATUSES,
    TOTALS,
    Change,
    Filed,
    Line,
    Person,
    Start,
    Story,
    Visit,
)

CASES = Path(__file__).parent


@cache
def read_stories(folder: Path = CASES) -> list[Story]:
    """Return the stories of every file, in the order of file and page."""
    stories = []
    for path in sorted(folder.glob("*.yaml")):
        # The base loader keeps every scalar as text: 0.10 yuan stays "0.10".
        pages = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        for number, page in enumerate(pages, 1):
            name = f"{path.stem}-{number:02d}"
            try:
                stories.append(_story(name, page))
            except (KeyError, ValueError, TypeError) as fault:
                raise ValueError(f"{path.name}, story {number}: {fault!r}") from fault
    return stories


def _only(page: Mapping[str, Any], *words: str) -> Mapping[str, Any]:
    unknown = set(page) - set(words)
    if unknown:
        raise ValueError(f"unknown words {sorted(unknown)}; known are {sorted(words)}")
    return page


def _story(name: str, page: Mapping[str, Any]) -> Story:
    _only(page, "title", "source", "metro", "person", "so_far", "suppose", "visits")
    visits = tuple(_visit(visit) for visit in page["visits"])
    return Story(
        name=name,
        title={lang: _only(page["title"], "zh", "en")[lang] for lang in ("zh", "en")},
        source=page["source"],
        metro=page["metro"],
        person=_person(page["person"]),
        start=_start(page.get("so_far", {}), visits[0].at.year),
        changes=tuple(_change(change) for change in page.get("suppose", ())),
        visits=visits,
    )


def _person(page: Mapping[str, Any]) -> Person:
    _only(
        page, "pool", "scheme", "standing", "status", "account", "family", "granted",
        "born", "premium", "pooling", "means", "civil_servant", "filings",
    )  # fmt: skip
    return Person(
        pool=page["pool"],
        scheme=page["scheme"],
        standing=page["standing"],
        status=STATUSES[page.get("status", "normal")],
        account_fen=parse_yuan(page.get("account", "0"), "account"),
        aid_fen=parse_yuan(page.get("family", "0"), "family"),
        granted=tuple(page.get("granted", ())),
        born_on=date.fromisoformat(page.get("born", "1980-01-01")),
        premium=page.get("premium", "single"),
        pooling=page.get("pooling", "combined"),
        means=page.get("means", "ordinary"),
        civil_servant=page.get("civil_servant", "false") == "true",
        filings=tuple(_filed(filing) for filing in page.get("filings", ())),
    )


def _filed(page: Mapping[str, Any]) -> Filed:
    _only(page, "category", "toward", "from", "to", "made")
    since = date.fromisoformat(page["from"])
    return Filed(
        page["category"],
        page["toward"],
        since,
        date.fromisoformat(page["to"]) if "to" in page else None,
        _instant(page.get("made", page["from"])),
    )


def _start(page: Mapping[str, Any], year: int) -> Start:
    used = _totals(page)
    return Start(
        year,
        {word: fen for word, fen in used.items() if word in TOTALS},
        {int(word): fen for word, fen in used.items() if word.isdigit()},
        {tier: int(count) for tier, count in page.get("stays", {}).items()},
        int(page.get("births", "0")),
    )


def _totals(page: Mapping[str, Any]) -> dict[str, int]:
    found = _only(page, *TOTALS, "months", "stays", "births")
    plain = {word: text for word, text in found.items() if word in TOTALS}
    plain |= page.get("months", {})
    return {word: parse_yuan(text, word) for word, text in plain.items()}


def _change(page: Mapping[str, Any]) -> Change:
    _only(page, "key", "at", "from", "value")
    return Change(
        page["key"], page["at"], date.fromisoformat(page["from"]), _scalars(page["value"])
    )


def _scalars(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {word: _scalars(branch) for word, branch in tree.items()}
    words: dict[str, Any] = {"true": True, "false": False}
    return words[tree] if tree in words else int(tree) if tree.isdigit() else tree


def _visit(page: Mapping[str, Any]) -> Visit:
    _only(
        page, "settled", "where", "disease", "account", "lines", "kind", "begun", "stay", "interim",
        "emergency", "birth", "pregnancy", "takes_back", "pays", "reasons", "so_far", "refused",
    )  # fmt: skip
    at = _instant(page["settled"])
    takes_back = int(page.get("takes_back", "0"))
    where = _only(page.get("where", {"city": "", "tier": ""}), "city", "tier", "campus")
    pays = _pays(page["pays"]) if "pays" in page else None
    refused = _refusal(page["refused"]) if "refused" in page else None
    if (pays is None) == (refused is None) and not takes_back:
        raise ValueError("a visit is either refused, or pays with reasons")
    if pays is not None and "reasons" not in page:
        raise ValueError("a visit that pays tells its reasons")
    usual = "special" if "disease" in page else "outpatient"
    return Visit(
        at=at,
        city=where["city"],
        tier=where["tier"],
        kind=KINDS[page.get("kind", usual)],
        campus=where.get("campus", "false") == "true",
        begun_on=date.fromisoformat(page["begun"]) if "begun" in page else None,
        stay=page.get("stay", ""),
        interim=page.get("interim", "false") == "true",
        emergency=page.get("emergency", "false") == "true",
        birth=page.get("birth", ""),
        pregnancy=int(page.get("pregnancy", "0")),
        takes_back=takes_back,
        disease=page.get("disease", ""),
        account_use=int(ACCOUNTS[page.get("account", "none")]),
        lines=tuple(_line(line, at.date()) for line in page.get("lines", ())),
        pays=pays,
        reasons=[f"health.{code}" for code in page.get("reasons", ())],
        so_far=_totals(page.get("so_far", {})),
        refused=refused,
    )


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if len(text) == len("2026-03-02"):
        found = datetime.combine(found.date(), MORNING)
    return found.replace(tzinfo=SHANGHAI)


def _line(page: Mapping[str, Any], on: date) -> Line:
    _only(page, "item", "class", "on", "price", "quantity", "amount", "approval")
    if ("item" in page) == ("class" in page):
        raise ValueError("a line names an item or a class")
    amount = parse_yuan(page["amount"], "amount")
    quantity = parse_scaled(page.get("quantity", "1"), 4, "quantity")
    price = parse_scaled(page.get("price", page["amount"]), 6, "price")
    if line_amount_fen(price, quantity) != amount:
        raise ValueError(f"{page['amount']} is not price × quantity")
    approval = APPROVALS[page["approval"]] if "approval" in page else Approval.NOT_NEEDED
    return Line(
        item=page.get("item", ""),
        charge_class=page.get("class", ""),
        on=date.fromisoformat(page["on"]) if "on" in page else on,
        price_micro=price,
        quantity_e4=quantity,
        amount_fen=amount,
        approval=int(approval),
    )


def _pays(page: Mapping[str, Any]) -> dict[str, int]:
    _only(page, *AMOUNTS)
    pays = {word: parse_yuan(page[word], word) for word in ("total", "fund", "person")}
    pays |= {word: parse_yuan(text, word) for word, text in page.items()}
    # What is not named must be nothing; cash not named is all that the person pays.
    pays.setdefault("cash", pays["person"])
    return {word: pays.get(word, 0) for word in AMOUNTS}


def _refusal(page: Mapping[str, Any]) -> dict[str, Any]:
    _only(page, "code", "reasons", "key")
    found: dict[str, Any] = {"code": page["code"]}
    if "reasons" in page:
        found["reasons"] = [f"health.{code}" for code in page["reasons"]]
    if "key" in page:
        found["key"] = page["key"]
    return found
