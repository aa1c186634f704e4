// Small tools over bytes, and the one error of everything that is read: not written as it must be.

export class Malformed extends Error {}

// Refuse what was scanned or fetched.
export function malformed() {
  throw new Malformed("malformed");
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function isEqual(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text) {
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

// Bytes as text of the same length, one character for each byte: patterns run over it.
export function latin(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function fromLatin(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

// An unsigned number of several bytes; exact up to 53 bits.
export function big(bytes) {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
