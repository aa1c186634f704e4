"""Charge lines as messages write them (费用明细报文), for visits and stays alike."""

from __future__ import annotations

from typing import Any

from rongcheng.kernel.clock import SHANGHAI
from rongcheng.kernel.errors import AmountOutOfRange
from rongcheng.kernel.money import check_line
from rongcheng.services.health.assessing.facts import ChargeFacts
from rongcheng.services.health.errors import AmountTooLarge
from rongcheng.services.health.hsa.faults import FieldInvalid
from rongcheng.services.health.interface.message import named
from rongcheng.services.health.types import Charge


def charge_of(row: dict[str, Any], number: int) -> Charge:
    """Return the line of a row of feedetail, the `number`th of its message."""
    occurred = row["fee_ocur_time"].astimezone(SHANGHAI)
    try:
        check_line(row["pric"], row["cnt"])
    except AmountOutOfRange:
        raise AmountTooLarge(field=f"input.feedetail[{number}] pric×cnt") from None
    if row["pric"] < 0:
        raise FieldInvalid(
            **named(f"input.feedetail[{number}].pric"),
            expected="正数（退费时数量和金额为负）",
            expected_en="a positive price (a refund has negative quantity and amount)",
        )
    facts = ChargeFacts(
        serial=row["feedetl_sn"],
        item_code=row["med_list_codg"],
        occurred_on=occurred.date(),
        price_micro=row["pric"],
        quantity_e4=row["cnt"],
        amount_fen=row["det_item_fee_sumamt"],
        approval=int(row["hosp_appr_flag"] or 0),
    )
    return Charge(
        facts,
        row.get("chrg_bchno") or "",
        occurred,
        row["medins_list_codg"],
        row.get("dise_codg") or "",
    )
