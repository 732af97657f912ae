const units = [
  ['years', 365 * 86_400],
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

/** How far a clock is off, in the largest unit of which there are two; which way is the sign. */
export function offsetOf(seconds: unknown): { readonly way: string; readonly offset: number; readonly unit: string } {
  if (typeof seconds !== 'number') return { way: 'unknown', offset: 0, unit: 'none' };
  const [unit, length] = units.find(([, one]) => Math.abs(seconds) >= 2 * one) ?? ['minutes', 60];
  return { way: seconds > 0 ? 'ahead' : 'behind', offset: Math.round(Math.abs(seconds) / length), unit };
}
