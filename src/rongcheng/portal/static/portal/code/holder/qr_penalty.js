// How hard a QR code is to read (ISO/IEC 18004, 7.8.3): runs, blocks, false finders, balance.
"use strict";

const QrPenalty = (() => {
  const FALSE_FINDERS = [0b00001011101, 0b10111010000];

  function ofLine(line) {
    let points = 0;
    let run = 0;
    let window = 0;
    line.forEach((isDark, at) => {
      run = at && line[at - 1] === isDark ? run + 1 : 1;
      if (run === 5) points += 3;
      else if (run > 5) points += 1;
      window = ((window << 1) | isDark) & 0x7ff;
      if (at >= 10 && FALSE_FINDERS.includes(window)) points += 40;
    });
    return points;
  }

  return (dark) => {
    const size = dark.length;
    let points = 0;
    let count = 0;
    for (let y = 0; y < size; y++) {
      points += ofLine(dark[y]) + ofLine(dark.map((row) => row[y]));
      for (let x = 0; x < size; x++) {
        count += dark[y][x];
        const value = dark[y][x];
        const isBlock =
          x && y && dark[y - 1][x] === value && dark[y][x - 1] === value;
        if (isBlock && dark[y - 1][x - 1] === value) points += 3;
      }
    }
    return points + 10 * Math.floor(Math.abs((count * 20) / (size * size) - 10));
  };
})();
