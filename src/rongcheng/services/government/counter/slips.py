"""What is printed at the counter (窗口凭证): the receipt, and the code by which one may rate."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from rongcheng.foundation.cases.public import Case
from rongcheng.services.government.domain.lifecycle import CaseState
from rongcheng.services.government.ratings.codes import code_for
from rongcheng.web.i18n import t
from rongcheng.web.qr import qr_picture


class RatingSlip(NamedTuple):
    """The code for rating as it is printed: picture to scan, address to type, and when."""

    picture: SafeString
    address: str
    how: str


def rating_slip(request: HttpRequest, case: Case) -> RatingSlip | None:
    """Return the code of a case for its receipt; None where nobody may rate by one any more."""
    code = code_for(case)
    if not code:
        return None
    address = request.build_absolute_uri(reverse("rate-by-code", args=[code]))
    picture = qr_picture(address, t("government.by_code.picture"))
    ended = case.state in (CaseState.DELIVERED, CaseState.REFUSED)
    how = t(f"government.by_code.{'how_now' if ended else 'how'}")
    return RatingSlip(picture, address.partition("://")[2], how)
