"""`rongcheng staff`: opens, unlocks, resets and closes sign-ins; passwords are printed once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from typer.testing import CliRunner

from rongcheng.cli import app
from rongcheng.cli import staff as words
from rongcheng.commands.errors import StaffFactMissing
from rongcheng.commands.staff import ACTS, act_on_staff
from rongcheng.foundation.people import public as people
from rongcheng.policy.editions import publish
from tests.packs import pack_in
from tests.portal.conftest import METROS

pytestmark = pytest.mark.django_db
FACTS = {"metro": "changzhutan", "name": "样例·柜员", "role": "clerk", "city": "430300"}


@pytest.fixture(autouse=True)
def published(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setenv("RONGCHENG_LANG", "zh")
    pack = pack_in(METROS / "changzhutan")
    publish(pack, by="tests")


def act(what: str, login: str = "wang-li", **facts: str) -> None:
    given = {"metro": "", "name": "", "role": "", "city": "", "institution": ""} | facts
    assert act_on_staff(act=what, login=login, **given) == 0


def account() -> people.Account:
    return people.Account.objects.get(login="wang-li")


def test_a_clerk_is_added_with_an_initial_password(capsys: pytest.CaptureFixture[str]) -> None:
    act("add", **FACTS)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "账号 wang-li 已开通。"
    found = re.fullmatch(r"初始密码（只显示这一次，首次登录时更换）：([a-z0-9-]{23})", said[1])
    assert found is not None
    assert account().check_password(found[1])
    assert account().password_temporary
    before = account().password
    act("add", **FACTS)
    assert capsys.readouterr().out == "账号 wang-li 早已开通，没有改动。\n"
    assert account().password == before


def test_nothing_is_added_with_a_fact_missing_or_unknown() -> None:
    for lacking in FACTS:
        with pytest.raises(StaffFactMissing, match=f"--{lacking}"):
            act("add", **FACTS | {lacking: ""})
    # A city of another metro area; a desk without its institution.
    for wrong, fact in (({"city": "110100"}, "--city"), ({"role": "desk"}, "--institution")):
        with pytest.raises(StaffFactMissing, match=fact):
            act("add", **FACTS | wrong)
    assert not people.Account.objects.exists()


def test_only_authorities_have_staff_at_the_province(capsys: pytest.CaptureFixture[str]) -> None:
    at_the_province = FACTS | {"city": "430000"}
    for role in ("clerk", "fund", "office"):
        with pytest.raises(StaffFactMissing, match="--city"):
            act("add", **at_the_province | {"role": role})
    assert not people.Account.objects.exists()
    act("add", **at_the_province | {"role": "officer"})
    act("add", "zhao-ming", **at_the_province | {"role": "head"})
    capsys.readouterr()
    act("list", login="")
    said = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[:3] for line in said] == [
        ["zhao-ming", "head", "430000"],
        ["wang-li", "officer", "430000"],
    ]


def test_the_other_acts(capsys: pytest.CaptureFixture[str]) -> None:
    act("add", **FACTS)
    for _ in range(8):
        people.take_try("sign_in_name", "wang-li")
    capsys.readouterr()
    act("list", login="")
    assert re.fullmatch(
        r"wang-li  clerk  430300  样例·柜员  还是初始密码、未设验证器、锁定到 \d\d:\d\d\n",
        capsys.readouterr().out,
    )
    for name, words_said in (
        ("unlock", "wang-li 的锁定已解除。"),
        ("unlock", "wang-li 没有被锁定。"),
        ("reset", "wang-li 的验证器已重置，下次登录时重新设置。"),
        ("close", "账号 wang-li 已停用，登录全部结束。"),
    ):
        act(name)
        assert capsys.readouterr().out == f"{words_said}\n"
    assert not account().is_active
    act("open")
    assert capsys.readouterr().out.startswith("账号 wang-li 已恢复使用。\n初始密码")
    act("password")
    assert capsys.readouterr().out.startswith("初始密码")
    assert account().is_active


def test_an_unknown_name_is_said() -> None:
    for name in ("password", "reset", "unlock", "close", "open"):
        with pytest.raises(people.StaffUnknown):
            act(name, login="nobody")
        with pytest.raises(StaffFactMissing):
            act(name, login="")


def test_the_command_line_knows_the_same_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tuple(words.StaffAct) == ACTS
    asked: dict[str, Any] = {}
    monkeypatch.setattr(words, "run", lambda target, data, **given: asked.update(given))
    line = ["staff", "add", "wang-li", "--metro", "changzhutan", "--name", "样例", "--role",
            "clerk", "--city", "430300"]  # fmt: skip
    assert CliRunner().invoke(app, line).exit_code == 0
    assert asked == FACTS | {
        "act": "add",
        "login": "wang-li",
        "name": "样例",
        "institution": "",
        "department": "",
    }


def test_a_clerk_is_of_a_department_that_the_pack_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StaffFactMissing, match="--department"):
        act("add", **FACTS, department="nobody")
    assert not people.Account.objects.exists()
    with pytest.raises(people.NoDepartment):
        act("add", **FACTS | {"role": "fund"}, department="market")
    assert not people.Account.objects.exists()
    act("add", **FACTS, department="market")
    assert people.actor_of_account(account()).department == "market"
    act("list")
    assert "clerk  430300 · market" in capsys.readouterr().out
    with pytest.raises(StaffFactMissing, match="--department"):
        act("move", department="nobody")
    assert people.actor_of_account(account()).department == "market"
    act("move", department="police")
    assert people.actor_of_account(account()).department == "police"
    act("move")
    assert people.actor_of_account(account()).department == ""
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "wang-li 现在的部门：*（* 为全部）。手上看不到的办件放回待办 0 件。"
