/**
 * Degrees as they were said, to seven decimals (a centimetre). They are stored in steps of 2^-24 degree, see
 * insert_records.sql: the nearest of those is always nearer than half of the seventh decimal.
 */
export const degrees = (stored: number): number => Math.round(stored * 1e7) / 1e7;

export const degreesOrNull = (stored: number | null): number | null => (stored === null ? null : degrees(stored));
