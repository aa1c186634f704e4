"""Addresses of handing in files (交材料的网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government import materials_pages

urlpatterns = [
    path("me/cases/<str:number>/files", materials_pages.own_files, name="me-case-files"),
    path(
        "counter/cases/<str:number>/files",
        materials_pages.counter_files,
        name="counter-case-files",
    ),
]
