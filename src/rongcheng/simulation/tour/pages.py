"""The tour's pages (十步体验): one calm page a step; a button acts, what happened stands below.

In demo mode only; elsewhere every address answers 404. Forms and redirects, no script.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rongcheng.policy.editions import current_book, list_metros
from rongcheng.simulation.tour.acts import ACTS
from rongcheng.simulation.tour.run import LAST, Run, find_run, keep, new_run, one_at_a_time
from rongcheng.simulation.tour.scene import scene_of
from rongcheng.simulation.tour.showing import SHOWN
from rongcheng.web.i18n import pick, t

SEE_OTHER = 303
ROLES = {
    1: "resident",
    2: "desk",
    3: "desk",
    4: "resident",
    5: "desk",
    6: "desk",
    7: "desk",
    8: "resident",
    9: "fund",
    10: "office",
}
"""Who acts in each step; the words are those of the sign-in cards."""
ICONS = {"resident": "person", "desk": "hospital", "fund": "scale", "office": "shield"}

View = Callable[..., HttpResponseBase]


def demo_only(view: View) -> View:
    """Answer 404 unless this is a demonstration."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.RONGCHENG_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@demo_only
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Say what awaits, in each metro; go on where the visitor left, or begin anew."""
    run = find_run(request)
    metros = [(metro, pick(current_book(metro).metro_area().title)) for metro in list_metros()]
    steps = [
        {
            "number": number,
            "role": t(f"portal.audience.{role}"),
            "icon": ICONS[role],
            "title": t(f"simulation.tour.step.{number}.short"),
        }
        for number, role in ROLES.items()
    ]
    context = {"run": run, "metros": metros, "steps": steps, "last": LAST}
    return render(request, "simulation/tour_start.html", context)


@demo_only
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin a run of one's own in the chosen metro, with a new family."""
    metro = request.POST.get("metro", "")
    if metro not in list_metros():
        raise Http404
    new_run(request, metro)
    return HttpResponseRedirect("/tour/1", status=SEE_OTHER)


@never_cache
@demo_only
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show a step with what it made; a posted form does it, once."""
    run = find_run(request)
    if run is None:
        return HttpResponseRedirect("/tour", status=SEE_OTHER)
    if number not in ACTS:
        raise Http404
    if number > run.here:
        return HttpResponseRedirect(f"/tour/{run.here}", status=SEE_OTHER)
    if request.method == "POST":
        _act(request, run, number)
        return HttpResponseRedirect(f"/tour/{number}#done", status=SEE_OTHER)
    return render(request, "simulation/tour_step.html", _context(run, number))


def _act(request: HttpRequest, run: Run, number: int) -> None:
    with one_at_a_time(request, run) as latest:
        if latest is None or latest.id != run.id or number != latest.done + 1:
            return
        latest.made[str(number)] = ACTS[number](latest, scene_of(latest.metro))
        latest.done = number
        keep(request, latest)


def _context(run: Run, number: int) -> dict[str, object]:
    scene = scene_of(run.metro)
    is_done = number <= run.done
    role = ROLES[number]
    words = {
        part: t(f"simulation.tour.step.{number}.{part}", None, **scene.names)
        for part in ("title", "what", "do")
    }
    return {
        **words,
        "number": number,
        "last": LAST,
        "metro": run.metro,
        "role": role,
        "role_name": t(f"portal.audience.{role}"),
        "role_icon": ICONS[role],
        "is_done": is_done,
        "outcome": SHOWN[number](run, scene) if is_done else None,
        "before": number - 1,
        "after": number + 1 if number < LAST else 0,
        "dots": [(n, n <= run.done, n == number) for n in range(1, LAST + 1)],
        "metro_title": pick(scene.book.metro_area().title),
    }
