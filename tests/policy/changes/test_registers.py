"""Changed entries of a register in a pack: all checks of a folder, and nothing that is over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongcheng.policy.changes.registers import (
    REGISTERS,
    Changed,
    entries_of,
    first_day_between,
    pack_with_entries,
    term_of,
)
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_lists import DelegatedPower, Recall
from rongcheng.policy.nodes import nodes_of_json
from rongcheng.policy.records import Record
from rongcheng.policy.sources import Source
from tests.services.government.packs import METROS, book_of

PACK = book_of("changzhutan").pack
POWER: DelegatedPower = book_of("changzhutan").government.power("xiangtan-01")
WHY = Recall(date(2026, 7, 1), Source("样例通知"), "illustrative", {"zh": "样例", "en": "sample"})


def put(
    register: str, plains: Sequence[dict[str, Any]], instead_of: Sequence[str] = ()
) -> tuple[Changed, list[PackFault]]:
    """Put entries into the pack as if somebody had written them."""
    faults: list[PackFault] = []
    nodes = [nodes_of_json(json.dumps(plain)) for plain in plains]
    return pack_with_entries(PACK, register, nodes, faults, instead_of=instead_of), faults


def plain(register: str, code: str, **changes: object) -> dict[str, Any]:
    """Return an entry of the pack in plain form, with some fields written anew."""
    entry = next(e for e in entries_of(PACK, register) if e.id == code)
    return {**Record(REGISTERS[register]).plain(entry), **changes}


@pytest.mark.parametrize("metro", METROS)
def test_the_same_entries_make_the_same_edition(metro: str) -> None:
    pack = book_of(metro).pack
    for register, kind in REGISTERS.items():
        faults: list[PackFault] = []
        nodes = [
            nodes_of_json(json.dumps(Record(kind).plain(entry)))
            for entry in entries_of(pack, register)
        ]
        made = pack_with_entries(pack, register, nodes, faults).pack
        assert faults == []
        assert made is not None
        assert made.hash == pack.hash


def test_an_entry_that_is_left_out_goes_and_the_others_stay() -> None:
    changed, faults = put("power", [], ["xiangtan-14"])
    assert faults == []
    assert changed.pack is not None
    assert len(changed.pack.government.powers) == len(PACK.government.powers) - 1
    assert changed.pack.government.certificates == PACK.government.certificates


@pytest.mark.parametrize(
    ("register", "code", "changes", "fault", "file"),
    [
        ("agreement", "czt-shifeng-yuhua", {"to": "2020-01-01"}, "policy.P023", ""),
        ("agreement", "czt-shifeng-yuhua", {"parties": ["430204", "440100"]}, "policy.P072", ""),
        ("agreement", "czt-culture", {"services": ["government"]}, "policy.P120", ""),
        ("agreement", "czt-no-filing", {"from": "2025-06-01"}, "policy.P051", "policies/"),
        ("power", "xiangtan-02", {"items": ["project-approval"]}, "policy.P134", "powers.yaml"),
        ("power", "xiangtan-02", {"items": ["none-such"]}, "policy.P114", "powers.yaml"),
        ("power", "xiangtan-02", {"giver": "430200"}, "policy.P131", "powers.yaml"),
        ("bundle", "open-restaurant", {"items": ["food-permit", "none"]}, "policy.P114", ""),
    ],
)
def test_what_a_folder_refuses_is_refused(
    register: str, code: str, changes: dict[str, object], fault: str, file: str
) -> None:
    changed, faults = put(register, [plain(register, code, **changes)])
    assert changed.pack is None
    assert fault in {found.code for found in faults}
    assert all(found.file.startswith(file) for found in faults if found.code == fault)


def test_a_recall_ends_a_power_on_the_day_before() -> None:
    recalled = POWER._replace(recall=WHY)
    assert term_of(recalled)[1] == date(2026, 6, 30)
    assert first_day_between([POWER], [recalled]) == date(2026, 7, 1)
    renamed = POWER._replace(title={"zh": "样例", "en": "sample"}, source=Source("样例"))
    assert first_day_between([POWER], [renamed]) is None


@given(st.integers(0, 4_000), st.booleans())
def test_no_day_that_is_over_differs(offset: int, is_followed: bool) -> None:
    last = POWER.since + timedelta(days=offset)
    ended = POWER._replace(until=last)
    after = last + timedelta(days=1)
    follower = POWER._replace(id="other", since=after, receiver="430200")
    new = [ended, follower] if is_followed else [ended]
    assert first_day_between([POWER], new) == after
