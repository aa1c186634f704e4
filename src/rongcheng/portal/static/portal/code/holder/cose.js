// What a phone signs: COSE_Sign1 with ES256 over CBOR in its one deterministic form (docs/code.md).
// Writing only; the key never leaves the browser, which signs for us.
"use strict";

const Cose = (() => {
  const HEADER = Uint8Array.of(0xa1, 0x01, 0x26); // {1 (alg): -7 (ES256)}
  const HASH_BYTES = 16;
  const ascii = (text) => new TextEncoder().encode(text);

  function join(...parts) {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  // A head of CBOR: the kind in the upper three bits, then the number in its shortest form.
  function head(kind, number) {
    const size = [24, 0x100, 0x10000, 0x100000000].findIndex((limit) => number < limit);
    if (size === 0) return Uint8Array.of(kind | number);
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
    const width = size < 0 ? 8 : 1 << (size - 1);
    return join(Uint8Array.of(kind | (23 + (size < 0 ? 4 : size))), bytes.slice(8 - width));
  }

  const number = (value) => head(0x00, value);
  const bytes = (data) => join(head(0x40, data.length), data);
  const text = (words) => join(head(0x60, words.length), ascii(words));
  const list = (...items) => join(head(0x80, items.length), ...items);

  async function sign(payload, key) {
    const head = bytes(HEADER);
    const body = bytes(payload);
    const message = list(text("Signature1"), head, bytes(new Uint8Array(0)), body);
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, message);
    const opening = Uint8Array.of(0xd2, 0x84);
    const unprotected = Uint8Array.of(0xa0);
    return join(opening, head, unprotected, body, bytes(new Uint8Array(signature)));
  }

  // The proof of the moment: which credential, the second, a counter that grows, any purpose.
  async function proof(credential, key, at, counter) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", credential));
    const hash = bytes(digest.slice(0, HASH_BYTES));
    return sign(list(hash, number(at), number(counter), number(0)), key);
  }

  // Proof that this phone holds its key, before the metro vouches for it.
  const possession = (challenge, point, key) =>
    sign(list(text("rongcheng-bind"), bytes(challenge), bytes(point)), key);

  return Object.freeze({ join, number, proof, possession });
})();
