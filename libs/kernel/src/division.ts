/** 行政区划代码: 4 digits city, 6 county, 9 township. */
export type DivisionCode = string;

/** Whoever works for `jurisdiction` may see what belongs to `division`: a prefix is what it covers. */
export const covers = (jurisdiction: DivisionCode, division: DivisionCode): boolean =>
  division.startsWith(jurisdiction);

/** The county a code lies in. */
export const countyOf = (division: DivisionCode): DivisionCode => division.slice(0, 6);

/** Where nobody works: what belongs there (the canary) is in nobody's jurisdiction, log or feed. */
export const NOBODYS_DIVISION: DivisionCode = '000000';
