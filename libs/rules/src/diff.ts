import type { Instant } from '#libs/kernel';
import type { AlertKind } from '#libs/protocol';
import { episodeId, type EndReason, type Episode } from './episode.js';

/** What is on file about an episode. */
export interface StoredAlert {
  readonly id: string;
  readonly episode: string;
  readonly kind: AlertKind;
  readonly startedAt: Instant;
  readonly lastAt: Instant;
  readonly ended: { readonly at: Instant; readonly reason: EndReason } | null;
  readonly count: number;
}

export type RevisionReason = 'start-moved' | 'end-moved' | 'reopened' | 'evidence-added' | 'contradicted';

export type Change =
  | { readonly is: 'opened'; readonly episode: Episode }
  /** More of the same. */
  | { readonly is: 'joined'; readonly alert: StoredAlert; readonly episode: Episode }
  | { readonly is: 'ended'; readonly alert: StoredAlert; readonly episode: Episode }
  /** Late records changed what it says. */
  | { readonly is: 'revised'; readonly alert: StoredAlert; readonly episode: Episode; readonly reason: RevisionReason }
  /** Late records show that it was not so: it is ended, and stays. */
  | { readonly is: 'contradicted'; readonly alert: StoredAlert };

/**
 * What has to be written so that the alerts on file say what the episodes say. With `whole` the episodes are all there
 * are in a stretch of time whose alerts are `stored`: what is not among them is contradicted. Nothing vanishes.
 */
export function diff(stored: readonly StoredAlert[], episodes: readonly Episode[], whole: boolean): Change[] {
  const byEpisode = new Map(stored.map((alert) => [alert.episode, alert]));
  const matched = new Set<StoredAlert>();
  const pairs: [Episode, StoredAlert | undefined][] = [];
  for (const episode of episodes) {
    const alert = byEpisode.get(episodeId(episode));
    if (alert) matched.add(alert);
    pairs.push([episode, alert]);
  }
  const changes = pairs.flatMap(([episode, known]) => {
    const alert = known ?? (whole ? takeOverlapping(stored, episode, matched) : undefined);
    return alert === undefined ? [{ is: 'opened', episode } as const] : changeOf(alert, episode);
  });
  const gone = whole ? stored.filter((alert) => !matched.has(alert) && alert.ended?.reason !== 'contradicted') : [];
  return [...changes, ...gone.map((alert) => ({ is: 'contradicted', alert }) as const)];
}

/** An alert that is not any episode's own but speaks of the same time: its start was moved by late records. */
function takeOverlapping(
  stored: readonly StoredAlert[],
  episode: Episode,
  matched: Set<StoredAlert>,
): StoredAlert | undefined {
  const until = endOf(episode);
  const found = stored.find(
    (alert) =>
      !matched.has(alert) &&
      alert.kind === episode.kind &&
      alert.ended?.reason !== 'contradicted' &&
      alert.startedAt <= until &&
      endOf(alert) >= episode.startedAt,
  );
  if (found) matched.add(found);
  return found;
}

const endOf = ({ ended, lastAt }: Pick<StoredAlert, 'ended' | 'lastAt'>): number =>
  Math.max(lastAt, ended?.at ?? Infinity);

function changeOf(alert: StoredAlert, episode: Episode): Change[] {
  const reason = revisionOf(alert, episode);
  if (reason) return [{ is: 'revised', alert, episode, reason }];
  if (alert.ended === null && episode.ended !== null) return [{ is: 'ended', alert, episode }];
  const more = alert.count !== episode.count || alert.lastAt !== episode.lastAt;
  return more ? [{ is: 'joined', alert, episode }] : [];
}

function revisionOf(alert: StoredAlert, episode: Episode): RevisionReason | undefined {
  if (alert.episode !== episodeId(episode)) return 'start-moved';
  if (alert.ended === null) return undefined;
  if (episode.ended === null) return 'reopened';
  if (alert.ended.at !== episode.ended.at || alert.ended.reason !== episode.ended.reason) return 'end-moved';
  return alert.count === episode.count && alert.lastAt === episode.lastAt ? undefined : 'evidence-added';
}
