"""Addresses of the portal (门户地址)."""

from __future__ import annotations

from django.urls import path

from rongcheng.portal import notice_pages, reading
from rongcheng.portal.access import delays as access_delays
from rongcheng.portal.access import pages as access_pages
from rongcheng.portal.access import staff as access_staff
from rongcheng.portal.app_links import pages as app_links_pages
from rongcheng.portal.clearing import acts as clearing_acts
from rongcheng.portal.clearing import entries as clearing_entries
from rongcheng.portal.clearing import lists as clearing_lists
from rongcheng.portal.clearing import pages as clearing_pages
from rongcheng.portal.clearing import prefund as clearing_prefund
from rongcheng.portal.code import manage as code_manage
from rongcheng.portal.code import pages as code_pages
from rongcheng.portal.counter import access as counter_access
from rongcheng.portal.counter import apps as counter_apps
from rongcheng.portal.counter import code as counter_code
from rongcheng.portal.counter import mandates as counter_mandates
from rongcheng.portal.counter import pages as counter_pages
from rongcheng.portal.counter import privacy as counter_privacy
from rongcheng.portal.counter import serving_by_code
from rongcheng.portal.desk_verify import frames as desk_verify_frames
from rongcheng.portal.desk_verify import offline as desk_verify_offline
from rongcheng.portal.desk_verify import pages as desk_verify
from rongcheng.portal.healthz import healthz
from rongcheng.portal.home import home
from rongcheng.portal.people import pages as people_pages
from rongcheng.portal.policy import pages as policy_pages
from rongcheng.portal.privacy import pages as privacy_pages
from rongcheng.portal.security import office as security_office
from rongcheng.portal.security import pages as security
from rongcheng.portal.signin import apps as signin_apps
from rongcheng.portal.signin import pages as signin
from rongcheng.portal.signin import staff as signin_staff
from rongcheng.portal.styleguide import styleguide
from rongcheng.portal.webhooks import office as webhooks_office

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("signin", signin.sign_in, name="signin"),
    path("signin/demo", signin.sign_in_demo, name="signin-demo"),
    path("signin/back", signin.sign_in_back, name="signin-back"),
    path("signin/staff", signin_staff.staff, name="signin-staff"),
    path("signin/staff/code", signin_staff.code, name="signin-staff-code"),
    path("signin/staff/setup", signin_staff.setup, name="signin-staff-setup"),
    path("signin/staff/password", signin_staff.password, name="signin-staff-password"),
    path("signin/staff/codes", signin_staff.codes, name="signin-staff-codes"),
    path("signin/app/<slug:metro>/<str:city>", signin_apps.to_app, name="signin-app"),
    path(
        "signin/app/<slug:metro>/<str:city>/callback",
        signin_apps.from_app,
        name="signin-app-callback",
    ),
    path("signout", signin.sign_out, name="signout"),
    path("security", security.overview, name="security"),
    path("security/password", security.password, name="security-password"),
    path("security/authenticator", security.authenticator, name="security-authenticator"),
    path("security/codes", security.codes, name="security-codes"),
    path("security/sessions", security.sign_out_all, name="security-sessions"),
    path("security/renew", security.renew, name="security-renew"),
    path("office/webhooks", webhooks_office.webhooks, name="office-webhooks"),
    path("office/staff", security_office.staff, name="office-staff"),
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
    path("me/notices", notice_pages.notices, name="me-notices"),
    path("me/people", people_pages.people, name="me-people"),
    path("me/people/acting", people_pages.start, name="me-people-acting"),
    path("me/people/stop", people_pages.stop, name="me-people-stop"),
    path("counter", counter_pages.counter, name="counter"),
    path("counter/access", counter_access.looks, name="counter-access"),
    path("counter/code", counter_code.carriers, name="counter-code"),
    path("counter/code/cards", counter_code.issue, name="counter-card-issue"),
    path("counter/code/cards/<int:carrier>", counter_code.sheet, name="counter-card"),
    path("counter/mandates", counter_mandates.counter_mandates, name="counter-mandates"),
    path("me/privacy", privacy_pages.privacy, name="me-privacy"),
    path("me/apps", app_links_pages.apps, name="me-apps"),
    path("counter/apps", counter_apps.apps, name="counter-apps"),
    path("counter/privacy", counter_privacy.choices, name="counter-privacy"),
    path("counter/privacy/form", counter_privacy.paper_form, name="counter-privacy-form"),
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
