"""Reads the flags that `exp_content` carries as JSON text (字段扩展).

`{"TRUM_FLAG":"1","REL_TTP_FLAG":"0"}` says: an injury, nobody else liable. Only these flags are
read; other keys are passed over as unknown fields are. A text that is no JSON object is refused
where a flag would decide something: a flag that is lost would change who pays.
Source: specification V1.1.27, exp_content; `BIRTH_WAY` is this project's reading (ADR 0019).
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from rongcheng.services.health.hsa.faults import FieldInvalid, FieldMissing
from rongcheng.services.health.hsa.fields import NodeSpec, field_specs, read_row

FLAGS = ("TRUM_FLAG", "REL_TTP_FLAG", "IPT_TYPE", "OTP_ER_REFL_FLAG", "BIRTH_WAY")
YES = "1"


def read_flags(text: str | None, path: str) -> dict[str, str | None]:
    """Return the flags of an `exp_content` by name, None where it is silent.

    Whoever says that it was an injury must also say whether somebody else is liable.
    """
    specs = field_specs()
    node = NodeSpec("", False, tuple(specs[name] for name in FLAGS), frozenset())
    flags: dict[str, str | None] = read_row(node, _parsed(text, path), path)
    if flags["TRUM_FLAG"] == YES and flags["REL_TTP_FLAG"] is None:
        raise FieldMissing(path=f"{path}.REL_TTP_FLAG", name=specs["REL_TTP_FLAG"].zh)
    return flags


def _parsed(text: str | None, path: str) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, ArithmeticError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise FieldInvalid(
            path=path,
            name=field_specs()["exp_content"].zh,
            expected='JSON 对象文本，如 {"TRUM_FLAG":"0"}，没有就留空',
            expected_en="the text of a JSON object of flags, or nothing",
        )
    return found


def injury_of(flags: dict[str, str | None]) -> int | None:
    """Return 0 for no injury, 1 for one without, 2 for one with a liable third party, or None."""
    if flags["TRUM_FLAG"] is None and flags["REL_TTP_FLAG"] is None:
        return None
    if flags["REL_TTP_FLAG"] == YES:
        return 2
    return 1 if flags["TRUM_FLAG"] == YES else 0
