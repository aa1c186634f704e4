"""Pages to read (说明页): whom to ask, elder mode, what happens to one's data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say whom to ask, how to read comfortably, and how personal data is used."""
    return render(request, "portal/help.html")
