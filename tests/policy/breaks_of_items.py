"""Ways to break government items, their agreements and delegated powers, one for each fault."""

from __future__ import annotations

from tests.policy.sample import Break

SHOP = "items/shop-licence.yaml"
MOVE = "items/move-in.yaml"
APPROVAL = "items/approval.yaml"
TITLES = "items/titles.yaml"
BUNDLES = "items/bundles.yaml"
POWERS = "powers.yaml"
HANDLED = "agreements/handled.yaml"
DISTRICTS = "agreements/two-districts.yaml"

MONTHS = "maximum: 60, when: {field: shop_kind, is: [rented]}"
LEASE = "when: {field: shop_kind, is: [rented]}\n    form"
VISIT_AGAIN = """      - id: visit
        title: {zh: 又看, en: Again}
        code: "2"
        longest: {count: 1, unit: days}
    implementations:
"""
SECOND_POWER = """  - id: xt-3
    number: 3
    title: {zh: 项目审批, en: Project approval}
    items: [approval]
    giver: "430300"
    receiver: "430302"
    from: 2024-12-07
    source: {document: 样例赋权通知}
    status: illustrative
    review_by: 2026-12-31
"""
MORE = "powers:\n"
SAME_POWER = SECOND_POWER.replace("430300", "430000").replace('"430302"', '"430300"')

BREAKS_OF_CATALOGUE = {
    "item in another file": Break("policy.P100", 1, APPROVAL, "id: approval", "id: approvals"),
    "basic code twice": Break("policy.P101", 2, SHOP, '"S-0001"', '"S-0002"'),
    "implementation elsewhere": Break("policy.P102", 23, SHOP, 'at: "430103"', 'at: "430300"'),
    "question twice": Break("policy.P103", 46, SHOP, "{name: months", "{name: name"),
    "condition on no question": Break(
        "policy.P104", 38, SHOP, LEASE, LEASE.replace("shop_kind", "kind")
    ),
    "condition on no choice": Break(
        "policy.P104", 46, SHOP, MONTHS, MONTHS.replace("rented", "lent")
    ),
    "bound of a text": Break("policy.P105", 22, APPROVAL, "maxLength: 100", "maximum: 100"),
    "minimum above maximum": Break("policy.P105", 46, SHOP, "minimum: 1,", "minimum: 61,"),
    "format of a number": Break("policy.P105", 46, SHOP, "minimum: 1,", "format: date,"),
    "place that is no district": Break(
        "policy.P105", 47, SHOP, "format: district, title: {zh: 店在", "title: {zh: 店在"
    ),
    "department that nobody knows": Break(
        "policy.P117", 15, SHOP, "department: market", "department: markets"
    ),
    "item without a department": Break("policy.P118", 15, SHOP, "department: market, ", ""),
    "joint part without a department": Break(
        "policy.P118", 18, MOVE, 'level: "3", department: police, ', 'level: "3", '
    ),
    "department twice": Break("policy.P106", 76, "metro.yaml", "id: housing", "id: market"),
    "place that is not asked for": Break("policy.P116", 16, MOVE, ", place: living}", "}"),
    "material twice": Break("policy.P106", 32, SHOP, "id: lease", "id: id-card"),
    "procedure twice": Break("policy.P106", 22, SHOP, "    implementations:\n", VISIT_AGAIN),
    "name without a place": Break("policy.P107", 15, SHOP, '"{place}市场局"', '"市场局"'),
    "name with another brace": Break("policy.P107", 15, SHOP, '"{place}市场局"', '"{place}{x}局"'),
    "promise above the law": Break("policy.P108", 17, SHOP, "{count: 5,", "{count: 21,"),
    "promise at once": Break("policy.P109", 8, SHOP, "{count: 5,", "{count: 0,"),
    "fee without amount": Break("policy.P110", 18, SHOP, "amount_fen: 1000, ", ""),
    "fee of nothing": Break(
        "policy.P110", 18, APPROVAL, "charged: false", "charged: false, amount_fen: 1"
    ),
    "credit code mistyped": Break("policy.P111", 23, SHOP, '12345678"', '12345676"'),
    "joint with itself": Break(
        "policy.P112", 18, MOVE, 'place: registered, level: "3"', 'place: living, level: "4"'
    ),
    "title twice": Break("policy.P113", 8, TITLES, "id: park-card", "id: bus-card"),
    "title of an item that runs": Break("policy.P113", 7, TITLES, "id: bus-card", "id: approval"),
    "bundle of an unknown item": Break("policy.P114", 4, BUNDLES, "[move-in,", "[move-out,"),
    "bundle that does not go together": Break(
        "policy.P115", 2, MOVE, "title: {zh: 姓名, en: Name}", "title: {zh: 名, en: Name}", BUNDLES
    ),
}

