/** What stands in the queue, and what waits behind "3 new" because a hand or an eye is on a row. */
export interface Arrangement {
  readonly rows: readonly string[];
  readonly waiting: readonly string[];
}

/**
 * While `held`, no row moves and none appears: the rows stay as they were, also those that no longer belong, and new
 * ones wait. Otherwise everything stands in its order.
 */
export function arrange(before: readonly string[], ordered: readonly string[], held: boolean): Arrangement {
  if (!held) return { rows: ordered, waiting: [] };
  const standing = new Set(before);
  return { rows: before, waiting: ordered.filter((id) => !standing.has(id)) };
}

/** The row `steps` away from the chosen one, within the queue; the first when none is chosen. */
export function neighbour(rows: readonly string[], chosen: string | undefined, steps: number): string | undefined {
  const at = chosen === undefined ? -1 : rows.indexOf(chosen);
  if (at < 0) return rows[0];
  return rows[Math.min(rows.length - 1, Math.max(0, at + steps))];
}
