import type { Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import type { Episode, Facts } from './episode.js';
import type { StoredAlert } from './diff.js';
import { holdsAt, type World } from './world.js';

/** Kinds that are judged by what the platform has on file and by a time, not by records: rounds look for them. */
export const reconciledKinds = ['order.ending', 'order.uncovered', 'abscondment.suspected'] as const;
export type ReconciledKind = (typeof reconciledKinds)[number];
export const isReconciled = (kind: AlertKind): kind is ReconciledKind =>
  (reconciledKinds as readonly AlertKind[]).includes(kind);

/** An alert of a kind that rounds look for, as it is on file. */
export interface AlertOnFile extends Omit<StoredAlert, 'id' | 'episode'> {
  readonly deviceId: string;
  readonly facts: Facts;
  /** When an officer closed it, over or not. */
  readonly resolvedAt: Instant | null;
}

/** One that goes on by what is on file. */
export const isGoingOn = ({ ended }: Pick<AlertOnFile, 'ended'>): boolean => ended === null;

/** What is found at a time, as an episode. `confirmedAt` is when it could be known at the earliest. */
export const found = (
  kind: ReconciledKind,
  world: World,
  said: Pick<Episode, 'startedAt' | 'confirmedAt' | 'lastAt' | 'facts' | 'versions'> & Partial<Episode>,
): Episode => ({
  kind,
  superviseeId: world.superviseeId,
  deviceId: '',
  receivedBy: said.confirmedAt,
  count: 1,
  ended: null,
  fixes: [],
  zone: null,
  records: [],
  ...said,
});

/** An alert on file as the episode it was: to go on with it, or to end it. */
export const asFiled = (world: World, filed: AlertOnFile, change: Partial<Episode>): Episode =>
  found(filed.kind as ReconciledKind, world, {
    deviceId: filed.deviceId,
    startedAt: filed.startedAt,
    confirmedAt: filed.startedAt,
    lastAt: filed.lastAt,
    count: filed.count,
    facts: filed.facts,
    versions: {},
    ...change,
  });

/** The wristband that is worn at a time; nothing when none is. */
export const wornAt = ({ bindings }: World, at: Instant): string =>
  bindings.find((one) => holdsAt(one, at))?.deviceId ?? '';
