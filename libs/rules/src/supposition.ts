import { instant, type Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import type { z } from 'zod';
import { anyRules, type FoldedKind } from './catalogue.js';
import { policySchemas } from './policy.js';
import type { PolicyVersion, World, ZoneVersion } from './world.js';

/** A policy as if it had always been in force, in a division and all below that have none of their own. */
export interface SupposedPolicy {
  readonly is: 'policy';
  readonly kind: AlertKind;
  readonly division: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type SupposedDrawing = Pick<ZoneVersion, 'name' | 'kind' | 'shape' | 'buffer' | 'schedule'>;

/** An area as if it had been drawn like this whenever it was in force; one that is new (no id), always. */
export interface SupposedZone {
  readonly is: 'zone';
  readonly zoneId: string | null;
  /** Null: as if there had been none. */
  readonly drawing: SupposedDrawing | null;
}

/** A rule as it is in this release, beside the alerts on file, which were judged by the rule as it was then. */
export interface SupposedRule {
  readonly is: 'rule';
  readonly kind: AlertKind;
}

export type Supposition = SupposedPolicy | SupposedZone | SupposedRule;

type AnyRule = (typeof anyRules)[number];

/** The rules to which it makes a difference; none for a kind that is not folded over records. */
export function rulesConcerned(supposition: Supposition): readonly AnyRule[] {
  if (supposition.is === 'zone') return anyRules.filter((rule) => rule.asks?.includes('areas'));
  const { kind } = supposition;
  const own = anyRules.filter((rule) => rule.kind === kind);
  if (supposition.is === 'rule' || own.length === 0) return own;
  return anyRules.filter((rule) => rule.kind === (kind as FoldedKind) || rule.asks?.includes(kind));
}

/** A field that nobody knows is a mistake here: it would be tried and change nothing. */
export const readParameters = (kind: AlertKind, given: unknown) =>
  (policySchemas[kind] as z.ZodObject).strict().safeParse(given);

/** Worlds as they would be. They go on sharing what they share: it is worked out once. */
export function supposing(supposition: Supposition): (world: World) => World {
  switch (supposition.is) {
    case 'rule':
      return (world) => world;
    case 'zone':
      return (world) => withZone(world, supposition);
    case 'policy': {
      const known = new WeakMap<readonly PolicyVersion[], readonly PolicyVersion[]>();
      return (world) => {
        const policies = known.get(world.policies) ?? withPolicy(world.policies, supposition);
        known.set(world.policies, policies);
        return { ...world, policies };
      };
    }
  }
}

const BEFORE_ALL = -Infinity as Instant;

function withPolicy(
  policies: readonly PolicyVersion[],
  { kind, division, parameters }: SupposedPolicy,
): readonly PolicyVersion[] {
  const newest = Math.max(0, ...policies.map((policy) => policy.version));
  return [...policies, { kind, division, parameters, version: newest + 1, from: BEFORE_ALL }];
}

function withZone(world: World, { zoneId, drawing }: SupposedZone): World {
  const all = [...world.zones, ...world.exclusions];
  const known = zoneId === null ? [ALWAYS] : all.filter((zone) => zone.id === zoneId);
  const others = all.filter((zone) => zone.id !== zoneId);
  const redrawn = drawing === null ? [] : known.map((one) => ({ ...NEW, ...one, ...drawing }));
  const zones = [...others, ...redrawn];
  return {
    ...world,
    zones: zones.filter(({ kind }) => kind === 'inclusion'),
    exclusions: zones.filter(({ kind }) => kind === 'exclusion'),
  };
}

const ALWAYS = { from: instant(0), to: null };
const NEW = { id: 'new', version: 1 };
