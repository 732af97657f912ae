import type { Instant, SuperviseeId } from '#libs/kernel';
import type { Observation } from '#libs/rules';
import type { TestDatabase } from './test-database.js';
import { roundZone } from './track.js';

/** Somebody of 520303 with a wristband, an approved order and the round zone of the stories, since a time. */
export async function addWearer({ owner }: TestDatabase, device: string, since: Instant): Promise<SuperviseeId> {
  const from = new Date(since);
  const person = await owner.query<{ id: SuperviseeId }>(
    `insert into supervisee (name, division, category, term_from, term_to, created_at)
     values ($1, '520303', 'probation', '2026-01-01', '2027-01-01', $2) returning id::text`,
    [`wearer of ${device}`, from],
  );
  const id = person.rows[0]?.id;
  if (id === undefined) throw new Error('nobody was added');
  await owner.query(
    `with maker as (
       insert into account (username, display_name, password_hash, role, division)
       values ('head-of-' || $1, 'head', '', 'head', '520303') returning id
     ), made as (
       insert into device (id, division, secret_salt, secret_hash, interval_s, created_at)
       values ($1, '520303', '', '', 5, $3) returning id
     ), ordered as (
       insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at,
         approved_by, approved_at)
       select $2, 'left_area', '', $3, $3::timestamptz + interval '60 days', 'approved', id, $3, id, $3 from maker
     ), drawn as (
       insert into zone (division, created_at) values ('520303', $3) returning id
     ), version as (
       insert into zone_version (zone_id, version, name, kind, circle, supervisees, valid_from)
       select id, 1, 'home', 'inclusion', $4::jsonb, array[$2::bigint], $3 from drawn
     )
     insert into device_binding (device_id, supervisee_id, during) select id, $2, tstzrange($3, null) from made`,
    [device, id, from, JSON.stringify(roundZone().shape)],
  );
  return id;
}

type Measured = 'speed' | 'satellites' | 'battery' | 'worn';
/** What it measured besides its place may be left out. */
type Stored = Omit<Observation, Measured> & Partial<Pick<Observation, Measured>>;

/** Records as ingest would have stored them, in one transaction. */
export async function storeObservations(
  { owner }: Pick<TestDatabase, 'owner'>,
  wearer: { readonly id: SuperviseeId; readonly device: string },
  records: readonly Stored[],
): Promise<void> {
  await owner.query(
    `with stored as (
       insert into record (device_id, life, seq, at, received_at, arrival, supervisee_id, part, boot, kind, lat, lon,
         accuracy_m, source, clock_offset_ms, speed_ms, satellites, battery_pct, worn, said_at)
       select $1, 1, r.seq, case when r.shift is null then r.at else r.received end, r.received, pg_current_xact_id()::text::bigint, $2::bigint, $2::bigint % 64, 1, r.kind,
         r.lat, r.lon, r.accuracy, r.source, r.shift, r.speed, r.satellites, r.battery, r.worn,
         case when r.shift is not null then r.at end
       from unnest($3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::float8[], $8::float8[],
         $9::real[], $10::text[], $11::bigint[], $12::real[], $13::smallint[], $14::real[], $15::boolean[])
         as r (seq, at, received, kind, lat, lon, accuracy, source, shift, speed, satellites, battery, worn)
       on conflict do nothing
       returning seq, at, received_at
     )
     insert into device_stream as s (device_id, life, boot, stored, newest_seq, newest_at, last_received_at)
     select $1, 1, 1, '{[1,2)}', max(seq), max(at), max(received_at) from stored having count(*) > 0
     on conflict (device_id, life) do update
     set last_received_at = greatest(s.last_received_at, excluded.last_received_at)`,
    [
      wearer.device,
      wearer.id,
      records.map((record) => record.seq),
      records.map((record) => new Date(record.at)),
      records.map((record) => new Date(record.receivedAt)),
      records.map((record) => record.kind),
      records.map((record) => record.lat),
      records.map((record) => record.lon),
      records.map((record) => record.accuracy),
      records.map((record) => record.source),
      records.map((record) => record.clockOffset),
      records.map((record) => record.speed),
      records.map((record) => record.satellites),
      records.map((record) => record.battery),
      records.map((record) => record.worn),
    ],
  );
}
