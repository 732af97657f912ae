import { Fragment, useState, type ReactElement } from 'react';
import type { AuditEntry } from '#libs/protocol';
import { dateTime } from '../app/time.js';
import type { TextKey } from '../texts/catalogue.js';
import { hasText } from '../texts/catalogue.js';
import { useText, type Say } from '../texts/use-text.js';

const columns: readonly TextKey[] = [
  'audit.seq',
  'audit.at',
  'audit.actor',
  'audit.role',
  'audit.action',
  'audit.subject',
  'audit.purpose',
  'audit.hash',
];

/** Newest first; a row opens to everything that the hash covers. */
export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }): ReactElement {
  const say = useText();
  const [opened, setOpened] = useState<string>();
  return (
    <table className="grid grid-page" data-testid="audit">
      <thead>
        <tr>
          {columns.map((key) => (
            <th key={key} scope="col">
              {say(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Fragment key={entry.seq}>
            <tr data-testid="audit-row" data-action={entry.action}>
              <th scope="row">
                <button
                  type="button"
                  className="bare"
                  aria-expanded={entry.seq === opened}
                  onClick={() => setOpened((seq) => (seq === entry.seq ? undefined : entry.seq))}
                >
                  {entry.seq}
                </button>
              </th>
              <td>{dateTime(entry.at)}</td>
              <td title={entry.actor}>{actorName(say, entry)}</td>
              <td>{hasText(`role.${entry.role}`) ? say(`role.${entry.role}` as TextKey) : entry.role}</td>
              <td>
                <code>{entry.action}</code>
              </td>
              <td>
                <code>{entry.subject}</code>
              </td>
              <td>{entry.purpose ?? '–'}</td>
              <td title={entry.hash}>
                <code>{entry.hash.slice(0, 10)}…</code>
              </td>
            </tr>
            {entry.seq === opened && <Opened entry={entry} />}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Opened({ entry }: { readonly entry: AuditEntry }): ReactElement {
  const say = useText();
  return (
    <tr className="grid-detail">
      <td colSpan={columns.length}>
        <dl className="facts">
          <dt>{say('audit.detail')}</dt>
          <dd>
            <code>{JSON.stringify(entry.detail)}</code>
          </dd>
          <dt>{say('audit.prev')}</dt>
          <dd>
            <code>{entry.prevHash}</code>
          </dd>
          <dt>{say('audit.hash')}</dt>
          <dd>
            <code>{entry.hash}</code>
          </dd>
        </dl>
      </td>
    </tr>
  );
}

function actorName(say: Say, { actor, actorName: name }: AuditEntry): string {
  if (name !== null) return name;
  const [kind, of = ''] = actor.split(':');
  if (kind === 'system') return `${say('audit.system')} ${of}`;
  return kind === 'device' ? `${say('audit.device')} ${of}` : actor;
}
