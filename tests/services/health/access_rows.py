"""For each address, operation and transaction: whose data it shows, and what the record says."""

from __future__ import annotations

from tests.services.health.access_kinds import Blank as Blank
from tests.services.health.access_kinds import Look as Look

PUBLIC = "open to everybody; figures of the metro only"
POLICY = "the policy book; no person in it"
SUMS = "sums between funds and institutions; no person in them"
ACTS = "takes a form and leads on to a page that has its own row"
COUNTS = "sums over groups of residents, computed from columns without names"
DRAFT_PAGES = ("", "/edit", "/lists/<str:name>", "/lists/<str:name>/<str:place>", "/preview")
ITEMS = "drafts of items; the office's own names stand in them, no resident's"
OWN_SIGN_IN = "a member of staff's own sign-in; no resident in it"
OWN_CODE = "acts of the resident's own phone; what it shows is a credential without a name"
PAGES: dict[str, Look | Blank] = {
    "": Blank(PUBLIC, "", "/"),
    "healthz": Blank("state of the house", "", "/healthz"),
    "signin": Blank("cards of invented people, in the demonstration only", "", "/signin"),
    "signin/demo": Blank(ACTS),
    "signin/staff": Blank("asks for name and password", "", "/signin/staff"),
    "signin/staff/code": Blank(OWN_SIGN_IN),
    "signin/staff/setup": Blank(OWN_SIGN_IN),
    "signin/staff/password": Blank(OWN_SIGN_IN),
    "signin/staff/codes": Blank(OWN_SIGN_IN),
    "signin/back": Blank("a sentence", "", "/signin/back"),
    "session": Blank("how long the reader's own session is good", "clerk", "/session"),
    "session/extend": Blank(ACTS),
    "security": Blank(OWN_SIGN_IN, "clerk", "/security"),
    "security/password": Blank(OWN_SIGN_IN, "clerk", "/security/password"),
    "security/authenticator": Blank(OWN_SIGN_IN, "clerk", "/security/authenticator"),
    "security/codes": Blank(OWN_SIGN_IN, "clerk", "/security/codes"),
    "security/sessions": Blank(ACTS),
    "security/renew": Blank(OWN_SIGN_IN, "clerk", "/security/renew"),
    "zone/<str:app>": Blank("items of an app; no person in it", "", "/zone/430100"),
    "zone/<str:app>/<slug:item>": Blank("one item; no person in it", "",
                                        "/zone/430100/hukou-transfer"),
    "office/webhooks": Blank("numbers of cases and states of addresses; no person", "office",
                             "/office/webhooks"),
    "office/staff": Blank("staff of the officer's own city; no resident", "office",
                          "/office/staff"),
    "signin/app/<slug:metro>/<str:city>": Blank("leads to a city's app; nobody is known yet"),
    "signin/app/<slug:metro>/<str:city>/callback": Blank(
        "needs a running app; records each sign-in and each refusal, see the portal's tests"
    ),
    "signout": Blank("a question", "resident", "/signout"),
    "help": Blank(PUBLIC, "", "/help"),
    "styleguide": Blank("invented samples", "", "/styleguide"),
    "preferences": Blank(ACTS),
    "tour": Blank("invented people", "", "/tour"),
    "tour/start": Blank(ACTS),
    "tour/<int:number>": Blank("invented people; its acts leave records of their own"),
    "attachments/<uuid:attachment>": Blank(
        "needs a file of something; recorded, see tests/foundation/attachments/test_opening.py"
    ),
    "me/cases/<str:number>/files": Blank("needs a case; recorded, see handling/test_materials"),
    "counter/cases/<str:number>/files": Blank("needs a case; recorded, as the one above"),
    "policy": Blank(POLICY, "", "/policy"),
    "policy/key/<str:key>": Blank(POLICY),
    "policy/<slug:metro>/compare": Blank(POLICY),
    "policy/<slug:metro>/review": Blank(POLICY, "", "/policy/changzhutan/review"),
    "policy/<slug:metro>/samples": Blank(POLICY),
    "policy/<slug:metro>/agreements": Blank(POLICY),
    "policy/<slug:metro>/<str:key>": Blank(POLICY),
    "items": Blank("the catalogue of items; no person in it", "", "/items"),
    "items/<slug:code>": Blank("one item; no person in it", "", "/items/hukou-transfer"),
    "items/bundles/<slug:code>": Blank("one bundle; no person in it", "", "/items/bundles/newborn"),
    "ratings": Blank("sums of ratings; few are hidden", "", "/ratings"),
    "rate/<str:code>": Blank("item, window and city of a receipt; see ratings/test_codes"),
    "cases/warnings": Blank("days, items and numbers; no person", "clerk", "/cases/warnings"),
    "cases/follow-ups": Blank("days, items and numbers; no person", "head", "/cases/follow-ups"),
    "cases/follow-ups/<str:number>": Look(
        "head", "/cases/follow-ups/{rated}", {"rating", "identity"}
    ),
    "me/cases/<str:number>/rate": Look("resident", "/me/cases/{rated}/rate", {"rating"}),
    "hsa": Blank("one row for each transaction, see TRANSACTION_ROWS"),
    "me/settlements": Look("resident", "/me/settlements", {"settlement"}),
    "me/settlements/<str:setl_id>": Look("resident", "/me/settlements/{setl}", {"settlement"}),
    "me/settlements/<str:setl_id>/why": Look(
        "resident", "/me/settlements/{setl}/why", {"settlement"}
    ),
    "me/year": Look("resident", "/me/year", {"insurance", "settlement"}),
    "me/voucher": Look("resident", "/me/voucher", {"identity", "insurance", "balance"}),
    "me/filings": Look("resident", "/me/filings", {"filing", "insurance"}),
    "me/people": Look("resident", "/me/people", {"identity", "mandate"}),
    "me/people/acting": Blank(ACTS),
    "me/people/stop": Blank(ACTS),
    "me/access": Look("resident", "/me/access", {"access"}),
    "me/apps": Look("resident", "/me/apps", {"apps"}),
    "me/privacy": Look("resident", "/me/privacy", {"consent", "insurance"}),
    "apply/<str:item>": Look(
        "resident", "/apply/business-licence", {"identity", "consent", "case"}
    ),
    "apply/bundle/<str:bundle>": Look(
        "resident", "/apply/bundle/newborn", {"identity", "consent", "case"}
    ),
    "me/notices": Look("resident", "/me/notices", {"notice"}),
    "me/cases": Look("resident", "/me/cases", {"case"}),
    "me/cases/<str:number>": Look("resident", "/me/cases/{asked}", {"case"}),
    "me/cases/<str:number>/letters/<int:seq>": Look(
        "resident", "/me/cases/{permit}/letters/{letter}", {"case"}
    ),
    "me/cases/<str:number>/form": Look("resident", "/me/cases/{draft}/form", {"case"}),
    "me/cases/<str:number>/papers": Look(
        "resident", "/me/cases/{draft}/papers", {"case", "certificate", "material"}
    ),
    # What she wrote last for another case is offered again, so the page names her address.
    "me/cases/<str:number>/check": Look(
        "resident", "/me/cases/{draft}/check", {"address", "case"}
    ),
    "me/cases/<str:number>/address": Look(
        "resident", "/me/cases/{posted}/address", {"address", "case"}
    ),
    "me/cases/<str:number>/supplement": Look(
        "resident", "/me/cases/{asked}/supplement", {"case"}
    ),
    "me/cases/<str:number>/withdraw": Blank(ACTS),
    "filings/review": Look("clerk", "/filings/review", {"diagnosis", "insurance"}),
    # The clerk serves somebody here; a page of the counter names her.
    "counter": Look("clerk", "/counter", {"identity"}),
    "counter/access": Look("clerk", "/counter/access", {"identity", "access"}),
    "counter/code": Look("clerk", "/counter/code", {"identity", "code"}),
    "counter/code/cards": Blank(ACTS),
    "counter/code/cards/<int:carrier>": Blank("needs a card; recorded, see test_counter_code"),
    "counter/mandates": Look("clerk", "/counter/mandates", {"identity", "mandate"}),
    "counter/apps": Look("clerk", "/counter/apps", {"identity", "apps"}),
    "counter/privacy": Look("clerk", "/counter/privacy", {"identity", "consent"}),
    "counter/privacy/form": Look("clerk", "/counter/privacy/form", {"identity", "consent"}),
    "counter/finish": Blank(ACTS),
    "counter/cases": Look("clerk", "/counter/cases", {"identity", "case"}),
    "counter/cases/<str:number>": Blank("needs a case; recorded, see test_counter_pages"),
    "counter/cases/<str:number>/receipt": Blank("needs a case; recorded, see test_counter_pages"),
    "desk": Look("desk", "/desk", {"settlement"}),
    "desk/waiting": Blank("lists calls to cores, none here; records them: cores tests", "desk",
                          "/desk/waiting"),
    "desk/check": Look("desk", "/desk/check", {"identity", "insurance"}, {"person": "right"}),
    "counter/verified": Blank("begins serving, and records it: test_serving_by_code"),
    "desk/verify": Blank("a form; who came is recorded by the room of the code: test_desk_verify",
                         "desk", "/desk/verify"),
    "desk/verify/frame": Blank("the text of a code in a picture; it names nobody"),
    "desk/verify/offline": Blank("the same form without a network", "", "/desk/verify/offline"),
    "desk/verify/worker.js": Blank("a script", "", "/desk/verify/worker.js"),
    "desk/settlements/<str:setl_id>": Look("desk", "/desk/settlements/{setl}", {"settlement"}),
    "desk/settlements/<str:setl_id>/why": Look(
        "desk", "/desk/settlements/{setl}/why", {"settlement"}
    ),
    "desk/questions": Look("desk", "/desk/questions", {"access"}),
    "desk/reconciliation": Blank("runs with sums of a period", "desk", "/desk/reconciliation"),
    "desk/reconciliation/<str:run_no>": Look(
        "desk", "/desk/reconciliation/{run}", {"settlement"}
    ),
    "cases": Look("officer", "/cases?tab=all", {"identity"}),
    "cases/load": Blank("counts of cases by member of staff", "head", "/cases/load"),
    "cases/absences": Blank("absences of members of staff", "officer", "/cases/absences"),
    "cases/<case_number:number>": Look("officer", "/cases/{permit}", {"identity", "case"}),
    "cases/<case_number:number>/act": Blank(ACTS),
    "cases/<case_number:number>/address": Look(
        "officer", "/cases/{posted}/address", {"address", "identity"}
    ),
    "cases/<case_number:number>/letters/<int:seq>": Look(
        "officer", "/cases/{permit}/letters/{letter}", {"identity", "case"}
    ),
    "office": Blank("shares and counts", "office", "/office"),
    "office/coverage": Blank("shares and counts", "office", "/office/coverage"),
    "office/cores": Blank("lists differing calls, none here; records them: cores tests", "office",
                          "/office/cores"),
    "office/cores/<str:key>": Blank("needs a pool with a core: recorded, see cores tests"),
    "office/cores/<str:key>/again": Blank(ACTS),
    "office/questions": Look("office", "/office/questions", {"access"}),
    "office/delays": Blank("record numbers, grounds and days; no person", "office",
                           "/office/delays"),
    "office/items": Blank(ITEMS, "office", "/office/items"),
    "office/items/import": Blank(ITEMS),
    "office/items/export": Blank(ITEMS, "office", "/office/items/export"),
    **{f"office/items/drafts/<str:code>{end}": Blank(ITEMS) for end in DRAFT_PAGES},
    "office/<register:slug>": Blank(ITEMS, "office", "/office/agreements"),
    "office/<register:slug>/import": Blank(ITEMS),
    "office/<register:slug>/export": Blank(ITEMS, "office", "/office/powers/export"),
    "office/<register:slug>/<slug:code>": Blank(ITEMS, "office", "/office/powers/xiangtan-01"),
    "office/<register:slug>/drafts/<str:code>": Blank(ITEMS),
    "office/<register:slug>/drafts/<str:code>/edit": Blank(ITEMS),
    "office/whatif": Blank("scenarios; the job that reads has its row in JOBS", "office",
                           "/office/whatif"),
    "office/whatif/extract": Blank(ACTS),
    "office/whatif/<str:code>": Blank(COUNTS),
    "office/whatif/<str:code>/edit": Blank(ACTS),
    "office/whatif/<str:code>/add": Blank(POLICY),
    "office/whatif/<str:code>/add/<str:key>": Blank(POLICY),
    "office/whatif/<str:code>/workbook": Blank(COUNTS),
    "office/whatif/<str:code>/draft": Blank(POLICY),
    "code/keys": Blank("public keys of issuers", "", "/code/keys"),
    "code/status": Blank("which status lists there are", "", "/code/status"),
    "code/status/<slug:metro>/<int:number>": Blank("bits by number; only the issuer knows whose"),
    "me/code": Blank("the page that a phone keeps; what it shows is made on the phone", "",
                     "/me/code"),
    "me/code/sw.js": Blank("a program", "", "/me/code/sw.js"),
    "me/code/manifest.webmanifest": Blank("name and icons", "", "/me/code/manifest.webmanifest"),
    "me/code/manage": Look("resident", "/me/code/manage", {"code"}),
    "me/code/challenge": Blank("a random number to sign", "resident", "/me/code/challenge"),
    "me/code/carriers": Blank("the reader's own phones and cards: kinds and labels", "resident",
                              "/me/code/carriers"),
    "me/code/phones": Blank(OWN_CODE),
    "me/code/carriers/<int:carrier>/renewal": Blank(OWN_CODE),
    "me/code/carriers/<int:carrier>/revocation": Blank(OWN_CODE),
    "certificates/verify": Blank("a form; a check with number and code is recorded, see "
                                 "test_certificate_pages", "", "/certificates/verify"),
    "certificates/kinds": Blank(POLICY, "", "/certificates/kinds"),
    "certificates/status/<slug:metro>/<int:number>": Blank("bits by number; whose, nobody knows"),
    "certificates/issued": Blank("numbers and kinds; who holds one stands on its own page",
                                 "office", "/certificates/issued"),
    "certificates/issued/<str:number>": Look(
        "office", "/certificates/issued/{certificate}", {"certificate"}
    ),
    "me/certificates": Look("resident", "/me/certificates", {"certificate"}),
    "me/certificates/<str:number>": Look(
        "resident", "/me/certificates/{certificate}", {"certificate"}
    ),
    "me/certificates/<str:number>/paper": Look(
        "resident", "/me/certificates/{certificate}/paper", {"certificate"}
    ),
    "me/certificates/<str:number>/credential": Look(
        "resident", "/me/certificates/{certificate}/credential", {"certificate"}
    ),
    "clearing": Blank(SUMS, "fund", "/clearing"),
    "clearing/prefund": Blank(SUMS, "fund", "/clearing/prefund"),
    "clearing/disputes": Blank("entries by number; each entry's page has its row", "fund",
                               "/clearing/disputes"),
    "clearing/entries/<int:entry_id>": Look("fund", "/clearing/entries/{entry}", {"settlement"}),
    "clearing/entries/<int:entry_id>/dispute": Blank(ACTS),
    "clearing/<int:seq>": Blank(SUMS, "fund", "/clearing/1"),
    "clearing/<int:seq>/close": Blank(SUMS, "fund", "/clearing/1/close"),
    "clearing/<int:seq>/payments": Blank(ACTS),
    "clearing/<int:seq>/pairs/<str:payer>/<str:payee>/<str:fund>": Look(
        "fund", "/clearing/1/pairs/430399/430199/310102", {"settlement"}
    ),
    "clearing/<int:seq>/pools/<str:pool>": Look(
        "fund", "/clearing/1/pools/430199", {"settlement"}
    ),
    "clearing/<int:seq>/institutions": Blank(SUMS, "fund", "/clearing/1/institutions"),
    "clearing/<int:seq>/institutions/pay": Blank(ACTS),
    "clearing/<int:seq>/institutions/<str:code>": Look(
        "fund", "/clearing/1/institutions/{place}", {"settlement"}
    ),
    "clearing/settlements/<str:setl_id>": Look(
        "fund", "/clearing/settlements/{setl}", {"settlement"}
    ),
    "clearing/reconciliation": Blank("runs with sums", "fund", "/clearing/reconciliation"),
    "clearing/reconciliation/<str:run_no>": Look(
        "fund", "/clearing/reconciliation/{run}", {"settlement"}
    ),
}  # fmt: skip
# Lists that leave as a file: the same page, asked for as one.
FILES = [
    Look("resident", "/me/settlements?format=csv", {"settlement"}),
    Look("resident", "/me/access?format=csv", {"access"}),
    Look("resident", "/me/certificates?format=csv", {"certificate"}),
    Look("desk", "/desk?format=csv", {"settlement"}),
    Look("desk", "/desk/questions?format=csv", {"access"}),
    Look("desk", "/desk/reconciliation/{run}?format=csv", {"settlement"}),
    Look("officer", "/cases?tab=all&format=csv", {"identity"}),
    Look("fund", "/clearing/1/pools/430199?format=csv", {"settlement"}),
    Look("fund", "/clearing/1/pools/430199?format=print", {"settlement"}),
    Look("fund", "/clearing/1/pairs/430399/430199/310102?format=xlsx", {"settlement"}),
]
OPEN_OPERATIONS = {
    "listItems",
    "getItem",
    "getItemForm",
    "routeItem",
    "listZoneItems",
    "listRatings",
}
"""Operations that name nobody: the catalogue of items, and what an app offers of it."""
APP_OPERATIONS = {"listZoneEvents", "listZoneCases", "getZoneCase"}
"""Operations of a city's app: messages name nobody; cases record, see the zone's tests."""
# operationId: what the record of an accepted call says; None with a reason where there is none.
OPERATIONS: dict[str, tuple[str, set[str]]] = {
    "verifyCode": ("health_desk", {"identity"}),
    "settleVisit": ("settlement", {"insurance", "totals", "settlement"}),
    "trySettlement": ("trial", {"insurance", "totals"}),
    "reverseSettlement": ("settlement", {"insurance", "totals", "settlement"}),
    "getSettlement": ("query", {"settlement"}),
    "whySettlement": ("explain", {"settlement"}),
    "registerFiling": ("filing", {"insurance", "filing"}),
    "revokeFiling": ("filing", {"insurance", "filing"}),
    "listFilings": ("query", {"insurance", "filing"}),
    "getCertificate": ("certificate_check", {"certificate"}),
}
NOBODY = {
    "9001": "opens a terminal's day",
    "3201": "compares count and sums of a period",
    "9101": "takes a file; 3202 and 9102 say whose data it shows",
}
"""Transactions that look nobody up. All others record, accepted or refused."""
RECORDED = {
    "6101", "1101", "2001", "2201", "2202", "2203", "2204", "2205", "2206", "2207", "2208",
    "2301", "2302", "2303", "2304", "2305", "2401", "2402", "2403", "2404", "2405", "2501",
    "2502", "2503", "2504", "2601", "3202", "5203", "5301", "9102",
}  # fmt: skip
