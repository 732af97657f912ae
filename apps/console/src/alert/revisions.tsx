import type { ReactElement } from 'react';
import type { AlertDetail } from '#libs/protocol';
import { Moment } from '../app/moment.js';
import { useText } from '../texts/use-text.js';

/** What the alert said before later records corrected it: nothing is overwritten. */
export function Revisions({ revisions }: { readonly revisions: AlertDetail['revisions'] }): ReactElement | null {
  const say = useText();
  if (revisions.length === 0) return null;
  return (
    <section>
      <h3>{say('alert.revisions')}</h3>
      <ol className="log">
        {revisions.map((revision, index) => (
          <li key={`${revision.at} ${index}`}>
            <Moment at={revision.at} /> <div>{revision.reason}</div>
            <p className="note">
              {say('alert.revision.before')}
              <code>{JSON.stringify(revision.before)}</code>
              <br />
              {say('alert.revision.after')}
              <code>{JSON.stringify(revision.after)}</code>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
