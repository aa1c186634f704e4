"""Ways to break files and fields of the sample pack, one for each fault of reading."""

from __future__ import annotations

from tests.policy.sample import Break

METRO = "metro.yaml"
RATIO = "policies/health/outpatient/ratio.yaml"
AGREEMENT = "agreements/no-filing.yaml"
HOSPITALS = "institutions/430100.yaml"
CATALOGUE = "catalogues/430100.yaml"

EMPTY_PARAMETER = """title: {zh: 样例, en: Sample}
unit: ppm
by: []
order: [city]
values: []
"""

BREAKS_OF_FILES = {
    "yaml unreadable": Break("policy.P001", 7, RATIO, "values:\n", "values: [\n"),
    "star without quotes": Break(
        "policy.P001", 18, RATIO, '{primary: 700000, "*"', "{primary: 1, *"
    ),
    "nested too deeply": Break("policy.P001", 4, RATIO, "by: [", "by: [" + "[" * 50),
    "two documents": Break("policy.P001", 4, AGREEMENT, "services:", "---\nservices:"),
    "control character": Break("policy.P001", 1, AGREEMENT, "id: no-filing", "id: no\x07filing"),
    "file empty": Break("policy.P003", 1, "agreements/empty.yaml", "", "# nothing yet\n"),
    "duplicate key": Break("policy.P004", 4, RATIO, "unit: ppm\n", "unit: ppm\ntitle: again\n"),
    "alias": Break("policy.P005", 4, RATIO, "unit: ppm\n", "unit: &u ppm\nnote2: *u\n"),
    "key no text": Break(
        "policy.P006", 1, AGREEMENT, "id: no-filing", "? [id]\n: 1\nid: no-filing"
    ),
    "unknown file": Break("policy.P008", 1, "policy/ratio.yaml", "", "title: lost\n"),
    "ending yml": Break("policy.P008", 1, "agreements/more.yml", "", "id: more\n"),
    "policy too high": Break("policy.P009", 1, "policies/health/ratio.yaml", "", "unit: ppm\n"),
    "policy badly named": Break("policy.P009", 1, "policies/health/a/B-1.yaml", "", "unit: ppm\n"),
    "unknown key": Break("policy.P010", 3, RATIO, "unit: ppm", "units: ppm\nunit: ppm"),
    "unknown language": Break("policy.P010", 2, RATIO, "zh: 样例,", "zh: 样例, fr: Exemple,"),
    "missing key": Break("policy.P011", 1, RATIO, "unit: ppm\n", ""),
    "missing english": Break("policy.P011", 3, METRO, ", en: Sample metro area", ""),
    "wrong type": Break(
        "policy.P012", 5, RATIO, "order: [agreement, pool, city, province, nation]", "order: pool"
    ),
    "list for a mapping": Break(
        "policy.P012",
        10,
        RATIO,
        "{document: 样例省规, number: 样例1号, issued_on: 2022-12-30, key: P1}",
        "[样例省规]",
    ),
    "whole file a list": Break("policy.P012", 1, "agreements/list.yaml", "", "- id: a\n"),
    "code without quotes": Break(
        "policy.P013", 3, AGREEMENT, '["430100", "430300"]', '[430100, "430300"]'
    ),
    "empty text": Break("policy.P014", 2, RATIO, "en: A sample", 'en: ""'),
    "no text at all": Break("policy.P014", 2, RATIO, "en: A sample", "en: "),
    "institution code malformed": Break("policy.P015", 3, HOSPITALS, "H43010300001", "H4301030001"),
    "metro id malformed": Break("policy.P015", 2, METRO, "samplemetro", "Sample Metro"),
    "word not allowed": Break("policy.P016", 5, METRO, "international", "classified"),
    "core not allowed": Break(
        "policy.P016", 11, HOSPITALS, "true\n    core: local", "true\n    core: far"
    ),
    "impossible date": Break(
        "policy.P017",
        14,
        RATIO,
        "    from: 2023-01-01\n    to: 2023-12-31",
        "    from: 2023-02-29\n    to: 2023-12-31",
    ),
    "date in another form": Break(
        "policy.P017", 6, AGREEMENT, "from: 2024-12-01", "from: 2024/12/01"
    ),
    "issue day impossible": Break("policy.P017", 10, RATIO, "2022-12-30", "2022-13"),
    "tile no number": Break("policy.P018", 16, METRO, "tile: [1, 1]", "tile: [1, left]"),
    "year as text": Break("policy.P018", 17, METRO, "since: 1996", 'since: "1996"'),
    "tile of three": Break("policy.P019", 16, METRO, "tile: [1, 1]", "tile: [1, 1, 1]"),
    "one party": Break("policy.P019", 3, AGREEMENT, '["430100", "430300"]', '["430100"]'),
    "no rows": Break("policy.P019", 5, "policies/housing/loan/rate.yaml", "", EMPTY_PARAMETER),
    "missing source": Break(
        "policy.P020",
        13,
        RATIO,
        "    source: {document: 样例市规}\n    status: illustrative\n",
        "    status: illustrative\n",
    ),
    "missing review": Break("policy.P021", 7, RATIO, "    review_by: 2026-06-30\n", ""),
    "bad status": Break("policy.P022", 11, RATIO, "status: secondary", "status: official"),
    "agreement ends before start": Break(
        "policy.P023", 7, AGREEMENT, "to: 2026-11-30", "to: 2024-11-30"
    ),
    "value ends before start": Break("policy.P023", 15, RATIO, "to: 2023-12-31", "to: 2022-12-31"),
    "layer twice": Break(
        "policy.P024", 5, RATIO, "city, province, nation]", "city, pool, province, nation]"
    ),
    "party twice": Break("policy.P024", 3, AGREEMENT, '"430300"]', '"430300", "430300"]'),
}
