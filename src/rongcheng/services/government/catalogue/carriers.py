"""Who carries an item (谁和谁通办): the agreements with parties and modes, the delegated powers."""

from __future__ import annotations

from datetime import date

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.item_lists import DelegatedPower
from rongcheng.policy.item_words import MODES
from rongcheng.services.government.catalogue.words import (
    place_titles,
    source_words,
    standing,
    words_of_codes,
)
from rongcheng.web.formats import show_day
from rongcheng.web.i18n import language, pick, t
from rongcheng.web.tables import Column, Table


def agreement_table(book: PolicyBook, code: str, on: date) -> Table:
    """Return every agreement that ever carries an item, those in force on the day first."""
    columns = [
        Column(t("government.catalogue.column.agreement"), lead=True, width=36),
        Column(t("government.catalogue.column.parties"), width=30),
        Column(t("government.catalogue.column.modes"), width=30),
        Column(t("government.catalogue.column.standing")),
        Column(t("government.catalogue.column.since"), "date"),
        Column(t("government.catalogue.column.until"), "date"),
        Column(t("government.catalogue.column.source"), width=40),
        Column(t("government.catalogue.column.status"), "status"),
    ]
    carried = book.government.ever_carrying(code, ())
    carried.sort(key=lambda c: not c.agreement.in_force(on))
    rows = [
        (
            pick(found.title),
            place_titles(book, found.parties),
            words_of_codes(MODES, modes),
            t(f"government.catalogue.standing.{standing(found.since, found.until, on)}"),
            found.since,
            found.until,
            source_words(found.source),
            found.status,
        )
        for found, modes in carried
    ]
    caption = t("government.catalogue.agreements")
    return Table(caption, columns, rows, t("government.catalogue.no_agreements"), False)


def power_table(book: PolicyBook, code: str, on: date) -> Table:
    """Return the delegated powers over an item, also those that ended or were taken back."""
    columns = [
        Column(t("government.catalogue.column.power"), lead=True, width=40),
        Column(t("government.catalogue.column.giver")),
        Column(t("government.catalogue.column.receiver")),
        Column(t("government.catalogue.column.standing"), width=30),
        Column(t("government.catalogue.column.since"), "date"),
        Column(t("government.catalogue.column.until"), "date"),
        Column(t("government.catalogue.column.source"), width=40),
        Column(t("government.catalogue.column.status"), "status"),
    ]
    rows = [
        (
            f"{power.number}. {pick(power.title)}",
            pick(book.title_of(power.giver)),
            pick(book.title_of(power.receiver)),
            power_standing(power, on),
            power.since,
            power.until,
            source_words(power.source),
            power.status,
        )
        for power in book.government.powers()
        if code in power.items
    ]
    return Table(t("government.catalogue.powers"), columns, rows, caption_shown=False)


def power_standing(power: DelegatedPower, on: date) -> str:
    """Say whether a power holds on a day, and from when and why it is taken back."""
    if power.recall is None:
        return t(f"government.catalogue.standing.{standing(power.since, power.until, on)}")
    day = show_day(power.recall.since, language())
    key = "recalled" if on >= power.recall.since else "recalled_from"
    said = t(f"government.catalogue.{key}", None, day=day)
    if power.recall.reason is None:
        return said
    return f"{said}{'：' if language() == 'zh' else ': '}{pick(power.recall.reason)}"
