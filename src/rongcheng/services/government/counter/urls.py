"""Addresses of cases at the counter (网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.counter import pages

urlpatterns = [
    path("counter/cases", pages.cases),
    path("counter/cases/<str:number>", pages.case),
    path("counter/cases/<str:number>/receipt", pages.receipt),
]
