"""Which pages there are, who looks at them, and where the others are looked at."""

from __future__ import annotations

from dataclasses import dataclass

PHONE, DESKTOP = 390, 1280
RESIDENT, DESK, CLERK = "430300-0001", "desk-430100", "clerk-430300"
# This one serves nobody; the other one serves somebody on every page.
FREE_CLERK = "clerk-430100"
HEAD = "head-430300"
OFFICE, FUND = "office-430300", "fund-430100"
OFFICER, HEAD = "officer-430200", "head-430200"


@dataclass(frozen=True)
class Shown:
    """A page to look at: its address, who looks, and the address pattern it stands for."""

    pattern: str
    path: str
    login: str = ""


PAGES = [
    Shown("", "/"),
    Shown("", "/?metro=chengdemeizi&indicator=health-direct-rate"),
    Shown("tour", "/tour"),
    Shown("help", "/help"),
    Shown("signin", "/signin"),
    Shown("signin/staff", "/signin/staff"),
    Shown("security", "/security", CLERK),
    Shown("office/staff", "/office/staff", OFFICE),
    Shown("zone/<str:app>", "/zone/430100"),
    Shown("zone/<str:app>/<slug:item>", "/zone/430100/hukou-transfer", "clerk-430300"),
    Shown("office/webhooks", "/office/webhooks", OFFICE),
    Shown("styleguide", "/styleguide"),
    Shown("policy", "/policy"),
    Shown("policy/key/<str:key>", "/policy/key/health.outpatient.ratio"),
    Shown("policy/<slug:metro>/compare", "/policy/changzhutan/compare?a=2025-06-30&b=2026-01-01"),
    Shown("policy/<slug:metro>/review", "/policy/changzhutan/review"),
    Shown("policy/<slug:metro>/samples", "/policy/chengdemeizi/samples"),
    Shown("policy/<slug:metro>/agreements", "/policy/changzhutan/agreements"),
    Shown("policy/<slug:metro>/<str:key>", "/policy/changzhutan/health.outpatient.deductible"),
    Shown("items", "/items"),
    Shown("items", "/items?metro=chengdemeizi&kind=titled"),
    Shown("items/<slug:code>", "/items/hukou-transfer?at=430102&living=430302&registered=430203"),
    Shown("items/<slug:code>", "/items/lost-id-card"),
    Shown("items/bundles/<slug:code>", "/items/bundles/newborn"),
    Shown("ratings", "/ratings"),
    Shown("ratings", "/ratings?metro=chengdemeizi&by=window"),
    Shown("cases/warnings", "/cases/warnings", CLERK),
    Shown("cases/warnings", "/cases/warnings", OFFICE),
    Shown("cases/follow-ups", "/cases/follow-ups", HEAD),
    Shown("me/settlements", "/me/settlements", RESIDENT),
    Shown("me/settlements/<str:setl_id>", "first settlement", RESIDENT),
    Shown("me/settlements/<str:setl_id>/why", "first why", RESIDENT),
    Shown("me/year", "/me/year", RESIDENT),
    Shown("me/voucher", "/me/voucher", RESIDENT),
    Shown("me/filings", "/me/filings", RESIDENT),
    Shown("me/filings", "/me/filings?to=430199&category=other&from=2026-03-02", RESIDENT),
    Shown("apply/<str:item>", "/apply/business-licence", RESIDENT),
    Shown("apply/bundle/<str:bundle>", "/apply/bundle/newborn", RESIDENT),
    Shown("me/cases", "/me/cases", RESIDENT),
    Shown("me/notices", "/me/notices", RESIDENT),
    Shown("me/code", "/me/code", RESIDENT),
    Shown("me/code/manage", "/me/code/manage", RESIDENT),
    Shown("me/people", "/me/people", RESIDENT),
    Shown("me/access", "/me/access", RESIDENT),
    Shown("me/access", "/me/access?who=all&kind=settlement", RESIDENT),
    Shown("me/apps", "/me/apps", RESIDENT),
    Shown("me/privacy", "/me/privacy", RESIDENT),
    Shown("desk/questions", "/desk/questions", DESK),
    Shown("office/questions", "/office/questions", OFFICE),
    Shown("office/delays", "/office/delays", OFFICE),
    Shown("counter", "/counter", CLERK),
    Shown("counter", "/counter?nobody=1", FREE_CLERK),
    Shown("counter/code", "/counter/code", CLERK),
    Shown("counter/access", "/counter/access", CLERK),
    Shown("counter/mandates", "/counter/mandates", CLERK),
    Shown("counter/apps", "/counter/apps", CLERK),
    Shown("counter/privacy", "/counter/privacy", CLERK),
    Shown("counter/cases", "/counter/cases", CLERK),
    Shown("counter/privacy/form", "/counter/privacy/form", CLERK),
    Shown("filings/review", "/filings/review", CLERK),
    Shown("desk", "/desk", DESK),
    Shown("desk/check", "/desk/check", DESK),
    Shown("desk/verify", "/desk/verify", DESK),
    Shown("desk/verify", "/desk/verify", CLERK),
    Shown("desk/verify/offline", "/desk/verify/offline"),
    Shown("desk/settlements/<str:setl_id>", "first settlement", DESK),
    Shown("desk/settlements/<str:setl_id>/why", "first why", DESK),
    Shown("cases", "/cases?tab=all", OFFICER),
    Shown("cases/<case_number:number>", "first case", OFFICER),
    Shown("cases/<case_number:number>/letters/<int:seq>", "first letter", OFFICER),
    Shown("cases/load", "/cases/load", HEAD),
    Shown("cases/absences", "/cases/absences", OFFICER),
    Shown("office", "/office", OFFICE),
    Shown("office/items", "/office/items", OFFICE),
    Shown("office/<register:slug>", "/office/agreements", OFFICE),
    Shown("office/<register:slug>/<slug:code>", "/office/powers/xiangtan-01", OFFICE),
    Shown("office/cores", "/office/cores", OFFICE),
    Shown("desk/waiting", "/desk/waiting", DESK),
    Shown("office/whatif", "/office/whatif", OFFICE),
    Shown("office/coverage", "/office/coverage", OFFICE),
    Shown("office/coverage", "/office/coverage?list=institutions", OFFICE),
    Shown("desk/reconciliation", "/desk/reconciliation", DESK),
    Shown("desk/reconciliation/<str:run_no>", "first comparison", DESK),
    Shown("clearing/reconciliation", "/clearing/reconciliation", FUND),
    Shown("clearing/reconciliation/<str:run_no>", "first comparison", FUND),
    Shown("certificates/verify", "/certificates/verify"),
    Shown("certificates/verify", "/certificates/verify?number=D43030026&code=7K3M-9QXA-2B4C"),
    Shown("certificates/kinds", "/certificates/kinds"),
    Shown("certificates/kinds", "/certificates/kinds?list=names"),
    Shown("certificates/issued", "/certificates/issued", OFFICE),
    Shown("certificates/issued/<str:number>", "first certificate issued", OFFICE),
    Shown("me/certificates", "/me/certificates", RESIDENT),
    Shown("me/certificates/<str:number>", "first certificate", RESIDENT),
    Shown("clearing", "/clearing", FUND),
    Shown("clearing/prefund", "/clearing/prefund", FUND),
    Shown("clearing/disputes", "/clearing/disputes", FUND),
    Shown("clearing/<int:seq>", "/clearing/1", FUND),
    Shown("clearing/<int:seq>/close", "/clearing/1/close", FUND),
    Shown("clearing/<int:seq>/institutions", "/clearing/1/institutions", FUND),
    Shown("clearing/<int:seq>/institutions/<str:code>", "first institution", FUND),
    Shown("clearing/<int:seq>/pools/<str:pool>", "/clearing/1/pools/430199", FUND),
    Shown("clearing/<int:seq>/pairs/<str:payer>/<str:payee>/<str:fund>", "first pair", FUND),
    Shown("clearing/entries/<int:entry_id>", "first entry", FUND),
    Shown("clearing/settlements/<str:setl_id>", "first cleared settlement", FUND),
]
# A page that is found by following links: where to begin, and what to follow there.
FOLLOWED = {
    "first certificate": ("/me/certificates", ["/me/certificates/"]),
    "first certificate issued": ("/certificates/issued", ["/certificates/issued/"]),
    "first institution": ("/clearing/1/institutions", ["/institutions/"]),
    "first pair": ("/clearing/1", ["/pairs/"]),
    "first entry": ("/clearing/1", ["/pairs/", "/entries/"]),
    "first case": ("/cases?tab=all", ["/cases/C"]),
    "first letter": ("/cases?tab=all", ["/cases/C", "/letters/"]),
    "first cleared settlement": ("/clearing/1", ["/pairs/", "/entries/", "/settlements/"]),
}
# Addresses that are no pages: programs call them, or they only take a form and lead on.
NO_PAGES = {
    # What acting for another looks like: test_acting.
    "me/people/acting",
    "me/people/stop",
    "me/cases/<str:number>/withdraw",
    "hsa",
    "healthz",
    "preferences",
    "session",
    "session/extend",
    "security/sessions",
    "tour/start",
    # Walked step by step in test_tour.
    "tour/<int:number>",
    "signin/demo",
    # The way to a city's app and back: walked in tests/portal/test_signin_apps.py.
    "signin/app/<slug:metro>/<str:city>",
    "signin/app/<slug:metro>/<str:city>/callback",
    "signout",
    "counter/finish",
    "cases/<case_number:number>/act",
    "clearing/<int:seq>/payments",
    "clearing/<int:seq>/institutions/pay",
    "clearing/entries/<int:entry_id>/dispute",
    "office/cores/<str:key>/again",
    "office/items/import",
    "office/items/export",
    "office/<register:slug>/import",
    "office/<register:slug>/export",
    "office/whatif/extract",
    "office/whatif/<str:code>/edit",
    # Files to take along: test_whatif unpacks them.
    "office/whatif/<str:code>/workbook",
    "office/whatif/<str:code>/draft",
    # Files to take along, and a signed list for programs.
    "me/certificates/<str:number>/paper",
    "me/certificates/<str:number>/credential",
    "certificates/status/<slug:metro>/<int:number>",
    "counter/verified",
    "desk/verify/frame",
    "desk/verify/worker.js",
    # Papers of a case: looked at by services/government/handling/test_files_in_browser.py.
    "me/cases/<str:number>/files",
    "counter/cases/<str:number>/files",
    # A file to take along.
    "attachments/<uuid:attachment>",
    "code/keys",
    "code/status",
    "code/status/<slug:metro>/<int:number>",
    "counter/code/cards",
    "me/code/sw.js",
    "me/code/manifest.webmanifest",
    "me/code/challenge",
    "me/code/carriers",
    "me/code/phones",
    "me/code/carriers/<int:carrier>/renewal",
    "me/code/carriers/<int:carrier>/revocation",
}
# Pages that only exist once something was made: looked at by test_core_pages, test_whatif and
# test_code_page.
ELSEWHERE = {
    # Needs a service that has ended: opened in tests/services/government/ratings/test_pages.py.
    "me/cases/<str:number>/rate",
    "rate/<str:code>",
    "cases/follow-ups/<str:number>",
    # Cases at the counter: looked at by the stories of test_cases.
    "counter/cases/<str:number>",
    "counter/cases/<str:number>/receipt",
    # Looked at by test_item_drafts.
    "office/items/drafts/<str:code>",
    "office/items/drafts/<str:code>/edit",
    "office/<register:slug>/drafts/<str:code>",
    "office/<register:slug>/drafts/<str:code>/edit",
    "office/items/drafts/<str:code>/lists/<str:name>",
    "office/items/drafts/<str:code>/lists/<str:name>/<str:place>",
    "office/items/drafts/<str:code>/preview",
    "counter/code/cards/<int:carrier>",
    # Needs a result that waits to be posted: opened in government/pages/test_post_pages.py.
    "me/cases/<str:number>/address",
    "cases/<case_number:number>/address",
    # What a case looks like from its draft to its result: looked at by test_cases.
    "me/cases/<str:number>",
    "me/cases/<str:number>/form",
    # Word for word the letter of the officer's page, which is looked at.
    "me/cases/<str:number>/letters/<int:seq>",
    "me/cases/<str:number>/papers",
    "me/cases/<str:number>/check",
    "me/cases/<str:number>/supplement",
    # Steps of a sign-in, and what needs a password: looked at by test_staff_pages.
    "signin/staff/code",
    "signin/staff/setup",
    "signin/staff/password",
    "signin/staff/codes",
    "security/password",
    "security/authenticator",
    "security/codes",
    "security/renew",
    "signin/back",
    "office/cores/<str:key>",
    "office/whatif/<str:code>",
    "office/whatif/<str:code>/add",
    "office/whatif/<str:code>/add/<str:key>",
}
