"""For each operation of the interface: by which address it is called, and who may (接口的权限)."""

from __future__ import annotations

OPERATIONS: dict[str, tuple[str, str]] = {
    "verifyCode": ("POST", "/api/code/verifications"),
    "settleVisit": ("POST", "/api/health/settlements"),
    "trySettlement": ("POST", "/api/health/settlements/trial"),
    "reverseSettlement": ("POST", "/api/health/settlements/{setl}/reversal"),
    "getSettlement": ("GET", "/api/health/settlements/{setl}"),
    "whySettlement": ("GET", "/api/health/settlements/{setl}/why"),
    "registerFiling": ("POST", "/api/health/filings"),
    "revokeFiling": ("POST", "/api/health/filings/none/revocation"),
    "listFilings": ("GET", "/api/health/filings?psn_no={psn}"),
    "getCertificate": ("GET", "/api/government/certificates/{certificate}?code=none"),
}
"""Operations that an institution's signature opens, and nothing else does."""
_ITEM = "/api/government/items/hukou-transfer"
OPEN_OPERATIONS = {
    "listRatings": "/api/government/ratings?metro=changzhutan",
    "listItems": "/api/government/items?metro=changzhutan",
    "getItem": f"{_ITEM}?metro=changzhutan",
    "getItemForm": f"{_ITEM}/form?metro=changzhutan",
    "routeItem": f"{_ITEM}/route?metro=changzhutan&at=430102&living=430302&registered=430203",
    "listZoneItems": "/api/government/zone/items?app=430100",
}
"""Operations that are open to everyone, as the public pages are: no person in them."""
APP_OPERATIONS: dict[str, tuple[str, str]] = {
    "listZoneEvents": ("GET", "/api/government/zone/events?after=0"),
    "listZoneCases": ("GET", "/api/government/zone/cases?subject=s"),
    "getZoneCase": ("GET", "/api/government/zone/cases/C0?subject=s"),
}
"""Operations that the signature of a city's app opens, and nothing else does."""
OF_ONE_HOSPITAL = ("getSettlement", "whySettlement", "reverseSettlement")
"""Operations on what one institution settled: another's signature does not open them."""
