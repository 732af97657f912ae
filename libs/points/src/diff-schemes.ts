/** One value that is another in a later version of a scheme. */
export interface Difference {
  readonly pointer: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two versions. Members with a code are compared by it, wherever they stand in their list. */
export function differencesOf(before: unknown, after: unknown, pointer = ''): readonly Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [one, other] = [membersOf(before), membersOf(after)];
  if (one === undefined || other === undefined) return [{ pointer, before: before ?? null, after: after ?? null }];
  const keys = new Set([...one.keys(), ...other.keys()]);
  const inside = [...keys].flatMap((key) => differencesOf(one.get(key), other.get(key), `${pointer}/${key}`));
  return inside.length > 0 ? inside : [{ pointer, before, after }];
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  return new Map(value.map((member: unknown, index) => [codeOf(member) ?? String(index), member]));
}

function codeOf(member: unknown): string | undefined {
  if (typeof member !== 'object' || member === null || !('code' in member)) return undefined;
  return typeof member.code === 'string' ? member.code : undefined;
}
