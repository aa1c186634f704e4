"""Where clerks find the counter (窗口入口): their first place in the navigation."""

from __future__ import annotations

from rongcheng.web.registry import CounterAct, NavItem, Service

HERE = "/counter"

COUNTER = Service(
    name="counter",
    title={"zh": "窗口", "en": "Counter"},
    nav=(
        NavItem(
            key="counter",
            title={"zh": "窗口", "en": "Counter"},
            href="/counter",
            icon="counter",
            audiences=frozenset({"clerk"}),
            first=True,
        ),
    ),
    counter_acts=(
        # One line for each; the order is the order on the page.
        CounterAct("portal.counter.act.code.", "/counter/code", "code"),
        CounterAct("portal.counter.act.access.", "/counter/access", "shield"),
        CounterAct("portal.counter.act.mandates.", "/counter/mandates", "people"),
        CounterAct("portal.counter.act.privacy.", "/counter/privacy", "check"),
        CounterAct("portal.counter.act.apps.", "/counter/apps", "phone"),
    ),
)
