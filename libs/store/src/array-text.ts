/** A value that needs no quotes in the text form of an array: numbers, booleans, ISO times, hexadecimal. */
type Plain = string | number | boolean | null;

/**
 * The text form of an array of plain values. The driver's own quotes and escapes each element, which for 2,000 records
 * of 23 columns took as long as the database did.
 */
export function arrayText(values: readonly Plain[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

export const timeText = (at: number): string => new Date(at).toISOString();

/** JSON as PostgreSQL's jsonb takes it: it has no place for a zero character, nor for half a surrogate pair. */
export function jsonbText(value: unknown): string {
  const text = JSON.stringify(value);
  // JSON.stringify writes exactly these two as escapes of this form; an escaped backslash before them is skipped over.
  return text.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escape) => (escape.length === 6 ? '\ufffd' : escape));
}

/** Text as PostgreSQL takes it. */
export const storableText = (text: string): string => text.replaceAll('\0', '\ufffd');
