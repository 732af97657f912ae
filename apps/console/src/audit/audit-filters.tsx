import { Button, Input } from 'antd';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { fromWallClock } from '../app/time.js';
import { WallTimeInput } from '../app/wall-time-input.js';
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
          <WallTimeInput id={`${id}${field}`} value={entered[field] ?? ''} change={enter(field)} />
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

/** Only what was filled in and can be read, times as the wire has them. */
function queryOf({ from = '', to = '', ...entered }: AuditQuery): AuditQuery {
  const typed = Object.entries(entered).map(([field, value]) => [field, value.trim()] as const);
  const bounds = [
    ['from', wireTime(from)],
    ['to', wireTime(to)],
  ] as const;
  return Object.fromEntries([...typed, ...bounds].filter(([, value]) => value !== ''));
}

const wireTime = (typed: string): string => {
  const at = fromWallClock(typed);
  return at === undefined ? '' : new Date(at).toISOString();
};
