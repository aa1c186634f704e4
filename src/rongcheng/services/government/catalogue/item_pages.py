"""One item and one bundle for everybody (办事指南页): what, who decides, with what, until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import NoItemVersion
from rongcheng.policy.item_lists import ItemTitle
from rongcheng.policy.item_types import ItemVersion, ServiceItem
from rongcheng.policy.item_words import CASE_TYPES, MODES, RANGES
from rongcheng.services.government.catalogue.carriers import agreement_table, power_table
from rongcheng.services.government.catalogue.differences import version_table
from rongcheng.services.government.catalogue.guide import (
    further_facts,
    joint_parts,
    main_facts,
    material_table,
    question_table,
)
from rongcheng.services.government.catalogue.listing import modes_of
from rongcheng.services.government.catalogue.reading import (
    apply_address,
    asked_day,
    chosen_book,
    crumbs_to,
    item_address,
)
from rongcheng.services.government.catalogue.way import (
    ELSEWHERE,
    HOW,
    ONLINE,
    ask_from,
    find_way,
    place_groups,
    place_questions,
)
from rongcheng.services.government.catalogue.words import source_words, standing, word_of
from rongcheng.services.government.forms.bundles import one_form
from rongcheng.web.i18n import pick, t

Context = dict[str, Any]


@require_safe
def item_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show an item as it stands on a day, and who decides it for the reader's places.

    An item by title only is shown as such; any other id is not found.
    """
    book, _ = chosen_book(request, having=code)
    on = asked_day(request)
    titled = next((found for found in book.government.titles() if found.id == code), None)
    if titled is not None:
        return render(request, "government/catalogue_title.html", _title_context(book, titled))
    item = book.government.item(code)
    context = _item_context(book, item, on)
    try:
        version = book.government.item_on(code, on)
    except NoItemVersion:
        return render(request, "government/catalogue_item.html", context)
    context |= _version_context(book, item, version, on)
    context |= _way_context(request, book, item, version, on)
    context["apply"] = apply_address(request, code)
    return render(request, "government/catalogue_item.html", context)


@require_safe
def bundle_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show one thing, once (一件事): its items, its one form and its one set of materials."""
    book, _ = chosen_book(request, having=code)
    bundle, on = book.government.bundle(code), asked_day(request)
    holds = standing(bundle.since, bundle.until, on) == "holds"
    context: Context = {
        "title": pick(bundle.title),
        "lead": t("government.catalogue.bundle_lead", None, n=len(bundle.items)),
        "crumbs": crumbs_to(book, pick(bundle.title)),
        "bundle": bundle,
        "on": on,
        "holds": holds,
        "source": source_words(bundle.source),
        "apply": apply_address(request, f"bundle/{code}") if holds else "",
        "items": [
            (pick(book.government.item(item).title), item_address(book.metro, item))
            for item in bundle.items
        ],
    }
    try:
        form = one_form(book, code, on)
    except NoItemVersion as missing:
        raise Http404 from missing
    context |= {
        "materials": material_table(form.fields, form.materials),
        "questions": question_table(form.fields),
        "asked": len(form.fields),
    }
    return render(request, "government/catalogue_bundle.html", context)


def _title_context(book: PolicyBook, titled: ItemTitle) -> Context:
    file = book.government.title_file()
    assert file is not None
    return {
        "title": pick(titled.title),
        "crumbs": crumbs_to(book, pick(titled.title)),
        "theme": pick(titled.theme),
        "status": file.status,
        "source": source_words(file.source),
        "note": file.note,
        "book": book,
    }


def _item_context(book: PolicyBook, item: ServiceItem, on: date) -> Context:
    return {
        "title": pick(item.title),
        "crumbs": crumbs_to(book, pick(item.theme), pick(item.title)),
        "book": book,
        "item": item,
        "on": on,
        "version": None,
        "agreements": agreement_table(book, item.id, on),
        "powers": power_table(book, item.id, on),
        "versions": version_table(book, item, on),
    }


def _version_context(
    book: PolicyBook, item: ServiceItem, version: ItemVersion, on: date
) -> Context:
    modes = modes_of(book, item.id, on)
    return {
        "version": version,
        "lead": pick(version.content),
        "conditions": pick(version.conditions),
        "flow": pick(version.flow or {}),
        "badges": [word_of(RANGES, version.range), word_of(CASE_TYPES, version.case_type)],
        "modes": [word_of(MODES, mode) for mode in modes],
        "facts": main_facts(version),
        "further": further_facts(version),
        "joint": joint_parts(version),
        "materials": material_table(version.form, version.materials),
        "questions": question_table(version.form),
        "bundles": [b for b in book.government.bundles(on) if item.id in b.items],
    }


def _way_context(
    request: HttpRequest, book: PolicyBook, item: ServiceItem, version: ItemVersion, on: date
) -> Mapping[str, object]:
    given = {name: request.GET[name] for name in request.GET}
    ask = ask_from(book, item.id, on, given)
    return {
        "places": place_groups(book),
        "elsewhere": ELSEWHERE,
        "place_questions": place_questions(version, given),
        "at": given.get("at", ""),
        "online": given.get(HOW) == ONLINE,
        "way": find_way(book, ask) if ask else None,
    }
