"""A compiled rule is the same rule; what could differ is refused with its reason."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from types import FunctionType

import numba
import numpy as np
import pytest
from numba.core import config

from rongcheng.kernel.compiled import cache_folder, compile_rule
from rongcheng.kernel.errors import CacheUnsafe, RuleNotCompilable
from rongcheng.kernel.money import divide_half_up, line_amount_fen, multiply_ppm
from rongcheng.kernel.rule_code import global_names
from rongcheng.kernel.rule_version import source_hash
from tests.kernel import sample_rules
from tests.kernel.sample_rules import Facts, Shares, Terms, Tier

DAY = date(2026, 2, 28).toordinal()
TERMS = Terms(ratio_ppm=750_000, cap_fen=20_000_000)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(3_543_123, 3, DAY), Shares(2_657_342, 885_781, 3, 202_602, 0)),
        (Facts(3_543_123, Tier.PRIMARY, DAY), Shares(3_011_655, 531_468, 1, 202_602, 0)),
        (Facts(100, 0, DAY), Shares(75, 25, 3, 202_602, 0)),
        (Facts(30_000_000, 3, DAY), Shares(20_000_000, 10_000_000, 3, 202_602, (1 << 62) | 1)),
    ],
)
def test_a_rule_and_its_compiled_form_agree(facts: Facts, expected: Shares) -> None:
    compiled = compile_rule(sample_rules.decide_shares)
    assert sample_rules.decide_shares(facts, TERMS) == expected
    result = compiled(facts, TERMS)
    assert result == expected
    assert type(result) is Shares
    assert {type(field) for field in result} == {int}


def test_branches_may_return_members_and_integers() -> None:
    compiled = compile_rule(sample_rules.refuse_early)
    for tier in (1, 3, 7):
        facts = Facts(1_000, tier, DAY)
        assert compiled(facts, TERMS) == sample_rules.refuse_early(facts, TERMS)
    assert compiled(Facts(1_000, 7, DAY), TERMS) == Shares(0, 1_000, 1, 0, 1 << 62)


def test_all_integers_are_64_bits() -> None:
    compiled = compile_rule(multiply_ppm)
    assert compiled(3_543_123, 750_000) == 2_657_342
    assert [str(signature) for signature in compiled.signatures] == [  # type: ignore[attr-defined]
        "(int64, int64)"
    ]


def test_columns_run_through_the_same_rule() -> None:
    amounts = np.array([3_543_123, 512_075, -512_075, 9_000_000_000_000], dtype=np.int64)
    tiers = np.array([3, 1, 1, 3], dtype=np.int8)
    fund = np.zeros(4, dtype=np.int64)
    total = compile_rule(sample_rules.settle_columns)(amounts, tiers, DAY, TERMS, fund)
    assert fund.tolist() == [2_657_342, 435_264, -435_264, 20_000_000]
    assert total == 22_657_342


def test_a_constant_tuple_and_a_default_value() -> None:
    compiled = compile_rule(sample_rules.add_steps)
    assert compiled(1) == 212
    assert compiled(1, 3) == 312


def test_the_same_rule_is_compiled_once() -> None:
    assert compile_rule(divide_half_up) is compile_rule(divide_half_up)
    assert compile_rule(divide_half_up) is not divide_half_up
    assert isinstance(divide_half_up, FunctionType)


def test_a_rule_may_use_a_compiled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_rules, "compiled_before", compile_rule(sample_rules.adds))
    assert compile_rule(sample_rules.uses_a_compiled_one)(3) == 10


def test_what_others_compiled_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = numba.njit(sample_rules.adds)
    monkeypatch.setattr(sample_rules, "compiled_elsewhere", foreign)
    with pytest.raises(RuleNotCompilable, match="did not come from compile_rule"):
        compile_rule(sample_rules.uses_a_foreign_one)


def test_numbas_own_folder_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "CACHE_DIR", "before")
    compile_rule(sample_rules.compiled_for_its_folder)
    assert config.CACHE_DIR == "before"  # type: ignore[attr-defined]


def test_the_largest_products_do_not_wrap() -> None:
    assert compile_rule(multiply_ppm)(9_000_000_000_000, 1_000_000) == 9_000_000_000_000
    assert compile_rule(line_amount_fen)(9_000_000_000, 1_000_000_000) == 90_000_000_000
    assert compile_rule(divide_half_up)(-(2**63) + 1, 2) == -(2**62)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("uses_a_module", "it uses money;"),
        ("divides", "/ does not give an integer"),
        ("raises_to_a_power", "** does not give an integer"),
        ("has_a_float", "0.5 is no 64-bit integer"),
        ("has_a_text", "'abc' is no 64-bit integer"),
        ("uses_a_float_constant", "it uses RATE;"),
        ("uses_a_large_constant", "TOO_LARGE does not fit 64 bits"),
        ("uses_another_library", "it uses math;"),
        ("draws", "it uses seed_of;"),
        ("uses_an_unknown_builtin", "it uses sum;"),
        ("uses_an_unknown_name", "it uses nowhere;"),
        ("calls_itself", "it calls itself"),
        ("calls_back", "it calls itself"),
        ("has_an_inner_function", "inner function"),
        ("has_a_comprehension", "comprehension"),
        ("takes_anything", "any number of arguments"),
        ("yields", "generator"),
        ("has_a_float_default", "a default value is no integer"),
        ("imports_inside", "imports or changes a global"),
        ("depends_on_a_fault", "divides cannot be compiled"),
    ],
)
def test_what_cannot_be_exact_is_refused(rule: str, why: str) -> None:
    with pytest.raises(RuleNotCompilable) as caught:
        compile_rule(getattr(sample_rules, rule))
    assert why in caught.value.message("en")
    assert caught.value.message("zh").endswith("请改写规则后再试。")


@pytest.mark.parametrize("odd", [max, Facts, lambda: 1, 7])
def test_only_named_functions_compile(odd: object) -> None:
    if isinstance(odd, FunctionType):
        assert compile_rule(odd)() == 1
        return
    with pytest.raises(RuleNotCompilable, match="only plain functions"):
        compile_rule(odd)  # type: ignore[type-var]


@pytest.mark.parametrize(
    "number",
    [1.5, np.float64(1), np.uint64(1), np.uint32(1), 2**63, "1", None, (1, 2.5), np.array([0.5])],
)
def test_arguments_that_are_no_integers_are_refused(number: object) -> None:
    with pytest.raises(RuleNotCompilable, match="no 64-bit integers"):
        compile_rule(sample_rules.adds)(number, 1)  # type: ignore[arg-type]


def test_results_that_do_not_agree_are_refused() -> None:
    with pytest.raises(RuleNotCompilable, match="its types do not agree"):
        compile_rule(sample_rules.disagrees)(1)


def test_global_names_are_not_attribute_names() -> None:
    rule = sample_rules.decide_shares
    assert isinstance(rule, FunctionType)
    assert global_names(rule) == (
        "Bit",
        "Shares",
        "Tier",
        "compute_ratio_ppm",
        "month_of",
        "multiply_ppm",
        "year_of",
    )


def test_the_folder_is_this_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCHENG_CACHE", str(tmp_path / "a" / "b"))
    assert cache_folder() == tmp_path / "a" / "b"
    assert cache_folder().stat().st_mode & 0o777 == 0o700
    monkeypatch.delenv("RONGCHENG_CACHE")
    monkeypatch.setenv("RONGCHENG_DATA", str(tmp_path))
    assert cache_folder() == tmp_path / "cache"
    monkeypatch.delenv("RONGCHENG_DATA")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert cache_folder() == tmp_path / f"rongcheng-cache-{os.geteuid()}"


def test_a_folder_of_others_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    a_file = tmp_path / "file"
    a_file.write_text("")
    for folder in (shared, link, a_file, a_file / "below"):
        monkeypatch.setenv("RONGCHENG_CACHE", str(folder))
        with pytest.raises(CacheUnsafe):
            cache_folder()


def test_the_source_hash_is_stable_in_a_process() -> None:
    assert source_hash() == source_hash()
    assert len(bytes.fromhex(source_hash())) == 32
