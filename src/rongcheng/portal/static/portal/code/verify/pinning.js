// Keys and status lists of the desk: fetched while there is a network, checked, kept, and read
// again when there is none.

import { Malformed } from "./bytes.js";
import { readKeys } from "./keyset.js";
import { readStatusList, statusLists } from "./status.js";
import { SKEW_SECONDS, STATUS_SECONDS } from "./verifier.js";

const KEYS = "/code/keys";
const INDEX = "/code/status";
const FETCH_MILLISECONDS = 8_000;
const KEYS_OLD_DAYS = 7;
const DAY = 86_400;

export const seconds = () => Math.floor(Date.now() / 1000);

// What is kept, its signatures checked once more: {keys, lists, listed, keysAt, clockAhead}.
export async function readPinned(store) {
  const pinned = await store.get("pinned", "keys");
  const clockAhead = (await store.get("pinned", "clock")) || 0;
  const keys = pinned ? await readKeys(pinned.jwks) : null;
  const listed = [];
  for (const token of keys ? await store.all("lists") : []) {
    const list = await orNothing(readStatusList(token, keys));
    if (list) listed.push(list);
  }
  const keysAt = pinned ? pinned.at : 0;
  return { keys, lists: statusLists(listed), listed, keysAt, clockAhead };
}

// Fetch what is published now and keep it; throws where the network or the centre fails. A list
// older than the one held is not taken: nobody brings back a state in which a code was good.
export async function fetchPinned(store) {
  const asked = Date.now();
  const answer = await fetched(KEYS);
  const jwks = await answer.json();
  const keys = await readKeys(jwks);
  await store.put("pinned", { jwks, at: seconds() }, "keys");
  const told = Date.parse(answer.headers.get("Date"));
  if (told) await store.put("pinned", Math.round((asked - told) / 1000), "clock");
  const held = new Map((await readPinned(store)).listed.map((list) => [nameOf(list), list]));
  const published = new Set();
  for (const { metro, number, href } of (await (await fetched(INDEX)).json()).lists) {
    if (!href.startsWith(`${INDEX}/`)) throw new Malformed("malformed");
    published.add(`${metro}/${number}`);
    const token = new Uint8Array(await (await fetched(href)).arrayBuffer());
    const list = await orNothing(readStatusList(token, keys));
    const known = list && held.get(nameOf(list));
    if (list && (!known || known.issuedAt <= list.issuedAt)) {
      await store.put("lists", token, nameOf(list));
    }
  }
  for (const name of await store.names("lists")) {
    if (!published.has(name)) await store.drop("lists", name);
  }
}

// Whether this desk could verify without a network, and each line that says why: {level, lines}.
export function stateOf(pinned, now) {
  if (!pinned.keys) return { level: "no", lines: [["warn", "no-keys", {}]] };
  const old = now - pinned.keysAt > KEYS_OLD_DAYS * DAY;
  const facts = { count: pinned.keys.size, when: moment(pinned.keysAt) };
  const lines = [old ? ["warn", "keys-old", facts] : ["", "keys", facts]];
  const oldest = Math.min(...pinned.listed.map((list) => list.issuedAt));
  const ends = Math.min(
    oldest + STATUS_SECONDS,
    ...pinned.listed.map((list) => list.expiresAt),
  );
  const holds = pinned.lists.size > 0 && now < ends;
  if (pinned.lists.size === 0) lines.push(["warn", "no-list", {}]);
  else if (!holds) lines.push(["warn", "list-old", {}]);
  else {
    lines.push(["", "list", { when: moment(oldest), until: moment(ends) }]);
  }
  const ahead = pinned.clockAhead;
  if (Math.abs(ahead) >= SKEW_SECONDS) {
    lines.push(["warn", ahead > 0 ? "clock-fast" : "clock-slow", { seconds: Math.abs(ahead) }]);
  }
  return { level: holds ? "ready" : "no", lines };
}

// A second as people write it, to the minute.
function moment(at) {
  const lang = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
  const parts = { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Date(at * 1000).toLocaleString(lang, { ...parts, hourCycle: "h23" });
}

async function fetched(address) {
  const signal = AbortSignal.timeout(FETCH_MILLISECONDS);
  const answer = await fetch(address, { cache: "no-store", credentials: "omit", signal });
  if (!answer.ok) throw new TypeError(`${address}: ${answer.status}`);
  return answer;
}

const nameOf = (list) => `${list.metro}/${list.number}`;

// A list that is not to be believed is as good as none.
async function orNothing(reading) {
  try {
    return await reading;
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    return null;
  }
}
