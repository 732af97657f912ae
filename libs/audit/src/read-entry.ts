import type { Entry } from './entry.js';

const texts = ['seq', 'at', 'actor', 'role', 'action', 'subject', 'prevHash', 'hash'] as const;

/** An entry as it was exported; undefined when it has not its form. Fields of no meaning stay in it, and break its hash. */
export function readEntry(json: string): Entry | undefined {
  const value = parse(json);
  return isEntry(value) ? value : undefined;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  const isNumbered = typeof fields['seq'] === 'string' && /^\d{1,19}$/.test(fields['seq']);
  return isNumbered && texts.every((key) => typeof fields[key] === 'string') && isCanonical(value);
}

/** Whether there is one way to write it: integers, texts and lists or maps of them. */
function isCanonical(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isCanonical);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
