import type { ReactElement } from 'react';
import type { AlertDetail } from '#libs/protocol';
import { useNow } from '../app/clock.js';
import { shortTime } from '../app/time.js';
import { useText, wordFor } from '../texts/use-text.js';

type EvidenceFix = AlertDetail['evidence']['fixes'][number];

/** Which fixes counted, and why the others did not. */
export function FixTable({ fixes }: { readonly fixes: readonly EvidenceFix[] }): ReactElement {
  const say = useText();
  const now = useNow();
  const metres = (value: number | null): string =>
    value === null ? say('alert.unknown') : say('alert.metres', { metres: Math.round(value) });
  return (
    <table className="grid" data-testid="evidence-fixes">
      <caption>{say('alert.fixes')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('alert.col.at')}</th>
          <th scope="col">{say('alert.col.source')}</th>
          <th scope="col" className="number">
            {say('alert.col.accuracy')}
          </th>
          <th scope="col" className="number">
            {say('alert.col.outside')}
          </th>
          <th scope="col" className="number">
            {say('alert.col.probability')}
          </th>
          <th scope="col">{say('alert.col.because')}</th>
        </tr>
      </thead>
      <tbody>
        {fixes.map((fix) => (
          <tr key={`${fix.at} ${fix.receivedAt}`} data-used={fix.used}>
            <td title={`${say('alert.col.received')} ${shortTime(fix.receivedAt, now)}`}>{shortTime(fix.at, now)}</td>
            <td>{fix.source === null ? say('alert.unknown') : wordFor(say, 'source', fix.source)}</td>
            <td className="number">{metres(fix.accuracy)}</td>
            <td className="number">{fix.metresOutside === null ? '–' : metres(fix.metresOutside)}</td>
            <td className="number">{percentOf(fix.probability)}</td>
            <td>
              <span aria-hidden>{fix.used ? '● ' : '○ '}</span>
              {say(fix.used ? 'alert.used' : 'alert.ignored')} · {wordFor(say, 'because', fix.because)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Never rounded up to certain. */
const percentOf = (probability: number | undefined): string =>
  probability === undefined ? '–' : `${Math.floor(probability * 1_000) / 10} %`;
