"""Words in Chinese and English (文案): one catalogue per app, every sentence in both languages.

Each app keeps `messages/zh.yaml` and `messages/en.yaml`; nested keys join with dots and start with
the app's label (`portal.home.title`). A long catalogue may be split into `zh_<part>.yaml` beside
`en_<part>.yaml`. Parameters are filled by `str.format`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar, Token
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from django.apps import apps

from rongcheng.kernel.errors import OurError

LANGUAGES = ("zh", "en")
_language: ContextVar[str] = ContextVar("rongcheng_language", default="zh")
_strict = [False]


class MessageMissing(OurError):
    """A sentence is missing from a catalogue, or lacks a parameter that it names."""

    code = "web.E001"
    zh = "文案缺失：{key}（{lang}）。请在 messages/{lang}.yaml 中补上。"
    en = "Message missing: {key} ({lang}). Add it to messages/{lang}.yaml."


class MessageTwice(OurError):
    """The same key stands twice in the catalogues, so one of the sentences would be lost."""

    code = "web.E002"
    zh = "文案重复：{key}，见 {place}。请改用另一个键。"
    en = "Message given twice: {key}, in {place}. Choose another key."


def raise_on_missing(strict: bool) -> None:
    """Make a missing message an error (tests) or show its key (production)."""
    _strict[0] = strict


def language() -> str:
    """Return the language of this request: `zh` or `en`."""
    return _language.get()


def activate(lang: str) -> Token[str]:
    """Speak `lang` from here on; give the token to `restore` afterwards."""
    return _language.set(lang if lang in LANGUAGES else "zh")


def restore(token: Token[str]) -> None:
    """Return to the language spoken before `activate`."""
    _language.reset(token)


def pick(title: Mapping[str, str], lang: str | None = None) -> str:
    """Return a `{zh, en}` title in the asked or current language, Chinese when English lacks."""
    return title.get(lang or language()) or title.get("zh", "")


class _UniqueKeyLoader(yaml.CSafeLoader):
    """Reads YAML and refuses a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping, raising `MessageTwice` for a repeated key."""
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
            if key in seen:
                place = f"{node.start_mark.name}:{key_node.start_mark.line + 1}"
                raise MessageTwice(key=str(key), place=place)
            seen.add(key)
        return super().construct_mapping(node, deep)


class KeyNotText(OurError):
    """YAML read a key as something else than text, such as a bare `on` or `no`."""

    code = "web.E003"
    zh = "文案的键 {key} 不是文字。请在 YAML 里给它加上引号。"
    en = "The message key {key} is not text. Put it in quotes in the YAML file."


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(key, bool) or not isinstance(key, (str, int)):
            raise KeyNotText(key=f"{prefix}{key}")
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{name}.")
        else:
            yield name, str(value)


def read_catalogue(folder: Path, lang: str) -> dict[str, str]:
    """Read one app's sentences of one language from its `messages` folder, keys joined by dots."""
    found: dict[str, str] = {}
    for path in sorted([*folder.glob(f"{lang}.yaml"), *folder.glob(f"{lang}_*.yaml")]):
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)  # noqa: S506
        for key, text in _flatten(tree or {}):
            if key in found:
                raise MessageTwice(key=key, place=path.name)
            found[key] = text
    return found


def message_folders() -> list[Path]:
    """Return the `messages` folder of every installed app that has one."""
    folders = (Path(config.path) / "messages" for config in apps.get_app_configs())
    return sorted(folder for folder in folders if folder.is_dir())


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return all sentences of a language, read once for the life of the process."""
    found: dict[str, str] = {}
    for folder in message_folders():
        for key, text in read_catalogue(folder, lang).items():
            if key in found:
                raise MessageTwice(key=key, place=folder.parent.name)
            found[key] = text
    return found


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the parameters that a sentence expects."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def t(key: str, lang: str | None = None, /, **params: object) -> str:
    """Return the sentence of `key` in `lang` (default: this request's), parameters filled in."""
    spoken = lang or language()
    text = catalogue(spoken).get(key)
    if text is None:
        if _strict[0]:
            raise MessageMissing(key=key, lang=spoken)
        return key
    if _strict[0] and not placeholders(text) <= params.keys():
        raise MessageMissing(key=key, lang=spoken)
    try:
        return text.format(**params)
    except (KeyError, IndexError):
        # Production prefers a sentence with a visible gap to no page at all.
        return text
