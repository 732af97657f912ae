import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { answerOf, api } from '../api/client.js';
import { useText } from '../texts/use-text.js';

const FOUND = 20;

interface Props {
  readonly people: readonly string[];
  readonly change: (people: readonly string[]) => void;
}

/** Some people by name, or nobody named: then everybody. */
export function PeopleSelect({ people, change }: Props): ReactElement {
  const say = useText();
  const [typed, setTyped] = useState('');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const asked = typed.trim();
  const found = useQuery({
    queryKey: ['search', asked],
    enabled: asked !== '',
    queryFn: () => answerOf(api.GET('/api/v1/supervisees', { params: { query: { search: asked, limit: FOUND } } })),
  });
  const options = asked === '' ? [] : (found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const chosen = people.map((id) => ({ value: id, label: names.get(id) ?? id }));
  return (
    <label>
      {say('backtest.people')}
      <Select<string[]>
        mode="multiple"
        aria-label={say('backtest.people')}
        placeholder={say('backtest.everybody')}
        value={[...people]}
        filterOption={false}
        onSearch={setTyped}
        notFoundContent={asked !== '' && found.isSuccess ? say('search.none') : null}
        options={[...options, ...chosen.filter(({ value }) => options.every((one) => one.value !== value))]}
        onChange={(ids) => {
          setNames((known) => new Map([...known, ...options.map(({ value, label }) => [value, label] as const)]));
          change(ids);
        }}
      />
    </label>
  );
}
