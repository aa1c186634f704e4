// Status lists: one signed bit for each phone or card says whether it was revoked.

import { Malformed, latin, malformed } from "./bytes.js";
import { isSignedBy, listKeyIdOf, readSigned } from "./cose.js";

const LIST_BYTES = 1 << 14;
const LONGEST_TOKEN = 40_000;
const SUBJECT = /^([a-z][a-z0-9_-]{0,29})\/([0-9]{1,9})$/;
const [SUB, EXP, IAT, LIST] = [2, 4, 6, 65_533];

// A published list, its signature checked.
export async function readStatusList(token, keys) {
  if (token.length > LONGEST_TOKEN) malformed();
  const signed = readSigned(token);
  const key = keys.find(listKeyIdOf(signed.header));
  if (!key || signed.end !== token.length || !(await isSignedBy(signed, key.public))) malformed();
  const found = await decoded(signed.payload);
  const inTime = found.issuedAt >= key.validFrom && found.issuedAt < key.validUntil;
  if (found.metro !== key.metro || !inTime) malformed();
  return found;
}

// The lists that a verifier holds, the youngest of each number.
export function statusLists(listed) {
  const held = new Map();
  for (const list of listed) {
    const name = `${list.metro}/${list.number}`;
    const known = held.get(name);
    if (!known || known.issuedAt < list.issuedAt) held.set(name, list);
  }
  return { size: held.size, find: (metro, number) => held.get(`${metro}/${number}`) };
}

export function isRevoked(list, index) {
  return Boolean((list.bits[index >> 3] >> (index & 7)) & 1);
}

async function decoded(payload) {
  const [claims, end] = item(payload, 0);
  if (end !== payload.length || !hasKeys(claims, [SUB, EXP, IAT, LIST])) malformed();
  const [subject, packed] = [claims.get(SUB), claims.get(LIST)];
  const place = typeof subject === "string" ? SUBJECT.exec(subject) : null;
  const moments = [claims.get(IAT), claims.get(EXP)];
  if (place === null || !moments.every(Number.isInteger)) malformed();
  if (!hasKeys(packed, ["bits", "lst"]) || packed.get("bits") !== 1) malformed();
  return {
    metro: place[1],
    number: Number(place[2]),
    issuedAt: moments[0],
    expiresAt: moments[1],
    bits: await inflated(packed.get("lst")),
  };
}

function hasKeys(found, names) {
  return found instanceof Map && found.size === names.length && names.every((n) => found.has(n));
}

// One CBOR item of the kinds that a list is made of, and where it ends (RFC 8949, 3).
function item(data, at) {
  const kind = data[at] >> 5;
  const [size, start] = length(data, at);
  if (kind === 0) return [size, start];
  if (kind === 5) return map(data, start, size);
  if ((kind !== 2 && kind !== 3) || start + size > data.length) malformed();
  const bytes = data.slice(start, start + size);
  return [kind === 2 ? bytes : latin(bytes), start + size];
}

function map(data, start, size) {
  const found = new Map();
  let at = start;
  for (let left = size; left > 0; left -= 1) {
    const [name, value] = item(data, at);
    const [held, end] = item(data, value);
    if (found.has(name)) malformed();
    found.set(name, held);
    at = end;
  }
  return [found, at];
}

function length(data, at) {
  const head = data[at] & 0x1f;
  if (at >= data.length || head > 26) malformed();
  if (head < 24) return [head, at + 1];
  const end = at + 1 + 2 ** (head - 24);
  if (end > data.length) malformed();
  return [data.slice(at + 1, end).reduce((all, byte) => all * 256 + byte, 0), end];
}

// The bits; a list that would unpack to more than it may is not unpacked further.
async function inflated(packed) {
  if (!(packed instanceof Uint8Array)) malformed();
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const bits = new Uint8Array(LIST_BYTES);
  let filled = 0;
  try {
    for (const reader = stream.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      if (filled + value.length > LIST_BYTES) malformed();
      bits.set(value, filled);
      filled += value.length;
    }
  } catch (fault) {
    if (!(fault instanceof TypeError) && !(fault instanceof Malformed)) throw fault;
    malformed();
  }
  if (filled !== LIST_BYTES) malformed();
  return bits;
}
