"""How a settlement away from home is disputed between pools and answered (模拟的清算争议).

The fund that pays doubts it; then it accepts after all, or the place of care concedes and its
hospital takes the settlement back, or nobody has answered yet. All that is invented.
"""

from __future__ import annotations

from rongcheng.foundation.ledger.public import (
    DisputeInfo,
    EntryInfo,
    accept_dispute,
    find_dispute,
    is_claim,
    list_entries,
    pair_of,
    raise_dispute,
    uphold_dispute,
)
from rongcheng.services.health.public import Settled, find_by_request
from rongcheng.simulation.life.scene import Scene
from rongcheng.web.actor import Actor

ACCEPTED, UPHELD = 0.5, 0.8
"""Up to which draw a dispute is withdrawn, and from there on upheld; the rest stays open."""
REASONS = (
    "处方天数看着超长，请就医地核对（样例）",
    "检查项目疑似重复计费（样例）",
    "疑似串户，参保人说当天没有就诊（样例）",
)


def dispute(scene: Scene, request_id: str) -> None:
    """Dispute the settlement of a request, if one pool owes another for it."""
    entry = _claim(scene, request_id)
    if entry is None:
        scene.journal.note(scene.event.act, "nothing")
        return
    pair = _pools(entry)
    repeated = find_dispute(entry.id) is not None
    reason = scene.stage.random(scene.request_start, request_id, "reason").choice(REASONS)
    raise_dispute(entry.id, reason, _officer(scene, pair[0]))
    scene.journal.note(scene.event.act, "repeated" if repeated else "done")


def answer(scene: Scene, request_id: str) -> None:
    """Accept the disputed settlement, concede that it was wrong, or leave it open."""
    entry = _claim(scene, request_id)
    found = None if entry is None else find_dispute(entry.id)
    draw = scene.stage.random(scene.request_start, request_id, "answer").random()
    if entry is None or found is None or draw >= UPHELD:
        scene.journal.note(scene.event.act, "nothing")
        return
    payer, payee = _pools(entry)
    repeated = found.outcome != "open"
    if not repeated:
        if draw < ACCEPTED:
            accept_dispute(entry.id, _officer(scene, payer))
        else:
            uphold_dispute(entry.id, _officer(scene, payee))
    scene.journal.note(scene.event.act, "repeated" if repeated else "done")


def upheld_settlement(scene: Scene, request_id: str) -> Settled | None:
    """Return the settlement of a request if its dispute was upheld, else None."""
    entry = _claim(scene, request_id)
    found: DisputeInfo | None = None if entry is None else find_dispute(entry.id)
    if found is None or found.outcome not in ("upheld", "cleared"):
        return None
    return find_by_request(scene.event.place, request_id)


def _claim(scene: Scene, request_id: str) -> EntryInfo | None:
    """Return the entry by which one pool owes another for a request, or None."""
    settled = find_by_request(scene.event.place, request_id)
    entries = [] if settled is None else list_entries(settled.setl_id)
    for entry in entries:
        own = entry.reverses is None and not entry.kind.startswith("clearing.")
        if own and any(is_claim(line.code) for line in entry.lines):
            return entry
    return None


def _pools(entry: EntryInfo) -> tuple[str, str]:
    """Return which pool pays and which one is owed."""
    pair = next(pair_of(line.code) for line in entry.lines if is_claim(line.code))
    return pair.payer, pair.payee


def _officer(scene: Scene, pool: str) -> Actor:
    city = scene.stage.book.pool(pool).city
    return Actor(
        "staff", "simulation", "样例·基金", role="fund", city=city, metro=scene.stage.metro
    )
