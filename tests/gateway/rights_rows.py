"""For each address: who gets in, by role and city (谁能打开哪一页). Everybody else is refused.

`who` names askers: `everyone`, an audience (`fund`), an audience of cities that begin with some
digits (`fund@43`), one asker (`owner`, `desk@430100`). The metro of the test is `metro.Metro`: a
resident of Xiangtan (`owner`) was treated in Changsha at the institution of `desk@430100`.
"""

from __future__ import annotations

from tests.gateway.rights_office import WRITTEN_BY_THE_OFFICE
from tests.gateway.rights_words import (
    AT_THE_CASE,
    BILL,
    CASE,
    CODE,
    DESK_BILL,
    EVERYONE,
    HELD,
    ISSUERS,
    ISSUERS_OF_CITY,
    NEIGHBOURS,
    NOBODY,
    ORDER,
    PARTIES,
    PLAN,
    SERVING,
    STAFF,
    STAFF_OF_FUNDS,
    Row,
    act,
    both,
    call,
    page,
)

ROWS: dict[str, list[Row]] = {
    "": page(EVERYONE, "/"),
    "healthz": page(EVERYONE, "/healthz"),
    "help": page(EVERYONE, "/help"),
    "styleguide": page(EVERYONE, "/styleguide"),
    "preferences": act(EVERYONE, "/preferences", lang="en"),
    "signin": page(EVERYONE, "/signin"),
    "signin/demo": act(EVERYONE, "/signin/demo", login="owner@430300"),
    "signin/back": page(EVERYONE, "/signin/back"),
    "signin/staff": page(EVERYONE, "/signin/staff"),
    # Steps after the password: without it they lead back to where it is asked.
    "signin/staff/code": both(NOBODY, "/signin/staff/code"),
    "signin/staff/setup": both(NOBODY, "/signin/staff/setup"),
    "signin/staff/password": both(NOBODY, "/signin/staff/password"),
    "signin/staff/codes": both(NOBODY, "/signin/staff/codes"),
    "signin/app/<slug:metro>/<str:city>": page(
        EVERYONE, "/signin/app/changzhutan/430300", missing=True
    ),
    "signin/app/<slug:metro>/<str:city>/callback": page(
        EVERYONE, "/signin/app/changzhutan/430300/callback", missing=True
    ),
    "signout": both(EVERYONE, "/signout"),
    "security": page(STAFF, "/security"),
    # Without the present password or code nothing changes, whoever asks.
    "security/password": both(STAFF, "/security/password", by=NOBODY),
    "security/authenticator": both(STAFF, "/security/authenticator", by=NOBODY),
    "security/codes": both(STAFF, "/security/codes", by=NOBODY),
    # It ends this session too, and leads to where one signs in.
    "security/sessions": act(NOBODY, "/security/sessions"),
    "security/renew": both(STAFF, "/security/renew"),
    "session": page(EVERYONE, "/session"),
    "session/extend": act(EVERYONE, "/session/extend"),
    "zone/<str:app>": page(EVERYONE, "/zone/430100"),
    "zone/<str:app>/<slug:item>": page(EVERYONE, "/zone/430100/hukou-transfer"),
    "office/webhooks": page("office", "/office/webhooks"),
    "office/staff": [
        *page("office", "/office/staff"),
        Row("office@430100", "/office/staff", {"act": "unlock", "login": "clerk@430100"},
            whole=True),
    ],
    "tour": page(EVERYONE, "/tour"),
    "tour/start": act(EVERYONE, "/tour/start", metro="changzhutan"),
    "tour/<int:number>": page(EVERYONE, "/tour/1"),
    # What a file belongs to decides, see the room's own tests; here there is none.
    "attachments/<uuid:attachment>": page(
        f"resident {STAFF}", "/attachments/00000000-0000-4000-8000-000000000000", missing=True
    ),
    # Whose case it is decides, see tests/services/government/handling/test_materials.py.
    "me/cases/<str:number>/files": page("resident", "/me/cases/none/files", missing=True),
    "counter/cases/<str:number>/files": page("clerk", "/counter/cases/none/files", missing=True),
    "policy": page(EVERYONE, "/policy"),
    "policy/key/<str:key>": page(EVERYONE, "/policy/key/health.outpatient.ratio"),
    "policy/<slug:metro>/compare": page(EVERYONE, "/policy/changzhutan/compare"),
    "policy/<slug:metro>/review": page(EVERYONE, "/policy/changzhutan/review"),
    "policy/<slug:metro>/samples": page(EVERYONE, "/policy/changzhutan/samples"),
    "policy/<slug:metro>/agreements": page(EVERYONE, "/policy/changzhutan/agreements"),
    "policy/<slug:metro>/<str:key>": page(EVERYONE, "/policy/changzhutan/health.outpatient.ratio"),
    "code/keys": page(EVERYONE, "/code/keys"),
    "code/status": page(EVERYONE, "/code/status"),
    "code/status/<slug:metro>/<int:number>": page(
        EVERYONE, "/code/status/changzhutan/0", missing=True
    ),
    # The door of hospitals' systems: who signs is in OPERATION_ROWS.
    "hsa": act(NOBODY, "/hsa"),
    "me/settlements": page("resident", "/me/settlements"),
    "me/settlements/<str:setl_id>": page("owner", "/me/settlements/{setl}"),
    "me/settlements/<str:setl_id>/why": page("owner", "/me/settlements/{setl}/why"),
    "me/year": page("resident", "/me/year"),
    "me/voucher": both("resident", "/me/voucher"),
    "me/filings": both("resident", "/me/filings"),
    "me/access": both("resident", "/me/access", by="owner", record="{look}"),
    # What an installed page keeps: it knows nobody.
    "me/code": page(EVERYONE, "/me/code"),
    "me/code/sw.js": page(EVERYONE, "/me/code/sw.js"),
    "me/code/manifest.webmanifest": page(EVERYONE, "/me/code/manifest.webmanifest"),
    "me/code/manage": both(
        "resident", "/me/code/manage", by="owner", carrier="{carrier}", reason="lost"
    ),
    "me/people": both(
        "resident", "/me/people", by="owner", step="revoke", number="{mandate}"
    ),
    "me/people/acting": act("resident@430100", "/me/people/acting", number="{mandate}"),
    "me/people/stop": act(EVERYONE, "/me/people/stop"),
    "me/apps": both("resident", "/me/apps"),
    "me/privacy": both(
        "resident", "/me/privacy", act="longest", purpose="tell_identity", scope="park", seen="0"
    ),
    "apply/<str:item>": both("resident", "/apply/business-licence"),
    "apply/bundle/<str:bundle>": both("resident", "/apply/bundle/newborn"),
    "me/notices": both("resident", "/me/notices"),
    "me/cases": page("resident", "/me/cases"),
    "me/cases/<str:number>": page("owner", "/me/cases/{draft}"),
    "me/cases/<str:number>/letters/<int:seq>": page("owner", "/me/cases/{permit}/letters/{letter}"),
    "me/cases/<str:number>/form": both("owner", "/me/cases/{draft}/form", go="later"),
    "me/cases/<str:number>/papers": page("owner", "/me/cases/{draft}/papers"),
    "me/cases/<str:number>/check": both("owner", "/me/cases/{draft}/check", incomplete="yes"),
    "me/cases/<str:number>/address": both(
        "owner", "/me/cases/{posted}/address", **{"post-street": "样例路 10 号"}
    ),
    "me/cases/<str:number>/supplement": both("owner", "/me/cases/{asked}/supplement"),
    "me/cases/<str:number>/withdraw": act("owner", "/me/cases/{draft}/withdraw"),
    "counter": both("clerk", "/counter"),
    "counter/finish": act("clerk", "/counter/finish"),
    "counter/access": page(SERVING, "/counter/access"),
    "counter/code": both(SERVING, "/counter/code", carrier="{carrier}", reason="lost"),
    "counter/code/cards": act(SERVING, "/counter/code/cards"),
    "counter/code/cards/<int:carrier>": page(SERVING, "/counter/code/cards/{card}"),
    # Her city took the case in, and she stands at this window.
    "counter/cases": both(SERVING, "/counter/cases", item="business-licence", token="r1"),
    "counter/cases/<str:number>": both(
        SERVING, "/counter/cases/{case}", step="withdraw", token="r2"
    ),
    "counter/cases/<str:number>/receipt": page(SERVING, "/counter/cases/{case}/receipt"),
    # Without a code just verified nobody is served: it leads to the counter.
    "counter/verified": act("clerk", "/counter/verified"),
    "counter/mandates": both(
        SERVING, "/counter/mandates", step="revoke", number="{mandate}"
    ),
    "counter/apps": both(SERVING, "/counter/apps"),
    "counter/privacy": both(SERVING, "/counter/privacy"),
    "counter/privacy/form": page(SERVING, "/counter/privacy/form"),
    "me/code/challenge": page("resident", "/me/code/challenge"),
    "me/code/carriers": page("resident", "/me/code/carriers"),
    "me/code/phones": call("resident", "/me/code/phones"),
    "me/code/carriers/<int:carrier>/renewal": call("owner", f"{CODE}/renewal"),
    "me/code/carriers/<int:carrier>/revocation": call(
        "owner", f"{CODE}/revocation", reason="lost"
    ),
    "filings/review": both(
        "clerk fund", "/filings/review", by="clerk@430300 fund@430300",
        number="{application}", decide="accept",
    ),
    "desk": page("desk", "/desk"),
    "desk/waiting": page("desk", "/desk/waiting"),
    "desk/check": both("desk", "/desk/check"),
    "desk/settlements/<str:setl_id>": page("desk@430100", DESK_BILL),
    "desk/settlements/<str:setl_id>/why": page("desk@430100", f"{DESK_BILL}/why"),
    "desk/questions": both(
        "desk", "/desk/questions", by="desk@430100", number="{question}", answer="核对费用。"
    ),
    "desk/verify": [
        Row("desk clerk", "/desk/verify"),
        Row("desk", "/desk/verify", {"purpose": "health_desk", "text": "RC1:A"}),
        Row("clerk", "/desk/verify", {"purpose": "window", "text": "RC1:A"}),
    ],
    "desk/verify/frame": act("desk clerk", "/desk/verify/frame?width=64"),
    # What an installed page keeps: it knows nobody and no institution.
    "desk/verify/offline": page(EVERYONE, "/desk/verify/offline"),
    "desk/verify/worker.js": page(EVERYONE, "/desk/verify/worker.js"),
    "desk/reconciliation": page("desk", "/desk/reconciliation"),
    "desk/reconciliation/<str:run_no>": page("desk@430100", "/desk/reconciliation/{run}"),
    "cases": page("officer head clerk", "/cases"),
    "cases/load": both("head", "/cases/load"),
    # Whose absence it is must be said, so this form is nobody's.
    "cases/absences": both("officer head", "/cases/absences", by=NOBODY),
    "cases/<case_number:number>": page(AT_THE_CASE, CASE),
    "cases/<case_number:number>/act": [
        Row(AT_THE_CASE, f"{CASE}/act", {"do": "note", "text": "样例", "token": "r"}, whole=True),
    ],
    "cases/<case_number:number>/address": page(AT_THE_CASE, "/cases/{posted}/address"),
    "cases/<case_number:number>/letters/<int:seq>": page(AT_THE_CASE, f"{CASE}/letters/{{letter}}"),
    "office": page("office", "/office"),
    "office/coverage": page(STAFF_OF_FUNDS, "/office/coverage"),
    "office/cores": page("office", "/office/cores"),
    "office/cores/<str:key>": page("office", "/office/cores/none", missing=True),
    "office/cores/<str:key>/again": act("office", "/office/cores/none/again", missing=True),
    # The question waits for the hospital that looked: until it is overdue no office answers it.
    "office/questions": both(
        "office", "/office/questions", by=NOBODY, number="{question}", answer="核对费用。"
    ),
    "office/delays": [
        Row("office", "/office/delays"),
        Row("office@43", "/office/delays", ORDER, whole=True),
    ],
    "items": page(EVERYONE, "/items"),
    "items/<slug:code>": page(EVERYONE, "/items/hukou-transfer"),
    "items/bundles/<slug:code>": page(EVERYONE, "/items/bundles/newborn"),
    "ratings": page(EVERYONE, "/ratings"),
    "rate/<str:code>": both(EVERYONE, "/rate/{rating_code}", by="visitor resident", grade="1"),
    "me/cases/<str:number>/rate": both("owner", "/me/cases/{rated}/rate", grade="1"),
    "cases/warnings": page("clerk officer head office", "/cases/warnings"),
    "cases/follow-ups": page("head", "/cases/follow-ups"),
    "cases/follow-ups/<str:number>": both(
        "head@430300", "/cases/follow-ups/{rated}", act="contact", note="样例"
    ),
    **WRITTEN_BY_THE_OFFICE,
    "office/whatif": both("office", "/office/whatif", name="样例", token="w" * 22),
    "office/whatif/extract": act("office", "/office/whatif/extract"),
    "office/whatif/<str:code>": page("office@43", PLAN),
    "office/whatif/<str:code>/edit": act("office@43", f"{PLAN}/edit", name="样例二"),
    "office/whatif/<str:code>/add": page("office@43", f"{PLAN}/add"),
    "office/whatif/<str:code>/add/<str:key>": both(
        "office@43", f"{PLAN}/add/health.outpatient.ratio"
    ),
    # There are files of a scenario once it was compared: tests/acceptance/test_whatif.py has them.
    "office/whatif/<str:code>/workbook": page(NOBODY, f"{PLAN}/workbook"),
    "office/whatif/<str:code>/draft": page(NOBODY, f"{PLAN}/draft"),
    # Number and code open it, whoever asks: without them nothing is found.
    "certificates/verify": [
        Row(EVERYONE, "/certificates/verify"),
        Row(EVERYONE, "/certificates/verify", {"number": "{certificate}", "code": "A"},
            missing=True),
    ],
    "certificates/kinds": page(EVERYONE, "/certificates/kinds"),
    "certificates/status/<slug:metro>/<int:number>": page(
        EVERYONE, "/certificates/status/changzhutan/0"
    ),
    "certificates/issued": page(ISSUERS, "/certificates/issued"),
    "certificates/issued/<str:number>": both(
        ISSUERS_OF_CITY, "/certificates/issued/{certificate}", reason="材料不实"
    ),
    "me/certificates": page("resident", "/me/certificates"),
    "me/certificates/<str:number>": page("owner", HELD),
    "me/certificates/<str:number>/paper": page("owner", f"{HELD}/paper"),
    "me/certificates/<str:number>/credential": page("owner", f"{HELD}/credential"),
    "clearing": page(STAFF_OF_FUNDS, "/clearing"),
    "clearing/prefund": both(STAFF_OF_FUNDS, "/clearing/prefund", by="fund"),
    "clearing/disputes": page("fund", "/clearing/disputes"),
    "clearing/entries/<int:entry_id>": page(PARTIES, BILL),
    "clearing/entries/<int:entry_id>/dispute": act(
        "fund@430300", f"{BILL}/dispute", act="raise", reason="金额不符"
    ),
    "clearing/<int:seq>": page(NEIGHBOURS, "/clearing/1"),
    "clearing/<int:seq>/close": both(NEIGHBOURS, "/clearing/1/close"),
    "clearing/<int:seq>/payments": act(
        "office@43 fund@430300", "/clearing/1/payments", pool="430399", amount="1",
        bank_reference="B-1",
    ),
    "clearing/<int:seq>/pairs/<str:payer>/<str:payee>/<str:fund>": page(
        PARTIES, "/clearing/1/pairs/430399/430199/310102"
    ),
    "clearing/<int:seq>/pools/<str:pool>": page("fund@430100", "/clearing/1/pools/430199"),
    "clearing/<int:seq>/institutions": page("fund@43", "/clearing/1/institutions"),
    "clearing/<int:seq>/institutions/pay": act(
        "fund@430100", "/clearing/1/institutions/pay", institution="{place}",
        bank_reference="B-2",
    ),
    "clearing/<int:seq>/institutions/<str:code>": page(
        "fund@430100", "/clearing/1/institutions/{place}"
    ),
    "clearing/settlements/<str:setl_id>": page(PARTIES, "/clearing/settlements/{setl}"),
    "clearing/reconciliation": page("fund", "/clearing/reconciliation"),
    "clearing/reconciliation/<str:run_no>": page(
        "fund@430100", "/clearing/reconciliation/{run}"
    ),
}  # fmt: skip
"""Every address of the house but those of the API."""
