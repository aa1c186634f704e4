"""Draws each step's result again from the data (体验结果): nothing is shown from memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from rongcheng.foundation.ledger.public import (
    WindowBooks,
    list_institution_dues,
    read_window,
)
from rongcheng.kernel.clock import get_clock
from rongcheng.services.health.public import (
    cover_of,
    settling_institutions,
    share_of,
    span_of,
    years_of,
)
from rongcheng.simulation.tour.family import PARTS, insurance_of, resident_actor
from rongcheng.simulation.tour.outcome import (
    Flow,
    Outcome,
    city_word,
    money,
    pool_word,
    show_settlement,
)
from rongcheng.simulation.tour.run import Run
from rongcheng.simulation.tour.scene import Scene, title_of
from rongcheng.web.formats import show_count, show_percent
from rongcheng.web.i18n import language, t
from rongcheng.web.tables import Column, Table

WIDTH = 1000
MOST_FLOWS = 6
"""Flows drawn, the largest first; the table holds all (图上最多画几条)."""


def show_family(run: Run, scene: Scene) -> Outcome:
    """Say who is who, and who insures whom."""
    facts = []
    for part in PARTS:
        insurance = insurance_of(run, part.role)
        insured = t(
            "simulation.tour.insured",
            None,
            scheme=t(f"health.scheme.{insurance.scheme}"),
            standing=t(f"portal.word.{insurance.standing}"),
            pool=pool_word(scene.book, insurance.pool),
        )
        role = t(f"simulation.tour.role.{part.role}")
        facts.append((f"{role} · {part.name}", insured))
    return Outcome(t("simulation.tour.met"), tuple(facts))


def show_code(run: Run, scene: Scene) -> Outcome:
    """Show what the desk saw: the code, a plain yes or no, and the reason."""
    made = run.of(2)
    code = made["code"]
    grouped = " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    said = t("simulation.tour.entitled" if made["entitled"] else "simulation.tour.not_entitled")
    reasons = tuple(reason[language()] for reason in made["reasons"])
    notes = reasons or (t("simulation.tour.entitled_why", None, **scene.names),)
    facts = ((t("simulation.tour.fact.code"), grouped),)
    return Outcome(said, facts, notes=notes, is_good=made["entitled"])


def _settlement(number: int) -> Callable[[Run, Scene], Outcome]:
    def show(run: Run, scene: Scene) -> Outcome:
        made = run.of(number)
        return show_settlement(scene, resident_actor(run, made["role"]), made["setl_id"])

    return show


def show_why(run: Run, scene: Scene) -> Outcome:
    """Open the account of the father's visit."""
    made = run.of(4)
    found = show_settlement(scene, resident_actor(run, made["role"]), made["setl_id"])
    said = t("simulation.tour.why", None, steps=len(found.why.steps) if found.why else 0)
    return Outcome(said, why=found.why, is_why_open=True)


def show_again(run: Run, scene: Scene) -> Outcome:
    """Show that the repeated message changed nothing, and the wrong bill's way back."""
    made = run.of(6)
    actor = resident_actor(run, "father")
    back = show_settlement(scene, actor, made["setl_id"])
    notes = (
        t("simulation.tour.again", None, number=made["again"]),
        t("simulation.tour.wrong", None, number=made["wrong"]),
        t("simulation.tour.taken_back", None, number=made["setl_id"]),
    )
    said = t("simulation.tour.once" if made["same"] else "simulation.tour.twice")
    return Outcome(said, entry=back.entry, notes=notes, is_good=made["same"])


def show_year(run: Run, scene: Scene) -> Outcome:
    """Show the grandmother's year; her own pages are for those who sign in as her."""
    years = years_of(resident_actor(run, "grandmother"), run.of(8)["year"], "")
    return Outcome(t("simulation.tour.year"), years=tuple(years))


