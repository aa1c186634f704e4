"""The app's one page (选人页): who is signing in, in both languages, without any script."""

from __future__ import annotations

from html import escape

from rongcheng.reference_app.people import AppCity, Person, Registry

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


def render_refusal(error: str) -> str:
    """Return what a person sees when a client asks in a wrong way."""
    return (
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>融城</title>'
        '<link rel="stylesheet" href="/style.css"><main><h1>不能登录</h1>'
        f"<p>登录请求不对（{escape(error)}）。请回到融城重新点一次。</p>"
        f'<p lang="en">The request is wrong ({escape(error)}). Go back and begin again.</p></main>'
    )
