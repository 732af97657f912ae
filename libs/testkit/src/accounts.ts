import { createHash } from 'node:crypto';
import type pg from 'pg';
import { instant } from '#libs/kernel';
import { parseLink, parseUplink, readTopic, refusedUplink, type Uplink } from '#libs/protocol';
import type { HostileMessage } from './hostile-messages.js';

export interface Accounts {
  /** Messages of which everything is on disk as records. */
  readonly stored: number;
  /** Messages of which some records were refused one by one. */
  readonly refused: number;
  /** Messages kept in quarantine as a whole. */
  readonly quarantined: number;
  readonly unaccounted: readonly HostileMessage[];
}

/** Looks for each message in the database: every record of it, or what was refused of it with the reason. */
export async function accountFor(owner: pg.Pool, messages: readonly HostileMessage[]): Promise<Accounts> {
  const found = await whatIsThere(owner);
  const counts = { stored: 0, refused: 0, quarantined: 0 };
  const unaccounted: HostileMessage[] = [];
  for (const message of messages) {
    const fate = fateOf(message, found);
    if (fate === undefined) unaccounted.push(message);
    else counts[fate] += 1;
  }
  return { ...counts, unaccounted };
}

interface Found {
  readonly records: ReadonlySet<string>;
  readonly untimed: ReadonlySet<string>;
  readonly quarantine: Map<string, number>;
  readonly links: ReadonlySet<string>;
}

async function whatIsThere(owner: pg.Pool): Promise<Found> {
  const { rows } = await owner.query<{ device_id: string; life: number; seq: string; ms: string; kind: string }>(
    `select device_id, life, seq, (date_part('epoch', coalesce(said_at, at)) * 1000)::bigint as ms, kind from record
     union all
     select device_id, life, seq, (date_part('epoch', at) * 1000)::bigint, kind from sealed_record`,
  );
  const kept = await owner.query<{
    device_id: string;
    reason: string;
    detail: string;
    fingerprint: Buffer;
    copies: string;
  }>('select device_id, reason, detail, fingerprint, copies from quarantine');
  const links = await owner.query<{ device_id: string }>('select device_id from device_link');
  const quarantine = new Map(kept.rows.map((row) => [row.fingerprint.toString('hex'), Number(row.copies)]));
  const reused = kept.rows.filter(({ reason }) => reason === 'seq.reused');
  return {
    records: new Set([
      ...rows.map((row) => `${row.device_id} ${row.seq} ${row.ms}`),
      ...reused.map((row) => `${row.device_id} ${/^number (\d+)/.exec(row.detail)?.[1]} reused`),
    ]),
    untimed: new Set(
      rows.filter(({ life }) => life === 0).map((row) => `${row.device_id} ${Number(row.seq) % 1_000} ${row.kind}`),
    ),
    quarantine,
    links: new Set(links.rows.map((row) => row.device_id)),
  };
}

/** A time of receipt that no test has: what takes it over said nothing of its own time. */
const NO_TIME = instant(777);

function fateOf({ topic, payload }: HostileMessage, found: Found): 'stored' | 'refused' | 'quarantined' | undefined {
  const { form, deviceId } = readTopic(topic);
  if (form === 'link' && deviceId !== null && parseLink(payload))
    return found.links.has(deviceId) ? 'stored' : undefined;
  const uplink: Uplink =
    form === 'link'
      ? refusedUplink(deviceId, 'payload.invalid', '/online must be true or false')
      : parseUplink(topic, payload, NO_TIME);
  const hasRecords = uplink.records.every((record) => {
    if (record.at === NO_TIME) return found.untimed.has(`${record.deviceId} ${record.seq % 1_000} ${record.kind}`);
    const name = `${record.deviceId} ${record.seq}`;
    return found.records.has(`${name} ${record.at}`) || found.records.has(`${name} reused`);
  });
  const isKept = uplink.rejections.every(({ reason, detail, record }) =>
    taken(found.quarantine, fingerprintOf(topic, reason, detail, record === null ? payload : Buffer.from(record))),
  );
  if (!hasRecords || !isKept) return undefined;
  if (uplink.rejections.length === 0) return 'stored';
  return uplink.records.length === 0 && uplink.rejections.every(({ record }) => record === null)
    ? 'quarantined'
    : 'refused';
}

const fingerprintOf = (topic: string, reason: string, detail: string, payload: Uint8Array): string =>
  createHash('sha256')
    .update(JSON.stringify([topic, reason, detail]))
    .update(payload)
    .digest('hex');

/** Equal messages share a row that counts them: each takes one copy. */
function taken(quarantine: Map<string, number>, fingerprint: string): boolean {
  const copies = quarantine.get(fingerprint) ?? 0;
  quarantine.set(fingerprint, copies - 1);
  return copies > 0;
}
