"""Addresses of the health room: the interface door, the resident's, hospital's and fund's pages."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.health.desk import pages as desk_pages
from rongcheng.services.health.desk import waiting as desk_waiting
from rongcheng.services.health.filings import pages as filing_pages
from rongcheng.services.health.interface.door import hsa
from rongcheng.services.health.office import cores as office_pages
from rongcheng.services.health.office import coverage as office_coverage
from rongcheng.services.health.pages import fund as fund_pages
from rongcheng.services.health.pages import resident as resident_pages
from rongcheng.services.health.reconciliation import pages as reconciliation_pages
from rongcheng.services.health.special_diseases import review_pages
from rongcheng.services.health.years import pages as year_pages

urlpatterns = [
    path("hsa", hsa, name="hsa"),
    path("me/settlements", resident_pages.settlements, name="me-settlements"),
    path("me/settlements/<str:setl_id>", resident_pages.settlement, name="me-settlement"),
    path("me/settlements/<str:setl_id>/why", resident_pages.why, name="me-settlement-why"),
    path("me/year", year_pages.year, name="me-year"),
    path("me/voucher", resident_pages.voucher, name="me-voucher"),
    path("me/filings", filing_pages.filings, name="me-filings"),
    path("filings/review", review_pages.review, name="filings-review"),
    path("desk", desk_pages.desk, name="desk"),
    path("desk/waiting", desk_waiting.waiting, name="desk-waiting"),
    path("desk/check", desk_pages.check, name="desk-check"),
    path("desk/settlements/<str:setl_id>", desk_pages.settlement, name="desk-settlement"),
    path("desk/settlements/<str:setl_id>/why", desk_pages.why, name="desk-settlement-why"),
    path("office", office_coverage.office, name="office"),
    path("office/coverage", office_coverage.coverage, name="office-coverage"),
    path("desk/reconciliation", reconciliation_pages.desk_list, name="desk-reconciliation"),
    path("desk/reconciliation/<str:run_no>", reconciliation_pages.desk_detail, name="desk-run"),
    path("clearing/reconciliation", reconciliation_pages.clearing_list, name="fund-reconciliation"),
    path(
        "clearing/reconciliation/<str:run_no>",
        reconciliation_pages.clearing_detail,
        name="fund-run",
    ),
    path("clearing/settlements/<str:setl_id>", fund_pages.settlement, name="clearing-settlement"),
    path("office/cores", office_pages.cores, name="office-cores"),
    path("office/cores/<str:key>", office_pages.core_call, name="office-core-call"),
    path(
        "office/cores/<str:key>/again", office_pages.core_call_again, name="office-core-call-again"
    ),
]
