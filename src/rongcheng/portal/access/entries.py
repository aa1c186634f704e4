"""Where people find who looked (入口): places in the navigation, and the resident's offer."""

from __future__ import annotations

from rongcheng.web.registry import NavItem, Offer, Service

ACCESS = Service(
    name="me-access",
    title={"zh": "谁看过我的信息", "en": "Who looked at my data"},
    nav=(
        NavItem(
            key="me-access",
            title={"zh": "谁看过", "en": "Who looked"},
            href="/me/access",
            icon="shield",
            audiences=frozenset({"resident"}),
            matter="access",
        ),
        NavItem(
            key="desk-questions",
            title={"zh": "居民询问", "en": "Questions"},
            href="/desk/questions",
            icon="help",
            audiences=frozenset({"desk"}),
        ),
        NavItem(
            key="office-questions",
            title={"zh": "居民询问", "en": "Questions"},
            href="/office/questions",
            icon="help",
            audiences=frozenset({"office"}),
            within="office",
        ),
    ),
    offers=(
        Offer(
            key="me-access",
            title={"zh": "谁看过我的信息", "en": "Who looked at my data"},
            summary={
                "zh": "哪家单位、何时、为了什么看过，一条一条列出来；不明白的可以问，限期答复。",
                "en": "Which office looked, when and for what, entry by entry; ask about any, and "
                "get an answer by a date.",
            },
            href="/me/access",
            icon="shield",
            domain="government",
            elder_rank=3,
            matter="access",
        ),
        Offer(
            key="me-notices",
            title={"zh": "我的通知", "en": "My notices"},
            summary={
                "zh": "办的事有了进展、要补材料、出了结果，都在这里。",
                "en": "What goes on, what is missing and what was decided.",
            },
            href="/me/notices",
            icon="bell",
            domain="government",
        ),
        Offer(
            key="me-privacy",
            title={"zh": "隐私选择", "en": "Privacy choices"},
            summary={
                "zh": "哪些事要您同意、哪些不用、信息给了谁，都说清楚；同意和撤回，一按就成。",
                "en": "What needs your consent and what does not, and who gets your data; give "
                "consent and end it by one press.",
            },
            href="/me/privacy",
            icon="check",
            domain="government",
        ),
        Offer(
            key="me-apps",
            title={"zh": "登录用的应用", "en": "Apps that sign me in"},
            summary={
                "zh": "哪些城市应用能登录您的融城，都列出来；不是您的，马上解除。",
                "en": "See which cities' apps sign you in, and release one that is not yours.",
            },
            href="/me/apps",
            icon="phone",
            domain="government",
        ),
    ),
)
