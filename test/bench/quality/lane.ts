import { seconds, type Instant } from '#libs/kernel';
import {
  advanceAll,
  comparePlaces,
  diff,
  endOfSilence,
  episodeId,
  expectedAt,
  isBehind,
  lookAhead,
  newTrack,
  openEpisodes,
  placeOf,
  replay,
  seenAt,
  silence,
  type Change,
  type Episode,
  type Observation,
  type StoredAlert,
  type Track,
  type World,
} from '#libs/rules';
import type { Raised } from './sent.js';

/** Records between two snapshots to go back to. */
const EVERY = 60;
/** What was sent in time may take so long on its way: only then it counts that nothing was heard. */
const SETTLE = seconds(15);

interface OnFile {
  alert: StoredAlert;
  readonly raisedAt: Instant;
  about: string;
}

/**
 * The engine for one supervisee, without a database: takes what comes in, goes back where records belong earlier, looks
 * ahead where nothing comes, and keeps when each alert was raised. The rules themselves are the platform's.
 */
export class Lane {
  private records: Observation[] = [];
  private snapshots: { readonly track: Track; readonly at: Instant; readonly count: number }[] = [];
  private track = newTrack();
  private readonly file = new Map<string, OnFile>();
  private lastReceived: Instant | null = null;
  rewinds = 0;

  constructor(private readonly world: World) {}

  take(batch: readonly Observation[], receivedAt: Instant): void {
    this.pass(receivedAt);
    const fresh = [...batch].sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    this.heard(fresh, receivedAt);
    const [first] = fresh;
    if (first === undefined) return;
    if (!isBehind(this.track, first)) {
      this.records.push(...fresh);
      const { track, episodes } = advanceAll(this.track, fresh, this.world);
      this.keep(track, episodes, null, receivedAt);
    } else this.rewind(fresh, first, receivedAt);
  }

  /** Time goes by and nothing comes: deadlines, and silence. */
  pass(now: Instant): void {
    const until = (now - SETTLE) as Instant;
    const last = this.track.last?.[0];
    if (last === undefined || until - last < 90_000) return;
    const { episodes } = lookAhead(this.track, until, this.world);
    for (const episode of episodes) {
      const raisedAt = Math.min(now, Math.max(episode.confirmedAt, last) + SETTLE) as Instant;
      for (const change of diff(this.filed([episode]), [episode], false)) this.apply(change, raisedAt);
    }
  }

  private heard(fresh: readonly Observation[], receivedAt: Instant): void {
    const known = { lastReceivedAt: this.lastReceived, battery: null };
    const expected = expectedAt(this.world, this.lastReceived, (receivedAt - 1) as Instant);
    if (expected !== undefined && expected.deadline < receivedAt) {
      const found = silence(this.world, expected, known, expected.deadline);
      const ended = endOfSilence(expected.since, fresh) ?? { at: receivedAt, reason: 'reported' as const };
      this.apply({ is: 'opened', episode: { ...found, ended } }, expected.deadline);
    }
    this.lastReceived = receivedAt;
  }

  /** Silence that goes on when the simulation is over. */
  close(now: Instant): void {
    this.pass(now);
    const expected = expectedAt(this.world, this.lastReceived, now);
    if (expected === undefined || expected.deadline >= now) return;
    const found = silence(this.world, expected, { lastReceivedAt: this.lastReceived, battery: null }, now);
    this.apply({ is: 'opened', episode: found }, expected.deadline);
  }

  private rewind(fresh: readonly Observation[], first: Observation, now: Instant): void {
    this.rewinds += 1;
    const at = seenAt(first);
    while ((this.snapshots.at(-1)?.at ?? -Infinity) >= at) this.snapshots.pop();
    const from = this.snapshots.at(-1) ?? { track: newTrack(), at: -Infinity as Instant, count: 0 };
    const tail = [...this.records.slice(from.count), ...fresh].sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
    this.records = [...this.records.slice(0, from.count), ...tail];
    const { track, episodes } = replay(from.track, tail, this.world);
    const until = (now - SETTLE) as Instant;
    const ahead = track.last !== null && until > track.last[0] ? lookAhead(track, until, this.world).episodes : [];
    const said = new Map([...episodes, ...ahead].map((one) => [episodeId(one), one]));
    this.keep(track, [...said.values()], from.at, now);
  }

  private keep(track: Track, episodes: readonly Episode[], from: Instant | null, now: Instant): void {
    this.track = track;
    if (from !== null || episodes.length > 0) {
      const stored = from === null ? this.filed(episodes) : this.concerned(episodes, from);
      for (const change of diff(stored, episodes, from !== null)) this.apply(change, now);
    }
    const at = track.last?.[0];
    if (at !== undefined && this.records.length - (this.snapshots.at(-1)?.count ?? 0) >= EVERY)
      this.snapshots.push({ track, at, count: this.records.length });
  }

  private filed(episodes: readonly Episode[]): StoredAlert[] {
    return episodes.flatMap((episode) => this.file.get(episodeId(episode))?.alert ?? []);
  }

  private concerned(episodes: readonly Episode[], from: Instant): StoredAlert[] {
    const ids = new Set(episodes.map(episodeId));
    return [...this.file.values()]
      .map(({ alert }) => alert)
      .filter((alert) => alert.kind !== 'device.silent')
      .filter(
        (alert) =>
          ids.has(alert.episode) ||
          alert.ended === null ||
          Math.max(alert.startedAt, alert.lastAt, alert.ended.at) > from,
      );
  }

  private apply(change: Change, now: Instant): void {
    if (change.is === 'contradicted') {
      const known = this.file.get(change.alert.episode);
      const ended = { at: change.alert.ended?.at ?? change.alert.lastAt, reason: 'contradicted' } as const;
      if (known) known.alert = { ...change.alert, ended };
      return;
    }
    const { episode } = change;
    const before = change.is === 'opened' ? this.file.get(episodeId(episode)) : this.file.get(change.alert.episode);
    const { kind, startedAt, lastAt, ended, count } = episode;
    const name = episodeId(episode);
    if (change.is !== 'opened' && change.alert.episode !== name) this.file.delete(change.alert.episode);
    const alert = {
      id: before?.alert.id ?? String(this.file.size + 1),
      episode: name,
      kind,
      startedAt,
      lastAt,
      ended,
      count,
    };
    this.file.set(name, { alert, raisedAt: before?.raisedAt ?? now, about: aboutOf(episode) });
  }

  get open(): Episode[] {
    return openEpisodes(this.track);
  }

  get raised(): Raised[] {
    return [...this.file.values()].map(({ alert, raisedAt, about }) => ({
      kind: alert.kind,
      from: alert.startedAt,
      to: alert.ended?.at ?? null,
      raisedAt,
      contradicted: alert.ended?.reason === 'contradicted',
      about,
    }));
  }
}

const aboutOf = ({ facts, count }: Episode): string =>
  [
    `${count} records`,
    ...Object.entries(facts).flatMap(([name, fact]) => (fact === null ? [] : `${name} ${fact}`)),
  ].join(', ');
