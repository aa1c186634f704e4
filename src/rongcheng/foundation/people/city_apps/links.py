"""Who is who at an app (关联查询): a person's name there, and the person behind such a name.

A link is made by signing in and by nothing else, so an app learns of nobody who never signed in by
it. The name (subject) is the app's own; it means nothing elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from allauth.socialaccount.models import SocialAccount

from rongcheng.foundation.people.city_apps.errors import LinkUnknown
from rongcheng.foundation.people.city_apps.offered import list_sign_in_apps
from rongcheng.policy.book import PolicyBook


def subjects_of(book: PolicyBook, persons: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Return how each person is called by the apps by which she signs in, by the apps' cities.

    One query for any number of persons; a person without any is left out.
    """
    apps = {app.key: app.city for app in list_sign_in_apps([book])}
    links = SocialAccount.objects.filter(
        provider__in=apps, user__resident_id__in=set(persons), user__is_active=True
    )
    found: Mapping[UUID, dict[str, str]] = defaultdict(dict)
    for provider, subject, person in links.order_by("id").values_list(
        "provider", "uid", "user__resident_id"
    ):
        found[person][apps[provider]] = subject
    return dict(found)


def person_of_subject(book: PolicyBook, city: str, subject: str) -> UUID:
    """Return whom a city's app calls by this name; raises LinkUnknown."""
    keys = [app.key for app in list_sign_in_apps([book]) if app.city == city]
    links = SocialAccount.objects.filter(provider__in=keys, uid=subject, user__is_active=True)
    person: UUID | None = links.values_list("user__resident_id", flat=True).first()
    if person is None:
        raise LinkUnknown()
    return person
