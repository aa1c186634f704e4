// The proof of the moment: an array of four in deterministic CBOR, signed by the phone.

import { big, malformed, sha256 } from "./bytes.js";

const HASH_BYTES = 16;
const START = 2 + HASH_BYTES;
const SIZES = new Map([
  [24, 1],
  [25, 2],
  [26, 4],
  [27, 8],
]);
const MOST = 2 ** 40;

// What binds a proof to its credential.
export async function hashOf(credential) {
  return (await sha256(credential)).slice(0, HASH_BYTES);
}

// What a phone says.
export function decodeProof(payload) {
  if (payload[0] !== 0x84 || payload[1] !== 0x40 + HASH_BYTES || payload.length < START) {
    malformed();
  }
  const numbers = [];
  let at = START;
  for (let left = 3; left > 0; left -= 1) {
    const [found, end] = number(payload, at);
    numbers.push(found);
    at = end;
  }
  if (at !== payload.length) malformed();
  const [madeAt, counter, purpose] = numbers;
  return { credentialHash: payload.slice(2, START), madeAt, counter, purpose };
}

// The unsigned integer at a place, in its shortest form, and where it ends.
function number(payload, at) {
  if (at >= payload.length) malformed();
  const head = payload[at];
  if (head < 24) return [head, at + 1];
  const size = SIZES.get(head);
  if (size === undefined) malformed();
  const end = at + 1 + size;
  const found = big(payload.slice(at + 1, end));
  const shortest = size === 1 ? 24 : 2 ** (4 * size);
  if (end > payload.length || found < shortest || found >= MOST) malformed();
  return [found, end];
}
