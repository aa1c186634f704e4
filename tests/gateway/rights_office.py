"""Who gets at what the office writes for the catalogue: items, agreements, powers, bundles."""

from __future__ import annotations

from tests.gateway.rights_words import DRAFT, ENTRY_DRAFT, Row, act, both, page

WRITTEN_BY_THE_OFFICE: dict[str, list[Row]] = {
    "office/items": both(
        "office", "/office/items", item="hukou-transfer", **{"from": "2027-01-01"}, token="i" * 22
    ),
    "office/items/import": act("office", "/office/items/import"),
    "office/items/export": page("office", "/office/items/export"),
    "office/items/drafts/<str:code>": both("office@43", DRAFT),
    "office/items/drafts/<str:code>/edit": both("office@43", f"{DRAFT}/edit"),
    "office/<register:slug>": both(
        "office", "/office/bundles", id="sample", **{"from": "2027-01-01"}, token="b" * 22
    ),
    "office/<register:slug>/import": act("office", "/office/agreements/import"),
    "office/<register:slug>/export": page("office", "/office/powers/export"),
    "office/<register:slug>/<slug:code>": both(
        "office@43", "/office/powers/xiangtan-02", act="correct", token="p" * 22
    ),
    "office/<register:slug>/drafts/<str:code>": both("office@43", ENTRY_DRAFT),
    "office/<register:slug>/drafts/<str:code>/edit": both("office@43", f"{ENTRY_DRAFT}/edit"),
    "office/items/drafts/<str:code>/lists/<str:name>": both(
        "office@43", f"{DRAFT}/lists/form", act="down-0-x"
    ),
    "office/items/drafts/<str:code>/lists/<str:name>/<str:place>": both(
        "office@43", f"{DRAFT}/lists/form/1", act="more"
    ),
    "office/items/drafts/<str:code>/preview": both("office@43", f"{DRAFT}/preview"),
}
