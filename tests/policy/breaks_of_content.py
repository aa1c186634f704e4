"""Ways to break what the sample pack says, one for each fault of the checks."""

from __future__ import annotations

from tests.policy.breaks_of_files import AGREEMENT, CATALOGUE, HOSPITALS, METRO, RATIO
from tests.policy.sample import Break

FILING = "policies/health/offsite/filing_needed.yaml"
PREPAY = "policies/health/catalogue/class_b_prepay.yaml"
DISEASES = "policies/health/special/diseases.yaml"
LIMIT = "policies/health/special/limit_month.yaml"
NOTICE = "policies/housing/loan/notice.yaml"
COMMUNITY = "institutions/430300.yaml"
PROVINCE_CATALOGUE = "catalogues/430000.yaml"

BREAKS_OF_PARAMETERS = {
    "unknown unit": Break("policy.P030", 3, RATIO, "unit: ppm", "unit: percent"),
    "unknown dimension": Break("policy.P031", 3, FILING, "by: [category]", "by: [kategory]"),
    "common dimension declared": Break(
        "policy.P032", 3, FILING, "by: [category]", "by: [{category: [other, emergency]}]"
    ),
    "dimension twice": Break("policy.P032", 3, LIMIT, "by: [scheme,", "by: [scheme, scheme,"),
    "dimension without words": Break("policy.P032", 3, LIMIT, '["OPSP-01", "OPSP-02"]', "[]"),
    "dimension word twice": Break("policy.P032", 3, LIMIT, '"OPSP-02"]', '"OPSP-01"]'),
    "dimension of a reserved name": Break("policy.P032", 3, LIMIT, "{disease:", "{toward:"),
    "two dimensions in one": Break("policy.P032", 3, LIMIT, "{disease:", "{stage: [x], disease:"),
    "unknown dimension value": Break(
        "policy.P033", 19, RATIO, "retired: {primary: 750000", "pensioner: {primary: 750000"
    ),
    "unknown own value": Break("policy.P033", 9, LIMIT, "OPSP-02: 45000", "OPSP-03: 45000"),
    "dimension left out": Break("policy.P034", 27, RATIO, '{"*": 620000}', "620000"),
    "rate with a point": Break("policy.P035", 18, RATIO, "primary: 700000", "primary: 0.7"),
    "amount in quotes": Break("policy.P035", 10, LIMIT, '"*": 30000', '"*": "30000"'),
    "negative": Break("policy.P036", 10, LIMIT, '"*": 30000', '"*": -30000'),
    "above the bound": Break("policy.P037", 10, LIMIT, '"*": 30000', '"*": 9000000000001'),
    "above 100 percent": Break("policy.P038", 19, RATIO, "750000", "7500000"),
    "flag in words": Break("policy.P039", 8, FILING, "{other: false}", "{other: no}"),
    "mapping for one value": Break(
        "policy.P040", 8, PREPAY, "value: 100000", "value: {employee: 100000}"
    ),
    "text for a list": Break(
        "policy.P040",
        9,
        DISEASES,
        """"*":
        - {code: OPSP-01, zh: 高血压, en: Hypertension}
        - {code: OPSP-02, zh: 糖尿病, en: Diabetes}""",
        '"*": OPSP-01',
    ),
    "list code twice": Break("policy.P041", 11, DISEASES, "code: OPSP-02", "code: OPSP-01"),
    "unknown layer": Break(
        "policy.P042", 4, PREPAY, "[city, province]", "[city, county, province]"
    ),
    "place malformed": Break(
        "policy.P043",
        23,
        RATIO,
        '"pool:430399"\n    from: 2024-01-01',
        '"430399"\n    from: 2024-01-01',
    ),
    "unknown place": Break("policy.P044", 31, RATIO, "city:430300", "city:430400"),
    "unknown pool": Break(
        "policy.P045",
        23,
        RATIO,
        '"pool:430399"\n    from: 2024-01-01',
        '"pool:430499"\n    from: 2024-01-01',
    ),
    "unknown agreement": Break("policy.P046", 6, FILING, "agreement:no-filing", "agreement:none"),
    "layer not in order": Break("policy.P047", 6, NOTICE, "city:430100", "pool:430199"),
    "overlap": Break("policy.P048", 24, RATIO, "to: 2023-12-31", "to: 2024-01-01"),
    "same day twice": Break(
        "policy.P048",
        13,
        PREPAY,
        '"province:430000"\n    from: 2023',
        '"city:430100"\n    from: 2022',
    ),
    "gap": Break("policy.P049", 24, RATIO, "to: 2023-12-31", "to: 2023-12-29"),
    "service not agreed": Break("policy.P050", 6, AGREEMENT, "[health]", "[housing]", FILING),
    "before the agreement": Break("policy.P051", 7, FILING, "2024-12-07", "2024-11-30"),
}

