// How hard a QR code is to read (ISO/IEC 18004, 7.8.3): runs, blocks, false finders, balance.
"use strict";

const QrPenalty = (() => {
  const BEFORE = 0b00001011101; // a false finder with four light modules before or after it
  const AFTER = 0b10111010000;

  function ofLine(dark, start, step, size) {
    let points = 0;
    let run = 0;
    let window = 0;
    let last = -1;
    for (let at = 0, place = start; at < size; at++, place += step) {
      const value = dark[place];
      run = value === last ? run + 1 : 1;
      last = value;
      if (run === 5) points += 3;
      else if (run > 5) points += 1;
      window = ((window << 1) | value) & 0x7ff;
      if (at >= 10 && (window === BEFORE || window === AFTER)) points += 40;
    }
    return points;
  }

  return (dark, size) => {
    let points = 0;
    let count = 0;
    for (let y = 0; y < size; y++) {
      points += ofLine(dark, y * size, 1, size) + ofLine(dark, y, size, size);
      for (let x = 0, at = y * size; x < size; x++, at++) {
        const value = dark[at];
        count += value;
        const isBlock = x && y && dark[at - 1] === value && dark[at - size] === value;
        if (isBlock && dark[at - size - 1] === value) points += 3;
      }
    }
    return points + 10 * Math.floor(Math.abs((count * 20) / (size * size) - 10));
  };
})();
