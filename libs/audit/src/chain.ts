import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Act, DetailValue, Entry } from './entry.js';

/** What the first entry follows: 64 zeros. */
export const GENESIS = '0'.repeat(64);

/**
 * The text that is hashed: the entry without its hash, as JSON with keys sorted and no white space (RFC 8785 for the
 * values we allow). Anybody with a JSON library and SHA-256 can make it again.
 */
export function canonical(value: DetailValue): string {
  if (Array.isArray(value)) return `[${value.map((item: DetailValue) => canonical(item)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value as Record<string, DetailValue>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new TypeError(`an audit entry holds integers only, not ${String(value)}`);
  }
  return JSON.stringify(value);
}

/** Puts an act in its place behind `prevHash`. */
export function link(act: Act, seq: string, prevHash: string): Entry {
  const body = { ...act, seq, prevHash };
  return { ...body, hash: bytesToHex(sha256(utf8ToBytes(canonical(body)))) };
}

export interface ChainFault {
  readonly seq: string;
  readonly fault: 'hash' | 'link' | 'order';
}

/** Checks entries one after the other; keeps nothing but the last, so it reads a log of any length. */
export class ChainVerifier {
  #seq: bigint | undefined;
  #hash: string | undefined;
  #count = 0;

  /** `after`: the hash the first entry must follow, when the log is not read from its beginning. */
  constructor(private readonly after: string = GENESIS) {}

  /** The first fault of this entry, or undefined when it stands where it should. */
  check(entry: Entry): ChainFault | undefined {
    const { hash, ...body } = entry;
    const fault = this.#faultOf(entry, link(body, body.seq, body.prevHash).hash === hash);
    this.#seq = BigInt(entry.seq);
    this.#hash = hash;
    this.#count += 1;
    return fault === undefined ? undefined : { seq: entry.seq, fault };
  }

  get count(): number {
    return this.#count;
  }

  /** The hash of the last entry: what a prosecutor writes down to compare next time. */
  get head(): string {
    return this.#hash ?? this.after;
  }

  #faultOf(entry: Entry, hashHolds: boolean): ChainFault['fault'] | undefined {
    if (!hashHolds) return 'hash';
    if (entry.prevHash !== (this.#hash ?? this.after)) return 'link';
    const expected = this.#seq === undefined ? BigInt(entry.seq) : this.#seq + 1n;
    return BigInt(entry.seq) === expected ? undefined : 'order';
  }
}
