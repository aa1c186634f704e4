"""Addresses of the portal (门户地址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.portal import policy_pages, reading, signin
from rongcheng.portal.healthz import healthz
from rongcheng.portal.home import home
from rongcheng.portal.styleguide import styleguide

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("signin", signin.sign_in, name="signin"),
    path("signin/demo", signin.sign_in_demo, name="signin-demo"),
    path("signout", signin.sign_out, name="signout"),
    path("help", reading.help_page, name="help"),
    path("styleguide", styleguide, name="styleguide"),
    path("policy", policy_pages.browse, name="policy"),
    path("policy/key/<str:key>", policy_pages.parameter_of_key, name="policy-key"),
    path("policy/<slug:metro>/compare", policy_pages.compare, name="policy-compare"),
    path("policy/<slug:metro>/review", policy_pages.review, name="policy-review"),
    path("policy/<slug:metro>/samples", policy_pages.samples, name="policy-samples"),
    path("policy/<slug:metro>/agreements", policy_pages.agreements, name="policy-agreements"),
    path("policy/<slug:metro>/<str:key>", policy_pages.parameter_page, name="policy-parameter"),
]
