// The credential's claims: CBOR's deterministic form, read as one pattern over the bytes. The
// pattern is the one of docs/code.md and of the library in Python; the same vectors hold both.

import { big, concat, fromLatin, latin, malformed } from "./bytes.js";

const LIST_SIZE = 1 << 17;
const SMALLEST_MOMENT = 1 << 16;
const ISSUER = /^([a-z][a-z0-9_-]{0,15})\/([0-9]{6})$/;
// A number of up to 32 bits in its shortest form; a moment always takes all four bytes.
const NUMBER = String.raw`([\x00-\x17]|\x18[\x18-\xff]|\x19(?!\x00)..|\x1a(?!\x00\x00)....)`;
const LAYOUT = new RegExp(
  String.raw`^([\xa7\xa8])\x01([\x68-\x77])([a-z0-9/_-]{8,23})\x02\x70([0-9A-Za-z_-]{16})` +
    String.raw`(\x04\x1a.{4}\x05\x1a.{4}\x06\x1a.{4})\x07\x48(.{8})` +
    String.raw`(?:\x08\xa1\x01\xa4\x01\x02\x20\x01\x21\x58\x20(.{32})\x22\x58\x20(.{32}))?` +
    String.raw`\x3a\x00\x01\x11\x70([\xa3-\xa5])\x01([\x01\x02])` +
    String.raw`\x02([\x81-\x90])([\x00-\x17]{1,16})\x03\x82${NUMBER}${NUMBER}` +
    String.raw`(?:\x04${NUMBER})?(?:\x05\x83${NUMBER}${NUMBER}${NUMBER})?$`,
  "s",
);

// What a credential says, its signature being checked.
export function decodeClaims(payload) {
  const found = LAYOUT.exec(latin(payload));
  if (found === null) malformed();
  const [, size, issuerSize, issuer, handle, moments, credentialId, x, y] = found;
  const [ownSize, kind, purposeCount, purposes] = found.slice(9, 13);
  const [listNumber, listIndex, uses, ...transit] = found.slice(13, 19);
  const [hasKey, hasUses, hasTransit] = [x, uses, transit[0]].map((part) => part !== undefined);
  const isCard = kind === "\x02";
  const fits =
    code(size) === 0xa7 + hasKey &&
    code(issuerSize) === 0x60 + issuer.length &&
    code(ownSize) === 0xa3 + hasUses + hasTransit &&
    code(purposeCount) === 0x80 + purposes.length &&
    isCard === hasUses &&
    hasUses !== hasKey;
  const index = number(listIndex);
  const times = [2, 8, 14].map((at) => big(fromLatin(moments.slice(at, at + 4))));
  if (!fits || index >= LIST_SIZE || Math.min(...times) < SMALLEST_MOMENT) malformed();
  const place = ISSUER.exec(issuer);
  if (place === null) malformed();
  const [expiresAt, notBefore, issuedAt] = times;
  return {
    metro: place[1],
    city: place[2],
    handle,
    credentialId: fromLatin(credentialId),
    issuedAt,
    notBefore,
    expiresAt,
    holder: hasKey ? concat([4], fromLatin(x), fromLatin(y)) : null,
    purposes: Array.from(purposes, code),
    listNumber: number(listNumber),
    listIndex: index,
  };
}

const code = (character) => character.charCodeAt(0);

// A number that the pattern found: one byte, or a head and the bytes after it.
function number(written) {
  return written.length === 1 ? code(written) : big(fromLatin(written.slice(1)));
}
