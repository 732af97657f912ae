import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hours, instant, type Instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { ReleaseService } from './release.service.js';

describe('the release of what was held back', () => {
  let test: TestDatabase;
  let hints: Hints;
  let release: ReleaseService;
  let now: Instant;

  beforeAll(async () => {
    test = await openTestDatabase();
    hints = new Hints(process.env['TEST_REDIS_URL'] ?? '');
    release = new ReleaseService(test.db, hints);
    now = instant(Date.now());
  });
  afterAll(async () => {
    await hints.close();
    await test.close();
  });

  it('opens what goes on when the suppression has run out, once, and leaves what has ended', async () => {
    const person = await addWearer(test, 'WB-HELD', now);
    const { rows } = await test.owner.query<{ id: string }>(
      `insert into suppression (division, supervisee_id, kind, reason, valid_to, state, proposed_by, proposed_at, approved_at)
       select '520303', $1, 'device.silent', 'spec', $3, 'approved', id, $2, $2 from account limit 1 returning id`,
      [person, new Date(now), new Date(now + hours(1))],
    );
    await test.owner.query(
      `insert into alert (episode, supervisee_id, division, device_id, kind, severity, state, suppression_id, occurred_at,
         detected_at, last_evidence_at, ended_at, end_reason, evidence, versions, latencies, due_at)
       select e, $1, '520303', 'WB-HELD', 'device.silent', 'warning', 'suppressed', $2, $3, $3, $3,
         case e when 'over' then $3::timestamptz end, case e when 'over' then 'reported' end, '{}', '{}', '{}', $3
       from unnest(array['goes on', 'over']) as e`,
      [person, rows[0]?.id, new Date(now)],
    );
    const states = async () =>
      (await test.owner.query('select episode, state from alert order by episode')).rows as unknown[];
    await release.release(now);
    expect(await states()).toEqual([
      { episode: 'goes on', state: 'suppressed' },
      { episode: 'over', state: 'suppressed' },
    ]);
    const later = instant(now + hours(2));
    await release.release(later);
    await release.release(later);
    expect(await states()).toEqual([
      { episode: 'goes on', state: 'open' },
      { episode: 'over', state: 'suppressed' },
    ]);
    const { rows: told } = await test.owner.query(`select type, data ->> 'state' as state from feed_event`);
    expect(told).toEqual([{ type: 'alert.changed', state: 'open' }]);
    const { rows: acts } = await test.owner.query(`select action from audit_entry where action = 'alert.released'`);
    expect(acts).toHaveLength(1);
  });
});
