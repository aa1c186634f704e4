"""Splits a charge line by the catalogue of the place of care (就医地目录).

Source: health-settlement section 4 step 1 (医保发〔2022〕22号 arts. 6, 32); the approval table
of the interface specification V1.1.27.
"""

from __future__ import annotations

from rongcheng.kernel.money import line_amount_fen, multiply_ppm
from rongcheng.services.health.domain.reasons import HealthReason
from rongcheng.services.health.domain.types import (
    Approval,
    ChargeClass,
    LineFacts,
    LineSplit,
    LineTerms,
)


def compute_line_split(line: LineFacts, terms: LineTerms) -> LineSplit:
    """Show the resident which part of one charge the policy can help with, in fen.

    A refund line (negative amount) splits into the exact negatives of its original.

    A device of 12,800 yuan under a cap of 10,000, class B at 10 %: 2,800 over the limit,
    1,000 paid first, 9,000 in scope.

    >>> device = LineFacts(12_800_000_000, 10_000, 1_280_000, 0)
    >>> compute_line_split(device, LineTerms(2, 10_000_000_000, 100_000, 0))[:4]
    (0, 280000, 100000, 900000)
    """
    refused = line.approval == Approval.REFUSED
    missing = terms.restricted == 1 and line.approval == Approval.NOT_NEEDED
    if terms.charge_class == ChargeClass.C or refused or missing:
        reasons = 0
        if terms.charge_class == ChargeClass.C:
            reasons |= int(HealthReason.LINE_CLASS_C)
        if refused:
            reasons |= int(HealthReason.LINE_APPROVAL_REFUSED)
        if missing:
            reasons |= int(HealthReason.LINE_APPROVAL_MISSING)
        return LineSplit(line.amount_fen, 0, 0, 0, reasons)
    over = compute_over_limit(line, terms.cap_micro)
    reasons = 0
    if over != 0:
        reasons |= int(HealthReason.LINE_OVER_LIMIT)
    prepaid = 0
    if terms.charge_class == ChargeClass.B:
        prepaid = multiply_ppm(line.amount_fen - over, terms.prepay_ppm)
        if prepaid != 0:
            reasons |= int(HealthReason.LINE_PREPAID)
    return LineSplit(0, over, prepaid, line.amount_fen - over - prepaid, reasons)


def compute_over_limit(line: LineFacts, cap_micro: int) -> int:
    """Return what a line costs above price cap × quantity, in fen; 0 without a cap (-1).

    Of the line's own sign and never larger than the line.
    """
    if cap_micro < 0 or line.price_micro <= cap_micro:
        return 0
    over = line.amount_fen - line_amount_fen(cap_micro, line.quantity_e4)
    # An amount may be stated a fen below what the cap allows: then nothing is above it.
    if line.amount_fen > 0:
        return max(over, 0)
    if line.amount_fen < 0:
        return min(over, 0)
    return 0
