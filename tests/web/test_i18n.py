"""The catalogues: complete in both languages, every sentence used, every used one there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rongcheng
from rongcheng.web import i18n

SOURCE = Path(rongcheng.__file__).parent
# A key as it stands in a program or template: `"portal.home.title"`, or a beginning that ends in
# a dot where the rest is added (`"portal.word."|add:x`, `f"portal.word.{x}"`).
LITERAL = re.compile(r"""["'](?P<key>(?:web|portal)\.[a-z][A-Za-z0-9_.]*)(?P<more>\{)?""")
CALLED = re.compile(r"""(?:\bt\(\s*|\{% t )(?P<f>f?)"(?P<key>[a-z_]+\.[A-Za-z0-9_.]*)""")
# Module paths in strings look like keys.
NOT_KEYS = re.compile(r"(?:web|portal)\.(?:urls|apps|templatetags|middleware|context)\b")


def texts() -> list[tuple[Path, str]]:
    """Return every program and template of the project."""
    paths = [*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]
    return [(path, path.read_text(encoding="utf-8")) for path in paths]


def test_both_catalogues_have_the_same_keys() -> None:
    assert sorted(i18n.catalogue("zh")) == sorted(i18n.catalogue("en"))


def test_both_languages_take_the_same_parameters() -> None:
    zh, en = i18n.catalogue("zh"), i18n.catalogue("en")
    differing = [key for key in zh if i18n.placeholders(zh[key]) != i18n.placeholders(en[key])]
    assert differing == []


def test_no_sentence_is_empty_or_in_the_other_language() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    zh, en = i18n.catalogue("zh"), i18n.catalogue("en")
    assert [key for key, text in {**zh, **en}.items() if not text.strip()] == []
    assert [key for key, text in en.items() if han.search(text)] == []


def test_each_key_begins_with_its_app() -> None:
    for folder in i18n.message_folders():
        label = folder.parent.name
        for lang in i18n.LANGUAGES:
            keys = i18n.read_catalogue(folder, lang)
            assert [key for key in keys if not key.startswith(f"{label}.")] == []


def test_every_key_in_use_exists() -> None:
    known = i18n.catalogue("zh")
    missing = []
    for path, text in texts():
        for found in CALLED.finditer(text):
            key = found["key"]
            is_beginning = key.endswith(".") or bool(found["f"])
            there = any(k.startswith(key) for k in known) if is_beginning else key in known
            if not there:
                missing.append(f"{path.name}: {key}")
    assert missing == []


def test_every_sentence_of_web_and_portal_is_used() -> None:
    whole: set[str] = set()
    beginnings: set[str] = set()
    for _, text in texts():
        for found in LITERAL.finditer(text):
            if not NOT_KEYS.match(found["key"]):
                is_beginning = found["more"] or found["key"].endswith(".")
                (beginnings if is_beginning else whole).add(found["key"])
    unused = [
        key
        for key in i18n.catalogue("zh")
        if key.startswith(("web.", "portal."))
        and key not in whole
        and not key.startswith(tuple(beginnings))
    ]
    assert unused == []


def test_parameters_are_filled_in(lang: str) -> None:
    assert "3" in i18n.t("web.pages.here", None, number=3, total=7)
    assert "7" in i18n.t("web.pages.here", lang, number=3, total=7)


def test_missing_sentence_raises_in_tests() -> None:
    with pytest.raises(i18n.MessageMissing):
        i18n.t("web.no_such_key")


def test_missing_parameter_raises_in_tests() -> None:
    with pytest.raises(i18n.MessageMissing):
        i18n.t("web.pages.here", "zh", number=3)


def test_missing_sentence_shows_its_key_in_production() -> None:
    i18n.raise_on_missing(False)
    assert i18n.t("web.no_such_key") == "web.no_such_key"
    assert i18n.t("web.pages.here", "en", number=3) == "Page {number} of {total}"


def test_key_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zh.yaml").write_text("web:\n  a: 甲\n  a: 乙\n", encoding="utf-8")
    with pytest.raises(i18n.MessageTwice):
        i18n.read_catalogue(tmp_path, "zh")


def test_key_given_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zh.yaml").write_text("web:\n  a: 甲\n", encoding="utf-8")
    (tmp_path / "zh_more.yaml").write_text("web: {a: 乙}\n", encoding="utf-8")
    with pytest.raises(i18n.MessageTwice):
        i18n.read_catalogue(tmp_path, "zh")


def test_bare_on_is_refused_as_key(tmp_path: Path) -> None:
    (tmp_path / "zh.yaml").write_text("web:\n  on: 甲\n", encoding="utf-8")
    with pytest.raises(i18n.KeyNotText):
        i18n.read_catalogue(tmp_path, "zh")


def test_title_falls_back_to_chinese() -> None:
    assert i18n.pick({"zh": "湘潭市"}, "en") == "湘潭市"
    assert i18n.pick({"zh": "湘潭市", "en": "Xiangtan"}, "en") == "Xiangtan"
