const decoder = new TextDecoder('utf-8', { fatal: true });
const OPENING_BRACE = 0x7b;
/** Deeper than any message of the contract; far below what JSON.stringify and PostgreSQL can bear. */
const MAX_DEPTH = 16;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON object in a payload; undefined when it is anything else, also when it is not UTF-8. */
export function parseObject(payload: Uint8Array): JsonObject | undefined {
  if (payload[0] !== OPENING_BRACE) return undefined;
  try {
    const value: unknown = JSON.parse(decoder.decode(payload));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isTooDeep(value: unknown, depth = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isTooDeep(inner, depth - 1));
}
