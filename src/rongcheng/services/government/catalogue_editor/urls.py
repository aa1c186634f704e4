"""Addresses of the office's editor of items (事项管理的网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.catalogue_editor import (
    draft_pages,
    office_pages,
    preview_page,
    row_pages,
)

urlpatterns = [
    path("office/items", office_pages.office_items, name="office-items"),
    path("office/items/import", office_pages.office_import, name="office-items-import"),
    path("office/items/export", office_pages.office_export, name="office-items-export"),
    path("office/items/drafts/<str:code>", draft_pages.draft_page, name="office-item-draft"),
    path("office/items/drafts/<str:code>/edit", draft_pages.edit_page, name="office-item-edit"),
    path(
        "office/items/drafts/<str:code>/lists/<str:name>",
        row_pages.list_page,
        name="office-item-list",
    ),
    path(
        "office/items/drafts/<str:code>/lists/<str:name>/<str:place>",
        row_pages.row_page,
        name="office-item-row",
    ),
    path(
        "office/items/drafts/<str:code>/preview",
        preview_page.preview_page,
        name="office-item-preview",
    ),
]
