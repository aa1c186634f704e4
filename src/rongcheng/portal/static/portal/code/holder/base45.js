// Base45 (RFC 9285): bytes in the letters that a QR code packs most tightly. Writing only.
"use strict";

const Base45 = Object.freeze({
  LETTERS: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:",

  encode(bytes) {
    const letters = Base45.LETTERS;
    let text = "";
    for (let at = 0; at < bytes.length; at += 2) {
      const isPair = at + 1 < bytes.length;
      const value = isPair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
      text += letters[value % 45] + letters[Math.floor(value / 45) % 45];
      if (isPair) text += letters[Math.floor(value / 2025)];
    }
    return text;
  },
});
