import type { PlacedRecord } from '#libs/protocol';
import { arrayText } from './array-text.js';
import { takeIn, type ReceivedUplink } from './device-intake.js';
import { DeviceStreamStore, type DeviceStanding } from './device-stream.store.js';
import { QuarantineStore, type Quarantined } from './quarantine.store.js';
import { recordColumns } from './record-columns.js';
import { statement, type Database } from './statement.js';

const insertRecords = statement<{ stored: number; sealed: number }>('insert_records');
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

/** Takes in what wristbands send, in the transaction it is given: all of a batch is there, or nothing. */
export class RecordStore {
  readonly #streams: DeviceStreamStore;
  readonly #quarantine: QuarantineStore;

  constructor(private readonly tx: Database) {
    this.#streams = new DeviceStreamStore(tx);
    this.#quarantine = new QuarantineStore(tx);
  }

  /** Sending any of it again, in any order, together or apart, ends in the same rows. */
  async store(messages: readonly ReceivedUplink[]): Promise<StoredBatch> {
    const byDevice = grouped(messages);
    const deviceIds = [...byDevice.keys()].sort();
    const registered = await this.#streams.lock(deviceIds);
    const lives = await this.#streams.lives([...registered]);
    const intakes = [...registered].sort().map((id) => takeIn(id, byDevice.get(id) ?? [], lives.get(id) ?? []));
    const placed = intakes.flatMap((intake) => intake.placed);

    const inserted = await this.#insert(placed.filter((record) => !record.taken));
    const reused = await this.#reused(placed.filter((record) => record.taken));
    await this.#streams.keep(intakes.flatMap((intake) => intake.changes));
    const refused = messages.flatMap((message) => refusedIn(message, registered));
    await this.#quarantine.add([...refused, ...reused]);

    const repeated = placed.length - inserted.stored - inserted.sealed - reused.length;
    return {
      counts: { ...inserted, repeated, quarantined: refused.length + reused.length },
      standings: intakes.flatMap((intake) => intake.standing ?? []),
    };
  }

  async #insert(placed: readonly PlacedRecord[]): Promise<{ stored: number; sealed: number }> {
    if (placed.length === 0) return { stored: 0, sealed: 0 };
    const [counts] = await insertRecords(this.tx, ...recordColumns(placed));
    return counts ?? { stored: 0, sealed: 0 };
  }

  /** Of the records whose number was taken, those that are not redeliveries: the number stands at another time. */
  async #reused(taken: readonly PlacedRecord[]): Promise<Quarantined[]> {
    if (taken.length === 0) return [];
    const rows = await findRecords(
      this.tx,
      arrayText(taken.map(({ record }) => record.deviceId)),
      arrayText(taken.map(({ life }) => life)),
      arrayText(taken.map(({ record }) => record.seq)),
      arrayText(taken.map(({ record }) => record.at)),
    );
    const repeated = new Set(rows.map((row) => row.place - 1));
    return taken.filter((_, index) => !repeated.has(index)).map(reusedNumber);
  }
}

function grouped(messages: readonly ReceivedUplink[]): Map<string, ReceivedUplink[]> {
  const groups = new Map<string, ReceivedUplink[]>();
  for (const message of messages) {
    const { deviceId } = message.uplink;
    const group = deviceId === null ? undefined : groups.get(deviceId);
    if (group !== undefined) group.push(message);
    else if (deviceId !== null) groups.set(deviceId, [message]);
  }
  return groups;
}

/** What of a message goes into quarantine: all of it when its device is not ours. */
function refusedIn({ uplink, ...message }: ReceivedUplink, registered: ReadonlySet<string>): Quarantined[] {
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

function reusedNumber({ record, life }: PlacedRecord): Quarantined {
  const { receivedAt, clockOffset: _, ...said } = record;
  return {
    receivedAt,
    topic: `wristband/v1/${record.deviceId}/up`,
    deviceId: record.deviceId,
    reason: 'seq.reused',
    detail: `number ${record.seq} of memory life ${life} is stored with another time`,
    payload: Buffer.from(JSON.stringify(said)),
  };
}
