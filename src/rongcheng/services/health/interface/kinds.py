"""Which categories of care a transaction takes (医疗类别), and what each asks for besides.

The dictionary holds all that this house knows; a visit takes those of outpatients, an admission
those of stays. Any other is refused by name, never taken as something else.
"""

from __future__ import annotations

from collections.abc import Iterable

from rongcheng.services.health.domain.types import CareKind
from rongcheng.services.health.hsa.faults import CodeUnknown, FieldInvalid, FieldMissing
from rongcheng.services.health.hsa.fields import dictionaries, field_specs
from rongcheng.services.health.interface.message import named

OUTPATIENT_KINDS = ("11", "13", "1301", "14", "51", "9901", "9903")
STAY_KINDS = ("2101", "2106", "2107", "22", "28", "52")
NATIONAL_STAY, STAY = "21", "2101"
"""The national value of an ordinary stay, and what stands for it here."""
EMERGENCY = "13"
EMERGENCY_FLAGS = frozenset({"1", "3"})
ACCIDENTS = frozenset({"22", "9903"})
DAY_SURGERY = "28"
INJURED = "1"

Flags = dict[str, str | None]


def outpatient_kind(code: str, path: str) -> str:
    """Return the category of an outpatient visit, or refuse one that is none."""
    return _kind(code, path, OUTPATIENT_KINDS)


def stay_kind(code: str, path: str) -> str:
    """Return the category of a stay; the national 21 is the provincial 2101."""
    return _kind(STAY if code == NATIONAL_STAY else code, path, STAY_KINDS)


def settled_kind(code: str, path: str) -> CareKind:
    """Return the category as one that this house settles, or refuse it."""
    known = {str(int(kind)): kind for kind in CareKind}
    return known[_kind(STAY if code == NATIONAL_STAY else code, path, known)]


def _kind(code: str, path: str, usable: Iterable[str]) -> str:
    taken = tuple(usable)
    if code not in taken:
        labels = dictionaries()["med_type"]
        raise CodeUnknown(
            path=path,
            name=field_specs()["med_type"].zh,
            given=code,
            known="、".join(f"{known} {labels.get(known, '')}".rstrip() for known in taken),
            known_codes=", ".join(taken),
        )
    return code


def check_flags(kind: str, flags: Flags, path: str) -> None:
    """Refuse an emergency that is not told as one, or an accident that leaves liability open."""
    if kind == EMERGENCY and flags["OTP_ER_REFL_FLAG"] not in EMERGENCY_FLAGS:
        raise FieldInvalid(
            **named(f"{path}.OTP_ER_REFL_FLAG"),
            expected="1 或 3（医疗类别 13 急诊）",
            expected_en="1 or 3, since med_type is 13, emergency",
        )
    if kind in ACCIDENTS and flags["TRUM_FLAG"] != INJURED:
        raise FieldInvalid(
            **named(f"{path}.TRUM_FLAG"),
            expected=f"1，并填 REL_TTP_FLAG（医疗类别 {kind} 外伤）",
            expected_en=f"1, with REL_TTP_FLAG, since med_type {kind} is an accident",
        )


def check_operation(kind: str, code: str | None, path: str) -> None:
    """Refuse a day surgery that names no operation."""
    if kind == DAY_SURGERY and not code:
        raise FieldMissing(**named(path))
