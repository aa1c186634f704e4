"""The app's one page (选人页): who is signing in, in both languages, without any script."""

from __future__ import annotations

from html import escape
from typing import Any

from rongcheng.reference_app.people import AppCity, Person, Registry
from rongcheng.reference_app.receiver import Heard

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --paper: #f3f5f7; --card: #fff; --line: #b9c3cf;
  --accent: #0b5cab; --soft: #4a5766; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --paper: #12161c; --card: #1b222b;
  --line: #435061; --accent: #8ec1f5; --soft: #b3bfcc; } }
body { margin: 0; font: 1.0625rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif; color: var(--ink);
  background: var(--paper); }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; display: grid; gap: 1rem; }
h1 { font-size: 1.4rem; margin: 0; } p { margin: 0; color: var(--soft); }
form { display: grid; gap: .6rem; }
button { min-height: 3.25rem; padding: .5rem 1rem; text-align: start; font: inherit;
  color: inherit;
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); }
nav, ul { display: grid; gap: .6rem; padding: 0; margin: 0; list-style: none; }
h2 { font-size: 1.1rem; margin: 1rem 0 0; }
nav a, li { padding: .75rem 1rem; color: inherit; text-decoration: none; background: var(--card);
  border: 1px solid var(--line); border-radius: .6rem; overflow-wrap: anywhere; }
nav a:hover { border-color: var(--accent); }
nav a:focus-visible { outline: 3px solid var(--accent); }
li small { display: block; color: var(--soft); }
button small { display: block; color: var(--soft); } .no { text-align: center; background: none; }
"""
WORDS = {
    "zh": {
        "title": "「{app}」登录",
        "lead": "这是演示用的替代页面，不是真正的城市应用。人都是编的，选一位，以她的身份登录。",
        "no": "取消，回到融城",
        "local": "家在本市",
        "away": "家在{home}",
        "elsewhere": "别的城市",
    },
    "en": {
        "title": "Sign in with {app}",
        "lead": "A stand-in for the city's real app. Choose an invented resident to sign in as.",
        "no": "Cancel and go back",
        "local": "lives in this city",
        "away": "lives in {home}",
        "elsewhere": "another city",
    },
}
ZONE_WORDS = {
    "zh": {
        "title": "「{app}」服务专区",
        "lead": "演示用的替代页面。点一项，用这个应用登录后直接办；办到哪一步，下面看得到。",
        "none": "暂时取不到事项清单，请过几分钟再看。",
        "heard": "收到的办件进展",
        "nothing": "还没有。",
    },
    "en": {
        "title": "Service zone of {app}",
        "lead": "A stand-in for the city's real app. Choose an item to sign in and apply.",
        "none": "The list cannot be had now; look again in a few minutes.",
        "heard": "Heard of cases",
        "nothing": "Nothing yet.",
    },
}
Item = dict[str, Any]


def render_page(city: AppCity, registry: Registry, lang: str) -> str:
    """Return the page on which one chooses whom the app is to sign in."""
    words = WORDS[lang]
    title = escape(words["title"].format(app=city.title[lang]))
    buttons = "".join(
        f'<button name="person" value="{number}">{escape(person.name)}'
        f"<small>{escape(_home(person, city, lang))}</small></button>"
        for number, person in registry.people_of(city)
    )
    return (
        f'<!doctype html><html lang="{"zh-Hans" if lang == "zh" else "en"}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
        f'<link rel="stylesheet" href="/style.css"><main><h1>{title}</h1><p>{words["lead"]}</p>'
        f'<form method="post">{buttons}<button class="no" name="person" value="no">{words["no"]}'
        "</button></form></main></html>"
    )


def _home(person: Person, city: AppCity, lang: str) -> str:
    words = WORDS[lang]
    if person.city == city.code:
        return words["local"]
    return words["away"].format(home=(person.home or {}).get(lang, words["elsewhere"]))


def render_zone(city: AppCity, items: list[Item], cases: list[Heard], lang: str) -> str:
    """Return the app's service zone: what can be applied for, and what was heard of cases."""
    words = ZONE_WORDS[lang]
    title = escape(words["title"].format(app=city.title[lang]))
    offered = "".join(
        f'<a href="{escape(str(item["href"]))}">{escape(item["title"][lang])}</a>'
        for item in items
        # Whatever Rongcheng answers, a link leads to a page and runs nothing.
        if str(item["href"]).startswith(("http://", "https://"))
    )
    heard = "".join(
        f"<li>{escape(case.key)}<small>{escape(_state(case, lang))}</small></li>" for case in cases
    )
    return (
        f'<!doctype html><html lang="{"zh-Hans" if lang == "zh" else "en"}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
        f'<link rel="stylesheet" href="/style.css"><main><h1>{title}</h1><p>{words["lead"]}</p>'
        f"<nav>{offered or words['none']}</nav><h2>{words['heard']}</h2>"
        f"<ul>{heard or words['nothing']}</ul></main></html>"
    )


def _state(case: Heard, lang: str) -> str:
    said = case.data.get("state_words")
    return str(said.get(lang, "")) if isinstance(said, dict) else str(case.data.get("state", ""))


def render_refusal(error: str) -> str:
    """Return what a person sees when a client asks in a wrong way."""
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>融城</title>'
        '<link rel="stylesheet" href="/style.css"><main><h1>不能登录</h1>'
        f"<p>登录请求不对（{escape(error)}）。请回到融城重新点一次。</p>"
        f'<p lang="en">The request is wrong ({escape(error)}). Go back and begin again.</p></main>'
    )
