import { groupedBy, type SuperviseeId } from '#libs/kernel';
import { MOST_LIVES, MOST_PIECES, type PlacedRecord } from '#libs/protocol';
import { arrayText } from './array-text.js';
import { watchedAt } from './coverage.js';
import { takeIn, type ReceivedUplink } from './device-intake.js';
import { DeviceStreamStore, type DeviceStanding } from './device-stream.store.js';
import { IntakeMemory, type KnownDevices } from './intake-memory.js';
import { QuarantineStore, type Quarantined } from './quarantine.store.js';
import { coveredAt, recordColumns } from './record-columns.js';
import { statement, type Database } from './statement.js';

const insertRecords = statement<{ count: number }>('insert_records');
const noteUnbelieved = statement<{ place: number }>('note_unbelieved');
const sealRecords = statement<{ count: number }>('seal_records');
const findRecords = statement<{ place: number }>('find_records');

export interface StoredBatch {
  readonly counts: {
    readonly stored: number;
    /** Came without a device order: kept where the application cannot read it. */
    readonly sealed: number;
    /** Redeliveries. */
    readonly repeated: number;
    readonly quarantined: number;
  };
  /** Where the present memory life of each device stands that sent numbered records. */
  readonly standings: readonly DeviceStanding[];
}

export interface TakenBatch extends StoredBatch {
  /** What is known of the devices when it is committed: see `IntakeMemory.remember`. */
  readonly known: KnownDevices;
}

/** Takes in what wristbands send, in the transaction it is given: all of a batch is there, or nothing. */
export class RecordStore {
  readonly #streams: DeviceStreamStore;
  readonly #quarantine: QuarantineStore;

  constructor(
    private readonly tx: Database,
    private readonly memory = new IntakeMemory(),
  ) {
    this.#streams = new DeviceStreamStore(tx);
    this.#quarantine = new QuarantineStore(tx);
  }

  /**
   * Sending any of it again, in any order, together or apart, ends in the same rows. Nobody else is kept away while it is
   * stored: whoever stores of the same devices at the same time is told so.
   * @throws StaleStreams when others have stored of these devices: nothing may be committed, and it is to be tried anew
   */
  async store(messages: readonly ReceivedUplink[]): Promise<TakenBatch> {
    const byDevice = grouped(messages);
    const { devices, asOf } = await this.memory.known(this.tx, [...byDevice.keys()]);
    const intakes = [...devices].map(([id, { lives }]) => takeIn(id, byDevice.get(id) ?? [], lives));
    const placed = intakes.flatMap((intake) => intake.placed);

    const watched = (record: PlacedRecord): SuperviseeId | undefined =>
      watchedAt(devices.get(record.record.deviceId)?.coverage ?? [], coveredAt(record));
    const added = await this.#add(
      placed.filter((record) => !record.taken && record.refused === null),
      watched,
    );
    const reused = await this.#reused(placed.filter((record) => record.taken));
    await this.#streams.keep(intakes.flatMap((intake) => intake.changes));
    const scattered = placed.filter((record) => record.refused !== null);
    const refused = [...messages.flatMap((message) => refusedIn(message, devices)), ...scattered.map(scatteredNumber)];
    await this.#quarantine.add([...refused, ...reused]);

