import pg from 'pg';
import { deviceSecretHash, newDeviceSecret } from '#libs/identity';
import { HUICHUAN } from './enrol.js';

export interface Herd {
  /** `load-` names the wristbands load-000001, load-000002, … */
  readonly prefix: string;
  readonly count: number;
  /** Bound and ordered since this time: what is older is sealed. */
  readonly since?: Date;
  readonly intervalSeconds?: number;
  /** What another process can say again; random without it. */
  readonly secretOf?: (id: string) => string;
}

/**
 * Many supervisees under approved orders with their wristbands, written straight into the tables: through the REST
 * interface ten thousand would take longer than the measurement. Resolves with their secrets.
 */
export async function enrolMany(
  ownerUrl: string,
  { prefix, count, since = new Date(Date.now() - 86_400_000), intervalSeconds = 60, secretOf }: Herd,
): Promise<Map<string, string>> {
  const devices = Array.from({ length: count }, (_, index) => {
    const id = `${prefix}${String(index + 1).padStart(6, '0')}`;
    const made = newDeviceSecret();
    const secret = secretOf?.(id) ?? made.secret;
    const hash = deviceSecretHash(secret, made.salt).toString('hex');
    return { id, secret, salt: made.salt.toString('hex'), hash };
  });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `with head as (
         insert into account (username, display_name, password_hash, role, division)
         values ('head-of-' || $6, 'head', '', 'head', $1) returning id
       ), wanted as (
         select row_number() over (order by id) as n, id, salt, hash from unnest($2::text[], $3::text[], $4::text[]) as d (id, salt, hash)
       ), people as (
         insert into supervisee (name, division, category, term_from, term_to, created_at)
         select 'wearer of ' || id, $1, 'probation', current_date - 30, current_date + 300, $5 from wanted order by n
         returning id
       ), worn as (
         select w.id, p.id as supervisee
         from wanted w join (select row_number() over (order by id) as n, id from people) p on p.n = w.n
       ), registered as (
         insert into device (id, division, secret_salt, secret_hash, interval_s, created_at)
         select id, $1, decode(salt, 'hex'), decode(hash, 'hex'), $7, $5 from wanted returning id
       ), bound as (
         insert into device_binding (device_id, supervisee_id, during)
         select r.id, w.supervisee, tstzrange($5, null) from registered r join worn w on w.id = r.id
       )
       insert into device_order
         (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at, approved_by, approved_at)
       select w.supervisee, 'left_area', 'load', $5, $5::timestamptz + interval '60 days', 'approved', h.id, $5, h.id, $5
       from worn w cross join head h`,
      [
        HUICHUAN,
        devices.map(({ id }) => id),
        devices.map(({ salt }) => salt),
        devices.map(({ hash }) => hash),
        since,
        prefix,
        intervalSeconds,
      ],
    );
    await client.query('analyze supervisee, device, device_binding, device_order');
  } finally {
    await client.end();
  }
  return new Map(devices.map(({ id, secret }) => [id, secret]));
}
