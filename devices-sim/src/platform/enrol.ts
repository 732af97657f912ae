import { endpoints, type Device, type Supervisee } from '#libs/protocol';
import { covers, days, isoInShanghai, instant, minutes } from '#libs/kernel';
import { Rest } from './rest.js';
import { Refusal } from '../refusal.js';
import type { Demonstration } from './running.js';
import type { SecretKeeper } from './secrets.js';

/** Somebody who should be on the map: a made-up supervisee, an order, a device, and the binding. */
export interface Enrolment {
  readonly deviceId: string;
  readonly name: string;
  readonly division: string;
  readonly intervalSeconds: number;
}

export interface Enrolled {
  /** Device id to secret. */
  readonly secrets: ReadonlyMap<string, string>;
  /** How many are on the books with another interval than they will report at: their silence is judged by that one. */
  readonly otherInterval: number;
  /** Those who could not be enrolled, and why. */
  readonly refused: readonly { readonly deviceId: string; readonly why: string }[];
}

const ORDER_DAYS = 85;
/** Requests at a time. */
const WIDTH = 8;
const NOTE = '演示人物，纯属虚构 (demonstration; this person does not exist)';

const wireInterval = ({ intervalSeconds }: Enrolment): number => Math.max(1, Math.round(intervalSeconds));

/** Registers what is missing, and leaves alone what is there: a second run changes nothing. */
export class Registry {
  private readonly byAccount = new Map<string, Rest>();

  constructor(
    private readonly demonstration: Demonstration,
    private readonly keeper: SecretKeeper,
    private readonly now: () => number = Date.now,
  ) {}

  async enrol(wanted: readonly Enrolment[], told: (done: number) => void = () => undefined): Promise<Enrolled> {
    const known = await this.known(wanted);
    const secrets = new Map<string, string>();
    const refused: { deviceId: string; why: string }[] = [];
    let done = 0;
    await each(wanted, WIDTH, async (one) => {
      const made = await this.one(one, known).catch((error: unknown) => {
        if (error instanceof Refusal) return error;
        throw error;
      });
      if (made instanceof Refusal) refused.push({ deviceId: one.deviceId, why: made.message });
      else secrets.set(one.deviceId, made);
      told(++done);
    });
    this.keeper.save();
    const otherInterval = wanted.filter((one) => {
      const device = known.devices.get(one.deviceId);
      return device !== undefined && device.intervalSeconds !== wireInterval(one);
    }).length;
    return { secrets, refused, otherInterval };
  }

  /** The device's health, for whoever goes on with its numbers. */
  async memoryOf(deviceId: string, division: string): Promise<{ boot: number; nextSeq: number }> {
    const { streams } = await this.officer(division).call(endpoints.getDevice, { params: { id: deviceId } });
    const boot = Math.max(0, ...streams.map((stream) => stream.boot));
    const newest = streams.find((stream) => stream.boot === boot)?.newestSeq ?? 0;
    return { boot: boot + 1, nextSeq: newest + 1 };
  }

  private async one(wanted: Enrolment, known: Known): Promise<string> {
    const { deviceId, division } = wanted;
    const officer = this.officer(division);
    const device = known.devices.get(deviceId);
    const secret = device ? this.keeper.get(deviceId) : await this.newDevice(wanted);
    if (secret === undefined)
      throw new Refusal(`${deviceId} is registered, but its secret is not known here: give it with --secret`);
    const bound = device?.superviseeId ?? null;
    const supervisee = bound === null ? await this.newSupervisee(wanted) : known.supervisees.get(bound);
    if (supervisee && !supervisee.order) await this.order(supervisee.id, division);
    if (bound === null && supervisee)
      await officer.call(endpoints.bindDevice, { params: { id: deviceId }, body: { superviseeId: supervisee.id } });
    return secret;
  }

  private async newDevice(wanted: Enrolment): Promise<string> {
    const { deviceId, division } = wanted;
    const body = { id: deviceId, model: 'SIM-1', division, intervalSeconds: wireInterval(wanted) };
    const { secret } = await this.officer(division).call(endpoints.addDevice, { body });
    this.keeper.put(deviceId, secret);
    return secret;
  }

  private newSupervisee({ deviceId, name, division }: Enrolment): Promise<Supervisee> {
    const today = instant(this.now());
    const date = (offset: number): string => isoInShanghai(instant(today + days(offset))).slice(0, 10);
    const body = { name, division, category: 'probation', termFrom: date(-60), termTo: date(670), note: NOTE };
    return this.officer(division).call(endpoints.addSupervisee, {
      body,
      idempotencyKey: `sim-supervisee-${deviceId}-${date(0)}`,
    });
  }

  /** Proposed by one, approved by another: also a demonstration may track nobody without it. */
  private async order(superviseeId: string, division: string): Promise<void> {
    const from = instant(this.now());
    const [begin, end] = [isoInShanghai(from), isoInShanghai(instant(from + days(ORDER_DAYS) - minutes(1)))];
    const body = {
      ground: 'left_area',
      evidence: '演示用：对象曾未经批准离开所居住的县 (demonstration)',
      from: begin,
      to: end,
    };
    const proposed = await this.officer(division).call(endpoints.proposeOrder, { params: { id: superviseeId }, body });
    await this.head(division).call(endpoints.approveOrder, { params: { id: proposed.id } });
  }

  private async known(wanted: readonly Enrolment[]): Promise<Known> {
    const devices = new Map<string, Device>();
    const supervisees = new Map<string, Supervisee>();
    const offices = new Set(wanted.flatMap(({ division }) => (this.covered(division) ? [this.officer(division)] : [])));
    for (const office of offices) {
      for await (const page of pages((query) => office.call(endpoints.listDevices, { query })))
        for (const device of page.items) devices.set(device.id, device);
      for await (const page of pages((query) => office.call(endpoints.listSupervisees, { query })))
        for (const supervisee of page.items) supervisees.set(supervisee.id, supervisee);
    }
    return { devices, supervisees };
  }

  private covered = (division: string): boolean =>
    this.demonstration.accounts.some((account) => account.role === 'head' && covers(account.division, division));

  private officer(division: string): Rest {
    return this.as(division, ['county', 'officer'], 'proposes device orders');
  }
  private head(division: string): Rest {
    return this.as(division, ['head'], 'approves device orders');
  }

  /** The one whose charge is narrowest: the county's own people, and the city's only where a county has none. */
  private as(division: string, roles: readonly string[], does: string): Rest {
    const [account] = this.demonstration.accounts
      .filter((candidate) => roles.includes(candidate.role) && covers(candidate.division, division))
      .sort((a, b) => b.division.length - a.division.length);
    if (!account) throw new Refusal(`no account of the demonstration ${does} in ${division}`);
    const rest = this.byAccount.get(account.username) ?? new Rest(this.demonstration.url, account);
    this.byAccount.set(account.username, rest);
    return rest;
  }
}

interface Known {
  readonly devices: ReadonlyMap<string, Device>;
  readonly supervisees: ReadonlyMap<string, Supervisee>;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

async function* pages<T>(
  read: (query: Record<string, string | number | undefined>) => Promise<Page<T>>,
): AsyncGenerator<Page<T>> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 500, cursor });
    yield page;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

async function each<T>(items: readonly T[], width: number, act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
