import { moved, wgs84, type CircleShape } from '#libs/geo';
import { hours, instant, minutes, superviseeId, type Instant, type Millis } from '#libs/kernel';
import {
  advanceAll,
  diff,
  episodeId,
  inOrder,
  isBehind,
  lookAhead,
  newTrack,
  openEpisodes,
  replay,
  seenAt,
  type Change,
  type Episode,
  type Observation,
  type StoredAlert,
  type Track,
  type World,
  type ZoneVersion,
} from '#libs/rules';

/** Noon of a day on which nothing else happens. */
export const NOON = instant(Date.UTC(2026, 2, 2, 4));
const CENTRE = wgs84(27.75, 106.92);
const RADIUS = 1_000;
const SOMEBODY = superviseeId('17');
const circle: CircleShape = { lat: CENTRE.lat, lon: CENTRE.lon, radius: RADIUS };

/** A point so many metres outside the zone of the stories; negative inside. */
export const pointOutside = (metres: number): { lat: number; lon: number } => {
  const { lat, lon } = moved(CENTRE, RADIUS + metres, 0);
  return { lat, lon };
};

/** A round zone of a kilometre that holds from before the story on. */
export const roundZone = (change: Partial<ZoneVersion> = {}): ZoneVersion => ({
  id: '1',
  version: 1,
  name: 'home',
  kind: 'inclusion',
  shape: circle,
  buffer: 0,
  schedule: null,
  from: instant(0),
  to: null,
  ...change,
});

/** Somebody with a zone, a wristband and an order, as long as a story lasts. */
export const world = (change: Partial<World> = {}): World => ({
  superviseeId: SOMEBODY,
  division: '520303',
  homes: [{ division: '520303', county: null, from: instant(0), to: null }],
  zones: [roundZone()],
  exclusions: [],
  policies: [],
  bindings: [{ deviceId: 'WB-17', intervalSeconds: 5, from: instant(0), to: null }],
  orders: [{ id: '3', from: instant(0), to: instant(NOON * 2), approvedAt: instant(0) }],
  leaves: [],
  ...change,
});

/** A record of a story; what it does not say is ordinary. */
export function seen(at: Instant, seq: number, change: Partial<Observation> = {}): Observation {
  return {
    superviseeId: SOMEBODY,
    deviceId: 'WB-17',
    life: 1,
    seq,
    at,
    receivedAt: at,
    clockOffset: null,
    kind: 'nofix',
    lat: null,
    lon: null,
    accuracy: null,
    source: null,
    speed: null,
    satellites: null,
    battery: null,
    worn: null,
    ...change,
  };
}

interface Lost {
  readonly offline?: boolean;
  readonly records?: number;
  readonly satellites?: number;
}

/** What somebody did, told in order: `track().inside(3).outside(120, 5).records`. One record every ten seconds. */
export class TrackStory {
  readonly records: Observation[] = [];
  #at: Instant = NOON;

  inside(fixes = 1, change: Partial<Observation> = {}): this {
    return this.fixes(-500, fixes, change);
  }

  outside(metres: number, fixes = 1, change: Partial<Observation> = {}): this {
    return this.fixes(metres, fixes, change);
  }

  fixes(metres: number, fixes: number, change: Partial<Observation> = {}): this {
    for (let left = fixes; left > 0; left--) {
      this.event('fix', { ...pointOutside(metres), accuracy: 10, source: 'gnss', ...change });
    }
    return this;
  }

