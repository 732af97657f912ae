import pg from 'pg';

export interface StrapAlerts {
  readonly straps_opened: number;
  /** Openings without their alert, alerts without their opening, and alerts that ended at another time. */
  readonly alerts_missing: number;
  readonly alerts_extra: number;
  readonly alerts_wrong_end: number;
}

const REST_MS = 120_000;
const LOOK_MS = 1_000;

/** Waits until the engine has come to know of every strap that was opened, or no more alerts come. */
export async function strapAlerts(ownerUrl: string): Promise<StrapAlerts> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const end = Date.now() + REST_MS; ; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
      const { rows } = await client.query<StrapAlerts>(beside);
      const found = rows[0] as StrapAlerts;
      const isRight = found.alerts_missing + found.alerts_extra + found.alerts_wrong_end === 0;
      if (isRight || Date.now() > end) return found;
    }
  } finally {
    await client.end();
  }
}

/** The rule in SQL: an episode begins with a strap that was not open before, and ends with the next that is closed. */
const beside = `
  with straps as (
    select supervisee_id, kind, at, lag(kind) over each as before
    from record where kind in ('strap_open', 'strap_closed')
    window each as (partition by supervisee_id order by at)
  ),
  turns as (
    select supervisee_id, kind, at, lead(at) over (partition by supervisee_id order by at) as ended
    from straps where kind is distinct from before and not (kind = 'strap_closed' and before is null)
  ),
  opened as (select * from turns where kind = 'strap_open'),
  raised as (select supervisee_id, occurred_at, ended_at from alert where kind = 'strap.open' and state <> 'suppressed')
  select
    (count(o.at))::integer as straps_opened,
    (count(*) filter (where r.occurred_at is null))::integer as alerts_missing,
    (count(*) filter (where o.at is null))::integer as alerts_extra,
    (count(*) filter (where o.at is not null and r.occurred_at is not null and o.ended is distinct from r.ended_at))::integer
      as alerts_wrong_end
  from opened o full join raised r on r.supervisee_id = o.supervisee_id and r.occurred_at = o.at`;
