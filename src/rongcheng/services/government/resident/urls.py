"""Addresses of the resident's own pages: apply, my cases."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.resident import (
    apply_pages,
    case_pages,
    draft_pages,
    letter_pages,
    paper_pages,
    post_address,
    supplement_pages,
)

urlpatterns = [
    path("apply/bundle/<str:bundle>", apply_pages.apply_bundle, name="apply-bundle"),
    path("apply/<str:item>", apply_pages.apply_item, name="apply"),
    path("me/cases", case_pages.my_cases, name="me-cases"),
    path("me/cases/<str:number>", case_pages.my_case, name="me-case"),
    path("me/cases/<str:number>/form", draft_pages.fill_in, name="me-case-form"),
    path("me/cases/<str:number>/papers", paper_pages.papers, name="me-case-papers"),
    path("me/cases/<str:number>/check", draft_pages.check, name="me-case-check"),
    path("me/cases/<str:number>/address", post_address.change_address, name="me-case-address"),
    path("me/cases/<str:number>/supplement", supplement_pages.supplement, name="me-supplement"),
    path("me/cases/<str:number>/withdraw", case_pages.withdraw, name="me-case-withdraw"),
    path("me/cases/<str:number>/letters/<int:seq>", letter_pages.my_letter, name="me-letter"),
]
