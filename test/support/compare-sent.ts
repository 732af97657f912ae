import { createReadStream } from 'node:fs';
import pg from 'pg';

/** What was sent, beside what is stored, record by record. */
export interface SentAndStored {
  /** Different records sent. */
  readonly sent: number;
  /** Rows of these wristbands, sealed ones included. */
  readonly stored: number;
  readonly sealed: number;
  /** Sent, and not stored, although the wristband was told that it is, or was never told that it is not. */
  readonly lost: number;
  /** Not stored, and never acknowledged: gone with a memory, or left when the run was cut short. */
  readonly forgotten: number;
  /** Stored more than once, or stored and never sent. */
  readonly duplicated: number;
  /** Stored with another time or another content. */
  readonly differing: number;
  /** A few of each, for whoever has to find out why. */
  readonly examples: readonly string[];
}

const CHUNK = 1_000_000;

/** Compares the files that the simulator's `load --sent` writes with the tables. For the owner: sealed records are not for others. */
export async function compareSent(ownerUrl: string, ...files: readonly string[]): Promise<SentAndStored> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`set work_mem = '256MB'; ${tables}`);
    for (const file of files) {
      for await (const lines of chunksOf(file)) {
        await client.query({ name: 'add-lines', text: addLines, values: [lines] });
      }
    }
    await client.query(arrange);
    const { rows } = await client.query<SentAndStored>(comparison);
    return rows[0] as SentAndStored;
  } finally {
    await client.end();
  }
}

/** Whole lines, as many as fit in a chunk. */
async function* chunksOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of createReadStream(file, { encoding: 'latin1', highWaterMark: CHUNK })) {
    const text = rest + String(piece);
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    yield text.slice(0, end);
  }
  if (rest !== '') throw new Error(`${file} ends in the middle of a line: is it still being written?`);
}

const tables = `
  create temp table line (device_id text, boot integer, seq bigint, at bigint, said text)`;

const addLines = `
  insert into line
  select split_part(l, ',', 1), split_part(l, ',', 2)::integer, split_part(l, ',', 3)::bigint,
    nullif(split_part(l, ',', 4), '')::bigint, split_part(l, ',', 5)
  from string_to_table($1, E'\\n') as l
  where l <> ''`;

/** A number of one start of one wristband names one record. Content in the words of devices-sim/src/load/measurement.ts. */
const said = `concat_ws('|', kind, round(lat * 1e6)::bigint, round(lon * 1e6)::bigint, round(accuracy_m::numeric * 10)::bigint,
  round(speed_ms::numeric * 10)::bigint, heading_deg, altitude_m, satellites, battery_pct, rssi_dbm, heart_rate)`;
const arrange = `
  create temp table sent as
  select device_id, boot, seq, min(at) as at, min(said) as said
  from line where at is not null group by device_id, boot, seq;

  create temp table forgotten as
  select device_id, boot, range_agg(int8range(seq, said::bigint, '[]')) as seqs
  from line where at is null group by device_id, boot;

  create temp table watched as select distinct device_id from line;

  create temp table stored as
  select device_id, boot, seq, count(*) as copies, min(at) as at, min(said) as said, bool_or(sealed) as sealed
  from (
    select device_id, boot, seq, (extract(epoch from coalesce(said_at, at)) * 1000)::bigint as at, ${said} as said, false as sealed
    from record where device_id in (select device_id from watched)
    union all
    select s.device_id, r.boot, s.seq, (extract(epoch from s.at) * 1000)::bigint, ${said.replace('kind', 's.kind')}, true
    from sealed_record s, jsonb_populate_record(null::public.record, s.payload) as r
    where s.device_id in (select device_id from watched)
  ) as row
  group by device_id, boot, seq;

  analyze sent; analyze stored`;

const comparison = `
  with
  beside as (
    select coalesce(s.device_id, r.device_id) as device_id, coalesce(s.boot, r.boot) as boot, coalesce(s.seq, r.seq) as seq,
      s.at as sent_at, r.at as stored_at, s.said as sent_said, r.said as stored_said, coalesce(r.copies, 0) as copies, r.sealed
    from sent s full join stored r on (r.device_id, r.boot, r.seq) = (s.device_id, s.boot, s.seq)
  ),
  told as (
    select b.*, case
      when copies = 0 and coalesce(f.seqs @> b.seq, false) then 'forgotten'
      when copies = 0 then 'lost'
      when sent_at is null or copies > 1 then 'duplicated'
      when (sent_at, sent_said) is distinct from (stored_at, stored_said) then 'differing'
    end as verdict
    from beside b left join forgotten f on (f.device_id, f.boot) = (b.device_id, b.boot)
  ),
  named as (
    select format('%s: %s boot %s seq %s, %s ms %s sent, %s ms %s stored %s times', verdict, device_id, boot, seq,
      sent_at, sent_said, stored_at, stored_said, copies) as line,
      row_number() over (partition by verdict order by device_id, boot, seq) as n
    from told where verdict is not null
  )
  select
    (select count(*) from sent)::integer as sent,
    coalesce(sum(copies), 0)::integer as stored,
    (count(*) filter (where sealed))::integer as sealed,
    (count(*) filter (where verdict = 'lost'))::integer as lost,
    (count(*) filter (where verdict = 'forgotten'))::integer as forgotten,
    coalesce(sum(case when sent_at is null then copies else greatest(copies - 1, 0) end), 0)::integer as duplicated,
    (count(*) filter (where verdict = 'differing'))::integer as differing,
    array(select line from named where n <= 5 order by line) as examples
  from told`;
