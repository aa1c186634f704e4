"""`rongcheng verify`: whether everything that was recorded stands as it was written."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rongcheng.commands.access import access_faults, read_anchor
from rongcheng.commands.attachments import attachment_faults
from rongcheng.commands.errors import DifferencesUnwritable
from rongcheng.commands.output import ERR, say
from rongcheng.foundation.ledger.public import verify_ledger
from rongcheng.kernel.rule_version import source_hash
from rongcheng.runtime.console import chosen_language, line
from rongcheng.services.health.public import DecisionFault, Difference, Recount, recheck_all

SHOWN = 12
"""How many digits of an edition or a rule version are shown: enough to tell them apart."""
MOST_STEPS = 6
"""How many steps of one decision are printed; the file has them all."""
HEAD = (
    "settlement",
    "decision",
    "code",
    "step",
    "stored",
    "now",
    "edition",
    "rules_then",
    "rules_now",
)


def verify_records(
    *,
    ledger: bool = True,
    decisions: bool = True,
    access: bool = True,
    attachments: bool = False,
    out: Path | None = None,
    anchor: str = "",
) -> int:
    """Check ledger, decisions, access records and files, print every fault, return 1 for any.

    Decisions alone are also counted: how many, under how many editions and rules. `out` is a CSV
    file that gets a row for every step of a decision that comes out otherwise. `anchor` is an end
    of the chain of access records that somebody kept apart.
    """
    kept = read_anchor(anchor)
    count = _verify_ledger() if ledger else 0
    if decisions:
        count += _verify_decisions(out, alone=not (ledger or access or attachments))
    if attachments:
        count += _said(attachment_faults())
    if access:
        count += _said(access_faults(kept))
    if count:
        say(line("faults", count=count))
        return 1
    if ledger:
        say(line("verified" if decisions else "verified_ledger"))
    if access:
        say(line("access_verified"))
    return 0


def _verify_ledger() -> int:
    found = 0
    for fault in verify_ledger():
        found += 1
        text = fault.zh if chosen_language() == "zh" else fault.en
        say(f"{fault.code} {fault.reference}: {text}")
    return found


def _said(faults: Iterator[str]) -> int:
    """Print faults and return how many there were."""
    found = 0
    for words in faults:
        found += 1
        say(words)
    return found


def _verify_decisions(out: Path | None, *, alone: bool) -> int:
    found = 0
    count = Recount()
    with _progress() as progress, _rows_to(out) as keep:
        for fault in recheck_all(count, on_progress=progress):
            found += 1
            say(_told(fault))
            keep(fault)
    if alone:
        _say_count(count)
    return found


def _say_count(count: Recount) -> None:
    older = count.versions.total() - count.versions[source_hash()]
    say(line("redecided", count=f"{count.decisions:,}", editions=len(count.editions)))
    if older:
        versions = len(count.versions.keys() - {source_hash()})
        say(line("redecided_older", count=f"{older:,}", versions=versions))
    if count.differing:
        say(line("redecided_differing", count=f"{count.differing:,}"))
    else:
        say(line("redecided_all"))


def _told(fault: DecisionFault) -> str:
    """Return a fault as one line: which, what, the steps from the one at which it parts."""
    text = fault.zh if chosen_language() == "zh" else fault.en
    words = f"{fault.code} {fault.decision_id}: {text}"
    if fault.differences:
        words += f" · {_steps(fault.differences)}"
    if fault.rule_version and fault.rule_version != source_hash():
        then, now = fault.rule_version[:SHOWN], source_hash()[:SHOWN]
        words += f" · {line('rules_differ', then=then, now=now)}"
    return words


def _steps(differences: tuple[Difference, ...]) -> str:
    shown = [f"{d.step} {d.stored:,} → {d.now:,}" for d in differences[:MOST_STEPS]]
    left = len(differences) - len(shown)
    return "; ".join(shown) + (f" (+{left})" if left else "")


@contextmanager
def _rows_to(out: Path | None) -> Iterator[Callable[[DecisionFault], None]]:
    """Yield a function that writes a fault's steps as rows of the CSV file, if there is one."""
    if out is None:
        yield lambda fault: None
        return
    with _opened(out) as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        yield lambda fault: writer.writerows(_rows_of(fault))


def _opened(out: Path) -> IO[str]:
    try:
        return out.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise DifferencesUnwritable(file=out, reason=error.strerror) from error


def _rows_of(fault: DecisionFault) -> Iterator[tuple[str | int, ...]]:
    head = (fault.setl_id, fault.decision_id, fault.code)
    tail = (fault.policy_hash, fault.rule_version, source_hash())
    for difference in fault.differences:
        yield (*head, *difference, *tail)
    if not fault.differences:
        yield (*head, "", "", "", *tail)


@contextmanager
def _progress() -> Iterator[Callable[[Recount], None]]:
    """Yield a function that takes how far it is; a bar on a terminal, beside what is printed."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=ERR, transient=True, disable=not ERR.is_terminal) as bar:
        task = bar.add_task(line("redeciding"), total=None)
        yield lambda count: bar.update(task, completed=count.decisions, total=count.total)
