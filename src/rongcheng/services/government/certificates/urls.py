"""Addresses of e-certificates (电子证照网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.certificates import kinds as certificate_kinds
from rongcheng.services.government.certificates import office as certificate_office
from rongcheng.services.government.certificates import public_pages as certificate_pages
from rongcheng.services.government.certificates import resident as certificate_resident

urlpatterns = [
    path("certificates/verify", certificate_pages.verify, name="certificate-verify"),
    path("certificates/kinds", certificate_kinds.kinds, name="certificate-kinds"),
    path(
        "certificates/status/<slug:metro>/<int:number>",
        certificate_pages.status_list,
        name="certificate-status",
    ),
    path("certificates/issued", certificate_office.issued, name="certificates-issued"),
    path(
        "certificates/issued/<str:number>",
        certificate_office.issued_one,
        name="certificate-issued",
    ),
    path("me/certificates", certificate_resident.certificates, name="me-certificates"),
    path("me/certificates/<str:number>", certificate_resident.certificate, name="me-certificate"),
    path(
        "me/certificates/<str:number>/paper",
        certificate_resident.paper,
        name="me-certificate-paper",
    ),
    path(
        "me/certificates/<str:number>/credential",
        certificate_resident.credential,
        name="me-certificate-credential",
    ),
]
