import { instant, since, type Instant } from '#libs/kernel';
import type { Observation } from '../band/wire.js';
import type { Scenario } from '../scenario/scenario.js';
import { Battery } from './battery.js';
import { chance } from './chance.js';
import type { Episode, Episodes } from './episodes.js';
import { Receiver, type Source } from './noise.js';
import { whereabouts, type Person } from './person.js';

export type Happening =
  | { readonly kind: 'record'; readonly record: Observation }
  | { readonly kind: 'restart'; readonly memoryLost: boolean };

/** What a wristband on somebody's wrist observes, step by step. The same seed and steps give the same bytes. */
export class Bearer {
  private readonly receiver: Receiver;
  private readonly battery: Battery;
  private readonly indoorSource: Source;
  private readonly episodes: Episodes;
  private active: Episode[] = [];
  private lastFix: Instant;
  private charging = false;
  private wasLow = false;

  constructor(
    readonly person: Person,
    private readonly scenario: Scenario,
    private last: Instant,
  ) {
    this.receiver = new Receiver(person.key);
    this.battery = new Battery(person.key);
    this.episodes = person.episodes(last);
    const luck = chance(person.key, 'indoors').next();
    const { wifi, cell } = scenario.noise;
    this.indoorSource = luck < wifi ? 'wifi' : luck < wifi + cell ? 'cell' : 'gnss';
    this.charging = this.battery.at(last).charging;
    // One moment early: what is written for second 0 begins with the first step.
    this.last = instant(last - 1);
    this.lastFix = last;
  }

  /** Whether records can leave the band. */
  get connected(): boolean {
    return !this.active.some(({ kind }) => kind === 'dead_zone' || kind === 'silent') && !this.off;
  }

  /** When the next thing begins or ends, if that is not after `until`: bands report events at once, not with the next fix. */
  nextTurn(until: Instant): Instant | undefined {
    const begins = this.episodes.beginning(this.last, until).map((episode) => episode.from);
    const ends = this.active.map((episode) => episode.to).filter((to) => to > this.last && to <= until);
    const first = Math.min(...begins, ...ends);
    return first === Infinity ? undefined : instant(first);
  }

  /** Everything that happened since the last step; then, when one is due, what the receiver says at `t`. */
  step(t: Instant, fixIsDue = true): Happening[] {
    const begun = this.episodes.beginning(this.last, t).filter((episode) => !this.during(episode.kind));
    const ended = [...this.active, ...begun].filter((episode) => episode.to <= t);
    const turns = [
      ...begun.map((episode) => ({ at: episode.from, happen: () => this.begin(episode) })),
      ...ended.map((episode) => ({ at: episode.to, happen: () => this.end(episode) })),
    ].sort((a, b) => a.at - b.at);
    const happened = turns.flatMap(({ happen }) => happen());
    this.last = t;
    if (this.off || !fixIsDue) return happened;
    return [...happened, ...this.batteryTurns(t), { kind: 'record', record: this.fix(t) }];
  }

  /** What the receiver says now. */
  fix(t: Instant): Observation {
    const seconds = since(this.lastFix, t) / 1_000;
    this.lastFix = t;
    if (this.during('no_gnss')) return this.observed('nofix', t, {});
    const where = whereabouts(this.person, this.active, t);
    const drift = this.active.find((episode) => episode.kind === 'multipath');
    // Grows, stands, goes: the reflections change as the satellites move.
    const drifted = drift ? drift.metres * Math.sin((Math.PI * since(drift.from, t)) / since(drift.from, drift.to)) : 0;
    const reading = this.receiver.read(where, seconds, {
      source: where.indoors ? this.indoorSource : 'gnss',
      exact: !this.scenario.noise.gnss,
      drift: drifted,
      driftAngle: drift?.angle ?? 0,
      knownDrift: drift?.honest ? drifted : 0,
    });
    return this.observed('fix', t, {
      lat: rounded(reading.at.lat, 7),
      lon: rounded(reading.at.lon, 7),
      acc: reading.accuracy,
      src: reading.source,
      ...(reading.satellites !== undefined && { sat: reading.satellites }),
      ...(where.speed > 0 && { spd: rounded(where.speed, 1), hdg: Math.round(where.heading) % 360 }),
    });
  }

  private get off(): boolean {
    return this.during('reboot') || this.during('memory_loss');
  }

  private during(kind: Episode['kind']): boolean {
    return this.active.some((episode) => episode.kind === kind);
  }

  private begin(episode: Episode): Happening[] {
    this.active = [...this.active, episode];
    if (episode.kind === 'strap_open' || episode.kind === 'sos') return this.event(episode.kind, episode.from);
    return episode.kind === 'reboot' ? this.event('power_off', episode.from) : [];
  }

  private end(episode: Episode): Happening[] {
    this.active = this.active.filter((other) => other !== episode);
    if (episode.kind === 'strap_open') return this.event('strap_closed', episode.to);
    if (episode.kind !== 'reboot' && episode.kind !== 'memory_loss') return [];
    const memoryLost = episode.kind === 'memory_loss';
    return [{ kind: 'restart', memoryLost }, ...this.event('power_on', episode.to)];
  }

  private batteryTurns(t: Instant): Happening[] {
    if (!this.scenario.battery) return [];
    const { percent, charging } = this.battery.at(t);
    const plugged = charging === this.charging ? [] : this.event(charging ? 'charge_on' : 'charge_off', t);
    const low = percent <= 15 && !charging;
    const warned = low && !this.wasLow ? this.event('low_battery', t) : [];
    this.charging = charging;
    this.wasLow = low;
    return [...plugged, ...warned];
  }

  private event(kind: string, t: Instant): Happening[] {
    return [{ kind: 'record', record: this.observed(kind, t, {}) }];
  }

  private observed(kind: string, t: Instant, seen: Partial<Observation>): Observation {
    const ahead = this.active.reduce((sum, episode) => sum + (episode.kind === 'clock_error' ? episode.ahead : 0), 0);
    const battery = this.scenario.battery && { bat: this.battery.at(t).percent };
    return { t: Math.round(t + ahead), k: kind, ...seen, ...battery, worn: !this.during('strap_open') };
  }
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
