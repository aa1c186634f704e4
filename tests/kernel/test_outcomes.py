"""A refusal carries all its reasons, in both languages, with the values behind it."""

from __future__ import annotations

from enum import IntEnum

import pytest

from rongcheng.kernel.errors import ReasonUnknown
from rongcheng.kernel.outcomes import Ground, Outcome, Reason, reasons_from_mask


class Bit(IntEnum):
    NOT_INSURED = 1 << 0
    NOT_COVERED = 1 << 1
    CAP_REACHED = 1 << 62


NOT_INSURED = Reason("health.R001", "{day} 未参保", "not insured on {day}")
NOT_COVERED = Reason("health.R002", "此项不报销", "this item is not covered")
CAP_REACHED = Reason("health.R003", "已到封顶线", "the cap is reached")
TABLE = {
    Bit.CAP_REACHED: CAP_REACHED,
    Bit.NOT_INSURED: NOT_INSURED,
    Bit.NOT_COVERED: NOT_COVERED,
}


def test_reasons_come_lowest_bit_first() -> None:
    assert reasons_from_mask(0, TABLE) == ()
    assert reasons_from_mask(3, TABLE) == (NOT_INSURED, NOT_COVERED)
    assert reasons_from_mask((1 << 62) | 1, TABLE) == (NOT_INSURED, CAP_REACHED)


@pytest.mark.parametrize(("mask", "bits"), [(4, "4"), (1 | 8 | 16, "8, 16"), (-1, "-1")])
def test_a_bit_without_a_text_is_an_error(mask: int, bits: str) -> None:
    with pytest.raises(ReasonUnknown) as caught:
        reasons_from_mask(mask, TABLE)
    assert caught.value.params == {"bits": bits}


def test_a_mask_beyond_a_signed_64_bit_integer_is_an_error() -> None:
    with pytest.raises(ReasonUnknown):
        reasons_from_mask(1 << 63, {1 << 63: CAP_REACHED})


def test_an_outcome_explains_itself() -> None:
    outcome = Outcome(refusals=(NOT_INSURED,), notes=(CAP_REACHED,), params={"day": "2026-01-01"})
    assert not outcome.accepted
    assert outcome.codes == ("health.R001", "health.R003")
    assert outcome.messages("zh") == ("2026-01-01 未参保", "已到封顶线")
    assert outcome.messages("en") == ("not insured on 2026-01-01", "the cap is reached")


def test_notes_do_not_refuse() -> None:
    assert Outcome(notes=(CAP_REACHED,)).accepted
    assert Outcome().codes == ()


def test_parameters_are_the_outcomes_own() -> None:
    params: dict[str, object] = {"day": "2026-01-01"}
    outcome = Outcome(refusals=(NOT_INSURED,), params=params)
    params["day"] = "2020-01-01"
    assert outcome.messages("en") == ("not insured on 2026-01-01",)
    with pytest.raises(TypeError):
        outcome.params["day"] = "2020-01-01"  # type: ignore[index]


def test_one_sample_value_makes_a_result_illustrative() -> None:
    official = Ground("health.outpatient.ratio", "600000", "a notice", "1", "verified")
    sample = Ground("health.outpatient.cap_year", "200000", "", "", "illustrative")
    assert not Outcome(grounds=(official,)).illustrative
    assert Outcome(grounds=(official, sample)).illustrative