BREAKS_OF_ITEM_AGREEMENTS = {
    "items without the service": Break("policy.P120", 4, HANDLED, "[government]", "[health]"),
    "service without items": Break(
        "policy.P120", 4, "agreements/no-filing.yaml", "[health]", "[health, government]"
    ),
    "district party of another service": Break(
        "policy.P121",
        3,
        HANDLED,
        '"430100", "430300"]\nservices: [government]',
        '"430103", "430300"]\nservices: [government, health]',
    ),
    "district within a party": Break(
        "policy.P122", 3, HANDLED, '["430100", "430300"]', '["430100", "430103", "430300"]'
    ),
    "item of one city's counties": Break(
        "policy.P123", 6, DISTRICTS, "item: shop-licence", "item: approval"
    ),
    "item carried after its end": Break(
        "policy.P124", 7, HANDLED, "from: 2024-03-01", "from: 2026-01-01"
    ),
    "joint without parts": Break(
        "policy.P125", 6, HANDLED, "[online, forwarded]", "[online, joint]"
    ),
    "item agreed that is not there": Break(
        "policy.P114", 6, HANDLED, "item: shop-licence", "item: shop"
    ),
    "item agreed twice": Break(
        "policy.P024",
        7,
        HANDLED,
        "item: move-in, modes: [joint]",
        "item: shop-licence, modes: [online]",
    ),
    "unknown mode": Break("policy.P016", 7, HANDLED, "[joint]", "[together]"),
}

BREAKS_OF_POWERS = {
    "power id twice": Break("policy.P130", 13, POWERS, "id: xt-2", "id: xt-1"),
    "power upwards": Break("policy.P131", 7, POWERS, 'receiver: "430300"', 'receiver: "430000"'),
    "power to nowhere": Break("policy.P132", 7, POWERS, 'receiver: "430300"', 'receiver: "430900"'),
    "recall before the start": Break(
        "policy.P133", 9, POWERS, "from: 2026-07-01", "from: 2024-12-07"
    ),
    "power given twice": Break("policy.P134", 18, POWERS, MORE, MORE + SAME_POWER),
    "power passed on": Break("policy.P135", 6, POWERS, MORE, MORE + SECOND_POWER),
    "power of another level": Break(
        "policy.P136",
        5,
        POWERS,
        'giver: "430000"\n    receiver: "430300"',
        'giver: "430300"\n    receiver: "430302"',
    ),
    "number twice": Break(
        "policy.P137",
        12,
        POWERS,
        MORE,
        MORE + SAME_POWER.replace("number: 3", "number: 1").replace("    items: [approval]\n", ""),
    ),
    "power over an unknown item": Break("policy.P114", 5, POWERS, "[approval]", "[approvals]"),
    "end before the start": Break(
        "policy.P023", 9, POWERS, "    recall:", "    to: 2024-12-06\n    recall:"
    ),
}

BREAKS_OF_ITEMS = BREAKS_OF_CATALOGUE | BREAKS_OF_ITEM_AGREEMENTS | BREAKS_OF_POWERS
