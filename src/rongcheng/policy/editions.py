"""Publishing policy (发布政策): archives an edition, makes it current, and opens its book.

Editions are immutable, so an opened book may be kept as long as memory allows. Which edition is
current is read from the database each time: every process sees a publication with its next call.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.db import transaction

from rongcheng.kernel.clock import get_clock
from rongcheng.policy.book import PolicyBook
from rongcheng.policy.errors import BodyUnreadable, NotPublished, UnknownEdition
from rongcheng.policy.models import CurrentEdition, PolicyEdition
from rongcheng.policy.pack import Pack, hash_of_body, pack_from_body

_BOOKS_KEPT = 16
_books: OrderedDict[str, PolicyBook] = OrderedDict()
_lock = Lock()


def publish(pack: Pack, *, by: str) -> PolicyEdition:
    """Archive a checked pack and make it its metro area's current policy.

    Publishing the same content again changes nothing but what is current: publishing an older
    edition goes back to it. `by` names the officer or the command.
    """
    with transaction.atomic():
        PolicyEdition.objects.bulk_create(
            [
                PolicyEdition(
                    hash=pack.hash,
                    metro=pack.id,
                    body=pack.body,
                    published_at=get_clock().now(),
                    published_by=by,
                )
            ],
            ignore_conflicts=True,
        )
        # Whoever published has the body at hand; it is long.
        edition = PolicyEdition.objects.defer("body").get(hash=pack.hash)
        CurrentEdition.objects.update_or_create(metro=pack.id, defaults={"edition": edition})
    return edition


def publish_change(metro: str, change: Callable[[PolicyBook], Pack], *, by: str) -> PolicyEdition:
    """Publish what `change` makes of a metro area's current policy.

    Two at once come one after the other, so that the second begins from what the first published;
    what `change` raises leaves everything as it was. Raises NotPublished.
    """
    with transaction.atomic():
        held = CurrentEdition.objects.select_for_update().filter(metro=metro)
        found = held.values_list("edition_id", flat=True).first()
        if found is None:
            raise NotPublished(metro=metro)
        return publish(change(book_by_hash(str(found))), by=by)


def current_hash(metro: str) -> str:
    """Return the hash of the edition that a metro area uses now, in one small query."""
    found = CurrentEdition.objects.filter(metro=metro).values_list("edition_id", flat=True).first()
    if found is None:
        raise NotPublished(metro=metro)
    return str(found)


def current_book(metro: str) -> PolicyBook:
    """Return the book of a metro area's current edition."""
    return book_by_hash(current_hash(metro))


def current_books() -> dict[str, PolicyBook]:
    """Return the current book of every published metro area, by its name, in one query."""
    rows = CurrentEdition.objects.order_by("metro").values_list("metro", "edition_id")
    return {metro: book_by_hash(str(edition)) for metro, edition in rows}


def book_by_hash(edition_hash: str) -> PolicyBook:
    """Return the book of any archived edition; opened once, then kept in this process."""
    with _lock:
        book = _books.get(edition_hash)
        if book is None:
            book = _open(edition_hash)
            _books[edition_hash] = book
            while len(_books) > _BOOKS_KEPT:
                _books.popitem(last=False)
        _books.move_to_end(edition_hash)
    return book


def forget_books() -> None:
    """Close all opened books, so that the next look-up reads the archive again."""
    with _lock:
        _books.clear()


def list_metros() -> list[str]:
    """Return the metro areas that have published policy, by name."""
    return list(CurrentEdition.objects.order_by("metro").values_list("metro", flat=True))


def list_editions(metro: str) -> list[PolicyEdition]:
    """Return a metro area's editions without their bodies, the newest first."""
    return list(PolicyEdition.objects.filter(metro=metro).defer("body"))


def _open(edition_hash: str) -> PolicyBook:
    body = PolicyEdition.objects.filter(hash=edition_hash).values_list("body", flat=True).first()
    if body is None:
        raise UnknownEdition(hash=edition_hash)
    if hash_of_body(body) != edition_hash:
        raise BodyUnreadable(why_zh="内容与版本号不符", why_en="the body does not match the hash")
    return PolicyBook(pack_from_body(body))
