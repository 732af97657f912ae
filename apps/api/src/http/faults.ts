import type { z } from 'zod';

export interface Fault {
  /** JSON pointer (RFC 6901) into the body, or to the query parameter. */
  readonly pointer: string;
  readonly detail: string;
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Every fault a schema found, each where it is. A field nobody knows is pointed at by its own name. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'unknown field' }))
      : [{ pointer: pointerTo(issue.path), detail: issue.message }],
  );
}

/** Deeper than any shape of ours; keeps the walk below off the end of the stack. */
const DEEPEST = 32;

/**
 * Text that PostgreSQL cannot store (NUL), or that would not be the same when read back (half a surrogate pair, which
 * would break the hash of an audit entry).
 */
export function textFaults(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof value === 'string')
    return isStorable(value) ? [] : [{ pointer: pointerTo(path), detail: 'not storable text' }];
  if (typeof value !== 'object' || value === null) return [];
  if (path.length >= DEEPEST) return [{ pointer: pointerTo(path), detail: 'nested too deeply' }];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(isStorable(key) ? [] : [{ pointer: pointerTo(path), detail: 'a field name that is not storable text' }]),
    ...textFaults(member, [...path, key]),
  ]);
}

const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
