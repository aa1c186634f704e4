"""Addresses of the office's registers (协议、赋权、一件事管理的网址): the same pages for each."""

from __future__ import annotations

from django.urls import path, register_converter

from rongcheng.services.government.register_editor import draft_pages, pages
from rongcheng.services.government.register_editor.kinds import BY_SLUG


class RegisterConverter:
    """The word of a register in an address."""

    regex = "|".join(BY_SLUG)

    def to_python(self, value: str) -> str:
        """Return the word as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the word as it is."""
        return value


register_converter(RegisterConverter, "register")

urlpatterns = [
    path("office/<register:slug>", pages.register_list, name="office-register"),
    path("office/<register:slug>/import", pages.register_import, name="office-register-import"),
    path("office/<register:slug>/export", pages.register_export, name="office-register-export"),
    path("office/<register:slug>/<slug:code>", pages.register_entry, name="office-entry"),
    path(
        "office/<register:slug>/drafts/<str:code>",
        draft_pages.draft_page,
        name="office-entry-draft",
    ),
    path(
        "office/<register:slug>/drafts/<str:code>/edit",
        draft_pages.edit_page,
        name="office-entry-edit",
    ),
]