BREAKS_OF_PLACES = {
    "duplicate district": Break(
        "policy.P060", 20, METRO, '"430181"\n        title', '"430103"\n        title'
    ),
    "pool code of a city": Break("policy.P060", 39, METRO, '- code: "430199"', '- code: "430100"'),
    "district of another city": Break("policy.P061", 35, METRO, '"430304"', '"430404"'),
    "city of another province": Break(
        "policy.P062", 23, METRO, '- code: "430200"', '- code: "440200"'
    ),
    "two on a tile": Break("policy.P063", 22, METRO, "tile: [2, 0]", "tile: [1, 1]"),
    "unknown district": Break(
        "policy.P064", 67, METRO, '["430103", "430302"]', '["430102", "430302"]'
    ),
    "pair with itself": Break(
        "policy.P065", 67, METRO, '["430103", "430302"]', '["430103", "430103"]'
    ),
    "pair twice": Break("policy.P066", 68, METRO, '["430181", "430202"]', '["430302", "430103"]'),
    "pair in one city": Break(
        "policy.P067", 68, METRO, '["430181", "430202"]', '["430302", "430304"]'
    ),
    "pool in an unknown city": Break(
        "policy.P068",
        59,
        METRO,
        'city: "430100"\n    level: province',
        'city: "430400"\n    level: province',
    ),
    "city without a pool": Break("policy.P069", 23, METRO, 'city: "430200"', 'city: "430300"'),
}

BREAKS_OF_LISTS = {
    "agreement id twice": Break(
        "policy.P071",
        1,
        "agreements/second.yaml",
        "",
        """id: no-filing
title: {zh: 又一个, en: Another}
parties: ["430100", "430300"]
services: [health]
summary: {zh: 样例, en: Sample}
from: 2025-01-01
source: {document: 样例}
status: illustrative
review_by: 2026-12-31
""",
    ),
    "unknown party": Break("policy.P072", 3, AGREEMENT, '"430300"]', '"430400"]'),
    "institutions of an unknown city": Break(
        "policy.P080", 1, COMMUNITY, 'city: "430300"', 'city: "430400"'
    ),
    "institution code twice": Break("policy.P081", 3, COMMUNITY, "H43030200001", "H43010300001"),
    "code of another district": Break("policy.P082", 3, COMMUNITY, "H43030200001", "H43030400001"),
    "hospital in another city": Break("policy.P083", 8, COMMUNITY, '"430302"', '"430103"'),
    "tier above the level": Break("policy.P084", 7, COMMUNITY, "tier: primary", "tier: level_3"),
    "pharmacy with H": Break("policy.P085", 14, HOSPITALS, "P43018100002", "H43018100002"),
    "catalogue of an unknown place": Break(
        "policy.P090", 1, CATALOGUE, 'at: "430100"', 'at: "430400"'
    ),
    "item twice": Break("policy.P091", 10, PROVINCE_CATALOGUE, "FW-0002", "YP-0001"),
    "class unknown": Break(
        "policy.P092",
        9,
        PROVINCE_CATALOGUE,
        "class: A, source: {document: 样例}, status: illustrative}\n  -",
        "class: D, source: {document: 样例}, status: illustrative}\n  -",
    ),
    "class B without a share": Break(
        "policy.P093", 9, PROVINCE_CATALOGUE, "2022-01-01, class: A", "2022-01-01, class: B"
    ),
    "class C with a cap": Break(
        "policy.P094", 16, PROVINCE_CATALOGUE, "class: C,", 'class: C, cap_micro: {"*": 1},'
    ),
    "class C with a share": Break(
        "policy.P094", 16, PROVINCE_CATALOGUE, "class: C,", "class: C, prepay_ppm: 0,"
    ),
    "class A with a share": Break(
        "policy.P095",
        17,
        PROVINCE_CATALOGUE,
        "2024-01-01, class: A",
        "2024-01-01, class: A, prepay_ppm: 100000",
    ),
    "cap of an unknown tier": Break("policy.P033", 13, CATALOGUE, "level_3: 12", "level_4: 12"),
    "items overlap": Break(
        "policy.P048", 17, PROVINCE_CATALOGUE, "to: 2023-12-31", "to: 2024-03-31"
    ),
    "items leave a gap": Break(
        "policy.P049", 17, PROVINCE_CATALOGUE, "to: 2023-12-31", "to: 2023-11-30"
    ),
}

BREAKS_OF_CONTENT = BREAKS_OF_PARAMETERS | BREAKS_OF_PLACES | BREAKS_OF_LISTS
