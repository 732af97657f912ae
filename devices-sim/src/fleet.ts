import { setTimeout as pause } from 'node:timers/promises';
import { instant, type Instant } from '#libs/kernel';
import { Agenda } from './agenda.js';
import { Device } from './band/device.js';
import { ownLink, SharedLinks, type Link } from './band/link.js';
import { Tally } from './band/tally.js';
import { Wristband, type Memory } from './band/wristband.js';
import { Bearer } from './person/bearer.js';
import { chance } from './person/chance.js';
import type { Person } from './person/person.js';
import { figure, length, type Progress } from './progress.js';
import { Refusal } from './refusal.js';
import type { Scenario } from './scenario/scenario.js';

export interface FleetSettings {
  readonly scenario: Scenario;
  readonly people: readonly Person[];
  readonly mqttUrl: string;
  /** Device id to secret; not needed with shared connections. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Shared connections as the user named in the URL, instead of one a wristband. */
  readonly connections?: number;
  readonly start: Instant;
  /** Ends by itself after so long, and waits for the last acks. */
  readonly lasts?: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** New connections a second: more than that is an attack, not a morning. */
const CONNECTS_A_SECOND = 400;
const LAST_ACKS = 30_000;
const now = (): Instant => instant(Date.now());

/** A start of its own for every run: the numbers begin again at 1, as after a lost memory. */
export const freshMemory = (start: Instant): Memory => ({ boot: Math.floor(start / 1_000), nextSeq: 1 });

/** The devices of a scenario. When each has its first fix is decided by the seed and the start, like all the rest. */
export function devicesOf(
  { scenario, people, start }: Pick<FleetSettings, 'scenario' | 'people' | 'start'>,
  tally: Tally,
  clock: () => Instant = now,
): Device[] {
  const interval = scenario.intervalSeconds * 1_000;
  return people.map((person) => {
    const shuffle = chance(person.key, 'shuffle');
    const band = new Wristband(freshMemory(start), scenario.backlog, () => shuffle.next());
    const duplicates = { share: scenario.duplicates, luck: chance(person.key, 'duplicates') };
    const unanswered = { share: scenario.unanswered, luck: chance(person.key, 'unanswered') };
    const first = instant(Math.round(start + chance(person.key, 'first').next() * interval));
    return new Device(
      person.deviceId,
      new Bearer(person, scenario, start),
      band,
      duplicates,
      unanswered,
      tally,
      first,
      interval,
      clock,
    );
  });
}

/**
 * Runs wristbands in real time until the signal, or until their time is over. Says how many records went unheard, not
 * counting bands that are in a dead zone.
 */
export async function runFleet(settings: FleetSettings): Promise<number> {
  const { start, lasts = Infinity, signal, progress } = settings;
  const tally = new Tally();
  const devices = devicesOf(settings, tally);
  const plans = new Plans();
  for (const device of devices) plans.make(device);
  const shared = attach(settings, devices, tally, plans);
  const end = start + lasts;
  while (!signal.aborted && (Date.now() < end || (plans.nextDue ?? end) < end)) {
    const turn = plans.carryOut(Math.min(Date.now(), end - 1));
    progress.show(() => stateOf(devices, tally, start));
    if (turn === 'behind') await new Promise(setImmediate);
    else
      await pause(Math.min(100, Math.max(1, (plans.nextDue ?? 0) - Date.now())), undefined, { signal }).catch(
        () => undefined,
      );
  }
  if (!signal.aborted && !shared) await lastAcks(devices, signal);
  progress.say(stateOf(devices, tally, start));
  await Promise.race([Promise.all(devices.map((device) => device.close())), pause(2_000)]);
  await Promise.race([shared?.close(), pause(500)]);
  return devices.reduce((sum, { band, bearer }) => sum + (bearer.connected ? band.unacknowledged : 0), 0);
}

/** When each device has its next turn. A command may change it: what was planned before then does nothing. */
class Plans {
  private readonly agenda = new Agenda<Device>();
  private readonly planned = new Map<Device, number>();

  get nextDue(): number | undefined {
    return this.agenda.nextDue;
  }

  make(device: Device): void {
    if (this.planned.get(device) === device.due) return;
    this.planned.set(device, device.due);
    this.agenda.add(device.due, device);
  }

  /** A slice of the work, so that connections are heard in between. */
  carryOut(until: number): 'behind' | 'done' {
    for (let count = 0; count < 500; count++) {
      if ((this.agenda.nextDue ?? Infinity) > until) return 'done';
      const entry = this.agenda.take();
      if (!entry) return 'done';
      if (this.planned.get(entry.what) !== entry.due) continue;
      this.planned.delete(entry.what);
      entry.what.tick(instant(entry.due));
      this.make(entry.what);
    }
    return 'behind';
  }
}

function attach(
  settings: FleetSettings,
  devices: readonly Device[],
  tally: Tally,
  plans: Plans,
): SharedLinks | undefined {
  const { mqttUrl, secrets, connections, signal } = settings;
  if (connections !== undefined) {
    const shared = new SharedLinks(mqttUrl, connections, tally, () => devices.forEach((device) => device.pump()));
    shared.open();
    devices.forEach((device, index) => device.attach(shared.linkOf(device.id, index)));
    return shared;
  }
  // Dialling goes on while the first of them already walk: what they observe meanwhile is a backlog like any other.
  const links = devices.map((device) => ({ device, link: linkOf(device, mqttUrl, secrets, tally, plans) }));
  const dial = async (): Promise<void> => {
    for (const [index, { device, link }] of links.entries()) {
      if (signal.aborted) return;
      device.attach(link);
      if (index % CONNECTS_A_SECOND === CONNECTS_A_SECOND - 1) await pause(1_000);
    }
  };
  void dial();
  return undefined;
}

function linkOf(device: Device, url: string, secrets: ReadonlyMap<string, string>, tally: Tally, plans: Plans): Link {
  const secret = secrets.get(device.id);
  if (secret === undefined) throw new Refusal(`There is no secret for ${device.id}`);
  const down = (text: string): void => {
    device.hear(text);
    plans.make(device);
  };
  return ownLink(url, device.id, secret, { up: () => device.pump(), down }, tally);
}

async function lastAcks(devices: readonly Device[], signal: AbortSignal): Promise<void> {
  const limit = Date.now() + LAST_ACKS;
  const open = (): boolean => devices.some(({ band, bearer }) => bearer.connected && band.unacknowledged > 0);
  while (open() && Date.now() < limit && !signal.aborted) await pause(100);
}

function stateOf(devices: readonly Device[], tally: Tally, start: Instant): string {
  const sum = (of: (device: Device) => number): string =>
    figure(devices.reduce((total, device) => total + of(device), 0));
  return [
    `${length(Date.now() - start)}: ${figure(devices.length)} wristbands`,
    `${figure(tally.connections)} connections`,
    `${figure(tally.records)} records`,
    `${figure(tally.messages)} messages taken by the broker`,
    `${sum(({ band }) => band.waiting)} records waiting`,
    `${sum(({ band }) => band.unacknowledged)} not yet acknowledged`,
    ...(tally.commands > 0 ? [`${figure(tally.commands)} commands`] : []),
    ...(tally.refusal ? [`last refusal: ${tally.refusal}`] : []),
  ].join(' · ');
}
