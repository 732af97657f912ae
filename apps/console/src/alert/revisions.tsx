import type { ReactElement } from 'react';
import type { AlertDetail, AlertKind } from '#libs/protocol';
import { Moment } from '../app/moment.js';
import { useText, wordFor } from '../texts/use-text.js';
import type { Told } from './sentence.js';
import { Words } from './sentence-line.js';

/** What the alert said before later records corrected it: nothing is overwritten. */
export function Revisions({ alert }: { readonly alert: AlertDetail }): ReactElement | null {
  const say = useText();
  if (alert.revisions.length === 0) return null;
  return (
    <section>
      <h3>{say('alert.revisions')}</h3>
      <ol className="log" data-testid="revisions">
        {alert.revisions.map((revision, index) => (
          <li key={`${revision.at} ${index}`}>
            <Moment at={revision.at} />
            <div>{wordFor(say, 'revision', revision.reason)}</div>
            <p className="note">
              {say('alert.revision.before')}
              <Said kind={alert.kind} words={revision.before} />
            </p>
            <p className="note">
              {say('alert.revision.after')}
              <Said kind={alert.kind} words={revision.after} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Said({ kind, words }: { readonly kind: AlertKind; readonly words: unknown }): ReactElement {
  return isTold(words) ? <Words alert={{ ...words, kind }} /> : <code>{JSON.stringify(words)}</code>;
}

const isTold = (words: unknown): words is Omit<Told, 'kind'> =>
  typeof words === 'object' && words !== null && 'occurredAt' in words && 'endedAt' in words && 'facts' in words;
