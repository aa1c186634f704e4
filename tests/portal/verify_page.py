"""A page of the verifier without a server: its files, and a centre that a test changes."""

from __future__ import annotations

import json
from email.utils import formatdate
from typing import Any

from playwright.sync_api import Route

from rongcheng.foundation.code.offline.status import StatusList, encode_status_list
from tests.foundation.code.samples import AT, INDEX, ISSUER, key_id, keys, status_list
from tests.portal.verify_reasons import FOLDER

SITE = "https://desk.invalid"
"""Never asked for: the page's files come from this folder. A browser signs on safe origins only."""
START = """
async (given) => {
  const names = ["verifier", "keyset", "status", "bytes", "seen", "store", "pinning", "reasons"];
  const found = await Promise.all(names.map((name) => import(`/${name}.js`)));
  const parts = Object.assign({}, ...found);
  const keys = await parts.readKeys(given.jwks);
  const list = await parts.readStatusList(parts.fromHex(given.list), keys);
  window.parts = { ...parts, keys };
  window.lists = parts.statusLists([list]);
}
"""
JUDGE = """
async (scans) => {
  const { verify, keys } = window.parts;
  const seen = { take: async () => parts.REASONS.OK };
  const found = [];
  for (const [text, at, purpose] of scans) {
    const { reason, accepted } = await verify(text, { at, purpose, keys, lists, seen });
    found.push([reason.code, accepted]);
  }
  return found;
}
"""


FETCH = """
async (kept) => {
  window.store = kept && window.store ? window.store : parts.pageStore();
  const failed = await parts.fetchPinned(store).then(() => "", (fault) => fault.constructor.name);
  const pinned = await parts.readPinned(store);
  const lists = pinned.listed.map((l) => [`${l.metro}/${l.number}`, l.issuedAt]);
  return { failed, keys: pinned.keys ? pinned.keys.size : 0, lists, ahead: pinned.clockAhead };
}
"""
STATE = """
async (now) => {
  const state = parts.stateOf(await parts.readPinned(store), now);
  return [state.level, state.lines.map((line) => line[1])];
}
"""
TAKE = """
async ([persons, most]) => {
  const kept = window.kept || (window.kept = await parts.openStore());
  const seen = parts.memory(kept, most);
  const id = (n) => new Uint8Array([n, 1, 2, 3, 4, 5, 6, 7]);
  const all = persons.map(([n, made, counter, now]) => seen.take(id(n), made, counter, now));
  return (await Promise.all(all)).map((reason) => reason.code);
}
"""


def served(route: Route) -> None:
    """Answer with a file of the verifier, or an empty page."""
    name = route.request.url.removeprefix(SITE).lstrip("/")
    if name:
        text = (FOLDER / name).read_text("utf-8")
        route.fulfill(body=text, content_type="text/javascript; charset=utf-8")
    else:
        route.fulfill(body="<!doctype html><title>desk</title>", content_type="text/html")


class Centre:
    """What the page is told when it fetches; a test changes it."""

    def __init__(self) -> None:
        """Publish one key and one list."""
        self.jwks: dict[str, Any] = keys().to_jwks()
        self.lists: dict[str, bytes] = {}
        self.date = AT
        self.hrefs: dict[str, str] = {}
        self.publish(status_list(INDEX))

    def publish(self, found: StatusList, key: Any = ISSUER) -> None:
        """Publish a list, signed with a key."""
        name = f"{found.metro}/{found.number}"
        self.lists[name] = encode_status_list(found, key_id(key), key)

    def answer(self, route: Route) -> None:
        """Answer what is fetched, and the page's own files."""
        path = route.request.url.removeprefix(SITE)
        if not path.startswith("/code/"):
            return served(route)
        headers = {"Date": formatdate(self.date, usegmt=True), "Content-Type": "application/json"}
        if path == "/code/keys":
            return route.fulfill(body=json.dumps(self.jwks), headers=headers)
        if path == "/code/status":
            names = [name.split("/") for name in self.lists]
            listed = [
                {"metro": metro, "number": int(number), "href": self._href(metro, number)}
                for metro, number in names
            ]
            return route.fulfill(body=json.dumps({"lists": listed}), headers=headers)
        return route.fulfill(body=self.lists[path.removeprefix("/code/status/")], headers=headers)

    def _href(self, metro: str, number: str) -> str:
        return self.hrefs.get(f"{metro}/{number}", f"/code/status/{metro}/{number}")
