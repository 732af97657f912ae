import { z } from 'zod';

/** Points in hundredths: exact, and 64 bits wide wherever they are stored. */
export type Points = bigint & { readonly unit: 'hundredths' };

const LARGEST = 2n ** 63n - 1n;
const FORM = /^(-?)(\d{1,17})(?:\.(\d{1,2}))?$/;

export const points = (hundredths: bigint): Points => hundredths as Points;
export const NONE = points(0n);

/** `12.5` as 1250 hundredths; undefined when it is not an exact number of hundredths, or too large. */
export function readPoints(text: string): Points | undefined {
  const [whole, minus, units, fraction = ''] = FORM.exec(text) ?? [];
  if (whole === undefined || units === undefined) return undefined;
  const size = BigInt(units) * 100n + BigInt(fraction.padEnd(2, '0'));
  return size > LARGEST ? undefined : points(minus === '-' ? -size : size);
}

/** As people write them: `-3`, `0.5`, `750`. */
export function writePoints(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = String(size % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${size / 100n}${fraction === '' ? '' : `.${fraction}`}`;
}

export const negated = (amount: bigint): Points => points(-amount);
export const sizeOf = (amount: bigint): Points => points(amount < 0n ? -amount : amount);
export const sum = (amounts: Iterable<bigint>): Points => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return points(total);
};
export const least = (one: Points, ...others: readonly Points[]): Points =>
  others.reduce((smallest, other) => (other < smallest ? other : smallest), one);

/** A decimal with at most two places, as text: a JSON number is a binary fraction and would not be exact. */
export const amount = z.string().transform((text, context): Points => {
  const read = readPoints(text);
  if (read !== undefined) return read;
  context.addIssue({ code: 'custom', message: 'a decimal number with at most two places, as text' });
  return z.NEVER;
});
export const positive = amount.refine((read) => read > 0n, 'more than nothing');
