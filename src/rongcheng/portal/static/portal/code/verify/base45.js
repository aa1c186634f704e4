// Base45 (RFC 9285, 4): bytes in the alphabet that a QR code packs most tightly.

import { malformed } from "./bytes.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map(Array.from(ALPHABET, (character, value) => [character, value]));

// The bytes of a base45 text.
export function decode(text) {
  if (text.length % 3 === 1) malformed();
  const found = [];
  for (let at = 0; at < text.length; at += 3) {
    const values = Array.from(text.slice(at, at + 3), (character) => VALUES.get(character));
    if (values.includes(undefined)) malformed();
    const [low, middle, high] = values;
    const number = low + 45 * middle + (high === undefined ? 0 : 45 * 45 * high);
    if (number > (high === undefined ? 0xff : 0xffff)) malformed();
    if (high !== undefined) found.push(number >> 8);
    found.push(number & 0xff);
  }
  return Uint8Array.from(found);
}
