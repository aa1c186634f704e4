"""Addresses of the what-if page (政策测算)."""

from __future__ import annotations

from django.urls import path

from rongcheng.scale.whatif import change_pages, pages

urlpatterns = [
    path("office/whatif", pages.scenario_list, name="whatif"),
    path("office/whatif/extract", pages.start_extract, name="whatif-extract"),
    path("office/whatif/<str:code>", pages.scenario_page, name="whatif-scenario"),
    path("office/whatif/<str:code>/edit", pages.edit_scenario, name="whatif-edit"),
    path("office/whatif/<str:code>/add", change_pages.choose_parameter, name="whatif-choose"),
    path("office/whatif/<str:code>/add/<str:key>", change_pages.add_change, name="whatif-add"),
    path("office/whatif/<str:code>/workbook", pages.workbook, name="whatif-workbook"),
    path("office/whatif/<str:code>/draft", pages.draft_pack, name="whatif-draft"),
]
