// A QR code (ISO/IEC 18004) of the letters of base45: alphanumeric mode, level M, versions 1 to 15.
// `Qr.draw(text)` returns `{ size, dark }`: modules row by row, 1 where dark. Flat bytes, because a
// slow phone draws eight masks and weighs each before a code shows.
"use strict";

const Qr = (() => {
  // By version: correction words of each block, and how many blocks there are (level M).
  const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
  const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];
  const MASKS = [
    (x, y) => (x + y) % 2 === 0,
    (x, y) => y % 2 === 0,
    (x) => x % 3 === 0,
    (x, y) => (x + y) % 3 === 0,
    (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
    (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
    (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
  ];

  // Powers and logarithms in GF(256) over x^8 + x^4 + x^3 + x^2 + 1.
  const POWER = new Uint8Array(510);
  const LOG = new Uint8Array(256);
  for (let at = 0, value = 1; at < 255; at++) {
    POWER[at] = POWER[at + 255] = value;
    LOG[value] = at;
    value = value & 0x80 ? (value << 1) ^ 0x11d : value << 1;
  }
  const times = (a, b) => (a && b ? POWER[LOG[a] + LOG[b]] : 0);

  const sizeOf = (version) => 17 + 4 * version;

  function alignments(version) {
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const last = sizeOf(version) - 7;
    const step = Math.ceil((last - 6) / (count - 1) / 2) * 2;
    return [6, ...Array.from({ length: count - 1 }, (_, at) => last - (count - 2 - at) * step)];
  }

  // Eight modules make a word; finders, timing, alignment, format and version take the others.
  function wordsOf(version) {
    const size = sizeOf(version);
    const count = alignments(version).length;
    const aligned = count ? 25 * (count * count - 3) - 10 * (count - 2) : 0;
    const taken = 3 * 64 + 2 * (size - 16) + 31 + aligned + (version > 6 ? 36 : 0);
    return Math.floor((size * size - taken) / 8);
  }

  const dataWordsOf = (version) =>
    wordsOf(version) - CORRECTION[version - 1] * BLOCKS[version - 1];

  function bitsOf(text, version) {
    const bits = [];
    const push = (value, width) => {
      for (let at = width - 1; at >= 0; at--) bits.push((value >> at) & 1);
    };
    push(2, 4);
    push(text.length, version < 10 ? 9 : 11);
    for (let at = 0; at < text.length; at += 2) {
      const [first, second] = [text[at], text[at + 1]].map((c) => Base45.LETTERS.indexOf(c));
      if (first < 0 || (second < 0 && at + 1 < text.length)) throw new RangeError("no such letter");
      if (at + 1 < text.length) push(first * 45 + second, 11);
      else push(first, 6);
    }
    return bits;
  }

  function wordsFor(text) {
    for (let version = 1; version <= CORRECTION.length; version++) {
      const bits = bitsOf(text, version);
      const room = 8 * dataWordsOf(version);
      if (bits.length > room) continue;
      return { version, words: padded(bits, room) };
    }
    throw new RangeError("too long for version 15");
  }

  function padded(bits, room) {
    // Four zero bits end the text where there is room; then whole words of 236 and 17.
    const words = new Uint8Array(room / 8);
    bits.forEach((bit, at) => (words[at >> 3] |= bit << (7 - (at & 7))));
    const ended = Math.min(room, bits.length + 4);
    for (let at = Math.ceil(ended / 8), turn = 0; at < words.length; at++, turn++)
      words[at] = turn % 2 ? 0x11 : 0xec;
    return words;
  }

  function correctionOf(words, degree) {
    let divisor = Uint8Array.of(1);
    for (let at = 0; at < degree; at++) {
      const next = new Uint8Array(divisor.length + 1);
      divisor.forEach((value, place) => {
        next[place] ^= value;
        next[place + 1] ^= times(value, POWER[at]);
      });
      divisor = next;
    }
    const rest = new Uint8Array(words.length + degree);
    rest.set(words);
    for (let at = 0; at < words.length; at++) {
      const factor = rest[at];
      for (let place = 1; place < divisor.length; place++)
        rest[at + place] ^= times(divisor[place], factor);
    }
    return rest.slice(words.length);
  }

  function interleaved(words, version) {
    const [degree, count] = [CORRECTION[version - 1], BLOCKS[version - 1]];
    const short = Math.floor(words.length / count);
    const longer = words.length % count;
    const blocks = [];
    for (let number = 0, at = 0; number < count; number++) {
      const size = short + (number >= count - longer ? 1 : 0);
      blocks.push(words.slice(at, at + size));
      at += size;
    }
    const checks = blocks.map((block) => correctionOf(block, degree));
    const found = [];
    for (let at = 0; at <= short; at++)
      for (const block of blocks) if (at < block.length) found.push(block[at]);
    for (let at = 0; at < degree; at++) for (const check of checks) found.push(check[at]);
    return found;
  }

  function frame(version) {
    const size = sizeOf(version);
    const dark = new Uint8Array(size * size);
    const fixed = new Uint8Array(size * size);
    const set = (x, y, value) => {
      if (x < 0 || y < 0 || x >= size || y >= size) return;
      dark[y * size + x] = value;
      fixed[y * size + x] = 1;
    };
    const square = (x, y, radius, isDark) => {
      for (let dy = -radius; dy <= radius; dy++)
        for (let dx = -radius; dx <= radius; dx++)
          set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
    };
    for (let at = 0; at < size; at++) {
      set(6, at, 1 - (at % 2));
      set(at, 6, 1 - (at % 2));
    }
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]])
      square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    const places = alignments(version);
    const end = places.at(-1);
    for (const x of places)
      for (const y of places)
        if (!(x === 6 && (y === 6 || y === end)) && !(x === end && y === 6))
          square(x, y, 2, (ring) => ring !== 1);
    return { size, dark, fixed, set, version };
  }

  function remainder(value, divisor, width) {
    let rest = value << width;
    for (let at = 31 - Math.clz32(rest); at >= width; at = 31 - Math.clz32(rest))
      rest ^= divisor << (at - width);
    return (value << width) | rest;
  }

  function writeFormat({ size, set, version }, mask) {
    const format = remainder(mask, 0x537, 10) ^ 0x5412; // level M is 00
    for (let at = 0; at < 15; at++) {
      const bit = (format >> at) & 1;
      if (at < 8) set(size - 1 - at, 8, bit);
      else set(8, size - 15 + at, bit);
      if (at < 6) set(8, at, bit);
      else if (at < 8) set(8, at + 1, bit);
      else set(at === 8 ? 7 : 14 - at, 8, bit);
    }
    set(8, size - 8, 1);
    if (version < 7) return;
    const numbered = remainder(version, 0x1f25, 12);
    for (let at = 0; at < 18; at++) {
      const bit = (numbered >> at) & 1;
      const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
      set(far, near, bit);
      set(near, far, bit);
    }
  }

  function fill({ size, dark, fixed }, words) {
    let at = 0;
    let upward = true;
    for (let right = size - 1; right > 0; right -= 2, upward = !upward) {
      if (right === 6) right = 5;
      for (let step = 0; step < size; step++) {
        const row = (upward ? size - 1 - step : step) * size;
        for (const place of [row + right, row + right - 1]) {
          if (fixed[place]) continue;
          if (at < 8 * words.length) dark[place] = (words[at >> 3] >> (7 - (at & 7))) & 1;
          at++;
        }
      }
    }
  }

  function flip({ size, dark, fixed }, mask) {
    const isFlipped = MASKS[mask];
    for (let y = 0, place = 0; y < size; y++)
      for (let x = 0; x < size; x++, place++)
        if (!fixed[place] && isFlipped(x, y)) dark[place] ^= 1;
  }

  function draw(text, asked = -1) {
    const { version, words } = wordsFor(text);
    const made = frame(version);
    writeFormat(made, 0); // takes its places, so that no data lands there
    fill(made, interleaved(words, version));
    let best;
    for (let mask = asked < 0 ? 0 : asked; mask <= (asked < 0 ? 7 : asked); mask++) {
      writeFormat(made, mask);
      flip(made, mask);
      const points = QrPenalty(made.dark, made.size);
      if (!best || points < best.points) best = { points, dark: made.dark.slice() };
      flip(made, mask); // back again
    }
    return { size: made.size, dark: best.dark };
  }

  return Object.freeze({ draw });
})();
