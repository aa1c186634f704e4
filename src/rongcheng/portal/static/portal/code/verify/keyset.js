// Issuer keys as a verifier holds them (RFC 7517): pinned, found by key id.

import { concat, fromLatin, hex, isEqual, malformed, sha256 } from "./bytes.js";
import { POINT_BYTES, keyOfPoint } from "./cose.js";

const MOST_KEYS = 1_000;
const KEY_ID_BYTES = 8;
const LONGEST = 64;
const LATEST = 2 ** 40;
const BASE64URL = /^[A-Za-z0-9_-]*$/;

// The keys of a published set, parsed JSON; `find` gives one by its id, or undefined.
export async function readKeys(written) {
  const listed = written && written.keys;
  if (!Array.isArray(listed) || listed.length > MOST_KEYS) malformed();
  const keys = new Map();
  for (const item of listed) {
    const key = await trusted(item);
    keys.set(hex(key.keyId), key);
  }
  return { size: keys.size, find: (keyId) => keys.get(hex(keyId)) };
}

async function trusted(written) {
  if (!written || written.kty !== "EC" || written.crv !== "P-256") malformed();
  const point = concat([4], bytes(written.x), bytes(written.y));
  if (typeof written.metro !== "string" || point.length !== POINT_BYTES) malformed();
  const keyId = bytes(written.kid);
  if (!isEqual(keyId, (await sha256(point)).slice(0, KEY_ID_BYTES))) malformed();
  return {
    keyId,
    metro: written.metro,
    public: await keyOfPoint(point),
    validFrom: moment(written.nbf),
    validUntil: moment(written.exp),
  };
}

function moment(written) {
  if (!Number.isInteger(written) || written < 0 || written >= LATEST) malformed();
  return written;
}

function bytes(written) {
  const fits =
    typeof written === "string" && written.length <= LONGEST && BASE64URL.test(written);
  if (!fits || written.length % 4 === 1) malformed();
  return fromLatin(atob(written.replaceAll("-", "+").replaceAll("_", "/")));
}
