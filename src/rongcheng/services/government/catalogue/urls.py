"""Addresses of the catalogue (事项目录的网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.catalogue import item_pages, list_pages

urlpatterns = [
    path("items", list_pages.item_list, name="items"),
    path("items/bundles/<slug:code>", item_pages.bundle_page, name="item-bundle"),
    path("items/<slug:code>", item_pages.item_page, name="item"),
]
