"""Faults of a pack as people read them who see pages and spreadsheets, no files (草稿问题的说法).

The checks speak to whoever writes the files: of keys, lines and folders. Here each key gets the
label that its field has on the page, and what only a file has is said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from rongcheng.kernel.errors import Lang
from rongcheng.policy import item_words as words
from rongcheng.policy.fault_texts import FAULT_TEXTS
from rongcheng.policy.faults import PackFault
from rongcheng.policy.item_part import BUNDLES_FILE, CERTIFICATES_FILE, POWERS_FILE
from rongcheng.policy.sheet import Path
from rongcheng.policy.vocabulary import STATUSES
from rongcheng.services.government.catalogue_editor.row_lists import LISTS
from rongcheng.web.i18n import catalogue, t

Told = tuple[str, Mapping[Path, Sequence[PackFault]]]
_IN_ROW = 4
"""From here on a path into a version's list is within one of its rows."""
_FIELD = "government.field."
_OWN = "government.fault."
_SERVICE = "government.register.service."
_CODES: Mapping[str, words.Words] = {
    "type": words.ITEM_TYPES,
    "case_type": words.CASE_TYPES,
    "range": words.RANGES,
    "targets": words.TARGETS,
    "channels": words.CHANNELS,
    "place": words.PLACES,
    "level": words.LEVELS,
    "nature": words.NATURES,
    "unit": words.LIMIT_UNITS,
    "delivery": words.DELIVERIES,
    "prefill": words.PREFILLS,
    "code": words.PROCEDURES,
    "modes": words.MODES,
}
_FILES: Mapping[str, str] = {
    f"items/{BUNDLES_FILE}": "bundles",
    POWERS_FILE: "powers",
    CERTIFICATES_FILE: "certificates",
}
_FOLDERS = ("items", "agreements", "policies")


def label_of(key: str, lang: Lang | None = None) -> str:
    """Return how pages call a field, `title.en` with its parts; what is no field stays as it is."""
    said = catalogue(lang) if lang else None
    parts = key.split(".")
    if said is not None and not all(f"{_FIELD}{part}" in said for part in parts):
        return key
    return " · ".join(t(f"{_FIELD}{part}", lang) for part in parts)


def capital(label: str) -> str:
    """Return a label as it begins a line; Chinese has no capitals."""
    return label[:1].upper() + label[1:]


def fault_words(fault: PackFault, lang: Lang) -> str:
    """Return the sentence of a fault without keys, lines and folders; it ends with what to do."""
    params = {name: _said(fault, name, value, lang) for name, value in fault.said}
    # What the checks say in both languages has one name in a sentence of the page.
    params |= {name.removesuffix(f"_{lang}"): said for name, said in params.items()}
    own = f"{_OWN}{fault.code.rpartition('.')[2]}"
    if own in catalogue(lang):
        return t(own, lang, **params)
    zh, en = FAULT_TEXTS[fault.code]
    return (zh if lang == "zh" else en).format(**params)


def file_words(file: str, lang: Lang) -> str:
    """Name what a file of the pack is about: an item, an agreement, a parameter."""
    if file in _FILES:
        return t(f"{_OWN}in.{_FILES[file]}", lang)
    path = PurePosixPath(file)
    if path.parts[0] not in _FOLDERS:
        return file
    name = ".".join(path.with_suffix("").parts[1:])
    return t(f"{_OWN}in.{path.parts[0]}", lang, name=name)


def placed_words(path: Path, said: str, lang: Lang) -> str:
    """Return a sentence with the row and the fields that it is about, unless it names them."""
    where = [part for part in path if part != "versions"]
    row = ""
    if len(path) > _IN_ROW and path[0] == "versions" and path[2] in LISTS:
        name = t(f"government.row.tab.{path[2]}", lang)
        row = t("government.row.in_list", lang, name=name, n=int(path[3]) + 1)
        where = list(path[_IN_ROW:])
    labels = [label_of(part, lang) for part in where if isinstance(part, str)]
    while labels and labels[-1] in said:
        # The sentence itself names the field.
        labels.pop()
    place = " · ".join(filter(None, (row, *labels)))
    return t("government.row.at", lang, where=place, fault=said) if place else said


def fault_lines(
    faults: Iterable[PackFault], told: Sequence[Told], own: Callable[[str], bool], lang: Lang
) -> list[str]:
    """Return the sentences of faults, each once, with the place that each is about.

    `told` has the faults by field, under the name of what holds it if there are several; `own`
    tells whether a file is the one that the reader is writing.
    """
    found, placed = [], set()
    for name, by_path in told:
        for path, here in by_path.items():
            for fault in here:
                said = placed_words(path, fault_words(fault, lang), lang)
                placed.add(fault)
                found.append(_at(name, said, lang))
    for fault in faults:
        if fault not in placed:
            where = "" if own(fault.file) else file_words(fault.file, lang)
            found.append(_at(where, fault_words(fault, lang), lang))
    return list(dict.fromkeys(found))


def _at(where: str, said: str, lang: Lang) -> str:
    return t("government.row.at", lang, where=where, fault=said) if where else said


def _said(fault: PackFault, name: str, value: str | tuple[str, ...], lang: Lang) -> str:
    """Return one parameter of a sentence in words."""
    if isinstance(value, tuple):
        field = dict(fault.said).get("field", "")
        said = (_choice(fault, str(field), one, lang) for one in value)
        return ("、" if lang == "zh" else ", ").join(said)
    if name in ("field", "key"):
        if value == "number" and fault.file == POWERS_FILE and fault.code == "policy.P018":
            # The number of a power in its document is not the number of the document.
            return t("government.register.number", lang)
        return label_of(value, lang)
    if name == "other" and value.partition("/")[0] in _FOLDERS:
        return file_words(value.rpartition(":")[0] or value, lang)
    if name in ("form_zh", "form_en"):
        return value.replace("带引号的 ", "").replace(" in quotes", "")
    return _word(fault, name, value, lang)


def _word(fault: PackFault, name: str, value: str, lang: Lang) -> str:
    if fault.code == "policy.P105" and name == "type":
        return t(f"government.guide.kind.{value}", lang)
    if fault.code == "policy.P116":
        return _named(words.PLACES[value], lang)
    if name == "case_type" and value in words.CASE_TYPES:
        return _named(words.CASE_TYPES[value], lang)
    if name == "service":
        return catalogue(lang).get(f"{_SERVICE}{value}", value)
    return value


def _choice(fault: PackFault, field: str, value: str, lang: Lang) -> str:
    """Return what may be written, with its name: a spreadsheet takes the code, a page the name."""
    if fault.code == "policy.P010":
        return label_of(value, lang)
    if value in STATUSES and fault.code == "policy.P022":
        name = t(f"web.status.{value}", lang)
    elif value in _CODES.get(field, {}):
        name = _named(_CODES[field][value], lang)
    elif f"government.guide.kind.{value}" in catalogue(lang):
        name = t(f"government.guide.kind.{value}", lang)
    else:
        return value
    return f"{value}（{name}）" if lang == "zh" else f"{value} ({name})"


def _named(pair: tuple[str, str], lang: Lang) -> str:
    return pair[0] if lang == "zh" else pair[1]
