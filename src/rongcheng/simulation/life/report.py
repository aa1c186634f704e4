"""The closing report of a simulation (模拟小结): the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator

from rongcheng.kernel.errors import Lang
from rongcheng.kernel.money import display_yuan
from rongcheng.simulation.life.journal import Journal
from rongcheng.web.i18n import pick, t
from rongcheng.web.registry import ledger_word

_PAID = ("total", "account", "cash")


def report_lines(journal: Journal, language: Lang) -> Iterator[str]:
    """Yield the report line by line: acts, kinds of care, refusals by reason, money by fund."""
    yield t("simulation.life.settled", language, count=journal.settled)
    yield ""
    yield t("simulation.life.acts", language)
    for (act, outcome), count in sorted(journal.acts.items()):
        word = t(f"simulation.life.act.{act}", language)
        came = t(f"simulation.life.outcome.{outcome}", language)
        yield f"  {word} · {came}: {count}"
    yield ""
    yield t("simulation.life.kinds", language)
    for kind, count in sorted(journal.kinds.items()):
        yield f"  {t(f'health.kind.{kind}', language)} ({kind}): {count}"
    yield ""
    yield t("simulation.life.refused", language)
    for (code, act), count in sorted(journal.refused.items()):
        yield f"  {code} · {t(f'simulation.life.act.{act}', language)}: {count}"
    yield ""
    yield t("simulation.life.money", language)
    for name in _PAID:
        title = t(f"simulation.life.paid.{name}", language)
        yield f"  {title}: {display_yuan(journal.money[name])}"
    for fund, amount in sorted(journal.money.items()):
        if fund not in _PAID and amount:
            words = ledger_word(fund)
            yield f"  {pick(words, language) if words else fund} ({fund}): {display_yuan(amount)}"
