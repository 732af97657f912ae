import type { ReactElement } from 'react';
import type { AlertDetail } from '#libs/protocol';
import { useNow } from '../app/clock.js';
import { shortTime } from '../app/time.js';
import { useText, wordFor } from '../texts/use-text.js';

type EvidenceRecord = AlertDetail['evidence']['records'][number];

/** What the wristband itself said. */
export function RecordTable({ records }: { readonly records: readonly EvidenceRecord[] }): ReactElement {
  const say = useText();
  const now = useNow();
  return (
    <table className="grid">
      <caption>{say('alert.records')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('alert.col.at')}</th>
          <th scope="col">{say('alert.col.received')}</th>
          <th scope="col">{say('alert.col.record')}</th>
          <th scope="col" className="number">
            {say('alert.col.seq')}
          </th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={`${record.seq} ${record.at}`}>
            <td>{shortTime(record.at, now)}</td>
            <td>{shortTime(record.receivedAt, now)}</td>
            <td>{wordFor(say, 'record', record.kind)}</td>
            <td className="number">{record.seq}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
