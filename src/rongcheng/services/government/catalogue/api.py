"""The catalogue over the native API (目录接口): items, one item, its form, who decides.

Open without a signature: it is what the public pages show. Nothing of it is about a person.
"""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel

from rongcheng.kernel.clock import get_clock
from rongcheng.kernel.dates import parse_date
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.editions import current_books
from rongcheng.policy.item_schema import json_schema
from rongcheng.policy.item_types import ItemVersion
from rongcheng.policy.records import Record
from rongcheng.services.government.catalogue import schemas
from rongcheng.services.government.catalogue.errors import MetroUnknown, PlaceUnknown
from rongcheng.services.government.catalogue.listing import Entry, Sought, list_entries
from rongcheng.services.government.catalogue.words import source_words
from rongcheng.services.government.competence.routing import Ask, Authority, RoutedCase, route_case
from rongcheng.web.error_shapes import ErrorOut
from rongcheng.web.preferences import preferences_of

CODE = r"^[a-z][a-z0-9_-]{0,63}$"
Metro = Annotated[str, Query(max_length=64, description="都市圈 / metro area, as in metro.yaml")]
Item = Annotated[str, Path(pattern=CODE, description="事项编号 / id of the item")]
On = Annotated[
    str, Query(max_length=10, description="哪一天（yyyy-MM-dd），默认今天 / day, today if none")
]

ERRORS: dict[int, Any] = {
    400: ErrorOut,
    404: ErrorOut,
    422: ErrorOut,
}
"""What a call that cannot be answered gets: the envelope of every endpoint."""

router = Router(tags=["政务服务事项 / Government items"])


@router.get(
    "/items",
    response={200: schemas.ItemsOut, **ERRORS},
    summary="事项目录 / List the items",
    operation_id="listItems",
)
def list_items(request: HttpRequest, metro: Metro, on: On = "", q: str = "") -> Any:
    """Return every item of a metro area on a day; `runs` false is known by its title only."""
    book, day = _book(metro), _day(on)
    counts = book.government.counts(day)
    announced = [
        schemas.AnnouncedOut(
            count=a.number, on=a.on, document=source_words(a.source), status=a.status
        )
        for a in counts.announced
    ]
    lines = [_line(entry) for entry in list_entries(book, day, Sought(words=q[:100]))]
    return _answer(
        schemas.ItemsOut(
            metro=book.metro,
            on=day,
            edition=book.hash,
            counts=schemas.CountsOut(
                runs=counts.runs,
                titled=counts.titled,
                official=counts.official,
                announced=announced,
            ),
            items=lines,
        )
    )


@router.get(
    "/items/{code}",
    response={200: schemas.ItemOut, **ERRORS},
    summary="一个事项 / One item as it stands on a day",
    operation_id="getItem",
)
def get_item(request: HttpRequest, code: Item, metro: Metro, on: On = "") -> Any:
    """Return an item with the version of a day and the agreements that carry it then."""
    book, day = _book(metro), _day(on)
    item, version = book.government.item(code), book.government.item_on(code, day)
    return _answer(
        schemas.ItemOut(
            metro=book.metro,
            on=day,
            edition=book.hash,
            id=item.id,
            basic_code=item.basic_code,
            title=schemas.ItemTitleOut(**item.title),
            theme=schemas.ItemTitleOut(**item.theme),
            version=Record(ItemVersion).plain(version),
            versions=[held.since for held in item.versions],
            agreements=[
                schemas.CarriedOut(
                    id=found.id,
                    title=schemas.ItemTitleOut(**found.title),
                    parties=list(found.parties),
                    modes=list(modes),
                    since=found.since,
                    until=found.until,
                    document=source_words(found.source),
                    status=found.status,
                )
                for found, modes in book.government.carrying(code, (), day)
            ],
        )
    )


@router.get(
    "/items/{code}/form",
    response={200: dict[str, Any], **ERRORS},
    summary="表单（JSON Schema）/ The form as JSON Schema",
    operation_id="getItemForm",
)
def get_form(request: HttpRequest, code: Item, metro: Metro, on: On = "") -> Any:
    """Return the form of a day as JSON Schema (2020-12), titles in the reader's language."""
    version = _book(metro).government.item_on(code, _day(on))
    lang = preferences_of(request).lang
    return json_schema(version.form, "en" if lang == "en" else "zh")


@router.get(
    "/items/{code}/route",
    response={200: schemas.RouteOut, **ERRORS},
    summary="由谁办 / Who decides",
    operation_id="routeItem",
)
def get_route(request: HttpRequest, code: Item, asked: Query[schemas.RouteIn]) -> Any:
    """Return who decides what is asked for at a counter or in an app, and on what basis.

    A way that is not open is an answer with its reasons, not an error.
    """
    book, day = _book(asked.metro), _day(asked.on)
    places = {district.code for district in book.districts()}
    places |= {city.code for city in book.cities()}
    if asked.at not in places:
        raise PlaceUnknown(metro=book.metro, code=asked.at)
    routed = route_case(
        book,
        Ask(
            code,
            day,
            asked.at,
            asked.online,
            asked.registered,
            asked.living,
            asked.matter,
            asked.origin,
        ),
    )
    return _answer(_route_out(book, code, day, routed))


def _book(metro: str) -> PolicyBook:
    books = current_books()
    if metro not in books:
        raise MetroUnknown(metro=metro, known=", ".join(books))
    return books[metro]


def _day(given: str) -> date:
    return parse_date(given, "on") if given else get_clock().today()


def _line(entry: Entry) -> schemas.ItemLineOut:
    return schemas.ItemLineOut(
        id=entry.id,
        title=schemas.ItemTitleOut(**entry.title),
        theme=schemas.ItemTitleOut(**entry.theme),
        runs=entry.version is not None,
        begins=entry.begins,
        modes=list(entry.modes),
        status=entry.status,
    )


def _route_out(book: PolicyBook, code: str, on: date, routed: RoutedCase) -> schemas.RouteOut:
    reasons = (*routed.outcome.refusals, *routed.outcome.notes)
    return schemas.RouteOut(
        metro=book.metro,
        on=on,
        item=code,
        open=not routed.routing.refused,
        mode=routed.routing.mode.name.lower(),
        intake=routed.routing.intake,
        decider=_authority(routed.decider) if routed.decider else None,
        joint=[_authority(one) for one in routed.joint],
        reasons=[
            schemas.ItemReasonOut(code=r.code, zh=r.message("zh"), en=r.message("en"))
            for r in reasons
        ],
        bases=[
            schemas.ItemBasisOut(
                answer=answer.name.lower(),
                key=ground.key,
                document=ground.document,
                number=ground.number,
                status=ground.status,
            )
            for answer, ground in routed.bases
        ],
    )


def _authority(found: Authority) -> schemas.ItemAuthorityOut:
    return schemas.ItemAuthorityOut(
        place=found.place,
        level=str(int(found.level)),
        name=schemas.ItemTitleOut(**found.name),
        part=schemas.ItemTitleOut(**found.part),
    )


def _answer(shape: BaseModel) -> HttpResponse:
    return HttpResponse(shape.model_dump_json(), content_type="application/json")
