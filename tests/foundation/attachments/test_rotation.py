"""A rotation of keys reaches files by their envelopes; the files lie as they are and open."""

from __future__ import annotations

import pytest

from rongcheng.foundation.attachments import public as attachments
from rongcheng.foundation.attachments.local import LocalStorage
from rongcheng.foundation.attachments.models import Attachment
from rongcheng.foundation.resealing.public import StillSealed, close_version, reseal
from rongcheng.kernel.errors import KeyVersionUnknown
from tests.foundation.attachments.samples import LIMITS, PDF, owner
from tests.foundation.resealing.rings import use_ring

pytestmark = pytest.mark.django_db


def put(key: str) -> None:
    """Attach one file to a case."""
    placed = [attachments.Placed("m", attachments.store("a.pdf", [PDF], LIMITS))]
    attachments.attach(owner(key), placed, by="r", limits=LIMITS)


def versions() -> list[int]:
    """Return the key versions of all envelopes."""
    rows = Attachment.objects.exclude(envelope_sealed=b"").order_by("owner_key")
    return [int.from_bytes(bytes(row.envelope_sealed)[1:3]) for row in rows]


@pytest.mark.parametrize("name", ["international", "national"])
def test_envelopes_come_under_the_newest_key_and_the_file_stays(
    name: str, storage: LocalStorage
) -> None:
    use_ring(1, name=name)
    put("C-1")
    (path,) = (path for path in storage.root.rglob("*") if path.is_file())
    before = path.read_bytes()
    use_ring(1, 2, name=name)
    assert list(attachments.verify_attachments()) == []
    assert reseal().finished
    assert versions() == [2]
    use_ring(2, name=name)
    assert list(attachments.verify_attachments()) == []
    assert path.read_bytes() == before
    assert attachments.list_attachments(owner().kind, "C-1")[0].name == "a.pdf"


def test_a_key_stays_while_an_envelope_lies_under_it() -> None:
    use_ring(1)
    put("C-1")
    use_ring(1, 2)
    put("C-2")
    with pytest.raises(StillSealed) as still:
        close_version(1)
    assert "attachments.Attachment.envelope_sealed 1" in still.value.message("en")
    reseal()
    close_version(1)
    use_ring(2)
    assert versions() == [2, 2]
    assert list(attachments.verify_attachments()) == []


def test_without_the_key_of_its_envelope_a_file_does_not_open() -> None:
    use_ring(1)
    put("C-1")
    use_ring(2)
    with pytest.raises(KeyVersionUnknown):
        attachments.list_attachments(owner().kind, "C-1")
