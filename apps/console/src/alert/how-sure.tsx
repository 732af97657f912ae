import type { ReactElement } from 'react';
import type { AlertDetail } from '#libs/protocol';
import { dateTime } from '../app/time.js';
import { useText } from '../texts/use-text.js';

/** What the alert rests on, and how far it can be trusted. */
export function HowSure({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const { fixes, records } = alert.evidence;
  if (alert.kind === 'clock.wrong') return <p>{say('alert.sure.clock', { count: alert.count })}</p>;
  if (alert.kind === 'device.silent') {
    const last = alert.facts['lastReceivedAt'];
    return <p>{say('alert.sure.silence', { at: typeof last === 'string' ? dateTime(last) : say('alert.unknown') })}</p>;
  }
  return (
    <>
      {fixes.length > 0 && <Fixes alert={alert} />}
      {records.length > 0 && <p>{say('alert.sure.records', { count: records.length })}</p>}
    </>
  );
}

function Fixes({ alert }: { readonly alert: AlertDetail }): ReactElement {
  const say = useText();
  const { fixes } = alert.evidence;
  const used = fixes.filter((fix) => fix.used);
  const worst = Math.max(...used.map((fix) => fix.accuracy ?? Number.NaN));
  const counts = { used: used.length, ignored: fixes.length - used.length };
  const total = alert.facts['fixes'];
  return (
    <>
      <p>
        {Number.isFinite(worst)
          ? say('alert.sure.fixes', { ...counts, accuracy: Math.round(worst) })
          : say('alert.sure.fixesNoAccuracy', counts)}
      </p>
      {typeof total === 'number' && total > fixes.length && <p>{say('alert.sure.kept', { total })}</p>}
    </>
  );
}
