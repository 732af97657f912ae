import { Tokenizer, Type, type Token } from 'cborg';
import { isObject, type JsonObject } from './uplink-json.js';

const MAP = 0xa0;
const MAP_END = 0xbf;
/** "This is CBOR", RFC 8949 section 3.4.6: some encoders begin with it. */
const SELF_DESCRIBED = [0xd9, 0xd9, 0xf7] as const;

export const looksLikeCbor = ([first, second, third]: Uint8Array): boolean =>
  (first !== undefined && first >= MAP && first <= MAP_END) ||
  (first === SELF_DESCRIBED[0] && second === SELF_DESCRIBED[1] && third === SELF_DESCRIBED[2]);

/** The map in a payload, as JSON would have it; undefined when it is anything else. */
export function parseCbor(payload: Uint8Array): JsonObject | undefined {
  try {
    const value = decodeCbor(payload);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The value of one CBOR item as JSON has it (RFC 8949 section 6.1): byte strings as base64url, what is no number and
 * `undefined` as null, tags without their tag, the last of two equal keys. Throws for everything that is not one whole
 * item. cborg reads the tokens and their lengths; they are put together here, because its own decoder refuses a message for
 * one tag that it does not know.
 */
function decodeCbor(payload: Uint8Array): unknown {
  const reader = new ItemReader(payload);
  const value = reader.item(0);
  if (!reader.done) throw new RangeError('bytes after the item');
  return value;
}

/** Far deeper than what is taken, and no danger to the stack: the reading is recursive. */
const MAX_READ = 1_000;
const BREAK = Symbol('break');

class ItemReader {
  readonly #tokens: InstanceType<typeof Tokenizer>;

  constructor(payload: Uint8Array) {
    this.#tokens = new Tokenizer(payload, { allowIndefinite: true, allowUndefined: true, allowBigInt: true });
  }

  get done(): boolean {
    return this.#tokens.done();
  }

  item(depth: number): unknown {
    const value = this.#next(depth);
    if (value === BREAK) throw new RangeError('a break without a beginning');
    return value;
  }

  #next(depth: number): unknown {
    if (this.done) throw new RangeError('the item is cut off');
    if (depth > MAX_READ) throw new RangeError('nested beyond reading');
    const token = this.#tokens.next();
    switch (token.type.name) {
      case 'break':
        return BREAK;
      case 'tag':
        return this.item(depth + 1);
      case 'array':
        return this.#array(lengthOf(token), depth + 1);
      case 'map':
        return this.#map(lengthOf(token), depth + 1);
      default:
        return plain(token);
    }
  }

  #array(length: number, depth: number): unknown[] {
    const items: unknown[] = [];
    while (items.length < length) {
      const item = this.#next(depth);
      if (item === BREAK && length === Infinity) break;
      if (item === BREAK) throw new RangeError('a break in a list of stated length');
      items.push(item);
    }
    return items;
  }

  #map(length: number, depth: number): unknown {
    const entries: [string, unknown][] = [];
    while (entries.length < length) {
      const key = this.#next(depth);
      if (key === BREAK && length === Infinity) break;
      if (typeof key === 'symbol') throw new RangeError('a break in a map of stated length');
      entries.push([typeof key === 'string' ? key : JSON.stringify(key), this.item(depth)]);
    }
    // An assignment to __proto__ would not make a property.
    return Object.fromEntries(entries);
  }
}

const lengthOf = (token: Token): number => token.value as number;

function plain({ type, value }: Token): unknown {
  if (Type.equals(type, Type.bytes)) return base64url(value as Uint8Array);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return value ?? null;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
