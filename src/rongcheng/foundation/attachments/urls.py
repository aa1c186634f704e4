"""Addresses of attachments (附件的网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.foundation.attachments import pages

urlpatterns = [
    path("attachments/<uuid:attachment>", pages.download, name="attachment"),
]
