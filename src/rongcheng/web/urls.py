"""Addresses of the web floor itself."""

from __future__ import annotations

from django.urls import path

from rongcheng.web.views import set_preferences

urlpatterns = [path("preferences", set_preferences, name="preferences")]
