"""The reasons: a bit each, a code that is the bit's number, a sentence in both languages."""

from __future__ import annotations

from rongcheng.services.health.domain.reasons import REASONS, HealthReason

# A code never changes its meaning: this list only grows.
CODES = [
    (0, "LINE_CLASS_C"),
    (1, "LINE_APPROVAL_MISSING"),
    (2, "LINE_APPROVAL_REFUSED"),
    (3, "LINE_OVER_LIMIT"),
    (4, "LINE_PREPAID"),
    (5, "DEDUCTIBLE_TAKEN"),
    (6, "DEDUCTIBLE_YEAR_REACHED"),
    (7, "RATIO_CUT"),
    (8, "RATIO_AT_MOST_WHOLE"),
    (9, "CAP_REACHED"),
    (10, "MONTH_LIMIT_REACHED"),
    (11, "TIER_NOT_COVERED"),
    (12, "NOT_INSURED_NOW"),
    (13, "FILING_MISSING"),
    (14, "DISEASE_NOT_GRANTED"),
    (15, "ACCOUNT_SHORT"),
    (16, "ACCOUNT_NOT_USED"),
    (17, "AID_NOT_ALLOWED"),
    (18, "REPEAT_ADMISSION"),
    (19, "AGE_ADDITION"),
    (20, "STAY_DEDUCTIBLE_TAKEN"),
    (21, "SECOND_LAYER_PAID"),
    (22, "SECOND_LAYER_CAP_REACHED"),
    (23, "CIVIL_SERVANT_PAID"),
    (24, "ASSISTANCE_PAID"),
    (25, "ASSISTANCE_CAP_REACHED"),
    (26, "SCHEME_NOT_COVERED"),
    (27, "BIRTH_PAID_BEFORE"),
    (28, "LIMIT_REACHED"),
]


def test_every_reason_keeps_its_bit_and_its_code() -> None:
    assert [(reason.bit_length() - 1, reason.name) for reason in HealthReason] == CODES
    assert [int(reason) for reason in HealthReason] == [1 << number for number, _ in CODES]
    assert {int(bit): reason.code for bit, reason in REASONS.items()} == {
        1 << number: f"health.R{number:03d}" for number, _ in CODES
    }


def test_every_reason_is_told_in_both_languages() -> None:
    for reason in REASONS.values():
        assert reason.zh.endswith("。")
        assert reason.en.endswith(".")
    assert len({reason.zh for reason in REASONS.values()}) == len(CODES)
    assert len({reason.en for reason in REASONS.values()}) == len(CODES)