def show_window(run: Run, scene: Scene) -> Outcome:
    """Show who owes whom in the window, and that the hospital has its money."""
    made = run.of(9)
    books = read_window(scene.book.metro, made["seq"])
    dues = {due.code: due for due in list_institution_dues(scene.book.metro, made["seq"])}
    due = dues.get(made["code"])
    moving = sum(net.net_fen for net in books.nets if net.net_fen > 0)
    claims = sum(row.movement_fen for row in books.pairs)
    facts = [
        (t("simulation.tour.fact.claims"), money(claims)),
        (t("simulation.tour.fact.moving"), money(moving)),
    ]
    is_paid = due is not None and due.paid_fen > 0
    if due is not None and is_paid:
        facts.append((title_of(scene.centre_hospital), money(due.paid_fen)))
    said = t(f"simulation.tour.closed{'' if is_paid else '_unpaid'}", None, seq=made["seq"])
    return Outcome(said, tuple(facts), tables=(_matrix(scene, books),), flows=_flows(scene, books))


def _sums(books: WindowBooks) -> Counter[tuple[str, str]]:
    sums: Counter[tuple[str, str]] = Counter()
    for row in books.pairs:
        sums[row.pair.payer, row.pair.payee] += row.movement_fen
    return sums


def _matrix(scene: Scene, books: WindowBooks) -> Table:
    sums = _sums(books)
    pools = sorted({code for pair in sums for code in pair})
    columns = [Column(t("simulation.tour.column.payer"), lead=True)]
    columns += [Column(city_word(scene.book, pool), "fen") for pool in pools]
    rows = [
        (city_word(scene.book, payer), *(sums[payer, payee] or None for payee in pools))
        for payer in pools
    ]
    return Table(t("simulation.tour.matrix"), columns, rows, t("simulation.tour.nothing"))


def _flows(scene: Scene, books: WindowBooks) -> tuple[Flow, ...]:
    sums = _sums(books)
    most = max(sums.values(), default=0) or 1
    return tuple(
        Flow(
            city_word(scene.book, payer),
            city_word(scene.book, payee),
            amount,
            max(amount * WIDTH // most, 1),
        )
        for (payer, payee), amount in sums.most_common(MOST_FLOWS)
        if amount > 0
    )


def show_checks(run: Run, scene: Scene) -> Outcome:
    """Show what the office measures: hospitals that settle, cores, and every fen checked."""
    made = run.of(10)
    sound = not made["ledger"] and not made["decisions"]
    since, until = span_of(get_clock().today())
    covers = cover_of(scene.book, settling_institutions(scene.book.metro, since, until), until)
    listed = sum(cover.listed for cover in covers)
    settling = sum(cover.settling for cover in covers)
    share = share_of(settling, listed)
    remote = sum(pool.core == "remote" for pool in scene.book.pools())
    facts = [
        (t("simulation.tour.fact.ledger"), _faults(made["ledger"])),
        (t("simulation.tour.fact.decisions"), _faults(made["decisions"])),
        (
            t("simulation.tour.fact.coverage"),
            f"{settling} / {listed}" + (f" · {show_percent(share)}" if share is not None else ""),
        ),
        (
            t("simulation.tour.fact.cores"),
            t("simulation.tour.cores", None, all=len(scene.book.pools()), remote=remote),
        ),
    ]
    targets = [cover for cover in covers if cover.target_ppm is not None]
    if targets:
        kept = sum(cover.missing == 0 for cover in targets)
        promised = t("simulation.tour.promise", None, kept=kept, all=len(targets))
        facts.append((t("simulation.tour.fact.promise"), promised))
    said = t("simulation.tour.sound" if sound else "simulation.tour.unsound")
    return Outcome(said, tuple(facts), is_good=sound)


def _faults(count: int) -> str:
    if not count:
        return t("simulation.tour.no_faults")
    return t("simulation.tour.faults", None, count=show_count(count))


SHOWN: dict[int, Callable[[Run, Scene], Outcome]] = {
    1: show_family,
    2: show_code,
    3: _settlement(3),
    4: show_why,
    5: _settlement(5),
    6: show_again,
    7: _settlement(7),
    8: show_year,
    9: show_window,
    10: show_checks,
}
