"""A postal address as a page draws it (邮寄地址表单): the same fields for residents and counters.

The metro area's own districts are offered; anything else may be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rongcheng.policy.book import PolicyBook
from rongcheng.services.government.forms.answers import AnswerFault
from rongcheng.services.government.forms.view import QuestionView, page_language
from rongcheng.services.government.posting.addresses import LONGEST, PREFIX, PostAddress
from rongcheng.web.i18n import t

_COMPLETES = {
    "receiver": "shipping name",
    "phone": "shipping tel",
    "region": "off",
    "street": "shipping street-address",
    "postcode": "shipping postal-code",
}
_CONTROLS = {"phone": "tel"}
_MODES = {"postcode": "numeric"}
_HINTS = frozenset({"region", "receiver"})
_ASKED_BY_CHOICE = "delivery"


class AddressForm(NamedTuple):
    """The fields of an address: `regions` are offered, `always` says that post is the only way.

    `last` names in words what she wrote last time, for a button; empty where nothing is offered.
    `is_stored` says that the page shows an address that was kept, which its access record names.
    """

    questions: tuple[QuestionView, ...]
    regions: tuple[str, ...]
    kept_days: int
    always: bool = False
    last: str = ""
    is_stored: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of data that a page with this on it shows of a case."""
        return ("address", "case") if self.is_stored else ("case",)


def draw_address(
    address: PostAddress,
    faults: Iterable[AnswerFault] = (),
    sources: Mapping[str, str] | None = None,
    *,
    by_browser: bool = True,
) -> tuple[QuestionView, ...]:
    """Return the fields of an address as they are drawn, each with its fault and source.

    `by_browser` lets the reader's browser fill them in: never at a counter, where it knows others.
    """
    said = {fault.field: fault.message(page_language()) for fault in faults}
    return tuple(
        QuestionView(
            name=name,
            key=PREFIX + name,
            label=t(f"government.post.field.{name}"),
            control=_CONTROLS.get(name, "text"),
            value=written,
            groups=(),
            required=name != "postcode",
            hint=t(f"government.post.hint.{name}") if name in _HINTS else "",
            fault=said.get(name, ""),
            source=(sources or {}).get(name, ""),
            longest=LONGEST[name],
            input_mode=_MODES.get(name, ""),
            autocomplete=_COMPLETES[name] if by_browser else "off",
            # It is asked by what was chosen above, so a browser must not insist on it.
            when_key=_ASKED_BY_CHOICE,
        )
        for name, written in address._asdict().items()
    )


def offered_regions(book: PolicyBook) -> tuple[str, ...]:
    """Return the districts of the metro area as they stand on a parcel, in Chinese."""
    province = book.metro_area().province.title["zh"]
    return tuple(
        f"{province}{city.title['zh']}{district.title['zh']}"
        for city in book.cities()
        for district in city.districts
    )


def fault_links(faults: Iterable[AnswerFault]) -> list[tuple[str, str]]:
    """Return each fault as a way to its field, for the list on top of a page."""
    return [(f"#{PREFIX}{one.field}", one.message(page_language())) for one in faults]
