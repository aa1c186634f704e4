// COSE_Sign1 with ES256 (RFC 9052, 4.2 and 4.4), read strictly: one written form only.

import { concat, fromHex, isEqual, malformed } from "./bytes.js";

export const HOLDER_HEADER = fromHex("a10126");
export const POINT_BYTES = 65;
const KEY_ID_BYTES = 8;
const ISSUER_HEADER = fromHex("a201260448");
const LIST_HEADER = fromHex("a301260448");
const LIST_TYPE = concat(
  fromHex("10781a"),
  new TextEncoder().encode("application/statuslist+cwt"),
);
const OPENING = fromHex("d284");
const MARKS = fromHex("d284a05840");
const SIGNED_OPENING = concat(fromHex("846a"), new TextEncoder().encode("Signature1"));
const NO_EXTERNAL_DATA = fromHex("40");
const SIGNATURE_BYTES = 64;
const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };

// The COSE_Sign1 that begins at a place: header, payload, signature, what it signs, its end.
export function readSigned(data, at = 0) {
  const headerAt = at + OPENING.length;
  const [headerFrom, headerTo] = byteString(data, headerAt);
  const payloadAt = headerTo + 1;
  const [payloadFrom, payloadTo] = byteString(data, payloadAt);
  const signatureFrom = payloadTo + 2;
  const end = signatureFrom + SIGNATURE_BYTES;
  const marks = concat(
    data.slice(at, headerAt),
    data.slice(headerTo, payloadAt),
    data.slice(payloadTo, signatureFrom),
  );
  if (!isEqual(marks, MARKS) || data.length < end) malformed();
  return {
    header: data.slice(headerFrom, headerTo),
    payload: data.slice(payloadFrom, payloadTo),
    signature: data.slice(signatureFrom, end),
    message: concat(
      SIGNED_OPENING,
      data.slice(headerAt, headerTo),
      NO_EXTERNAL_DATA,
      data.slice(payloadAt, payloadTo),
    ),
    end,
  };
}

export function isSignedBy(signed, key) {
  return crypto.subtle.verify(ES256, key, signed.signature, signed.message);
}

// The key id in a credential's header.
export function keyIdOf(header) {
  const id = header.slice(ISSUER_HEADER.length);
  if (id.length !== KEY_ID_BYTES || !isEqual(header, concat(ISSUER_HEADER, id))) malformed();
  return id;
}

// The key id in a status list's header.
export function listKeyIdOf(header) {
  const id = header.slice(LIST_HEADER.length, LIST_HEADER.length + KEY_ID_BYTES);
  if (!isEqual(header, concat(LIST_HEADER, id, LIST_TYPE))) malformed();
  return id;
}

// The P-256 key of an uncompressed point; a point beside the curve is refused.
export async function keyOfPoint(point) {
  if (point.length !== POINT_BYTES || point[0] !== 4) malformed();
  try {
    return await crypto.subtle.importKey("raw", point, P256, false, ["verify"]);
  } catch {
    return malformed();
  }
}

// Where the byte string at a place begins and ends, its length in shortest form.
function byteString(data, at) {
  if (at + 3 > data.length) malformed();
  const head = data[at];
  let start = 0;
  let size = 0;
  if (head === 0x58 && data[at + 1] >= 24) {
    [start, size] = [at + 2, data[at + 1]];
  } else if (head >= 0x40 && head <= 0x57) {
    [start, size] = [at + 1, head - 0x40];
  } else if (head === 0x59 && data[at + 1]) {
    [start, size] = [at + 3, (data[at + 1] << 8) | data[at + 2]];
  } else {
    malformed();
  }
  if (start + size > data.length) malformed();
  return [start, start + size];
}
