"""Who may sign in as staff (工作人员账号): `staff`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, run


class StaffAct(StrEnum):
    """What to do with a member's sign-in."""

    add = "add"
    list = "list"
    password = "password"  # noqa: S105 - a word of the command line
    reset = "reset"
    unlock = "unlock"
    close = "close"
    open = "open"
    move = "move"


class StaffRole(StrEnum):
    """What a member of staff does."""

    clerk = "clerk"
    desk = "desk"
    officer = "officer"
    head = "head"
    fund = "fund"
    office = "office"


@app.command()
def staff(  # noqa: PLR0913 - each is an option of the command
    act: Annotated[StaffAct, typer.Argument(help="要办的事。What to do.")],
    login: Annotated[str, typer.Argument(help="登录名。The sign-in name.")] = "",
    metro: Annotated[str, typer.Option(help="都市圈代号。The metro area's id.")] = "",
    name: Annotated[str, typer.Option(help="姓名。The person's name.")] = "",
    role: Annotated[StaffRole | None, typer.Option(help="岗位。What the person does.")] = None,
    city: Annotated[str, typer.Option(help="城市代码。The city's code.")] = "",
    institution: Annotated[
        str, typer.Option(help="机构编号，服务台要写。The institution's code, of a desk.")
    ] = "",
    department: Annotated[
        str,
        typer.Option(help="部门编号，不写就是综合岗。The department's id; empty is all of them."),
    ] = "",
    data: DataOption = None,
) -> None:
    """管理工作人员账号。Open, unlock, reset or close the sign-ins of staff."""
    run(
        "staff.act_on_staff",
        data,
        act=act.value,
        login=login,
        metro=metro,
        name=name,
        role=role.value if role else "",
        city=city,
        institution=institution,
        department=department,
    )
