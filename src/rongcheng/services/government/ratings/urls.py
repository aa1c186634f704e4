"""Addresses of ratings (评价网址): one's own, by a receipt, follow-ups, published figures."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government.ratings import (
    code_pages,
    follow_up_pages,
    own_pages,
    published_pages,
)

# Fixed words stand before the numbers of cases below /cases.
urlpatterns = [
    path("cases/follow-ups", follow_up_pages.follow_ups, name="follow-ups"),
    path("cases/follow-ups/<str:number>", follow_up_pages.one_follow_up, name="follow-up"),
    path("me/cases/<str:number>/rate", own_pages.rate, name="rate-case"),
    path("rate/<str:code>", code_pages.rate_page, name="rate-by-code"),
    path("ratings", published_pages.ratings, name="ratings"),
]