  /** Records of a clock that stands still in 1970. */
  timeless(records: number): this {
    for (let left = records; left > 0; left--) {
      this.event('nofix', { at: instant(0), receivedAt: this.#at, clockOffset: (0 - this.#at) as Millis });
    }
    return this;
  }

  /** Down to so many percent in three readings, twenty minutes apart. */
  draining(to: number): this {
    for (const battery of [to + 6, to, to]) this.event('nofix', { battery }).pause(minutes(20));
    return this;
  }

  /** Alive for so many minutes without a position, told once a minute. */
  blind(length: number, change: Partial<Observation> = {}): this {
    for (let left = length; left > 0; left--) this.pause(minutes(1)).event('nofix', change);
    return this;
  }

  /** The same coordinates a minute apart, though the receiver says that it moves. */
  frozen(fixes: number): this {
    for (let left = fixes; left > 0; left--) this.inside(1, { speed: 9 }).pause(minutes(1));
    return this;
  }

  /** Under a clear sky, then for minutes nothing of all sources and no network, then there again. */
  lost(metres: number, { offline = true, records = 15, satellites = 9 }: Lost = {}): this {
    this.fixes(metres, 2, { satellites });
    const late = offline ? minutes(10) : 0;
    for (let left = records; left > 0; left--) this.event('nofix', { receivedAt: instant(this.#at + late) });
    return this.fixes(metres, 1, { satellites }).pause(hours(1));
  }

  event(kind: string, change: Partial<Observation> = {}): this {
    this.records.push(seen(this.#at, this.records.length + 1, { kind, ...change }));
    this.#at = instant(this.#at + 10_000);
    return this;
  }

  pause(length: Millis): this {
    this.#at = instant(this.#at + length);
    return this;
  }

  /** Everything told so far, judged at once. */
  episodes(of: World = world()): readonly Episode[] {
    return advanceAll(newTrack(), this.records, of).episodes;
  }
}

export const track = (): TrackStory => new TrackStory();

interface Snapshot {
  readonly track: Track;
  readonly at: Instant;
}

/** The engine without a database: it keeps records, snapshots and alerts in memory and goes back where it must. */
export class EngineInMemory {
  readonly alerts = new Map<string, StoredAlert>();
  readonly changes: Change[] = [];
  #records: Observation[] = [];
  #snapshots: Snapshot[] = [];
  #track = newTrack();
  /** Nothing is heard any more that was sent before this. */
  #passed: Instant | undefined;

  constructor(private readonly world: World) {}

  /** Time goes by, though nothing is heard. */
  pass(until: Instant): void {
    this.#passed = until;
    this.#fileAhead(false);
  }

  take(batch: readonly Observation[]): void {
    const fresh = inOrder(batch);
    const first = fresh[0];
    if (first === undefined) return;
    this.#records = inOrder([...this.#records, ...fresh]);
    if (!isBehind(this.#track, first)) {
      const { track: next, episodes } = advanceAll(this.#track, fresh, this.world);
      this.#keep(next, episodes, null);
      this.#fileAhead(true);
      return;
    }
    this.#snapshots = this.#snapshots.filter((snapshot) => snapshot.at < seenAt(first));
    const from = this.#snapshots.at(-1) ?? { track: newTrack(), at: instant(-Infinity) };
    const rest = this.#records.filter((record) => !isBehind(from.track, record));
    const { track: next, episodes } = replay(from.track, rest, this.world);
    this.#keep(next, episodes, from.at);
    this.#fileAhead(true);
  }

  /** After records everything is said once more, so that what was found for want of them is contradicted. */
  #fileAhead(whole: boolean): void {
    if (this.#passed === undefined) return;
    const { episodes } = lookAhead(this.#track, this.#passed, this.world);
    const folded = whole ? replay(newTrack(), this.#records, this.world).episodes : [];
    const said = new Map([...folded, ...episodes].map((episode) => [episodeId(episode), episode]));
    const stored = [...this.alerts.values()];
    for (const change of diff(stored, [...said.values()], whole)) this.#apply(change);
  }

  /** What alerts say of episodes, without those that later records contradicted. */
  get standing(): { episode: string; ended: StoredAlert['ended']; count: number; lastAt: Instant }[] {
    return [...this.alerts.values()]
      .filter((alert) => alert.ended?.reason !== 'contradicted')
      .map(({ episode, ended, count, lastAt }) => ({ episode, ended, count, lastAt }))
      .sort((a, b) => (a.episode < b.episode ? -1 : 1));
  }

  #keep(next: Track, episodes: readonly Episode[], from: Instant | null): void {
    // State is JSON: what does not survive the way through the database is found here.
    this.#track = JSON.parse(JSON.stringify(next)) as Track;
    const stored = [...this.alerts.values()].filter((alert) => this.#concerned(alert, episodes, from));
    for (const change of diff(stored, episodes, from !== null)) this.#apply(change);
    const at = next.last?.[0];
    if (at !== undefined && this.#records.length % 3 === 0) this.#snapshots.push({ track: this.#track, at });
  }

  #concerned(alert: StoredAlert, episodes: readonly Episode[], from: Instant | null): boolean {
    if (episodes.some((episode) => episodeId(episode) === alert.episode)) return true;
    if (from === null) return false;
    return alert.ended === null || Math.max(alert.startedAt, alert.lastAt, alert.ended.at) > from;
  }

  #apply(change: Change): void {
    this.changes.push(change);
    if (change.is === 'contradicted') {
      const { alert } = change;
      const ended = { at: alert.ended?.at ?? alert.lastAt, reason: 'contradicted' } as const;
      this.alerts.set(alert.id, { ...alert, ended });
      return;
    }
    const { episode } = change;
    const id = change.is === 'opened' ? String(this.alerts.size + 1) : change.alert.id;
    const { kind, startedAt, lastAt, ended, count } = episode;
    this.alerts.set(id, { id, episode: episodeId(episode), kind, startedAt, lastAt, ended, count });
  }

  get open(): Episode[] {
    return openEpisodes(this.#track);
  }
}
