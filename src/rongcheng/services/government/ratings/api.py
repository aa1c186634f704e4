"""Published ratings over the native API (评价公布接口): open to everybody, without a signature."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from rongcheng.kernel.errors import CallerError
from rongcheng.policy.editions import current_book, list_metros
from rongcheng.services.government.ratings.figures import Figure, published_ratings

router = Router(tags=["政务评价 / Ratings"])


class MetroUnknown(CallerError):
    """There is no metro area of this name (没有这个都市圈)."""

    code = "government.E084"
    status = 404
    zh = "没有都市圈 {metro}。请从 {known} 里选。"
    en = "There is no metro area {metro}. Choose one of {known}."


class FigureOut(BaseModel):
    """What one item, city or window got; `rated` is null where too few rated to be published."""

    key: str = Field(description="事项、城市或区县代码；网上办的窗口为空 / item, city or district")
    rated: int | None
    satisfied_ppm: int | None
    grades: dict[str, int] | None = Field(description="评价等级 1–5 / by grade, 1 to 5")
    defaults: int = Field(description="到期没有评价的 / not rated in time, nobody's word")


class RatingsOut(BaseModel):
    """The ratings of a metro area since a month."""

    metro: str
    by: Literal["item", "city", "window"]
    since: str
    least: int = Field(description="少于这么多件不公布 / fewer are not published")
    whole: FigureOut
    groups: list[FigureOut]


class RefusedOut(BaseModel):
    """Why nothing is answered."""

    error: dict[str, Any]


@router.get(
    "/ratings",
    response={200: RatingsOut, 404: RefusedOut, 422: RefusedOut},
    auth=None,
    summary="政务服务评价 / Ratings of government services",
    operation_id="listRatings",
)
def ratings(
    request: HttpRequest, metro: str, by: Literal["item", "city", "window"] = "item"
) -> Any:
    """Return how services of a metro area were rated in the last months.

    Services that nobody rated in time are counted apart; groups with few ratings are hidden.
    """
    known = list_metros()
    if metro not in known:
        raise MetroUnknown(metro=metro[:40], known="、".join(known))
    found = published_ratings(current_book(metro), by)
    shape = RatingsOut(
        metro=metro,
        by=by,
        since=found.since.isoformat(),
        least=found.least,
        whole=_out(found.whole),
        groups=[_out(figure) for figure in found.groups],
    )
    return HttpResponse(shape.model_dump_json(), content_type="application/json")


def _out(figure: Figure) -> FigureOut:
    grades = figure.grades
    return FigureOut(
        key=figure.key,
        rated=figure.rated,
        satisfied_ppm=figure.satisfied_ppm,
        grades=None if grades is None else {str(int(g)): n for g, n in grades.items()},
        defaults=figure.defaults,
    )
