"""Two policies over a handful of visits, added up by hand."""

from __future__ import annotations

from rongcheng.scale.whatif.comparing import Comparison
from rongcheng.scale.whatif.findings import Findings, findings_from_plain
from rongcheng.scale.whatif.measures import CHANGE_BOUNDS, SAME, Group, Left, Measure
from tests.scale.whatif.invented import WORDS, columns, results

M = Measure

# Anna (1) is an employee of Changsha with two visits and a stay; Bo (2) a resident of Xiangtan in
# need; Chen (3) loses her cover; Du (4) is refused by both; Er (5) takes his December bill back.
VISITS = columns(
    [
        {"person": 1, "visit": 1, "settled_at": "2024-12-30"},
        {"person": 1, "visit": 2, "settled_at": "2025-01-05"},
        {"person": 1, "visit": 3, "settled_at": "2025-02-05", "kind": 2101, "tier": "level_2"},
        {
            "person": 2,
            "visit": 4,
            "insured_pool": "430399",
            "scheme": "resident",
            "means": "subsistence",
            "age": 80,
            "kind": 2101,
        },
        {"person": 3, "visit": 5, "age": 5},
        {"person": 4, "visit": 6},
        {"person": 5, "visit": 7, "settled_at": "2024-12-31", "tier": "primary"},
        {"person": 5, "visit": 8, "settled_at": "2025-01-02", "reverses": 7},
        {"person": 5, "visit": 9, "total_fen": -5},
    ]
)
BEFORE = results(
    {"pool_fen": 6_000, "person_fen": 4_000},
    {"pool_fen": 6_000, "person_fen": 4_000},
    {"pool_fen": 700_000, "large_fen": 50_000, "civil_servant_fen": 10_000, "person_fen": 240_000},
    {"pool_fen": 500_000, "catastrophic_fen": 0, "assistance_fen": 100_000, "person_fen": 400_000},
    {"pool_fen": 3_000, "person_fen": 2_000},
    {"fault": 9},
    {"pool_fen": 800, "person_fen": 200},
    {"pool_fen": -800, "person_fen": -200},
    {"fault": 3},
)
AFTER = results(
    {"pool_fen": 7_000, "person_fen": 3_000},
    {"pool_fen": 7_000, "person_fen": 3_000},
    {"pool_fen": 800_000, "large_fen": 20_000, "civil_servant_fen": 10_000, "person_fen": 170_000},
    {
        "pool_fen": 450_000,
        "catastrophic_fen": 20_000,
        "assistance_fen": 90_000,
        "person_fen": 440_000,
    },
    {"fault": 9},
    {"fault": 9},
    {"pool_fen": 900, "person_fen": 100},
    {"pool_fen": -900, "person_fen": -100},
    {"fault": 3},
)


def found(*, compiled: bool = False) -> Findings:
    comparison = Comparison(WORDS, compiled=compiled)
    comparison.take(VISITS, BEFORE, AFTER)
    return comparison.findings()


def group(findings: Findings, division: str, word: str) -> Group:
    return next(group for group in findings.divisions[division] if group.word == word)


def test_all_together_as_added_up_by_hand() -> None:
    whole = found().whole

    assert [whole.of(measure) for measure in (M.ROWS, M.PERSONS, M.TOTAL)] == [7, 4, 2_025_000]
    assert whole.of(M.FUND_BEFORE) == 1_375_000
    assert whole.of(M.FUND_AFTER) == 1_404_000
    assert (whole.of(M.POOL_BEFORE), whole.of(M.POOL_AFTER)) == (1_215_000, 1_264_000)
    assert (whole.of(M.SECOND_BEFORE), whole.of(M.SECOND_AFTER)) == (50_000, 40_000)
    assert (whole.of(M.SUPPLEMENT_BEFORE), whole.of(M.SUPPLEMENT_AFTER)) == (10_000, 10_000)
    assert (whole.of(M.ASSISTANCE_BEFORE), whole.of(M.ASSISTANCE_AFTER)) == (100_000, 90_000)
    assert (whole.of(M.PERSON_BEFORE), whole.of(M.PERSON_AFTER)) == (650_000, 621_000)


def test_the_compiled_loop_adds_up_the_same() -> None:
    assert found(compiled=True) == found()


def test_who_pays_more_and_less() -> None:
    whole = found().whole

    assert (whole.of(M.MORE_PERSONS), whole.of(M.MORE_FEN)) == (2, 43_000)
    assert (whole.of(M.LESS_PERSONS), whole.of(M.LESS_FEN)) == (1, -72_000)


def test_by_pool_scheme_tier_age_need_kind_and_year() -> None:
    findings = found()
    changes = {
        (division, g.word): g.change(M.FUND_BEFORE, M.FUND_AFTER)
        for division in ("pool", "scheme", "tier", "age", "means", "kind", "year")
        for g in findings.divisions[division]
    }

    assert changes == {
        ("pool", "430199"): 69_000,
        ("pool", "430399"): -40_000,
        ("scheme", "employee"): 69_000,
        ("scheme", "resident"): -40_000,
        ("tier", "primary"): 0,
        ("tier", "level_2"): 70_000,
        ("tier", "level_3"): -41_000,
        ("age", "0-5"): -3_000,
        ("age", "18-44"): 72_000,
        ("age", "75+"): -40_000,
        ("means", "ordinary"): 69_000,
        ("means", "subsistence"): -40_000,
        ("kind", "11"): -1_000,
        ("kind", "2101"): 30_000,
        ("year", "2024"): 1_000,
        ("year", "2025"): 28_000,
    }


