"""Addresses of handing in files (交材料的网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.materials import pages

urlpatterns = [
    path("me/cases/<str:number>/files", pages.own_files, name="me-case-files"),
    path(
        "counter/cases/<str:number>/files",
        pages.counter_files,
        name="counter-case-files",
    ),
]
