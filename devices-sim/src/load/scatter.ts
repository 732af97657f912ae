import type { SeqRange } from '../band/wire.js';

/** The numbers of a range, each once, far from their order; without a list of them. */
export class Scatter {
  readonly #length: number;
  readonly #stride: number;
  readonly #offset: number;
  #given = 0;

  constructor(
    private readonly range: SeqRange,
    luck: number,
  ) {
    this.#length = range[1] - range[0] + 1;
    this.#offset = Math.floor(luck * this.#length);
    this.#stride = coprime(this.#length, Math.floor(this.#length * (0.382 + luck / 4)));
  }

  get left(): number {
    return this.#length - this.#given;
  }

  next(): number | undefined {
    if (this.left <= 0) return undefined;
    return this.range[0] + ((this.#offset + this.#given++ * this.#stride) % this.#length);
  }
}

/** The first number from `least` on that shares no divisor with `length`: its multiples visit every remainder. */
function coprime(length: number, least: number): number {
  let stride = Math.max(1, least);
  while (divisor(stride, length) > 1) stride++;
  return stride;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
