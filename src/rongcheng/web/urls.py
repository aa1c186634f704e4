"""Addresses of the web floor itself."""

from __future__ import annotations

from django.urls import path

from rongcheng.web.sessions import extend_session, session_state
from rongcheng.web.views import set_preferences

urlpatterns = [
    path("preferences", set_preferences, name="preferences"),
    path("session", session_state, name="session"),
    path("session/extend", extend_session, name="session-extend"),
]
