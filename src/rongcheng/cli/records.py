"""Audit what was recorded (核对): `explain`, `verify`, `clear`, `catch-up`, `credential`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rongcheng.cli.running import DataOption, app, read_day, run


@app.command()
def explain(
    decision_id: Annotated[str, typer.Argument(help="决定编号。The decision's id.")],
    data: DataOption = None,
) -> None:
    """说明一项决定的理由。Show the reasons of any stored decision."""
    run("records.explain_record", data, decision_id=decision_id)


@app.command()
def clear(
    metro: Annotated[str, typer.Option(help="都市圈代号。The metro area's id.")],
    until: Annotated[
        str, typer.Option(metavar="DATE", help="清算到哪一天。The period's last day, yyyy-mm-dd.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="对账单目录。Where the statements go."),
    ] = None,
    data: DataOption = None,
) -> None:
    """关闭清算期、轧差、写对账单。Close the window, net it, write the statements."""
    folder = out.absolute() if out else None
    run("clearing.clear", data, metro=metro, until=read_day(until), folder=folder)


@app.command()
def verify(
    ledger: Annotated[bool, typer.Option("--ledger", help="只核对总账。The ledger only.")] = False,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="只复核全部决定。Decide every decision again.")
    ] = False,
    access: Annotated[
        bool,
        typer.Option("--access", help="只核对访问记录链。Only the chain of access records."),
    ] = False,
    attachments: Annotated[
        bool, typer.Option("--attachments", help="只读一遍全部附件。Read every attachment only.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="不一致的步骤写到哪里。Where steps that differ go."),
    ] = None,
    anchor: Annotated[
        str,
        typer.Option(help="另存的链尾，批次:摘要。An end of the chain that you kept apart."),
    ] = "",
    data: DataOption = None,
) -> None:
    """核对总账、全部决定、访问记录和附件。Re-check ledger, decisions, access records, files."""
    everything = not (ledger or decisions or access or attachments)
    run(
        "verifying.verify_records",
        data,
        ledger=ledger or everything,
        decisions=decisions or everything,
        access=access or bool(anchor) or everything,
        attachments=attachments or everything,
        out=out.absolute() if out else None,
        anchor=anchor,
    )


@app.command()
def credential(
    institution_code: Annotated[str, typer.Argument(help="机构编号。The institution's code.")],
    data: DataOption = None,
) -> None:
    """签发机构接口凭证。Issue an institution's machine credential as JSON."""
    run("credentials.show_credential", data, code=institution_code)


@app.command("catch-up")
def catch_up(data: DataOption = None) -> None:
    """补办等待核心系统答复的往来。Bring calls that wait for a pool's core to an end."""
    run("cores.catch_up", data)
