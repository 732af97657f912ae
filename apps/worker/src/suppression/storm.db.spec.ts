import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instant, minutes, type Instant } from '#libs/kernel';
import { Hints } from '#libs/queue';
import { addWearer, openTestDatabase, type TestDatabase } from '#libs/testkit';
import { StormService } from './storm.service.js';

describe('storms', () => {
  let test: TestDatabase;
  let hints: Hints;
  let storms: StormService;
  let now: Instant;
  let person: string;

  beforeAll(async () => {
    test = await openTestDatabase();
    hints = new Hints(process.env['TEST_REDIS_URL'] ?? '');
    storms = new StormService(test.db, hints);
    now = instant(Date.now());
    person = await addWearer(test, 'WB-STORM', now);
  });
  afterAll(async () => {
    await hints.close();
    await test.close();
  });
  beforeEach(async () => {
    await test.owner.query('delete from alert');
    await test.owner.query('delete from incident');
  });

  const raise = (kind: string, count: number, division = '520303', at = now) =>
    test.owner.query(
      `insert into alert (episode, supervisee_id, division, device_id, kind, severity, occurred_at, detected_at,
         last_evidence_at, evidence, versions, latencies, due_at)
       select $1 || gen_random_uuid(), $2, $3, 'WB-STORM', $1, 'warning', $4, $4, $4, '{}', '{}', '{}', $4
       from generate_series(1, $5)`,
      [kind, person, division, new Date(at), count],
    );
  const incidents = async () =>
    (
      await test.owner.query(
        `select i.kind, i.division, count(*)::integer as members
         from incident i join alert a on a.incident_id = i.id group by i.id order by i.division, i.kind`,
      )
    ).rows as unknown[];

  it('two hundred wristbands that fall silent together are one incident with two hundred members', async () => {
    await raise('device.silent', 150);
    await raise('device.silent', 50, '520303100');
    await storms.gather(now);
    await storms.gather(now);
    expect(await incidents()).toEqual([{ kind: 'device.silent', division: '520303', members: 200 }]);
    const { rows } = await test.owner.query(
      `select count(*)::integer as told, count(distinct data ->> 'incidentId')::integer as incidents
       from feed_event where type = 'alert.changed'`,
    );
    expect(rows).toEqual([{ told: 200, incidents: 1 }]);
  });

  it('who comes a little later joins, who comes long after does not', async () => {
    await raise('device.silent', 20);
    await storms.gather(now);
    const soon = instant(now + minutes(5));
    await raise('device.silent', 1, '520303', soon);
    await storms.gather(soon);
    const late = instant(now + minutes(30));
    await raise('device.silent', 1, '520303', late);
    await storms.gather(late);
    expect(await incidents()).toEqual([{ kind: 'device.silent', division: '520303', members: 21 }]);
  });

  it('leaves alone what is critical, what is fewer, what somebody works on, and other counties', async () => {
    await raise('strap.open', 100);
    await raise('zone.exit', 19);
    await raise('device.silent', 19, '520302');
    await raise('device.silent', 1);
    await storms.gather(now);
    expect(await incidents()).toEqual([]);
  });
});
