import type { Backtest, Zone } from '#libs/protocol';
import type { paths } from '../api/schema.js';
import { fromWallClock } from '../app/time.js';
import { placeOf } from '../dossier/leave-place.js';

/** What is asked for, as the call takes it. */
export type WantedTrial = NonNullable<
  paths['/api/v1/rules/backtest']['post']['requestBody']
>['content']['application/json'];
export type WantedChange = WantedTrial['change'];
type Drawing = NonNullable<Extract<WantedChange, { is: 'zone' }>['drawing']>;
type Schedule = NonNullable<Drawing['schedule']>;

/** A number of a policy; one inside another is named after both. */
export interface Parameter {
  readonly name: string;
  readonly value: number;
}

/** The numbers of a policy, as one list. */
export const parametersOf = (policy: Readonly<Record<string, unknown>>, within = ''): Parameter[] =>
  Object.entries(policy).flatMap(([key, value]): Parameter[] => {
    const name = within === '' ? key : `${within}.${key}`;
    if (typeof value === 'number') return [{ name, value }];
    return typeof value === 'object' && value !== null ? parametersOf(value as Record<string, unknown>, name) : [];
  });

/** The same policy with what was typed in its place; undefined while something typed is no number. */
export function policyWith(
  policy: Readonly<Record<string, unknown>>,
  typed: Readonly<Record<string, string>>,
  within = '',
): Record<string, unknown> | undefined {
  const entries = Object.entries(policy).map(([key, value]) => {
    const name = within === '' ? key : `${within}.${key}`;
    if (typeof value === 'object' && value !== null)
      return [key, policyWith(value as Record<string, unknown>, typed, name)] as const;
    const words = typed[name]?.trim();
    return [key, words === undefined ? value : numberOf(words)] as const;
  });
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
}

const numberOf = (words: string): number | undefined => {
  const value = Number(words);
  return words === '' || Number.isNaN(value) ? undefined : value;
};

/** What is filled in about an area. */
export interface TypedZone {
  readonly gone: boolean;
  readonly name: string;
  readonly kind: 'inclusion' | 'exclusion';
  /** Latitude, longitude and metres around; empty: as it is. */
  readonly extent: string;
  readonly buffer: string;
}

/** An area drawn otherwise, a new one (no zone), or none; undefined while something is missing. */
export function zoneChange(zone: Zone | undefined, typed: TypedZone): WantedChange | undefined {
  const zoneId = zone?.id ?? null;
  if (typed.gone) return zone && { is: 'zone', zoneId, drawing: null };
  const place = placeOf(typed.extent);
  const drawn = place !== undefined && 'circle' in place ? { circle: place.circle } : undefined;
  const shape = drawn ?? (typed.extent.trim() === '' && zone !== undefined ? shapeOf(zone) : undefined);
  const buffer = numberOf(typed.buffer.trim());
  const name = zone?.name ?? typed.name.trim();
  const kind = zone?.kind ?? typed.kind;
  if (shape === undefined || buffer === undefined || buffer < 0 || name === '' || kind === 'interest') return undefined;
  const schedule = zone?.schedule == null ? {} : { schedule: zone.schedule as Schedule };
  return { is: 'zone', zoneId, drawing: { name, kind, buffer, ...shape, ...schedule } };
}

const shapeOf = ({ geometry, circle }: Zone) =>
  geometry !== null ? { geometry } : circle !== null ? { circle } : undefined;

/** From one time typed to another, as the wire has it; undefined while it is no time in that order. */
export function periodOf(from: string, to: string): { readonly from: string; readonly to: string } | undefined {
  const [begins, ends] = [fromWallClock(from), fromWallClock(to)];
  if (begins === undefined || ends === undefined || begins >= ends) return undefined;
  return { from: new Date(begins).toISOString(), to: new Date(ends).toISOString() };
}

export const isUnderWay = ({ state }: Pick<Backtest, 'state'>): boolean => state === 'waiting' || state === 'running';
