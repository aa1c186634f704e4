"""Addresses of the portal (门户地址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.portal import (
    access_delays,
    access_pages,
    access_staff,
    clearing_acts,
    clearing_entries,
    clearing_lists,
    clearing_pages,
    clearing_prefund,
    code_manage,
    code_pages,
    counter_access,
    counter_code,
    counter_pages,
    desk_verify,
    desk_verify_frames,
    desk_verify_offline,
    policy_pages,
    reading,
    serving_by_code,
    signin,
)
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
    path("me/code", code_pages.page, name="me-code"),
    path("me/code/sw.js", code_pages.worker, name="me-code-worker"),
    path("me/code/manifest.webmanifest", code_pages.manifest, name="me-code-manifest"),
    path("me/code/manage", code_manage.manage, name="me-code-manage"),
    path("me/access", access_pages.looks, name="me-access"),
    path("counter", counter_pages.counter, name="counter"),
    path("counter/access", counter_access.looks, name="counter-access"),
    path("counter/code", counter_code.carriers, name="counter-code"),
    path("counter/code/cards", counter_code.issue, name="counter-card-issue"),
    path("counter/code/cards/<int:carrier>", counter_code.sheet, name="counter-card"),
    path("counter/verified", serving_by_code.serve_verified, name="counter-verified"),
    path("counter/finish", counter_pages.finish, name="counter-finish"),
    path("desk/questions", access_staff.desk_questions, name="desk-questions"),
    path("desk/verify", desk_verify.desk_verify, name="desk-verify"),
    path("desk/verify/frame", desk_verify_frames.frame, name="desk-verify-frame"),
    path("desk/verify/offline", desk_verify_offline.shell, name="desk-verify-offline"),
    path("desk/verify/worker.js", desk_verify_offline.worker, name="desk-verify-worker"),
    path("office/questions", access_staff.office_questions, name="office-questions"),
    path("office/delays", access_delays.delays, name="office-delays"),
    path("clearing", clearing_pages.windows, name="clearing"),
    path("clearing/prefund", clearing_prefund.prefund, name="clearing-prefund"),
    path("clearing/disputes", clearing_entries.disputes, name="clearing-disputes"),
    path("clearing/entries/<int:entry_id>", clearing_entries.entry, name="clearing-entry"),
    path(
        "clearing/entries/<int:entry_id>/dispute", clearing_entries.decide, name="clearing-dispute"
    ),
    path("clearing/<int:seq>", clearing_pages.window, name="clearing-window"),
    path("clearing/<int:seq>/close", clearing_acts.close, name="clearing-close"),
    path("clearing/<int:seq>/payments", clearing_acts.confirm, name="clearing-confirm"),
    path(
        "clearing/<int:seq>/pairs/<str:payer>/<str:payee>/<str:fund>",
        clearing_lists.pair_list,
        name="clearing-pair",
    ),
    path("clearing/<int:seq>/pools/<str:pool>", clearing_lists.pool_list, name="clearing-pool"),
    path(
        "clearing/<int:seq>/institutions",
        clearing_lists.institutions,
        name="clearing-institutions",
    ),
    path("clearing/<int:seq>/institutions/pay", clearing_acts.pay, name="clearing-pay"),
    path(
        "clearing/<int:seq>/institutions/<str:code>",
        clearing_lists.institution_list,
        name="clearing-institution",
    ),
]
