"""A third metro area is data: a pack under another name and other codes loads and decides."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.load import load_pack
from rongcheng.services.health.assessing.assessment import assess
from rongcheng.services.health.assessing.facts import CareFacts, CareTotals, ChargeFacts
from rongcheng.services.health.domain.types import CareKind, InsuranceStatus
from tests.tidy.tree import PROJECT

ON = date(2026, 3, 2)
# Province 43 becomes the invented 98, wherever a code stands: places, pools, institutions, files.
CODE = re.compile(r"(?<![0-9A-Za-z])([HPV]?)43([0-9]{4}(?:[0-9]{5})?)(?![0-9])")


def moved(text: str) -> str:
    return CODE.sub(r"\g<1>98\2", text)


def third_metro(folder: Path) -> Path:
    target = folder / "sanjiang"
    shutil.copytree(PROJECT / "metros" / "changzhutan", target)
    for file in [path for path in target.rglob("*") if path.is_file()]:
        text = file.read_text("utf-8")
        file.unlink()
        file.with_name(moved(file.name)).write_text(moved(text), "utf-8")
    metro = target / "metro.yaml"
    renamed = metro.read_text("utf-8").replace("id: changzhutan", "id: sanjiang")
    metro.write_text(renamed, "utf-8")
    return target


def test_a_renamed_pack_has_no_faults_and_its_own_edition(tmp_path: Path) -> None:
    pack, faults = load_pack(third_metro(tmp_path))
    original, _ = load_pack(PROJECT / "metros" / "changzhutan")
    assert faults == []
    assert pack is not None
    assert original is not None
    assert pack.id == "sanjiang"
    assert pack.hash != original.hash
    assert len(pack.parameters) == len(original.parameters)
    places = [city.code for city in pack.metro.cities] + [pool.code for pool in pack.metro.pools]
    assert [code for code in places if not code.startswith("98")] == []


def test_the_rules_decide_by_the_third_metro_without_a_change(tmp_path: Path) -> None:
    pack, _ = load_pack(third_metro(tmp_path))
    assert pack is not None
    book = PolicyBook(pack)
    item = next(
        found
        for found in book.catalogue("980100").items(ON)
        if found.charge_class == "A" and not found.restricted
    )
    facts = CareFacts(
        metro="sanjiang",
        insured_pool="980399",
        care_pool="980199",
        care_city="980100",
        tier="level_2",
        scheme="employee",
        standing="in_service",
        status=int(InsuranceStatus.NORMAL),
        kind=int(CareKind.OUTPATIENT),
        category="other",
        filed=False,
        granted_diseases=(),
        disease_code="",
        settled_on=ON,
        lines=(
            ChargeFacts(
                serial="1",
                item_code=item.code,
                occurred_on=ON,
                price_micro=10_000,
                quantity_e4=260_000_000,
                amount_fen=26_000,
            ),
        ),
        account_use=0,
        account_balance_fen=0,
        aid_balance_fen=0,
    )
    amounts = assess(facts, book, CareTotals()).amounts
    # 260.00 in scope less 200.00, at 60 %: as in Changsha, whose figures were copied.
    assert (amounts.total_fen, amounts.deductible_fen, amounts.fund_fen) == (26_000, 20_000, 3_600)
