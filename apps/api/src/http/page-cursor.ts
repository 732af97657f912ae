import { DomainError } from '#libs/kernel';
import type { z } from 'zod';

/**
 * Where a list goes on: the sort keys of the last item shown. Opaque to clients. As it is a place in the order and not
 * a count, items that come or go on earlier pages do not shift the later ones.
 */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

export function decodeCursor<Keys extends z.ZodTuple>(
  schema: Keys,
  cursor: string | undefined,
): z.output<Keys> | undefined {
  if (cursor === undefined) return undefined;
  const keys = schema.safeParse(parse(Buffer.from(cursor, 'base64url').toString()));
  if (keys.success) return keys.data;
  const errors = [{ pointer: '/cursor', detail: 'not a cursor of this list' }];
  throw new DomainError('request.invalid', 'Take the cursor from `next` of the page before', {}, undefined, errors);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A page of at most `limit`, from a query that asked for one more than that. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  keysOf: (last: T) => readonly (string | number)[],
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(keysOf(last)) : null };
}
