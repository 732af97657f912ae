import pg from 'pg';
import { deviceSecretHash } from '#libs/identity';
import { secretOf, wristbandName } from './crowd-names.js';

/** Wristbands that are bound to people under approved orders: thousands, which over the REST interface take minutes. */
export async function enrolCrowd(ownerUrl: string, size: number): Promise<void> {
  const ids = Array.from({ length: size }, (_, index) => wristbandName(index));
  const salts = ids.map((id) => Buffer.from(id));
  const hashes = ids.map((id) => deviceSecretHash(secretOf(id), Buffer.from(id)));
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `with head as (
         insert into account (username, display_name, password_hash, role, division)
         values ('head-of-crowd', 'head', '', 'head', '520303') returning id
       ), made as (
         insert into device (id, division, secret_salt, secret_hash, interval_s, created_at)
         select id, '520303', salt, hash, 60, now() from unnest($1::text[], $2::bytea[], $3::bytea[]) as d (id, salt, hash)
         returning id
       ), person as (
         insert into supervisee (name, division, category, term_from, term_to, created_at)
         select id, '520303', 'probation', current_date - 30, current_date + 300, now() from made returning id, name
       ), ordered as (
         insert into device_order (supervisee_id, ground, evidence, valid_from, valid_to, state, proposed_by, proposed_at,
           approved_by, approved_at)
         select person.id, 'left_area', '', now() - interval '1 day', now() + interval '60 days', 'approved', head.id, now(),
           head.id, now()
         from person, head
       )
       insert into device_binding (device_id, supervisee_id, during)
       select name, id, tstzrange(now() - interval '1 day', null) from person`,
      [ids, salts, hashes],
    );
    await client.query('analyze');
  } finally {
    await client.end();
  }
}
