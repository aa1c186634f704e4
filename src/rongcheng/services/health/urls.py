"""Addresses of the health room: the interface door, the resident's pages, the hospital's desk."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.health import (
    desk_pages,
    desk_waiting,
    office_pages,
    resident_pages,
)
from rongcheng.services.health.interface.door import hsa

urlpatterns = [
    path("hsa", hsa, name="hsa"),
    path("me/settlements", resident_pages.settlements, name="me-settlements"),
    path("me/settlements/<str:setl_id>", resident_pages.settlement, name="me-settlement"),
    path("me/settlements/<str:setl_id>/why", resident_pages.why, name="me-settlement-why"),
    path("me/voucher", resident_pages.voucher, name="me-voucher"),
    path("desk", desk_pages.desk, name="desk"),
    path("desk/waiting", desk_waiting.waiting, name="desk-waiting"),
    path("desk/check", desk_pages.check, name="desk-check"),
    path("desk/settlements/<str:setl_id>", desk_pages.settlement, name="desk-settlement"),
    path("desk/settlements/<str:setl_id>/why", desk_pages.why, name="desk-settlement-why"),
    path("office/cores", office_pages.cores, name="office-cores"),
    path("office/cores/<str:key>", office_pages.core_call, name="office-core-call"),
    path(
        "office/cores/<str:key>/again", office_pages.core_call_again, name="office-core-call-again"
    ),
]
