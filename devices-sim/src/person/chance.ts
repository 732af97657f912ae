/** A stream of chance that is the same for the same key, on any machine. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  between(least: number, most: number): number;
  /** Normal: mean 0, deviation 1. */
  gauss(): number;
  pick<T>(from: readonly T[]): T;
}

/**
 * Chance for one purpose. Each purpose has its own stream, so that one person more, or one fault more, changes nothing
 * in what the others do.
 */
export function chance(...key: readonly (string | number)[]): Chance {
  const next = sfc32(hash(key.join('/')));
  const between = (least: number, most: number): number => least + next() * (most - least);
  return {
    next,
    between,
    gauss: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
  };
}

/** MurmurHash3's mixing, four times with different starts: 128 bits from a string. */
function hash(key: string): [number, number, number, number] {
  const lane = (start: number): number => {
    let h = start;
    for (let i = 0; i < key.length; i++) {
      h = Math.imul(h ^ key.charCodeAt(i), 0x85ebca6b);
      h = (h << 13) | (h >>> 19);
    }
    h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
    return (h ^ (h >>> 13)) >>> 0;
  };
  return [lane(0x9e3779b9), lane(0x243f6a88), lane(0xb7e15162), lane(0xdeadbeef)];
}

/** sfc32 by Chris Doty-Humphrey (PractRand): 128 bits of state, passes BigCrush. */
function sfc32([a, b, c, d]: [number, number, number, number]): () => number {
  const step = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 12; warm++) step();
  return step;
}
