"""Addresses of the tour (体验地址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.simulation.tour import pages

urlpatterns = [
    path("tour", pages.start, name="tour"),
    path("tour/start", pages.begin, name="tour-begin"),
    path("tour/<int:number>", pages.step, name="tour-step"),
]
