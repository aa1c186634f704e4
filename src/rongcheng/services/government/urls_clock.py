"""Addresses of the clock's pages (期限与评价网址): warnings, ratings, follow-ups, figures."""

from __future__ import annotations

from django.urls import path

from rongcheng.services.government import follow_up_pages, rating_pages, ratings_page, warnings_page

# Fixed words stand before the numbers of cases below /cases.
urlpatterns = [
    path("cases/warnings", warnings_page.warnings, name="case-warnings"),
    path("cases/follow-ups", follow_up_pages.follow_ups, name="follow-ups"),
    path("cases/follow-ups/<str:number>", follow_up_pages.one_follow_up, name="follow-up"),
    path("me/cases/<str:number>/rate", rating_pages.rate, name="rate-case"),
    path("ratings", ratings_page.ratings, name="ratings"),
]
