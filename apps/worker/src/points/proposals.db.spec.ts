import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accountId, hours, instant, type AccountId, type Instant, type SuperviseeId } from '#libs/kernel';
import { monthOf, thousandPoints } from '#libs/points';
import { PointsLedgerStore, PointsSchemeStore } from '#libs/store';
import { addWearer, HUICHUAN, openTestDatabase, raiseAlert, type TestDatabase } from '#libs/testkit';
import { ProposalsService } from './proposals.service.js';

describe('proposed points', () => {
  let test: TestDatabase;
  let proposals: ProposalsService;
  let now: Instant;
  let people = 0;

  beforeAll(async () => {
    test = await openTestDatabase();
    proposals = new ProposalsService(test.db);
    const { rows } = await test.owner.query<{ id: string }>(
      `insert into account (username, display_name, password_hash, role, division)
       select name, name, '', 'county', '520303' from unnest(array['writer', 'enactor']) as name returning id::text`,
    );
    const [writer, enactor] = rows.map(({ id }) => accountId(id)) as [AccountId, AccountId];
    now = instant(Date.now());
    const schemes = new PointsSchemeStore(test.db);
    const document = JSON.stringify(thousandPoints);
    const id = await schemes.add(
      { code: thousandPoints.code, division: HUICHUAN, document, note: 'spec' },
      { account: writer, at: now },
    );
    await schemes.enact(id, 1, monthOf(now), { account: enactor, at: now });
  });
  afterAll(async () => {
    await test.close();
  });
  beforeEach(() => {
    now = instant(Date.now());
  });

  async function outside(resolution: string | null): Promise<{ id: SuperviseeId; alert: string }> {
    const id = await addWearer(test, `WB-ROUND-${(people += 1)}`, instant(Date.UTC(2026, 0, 9)));
    const alert = await raiseAlert(test, {
      superviseeId: id,
      division: HUICHUAN,
      kind: 'zone.exit',
      occurredAt: now - 60_000,
    });
    await judge(alert, resolution);
    return { id, alert };
  }
  async function judge(alert: string, resolution: string | null): Promise<void> {
    await test.owner.query(
      `update alert set state = 'resolved', resolution = $2, resolved_at = $3 where id = $1 and $2::text is not null`,
      [alert, resolution, new Date(now)],
    );
  }
  const entriesOf = (superviseeId: SuperviseeId) =>
    new PointsLedgerStore(test.db).list('', { superviseeId, limit: 10 });
  async function auditOf(id: SuperviseeId): Promise<string[]> {
    const { rows } = await test.owner.query<{ action: string }>(
      `select action from audit_entry where actor = 'system:worker' and subject = $1 order by seq`,
      [`supervisee:${id}`],
    );
    return rows.map(({ action }) => action);
  }

  it('come from confirmed exits, once, and from nothing else', async () => {
    const [confirmed, refuted, open] = [await outside('true'), await outside('false'), await outside(null)];
    await proposals.look(now);
    await proposals.look(instant(now + hours(0.01)));
    expect(await entriesOf(confirmed.id)).toMatchObject([
      { item: 'left-area', state: 'proposed', proposedBy: null, alerts: [{ id: confirmed.alert }] },
    ]);
    expect([await entriesOf(refuted.id), await entriesOf(open.id)]).toEqual([[], []]);
    expect(await auditOf(confirmed.id)).toEqual(['points.proposed']);
  });

  it('are taken back when officers find that the wristband was the cause', async () => {
    const { id, alert } = await outside('true');
    await proposals.look(now);
    await judge(alert, 'technical');
    await proposals.look(instant(now + hours(0.01)));
    expect(await entriesOf(id)).toMatchObject([{ state: 'withdrawn' }]);
    expect(await auditOf(id)).toEqual(['points.proposed', 'points.withdrawn']);
  });

  it('wait for nobody else: who cannot be judged is looked at again', async () => {
    const [stuck, other] = [await outside('true'), await outside('true')];
    await test.owner.query(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not him'; end $$;
       create trigger refuse before insert on points_entry for each row when (new.supervisee_id = ${stuck.id})
         execute function refuse();`,
    );
    await expect(proposals.look(now)).rejects.toThrow('not him');
    expect(await entriesOf(other.id)).toHaveLength(1);
    await test.owner.query('drop trigger refuse on points_entry; drop function refuse');
    await proposals.look(instant(now + hours(24)));
    expect(await entriesOf(stuck.id)).toHaveLength(1);
  });
});
