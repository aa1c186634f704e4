"""Addresses of the one code (融城码的网址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.foundation.code import endpoints

urlpatterns = [
    path("code/keys", endpoints.keys, name="code-keys"),
    path("code/status", endpoints.status_lists, name="code-status-lists"),
    path("code/status/<slug:metro>/<int:number>", endpoints.status_list, name="code-status-list"),
    path("me/code/challenge", endpoints.challenge, name="code-challenge"),
    path("me/code/carriers", endpoints.carriers, name="code-carriers"),
    path("me/code/phones", endpoints.bind, name="code-bind"),
    path("me/code/carriers/<int:carrier>/renewal", endpoints.renew, name="code-renew"),
    path("me/code/carriers/<int:carrier>/revocation", endpoints.revoke, name="code-revoke"),
]