def test_a_reversal_counts_in_the_year_of_its_original() -> None:
    december = group(found(), "year", "2024")

    assert december.of(M.ROWS) == 3
    assert (december.of(M.PERSON_BEFORE), december.of(M.PERSON_AFTER)) == (4_000, 3_000)


def test_the_change_of_each_resident_and_year_falls_into_a_span() -> None:
    buckets = found().buckets
    held = {place: tuple(bucket) for place, bucket in enumerate(buckets) if bucket.persons}

    # Anna 2024 -10 yuan, 2025 -710 yuan; Bo +400 yuan; Chen +30 yuan; Er nothing.
    assert held == {
        CHANGE_BOUNDS.index(-50_001): (1, -71_000),
        CHANGE_BOUNDS.index(-1): (1, -1_000),
        SAME: (1, 0),
        CHANGE_BOUNDS.index(10_000): (1, 3_000),
        CHANGE_BOUNDS.index(50_000): (1, 40_000),
    }


def test_who_is_newly_refused_pays_the_whole_bill() -> None:
    findings = found()
    child = group(findings, "age", "0-5")

    assert findings.whole.of(M.NEWLY_REFUSED) == 1
    assert findings.newly_refused_persons == 1
    assert findings.no_longer_refused_persons == 0
    assert (child.of(M.PERSON_BEFORE), child.of(M.PERSON_AFTER)) == (2_000, 5_000)


def test_who_was_refused_and_no_longer_is_had_paid_the_whole_bill() -> None:
    comparison = Comparison(WORDS, compiled=False)
    comparison.take(VISITS, AFTER, BEFORE)
    findings = comparison.findings()

    assert findings.no_longer_refused_persons == 1
    assert findings.whole.change(M.FUND_BEFORE, M.FUND_AFTER) == -29_000
    assert findings.whole.change(M.PERSON_BEFORE, M.PERSON_AFTER) == 29_000


def test_the_reversal_of_a_bill_that_is_newly_refused_takes_its_change_back() -> None:
    visits = columns([{"person": 1, "visit": 1}, {"person": 1, "visit": 2, "reverses": 1}])
    comparison = Comparison(WORDS, compiled=False)
    comparison.take(
        visits,
        results({"pool_fen": 70, "person_fen": 30}, {"pool_fen": -70, "person_fen": -30}),
        results({"fault": 9}, {"fault": 3}),
    )
    findings = comparison.findings()

    assert findings.left == (0, 0, 0)
    assert findings.whole.change(M.FUND_BEFORE, M.FUND_AFTER) == 0
    assert findings.whole.of(M.MORE_PERSONS) == 0
    assert findings.whole.of(M.NEWLY_REFUSED) == 1


def test_rows_outside_the_comparison_are_counted_with_their_reasons() -> None:
    findings = found()

    assert findings.left[Left.REFUSED] == 1
    assert findings.left[Left.FAULTY] == 1
    assert findings.left[Left.UNDECIDED] == 0
    assert [(r.code, r.before, r.after) for r in findings.reasons] == [
        ("health.F003", 1, 1),
        ("health.R012", 1, 2),
    ]


def test_no_change_is_no_difference_anywhere() -> None:
    comparison = Comparison(WORDS, compiled=False)
    comparison.take(VISITS, BEFORE, BEFORE)
    findings = comparison.findings()

    assert findings.is_same
    assert not found().is_same
    for groups in findings.divisions.values():
        for g in groups:
            assert (
                g.measures[M.FUND_BEFORE : M.PERSON_AFTER : 2]
                == (g.measures[M.FUND_AFTER : M.PERSON_AFTER + 1 : 2])
            )
            assert g.measures[M.MORE_PERSONS :] == (0, 0, 0, 0, 0, 0)
    assert sum(bucket.persons for bucket in findings.buckets) == findings.buckets[SAME].persons


def test_chunks_in_any_order_add_up_to_the_same() -> None:
    comparison = Comparison(WORDS, compiled=False)
    for cut in (slice(5, 9), slice(0, 3), slice(3, 5)):
        visits = type(VISITS)(*(column[cut] for column in VISITS))
        sides = [
            (type(results)(*(column[cut] for column in results)), faults[cut])
            for results, faults in (BEFORE, AFTER)
        ]
        comparison.take(visits, sides[0], sides[1])

    assert comparison.findings() == found()


def test_findings_can_be_kept_and_read_again() -> None:
    assert findings_from_plain(found().plain()) == found()


def test_a_comparison_of_nothing_is_empty() -> None:
    findings = Comparison(WORDS, compiled=False).findings()

    assert findings.is_same
    assert findings.whole.of(M.ROWS) == 0
