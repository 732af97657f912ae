import { Button, Input } from 'antd';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { fromWallClock } from '../app/time.js';
import type { TextKey } from '../texts/catalogue.js';
import { useText } from '../texts/use-text.js';

export type AuditQuery = Partial<Record<'actor' | 'action' | 'subject' | 'from' | 'to', string>>;

const words = ['actor', 'action', 'subject'] as const;
const times = ['from', 'to'] as const;
/** What one may type, as the log itself writes it. */
const examples: Readonly<Record<(typeof words)[number], string>> = {
  actor: 'account:3',
  action: 'track.viewed',
  subject: 'supervisee:7',
};

export function AuditFilters({ search }: { readonly search: (query: AuditQuery) => void }): ReactElement {
  const say = useText();
  const id = useId();
  const [entered, setEntered] = useState<AuditQuery>({});
  const enter = (field: keyof AuditQuery) => (value: string) => setEntered((old) => ({ ...old, [field]: value }));
  const label = (field: keyof AuditQuery): string => say(`audit.${field}` satisfies TextKey);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    search(queryOf(entered));
  };
  return (
    <form className="filters" onSubmit={submit}>
      {words.map((field) => (
        <label key={field} htmlFor={`${id}${field}`}>
          {label(field)}
          <Input
            id={`${id}${field}`}
            value={entered[field] ?? ''}
            placeholder={examples[field]}
            maxLength={100}
            onChange={({ target }) => enter(field)(target.value)}
          />
        </label>
      ))}
      {times.map((field) => (
        <label key={field} htmlFor={`${id}${field}`}>
          {label(field)}
          <input
            id={`${id}${field}`}
            type="datetime-local"
            value={entered[field] ?? ''}
            onChange={({ target }) => enter(field)(target.value)}
          />
        </label>
      ))}
      <Button type="primary" htmlType="submit">
        {say('audit.apply')}
      </Button>
      <Button
        onClick={() => {
          setEntered({});
          search({});
        }}
      >
        {say('audit.clear')}
      </Button>
    </form>
  );
}

/** Only what was filled in, times as the wire has them. */
function queryOf(entered: AuditQuery): AuditQuery {
  const filled = Object.entries(entered).filter(([, value]) => value.trim() !== '');
  return Object.fromEntries(
    filled.map(([field, value]) =>
      field === 'from' || field === 'to'
        ? [field, new Date(fromWallClock(value)).toISOString()]
        : [field, value.trim()],
    ),
  );
}