    const repeated = placed.length - added.stored - added.sealed - reused.length - scattered.length;
    return {
      counts: { ...added, repeated, quarantined: refused.length + reused.length },
      standings: intakes.flatMap((intake) => intake.standing ?? []),
      known: {
        devices: new Map(
          intakes.map(({ deviceId, lives }) => [deviceId, { lives, coverage: devices.get(deviceId)?.coverage ?? [] }]),
        ),
        asOf,
      },
    };
  }

  /** The same, in turn with everybody else who does so with these devices. */
  async storeAlone(messages: readonly ReceivedUplink[]): Promise<TakenBatch> {
    const deviceIds = [...grouped(messages).keys()];
    await this.#streams.lock(deviceIds);
    this.memory.forget(deviceIds);
    return this.store(messages);
  }

  async #add(
    records: readonly PlacedRecord[],
    watched: (record: PlacedRecord) => SuperviseeId | undefined,
  ): Promise<{ stored: number; sealed: number }> {
    const lawful: PlacedRecord[] = [];
    const people: SuperviseeId[] = [];
    const sealed: PlacedRecord[] = [];
    for (const record of records) {
      const person = watched(record);
      if (person === undefined) sealed.push(record);
      else {
        lawful.push(record);
        people.push(person);
      }
    }
    const known = await this.#knownUnbelieved(lawful);
    const fresh = known.size === 0 ? lawful : lawful.filter((record) => !known.has(record));
    const theirs = known.size === 0 ? people : people.filter((_, index) => !known.has(lawful[index] as PlacedRecord));
    return {
      stored: fresh.length === 0 ? 0 : countOf(await insertRecords(this.tx, ...recordColumns(fresh, theirs))),
      sealed: sealed.length === 0 ? 0 : countOf(await sealRecords(this.tx, ...recordColumns(sealed))),
    };
  }

  /** Of the records whose clock is not believed, those that are there already; the others are noted. */
  async #knownUnbelieved(records: readonly PlacedRecord[]): Promise<ReadonlySet<PlacedRecord>> {
    const unbelieved = records.filter(({ record }) => record.clockOffset !== null);
    if (unbelieved.length === 0) return new Set();
    const receipts = arrayText(unbelieved.map(({ record }) => record.receivedAt));
    const noted = new Set(
      (await noteUnbelieved(this.tx, ...identities(unbelieved), receipts)).map(({ place }) => place - 1),
    );
    return new Set(unbelieved.filter((_, index) => !noted.has(index)));
  }

  /** Of the records whose number was taken, those that are not redeliveries: the number stands at another time. */
  async #reused(taken: readonly PlacedRecord[]): Promise<Quarantined[]> {
    if (taken.length === 0) return [];
    const rows = await findRecords(this.tx, ...identities(taken));
    const repeated = new Set(rows.map((row) => row.place - 1));
    return taken.filter((_, index) => !repeated.has(index)).map(reusedNumber);
  }
}

const identities = (placed: readonly PlacedRecord[]): string[] => [
  arrayText(placed.map(({ record }) => record.deviceId)),
  arrayText(placed.map(({ life }) => life)),
  arrayText(placed.map(({ record }) => record.seq)),
  arrayText(placed.map(({ record }) => record.at)),
];

const countOf = ([row]: readonly { count: number }[]): number => row?.count ?? 0;

const grouped = (messages: readonly ReceivedUplink[]): Map<string, ReceivedUplink[]> =>
  groupedBy(
    messages.filter(({ uplink: { deviceId } }) => deviceId !== null),
    ({ uplink: { deviceId } }) => deviceId ?? '',
  );

/** What of a message goes into quarantine: all of it when its device is not ours. */
function refusedIn({ uplink, ...message }: ReceivedUplink, registered: ReadonlyMap<string, unknown>): Quarantined[] {
  const { deviceId, rejections } = uplink;
  if (deviceId !== null && !registered.has(deviceId)) {
    return [{ ...message, deviceId, reason: 'device.unknown', detail: 'no such wristband is registered' }];
  }
  return rejections.map(({ reason, detail, record }) => ({
    ...message,
    deviceId,
    reason,
    detail,
    payload: record === null ? message.payload : Buffer.from(record),
  }));
}

const reusedNumber = (placed: PlacedRecord): Quarantined =>
  refusedNumber(
    placed,
    'seq.reused',
    `number ${placed.record.seq} of memory life ${placed.life} is stored with another time`,
  );

const scatteredNumber = (placed: PlacedRecord): Quarantined =>
  placed.refused === 'boot.scattered'
    ? refusedNumber(placed, 'boot.scattered', `it has lost its memory more than ${MOST_LIVES} times`)
    : refusedNumber(
        placed,
        'seq.scattered',
        `memory life ${placed.life} has more than ${MOST_PIECES} holes in its numbers`,
      );

function refusedNumber({ record }: PlacedRecord, reason: string, detail: string): Quarantined {
  const { receivedAt, clockOffset: _, ...said } = record;
  return {
    receivedAt,
    topic: `wristband/v1/${record.deviceId}/up`,
    deviceId: record.deviceId,
    reason,
    detail,
    payload: Buffer.from(JSON.stringify(said)),
  };
}
