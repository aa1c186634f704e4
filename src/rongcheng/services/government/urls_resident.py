"""Addresses of the resident's own pages: apply, my cases."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.resident import (
    apply_pages,
    draft_pages,
    paper_pages,
    supplement_pages,
)
from rongcheng.services.government.resident import case_pages as my_case_pages

urlpatterns = [
    path("apply/bundle/<str:bundle>", apply_pages.apply_bundle, name="apply-bundle"),
    path("apply/<str:item>", apply_pages.apply_item, name="apply"),
    path("me/cases", my_case_pages.my_cases, name="me-cases"),
    path("me/cases/<str:number>", my_case_pages.my_case, name="me-case"),
    path("me/cases/<str:number>/form", draft_pages.fill_in, name="me-case-form"),
    path("me/cases/<str:number>/papers", paper_pages.papers, name="me-case-papers"),
    path("me/cases/<str:number>/check", draft_pages.check, name="me-case-check"),
    path("me/cases/<str:number>/supplement", supplement_pages.supplement, name="me-supplement"),
    path("me/cases/<str:number>/withdraw", my_case_pages.withdraw, name="me-case-withdraw"),
]
