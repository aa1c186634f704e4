"""Addresses of the back office (后台网址)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from rongcheng.services.government.backoffice import (
    absence_pages,
    case_pages,
    letter_pages,
    load_pages,
    post_pages,
    queue_pages,
)


class CaseNumber:
    """A case's number in an address: capitals and digits, so no page's name is taken for it."""

    regex = "[0-9A-Z]{1,40}"

    def to_python(self, value: str) -> str:
        """Return the number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as it stands."""
        return value


register_converter(CaseNumber, "case_number")

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases", queue_pages.queue, name="cases"),
    path("cases/load", load_pages.load, name="cases-load"),
    path("cases/absences", absence_pages.absences, name="cases-absences"),
    path("cases/<case_number:number>", case_pages.case_page, name="case"),
    path("cases/<case_number:number>/act", case_pages.case_act, name="case-act"),
    path("cases/<case_number:number>/address", post_pages.address_slip, name="case-address"),
    path(
        "cases/<case_number:number>/letters/<int:seq>", letter_pages.letter_page, name="case-letter"
    ),
]
