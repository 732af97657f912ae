import type { ReactElement } from 'react';
import type { AlertDetail } from '#libs/protocol';
import { dateTime } from '../app/time.js';
import { duration, useText, wordFor } from '../texts/use-text.js';
import { FixTable } from './fix-table.js';
import { HowSure } from './how-sure.js';
import { RecordTable } from './record-table.js';

/** Why there is an alert: the rule, what it was judged by, what counted and what did not. */
export function Evidence({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const { fixes, records } = alert.evidence;
  return (
    <>
      <section>
        <h3>{say('alert.sure')}</h3>
        <HowSure alert={alert} />
      </section>
      <section>
        <h3>{say('alert.why')}</h3>
        <p>{say(`rule.${alert.kind}`)}</p>
        {fixes.length > 0 && <FixTable fixes={fixes} />}
        {records.length > 0 && <RecordTable records={records} />}
      </section>
      <section>
        <h3>{say('alert.basis')}</h3>
        <Basis alert={alert} />
        <Latency alert={alert} />
      </section>
    </>
  );
}

function Basis({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const { zone } = alert.evidence;
  return (
    <dl className="facts facts-tight">
      {zone && (
        <>
          <dt>{wordFor(say, 'zoneKind', zone.kind)}</dt>
          <dd>
            {zone.name} · v{zone.version}
          </dd>
        </>
      )}
      {Object.entries(alert.versions).map(([of, version]) => (
        <div key={of}>
          <dt>{wordFor(say, 'version', of)}</dt>
          <dd>{version}</dd>
        </div>
      ))}
    </dl>
  );
}

/** fix → received → judged: where the time went. */
function Latency({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const { fixAt, receivedAt, judgedAt } = alert.latencies;
  const steps = [
    ['latency.fixAt', fixAt],
    ['latency.receivedAt', receivedAt],
    ['latency.judgedAt', judgedAt],
  ] as const;
  const known = steps.filter((step): step is (typeof steps)[number] & readonly [unknown, string] => step[1] !== null);
  return (
    <p className="latency">
      <span className="faded">{say('alert.latency')}</span>{' '}
      {known.map(([name, at], index) => {
        const before = known[index - 1];
        return (
          <span key={name}>
            {index > 0 && <span aria-hidden> → </span>}
            {say(name)} {before ? `+${duration(say, Date.parse(at) - Date.parse(before[1]))}` : dateTime(at).slice(11)}
          </span>
        );
      })}
    </p>
  );
}
