"""What `docs/interface.md` says of lost answers and reconciliation is what the door does."""

from __future__ import annotations

from typing import Any

import pytest

from rongcheng.services.health.files import FILE_HOURS
from rongcheng.services.health.hsa.envelope import MAX_FILE_BYTES
from rongcheng.services.health.hsa.statement_files import RETURNED, SENT
from rongcheng.services.health.models import CancelledMessage, Settlement
from tests.services.health.conftest import XIANGTAN
from tests.services.health.interface.hospital import Hospital, Json
from tests.services.health.interface.statements import result_rows
from tests.services.health.interface.test_document import (
    WALK,
    blocks_of,
    documented,
    drawn_values,
    page,
    replaced,
)

__all__ = ["documented", "page"]


@pytest.fixture
def blocks(page: str) -> dict[tuple[str, str], Json]:
    """The JSON blocks of the page."""
    return blocks_of(page)


@pytest.fixture
def mine(blocks: dict[tuple[str, str], Json], documented: Hospital) -> dict[str, str]:
    """Walk to the settlement as the page does; return this walk's values for the page's."""
    values: dict[str, str] = {}
    for infno in WALK[: WALK.index("2208")]:
        message = blocks.get((infno, "message"))
        if message is not None:
            documented.msgid()
            documented.accepted(message)
            continue
        given = replaced(blocks[(infno, "input")], values)
        found = documented.call(infno, given, pool=XIANGTAN)
        old = drawn_values(blocks.get((infno, "output"), {}))
        new = drawn_values(found)
        values |= {old[place]: new[place] for place in old}
    return values


def test_the_page_compares_as_it_says(
    blocks: dict[tuple[str, str], Json], documented: Hospital, mine: dict[str, str]
) -> None:
    def asked(infno: str) -> Json:
        return documented.call(infno, replaced(blocks[(infno, "input")], mine), pool=XIANGTAN)

    assert asked("5203")["setlinfo"]["psn_pay"] == "335.97"
    assert asked("3201") == blocks[("3201", "output")]
    for infno, node in (("9101", ""), ("3202", "fileinfo")):
        found, shown = asked(infno), blocks[(infno, "output")]
        number = (shown[node] if node else shown)["file_qury_no"]
        mine[number] = (found[node] if node else found)["file_qury_no"]
        assert found == replaced(shown, mine)
    body = replaced(blocks[("9102", "input")], mine)
    rows = result_rows(documented.send(documented.message("9102", body)).body)
    # The page's file names the page's settlement; this walk's has another number.
    assert {row["memo"][:5] for row in rows} == {"只有医院有", "只有中心有"}


def test_the_page_cancels_as_it_says(
    blocks: dict[tuple[str, str], Json], documented: Hospital, mine: dict[str, str]
) -> None:
    settled: Any = Settlement.objects.get()
    given = blocks[("2601", "input")]
    assert given["data"]["omsgid"] == settled.request_id
    assert documented.call("2601", given, pool=XIANGTAN) == {}
    assert CancelledMessage.objects.get().msgid == settled.request_id
    assert Settlement.objects.count() == 2


def test_the_page_names_columns_and_limits(page: str) -> None:
    assert f"`{' '.join(SENT)}`" in page
    assert f"`{' '.join(RETURNED)}`" in page
    assert f"{MAX_FILE_BYTES} 字节" in page
    assert f"{FILE_HOURS} 小时" in page
