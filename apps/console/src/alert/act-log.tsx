import type { ReactElement } from 'react';
import type { AlertDetail } from '#libs/protocol';
import { Moment } from '../app/moment.js';
import { useText, wordFor, type Say } from '../texts/use-text.js';

/** Who did what, in order. */
export function ActLog({ acts }: { readonly acts: AlertDetail['acts'] }): ReactElement {
  const say = useText();
  return (
    <section>
      <h3>{say('alert.log')}</h3>
      {acts.length === 0 && <p className="faded">{say('alert.none')}</p>}
      <ol className="log" data-testid="act-log">
        {acts.map((act, index) => (
          <li key={`${act.at} ${index}`} data-act={act.act}>
            <Moment at={act.at} />
            <div>
              <b>{act.by?.name ?? say('alert.platform')}</b> {wordFor(say, 'act', act.act)}
              {act.code !== null && <> · {codeOf(say, act.act, act.code)}</>}
            </div>
            {act.note !== null && act.note !== '' && <p className="note">{act.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Of a contact, how it was tried and what came of it. */
function codeOf(say: Say, act: string, code: string): string {
  const [way = '', result = ''] = code.split('.');
  if (act !== 'contact') return wordFor(say, 'resolution', code);
  return `${wordFor(say, 'contact', way)} · ${wordFor(say, 'contactResult', result)}`;
}
